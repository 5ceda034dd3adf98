"""One page by itself: every check that needs no other page."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.audit import audit_numbers, check_audit, prints_of
from recheck.chains import check_chains
from recheck.charts import check_charts
from recheck.citing import check_citations, check_sources
from recheck.comparing import Version, as_text
from recheck.crossings import check_crossings
from recheck.drawings import check_drawings
from recheck.exact import Exact
from recheck.findings import Finding
from recheck.numbers import check_numbers, shown_numbers
from recheck.pages import Page
from recheck.pieces import pieces_of
from recheck.receipts import check_receipts
from recheck.scenarios import check_scenarios
from recheck.sizes import check_sizes
from recheck.sums import check_sums
from recheck.tornado import check_sensitivity
from recheck.wording import DIGIT
from recheck.words import check_dates, check_description, check_words


class Checked(Version):
    """One page, and what is wrong with it by itself."""

    def __init__(self, page: Page, exact: Exact) -> None:
        prints = prints_of(exact)
        shown = shown_numbers(page, exact, audit_numbers(page, prints))
        super().__init__(page, list(pieces_of(page, {id(it.element): it.stated for it in shown})))
        self.findings = [
            *page.faults(),
            *check_numbers(page, shown, exact),
            *check_receipts(page, exact),
            *check_audit(page, prints),
            *check_sizes(page, exact),
            *check_sums(page, shown, exact),
            *check_charts(page, exact),
            *check_chains(page, exact),
            *check_crossings(page, exact),
            *check_drawings(page, exact),
            *check_scenarios(page, exact),
            *check_sensitivity(page, exact),
            *check_dates(page, exact),
            *check_citations(page, exact),
            *check_sources(page, exact),
            *check_words(page, exact),
            *check_description(page, exact),
            *_wording_findings(self, exact),
            *_unread_digits(self),
        ]


def _wording_findings(version: Version, exact: Exact) -> Iterator[Finding]:
    """A finding for each digit in running text that is in no known name, number or date."""
    for piece in version.pieces:
        if piece.kind == "digits":
            expected = "a number that links to its working, or a name that recheck/wording.py knows"
            yield version.page.finding(piece.start, f'"{version.page.text[piece.start : piece.end]}"', expected)
        elif piece.kind == "mention" and piece.value not in exact.numbers:
            yield version.page.finding(piece.start, f"the number {as_text(piece.value)}", "one of calc/figures.toml")
        elif piece.kind == "day" and piece.value not in exact.dates:
            yield version.page.finding(piece.start, f"the date {as_text(piece.value)}", "one of calc/dates.toml")


def _unread_digits(version: Version) -> Iterator[Finding]:
    """A finding for each stretch of the file with digits that no piece has."""
    text, end = version.page.text, 0
    for start, next_end in [*sorted((it.start, it.end) for it in version.pieces), (len(text), len(text))]:
        unread = DIGIT.search(text, end, start)
        if unread:
            expected = "a place that recheck/pieces.py knows"
            yield version.page.finding(unread.start(), f"{unread.group()}, a digit that nobody reads", expected)
        end = next_end
