"""The registry of languages, with what CLDR knows about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from babel import Locale, UnknownLocaleError

from calc.errors import Finding, refuse
from calc.tables import read_table

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
        try:
            Locale.parse(entry["locale"])
        except (UnknownLocaleError, ValueError):
            fix = "use a locale of CLDR, such as zh_Hans"
            findings.append(table.finding(code, "locale", f'unknown locale "{entry["locale"]}"', fix))
            continue
        languages[code] = Language(code=code, prefix=f"{code}/" if position else "", **entry)
    refuse(findings)
    return languages


def source_language(languages: Mapping[str, Language]) -> Language:
    """The language that the pages are written in: the first of the registry."""
    return next(iter(languages.values()))
