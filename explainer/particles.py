"""Korean particles: which of two forms follows a number depends on how the number is read aloud.

A translator writes both, as in `{break_even}은(는)`, and the one that fits is printed, also after an assumption
has changed. Where a number ends with its unit, as in 장 or 분, the fitting one may be written alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from explainer.tokens import PLACEHOLDER

PAIRS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
PAIR = re.compile(PLACEHOLDER.pattern + "(" + "|".join(map(re.escape, PAIRS)) + ")")
READ = {
    **dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True)),
    "%": "퍼센트", "FLOP": "플롭", "FLOP/s": "초", "GPU": "유", "bit": "트", "$": "러",
}  # fmt: skip
ENDING = re.compile(r"(?:FLOP/s|FLOP|GPU|bit|[%$0-9가-힣])(?=[)\s]*$)")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
ZEROS = ("", "십", "백", "천", "만", "만", "만", "만")


def last_syllable(printed: str) -> str:
    """The syllable with which a printed number ends when it is read aloud; empty if nobody can say."""
    text = printed.translate(SUPERSCRIPTS)
    whole = re.search(r"(?<![\d.,])[1-9][\d,]*0$", text)
    if whole:
        digits = whole.group().replace(",", "")
        zeros = len(digits) - len(digits.rstrip("0"))
        return ZEROS[zeros] if zeros < len(ZEROS) else "억"
    found = ENDING.search(text)
    if found is None:
        return ""
    return READ.get(found.group(), found.group())[-1]


def ends_in(printed: str) -> str:
    """What the last syllable ends in: "vowel", "consonant", "l" (the ㄹ of 로), or nothing if nobody can say."""
    syllable = last_syllable(printed)
    if not "가" <= syllable <= "힣":
        return ""
    tail = (ord(syllable) - ord("가")) % 28
    return "vowel" if tail == 0 else "l" if tail == 8 else "consonant"


def choose(text: str, printed: Callable[[str], str]) -> str:
    """A Korean message with the fitting particle for each pair that follows a placeholder."""

    def chosen(found: re.Match[str]) -> str:
        both = PAIRS[found[2]]
        return f"{{{found[1]}}}" + form(both, ends_in(printed(found[1])))

    return PAIR.sub(chosen, text)


def form(both: tuple[str, str], end: str) -> str:
    """Of two forms the one after a consonant or a vowel; 로 follows ㄹ too."""
    after_consonant = end == "consonant" or (end == "l" and both != PAIRS["(으)로"])
    return both[0] if after_consonant else both[1]
