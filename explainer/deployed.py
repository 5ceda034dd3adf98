"""A deployed copy of the site held against its manifest: a folder, or an address at which a server sends the files.

A server is not trusted: what it sends is read up to the size that the manifest tells and no further, it has a time to
send it in, no redirect is followed, and a server that has failed a few times is asked no more.
A server tells of no files that are not in the manifest; in a folder they are found.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from calc.errors import Finding, KensanError, refuse
from explainer.headers import FILE as HEADERS
from explainer.manifest import DEPLOY, FILE, LARGEST, Entry, Manifest, changed, check_folder, entry_of, read_folder
from explainer.manifest import read_manifest as parse

INDEX, NOT_FOUND = "index.html", "404.html"
NOWHERE = "nothing-stands-here"  # an address that no site of ours has
AT_ONCE, PATIENCE, LONGEST, CHUNK = 8, 20, 900, 65_536  # requests, s for an answer, s for all, bytes
MOST_FAILURES = 10
FAILURES = (OSError, ValueError, HTTPException)  # no address, no connection, no HTTP
LOOK = "look at what answers there, and ask again"
AGENT = "kensan-verify"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to be what it is: an answer other than the file."""

    def redirect_request(self, *arguments: Any, **more: Any) -> None:
        """Follow none."""


@dataclass(frozen=True)
class Answer:
    """What a server sends: a status, where it would have us go, the body up to what was asked for and one byte more."""

    status: int
    location: str
    packing: str
    body: bytes


@dataclass
class Server:
    """Whoever answers at an address. It has until `end`, by the monotonic clock, and MOST_FAILURES tries."""

    address: str
    end: float
    failures: int = 0
    opener: urllib.request.OpenerDirector = field(default_factory=lambda: urllib.request.build_opener(_NoRedirect))

    @property
    def is_given_up(self) -> bool:
        """Whether it has failed too often, or for too long."""
        return self.failures >= MOST_FAILURES or time.monotonic() > self.end

    def ask(self, path: str, most: int) -> Answer:
        """The answer for a path, of the body at most one byte more than `most`. Raises OSError if there is none."""
        request = urllib.request.Request(
            urljoin(self.address, quote(path)), headers={"User-Agent": AGENT, "Accept-Encoding": "identity"}
        )
        try:
            with self.opener.open(request, timeout=PATIENCE) as answer:
                return self._read(answer, answer.status, most)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error, error.code, most)

    def _read(self, answer: Any, status: int, most: int) -> Answer:
        body = b""
        while len(body) <= most and (chunk := answer.read(min(CHUNK, most + 1 - len(body)))):
            body += chunk
            if time.monotonic() > self.end:
                raise TimeoutError(f"not all sent after {LONGEST} s")
        headers = answer.headers
        return Answer(status, headers.get("Location", ""), headers.get("Content-Encoding", ""), body)


def verify(where: str, manifest: Path | None = None) -> tuple[Manifest, list[Finding]]:
    """The manifest, from `manifest` or else from the copy itself, and a finding for each file that is not as it says.

    `where` is a folder or an address. Raises KensanError if there is no sound manifest.
    """
    if not where.startswith(("http://", "https://")):
        folder = Path(where)
        known = _from_file(manifest) if manifest else read_folder(folder)
        return known, check_folder(folder, known)
    server = Server(where if where.endswith("/") else where + "/", time.monotonic() + LONGEST)
    known = _from_file(manifest) if manifest else _from_server(server)
    return known, sorted(_check_server(server, known))


def _from_file(path: Path) -> Manifest:
    return parse(path.read_bytes(), str(path))


def _from_server(server: Server) -> Manifest:
    """The manifest that a server sends. Raises KensanError if it sends none."""
    place = server.address + FILE
    try:
        answer = server.ask(FILE, LARGEST)
    except FAILURES as error:
        raise KensanError([Finding(place, 1, f"no answer: {_why(error)}", LOOK)]) from None
    if answer.status != 200 or len(answer.body) > LARGEST:
        refuse([Finding(place, 1, _told(answer), "name the address of a deployed site, or its folder")])
    return parse(answer.body, place)


def _check_server(server: Server, manifest: Manifest) -> Iterator[Finding]:
    """A finding for each file that is not sent as the manifest says, and one for all that were not asked for."""
    files = [file for file in manifest.files if file != HEADERS]  # told to hosts, and not sent by them
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda file: _check_file(server, file, manifest), files))
    yield from (finding for finding in found if isinstance(finding, Finding))
    if skipped := found.count(False):
        problem = f"{skipped} of {len(files)} files were not asked for: {server.failures} failures, or {LONGEST} s over"
        yield Finding(server.address, 1, problem, LOOK)


def _check_file(server: Server, file: str, manifest: Manifest) -> Finding | bool:
    """A finding if a file is not sent as it should be; True if it is, False if it was not asked for."""
    if server.is_given_up:
        return False
    entry, said = manifest.files[file], ""
    try:
        for path, statuses, entries in _ways(file, entry, manifest):
            answer = server.ask(path, max(it.bytes for it in entries))
            if answer.status in statuses and not answer.packing and entry_of(answer.body) in entries:
                return True
            said = _told(answer) if answer.status != 200 or answer.packing else changed(entry, entry_of(answer.body))
    except FAILURES as error:
        server.failures += 1
        said = f"no answer: {_why(error)}"
    return Finding(file, 1, said, DEPLOY)


def _ways(file: str, entry: Entry, manifest: Manifest) -> Iterator[tuple[str, set[int], list[Entry]]]:
    """How a file may be had: path, good statuses, what may come. A page is asked for by its folder; that for unknown
    addresses at one, where some hosts send that of the root, then by its name, which other hosts redirect."""
    folder, _, name = file.rpartition("/")
    folder += "/" if folder else ""
    if name == NOT_FOUND:
        yield folder + NOWHERE, {404}, [entry, manifest.files.get(NOT_FOUND, entry)]
    yield folder + ("" if name == INDEX else name), {200}, [entry]


def _told(answer: Answer) -> str:
    """What is said of an answer that is not the file."""
    if answer.location:
        return f"the server answers {answer.status} and leads to {answer.location[:200]!r}"
    if answer.packing:
        return f"the server packs it ({answer.packing[:40]!r}) although not asked to"
    return f"the server answers {answer.status} with {len(answer.body):,} bytes"


def _why(error: BaseException) -> str:
    """A failure in a few words."""
    return str(getattr(error, "reason", "") or error or type(error).__name__)[:200]
