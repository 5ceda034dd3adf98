"""What a search knows: for each language one small script, made from its built pages and loaded when somebody searches.

An index is a list of pages, each with its places: headings, terms, and the rows of the numbers and of the audit.
A place has its id, its name, its words and the figures that it states. Whole texts would weigh more than all the rest,
so that few words stand for them. Other spellings, inflections and ways to write a number are left to the browser.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from explainer.audit import AuditView
from explainer.catalogs import SITE
from explainer.components import AUDIT_PAGE, NUMBERS_PAGE
from explainer.editions import Edition
from explainer.project import Project
from explainer.search_words import Words

FILE, VARIABLE = "search-index.js", "kensanIndex"
BETWEEN = "|"  # the fields of a place, which stands on a line of its own
WRONG = ("disagrees", "garbled")

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
UNREAD_TAGS = {"details", "figure", "form", "header", "nav", "svg"}
UNREAD_CLASSES = {"changes", "equation", "seen", "sources", "sum"}
INLINE = {"a", "abbr", "b", "code", "data", "em", "i", "q", "span", "strong", "sub", "sup", "time"}


@dataclass
class Place:
    """Where a search can lead: an id of a page (empty: its top), what it is called, what is said and stated there."""

    id: str
    name: str = ""
    text: str = ""
    figures: list[str] = field(default_factory=list)


class PageReader(HTMLParser):
    """The title and the places of a built page. What text is taken for depends on the element that it is in."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.places = "", [Place("")]
        self._role, self._entry = "", ""
        self._around: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a place at an element that is one; find out what the text of any other is."""
        if tag not in VOID:
            values = {name: value or "" for name, value in attrs}
            self._around.append(self._role)
            self._role = self._role_of(tag, values.get("id", ""), set(values.get("class", "").split()))

    def handle_endtag(self, tag: str) -> None:
        """Go on with what the text was before the element."""
        if tag not in VOID:
            self._role = self._around.pop()

    def handle_data(self, data: str) -> None:
        """Put text where it belongs."""
        place = self.places[-1]
        match self._role:
            case "title":
                self.title += data
            case "name":
                place.name += data
            case "figure":
                place.figures[-1] += data
            case "text":
                place.text += data

    def _role_of(self, tag: str, id_: str, classes: set[str]) -> str:
        if tag in ("article", "h1"):
            return "title" if tag == "h1" else "text"
        if self._role != "text" or tag in UNREAD_TAGS or classes & UNREAD_CLASSES:
            return self._role if tag in INLINE else ""
        if "entry" in classes:
            self._entry = id_
        if tag in ("h2", "h3", "dt") and (id_ or self._entry):
            self.places.append(Place(id_ or self._entry))
            self._entry = ""
            return "name"
        if "n" in classes:
            self.places[-1].figures.append("")
            return "figure"
        self.places[-1].text += "" if tag in INLINE else " "
        return "text"


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def index_of(edition: Edition, pages: Mapping[str, PageReader], scales: Mapping[str, int]) -> dict[str, Any]:
    """The index of one language. `pages` are its pages by address, in the order of the contents."""
    words = Words({address: [place.text for place in read.places] for address, read in pages.items()})
    rows = {NUMBERS_PAGE: _numbers(edition), AUDIT_PAGE: _audit(edition)}
    places = {address: [*_places(read, words.of(address)), *rows.get(address, ())] for address, read in pages.items()}
    return {
        "nothing": edition.word("Nothing found", SITE, "answer to a search"),
        "decimal": edition.language.decimal_mark,
        "scales": scales,
        "pages": [
            [address, _one_line(read.title), "\n".join(map(BETWEEN.join, places[address]))]
            for address, read in pages.items()
        ],
    }


def _places(read: PageReader, words: Iterable[list[str]]) -> Iterator[list[str]]:
    """For each place of a page: id, name, words, and the figures that it states."""
    for place, found in zip(read.places, words, strict=True):
        yield [place.id, _one_line(place.name), " ".join(found), *dict.fromkeys(map(_one_line, place.figures))]


def _numbers(edition: Edition) -> Iterator[list[str]]:
    """For each row of the numbers page: id, name, no words, the figure."""
    for key in (*edition.book.graph.formulas, *edition.book.assumptions, *edition.book.printed):
        yield [key, edition.name(key), "", _one_line(str(edition.printed(key)))]


def _audit(edition: Edition) -> Iterator[list[str]]:
    """For each row of the audit: id, name, no words, the numbers that versions print wrongly."""
    view = AuditView(edition, edition.audit)
    for row in edition.audit.rows.values():
        wrong = (group.reading for group in view.groups(row) if group.kind in WRONG and group.reading)
        yield [row.key, view.name(row), "", *(_one_line(str(reading)) for reading in wrong)]


def scale_words(editions: Iterable[Edition]) -> dict[str, int]:
    """The words of all languages that multiply a number, with their powers of ten."""
    scales = sorted({scale for edition in editions for scale in edition.language.scales})
    return {pattern.strip("0").strip().lower(): power for power, pattern in scales}


def write_search(project: Project, editions: Iterable[Edition], order: Iterable[str], folder: Path) -> None:
    """Write the index of each of `editions` beside its first page. `order` has the addresses of its pages."""
    addresses, scales = list(order), scale_words(project.editions.values())
    for edition in editions:
        home = folder / edition.language.prefix
        pages = {address: _read(home, address) for address in addresses}
        text = json.dumps(index_of(edition, pages, scales), ensure_ascii=False, separators=(",", ":"))
        (home / FILE).write_text(f"var {VARIABLE} = {text};\n", encoding="utf-8", newline="\n")


def _read(home: Path, address: str) -> PageReader:
    """A page; of those whose rows are known otherwise the title alone, because they are long."""
    html = (home / address / "index.html").read_text(encoding="utf-8")
    return PageReader(html.partition("</h1>")[0] if address in (NUMBERS_PAGE, AUDIT_PAGE) else html)
