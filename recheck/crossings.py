"""Training against inference: every line, ring and text is where training divided by one output puts it."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.charts import mark_findings
from recheck.exact import Exact
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element

TOP = 75  # where the last break-even point stands along both axes, in percent
ROWS = 3  # of the table, for each panel: training, one output, the break-even point


def check_crossings(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the charts of training against inference."""
    for chart in page.with_class("crossings"):
        panels = chart.within("div", "panel")
        keys = [link.get("data-n") for cell in chart.within("td") for link in cell.within("a", "n")]
        if len(keys) != ROWS * len(panels) or not panels or not set(keys) <= set(exact.stated):
            yield page.finding(chart.start, f"{len(panels)} panels, {keys}", f"{ROWS} known numbers for each panel")
            continue
        for place, panel in enumerate(panels):
            training, output, break_even = keys[ROWS * place : ROWS * (place + 1)]
            yield from _panel_findings(page, panel, exact, training, output, break_even)


def _panel_findings(
    page: Page, panel: Element, exact: Exact, training: str, output: str, break_even: str
) -> Iterator[Finding]:
    shown = [link.get("data-n") for link in panel.within("a", "n")]
    if shown != [training, break_even]:
        yield page.finding(panel.start, f"the numbers {shown}", f"{[training, break_even]}, as in the table")
    values = exact.values()
    used, each, level = (values[exact.stated[key].quantity] for key in (training, output, break_even))
    outputs = [total / one for total, one in zip(used, each, strict=True)]
    if outputs != list(level):
        yield page.finding(panel.start, f"{break_even} beside {training} and {output}", "their quotient")
        return
    points = [float(end / max(level)) * TOP for end in dict.fromkeys(sorted(level))]
    low, high = points[0], points[-1]
    expected: dict[str, list[dict[str, float | str]]] = {
        "band": [{"x": "0", "width": "100%", "y": 100 - high, "height": high - low}] if low != high else [],
        "axis": [{"x1": "0", "x2": "100%", "y1": "100%", "y2": "100%"}],
        "training": [{"x1": "0", "x2": "100%", "y1": 100 - it, "y2": 100 - it} for it in points],
        "drop": [{"x1": it, "x2": it, "y1": 100 - it, "y2": "100%"} for it in points],
        "inference": [{"x1": "0", "x2": "100%", "y1": "100%", "y2": "0"}],
        "span": [{"x1": low, "x2": high, "y1": "100%", "y2": "100%"}] if low != high else [],
    }
    for name, marks in expected.items():
        yield from _marks_findings(page, panel, panel.within("", name), name, marks)
    rings = panel.within("circle")
    yield from _marks_findings(page, panel, rings, "ring", [{"cx": it, "cy": 100 - it} for it in points])
    middle, labels = (low + high) / 2, panel.within("", "at")
    spacers = [svg for label in labels for svg in label.within("svg")]
    yield from _marks_findings(page, panel, spacers, "space", [{"width": abs(2 * middle - 100)}])
    if any(label.is_a("left") != (middle < 50) for label in labels):
        yield page.finding(panel.start, "the break-even point", "its text below its marks")


def _marks_findings(
    page: Page, panel: Element, found: list[Element], name: str, expected: list[dict[str, float | str]]
) -> Iterator[Finding]:
    """A finding for each mark of a kind that is missing, too many, or not at its place."""
    if len(found) != len(expected):
        yield page.finding(panel.start, f"{len(found)} times {name}", str(len(expected)))
    for element, places in zip(found, expected, strict=False):
        yield from mark_findings(page, element, **places)
