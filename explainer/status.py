"""How far each translation is: by language and page, in numbers and by whose hand.

A translator's comment above a message says whose: `# machine`, `# human` or `# reviewed` (by a second person).
Nothing else is known of a message without one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from calc.errors import Finding
from explainer.catalogs import read_entries
from explainer.languages import Language, source_language

HANDS = ("machine", "human", "reviewed")
UNMARKED = "unmarked"
STATUS_FILE, BADGE = "translations.json", "translation.svg"


@dataclass(frozen=True)
class Status:
    """One catalog: how many messages it has, and how many of each kind."""

    language: str
    catalog: str
    messages: int
    translated: int
    stale: int
    hands: Mapping[str, int]

    @property
    def missing(self) -> int:
        """The messages without any translation."""
        return self.messages - self.translated - self.stale

    def as_dict(self) -> dict[str, int]:
        """For programs."""
        return {
            "messages": self.messages, "translated": self.translated, "stale": self.stale, "missing": self.missing,
            **self.hands,
        }  # fmt: skip


def status(root: Path, languages: Mapping[str, Language], findings: list[Finding]) -> list[Status]:
    """Every catalog of every translation; one that is not sound is added to `findings` and counts as empty."""
    source = source_language(languages)
    names = sorted({path.stem for path in (root / "locales").glob("*/LC_MESSAGES/*.po")})
    translations = [language for language in languages.values() if language is not source]
    return [_status(root, language, name, findings) for language in translations for name in names]


def _status(root: Path, language: Language, domain: str, findings: list[Finding]) -> Status:
    entries = read_entries(root, language, domain, findings)
    done = [entry for entry in entries if _is_translated(entry)]
    hands = {hand: sum(_hand(entry) == hand for entry in done) for hand in (*HANDS, UNMARKED)}
    stale = sum(entry.fuzzy for entry in entries)
    return Status(language.code, domain, len(entries), len(done), stale, hands)


def _is_translated(entry: polib.POEntry) -> bool:
    forms = [*entry.msgstr_plural.values()] or [entry.msgstr]
    return not entry.fuzzy and all(form.strip() for form in forms)


def _hand(entry: polib.POEntry) -> str:
    """Whose a translation is, by the first word of the translator's comment."""
    words = entry.tcomment.split()
    return words[0] if words and words[0] in HANDS else UNMARKED


def total(found: Iterable[Status], language: str) -> Status:
    """All catalogs of a language together."""
    own = [it for it in found if it.language == language]
    hands = {hand: sum(it.hands[hand] for it in own) for hand in (*HANDS, UNMARKED)}
    counts = (sum(it.messages for it in own), sum(it.translated for it in own), sum(it.stale for it in own))
    return Status(language, "all", *counts, hands)


def as_text(found: list[Status]) -> Iterator[str]:
    """A table for the terminal."""
    columns = ("messages", "translated", "stale", "missing", *HANDS, UNMARKED)
    width = max(len(it.catalog) for it in found)
    yield f"{'':{width + 4}}" + "".join(f"{column:>12}" for column in columns)
    for language in dict.fromkeys(it.language for it in found):
        for row in (*[it for it in found if it.language == language], total(found, language)):
            counts = row.as_dict()
            yield f"{language:4}{row.catalog:{width}}" + "".join(f"{counts[column]:>12}" for column in columns)


def as_data(found: list[Status]) -> dict[str, dict[str, object]]:
    """By language: all together, and each catalog."""
    return {
        language: {
            **total(found, language).as_dict(),
            "catalogs": {it.catalog: it.as_dict() for it in found if it.language == language},
        }
        for language in dict.fromkeys(it.language for it in found)
    }


def as_json(found: list[Status]) -> str:
    """The same as JSON."""
    return json.dumps(as_data(found), ensure_ascii=False, indent=1) + "\n"


def badge(whole: Status, name: str) -> str:
    """A small picture: the language, and how much of it is translated."""
    share = f"{100 * whole.translated // max(whole.messages, 1)}%"
    width = 64 + 12 * len(name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{name}: {share}">'
        f'<rect width="{width}" height="20" rx="3" fill="#1b3a5c"/>'
        f'<text x="8" y="14" fill="#fff" font-family="sans-serif" font-size="12">{name} {share}</text></svg>\n'
    )
