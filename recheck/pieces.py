"""A page as pieces: everything on it that has a digit, each with what it says whatever the language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from recheck.exact import Stated
from recheck.links import ADDRESSED
from recheck.numerals import NotANumeral, read_date, read_numeral
from recheck.pages import Page
from recheck.reading import Attribute, Element, Text
from recheck.references import REFERENCE, masked
from recheck.structured import is_structured, said_to_programs
from recheck.tongues import Tongue
from recheck.wording import DIGIT, DIGITS, read_wording

# Within a block the order of these may differ from language to language, so they have no place of their own.
INLINE = {"a", "abbr", "b", "cite", "code", "data", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time"}
# Where a number may stand without a link to its working: what it is called there as a piece.
PLAIN = {"lede": "mention", "digits": "mention", "number": "term", "power": "power", "end": "bar"}
ROW = re.compile(r"N-[0-9]{3}")  # what a row of the audit is called
TOLD = {"og:title", "og:description", "og:image:alt"}
ADDRESSES = {"og:url", "og:image"}
WORDED = {"content", "title", "alt", "aria-label", "placeholder", "label"}


class Piece(NamedTuple):
    """Part of a page: its kind, the block it is in, what it says, and where it stands in the file.

    `kind` is number (of an element of its own), mention (a number in plain text), term (a literal of a sum), power (of
    a chart's scale), bar (an end of a chart's bar), print (what an earlier version has), row (of the audit), count (of
    its verdicts), value and data (for programs), date, day (a date in plain text), citation, source, name, address,
    reference (such as &#39;), markup, or digits (nobody knows what).
    """

    kind: str
    place: str
    value: object
    start: int
    end: int


def pieces_of(page: Page, stated: Mapping[int, Stated | None]) -> Iterator[Piece]:
    """Every piece of a page. `stated` tells of elements (by id) which number they hold."""
    places: dict[int, str] = {}
    taken: Counter[str] = Counter()
    for node in page.nodes:
        if isinstance(node, Text):
            yield from _of_text(page, node, places[id(node.parent)], stated)
            continue
        place = places[id(node.parent)] if node.parent else ""
        if node.parent and node.tag not in INLINE:  # counted from the top: "/html1/body2/p3"
            taken[place] += 1
            place = f"{place}/{node.tag}{taken[place]}"
        places[id(node)] = place
        yield from _of_tag(node, place)
        for attribute in node.attributes.values():
            yield from _of_attribute(page, node, attribute, place)


def _of_tag(element: Element, place: str) -> Iterator[Piece]:
    if DIGIT.search(element.tag):
        yield Piece("markup", place, element.tag, element.start + 1, element.start + 1 + len(element.tag))
        if element.closing is not None:
            yield Piece("markup", place, f"/{element.tag}", element.closing, element.closing + len(element.tag))


def _of_attribute(page: Page, element: Element, attribute: Attribute, place: str) -> Iterator[Piece]:
    name, value, start = attribute.name, attribute.value, attribute.start
    if name in ADDRESSED or (name == "content" and element.get("property") in ADDRESSES):
        yield Piece("address", place, (element.tag, *_neutral(page, element, value)), start, attribute.end)
    elif name in WORDED and not DIGIT.search(name) and not _is_technical(element):
        raw = attribute.raw
        number = "mention" if element.tag == "meta" else "digits"
        yield from _of_wording(page.tongue, raw, attribute.end - 1 - len(raw), f"{place}@{name}", number)
    elif DIGIT.search(f"{name} {attribute.raw}"):
        kind = {("data", "value"): "value", ("time", "datetime"): "date"}.get((element.tag, name), "markup")
        yield Piece(kind, place, (element.tag, name, value), start, attribute.end)


def _is_technical(element: Element) -> bool:
    """Whether a meta element speaks to programs, such as the one for the viewport."""
    return element.tag == "meta" and element.get("name") != "description" and element.get("property") not in TOLD


def _neutral(page: Page, element: Element, href: str) -> tuple[str, str]:
    """Where a link leads, without the folder of the page's own language unless the link is about languages."""
    path, fragment = page.target(href)
    if "hreflang" in element.attributes:
        return path, fragment
    if element.get("rel") == "canonical" or element.tag == "meta":
        return path.replace(f"/{page.path}", f"/{page.address}"), fragment
    return path.removeprefix(page.tongue.prefix), fragment


def _of_text(page: Page, text: Text, place: str, stated: Mapping[int, Stated | None]) -> Iterator[Piece]:
    """The pieces of a text: all of it, where the whole has a meaning, else each of its numbers, dates and names."""
    if not DIGIT.search(text.raw):
        return
    element, start, end = text.parent, text.start, text.start + len(text.raw)
    if is_structured(element):
        yield Piece("data", place, said_to_programs(text.raw), start, end)
    elif id(element) in stated:
        read = _number(page.tongue_at(element), text.raw.strip(), stated[id(element)])
        yield Piece("number", place, read, start, end)
    elif element.tag == "time":
        yield Piece("date", place, _date(page.tongue_at(element), text.raw.strip()), start, end)
    elif element.is_a("cite"):
        yield Piece("citation", place, element.text, start, end)
    elif element.tag == "q" and element.closest("li", "token"):
        yield Piece("print", place, text.raw.strip(), start, end)
    elif element.tag == "a" and ROW.fullmatch(text.raw):
        yield Piece("row", place, text.raw, start, end)
    elif element.is_a("count"):
        yield Piece("count", place, text.raw, start, end)
    elif element.tag == "th" and element.closest("div", "sizes"):
        yield Piece("name", place, text.raw.strip(), start, end)
    elif element.closest("ul", "sources") and (element.get("lang") == "en" or element.closest("span")):
        yield Piece("source", place, text.raw.strip(), start, end)
    else:
        number = next((kind for name, kind in PLAIN.items() if element.is_a(name)), "digits")
        raw = text.raw.replace(" ", "\u00a0") if element.tag == "text" else text.raw  # drawings have plain spaces only
        yield from _of_wording(page.tongue_at(element), raw, start, place, number)


def _number(tongue: Tongue, text: str, stated: Stated | None) -> object:
    if stated is None or stated.style == "verbatim":
        return text
    try:
        return read_numeral(text, tongue).ends
    except NotANumeral:
        return text


def _date(tongue: Tongue, text: str) -> object:
    try:
        return read_date(text, tongue)
    except NotANumeral:
        return text


def _of_wording(tongue: Tongue, raw: str, start: int, place: str, number: str) -> Iterator[Piece]:
    """The pieces of running text. `number` is what a number in it is called."""
    for reference in REFERENCE.finditer(raw):
        for digits in DIGITS.finditer(reference.group()):
            here = start + reference.start()
            yield Piece("reference", place, reference.group(), here + digits.start(), here + digits.end())
    kinds = {"number": number, "date": "day" if number == "mention" else "digits"}
    for token in read_wording(masked(raw) if "&" in raw else raw, tongue):
        kind = kinds.get(token.kind, token.kind)
        yield Piece(kind, place, token.value, start + token.start, start + token.end)
