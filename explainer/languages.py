"""The registry of languages, with what CLDR knows about each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from calc.errors import Finding, refuse
from calc.tables import Table, read_table

CODE = re.compile(r"[a-z]{2,3}")
FIELDS = {
    "tag": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
    "locale": re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})*"),
    "name": re.compile(r"[^\W\d][^\d<>&]*"),
    "range": re.compile(r"[^\w\s<>&]"),
    "smallest_scale": re.compile(r"[3-9]|1[0-2]"),
    "day": re.compile(r"[^<>&]+"),
}
KEYS = {"tag", "locale", "name", "range", "smallest_scale", "shared_scale", "counter_gap", "day"}


@dataclass(frozen=True)
class Language:
    """One language of the site; see locales/languages.toml for what each field means."""

    code: str
    tag: str
    locale: str
    name: str
    range: str
    smallest_scale: int
    shared_scale: bool
    counter_gap: bool
    day: str
    prefix: str

    @cached_property
    def cldr(self) -> Locale:
        """Babel's data for this language."""
        return Locale.parse(self.locale)

    @cached_property
    def decimal_mark(self) -> str:
        """What stands between units and tenths."""
        return str(self.cldr.number_symbols["latn"]["decimal"])

    @cached_property
    def group_mark(self) -> str:
        """What stands between thousands and hundreds."""
        return str(self.cldr.number_symbols["latn"]["group"])

    @cached_property
    def scales(self) -> tuple[tuple[int, str], ...]:
        """(power of ten, pattern such as "0 million" or "0万"), largest first, from `smallest_scale` on."""
        formats = self.cldr.compact_decimal_formats
        forms = (formats.get("long") or formats["short"])["other"]
        scales: dict[str, int] = {}
        for size, pattern in forms.items():
            power = len(size) - 1
            word = pattern.pattern.strip("0")
            if word and power >= self.smallest_scale:
                zeros = pattern.pattern.count("0")
                scales.setdefault("0" + word, power - zeros + 1)
        return tuple(sorted(((power, pattern) for pattern, power in scales.items()), reverse=True))

    @cached_property
    def percent_pattern(self) -> str:
        """CLDR's percent pattern, with {number} for the number."""
        return str(self.cldr.percent_formats[None].pattern).replace("#,##0", "{number}")


def read_languages(root: Path) -> dict[str, Language]:
    """The languages by code, in order. Raises KensanError for an incomplete entry or a locale that CLDR lacks."""
    table = read_table(root / "locales" / "languages.toml", root)
    findings: list[Finding] = table.check_keys(KEYS, set())
    languages = {}
    for position, (code, entry) in enumerate(table.entries.items()):
        if set(entry) != KEYS:
            continue
        if faults := _faults(table, code, entry):
            findings += faults
            continue
        languages[code] = Language(code=code, prefix=f"{code}/" if position else "", **entry)
    refuse(findings)
    return languages


def _faults(table: Table, code: str, entry: Mapping[str, Any]) -> list[Finding]:
    """For a field of the wrong type, a locale that CLDR lacks, or a pattern that prints no date."""
    wrong = [name for name, pattern in FIELDS.items() if not pattern.fullmatch(str(entry[name]))]
    wrong += [name for name in ("shared_scale", "counter_gap") if type(entry[name]) is not bool]
    wrong += ["smallest_scale"] if type(entry["smallest_scale"]) is not int else []
    faults = [
        table.finding(code, name, f"{name} of {code}: found {entry[name]!r}", f"see {name} above") for name in wrong
    ]
    if not CODE.fullmatch(code):
        faults.append(table.finding(code, None, f'"{code}" is no language code', "use two or three small letters"))
    if faults:
        return faults
    try:
        format_date(datetime.date(2024, 2, 1), entry["day"], locale=Locale.parse(entry["locale"]))
    except (UnknownLocaleError, ValueError, KeyError):
        fix = 'use a locale of CLDR, such as zh_Hans, and "long" or a pattern in CLDR\'s letters for the day'
        problem = f'locale "{entry["locale"]}" with day "{entry["day"]}" is not known'
        return [table.finding(code, "locale", problem, fix)]
    return []


def source_language(languages: Mapping[str, Language]) -> Language:
    """The language that the pages are written in: the first of the registry."""
    return next(iter(languages.values()))
