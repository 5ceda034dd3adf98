"""Sums drawn as bars: each is added up again, and every bar and number held to what it then comes to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from calc.units import base_factor
from recheck.charts import mark_findings, place_of, powers_around, tick_findings
from recheck.exact import Ends, Exact, Stated, stated
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown

AMOUNTS = ("", "=", "≠")
TURNING = ("+", "×", "÷")
Marks = list[tuple[str, float, float]]


class Line(NamedTuple):
    """A line of a sum: its sign and figure, what the sum comes to with it, and how that is stated (None after ÷)."""

    sign: str
    key: str
    amount: Ends
    shown: Stated | None


class Sum:
    """A chart with its lines. Raises ValueError if they are not written as a sum of known figures that comes out."""

    def __init__(self, chart: Element, exact: Exact) -> None:
        self.chart, self.exact = chart, exact
        self.items = chart.within("li")
        self.written = [_sign_and_key(item) for item in self.items]
        self.lines = list(self._lines())

    def _lines(self) -> Iterator[Line]:
        amount: Ends = (Fraction(0), Fraction(0))
        for place, (sign, key) in enumerate(self.written):
            value = self._value(key)
            if (sign == "") != (place == 0) or sign not in (*AMOUNTS, *TURNING):
                raise ValueError(f'the sign "{sign}" before {key}')
            if sign == "÷":
                amount = amount[0] / value[0], amount[1] / value[1]
                yield Line(sign, key, amount, None)
                continue
            if sign in TURNING:
                amount = _joined(amount, sign, value)
            elif not sign:
                amount = value
            elif (sign == "=") != (amount == value):
                raise ValueError(f"{sign} before {key}")
            result = next((name for mark, name in self.written[place:] if mark == "="), "")
            shown = value if sign in AMOUNTS else amount
            yield Line(sign, key, shown, self._stated(key if sign in AMOUNTS else result, shown))

    def _value(self, key: str) -> Ends:
        known = self.exact.stated.get(key)
        if known is None or known.style == "verbatim":
            raise ValueError(f'"{key}"')
        return self.exact.values(self.exact.book.statements[key].scenario)[known.quantity]

    def _stated(self, key: str, amount: Ends) -> Stated:
        if key not in self.exact.book.statements:
            raise ValueError("no result")
        statement = self.exact.book.statements[key]
        factor = base_factor(statement.unit)
        return stated(statement, (amount[0] / factor, amount[1] / factor))

    def tells(self, place: int) -> bool:
        """Whether a line says what the sum has come to, which the result would only repeat."""
        return self.lines[place].sign in ("+", "×") and self.lines[place + 1].sign != "="

    def parts(self) -> Iterator[list[int]]:
        """The places of the lines between divisions, each of which opens a part."""
        part: list[int] = []
        for place, line in enumerate(self.lines):
            if line.sign == "÷":
                yield part
                part = []
            part.append(place)
        yield part

    def marks(self, part: list[int]) -> dict[int, Marks]:
        """The bars of each line in a part: class, and both ends in percent."""
        shown = {place: self.lines[place].shown for place in part}
        ends = {place: it.exact for place, it in shown.items() if it}
        all_ends = [end for pair in ends.values() for end in pair]
        in_powers, marks, before = self.chart.is_a("powers"), {}, 0.0
        span = powers_around(all_ends) if in_powers else (0, 0)
        for place, pair in ends.items():
            low, high = (place_of(float(end), span) if in_powers else float(end / max(all_ends)) * 100 for end in pair)
            sign = self.lines[place].sign
            start = 0.0 if sign in AMOUNTS else before
            if in_powers and sign in AMOUNTS:
                marks[place] = [("value", low, high)]
            else:
                base = [("before", 0.0, start)] if sign in TURNING and not in_powers else []
                rest = [("range", low, high)] if round(low, 2) != round(high, 2) else []
                marks[place] = [*base, ("bar", start, low), *rest]
            before = before if sign == "≠" else low
        return marks


def _joined(amount: Ends, sign: str, value: Ends) -> Ends:
    """The amount with a value added, or times a value, at both ends."""
    if sign == "+":
        return amount[0] + value[0], amount[1] + value[1]
    return amount[0] * value[0], amount[1] * value[1]


def _sign_and_key(box: Element) -> tuple[str, str]:
    """What a line, or a row of the table, has before its number, and which figure that is."""
    signs, links = box.within("span", "sign"), box.within("a", "n")
    if len(signs) != 1 or len(links) != 1:
        raise ValueError(f'"{box.text}"')
    return signs[0].text, links[0].get("data-n")


def chain_numbers(chart: Element, exact: Exact) -> Iterator[Shown]:
    """What the sum has come to, beside the bars and in the table."""
    try:
        lines = Sum(chart, exact).lines
    except ValueError:  # which check_chains reports
        return
    rows = [row for body in chart.within("tbody") for row in body.within("tr")]
    for boxes in (chart.within("li"), rows):
        for box, line in zip(boxes, lines, strict=False):
            yield from (Shown(digits, line.shown) for digits in box.within("span", "digits"))


def check_chains(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the sums drawn as bars."""
    for chart in page.with_class("chain"):
        try:
            sum_ = Sum(chart, exact)
        except ValueError as wrong:
            yield page.finding(chart.start, f"the sum with {wrong}", "lines of known figures that come out")
            continue
        yield from _table_findings(page, sum_)
        parts, plots = list(sum_.parts()), chart.within("div", "plot")
        if [len(plot.within("li")) for plot in plots] != list(map(len, parts)):
            yield page.finding(chart.start, f"{len(plots)} parts", "one more than there are divisions")
            continue
        for part, plot in zip(parts, plots, strict=True):
            yield from _part_findings(page, sum_, part, plot)


def _table_findings(page: Page, sum_: Sum) -> Iterator[Finding]:
    """The table has the same lines, and every amount between; the list leaves out what the next line says."""
    rows = [row for body in sum_.chart.within("tbody") for row in body.within("tr")]
    try:
        written = [_sign_and_key(row) for row in rows]
    except ValueError as wrong:
        yield page.finding(sum_.chart.start, f"the row {wrong}", "a sign and a number")
        return
    if written != sum_.written:
        yield page.finding(sum_.chart.start, f"the rows {written}", str(sum_.written))
    for place, (item, row, line) in enumerate(zip(sum_.items, rows, sum_.lines, strict=False)):
        for box, tells in ((item, sum_.tells(place)), (row, line.sign in ("+", "×"))):
            if len(box.within("span", "digits")) != tells:
                yield page.finding(box.start, f'"{box.text}"', f"{int(tells)} amounts")


def _part_findings(page: Page, sum_: Sum, part: list[int], plot: Element) -> Iterator[Finding]:
    """Every bar of a part begins and ends where the sum says."""
    scales = plot.within("svg", "scale")
    if len(scales) != 1:
        yield page.finding(plot.start, f"{len(scales)} scales", "one")
    elif sum_.chart.is_a("powers"):
        ends = [end for place in part if (shown := sum_.lines[place].shown) for end in shown.exact]
        yield from tick_findings(page, scales[0], powers_around(ends))
    else:
        for line in scales[0].within("line"):
            yield from mark_findings(page, line, x1=0.0, x2=0.0)
    marks = sum_.marks(part)
    for place in part:
        item, expected = sum_.items[place], marks.get(place, [])
        bars = item.within("line")
        if [bar.get("class").split()[-1] for bar in bars] != [name for name, _, _ in expected]:
            yield page.finding(item.start, f"the bars of {item.text}", str(expected))
        for bar, (_, first, last) in zip(bars, expected, strict=False):
            yield from mark_findings(page, bar, x1=first, x2=last)
