"""The inputs: assumptions, printed values, sources, dates and scenarios, each read strictly from its file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from calc.errors import Finding
from calc.fields import Entry, as_pair, choice_faults, date_faults, number_faults, text_faults, unit_faults
from calc.tables import Table
from calc.units import base_factor

KINDS = ("measured", "reported", "guessed", "chosen")
SEEN = ("primary", "transcription", "abstract", "secondary")
TITLE_LANGUAGES = ("en", "fr")
PRECISIONS = ("day", "month", "year")
EDITIONS = ("ja", "en", "ko", "zh", "vi")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+/[!-~]*")
BASE = "as_estimated"

ASSUMPTION_KEYS = {"name", "value", "unit", "kind", "source", "as_of", "check_by", "note"}
PRINTED_KEYS = {"name", "editions", "rows"}
SOURCE_KEYS = {"short", "authors", "title", "container", "url", "seen"}
SOURCE_EXTRAS = {"year", "language"}
DATE_KEYS = {"name", "date", "precision", "source"}
SCENARIO_KEYS = {"name", "note"}


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
    """An entry of the bibliography. `year` is None where the source bears no date; `language` is that of the title."""

    key: str
    short: str
    authors: str
    title: str
    container: str
    url: str
    seen: str
    year: int | None = None
    language: str = "en"


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
    """Named overrides of assumptions, in the assumptions' own units; the one called `BASE` has none.

    `sources` are what the overriding values come from, as keys of the bibliography.
    """

    key: str
    name: str
    note: str
    sources: tuple[str, ...]
    overrides: Mapping[str, tuple[Decimal, Decimal]]


@lru_cache(maxsize=1024)
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
    findings += table.check_keys(SOURCE_KEYS, SOURCE_EXTRAS)
    sources = {}
    for key, entry in table.entries.items():
        if set(entry) - SOURCE_EXTRAS != SOURCE_KEYS:
            continue
        wrong = text_faults(table, key, entry, "short", "authors", "title", "container", "url")
        wrong += choice_faults(table, key, entry, "seen", SEEN)
        if "language" in entry:
            wrong += choice_faults(table, key, entry, "language", TITLE_LANGUAGES)
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


def read_scenarios(
    table: Table,
    names: Collection[str],
    assumptions: Mapping[str, Assumption],
    sources: Mapping[str, Source],
    findings: list[Finding],
) -> dict[str, Scenario]:
    """The scenarios by name; what is wrong with any is added to `findings`.

    `names` are those that may be overridden, also of assumptions with a fault of their own.
    """
    findings += table.check_keys(SCENARIO_KEYS, {"source", *names})
    if BASE not in table.entries:
        fix = f"add [{BASE}] with its name and note"
        findings.append(Finding(table.file, 1, f'no scenario is named "{BASE}"', fix))
    scenarios = {}
    for key, entry in table.entries.items():
        if not set(entry) >= SCENARIO_KEYS:
            continue
        wrong = text_faults(table, key, entry, *sorted(SCENARIO_KEYS))
        changed = [name for name in entry if name in names]
        wrong += _source_faults(table, key, entry, sources)
        wrong += _override_faults(table, key, entry, changed, assumptions)
        findings += wrong
        if not wrong:
            overrides = {name: as_pair(value) for name, value in entry.items() if name in assumptions}
            cited = tuple(_as_list(entry.get("source", [])))
            scenarios[key] = Scenario(key, entry["name"], entry["note"], cited, overrides)
    return scenarios


def _as_list(value: Any) -> list[Any]:
    """One value, or a list of several, as a list."""
    return value if isinstance(value, list) else [value]


def _source_faults(table: Table, key: str, entry: Entry, sources: Mapping[str, Source]) -> list[Finding]:
    """For `source`: a key of the bibliography, or a list of several."""
    cited = [{"source": source} for source in _as_list(entry.get("source", []))]
    return [fault for one in cited for fault in choice_faults(table, key, one, "source", sources)]


def _override_faults(
    table: Table, key: str, entry: Entry, changed: list[str], assumptions: Mapping[str, Assumption]
) -> Iterator[Finding]:
    """The base overrides nothing, every other scenario something; a value lies within its assumption's range."""
    if key == BASE and changed:
        fix = "take the line out, or give the scenario another name"
        yield table.finding(key, changed[0], f"[{BASE}] changes {changed[0]}", fix)
    elif key != BASE and not changed:
        yield table.finding(key, None, f"[{key}] changes no assumption", "add a line: assumption = value")
    for name in changed:
        faults = number_faults(table, key, entry, name)
        yield from faults or (_range_faults(table, key, entry, assumptions[name]) if name in assumptions else ())


def _range_faults(table: Table, key: str, entry: Entry, assumption: Assumption) -> Iterator[Finding]:
    name, low, high = assumption.key, assumption.low, assumption.high
    least, most = as_pair(entry[name])
    if low is not None and high is not None and not low <= least <= most <= high:
        numbers = " to ".join(dict.fromkeys((str(least), str(most))))
        problem = f"{name} of {key}: found {numbers}, outside low {low} and high {high}"
        yield table.finding(key, name, problem, f"correct the value, or widen the range of {name}")
