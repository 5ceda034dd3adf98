"""What the search of each language knows: its places are there, are called so, and say what they are found by."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from recheck.findings import Finding
from recheck.pages import Page, Site
from recheck.reading import Element
from recheck.tongues import TONGUES, Tongue

INDEX = "search-index.js"
BEFORE, AFTER = "var kensanIndex = ", ";\n"
WIDE = {"section", "tbody"}  # elements that hold all that is said of them; of a heading it follows after


def check_indexes(folder: Path, site: Site) -> Iterator[Finding]:
    """Everything in the indexes that the pages do not say."""
    for tongue in TONGUES:
        file = tongue.prefix + INDEX
        path = folder / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        yield from check_index(file, text, tongue, site)


def check_index(file: str, text: str, tongue: Tongue, site: Site) -> Iterator[Finding]:
    """Everything in one index that the pages of its language do not say."""
    try:
        read = json.loads(text.removeprefix(BEFORE).removesuffix(AFTER))
        pages = {address: (title, lines.split("\n")) for address, title, lines in read["pages"]}
        decimal = read["decimal"]
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Finding(file, 1, text[:40] or "nothing", f"{BEFORE}…, an index")
        return
    expected = {page.address for page in site.pages.values() if page.canonical and page.tongue is tongue}
    if set(pages) != expected:
        yield Finding(file, 1, f"the pages {sorted(set(pages) ^ expected)} missing or too many", "every page once")
    if decimal != tongue.decimal:
        yield Finding(file, 1, f'the decimal mark "{decimal}"', tongue.decimal)
    for address in sorted(set(pages) & expected):
        page = site.pages[f"{tongue.prefix}{address}index.html"]
        yield from (
            Finding(file, 1, f"{found} for {address}", wanted) for found, wanted in _faults(page, *pages[address])
        )


def _faults(page: Page, title: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    """(found, expected) for what an index says of a page and the page does not."""
    article = page.with_tag("article")[0]
    heading = _plain(article.within("h1")[0])
    if title != heading:
        yield f'the title "{title}"', heading
    by_id = {element.get("id"): element for element in article.within() if "id" in element.attributes}
    for place, name, words, *figures in (line.split("|") for line in lines):
        element = by_id.get(place, article)
        if place and element is article:
            yield f'the id "{place}"', "an id on the page"
        if name not in _plain(element) or (element.tag not in WIDE and place and name != _plain(element)):
            yield f'the name "{name}"', _plain(element)[:80]
        text = _plain(element if element.tag in WIDE else article)
        for said in (*words.split(), *figures):
            if said not in text:
                yield f'"{said}" at "{place}"', "something that stands there"


def _plain(element: Element) -> str:
    return unicodedata.normalize("NFC", element.text).replace("\u00a0", " ")
