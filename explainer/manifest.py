"""The manifest of a site: what each of its files holds, as SHA-256 and size, and what the whole was made from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from calc.errors import Finding, KensanError

FILE = "manifest.json"
LARGEST, MOST_FILES = 32_000_000, 100_000  # bytes and entries; ours has two hundred thousand and two thousand
DIGEST = re.compile(r"[0-9a-f]{64}")
PATH = re.compile(r"(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]+(?:/(?!\.\.?(?:/|\Z))[A-Za-z0-9._-]+)*")
DEPLOY = "deploy the whole site again"
REMAKE = "make it with `python -m explainer build`"


@dataclass(frozen=True)
class Made:
    """What a site is made from. Parts of one site agree in all of this.

    `commit` is None outside of git; `edited` is whether the source differed from the commit; `dated` is the clock of
    the build, in seconds since the epoch.
    """

    commit: str | None
    edited: bool
    dated: int
    address: str
    scenario: str


@dataclass(frozen=True)
class Entry:
    """What a file holds."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The files of a site by their paths, without the manifest itself; of one language alone if `only` names it."""

    made: Made
    only: str | None
    files: Mapping[str, Entry]

    def json(self) -> bytes:
        """The manifest as it is published: keys in order, the same bytes for the same site."""
        files = {path: asdict(entry) for path, entry in self.files.items()}
        document = {**asdict(self.made), "only": self.only, "files": files}
        return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()


def entry_of(content: bytes) -> Entry:
    """The entry of a file with this content."""
    return Entry(len(content), hashlib.sha256(content).hexdigest())


def write_manifest(folder: Path, made: Made, only: str | None = None) -> Manifest:
    """Write the manifest of the files that a folder has, and give it back."""
    (folder / FILE).unlink(missing_ok=True)
    manifest = Manifest(made, only, {path: entry_of((folder / path).read_bytes()) for path in files_of(folder)})
    (folder / FILE).write_bytes(manifest.json())
    return manifest


def files_of(folder: Path) -> list[str]:
    """The paths of all files below a folder, in order."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def read_manifest(content: bytes, name: str) -> Manifest:
    """The manifest with this content. Raises KensanError for anything that is none, naming it `name`."""
    try:
        document = json.loads(content)
        made = Made(**{key: document[key] for key in Made.__dataclass_fields__})
        files = {path: Entry(**entry) for path, entry in document["files"].items()}
        manifest = Manifest(made, document["only"], files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KensanError([Finding(name, 1, f"is no manifest: {type(error).__name__}: {error}", REMAKE)]) from None
    if faults := [Finding(name, 1, problem, REMAKE) for problem in _faults(manifest)]:
        raise KensanError(faults)
    return manifest


def _faults(manifest: Manifest) -> Iterator[str]:
    """What in a manifest cannot be: types, too many files, paths that leave the site, digests that are none."""
    texts: tuple[Any, ...] = (
        manifest.made.address,
        manifest.made.scenario,
        manifest.only or "",
        manifest.made.commit or "",
    )
    if not all(isinstance(text, str) for text in texts):
        yield "commit, address, scenario and only must be texts"
    if type(manifest.made.edited) is not bool or type(manifest.made.dated) is not int:
        yield "edited must be true or false, and dated a whole number"
    if not 0 < len(manifest.files) <= MOST_FILES:
        yield f"found {len(manifest.files)} files, expected 1 to {MOST_FILES:,}"
    for path, entry in manifest.files.items():
        if not PATH.fullmatch(path) or path == FILE:
            yield f"{path!r} cannot be the path of a file"
        if type(entry.bytes) is not int or entry.bytes < 0 or not DIGEST.fullmatch(str(entry.sha256)):
            yield f"{path}: found {entry.bytes!r} bytes with SHA-256 {entry.sha256!r}"


def read_folder(folder: Path) -> Manifest:
    """The manifest in a folder. Raises KensanError if there is none, or what is there is none."""
    path = folder / FILE
    if not path.is_file():
        raise KensanError([Finding(str(path), 1, "there is no manifest", REMAKE)])
    if path.stat().st_size > LARGEST:
        raise KensanError([Finding(str(path), 1, f"is larger than {LARGEST:,} bytes", REMAKE)])
    return read_manifest(path.read_bytes(), str(path))


def check_folder(folder: Path, manifest: Manifest) -> list[Finding]:
    """A finding for each file of a folder that is changed, missing or additional."""
    present = set(files_of(folder)) - {FILE}
    found = [Finding(path, 1, "is missing", DEPLOY) for path in manifest.files.keys() - present]
    found += [Finding(path, 1, "is not in the manifest", "delete it") for path in present - manifest.files.keys()]
    for path in present & manifest.files.keys():
        if (folder / path).is_symlink():
            found.append(Finding(path, 1, "is a link, not a file", DEPLOY))
        elif (was := manifest.files[path]) != (now := entry_of((folder / path).read_bytes())):
            found.append(Finding(path, 1, changed(was, now), DEPLOY))
    return sorted(found)


def changed(was: Entry, now: Entry) -> str:
    """What is said of a file that holds something else."""
    return f"is changed: {now.bytes:,} bytes, SHA-256 {now.sha256[:12]}…; expected {was.bytes:,}, {was.sha256[:12]}…"
