"""How each language is written, as far as the checks of translations ask: locales/habits.toml and the glossary."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from calc.errors import Finding, KensanError

FILE, GLOSSARY = "locales/habits.toml", "locales/glossary.toml"
NAMES = "names"


@dataclass(frozen=True)
class Term:
    """A term of the glossary in one language."""

    english: str
    rendering: str
    required: bool
    banned: tuple[str, ...]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(re.sub(r"\s*\([^)]*\)\s*", "", self.english).casefold().split(" / "))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The term in an English text, in the singular or the plural."""
        return re.compile("|".join(rf"\b{re.escape(name)}s?\b" for name in self._names))

    @cached_property
    def renderings(self) -> tuple[str, ...]:
        """Each way of saying it that "A(B) / C" allows."""
        found: dict[str, None] = {}
        for part in re.split(r"\s*/\s*(?!s\b)", self.rendering):
            inner = [piece.strip() for group in re.findall(r"\(([^)]*)\)", part) for piece in group.split(",")]
            found |= dict.fromkeys([re.sub(r"\s*\([^)]*\)\s*", "", part), *inner, re.sub(r"[()]", "", part)])
        return tuple(it for it in found if it)

    def found_in(self, english: str) -> bool:
        """Whether an English text has the term."""
        text = english.casefold()
        return any(name in text for name in self._names) and self._pattern.search(text) is not None

    def rendered_in(self, text: str) -> bool:
        """Whether a translation has one of its renderings."""
        return any(it.casefold() in text.casefold() for it in self.renderings)


@dataclass(frozen=True)
class Habits:
    """One language; see locales/habits.toml for what each field means."""

    scripts: tuple[str, ...] = ()
    charset: str = ""
    full_width: bool = False
    particles: bool = False
    numerals: tuple[str, ...] = ()
    number_look_alikes: tuple[str, ...] = ()
    after_look_alikes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()
    letters: str = ""
    no_marks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    joiners: str = ""
    dropped: tuple[str, ...] = ()

    @cached_property
    def known_latin(self) -> frozenset[str]:
        """The words in Latin letters that any translation may have, in small letters, and their parts."""
        known = {word.casefold() for word in (*self.latin, *self.names)}
        return frozenset(known | {part for word in known for part in re.split(r"[-/ ]", word)})

    @cached_property
    def not_numbers(self) -> re.Pattern[str]:
        """The words that look like numbers and are none."""
        longest_first = sorted(self.number_look_alikes, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)

    @property
    def is_latin(self) -> bool:
        """Whether the language itself is written in Latin letters."""
        return self.scripts == ("LATIN",)


def read_habits(root: Path, language: str) -> Habits:
    """The habits of a language. Raises KensanError for a file that is no TOML or has an unknown key."""
    written, glossary = _read(root, FILE), _read(root, GLOSSARY)
    own = written.get(language, {})
    known = {field.name for field in fields(Habits)} - {NAMES, "terms"}
    unknown = sorted(set(own) - known)
    if unknown:
        fix = f"use one of: {', '.join(sorted(known))}"
        raise KensanError([Finding(FILE, 1, f'[{language}] has an unknown key "{unknown[0]}"', fix)])
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in own.items()}
    terms = tuple(_term(entry, language) for entry in glossary.get("term", ()) if language in entry)
    return Habits(**values, names=tuple(written.get(NAMES, {}).get("kept", ())), terms=terms)


def _term(entry: Mapping[str, Any], language: str) -> Term:
    banned = tuple(entry.get("avoid", {}).get(language, ()))
    return Term(entry["en"], entry[language], bool(entry.get("required")), banned)


def _read(root: Path, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads((root / file).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = re.search(r"line (\d+)", str(error))
        finding = Finding(file, int(place[1]) if place else 1, f"not valid TOML: {error}", "mend the line")
        raise KensanError([finding]) from None
