"""Characters: only those that a reader sees and that the language has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from explainer.checks.case import Case, Fault

NOT_SEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
BLANKS = "\ufffd\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0"
PLAIN_SPACES = " \n\u00a0\u3000"
KEPT_FORMS = set("…～，、。（）：；！？「」『』《》〈〉“”‘’・\u00a0\u3000％＋－／＝")
"""Characters of East Asian text that NFKC would replace, and that are right there."""


def line_breaks(case: Case) -> Iterator[Fault]:
    """A message is one line."""
    if "\n" in case.text and "\n" not in case.source:
        yield Fault("a line break", "write the message as one line")


def invisible_characters(case: Case) -> Iterator[Fault]:
    """Controls, marks of direction, private use, joiners, blanks that look like nothing, odd spaces."""
    for column, character in enumerate(case.text, 1):
        category = unicodedata.category(character)
        odd = category in NOT_SEEN or character in BLANKS or 0xFE00 <= ord(character) <= 0xFE0F
        odd = odd or (category == "Zs" and character not in PLAIN_SPACES)
        if odd and character != "\n" and character not in case.habits.joiners:
            yield Fault(f"invisible character {_named(character)} in column {column}", "delete it")
            return


def look_alike_characters(case: Case) -> Iterator[Fault]:
    """A letter that looks like another: 𝐒, Ｓ, ſ; and Latin letters that neither language has."""
    for column, character in enumerate(case.text, 1):
        if character.isascii() or character in case.source or character in KEPT_FORMS:
            continue
        folded = unicodedata.normalize("NFKC", character) != character and unicodedata.category(character)[0] != "N"
        stranger = script_of(character) == "LATIN" and character.casefold() not in case.habits.letters
        if folded or (stranger and case.habits.scripts):
            yield Fault(f"look-alike character {_named(character)} in column {column}", "type the plain letter")
            return


def other_script(case: Case) -> Iterator[Fault]:
    """A letter of a script, or a Han character of a standard, that the language is not written in."""
    if not case.habits.scripts:
        return
    allowed = {"LATIN", *case.habits.scripts}
    for column, character in enumerate(case.text, 1):
        if (
            character.isascii()
            or character in case.source
            or not unicodedata.category(character).startswith(("L", "S"))
        ):
            continue
        script = script_of(character)
        strange = character.isalpha() and script not in allowed and character not in case.habits.letters
        if strange or (script == "CJK" and not _encodable(character, case.habits.charset)):
            problem = f'"{character}" in column {column} ({script.title()}) is not a letter of this language'
            yield Fault(problem, "type the letter of the language that looks like it")
            return


def accents_apart(case: Case) -> Iterator[Fault]:
    """Letters and accents stored apart, which no search finds."""
    if unicodedata.normalize("NFC", case.text) != case.text:
        yield Fault("letters and accents are stored apart (not NFC)", "save the text in Unicode normal form C")


def piled_marks(case: Case) -> Iterator[Fault]:
    """More marks on a letter than any of our languages has."""
    found = re.search(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]", case.text)
    if found and found.group() not in case.source:
        yield Fault(f"a loose mark, {_named(found.group())}", "delete it")


@lru_cache(4096)
def script_of(character: str) -> str:
    """The first word of a character's name, which for a letter is its script."""
    return unicodedata.name(character, "UNKNOWN").split()[0].removesuffix("-")


@lru_cache(4096)
def _encodable(character: str, charset: str) -> bool:
    """Whether a national standard has the character; it has those of its own way of writing alone."""
    try:
        character.encode(charset or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _named(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")
