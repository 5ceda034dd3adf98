"""The built site as files: each page read once, with its language, its address and the places of its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from recheck.findings import REBUILD, Finding
from recheck.reading import Element, Text, read_tree
from recheck.tongues import TONGUES, Tongue, tongue_of

NOT_FOUND, SITEMAP = "404.html", "sitemap.xml"
PICTURE, FEED, ROBOTS, BIBTEX, CSL = "card.png", "feed.xml", "robots.txt", "cite.bib", "cite.json"
UNTRANSLATED = "untranslated"
BESIDE = (FEED, ROBOTS, BIBTEX, CSL)
RECEIPT = re.compile(r"(?:[^/]+/)?numbers/[^/]+\.txt")


class Document:
    """One file of tags and text: its tree, and what of it cannot be read."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.root, self._faults = read_tree(text)

    @cached_property
    def nodes(self) -> list[Element | Text]:
        """Every element and text, in the order of the file."""
        return list(self.root.walk())

    @cached_property
    def _ends_of_lines(self) -> list[int]:
        return [end.start() for end in re.finditer("\n", self.text)]

    def finding(self, start: int, found: str, expected: str, fix: str = REBUILD) -> Finding:
        """A finding at a place of the text."""
        return Finding(self.file, bisect_right(self._ends_of_lines, start - 1) + 1, found, expected, fix)

    def faults(self) -> list[Finding]:
        """A finding for each place that cannot be read as it stands."""
        return [self.finding(fault.start, fault.found, fault.expected) for fault in self._faults]


class Page(Document):
    """One HTML page. `address` is its own without the language's folder, the same in every language."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(file, text)
        self.tongue = tongue_of(file)
        self.path = file.removesuffix("index.html")
        self.address = self.path.removeprefix(self.tongue.prefix)
        self.is_not_found = self.address == NOT_FOUND

    def tongue_at(self, element: Element | None) -> Tongue:
        """The language of a place: English within what is not translated yet, else that of the page."""
        while element is not None:
            if element.is_a(UNTRANSLATED):
                return TONGUES[0]
            element = element.parent
        return self.tongue

    @cached_property
    def elements(self) -> list[Element]:
        """Every element, in the order of the file."""
        return [node for node in self.nodes if isinstance(node, Element)]

    @cached_property
    def _by_class(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            for name in element.get("class").split():
                found.setdefault(name, []).append(element)
        return found

    def with_class(self, name: str) -> list[Element]:
        """The elements of this class, in the order of the file."""
        return self._by_class.get(name, [])

    def with_tag(self, tag: str) -> list[Element]:
        """The elements with this tag, in the order of the file."""
        return [element for element in self.elements if element.tag == tag]

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(element.get("id") for element in self.elements if "id" in element.attributes)

    @cached_property
    def canonical(self) -> str:
        """The page's own full address, as it says."""
        return next((link.get("href") for link in self.with_tag("link") if link.get("rel") == "canonical"), "")

    def target(self, href: str) -> tuple[str, str]:
        """(path, fragment) within the site that a link of this page leads to; the path has "://" if it leads out."""
        try:
            parts = urlsplit(urljoin(f"http://site.invalid/{self.path}", href))
        except ValueError:  # brackets that hold no address of a host
            return href, ""
        if parts.netloc != "site.invalid":
            return href, ""
        return parts.path.removeprefix("/") + (f"?{parts.query}" if parts.query else ""), parts.fragment


class Site:
    """A built site: its pages by file, the names of all its files, and the address that it is built for.

    `beside` are the texts of the small files that are no pages: feeds, citations, robots.txt. `pictures` are the sizes
    of the pictures, in pixels. `receipts` are the texts of the files that hold a receipt each, by file.
    """

    def __init__(
        self, pages: Iterable[Page], files: Iterable[str], sitemap: str, beside: Mapping[str, str],
        pictures: Mapping[str, tuple[int, int]], receipts: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.pages = {page.file: page for page in pages}
        self.files = frozenset(files)
        self.sitemap, self.beside, self.pictures, self.receipts = sitemap, beside, pictures, receipts

    @cached_property
    def base(self) -> str:
        """What most pages have before their own address."""
        bases = Counter(page.canonical.removesuffix(page.path) for page in self.pages.values() if page.canonical)
        return bases.most_common(1)[0][0] if bases else ""

    @cached_property
    def icon(self) -> str:
        """The icon that most pages have, as an address that holds it."""
        icons = Counter(
            it.get("href") for page in self.pages.values() for it in page.with_tag("link") if it.get("rel") == "icon"
        )
        return icons.most_common(1)[0][0] if icons else ""


def read_site(folder: Path) -> Site:
    """The site in a folder. Raises OSError or UnicodeDecodeError for what cannot be read."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = [Page(file, (folder / file).read_text(encoding="utf-8")) for file in files if file.endswith(".html")]
    sitemap = (folder / SITEMAP).read_text(encoding="utf-8") if SITEMAP in files else ""
    beside = {file: (folder / file).read_text(encoding="utf-8") for file in files if _name(file) in BESIDE}
    pictures = {file: _png_size((folder / file).read_bytes()) for file in files if _name(file) == PICTURE}
    receipts = {file: (folder / file).read_text(encoding="utf-8") for file in files if RECEIPT.fullmatch(file)}
    return Site(pages, files, sitemap, beside, pictures, receipts)


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _png_size(data: bytes) -> tuple[int, int]:
    """Width and height as a PNG says; nothing by nothing if it is none."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or len(data) < 24:
        return 0, 0
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
