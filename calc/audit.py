"""The audit: what the five published versions print, row by row, each token judged by the model.

A verdict is computed and never written down. Rows stand in publications.toml.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from calc.book import Book
from calc.errors import Finding, refuse
from calc.fields import text_faults, unit_faults
from calc.inputs import EDITIONS
from calc.readings import last_place, mended, read_print
from calc.tables import Table, read_table
from calc.units import base_factor, same_dimension

VERDICTS = ("agrees", "rounded", "disagrees", "garbled", "missing", "uncompared")
FLOAT_DIGITS = 12  # to how many digits a float of the model and a printed number are called equal
ROW_KEYS = {"about", "name", "pick", "unit", "counted_in", "meant", "spelling", "note", *EDITIONS}
TOKEN_KEYS = {"print", "number", "says", "above"}


@dataclass(frozen=True)
class Token:
    """What one version prints in one row.

    `number` is the piece of it that is this row's number; `says` the value of a number in words, or a date;
    `above` the least that words such as "orders of magnitude" promise.
    """

    edition: str
    print: str
    number: str = ""
    says: Decimal | datetime.date | None = None
    above: Decimal | None = None


@dataclass(frozen=True)
class Row:
    """One number of the article, and how each version prints it.

    It is compared with the quantity or date `about` (one end of a range if `pick` says so, in `unit`), with the count
    `meant` or with the name `spelling`; with nothing if all three are absent. `counted_in` is the unit that the
    versions print, where it measures something else.
    """

    key: str
    section: str
    name: str
    about: str
    pick: str
    unit: str
    counted_in: str
    meant: Decimal | None
    spelling: str
    note: str
    tokens: Mapping[str, Token]

    @property
    def is_counted_otherwise(self) -> bool:
        """Whether the versions give the number a unit that measures something else."""
        return bool(self.counted_in) and not same_dimension(self.unit, self.counted_in)

    @property
    def is_percentage(self) -> bool:
        """Whether the versions print a count as a percentage."""
        return self.meant is not None and any(token.number.endswith("%") for token in self.tokens.values())


@dataclass(frozen=True)
class Verdict:
    """What a token says, and whether that is so.

    `reading` is the number taken as printed, `mended` what it is once the `damage` is undone, `alike` our value
    rounded to the place of the last printed digit; each in the row's unit, None where there is none.
    """

    kind: str
    reading: Fraction | None = None
    alike: Fraction | None = None
    damage: str = ""
    mended: Fraction | None = None


class Audit:
    """The rows of publications.toml beside a book."""

    def __init__(self, book: Book, rows: Mapping[str, Row]) -> None:
        self.book, self.rows = book, rows
        self._values = book.values()

    def about(self, quantity: str) -> list[Row]:
        """The rows that print a quantity."""
        return [row for row in self.rows.values() if row.about == quantity]

    def value(self, row: Row) -> Fraction | None:
        """Our value in the row's unit; None if the row is not compared with a number."""
        if row.meant is not None:
            return Fraction(row.meant)
        if row.about not in self._values:
            return None
        ends = sorted(self._values[row.about])
        value = Fraction(repr(ends[1 if row.pick == "high" else 0])) / base_factor(row.unit)
        return _near(value)

    @cached_property
    def _verdicts(self) -> Mapping[tuple[str, str], Verdict]:
        return {(row.key, edition): self._judged(row, edition) for row in self.rows.values() for edition in EDITIONS}

    def verdict(self, row: Row, edition: str) -> Verdict:
        """What one version prints in a row, judged."""
        return self._verdicts[row.key, edition]

    def counts(self) -> Counter[tuple[str, str]]:
        """How many rows got which kind of verdict, by version and kind; by "" and kind in all versions together."""
        judged = [(edition, verdict.kind) for (_, edition), verdict in self._verdicts.items()]
        return Counter([*judged, *(("", kind) for _, kind in judged)])

    def _judged(self, row: Row, edition: str) -> Verdict:
        token = row.tokens.get(edition)
        if token is None:
            return Verdict("missing")
        if row.spelling:
            return Verdict("agrees" if token.print == row.spelling else "disagrees")
        if isinstance(token.says, datetime.date):
            date = self.book.dates[row.about].date
            return Verdict("agrees" if token.says == date else "disagrees")
        value = self.value(row)
        if value is None or not (token.number or token.says or token.above):
            return Verdict("uncompared")
        if token.above is not None:
            return Verdict("agrees" if value > token.above else "disagrees")
        return self._compared(row, token, value)

    def _compared(self, row: Row, token: Token, value: Fraction) -> Verdict:
        reading = reading_of(token)
        damage = self._damage(row, token, value)
        if damage:
            return Verdict("garbled", reading, rounded_alike(value, damage[1]), *damage)
        alike = rounded_alike(value, reading)
        if row.is_counted_otherwise or alike != reading:
            return Verdict("disagrees", reading, alike)
        return Verdict("agrees" if value == reading else "rounded", reading, alike)

    def _damage(self, row: Row, token: Token, value: Fraction) -> tuple[str, Fraction] | None:
        """The damage that explains a token: undone, it says what the model or another version says."""
        if not token.number:
            return None
        others = {reading_of(it) for it in row.tokens.values() if it.number and it.edition != token.edition}
        for damage, number in mended(token.number, token.edition, token.print):
            if number in others or rounded_alike(value, number) == number:
                return damage, number
        return None

    def verdicts(self) -> Iterator[tuple[Row, str, Verdict]]:
        """Every row with every version's verdict."""
        for row in self.rows.values():
            for edition in EDITIONS:
                yield row, edition, self.verdict(row, edition)


def reading_of(token: Token) -> Fraction:
    """The number that a token says, as printed."""
    if token.number:
        return read_print(token.number, token.edition)
    assert isinstance(token.says, Decimal | int)
    return Fraction(token.says)


def rounded_alike(value: Fraction, printed: Fraction) -> Fraction:
    """The value rounded, half up, at the place of the last printed digit that is not zero."""
    step = Fraction(10) ** last_place(printed)
    return (value / step + Fraction(1, 2)).__floor__() * step


def _near(value: Fraction) -> Fraction:
    """The value without the last bits of its float, which printed numbers know nothing of."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(number.quantize(Decimal(1).scaleb(number.adjusted() - FLOAT_DIGITS + 1), ROUND_HALF_UP))


def read_audit(book: Book, folder: Path) -> Audit:
    """The audit of the versions in publications.toml. Raises KensanError with all that is wrong in the file."""
    table = read_table(folder / "publications.toml", folder.parent)
    findings = table.check_keys({"section"}, ROW_KEYS)
    rows = {}
    for key, entry in table.entries.items():
        wrong = list(_row_faults(table, key, entry, book))
        findings += wrong
        if not wrong and "section" in entry:
            rows[key] = _row(key, entry, book)
    audit = Audit(book, rows)
    refuse([*findings, *(_misprinted(audit, folder) if not findings else ())])
    return audit


def _row(key: str, entry: Mapping[str, Any], book: Book) -> Row:
    about = entry.get("about", "")
    unit = entry.get("unit") or (book.unit(about) if about and about not in book.dates else "1")
    tokens = {edition: Token(edition, **entry[edition]) for edition in EDITIONS if edition in entry}
    words = {name: entry.get(name, "") for name in ("name", "pick", "counted_in", "spelling", "note")}
    meant = Decimal(entry["meant"]) if "meant" in entry else None
    return Row(key=key, section=entry["section"], about=about, unit=unit, meant=meant, tokens=tokens, **words)


def _row_faults(table: Table, key: str, entry: Mapping[str, Any], book: Book) -> Iterator[Finding]:
    """A finding for everything wrong with a row."""
    yield from text_faults(table, key, entry, *({"section", "name", "note", "spelling", "about"} & set(entry)))
    about = entry.get("about")
    if about is not None and about not in {*book.inputs(), *book.graph.formulas, *book.dates}:
        yield table.finding(key, "about", f'unknown quantity "{about}"', "name a formula, an assumption or a date")
        return
    if about is None and "name" not in entry:
        yield table.finding(key, None, f"[{key}] has neither about nor name", "say what is printed here")
    if entry.get("pick", "low") not in ("low", "high"):
        yield table.finding(key, "pick", f"pick of {key}: found {entry['pick']!r}", "use low or high")
    for name in {"unit", "counted_in"} & set(entry):
        yield from unit_faults(table, key, entry[name])
    if not set(EDITIONS) & set(entry):
        yield table.finding(key, None, f"[{key}] is printed by no version", f"give one of {', '.join(EDITIONS)}")
    for edition in EDITIONS:
        if edition in entry:
            yield from _token_faults(table, key, edition, entry[edition])


def _token_faults(table: Table, key: str, edition: str, token: Any) -> Iterator[Finding]:
    where = f"{edition} of {key}"
    if not isinstance(token, dict) or "print" not in token or set(token) - TOKEN_KEYS:
        yield table.finding(key, edition, f"{where}: found {token!r}", '{ print = "…", number = "…" }')
        return
    if len({"number", "says", "above"} & set(token)) > 1:
        yield table.finding(key, edition, f"{where} has several readings", "give number, says or above, not two")
        return
    for name, types in (("says", int | Decimal | datetime.date), ("above", int | Decimal)):
        if not isinstance(token.get(name, 1), types):
            yield table.finding(key, edition, f"{where}: {name} is {token[name]!r}", f"{name} = 15e6, without quotes")
            return
    number, end = str(token.get("number", "")), 0
    for part in number.split():
        end = token["print"].find(part, end)
        if end < 0:
            problem = f'{where}: "{number}" does not stand in "{token["print"]}"'
            yield table.finding(key, edition, problem, "give the number as it is printed")
            return
        end += len(part)
    if "number" in token:
        try:
            read_print(number, edition)
        except (ValueError, ZeroDivisionError):
            yield table.finding(key, edition, f'{where}: "{number}" is no number', "give the number as it is printed")


def _misprinted(audit: Audit, folder: Path) -> Iterator[Finding]:
    """A finding for each printed value of printed.toml that its own rows do not print."""
    table = read_table(folder / "printed.toml", folder.parent)
    for key, printed in audit.book.printed.items():
        for row in printed.rows:
            if row not in audit.rows:
                yield table.finding(
                    key, "rows", f'rows of {key}: unknown row "{row}"', "name a row of publications.toml"
                )
                continue
            for edition in printed.editions:
                token = audit.rows[row].tokens.get(edition)
                if token and not _prints(token, printed.value, printed.text):
                    problem = f'{key} is not what {row} has for {edition}: "{token.print}"'
                    yield table.finding(key, "rows", problem, "give the value as it is printed there")


def _prints(token: Token, value: tuple[Decimal, Decimal] | None, text: str) -> bool:
    if value is None:
        return text == token.number
    is_number = bool(token.number) or isinstance(token.says, Decimal | int)
    return is_number and reading_of(token) in {Fraction(end) for end in value}
