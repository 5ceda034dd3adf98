"""Numbers that a person typed where the machine prints them: digits of any script, and numbers in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

from explainer.checks.case import Case, Fault
from explainer.checks.numerals import numbers_in
from explainer.checks.placeholders import braced
from explainer.pages import typed_digits
from explainer.tokens import placeholders

PERCENT_WORD = re.compile(
    r"百分之[零〇一二三四五六七八九十百两\s]+|[零〇一二三四五六七八九十百半]+(?:パーセント|割(?![りかとぐ引合当愛れ]))"
    r"|[二三四五六七八九]成(?![立果功形为就长员分本型品年])"
    r"|(?<![가-힣])(?:[영일이삼사오육칠팔구십백]+|열|스물|쉰|절반)\s?(?:퍼센트|프로(?![가-힣]))"
    r"|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|trăm)\s+phần trăm"
)
SOURCE_PERCENT = re.compile(r"per\s?cent|%|half|quarter|fifth|tenth", re.IGNORECASE)


def typed_numbers(case: Case) -> Iterator[Fault]:
    """A digit, also one in a circle, a fraction, a Roman numeral's own character, or an entity."""
    digits = typed_digits(html.unescape(case.words))
    if digits and not typed_digits(case.english):
        yield Fault(f'number typed by hand: "{digits}"', _fix(case))


def number_words(case: Case) -> Iterator[Fault]:
    """一千五百万, 천오백만, mười lăm triệu: a number above ten in words that the English does not say."""
    said = _said(case.english)
    text = case.habits.not_numbers.sub("·", case.words)
    for words, value in numbers_in(text, ("english", *case.habits.numerals)):
        if value not in said:
            yield Fault(f'number written in words: "{words}"', _fix(case))
            return


@lru_cache(8192)
def _said(english: str) -> frozenset[int]:
    return frozenset(value for _, value in numbers_in(english, ("english",)))


def percent_words(case: Case) -> Iterator[Fault]:
    """百分之五, 오 퍼센트, năm phần trăm: a share in words."""
    found = PERCENT_WORD.search(case.words)
    if found and not SOURCE_PERCENT.search(case.english):
        yield Fault(f'share written in words: "{found.group()}"', _fix(case))


def _fix(case: Case) -> str:
    names = braced(dict.fromkeys(placeholders(case.source)))
    return f"use the placeholders of the English: {names or 'it has none'}"
