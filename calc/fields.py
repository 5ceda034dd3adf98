"""What can be wrong with one field of an entry: each function gives the findings for it, none if it is sound."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from calc.errors import Finding
from calc.tables import Table
from calc.units import UnitError, parse

LARGEST = Decimal("1e40")
Entry = Mapping[str, Any]


def as_pair(value: Any) -> tuple[Decimal, Decimal]:
    """A number, or a list of two, as (low, high)."""
    low, high = value if isinstance(value, list) else (value, value)
    return Decimal(low), Decimal(high)


def number_faults(table: Table, key: str, entry: Entry, name: str = "value") -> list[Finding]:
    """For a number, or a list of a low and a high one; and for `low` and `high` around a `value`."""
    found = entry[name] if isinstance(entry[name], list) else [entry[name]]
    ends = [entry[end] for end in ("low", "high") if end in entry] if name == "value" else []
    if isinstance(entry[name], list) and len(found) != 2:
        return [table.finding(key, name, f"{name} of {key}: found {len(found)} numbers", "give one, or [low, high]")]
    for number in [*found, *ends]:
        problem = _number_problem(number)
        if problem:
            fix = "write a plain number such as 17e6, without quotes"
            return [table.finding(key, name, f"{name} of {key}: {problem}", fix)]
    return _order_faults(table, key, name, found, ends)


def _order_faults(table: Table, key: str, name: str, found: list[Any], ends: list[Any]) -> list[Finding]:
    if found != sorted(found):
        return [table.finding(key, name, f"{name} of {key}: {found[0]} is above {found[1]}", "put the low one first")]
    if len(ends) == 1:
        return [table.finding(key, name, f"{key} has only one of low and high", "give both or neither")]
    if ends and not ends[0] <= found[0] <= found[-1] <= ends[1]:
        numbers = " to ".join(str(number) for number in found)
        problem = f"value of {key}: found {numbers}, outside low {ends[0]} and high {ends[1]}"
        return [table.finding(key, name, problem, "correct the value, or widen low and high")]
    return []


def _number_problem(number: Any) -> str | None:
    if type(number) not in (int, Decimal):
        return f"found {number!r}, expected a number"
    if not Decimal(number).is_finite() or Decimal(number) <= 0:
        return f"found {number}, expected a finite number above zero"
    if not 1 / LARGEST < Decimal(number) < LARGEST:
        return f"found {number}, expected a number of at most forty digits"
    return None


def unit_faults(table: Table, key: str, unit: Any) -> list[Finding]:
    """For a unit: only the spellings of calc/units.py."""
    try:
        parse(unit if isinstance(unit, str) else repr(unit))
    except UnitError as error:
        return [table.finding(key, "unit", f"unit of {key}: {error}", "spell the unit as calc/units.py does")]
    return []


def choice_faults(table: Table, key: str, entry: Entry, name: str, known: Iterable[str]) -> list[Finding]:
    """For a field that must be one of several words."""
    if entry[name] in list(known):
        return []
    fix = f"use one of: {', '.join(known)}"
    return [table.finding(key, name, f"{name} of {key}: found {entry[name]!r}", fix)]


def text_faults(table: Table, key: str, entry: Entry, *names: str) -> list[Finding]:
    """For fields that must hold a text."""
    blank = [name for name in names if not (isinstance(entry[name], str) and entry[name].strip())]
    return [table.finding(key, name, f"{name} of {key} is not a text", "write it in quotes") for name in blank]


def date_faults(table: Table, key: str, entry: Entry, *names: str) -> list[Finding]:
    """For fields that must hold a day."""
    return [
        table.finding(key, name, f"{name} of {key}: found {entry[name]!r}", "write a date such as 2024-03-01")
        for name in names
        if type(entry[name]) is not datetime.date
    ]
