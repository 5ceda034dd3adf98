"""Printed numbers and dates, read back: "1520万～3810万" or "1,5 nghìn tỷ" give exact fractions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise

from recheck.tongues import MONTHS, Tongue

SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
POWER = f"10(?:⁰|⁻?[{SUPERSCRIPT[1:]}][{SUPERSCRIPT}]*)"
TIMES = "\u00a0×\u00a0"
# What may not stand right before or after a number: something that would make it another number, or part of a word.
BEFORE = rf"(?<![0-9A-Za-z.,{SUPERSCRIPT}⁻–～~×/-])(?<!×[\u00a0 ])"
AFTER = rf"(?![0-9A-Za-z{SUPERSCRIPT}⁻–～~×%/-]|[.,]\d|[\u00a0 ]×)"


class NotANumeral(ValueError):
    """A text that is not a number as the language writes numbers; says what would be one."""


@dataclass(frozen=True)
class Numeral:
    """A printed number or range: the exact value of each end, and how it is written.

    `places` is how many decimals each end is printed with, before scale word, power or percent sign;
    `form` is plain, scaled, power or percent.
    """

    ends: tuple[Fraction, ...]
    places: tuple[int, ...]
    form: str


@dataclass(frozen=True)
class _End:
    mantissa: Fraction
    places: int
    exponent: int
    form: str
    grouped: bool

    @property
    def value(self) -> Fraction:
        return self.mantissa * Fraction(10) ** self.exponent

    def sharing(self, other: _End) -> _End:
        """This end with the power or the scale word of the other."""
        return _End(self.mantissa, self.places, other.exponent, other.form, self.grouped)


@cache
def _parts(tongue: Tongue) -> tuple[str, re.Pattern[str]]:
    """The pattern of one end of a range, and the same as an expression with names."""
    group, decimal = re.escape(tongue.group), re.escape(tongue.decimal)
    digits = rf"(?:[1-9]\d{{0,2}}(?:{group}\d{{3}})+(?!\d)|0|[1-9]\d*)(?:{decimal}\d+)?"
    scales = "|".join(sorted(map(re.escape, tongue.scales), key=len, reverse=True)).replace(r"\ ", "[ \u00a0]")
    end = rf"−?(?:{POWER}|{digits}(?:{TIMES}{POWER}|{tongue.gap}(?:{scales}))?)"
    scaled = rf"(?P<digits>{digits})(?:{TIMES}(?P<power>{POWER})|{tongue.gap}(?P<scale>{scales}))?"
    return end, re.compile(rf"(?P<minus>−)?(?:{scaled}|(?P<bare>{POWER}))")


@cache
def numeral_pattern(tongue: Tongue) -> re.Pattern[str]:
    """What finds the numbers in a running text."""
    end, _ = _parts(tongue)
    return re.compile(rf"{BEFORE}{end}(?:{re.escape(tongue.between)}{end})?%?{AFTER}", re.ASCII)


@cache
def read_numeral(text: str, tongue: Tongue) -> Numeral:
    """The number or range that a text is. Raises NotANumeral for anything else, and for a range that does not rise."""
    if not numeral_pattern(tongue).fullmatch(text):
        raise NotANumeral(f"a number as {tongue.code} writes it, such as {_example(tongue)}")
    bare = text.removesuffix("%")
    ends = [_read_end(end, tongue) for end in bare.split(tongue.between)]
    if len(ends) == 2 and _shares(ends[0], ends[1], tongue):
        ends[0] = ends[0].sharing(ends[1])
    if any(one.value >= other.value for one, other in pairwise(ends)):
        raise NotANumeral("a range from a lower to a higher number")
    if any(end.form == "power" and not 1 <= abs(end.mantissa) < 10 for end in ends):
        raise NotANumeral("a number from 1 to below 10 before the power of ten")
    is_percent = bare != text
    if is_percent and any(end.exponent for end in ends):
        raise NotANumeral("a percentage without power or scale word")
    values = tuple(end.value / (100 if is_percent else 1) for end in ends)
    return Numeral(values, tuple(end.places for end in ends), "percent" if is_percent else ends[-1].form)


def _shares(first: _End, last: _End, tongue: Tongue) -> bool:
    """Whether the power or scale word after a range belongs to both its ends."""
    if first.form != "plain" or last.form == "plain" or first.grouped:
        return False
    return last.form == "power" or tongue.shares


def _read_end(text: str, tongue: Tongue) -> _End:
    found = _parts(tongue)[1].fullmatch(text)
    assert found is not None
    sign = -1 if found["minus"] else 1
    if found["bare"]:
        return _End(Fraction(sign), 0, _exponent(found["bare"]), "power", False)
    whole, _, decimals = found["digits"].replace(tongue.group, "").partition(tongue.decimal)
    mantissa, grouped = Fraction(sign * int(whole + decimals), 10 ** len(decimals)), tongue.group in found["digits"]
    if found["power"]:
        return _End(mantissa, len(decimals), _exponent(found["power"]), "power", grouped)
    if found["scale"]:
        exponent = tongue.scales[found["scale"].replace("\u00a0", " ")]
        return _End(mantissa, len(decimals), exponent, "scaled", grouped)
    return _End(mantissa, len(decimals), 0, "plain", grouped)


def _exponent(power: str) -> int:
    return int(power.removeprefix("10").translate(str.maketrans(SUPERSCRIPT + "⁻", "0123456789-")))


def _example(tongue: Tongue) -> str:
    scale = next(iter(tongue.scales))
    return f"4{tongue.group}211, 1{tongue.decimal}5{tongue.gap}{scale}, 1{tongue.decimal}08{TIMES}10²⁵"


@cache
def date_pattern(tongue: Tongue, precision: int) -> re.Pattern[str]:
    """What finds the dates in a running text: to the day (0), to the month (1) or to the year (2)."""
    return re.compile(rf"(?<![0-9A-Za-z.,])(?:{tongue.dates[precision]})(?![0-9A-Za-z年년]|[.,]\d)", re.ASCII)


def read_date(text: str, tongue: Tongue) -> tuple[int, ...]:
    """Year, month and day, as far as the text gives them. Raises NotANumeral if it is no date."""
    for precision in range(3):
        found = date_pattern(tongue, precision).fullmatch(text)
        if found:
            return tuple(_part(found[name]) for name in ("year", "month", "day")[: 3 - precision])
    raise NotANumeral(f"a date as {tongue.code} writes it")


def _part(text: str) -> int:
    return MONTHS.index(text) + 1 if text in MONTHS else int(text)
