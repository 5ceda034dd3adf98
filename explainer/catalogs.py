"""Gettext catalogs: one per page and language, with `site` for the theme’s words and `model` for the model's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.plurals import get_plural

from calc.errors import Finding
from explainer.languages import Language
from explainer.po_files import FIX, header_faults, po_faults, read_text

SITE, MODEL = "site", "model"
TITLE, DESCRIPTION = "title of the page", "description of the page, for search engines"


@dataclass(frozen=True)
class Message:
    """An English text to translate, and what a translator should know of it."""

    text: str
    plural: str = ""
    place: tuple[str, int] = ("", 0)
    comment: str = ""


@dataclass(frozen=True)
class Translation:
    """A message's text in one language (two or more forms where the language has a plural), and where it stands."""

    forms: tuple[str, ...]
    file: str
    line: int


@dataclass
class Catalog:
    """The translations of one domain into one language."""

    file: str
    translations: Mapping[tuple[str, str], Translation] = field(default_factory=dict)
    places: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """The line of every message that is not obsolete, translated or not."""

    def find(self, text: str, plural: str = "") -> Translation | None:
        """The translation of a message, or None where it is missing or fuzzy."""
        return self.translations.get((text, plural))


def domain_of(page: str) -> str:
    """The catalog of a page: "compute/demand.md" has "compute-demand"."""
    return page.removesuffix(".md").replace("/", "-")


def catalog_path(root: Path, language: str, domain: str) -> Path:
    """Where a catalog stands."""
    return root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalog(root: Path, language: str, domain: str, findings: list[Finding], plurals: int = 1) -> Catalog:
    """One catalog, empty if the file is missing; a file that is not sound is added to `findings`.

    `plurals` is how many forms a plural message has in the language.

    Fuzzy and obsolete entries count as untranslated.
    """
    path = catalog_path(root, language, domain)
    file = path.relative_to(root).as_posix()
    if not path.exists():
        return Catalog(file)
    parsed = _parse(path, file, language, plurals, findings)
    translations: dict[tuple[str, str], Translation] = {}
    places: dict[tuple[str, str], int] = {}
    lines = path.read_text(encoding="utf-8").split("\n") if parsed else []
    for entry in [entry for entry in parsed or () if not entry.obsolete]:
        key, line = (entry.msgid, entry.msgid_plural or ""), _line_of_msgstr(lines, entry.linenum)
        if key in places:
            fix = f"keep one of them; the other stands in line {places[key]}"
            findings.append(Finding(file, line, f'the message "{entry.msgid[:60]}" stands twice', fix))
        places[key] = line
        forms = tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)) or (entry.msgstr,)
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(plurals)):
            fix = f"give {plurals}: msgstr[0]" + ("" if plurals == 1 else " and so on")
            findings.append(Finding(file, line, f"{len(forms)} plural forms of this message", fix))
        elif not entry.fuzzy and all(form.strip() for form in forms):
            translations[key] = Translation(forms, file, line)
    return Catalog(file, translations, places)


def _line_of_msgstr(lines: list[str], start: int) -> int:
    """The line of the translation in the entry that begins at a line."""
    numbers = range(start, len(lines) + 1)
    return next((number for number in numbers if lines[number - 1].startswith("msgstr")), start)


def read_entries(root: Path, language: Language, domain: str, findings: list[Finding]) -> list[polib.POEntry]:
    """A catalog's entries with all that translators wrote beside them; none, with findings, if it is not sound."""
    path, plurals = catalog_path(root, language.code, domain), get_plural(language.locale).num_plurals
    if not path.exists():
        return []
    parsed = _parse(path, path.relative_to(root).as_posix(), language.code, plurals, findings)
    return [entry for entry in parsed or () if not entry.obsolete]


def _parse(path: Path, file: str, language: str, plurals: int, findings: list[Finding]) -> polib.POFile | None:
    """The file as polib reads it, after our own grammar has accepted every line; None, with findings, if it has not."""
    text, faults = read_text(path, file)
    faults = faults or list(po_faults(file, text))
    findings += faults
    if faults:
        return None
    try:
        parsed = polib.pofile(text)
    except (OSError, ValueError, IndexError) as error:
        place = re.search(r"line (\d+)", str(error))
        findings.append(Finding(file, int(place[1]) if place else 1, f"not a PO file: {error}", FIX))
        return None
    findings += header_faults(file, text, parsed, language, plurals)
    return parsed


def template(messages: list[Message], language: str, plural_forms: str) -> polib.POFile:
    """The messages of one domain as an untranslated catalog, in their order, repeated ones joined."""
    catalog = polib.POFile(wrapwidth=0)
    catalog.metadata = {
        "Project-Id-Version": "kensan",
        "PO-Revision-Date": "2026-11-20 00:00+0000",
        "Last-Translator": "The Kensan authors",
        "Language-Team": language,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for message in messages:
        entry = entries.get((message.text, message.plural))
        if entry is None:
            entry = polib.POEntry(msgid=message.text, comment=message.comment, flags=_flags(message))
            if message.plural:
                entry.msgid_plural = message.plural
                count = int(plural_forms.removeprefix("nplurals=")[0])
                entry.msgstr_plural = dict.fromkeys(range(count), "")
            entries[message.text, message.plural] = entry
            catalog.append(entry)
        # A file without a line: a moved paragraph is then no change to any catalog.
        if (message.place[0], "") not in entry.occurrences:
            entry.occurrences.append((message.place[0], ""))
    return catalog


def _flags(message: Message) -> list[str]:
    return ["python-brace-format"] if "{" in message.text else []
