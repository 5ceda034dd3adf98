"""Charts on a logarithmic scale: every mark, end and text is where and what its number says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor, log10

from recheck.exact import Exact
from recheck.findings import Finding
from recheck.numerals import SUPERSCRIPT
from recheck.pages import Page
from recheck.reading import Element

PERCENT = re.compile(r"(\d{1,3}\.\d{1,2})%")
# check_sensitivity, check_chains, check_crossings and check_drawings know these.
KNOWN_ELSEWHERE = ("tornado", "chain", "crossings", "drawing")
ROUNDING = 0.005 + 1e-9  # places are printed to a hundredth of a percent


def check_charts(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the charts of a page."""
    for chart in page.with_class("chart"):
        if any(map(chart.is_a, KNOWN_ELSEWHERE)):
            continue
        rows, cells = (
            [link.get("data-n") for it in chart.within(tag) for link in it.within("a", "n")] for tag in ("li", "td")
        )
        rails, scale = chart.within("svg", "rail"), chart.within("svg", "scale")
        known = [exact.stated[key] for key in cells if key in exact.stated and exact.stated[key].exact[0] > 0]
        if rows != cells or len(known) != len(rails) or len(cells) != len(rails) or not rails or len(scale) != 1:
            yield page.finding(
                chart.start, f"{len(rails)} rails, {rows}", f"a rail for each number of the table, {cells}"
            )
            continue
        span = powers_around(end for number in known for end in number.exact)
        if span[0] == span[1]:
            yield page.finding(chart.start, f"only the power {span[0]}", "numbers that differ")
            continue
        yield from tick_findings(page, scale[0], span)
        for row, number in zip(chart.within("li"), known, strict=False):
            yield from _row_findings(page, row, [place_of(float(end), span) for end in number.exact])


def powers_around(numbers: Iterable[Fraction]) -> tuple[int, int]:
    """The whole powers of ten around all numbers."""
    powers = [log10(number) for number in numbers]
    return floor(min(powers)), ceil(max(powers))


def place_of(number: float, span: tuple[int, int]) -> float:
    """Where a number stands between the powers of a span, in percent."""
    return (log10(number) - span[0]) / (span[1] - span[0]) * 100


def tick_findings(page: Page, scale: Element, span: tuple[int, int]) -> Iterator[Finding]:
    """The scale has a line and a text for each power of ten, evenly spaced."""
    powers = range(span[0], span[1] + 1)
    texts = [f"10{str(power).translate(str.maketrans('0123456789-', SUPERSCRIPT + '⁻'))}" for power in powers]
    places = [place_of(10.0**power, span) for power in powers]
    shown = [text.text for text in scale.within("text")]
    if shown != texts:
        yield page.finding(scale.start, f"the powers {shown}", str(texts))
    lines = scale.within("line")
    marks = [(line, name, place) for line, place in zip(lines, places, strict=False) for name in ("x1", "x2")]
    marks += [(text, "x", place) for text, place in zip(scale.within("text"), places, strict=False)]
    if len(lines) != len(texts):
        yield page.finding(scale.start, f"{len(lines)} lines", f"{len(texts)}, one for each power")
    for element, name, place in marks:
        yield from place_findings(page, element, name, place)


def _row_findings(page: Page, row: Element, places: list[float]) -> Iterator[Finding]:
    """The row shows its number from end to end; the number itself stands to the right of its mark, or to the left."""
    lines, spacers = row.within("line", "value"), [svg for box in row.within("span", "at") for svg in box.within("svg")]
    if len(lines) != 1 or len(spacers) != 1:
        yield page.finding(row.start, f"{len(lines)} marks, {len(spacers)} texts", "one of each")
        return
    yield from place_findings(page, lines[0], "x1", places[0])
    yield from place_findings(page, lines[0], "x2", places[1])
    right = places[1] < 50
    yield from place_findings(page, spacers[0], "width", places[1] if right else 100 - places[0])
    if bool(row.within("span", "left")) == right:
        yield page.finding(row.start, f'"{row.text}"', f"its number to the {'right' if right else 'left'} of its mark")


def mark_findings(page: Page, element: Element, **places: float | str) -> Iterator[Finding]:
    """A finding for each attribute of a mark that is not its place in percent, or not this text."""
    for name, place in places.items():
        if isinstance(place, str):
            if element.get(name) != place:
                yield page.finding(element.start, f'{name}="{element.get(name)}"', f'{name}="{place}"')
        else:
            yield from place_findings(page, element, name, place)


def place_findings(page: Page, element: Element, name: str, place: float) -> Iterator[Finding]:
    """A finding if a mark is not at its place in percent."""
    found = PERCENT.fullmatch(element.get(name))
    if not found or abs(float(found[1]) - place) > ROUNDING:
        yield page.finding(element.start, f'{name}="{element.get(name)}"', f'{name}="{round(place, 2)}%"')
