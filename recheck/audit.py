"""The audit page and its echoes in the receipts: every token as it was printed, every verdict reached once more."""

from __future__ import annotations

import datetime
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from calc.units import base_factor, same_dimension
from recheck.exact import ROOT, Exact, Stated, half_up
from recheck.findings import Finding
from recheck.pages import Page
from recheck.prints import Judged, judged
from recheck.reading import Element
from recheck.receipts import Shown

EDITIONS = ("ja", "en", "ko", "zh", "vi")
OURS_DIGITS = 6
LEAST_POWER = 1_000_000


@dataclass(frozen=True)
class Row:
    """A row of calc/publications.toml as it stands there, and the unit of its numbers."""

    key: str
    unit: str
    entry: Mapping[str, Any]

    @property
    def about(self) -> str:
        """The quantity or date that the row prints; empty if it is none of ours."""
        return str(self.entry.get("about", ""))

    @property
    def tokens(self) -> Mapping[str, Mapping[str, Any]]:
        """What each version prints, with its reading."""
        return {edition: self.entry[edition] for edition in EDITIONS if edition in self.entry}

    @property
    def is_counted_otherwise(self) -> bool:
        """Whether the printed unit measures something else."""
        return "counted_in" in self.entry and not same_dimension(self.unit, self.entry["counted_in"])

    @property
    def is_percentage(self) -> bool:
        """Whether a count is printed as a percentage."""
        return "meant" in self.entry and any(it.get("number", "").endswith("%") for it in self.tokens.values())


@dataclass(frozen=True)
class Prints:
    """The rows of calc/publications.toml beside the exact values."""

    exact: Exact

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every row by its name."""
        text = (ROOT / "calc" / "publications.toml").read_text(encoding="utf-8")
        entries = tomllib.loads(text, parse_float=Decimal)
        return {
            key: Row(key, entry.get("unit") or self._unit(entry.get("about", "")), entry)
            for key, entry in entries.items()
        }

    def _unit(self, quantity: str) -> str:
        known = self.exact.values()
        return self.exact.book.unit(quantity) if quantity in known else "1"

    def ours(self, row: Row) -> Fraction | None:
        """Our number in the row's unit, exactly; None if the row is compared with none."""
        if "meant" in row.entry:
            return Fraction(row.entry["meant"])
        if row.about not in self.exact.values():
            return None
        ends = [end / base_factor(row.unit) for end in self.exact.values()[row.about]]
        return max(ends) if row.entry.get("pick") == "high" else min(ends)

    @cached_property
    def _verdicts(self) -> dict[tuple[str, str], Judged]:
        return {(row.key, edition): self._judged(row, edition) for row in self.rows.values() for edition in EDITIONS}

    def judge(self, row: Row, edition: str) -> Judged:
        """The verdict on one version."""
        return self._verdicts[row.key, edition]

    def _judged(self, row: Row, edition: str) -> Judged:
        token = row.tokens.get(edition)
        if token is None:
            return Judged("missing")
        if "spelling" in row.entry:
            return Judged("agrees" if token["print"] == row.entry["spelling"] else "disagrees")
        if isinstance(token.get("says"), datetime.date):
            return Judged("agrees" if self.exact.book.dates[row.about].date == token["says"] else "disagrees")
        ours = self.ours(row)
        if ours is None or not {"number", "says", "above"} & set(token):
            return Judged("uncompared")
        if "above" in token:
            return Judged("agrees" if ours > token["above"] else "disagrees")
        return dict(self._all(row, ours))[edition]

    def _all(self, row: Row, ours: Fraction) -> Iterator[tuple[str, Judged]]:
        prints = {edition: token["print"] for edition, token in row.tokens.items()}
        pieces = {edition: token["number"] for edition, token in row.tokens.items() if "number" in token}
        words = {edition: Fraction(token["says"]) for edition, token in row.tokens.items() if "says" in token}
        return judged(prints, pieces, words, ours, row.is_counted_otherwise)

    @cached_property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many rows got which verdict in which version."""
        return Counter((judged.verdict, edition) for (_, edition), judged in self._verdicts.items())

    def stated(self, row: Row, number: Fraction) -> Stated:
        """How a number of a row should be printed: in the style of its quantity, with all its digits."""
        statement = self.exact.book.statements.get(row.about)
        style = statement.style if statement else "percent" if row.is_percentage else "plain"
        if style == "scientific" and number < LEAST_POWER:
            style = "plain"
        ends = number, number
        return Stated(row.key, row.about, style, ends, (Fraction(0), Fraction(0)), (number,), None)


@cache
def prints_of(exact: Exact) -> Prints:
    """The rows beside these values, read once."""
    return Prints(exact)


def audit_numbers(page: Page, prints: Prints) -> list[Shown]:
    """Every number of the audit's rows, with what it should be; None for one too many."""
    shown = []
    for section in page.with_class("row"):
        row = prints.rows.get(section.get("id"))
        expected = iter(_expected(row, section, prints) if row else ())
        shown += [Shown(digits, next(expected, None)) for digits in section.within("span", "digits")]
    return shown


def _expected(row: Row, section: Element, prints: Prints) -> Iterator[Stated]:
    ours = prints.ours(row)
    if ours is not None:
        yield prints.stated(row, _six_digits(ours))
    for group in section.within("tr", "group"):
        first = next(iter(_editions(group)), "")
        for number in prints.judge(row, first).shown if first else ():
            yield prints.stated(row, number)


def _six_digits(number: Fraction) -> Fraction:
    step = Fraction(1)
    while number / step >= 10**OURS_DIGITS:
        step *= 10
    while number / step < 10 ** (OURS_DIGITS - 1):
        step /= 10
    return half_up(number, step)


def _editions(element: Element) -> list[str]:
    return [edition for edition in EDITIONS if element.is_a(edition)]


def check_audit(page: Page, prints: Prints) -> Iterator[Finding]:
    """What is wrong with the tokens, the verdicts and the counts of a page."""
    for section in page.with_class("row"):
        row = prints.rows.get(section.get("id"))
        if row is None:
            yield page.finding(section.start, f'the row "{section.get("id")}"', "a row of calc/publications.toml")
            continue
        yield from _row_findings(page, section, row, prints)
    here = [section.get("id") for section in page.with_class("row")]
    if here and here != list(prints.rows):
        yield page.finding(page.with_class("row")[0].start, f"{len(here)} rows", "every row, in its order")
    for table in page.with_class("counts"):
        yield from _count_findings(page, table, prints)
    for receipt in page.with_class("receipt"):
        yield from _receipt_findings(page, receipt, prints)


def _row_findings(page: Page, section: Element, row: Row, prints: Prints) -> Iterator[Finding]:
    named = [link.text for link in section.within("a", "row-id")]
    if named != [row.key]:
        yield page.finding(section.start, f"the name {named}", row.key)
    groups = section.within("tr", "group")
    judged_here = [edition for group in groups for edition in _editions(group)]
    if sorted(judged_here) != sorted(EDITIONS):
        yield page.finding(section.start, f"verdicts on {judged_here}", f"one on each of {', '.join(EDITIONS)}")
    for group in groups:
        readings = {prints.judge(row, edition).reading for edition in _editions(group)}
        if len(readings) != 1:
            yield page.finding(group.start, f"one line for {_editions(group)}", "a line for each reading")
        yield from _token_findings(page, group, row, prints, _editions(group))


def _token_findings(page: Page, group: Element, row: Row, prints: Prints, editions: list[str]) -> Iterator[Finding]:
    """What is wrong with a list of tokens that share a verdict."""
    for word in group.within("span", "verdict"):
        for edition in editions:
            verdict = prints.judge(row, edition).verdict
            if not word.is_a(verdict) or (group.tag == "tr" and not group.is_a(verdict)):
                found = f"the verdict {word.get('class').removeprefix('verdict ')}"
                yield page.finding(word.start, f"{found} on {row.key} {edition}", verdict)
    shown = [
        (token.within("abbr")[0].text, [it.text for it in token.within("q")]) for token in group.within("li", "token")
    ]
    expected = [(it, [row.tokens[it]["print"]] if it in row.tokens else []) for it in editions]
    if shown != expected:
        yield page.finding(group.start, f"the tokens {shown}", str(expected))
    for quoted in group.within("q"):
        if quoted.get("lang") not in editions:
            yield page.finding(quoted.start, f'lang="{quoted.get("lang")}"', " or ".join(editions))


def _count_findings(page: Page, table: Element, prints: Prints) -> Iterator[Finding]:
    """The table of counts: a line for each verdict, a column for each version and one for all."""
    counts = prints.counts
    for line in table.within("tr")[1:]:
        verdict = line.within("span", "verdict")[0].get("class").removeprefix("verdict ")
        numbers = [counts[verdict, edition] for edition in EDITIONS]
        expected = [str(number) for number in (*numbers, sum(numbers))]
        shown = [count.text for count in line.within("span", "count")]
        if shown != expected:
            yield page.finding(line.start, f"the counts {shown}", f"{expected} for {verdict}")


def _receipt_findings(page: Page, receipt: Element, prints: Prints) -> Iterator[Finding]:
    """What a receipt shows of earlier versions: the rows of its quantity, and their tokens."""
    rows = [row for row in prints.rows.values() if row.about == receipt.get("id")]
    boxes = receipt.within("details", "prints")
    links = [link for box in boxes for link in box.within("a")]
    shown = [(link.text, page.target(link.get("href"))) for link in links]
    audit = f"{page.tongue.prefix}audit/"
    if shown != [(row.key, (audit, row.key)) for row in rows]:
        yield page.finding(receipt.start, f"the rows {shown}", f"{[row.key for row in rows]}")
        return
    lists = [element for box in boxes for element in box.elements if element.tag == "ul"]
    for row, list_ in zip(rows, lists, strict=True):
        for item in list_.elements:
            editions = [token.within("abbr")[0].text for token in item.within("li", "token")]
            yield from _token_findings(page, item, row, prints, editions)
    printed = prints.exact.book.printed.get(receipt.get("id"))
    named = [
        (link.text, page.target(link.get("href"))) for ul in receipt.within("ul", "rows") for link in ul.within("a")
    ]
    if named != [(row, (audit, row)) for row in (printed.rows if printed else ())]:
        yield page.finding(receipt.start, f"the rows {named}", f"{printed and printed.rows}")
