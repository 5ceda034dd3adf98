"""What a page may cost its reader: the bytes of it and of all that it loads at once, packed by Brotli as hosts pack.

No browser is asked: a page loads what its head names. `make weigh` measures the same in a browser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

import brotli

from calc.errors import Finding
from explainer.components import AUDIT_PAGE, NUMBERS_PAGE

BYTES = 20_000
LISTS = {NUMBERS_PAGE.strip("/"), AUDIT_PAGE.strip("/")}
"""Pages that have every number there is: for looking things up, not for reading."""
QUICKLY, THOROUGHLY = 5, 11
PACKED = {".woff2", ".png"}
SITE_ROOT = "http://site.invalid/"


class Scales:
    """Weighs files of a site, each at most twice: quickly, and thoroughly where it matters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[tuple[str, int], int] = {}

    def bytes(self, file: str, quality: int = THOROUGHLY) -> int:
        """The bytes of a file on its way; those of a packed file as it is."""
        if (file, quality) not in self._known:
            content = (self.folder / file).read_bytes()
            packed = content if PurePosixPath(file).suffix in PACKED else brotli.compress(content, quality=quality)
            self._known[file, quality] = len(packed)
        return self._known[file, quality]


def budget_findings(folder: Path, loads: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """A finding for each page for reading that costs more than BYTES; `loads` are the addresses that each loads."""
    scales = Scales(folder)
    for page, addresses in loads.items():
        files = {page, *files_loaded(page, addresses)}
        if PurePosixPath(page).parent.name in LISTS or not all((folder / file).is_file() for file in files):
            continue  # what is missing is another's finding
        if sum(map(partial(scales.bytes, quality=QUICKLY), files)) > BYTES:
            cost = sum(map(scales.bytes, files))
            if cost > BYTES:
                problem = f"costs its reader {cost:,} bytes, packed; it may cost {BYTES:,}"
                yield Finding(page, 1, problem, "shorten it, or move a part of it to a page of its own")


def files_loaded(page: str, addresses: Iterable[str]) -> Iterator[str]:
    """The files of the site that addresses on a page mean; what is in the page itself costs nothing more."""
    for address in addresses:
        target = urlsplit(urljoin(SITE_ROOT + page, address))
        if f"{target.scheme}://{target.netloc}/" == SITE_ROOT:
            yield target.path.lstrip("/")
