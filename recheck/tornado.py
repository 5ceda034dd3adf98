"""The sensitivity page: bars, their order, ends, texts and tables, and which percentiles stand beside which result."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import log10

from recheck.charts import place_findings
from recheck.drawing import PERCENTILES
from recheck.exact import FACTOR_DIGITS, Exact, Stated, to_digits
from recheck.findings import Finding
from recheck.numerals import NotANumeral, read_numeral
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown
from recheck.wording import read_wording

CHART = "sensitivity_"
LEFT, RIGHT = 29, 71  # where the bars stand, in percent of the width
ENDS = ("low", "high")


class Bars:
    """One chart: its result, and its assumptions in the order in which they should stand."""

    def __init__(self, chart: Element, exact: Exact) -> None:
        self.chart, self.exact = chart, exact
        self.key = chart.get("id").removeprefix(CHART)
        known = exact.stated.get(self.key)
        self.quantity = known.quantity if known else ""
        self.base = exact.alone()[self.quantity] if known else Fraction(1)
        behind = exact.book.graph.behind(self.quantity) if known else set()
        spans = {name: self.span(name) for name in exact.ranged if name in behind}
        self.assumptions = sorted((name for name in spans if spans[name] > 1), key=lambda name: -spans[name])

    def ends(self, assumption: str) -> list[Fraction]:
        """The result with an assumption at its low and at its high end."""
        return [self.exact.alone(assumption, end)[self.quantity] for end in ENDS]

    def span(self, assumption: str) -> Fraction:
        """How many times apart these two are."""
        low, high = sorted(self.ends(assumption))
        return high / low

    def place(self, value: Fraction) -> float:
        """Where a value of the result stands, in percent of the width."""
        reached = [end for name in self.assumptions for end in self.ends(name)]
        least, most = log10(min(reached)), log10(max(reached))
        return LEFT + (log10(value) - least) / (most - least) * (RIGHT - LEFT)


def bar_numbers(chart: Element, exact: Exact) -> Iterator[Shown]:
    """The numbers of a chart and its table that are no links: each assumption's range, and the factors."""
    bars = Bars(chart, exact)
    ranges = [exact.bounds(name) for name in bars.assumptions]
    factors = [_factor(bars.span(name)) for name in bars.assumptions]
    rows = [row for body in chart.within("tbody") for row in body.within("tr")]
    for boxes, stated in (
        (chart.within("li"), ranges),
        ([cell for row in rows for cell in row.within("th")], ranges),
        ([cell for row in rows for cell in row.within("td", "factor")], factors),
    ):
        for box, number in zip(boxes, stated, strict=False):
            yield from (Shown(digits, number) for digits in box.within("span", "digits"))


def _factor(span: Fraction) -> Stated:
    return to_digits("factor", "times", (span, span), FACTOR_DIGITS)


def check_sensitivity(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the charts of single assumptions and with the table of percentiles."""
    for chart in page.with_class("tornado"):
        bars = Bars(chart, exact)
        if not bars.assumptions:
            yield page.finding(chart.start, f'a chart "{chart.get("id")}"', "one of a result that some range moves")
            continue
        yield from _order_findings(page, bars)
        yield from _scale_findings(page, bars)
        for rail, name in zip(chart.within("svg", "rail"), bars.assumptions, strict=False):
            yield from _rail_findings(page, rail, bars, name)
    for table in page.with_class("sampled"):
        yield from _percentile_findings(page, table, exact)


def _order_findings(page: Page, bars: Bars) -> Iterator[Finding]:
    """A rail and a row for each assumption, the strongest first, with both its results and in English its name."""
    rows = [row for body in bars.chart.within("tbody") for row in body.within("tr")]
    heads = [link for row in rows for cell in row.within("th") for link in cell.within("a")]
    names = [page.target(link.get("href"))[1] for link in heads]
    rails = len(bars.chart.within("svg", "rail"))
    if names != bars.assumptions or rails != len(names):
        yield page.finding(bars.chart.start, f"{rails} bars for {names}", str(bars.assumptions))
    for row, name in zip(rows, bars.assumptions, strict=False):
        told = [(it.get("data-n"), it.get("data-moved"), it.get("data-end")) for it in row.within("a", "n")]
        if told != [(bars.key, name, end) for end in ENDS] or len(row.within("span", "digits")) != 2:
            yield page.finding(row.start, f"the results {told}", f"{bars.key} at both ends of {name}, and the factor")
    words = [link.text for link in heads] + [it.text for it in bars.chart.within("span", "name")]
    expected = [bars.exact.book.assumptions[name].name for name in bars.assumptions] * 2
    if page.tongue.code == "en" and words != expected:
        yield page.finding(bars.chart.start, f"the names {words}", str(expected))


def _scale_findings(page: Page, bars: Bars) -> Iterator[Finding]:
    """The line stands at the result itself and says it; each factor of the scale stands where it says."""
    lines, texts = bars.chart.within("line", "base"), bars.chart.within("text", "base")
    stated = bars.exact.in_unit(bars.key, bars.base)
    said = [it.value for text in texts for it in read_wording(text.text, page.tongue) if it.kind == "number"]
    if said != [stated.printed] or len(lines) != 1:
        yield page.finding(bars.chart.start, f"a line that says {[text.text for text in texts]}", str(stated))
    marks = [(line, name, bars.base) for line in lines for name in ("x1", "x2")]
    marks += [(text, "x", bars.base) for text in texts]
    ticks, powers = bars.chart.within("line", "tick"), bars.chart.within("text", "power")
    if len(ticks) != len(powers):
        yield page.finding(bars.chart.start, f"{len(ticks)} lines, {len(powers)} factors", "a line for each factor")
    for tick, power in zip(ticks, powers, strict=False):
        try:
            factor = read_numeral(power.text, page.tongue).ends[0]
        except NotANumeral as wrong:
            yield page.finding(power.start, f'"{power.text}"', str(wrong))
            continue
        if factor <= 0:
            yield page.finding(power.start, f'"{power.text}"', "a factor above zero")
            continue
        marks += [(tick, "x1", bars.base * factor), (tick, "x2", bars.base * factor), (power, "x", bars.base * factor)]
    for element, name, value in marks:
        yield from place_findings(page, element, name, bars.place(value))


def _rail_findings(page: Page, rail: Element, bars: Bars, assumption: str) -> Iterator[Finding]:
    """A bar goes from the line to the result at either end of the assumption, and says both."""
    texts = rail.within("text", "end")
    if len(texts) != len(ENDS):
        yield page.finding(rail.start, f"{len(texts)} texts beside a bar", "one at each end")
    for end, value, text in zip(ENDS, bars.ends(assumption), texts, strict=False):
        lines, stated = rail.within("line", end), bars.exact.in_unit(bars.key, value)
        try:
            said = read_numeral(text.text, page.tongue).ends
        except NotANumeral:
            said = ()
        if said != stated.printed or len(lines) != 1:
            yield page.finding(text.start, f'"{text.text}" at the {end} end of {assumption}', str(stated))
        for line in lines:
            yield from place_findings(page, line, "x1", bars.place(bars.base))
            yield from place_findings(page, line, "x2", bars.place(value))
        yield from place_findings(page, text, "x", bars.place(value))


def _percentile_findings(page: Page, table: Element, exact: Exact) -> Iterator[Finding]:
    """Each row has one headline: as estimated, and its percentiles in their order."""
    shown = []
    for row in table.within("tbody")[0].within("tr") if table.within("tbody") else ():
        shown.append([(link.get("data-n"), link.get("data-percentile")) for link in row.within("a", "n")])
    headlines = [statement.key for statement in exact.book.headlines()]
    expected = [[(key, percentile) for percentile in ("", *PERCENTILES)] for key in headlines]
    if shown != expected:
        yield page.finding(table.start, f"the percentiles {shown}", str(expected))
