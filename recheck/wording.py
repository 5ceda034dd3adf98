"""Running text: every digit in it belongs to a product's name, a date or a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from recheck.numerals import NotANumeral, date_pattern, numeral_pattern, read_date, read_numeral
from recheck.tongues import Tongue

# Written by hand on the pages; nothing else with a digit in it is.
PRODUCT_NAMES = (
    "Llama 2 70B", "Llama 2", "H100", "GPT-4", "DALL·E 3", "DiT-XL/2", "BF16", "ImageNet-1k", "CC BY 4.0",
    "H200", "H800", "Open-Sora 2.0", "Open-Sora 1.2", "Open-Sora 1.0", "Seaweed-7B", "Wan 2.1", "FlashAttention-3",
    "Llama 3", "Sora 2",
)  # fmt: skip
NAME = re.compile(rf"(?<![0-9A-Za-z.,-])(?:{'|'.join(map(re.escape, PRODUCT_NAMES))})(?![0-9]|[.,-][0-9])")
# Superscripts, fractions and numbers in circles are digits too: a page may not hide a number in them.
DIGIT = re.compile("[\\d²³¹¼-¾⁰-₉⅐-↋①-⒛⓪-⓿❶-➓]")
DIGITS = re.compile(rf"(?:{DIGIT.pattern})+")
TAKEN = "\x00"


class Token(NamedTuple):
    """A name, a date or a number in a text: what it says, whatever the language, and its place in the text.

    `kind` is name, date, number, or digits for what is none of these.
    """

    kind: str
    value: object
    start: int
    end: int


def read_wording(text: str, tongue: Tongue) -> list[Token]:
    """Everything in a text that has digits."""
    if not DIGIT.search(text):
        return []
    tokens = []
    for token in (*_names(text), *_dates(text, tongue)):
        if TAKEN not in text[token.start : token.end]:
            text = text[: token.start] + TAKEN * (token.end - token.start) + text[token.end :]
            tokens.append(token)
    for token in _numbers(text, tongue):
        text = text[: token.start] + TAKEN * (token.end - token.start) + text[token.end :]
        tokens.append(token)
    return tokens + [Token("digits", it.group(), it.start(), it.end()) for it in DIGITS.finditer(text)]


def _names(text: str) -> Iterator[Token]:
    return (Token("name", found.group(), found.start(), found.end()) for found in NAME.finditer(text))


def _dates(text: str, tongue: Tongue) -> Iterator[Token]:
    """Dates to the day first. A year alone is a date only if a word of the language says so (2016年)."""
    for precision in range(3):
        for found in date_pattern(tongue, precision).finditer(text):
            if not found.group().isdigit():
                yield Token("date", read_date(found.group(), tongue), found.start(), found.end())


def _numbers(text: str, tongue: Tongue) -> Iterator[Token]:
    for found in numeral_pattern(tongue).finditer(text):
        try:
            yield Token("number", read_numeral(found.group(), tongue).ends, found.start(), found.end())
        except NotANumeral:
            continue
