"""A built page as blocks of plain text with their numbers, and its charts as the marks that are drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
INLINE = {
    "a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "var",
}  # fmt: skip
UNREAD = {"script", "style"}
CELLS, CELL_CLASSES = {"figure", "nav", "svg", "table"}, {"changes", "facts", "figure", "prints", "sum"}
SPOKEN = ("aria-label", "alt", "title")
DRAWN = ("cx", "cy", "d", "height", "points", "width", "x", "x1", "x2", "y", "y1", "y2")
SPACE = re.compile(r"[ \t\n\r\f]+")


class Number(NamedTuple):
    """A number in a text: which it is, its unrounded value, and where it begins and ends.

    `id` is the figure's name and what distinguishes it, "peak_gpus (scenario: fewer_videos)"; empty where it has none.
    """

    id: str
    value: str
    start: int
    end: int


class Block(NamedTuple):
    """A piece of a page that is read on its own: a paragraph, an item, a cell, a label.

    `is_cell` tells what stands in a table, a sum, a chart or a list of links from what is written in sentences.
    """

    tag: str
    chart: str
    is_cell: bool
    text: str
    numbers: tuple[Number, ...]

    @property
    def words(self) -> str:
        """The text with the name of each number in its place."""
        pieces, end = [], 0
        for it in self.numbers:
            pieces += [self.text[end : it.start], f"{{{it.id}}}"]
            end = it.end
        return "".join([*pieces, self.text[end:]])


@dataclass
class _Chart:
    key: str = ""
    drawn: list[str] = field(default_factory=list)


class _Element(NamedTuple):
    tag: str
    is_cell: bool
    chart: _Chart | None


class PublishedPage(HTMLParser):
    """Every block of a page in the order of its text, and by its name how each chart is drawn."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[tuple[Block, _Chart | None]] = []
        self._charts: list[_Chart] = []
        self._open = [_Element("body", False, None)]
        self._text, self._numbers = "", list[Number]()
        self._number: tuple[int, str, str, int] | None = None  # depth, id, value, start
        self.feed(html)
        self.close()
        self._end_block()

    @property
    def blocks(self) -> list[Block]:
        """The blocks."""
        return [block._replace(chart=chart.key if chart else "") for block, chart in self._found]

    @property
    def charts(self) -> dict[str, str]:
        """The places of all marks of each chart, as one text."""
        return {chart.key: " ".join(chart.drawn) for chart in self._charts}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a chart or a number."""
        values = {name: value or "" for name, value in attrs}
        if tag not in INLINE:
            self._end_block()
        if tag not in VOID:
            self._open.append(self._element(tag, values))
        self._draw(tag, values)
        for name in SPOKEN:
            self._add(tag, values.get(name, ""))
        if tag == "meta" and values.get("name") == "description":
            self._add(tag, values["content"])
        self._begin_number(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What is drawn in SVG ends where it begins."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block or a number."""
        if tag in VOID:
            return
        if self._number and self._number[0] == len(self._open):
            _, id_, value, start = self._number
            self._numbers.append(Number(id_, value, start, len(self._text)))
            self._number = None
        if tag not in INLINE:
            self._end_block()
        if len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add to the block, with one space for any number of them; a no-break space stays."""
        if self._open[-1].tag not in UNREAD:
            more = SPACE.sub(" ", data)
            self._text += more.lstrip(" ") if not self._text or self._text.endswith(" ") else more

    def _element(self, tag: str, values: dict[str, str]) -> _Element:
        around, classes = self._open[-1], set(values.get("class", "").split())
        chart = around.chart
        if tag == "figure" and "chart" in classes:
            chart = _Chart(values.get("id", ""))
            self._charts.append(chart)
        return _Element(tag, around.is_cell or tag in CELLS or bool(classes & CELL_CLASSES), chart)

    def _draw(self, tag: str, values: dict[str, str]) -> None:
        chart = self._open[-1].chart
        if chart:
            chart.key = chart.key or values.get("aria-labelledby", "").split("-title")[0]
            chart.drawn += [f"{tag}.{name}={values[name]}" for name in DRAWN if name in values]

    def _begin_number(self, tag: str, values: dict[str, str]) -> None:
        if self._number and not self._number[2]:  # the value stands on an element within
            self._number = (*self._number[:2], values.get("value", ""), self._number[3])
        elif self._number is None and (
            tag in ("text", "time") or set(values.get("class", "").split()) & {"n", "digits"}
        ):
            told = [
                f"{name[5:]}: {value}" for name, value in values.items() if name[:5] == "data-" and name != "data-n"
            ]
            id_ = values.get("data-n", "") + (f" ({', '.join(told)})" if told else "")
            self._number = len(self._open), id_, values.get("value", values.get("datetime", "")), len(self._text)

    def _end_block(self) -> None:
        text, numbers, element = self._text.rstrip(" "), tuple(self._numbers), self._open[-1]
        if text:
            self._found.append((Block(element.tag, "", element.is_cell, text, numbers), element.chart))
        self._text, self._numbers = "", []

    def _add(self, tag: str, text: str) -> None:
        """A text that stands in an attribute. One in the midst of a block comes before it."""
        if text:
            element = self._open[-1]
            self._found.append((Block(f"{tag}@", "", element.is_cell, text, ()), element.chart))
