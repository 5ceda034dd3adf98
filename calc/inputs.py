"""The inputs: assumptions, printed values, sources, dates and scenarios, each read strictly from its file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from calc.errors import Finding
from calc.fields import as_pair, choice_faults, date_faults, number_faults, text_faults, unit_faults
from calc.tables import Table
from calc.units import base_factor

KINDS = ("measured", "reported", "guessed", "chosen")
SEEN = ("primary", "transcription", "abstract", "secondary")
PRECISIONS = ("day", "month", "year")
EDITIONS = ("ja", "en", "ko", "zh", "vi")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[!-~]*")

ASSUMPTION_KEYS = {"name", "value", "unit", "kind", "source", "as_of", "check_by", "note"}
PRINTED_KEYS = {"name", "editions", "rows"}
SOURCE_KEYS = {"short", "authors", "title", "container", "url", "seen"}
DATE_KEYS = {"name", "date", "precision", "source"}


class Estimate(NamedTuple):
    """A quantity in base units at the article's low and at its high estimate; equal where the two agree."""

    low: float
    high: float


@dataclass(frozen=True)
class Assumption:
    """An input of the model. `value`, `low` and `high` are in `unit`, as written."""

    key: str
    name: str
    value: tuple[Decimal, Decimal]
    unit: str
    low: Decimal | None
    high: Decimal | None
    kind: str
    source: str
    as_of: datetime.date
    check_by: datetime.date
    note: str


@dataclass(frozen=True)
class Printed:
    """What earlier publications print: a number with a unit, or damaged characters in `text`."""

    key: str
    name: str
    value: tuple[Decimal, Decimal] | None
    unit: str
    text: str
    editions: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """An entry of the bibliography. `year` is None where the source bears no date."""

    key: str
    short: str
    authors: str
    title: str
    container: str
    url: str
    seen: str
    year: int | None = None


@dataclass(frozen=True)
class KnownDate:
    """A date, known to the day, the month or the year."""

    key: str
    name: str
    date: datetime.date
    precision: str
    source: str


@dataclass(frozen=True)
class Scenario:
    """Named overrides of assumptions, in the assumptions' own units."""

    key: str
    name: str
    note: str
    overrides: Mapping[str, tuple[Decimal, Decimal]]


def to_base(value: tuple[Decimal, Decimal], unit: str) -> Estimate:
    """The value in base units, rounded once, from exact fractions."""
    factor = base_factor(unit)
    return Estimate(*(float(Fraction(number) * factor) for number in value))


def read_assumptions(table: Table, sources: Mapping[str, Source], findings: list[Finding]) -> dict[str, Assumption]:
    """The assumptions by name; what is wrong with any is added to `findings`."""
    findings += table.check_keys(ASSUMPTION_KEYS, {"low", "high"})
    assumptions = {}
    for key, entry in table.entries.items():
        if set(entry) - {"low", "high"} != ASSUMPTION_KEYS:
            continue
        wrong = [*number_faults(table, key, entry), *unit_faults(table, key, entry["unit"])]
        wrong += choice_faults(table, key, entry, "kind", KINDS) + choice_faults(table, key, entry, "source", sources)
        wrong += text_faults(table, key, entry, "name", "note")
        wrong += date_faults(table, key, entry, "as_of", "check_by")
        findings += wrong
        if not wrong:
            low, high = (Decimal(entry[end]) if end in entry else None for end in ("low", "high"))
            assumptions[key] = Assumption(
                key=key, **{**entry, "value": as_pair(entry["value"]), "low": low, "high": high}
            )
    return assumptions


def read_printed(table: Table, findings: list[Finding]) -> dict[str, Printed]:
    """The printed values by name; what is wrong with any is added to `findings`."""
    findings += table.check_keys(PRINTED_KEYS, {"value", "unit", "text"})
    printed = {}
    for key, entry in table.entries.items():
        if not set(entry) >= PRINTED_KEYS:
            continue
        wrong = text_faults(table, key, entry, "name")
        if ("text" in entry) == ("value" in entry):
            wrong.append(table.finding(key, None, f"[{key}] needs either value and unit, or text", "give exactly one"))
        elif "value" in entry:
            wrong += number_faults(table, key, entry) + unit_faults(table, key, entry.get("unit"))
        unknown = [edition for edition in entry["editions"] if edition not in EDITIONS]
        if unknown:
            wrong.append(
                table.finding(key, "editions", f'unknown edition "{unknown[0]}"', f"use {', '.join(EDITIONS)}")
            )
        findings += wrong
        if not wrong:
            value = as_pair(entry["value"]) if "value" in entry else None
            text, unit = entry.get("text", ""), entry.get("unit", "1")
            editions, rows = tuple(entry["editions"]), tuple(entry["rows"])
            printed[key] = Printed(key, entry["name"], value, unit, text, editions, rows)
    return printed


def read_sources(table: Table, findings: list[Finding]) -> dict[str, Source]:
    """The bibliography by key; what is wrong with an entry is added to `findings`."""
    findings += table.check_keys(SOURCE_KEYS, {"year"})
    sources = {}
    for key, entry in table.entries.items():
        if set(entry) - {"year"} != SOURCE_KEYS:
            continue
        wrong = text_faults(table, key, entry, "short", "authors", "title", "container", "url")
        wrong += choice_faults(table, key, entry, "seen", SEEN)
        if not wrong and not ADDRESS.fullmatch(entry["url"]):
            wrong.append(table.finding(key, "url", f'"{entry["url"]}" is no web address', "write https://host/path"))
        if type(entry.get("year", 0)) is not int:
            wrong.append(table.finding(key, "year", f"found {entry['year']!r}", "write the year as four digits"))
        findings += wrong
        if not wrong:
            sources[key] = Source(key=key, **entry)
    return sources


def read_dates(table: Table, sources: Mapping[str, Source], findings: list[Finding]) -> dict[str, KnownDate]:
    """The dates by name; what is wrong with any is added to `findings`."""
    findings += table.check_keys(DATE_KEYS, set())
    dates = {}
    for key, entry in table.entries.items():
        if set(entry) != DATE_KEYS:
            continue
        wrong = text_faults(table, key, entry, "name") + date_faults(table, key, entry, "date")
        wrong += choice_faults(table, key, entry, "precision", PRECISIONS)
        wrong += choice_faults(table, key, entry, "source", sources)
        findings += wrong
        if not wrong:
            dates[key] = KnownDate(key=key, **entry)
    return dates


def read_scenarios(table: Table, assumptions: Collection[str], findings: list[Finding]) -> dict[str, Scenario]:
    """The scenarios by name; what is wrong with any is added to `findings`.

    `assumptions` are the names that may be overridden, also of assumptions with a fault of their own.
    """
    findings += table.check_keys({"name", "note"}, set(assumptions))
    scenarios = {}
    for key, entry in table.entries.items():
        changed = {name: value for name, value in entry.items() if name in assumptions}
        wrong = [fault for name in changed for fault in number_faults(table, key, entry, name)]
        if not changed:
            wrong.append(table.finding(key, None, f"[{key}] changes no assumption", "add a line: assumption = value"))
        findings += wrong
        if not wrong and {"name", "note"} <= set(entry):
            overrides = {name: as_pair(value) for name, value in changed.items()}
            scenarios[key] = Scenario(key, entry["name"], entry["note"], overrides)
    return scenarios
