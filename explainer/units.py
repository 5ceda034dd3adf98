"""How a number and its unit read in English: units.toml as messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from calc.errors import Finding, refuse
from calc.figures import Statement
from calc.tables import Table, read_table
from explainer.catalogs import Message
from explainer.formatting import TIMES_UNIT
from explainer.pages import typed_digits

FILE = "explainer/units.toml"
WORDLESS = ("percent", "date", "verbatim")


@dataclass(frozen=True)
class UnitWords:
    """The message of one unit: the singular and plural pattern, or one for both."""

    unit: str
    message: Message


def read_units(root: Path, statements: Mapping[str, Statement]) -> dict[str, UnitWords]:
    """The words of every unit. Raises KensanError if a figure's unit has none, or one is never used."""
    table = read_table(root / FILE, root)
    findings = table.check_keys({"other"}, {"one"})
    used = {_unit_of(statement) for statement in statements.values() if _has_words(statement)}
    for unit in sorted(used - set(table.entries)):
        fix = f'add ["{unit}"] with other = "{{number}} …"'
        findings.append(Finding(FILE, 1, f'no words for the unit "{unit}"', fix))
    for unit, entry in table.entries.items():
        findings += _faults(table, unit, entry, used)
    refuse(findings)
    return {unit: UnitWords(unit, _message(table, unit, entry)) for unit, entry in table.entries.items()}


def _has_words(statement: Statement) -> bool:
    return not statement.bare and statement.style not in WORDLESS


def _unit_of(statement: Statement) -> str:
    return TIMES_UNIT if statement.style == "times" else statement.unit


def _message(table: Table, unit: str, entry: Mapping[str, str]) -> Message:
    comment = f"a number with the unit {unit}; {{number}} is the printed number"
    singular = entry.get("one", entry["other"])
    plural = entry["other"] if "one" in entry else ""
    return Message(singular, plural, (FILE, table.line(unit)), comment)


def _faults(table: Table, unit: str, entry: Mapping[str, str], used: set[str]) -> list[Finding]:
    faults = [
        table.finding(unit, form, f"{form} of {unit} needs {{number}} once and no digit", f'{form} = "{{number}} …"')
        for form, pattern in entry.items()
        if not isinstance(pattern, str) or pattern.count("{number}") != 1 or typed_digits(pattern)
    ]
    if unit not in used:
        faults.append(table.finding(unit, None, f"no figure has the unit {unit}", "delete the entry"))
    return faults
