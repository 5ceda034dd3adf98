"""What stands right beside a number: nothing that makes another number of it, and no second unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from explainer.checks.case import Case, Fault
from explainer.checks.numerals import ALL_SCALES

SIGNS = set("-−–—+±~～〜≈≒≃<>＜＞≤≥×·*/／÷^=＝√+＋－∓٪")
SPACE = " \u00a0\u202f\u2009\u3000"
PARTING = SPACE + ",.·'’"  # what does not part two digits for a reader
HAN_DIGITS = "〇零二三四五六七八九"
PERCENT = re.compile(
    r"[%％‰﹪٪]|percent|per cent|パーセント|퍼센트|프로(?!그|젝|세|토|필)|phần trăm|百分|pct\b", re.IGNORECASE
)
MONEY = re.compile(r"[$＄¥￥₩￦₫€£元円원]")
LETTER = re.compile(r"[A-Za-z]+")

Look = Callable[[str, str, str], str]
"""What is wrong beside a placeholder, from the text before it, its name and the text after it; empty if nothing is."""


def _beside(
    case: Case, what: str, look: Look, fix: str = "leave the number alone: it is printed whole"
) -> Iterator[Fault]:
    """A fault for the first placeholder beside which something stands that the English does not have there."""
    for before, name, after in case.neighbours:
        found = look(before, name, after)
        if found:
            yield Fault(f'{what} beside {{{name}}}: "{found}"', fix)
            return


def glued_digits(case: Case) -> Iterator[Fault]:
    """A digit of any script beside a number: 0 makes it ten times as large."""

    def look(before: str, name: str, after: str) -> str:
        for text in (before.rstrip(PARTING)[-1:], after.lstrip(PARTING)[:1]):
            if text and (unicodedata.category(text)[0] == "N" or text in HAN_DIGITS):
                return text
        return ""

    yield from _beside(case, "a digit", look)


def glued_signs(case: Case) -> Iterator[Fault]:
    """A minus, a tilde, a multiplication or a root that the English does not have there."""

    def look(before: str, name: str, after: str) -> str:
        before_english, after_english = case.english_neighbours.get(name, ("", ""))
        left, right = before[-1:], after[:1]
        if left in SIGNS and before_english.rstrip()[-1:] != left and not before.endswith(("**", "__")):
            return left
        spaced = right in SIGNS and after_english.lstrip()[:1] != right and not after.startswith(("**", "—", "–"))
        return right if spaced else ""

    yield from _beside(case, "a sign", look)


def glued_percent(case: Case) -> Iterator[Fault]:
    """A percent sign or word: a share is printed with its own."""

    def look(before: str, name: str, after: str) -> str:
        after_english = case.english_neighbours.get(name, ("", ""))[1]
        for found in (PERCENT.match(after.lstrip(SPACE)), PERCENT.search(before.rstrip(SPACE)[-1:])):
            if found and not PERCENT.match(after_english.lstrip(SPACE)):
                return found.group()
        return ""

    yield from _beside(case, "a percent sign", look)


def glued_scales(case: Case) -> Iterator[Fault]:
    """A scale word in any language: 万 makes a number ten thousand times as large."""
    benign = _pattern(case.habits.after_look_alikes)

    def look(before: str, name: str, after: str) -> str:
        rest = after.lstrip(SPACE)
        if benign and benign.match(rest):
            return ""
        found = ALL_SCALES.match(rest)
        return found.group() if found else (before[-1:] if _is_scale(before[-1:]) else "")

    yield from _beside(case, "a scale word", look)


def glued_units(case: Case) -> Iterator[Fault]:
    """A unit after a number that is printed with its own, or money beside one that the English has not."""
    units, benign = _pattern(case.habits.units), _pattern(case.habits.after_look_alikes)

    def look(before: str, name: str, after: str) -> str:
        before_english, after_english = case.english_neighbours.get(name, ("", ""))
        for text, english in ((before[-1:], before_english[-1:]), (after[:1], after_english[:1])):
            if MONEY.match(text) and text != english and not (case.is_pattern and "$" in case.source):
                return text
        stated = case.stated.get(name)
        rest = after.lstrip(SPACE)
        if stated is None or not stated.has_unit or units is None or (benign and benign.match(rest)):
            return ""
        found = units.match(rest)
        return found.group() if found else ""

    yield from _beside(case, "a unit", look, "delete it: the number is printed with its unit")


def glued_letters(case: Case) -> Iterator[Fault]:
    """A Latin letter right after a number, such as the k of a thousand, that the English does not have there."""

    def look(before: str, name: str, after: str) -> str:
        after_english = case.english_neighbours.get(name, ("", ""))[1]
        found = LETTER.match(after)
        if not found or case.is_pattern or after_english.lstrip().startswith(found.group()):
            return ""
        known = found.group() in case.source or found.group() in case.habits.latin
        return "" if known and len(found.group()) > 1 else found.group()

    yield from _beside(case, "a letter", look, "put a space or a word between, and no abbreviation of a scale")


def _is_scale(text: str) -> bool:
    return bool(text) and ALL_SCALES.fullmatch(text) is not None


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words, the longest first; a word in letters that use spaces ends where a word ends."""
    if not words:
        return None
    pieces = (
        re.escape(it) + (r"\b" if it.isascii() or " " in it else "") for it in sorted(words, key=len, reverse=True)
    )
    return re.compile("|".join(pieces), re.IGNORECASE)
