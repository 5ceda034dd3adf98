"""Charts on a logarithmic scale: every mark, end and text is where and what its number says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil, floor, log10

from recheck.exact import Exact, Stated
from recheck.findings import Finding
from recheck.numerals import SUPERSCRIPT
from recheck.pages import Page
from recheck.reading import Element

PERCENT = re.compile(r"(\d{1,3}\.\d{1,2})%")
ROUNDING = 0.005 + 1e-9  # places are printed to a hundredth of a percent


def check_charts(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the charts of a page."""
    for chart in page.with_class("chart"):
        if chart.is_a("tornado"):  # check_sensitivity knows these
            continue
        cells = [cell for cell in chart.within("td") if cell.within("a", "n")]
        stated = [exact.stated.get(cell.within("a", "n")[0].get("data-n")) for cell in cells]
        rails, scale = chart.within("svg", "rail"), chart.within("svg", "scale")
        known = [it for it in stated if it is not None and it.exact[0] > 0]
        if len(known) != len(rails) or len(cells) != len(rails) or not rails or len(scale) != 1:
            yield page.finding(chart.start, f"{len(rails)} rails, {len(known)} numbers", "a rail for each number")
            continue
        span = _span(known)
        if span[0] == span[1]:
            yield page.finding(chart.start, f"only the power {span[0]}", "numbers that differ")
            continue
        yield from _tick_findings(page, scale[0], span)
        for rail, cell, number in zip(rails, cells, known, strict=True):
            yield from _rail_findings(page, rail, cell.text, [_place(float(end), span) for end in number.exact])


def _span(numbers: list[Stated]) -> tuple[int, int]:
    """The whole powers of ten around all numbers."""
    powers = [log10(end) for number in numbers for end in number.exact]
    return floor(min(powers)), ceil(max(powers))


def _place(number: float, span: tuple[int, int]) -> float:
    """Where a number stands between the powers of a span, in percent."""
    return (log10(number) - span[0]) / (span[1] - span[0]) * 100


def _tick_findings(page: Page, scale: Element, span: tuple[int, int]) -> Iterator[Finding]:
    """The scale has a line and a text for each power of ten, evenly spaced."""
    powers = range(span[0], span[1] + 1)
    texts = [f"10{str(power).translate(str.maketrans('0123456789-', SUPERSCRIPT + '⁻'))}" for power in powers]
    places = [_place(10.0**power, span) for power in powers]
    shown = [text.text for text in scale.within("text")]
    if shown != texts:
        yield page.finding(scale.start, f"the powers {shown}", str(texts))
    lines = [line for line in scale.within("line")]
    marks = [(line, name, place) for line, place in zip(lines, places, strict=False) for name in ("x1", "x2")]
    marks += [(text, "x", place) for text, place in zip(scale.within("text"), places, strict=False)]
    if len(lines) != len(texts):
        yield page.finding(scale.start, f"{len(lines)} lines", f"{len(texts)}, one for each power")
    for element, name, place in marks:
        yield from place_findings(page, element, name, place)


def _rail_findings(page: Page, rail: Element, text: str, places: list[float]) -> Iterator[Finding]:
    """The rail shows its number from end to end, with the text of the table beside it.

    Text in a drawing never wraps, and the template that puts it there makes each space a plain one.
    """
    lines, texts = rail.within("line", "value"), rail.within("text")
    if len(lines) != 1 or len(texts) != 1 or texts[0].text != text.replace("\u00a0", " "):
        yield page.finding(rail.start, f'"{rail.text}"', f'one line and "{text}", as in the table')
        return
    yield from place_findings(page, lines[0], "x1", places[0])
    yield from place_findings(page, lines[0], "x2", places[1])
    yield from place_findings(page, texts[0], "x", places[1] if places[1] < 50 else places[0])


def place_findings(page: Page, element: Element, name: str, place: float) -> Iterator[Finding]:
    """A finding if a mark is not at its place in percent."""
    found = PERCENT.fullmatch(element.get(name))
    if not found or abs(float(found[1]) - place) > ROUNDING:
        yield page.finding(element.start, f'{name}="{element.get(name)}"', f'{name}="{round(place, 2)}%"')
