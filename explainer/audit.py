"""The audit as one language shows it: each row's tokens grouped by what they say, with the numbers that prove it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.audit import VERDICTS, Audit, Row, Token, Verdict
from calc.figures import Figure, round_significant
from calc.inputs import EDITIONS
from explainer.editions import Edition
from explainer.formatting import Printed

CSV = "audit.csv"
COLUMNS = ("row", "section", "about", "unit", "ours", "edition", "printed", "reading", "mended", "alike", "verdict")
OURS_DIGITS = 6  # enough that our value, rounded once more to any printed place, rounds as the unrounded one does
LEAST_POWER = Decimal(1_000_000)  # below it a number in the scientific style is easier to read in plain digits

VERDICT_WORDS = {
    "agrees": "agrees",
    "rounded": "agrees after rounding",
    "disagrees": "disagrees",
    "garbled": "garbled",
    "missing": "missing",
    "uncompared": "not compared",
}
VERDICT_MARKS = {"agrees": "=", "rounded": "≈", "disagrees": "≠", "garbled": "✗", "missing": "–", "uncompared": "·"}
DAMAGE_WORDS = {
    "exponent": "with its exponent put back",
    "name": "with its first digit given back to the name",
    "signs": "with the multiplication signs put back",
}


@dataclass(frozen=True)
class Group:
    """The tokens of a row that get the same verdict for the same reason. Numbers are printed, None where absent."""

    kind: str
    damage: str
    tokens: list[Token]
    editions: list[str]
    reading: Printed | None
    mended: Printed | None
    alike: Printed | None


@dataclass(frozen=True)
class AuditView:
    """The audit in one edition."""

    edition: Edition
    audit: Audit
    verdicts = VERDICT_WORDS
    marks = VERDICT_MARKS
    damages = DAMAGE_WORDS
    codes = EDITIONS

    def language(self, code: str) -> str:
        """What the language of a version is called."""
        return str(self.edition.language.cldr.languages[code])

    def name(self, row: Row) -> str:
        """What a row's number is called."""
        if row.name:
            return self.edition.word(row.name, comment=f"what the row {row.key} prints")
        return self.edition.name(row.about)

    def sections(self) -> Iterator[tuple[str, list[Row]]]:
        """The parts of the article in order, each with its rows."""
        for section in dict.fromkeys(row.section for row in self.audit.rows.values()):
            rows = [row for row in self.audit.rows.values() if row.section == section]
            yield self.edition.word(section, comment="a part of the article"), rows

    def ours(self, row: Row) -> Printed | None:
        """Our number; None if the row is not compared with one."""
        value = self.audit.value(row)
        if value is None:
            return None
        number = round_significant(Decimal(value.numerator) / Decimal(value.denominator), OURS_DIGITS)
        return self._printed(row, Fraction(number))

    def groups(self, row: Row) -> list[Group]:
        """The versions of a row, those with the same verdict and reading together, in the order of editions."""
        found: dict[Verdict, list[str]] = {}
        for edition in EDITIONS:
            found.setdefault(self.audit.verdict(row, edition), []).append(edition)
        return [self._group(row, verdict, editions) for verdict, editions in found.items()]

    def _group(self, row: Row, verdict: Verdict, editions: list[str]) -> Group:
        return Group(
            verdict.kind, verdict.damage,
            [row.tokens[edition] for edition in editions if edition in row.tokens], editions,
            *(self._printed(row, number) for number in (verdict.reading, verdict.mended, verdict.alike)),
        )  # fmt: skip

    def _printed(self, row: Row, number: Fraction | None) -> Printed | None:
        """A number of a row, in the style in which the page states the row's quantity, with all its digits."""
        if number is None:
            return None
        statement = self.edition.book.statements.get(row.about)
        decimal = Decimal(number.numerator) / Decimal(number.denominator)
        alone = "percent" if row.is_percentage else "plain"
        style, bare = (statement.style, statement.bare) if statement else (alone, True)
        if style == "scientific" and decimal < LEAST_POWER:
            style = "plain"
        exact = (float(decimal), float(decimal))
        return self.edition.print(Figure(row.key, row.about, style, row.unit, decimal, decimal, exact, bare=bare))


def audit_csv(audit: Audit) -> str:
    """Every row and version as CSV; numbers unrounded in the unit named."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row, edition, verdict in audit.verdicts():
        printed = row.tokens[edition].print if edition in row.tokens else ""
        writer.writerow(
            [row.key, row.section, row.about, row.unit, _plain(audit.value(row)), edition, printed,
             *map(_plain, (verdict.reading, verdict.mended, verdict.alike)), verdict.kind]
        )  # fmt: skip
    return text.getvalue()


def _plain(number: Fraction | None) -> str:
    return "" if number is None else repr(float(number))


def audit_listing(audit: Audit) -> Iterator[str]:
    """Lines for the terminal: every row whose versions do not all agree, then the counts by version and verdict."""
    for row, edition, verdict in audit.verdicts():
        if verdict.kind in ("disagrees", "garbled"):
            yield _judged(audit, row, row.tokens[edition], verdict)
    counts, width = audit.counts(), max(map(len, VERDICTS))
    yield " ".join([f"{len(audit.rows):>{width}}", *(f"{edition:>5}" for edition in EDITIONS), "  all"])
    for kind in VERDICTS:
        yield " ".join([f"{kind:>{width}}", *(f"{counts[edition, kind]:>5}" for edition in (*EDITIONS, ""))])


def _judged(audit: Audit, row: Row, token: Token, verdict: Verdict) -> str:
    value = audit.value(row)
    pieces = [f"{row.key} {token.edition}: {token.print}", verdict.kind]
    if verdict.reading is not None and value is not None:
        pieces.append(f"read {float(verdict.reading):g}")
    if verdict.mended is not None:
        pieces.append(f"{DAMAGE_WORDS[verdict.damage]} {float(verdict.mended):g}")
    if value is not None:
        pieces.append(f"ours {float(value):.{OURS_DIGITS}g}")
    return " | ".join(pieces)
