"""Figures: quantities as a page states them, rounded here and nowhere else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any

from calc.errors import Finding
from calc.inputs import Estimate
from calc.tables import Table
from calc.units import UnitError, base_factor, same_dimension

STYLES = ("plain", "compact", "scientific", "percent", "times", "date", "verbatim")
OPTIONAL = {"quantity", "unit", "digits", "decimals", "pick", "scenario", "bare", "stands_in", "headline"}


@dataclass(frozen=True)
class Figure:
    """A quantity as stated: one or two rounded numbers in `unit`, and the style to print them in.

    `low` and `high` are equal unless the quantity is a range; `exact` are the unrounded values in the same unit.
    For style "date", `date` and `precision` are set; for "verbatim", `text`.
    """

    key: str
    quantity: str
    style: str
    unit: str = "1"
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    exact: tuple[float, float] = (0.0, 0.0)
    decimals: int | None = None
    bare: bool = False
    date: datetime.date | None = None
    precision: str = "day"
    text: str = ""

    @property
    def is_range(self) -> bool:
        """Whether two different numbers are printed."""
        return self.low != self.high


@dataclass(frozen=True)
class Statement:
    """How a figure is to be made: an entry of figures.toml."""

    key: str
    quantity: str
    style: str
    unit: str = "1"
    digits: int | None = None
    decimals: int | None = None
    pick: str | None = None
    scenario: str | None = None
    bare: bool = False
    stands_in: Sequence[str] = ()
    headline: bool = False

    def figure(self, estimate: Estimate) -> Figure:
        """The figure for a quantity's value in base units. Raises ValueError if that is not a finite number."""
        factor = base_factor(self.unit)
        chosen = {"low": (estimate.low,) * 2, "high": (estimate.high,) * 2}.get(self.pick or "", estimate)
        exact = sorted(value * factor.denominator / factor.numerator for value in chosen)
        low, high = (self.rounded(value) for value in exact)
        return Figure(
            self.key, self.quantity, self.style, self.unit, low, high, (exact[0], exact[1]), self.decimals, self.bare
        )

    def rounded(self, value: float) -> Decimal:
        """The value as it is printed: half up, from the shortest decimal that reads back to the same float.

        A percentage is rounded as the percentage that is printed.
        """
        if not isfinite(value):
            raise ValueError(f"{self.key} is {value}, which cannot be printed")
        number = Decimal(repr(value))
        if self.decimals is not None:
            return number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP) + 0
        assert self.digits is not None
        return round_significant(number, self.digits)


def round_significant(number: Decimal, digits: int) -> Decimal:
    """The number with that many significant digits, ties away from zero, without trailing zeros."""
    if number == 0:
        return Decimal(0)
    exponent = number.adjusted() - digits + 1
    return number.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP).normalize()


def ratio(one: float, other: float) -> float:
    """How many times the other number one is, to twelve digits: beyond them is noise, which could tip a tie."""
    return float(f"{one / other:.12g}")


def read_statements(
    table: Table, units: Mapping[str, str], wordless: Mapping[str, str], scenarios: Any, findings: list[Finding]
) -> dict[str, Statement]:
    """The entries of figures.toml by name; what is wrong with any is added to `findings`.

    `units` gives the unit of every quantity; `wordless` the style of what has none (dates, damaged print).
    """
    findings += table.check_keys({"style"}, OPTIONAL)
    statements = {}
    for key, entry in table.entries.items():
        if set(entry) - OPTIONAL - {"style"} or "style" not in entry:
            continue
        statement = Statement(key=key, **{"quantity": key, **entry})
        wrong = _faults(table, statement, units, wordless, scenarios)
        findings += wrong
        if not wrong:
            statements[key] = statement
    for quantity in [name for name in (*units, *wordless) if name not in table.entries]:
        problem = f'no figure is named "{quantity}"'
        findings.append(
            Finding(table.file, 1, problem, f"add [{quantity}] with its unit and style, or delete the quantity")
        )
    return statements


def _type_faults(table: Table, statement: Statement) -> list[Finding]:
    """For fields of the wrong type, or digits beyond what a float holds."""
    key, names = statement.key, statement.stands_in
    wrong = {
        "unit": not isinstance(statement.unit, str),
        "digits": statement.digits is not None and not _is_int(statement.digits, 1, 15),
        "decimals": statement.decimals is not None and not _is_int(statement.decimals, -6, 12),
        "bare": type(statement.bare) is not bool,
        "headline": type(statement.headline) is not bool,
        "stands_in": not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names),
    }
    fixes = {
        "digits": "a whole number from 1 to 15",
        "decimals": "a whole number from -6 to 12",
        "bare": "true or false",
        "headline": "true or false",
    }
    return [
        table.finding(
            key, name, f"{name} of {key}: found {getattr(statement, name)!r}", f"write {fixes.get(name, 'text')}"
        )
        for name, is_wrong in wrong.items()
        if is_wrong
    ]


def _is_int(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _faults(
    table: Table, statement: Statement, units: Mapping[str, str], wordless: Mapping[str, str], scenarios: Any
) -> list[Finding]:
    key, quantity = statement.key, statement.quantity
    if not isinstance(statement.quantity, str):
        return [table.finding(key, "quantity", f"quantity of {key}: found {quantity!r}", "write a name in quotes")]
    if statement.style not in STYLES:
        fix = f"use one of: {', '.join(STYLES)}"
        return [table.finding(key, "style", f"style of {key}: found {statement.style!r}", fix)]
    if quantity in wordless:
        if statement.style == wordless[quantity]:
            return []
        return [
            table.finding(key, "style", f"{key} needs style {wordless[quantity]}", f'style = "{wordless[quantity]}"')
        ]
    if quantity not in units:
        return [
            table.finding(key, "quantity", f'unknown quantity "{quantity}"', "name a formula, an assumption or a date")
        ]
    faults = _type_faults(table, statement)
    if faults:
        return faults
    try:
        if not same_dimension(statement.unit, units[quantity]):
            problem = f"unit of {key}: found {statement.unit}, expected a multiple of {units[quantity]}"
            faults.append(table.finding(key, "unit", problem, f'unit = "{units[quantity]}"'))
    except UnitError as error:
        faults.append(table.finding(key, "unit", f"unit of {key}: {error}", f'unit = "{units[quantity]}"'))
    if (statement.digits is None) == (statement.decimals is None):
        faults.append(table.finding(key, None, f"[{key}] needs digits or decimals", "give exactly one of the two"))
    if statement.pick not in (None, "low", "high"):
        faults.append(table.finding(key, "pick", f"pick of {key}: found {statement.pick!r}", "use low or high"))
    unknown = [name for name in statement.stands_in if name not in units]
    if unknown:
        faults.append(
            table.finding(key, "stands_in", f'unknown formula "{unknown[0]}"', "name formulas of calc/model.py")
        )
    if statement.scenario is not None and statement.scenario not in scenarios:
        problem = f'unknown scenario "{statement.scenario}"'
        faults.append(table.finding(key, "scenario", problem, f"use one of: {', '.join(scenarios)}"))
    return faults
