"""A figure and a language give a text. Punctuates; never rounds.

Printed the way each language prints numbers: CLDR's marks, scale words and date forms, with three departures.
English has no scale word below a million, Vietnamese uses nghìn, triệu and tỷ throughout, and a Japanese, Korean or
Chinese number takes a scale word from ten thousand on.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from babel.dates import format_date, format_skeleton

from calc.figures import Figure
from explainer.languages import Language

NO_BREAK = "\u00a0"
TIMES = f"{NO_BREAK}×{NO_BREAK}"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
TIMES_UNIT = "times"
MINUS = "\u2212"  # as in sums, and not the hyphen that CLDR has

Wording = Callable[[str, bool], str]
"""The pattern of a unit, with {number} in it: called with the unit's name and whether the printed number is a 1."""


@dataclass(frozen=True)
class Printed:
    """A figure's text in three pieces: what stands before the number, the number, and what follows it."""

    before: str
    number: str
    after: str

    def __str__(self) -> str:
        return self.before + self.number + self.after


def print_figure(figure: Figure, language: Language, wording: Wording) -> Printed:
    """The figure as the language prints it, with its unit unless the figure is bare."""
    number = number_text(figure, language)
    if figure.bare or figure.style in ("percent", "date", "verbatim"):
        return Printed("", number, "")
    unit = TIMES_UNIT if figure.style == "times" else figure.unit
    before, after = around(wording(unit, is_singular(figure, language)))
    if language.counter_gap and not number[-1].isdigit() and not after.startswith(NO_BREAK):
        after = NO_BREAK + after
    return Printed(before, number, after)


def around(wording: str) -> tuple[str, str]:
    """What stands before and after the number in a unit's pattern."""
    before, _, after = wording.partition("{number}")
    return _glued(before[::-1])[::-1], _glued(after)


def _glued(text: str) -> str:
    """The text with a no-break space where it meets the number."""
    return NO_BREAK + text[1:] if text.startswith(" ") else text


def is_singular(figure: Figure, language: Language) -> bool:
    """Whether the language's plural rule (CLDR) calls the printed number "one"."""
    return not figure.is_range and language.cldr.plural_form(figure.low) == "one"


def number_text(figure: Figure, language: Language) -> str:
    """The figure's number or range, without its unit."""
    match figure.style:
        case "date":
            assert figure.date is not None
            return date_text(figure.date, figure.precision, language)
        case "verbatim":
            return figure.text
        case "scientific":
            return _scientific(figure, language)
        case "percent":
            percents = [decimal_text(end * 100, language) for end in _ends(figure)]
            return language.percent_pattern.replace("{number}", language.range.join(percents))
        case "compact":
            return _compact(figure, language)
        case _:
            return language.range.join(decimal_text(end, language, figure.decimals) for end in _ends(figure))


def decimal_text(number: Decimal, language: Language, decimals: int | None = None) -> str:
    """A number in plain digits with the language's marks and a real minus, all its decimals, never an exponent."""
    text = f"{number + 0:,f}" if decimals is None or decimals < 0 else f"{number + 0:,.{decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    marks = str.maketrans({",": language.group_mark, ".": language.decimal_mark, "-": MINUS})
    return text.translate(marks)


def power_text(exponent: int) -> str:
    """Ten to that power, in superscript characters (which survive copying)."""
    return "10" + str(exponent).translate(SUPERSCRIPTS)


def date_text(date: datetime.date, precision: str, language: Language) -> str:
    """A date to the day, the month or the year."""
    if precision == "day":
        return format_date(date, language.day, locale=language.cldr)
    skeleton = {"month": "yMMMM", "year": "y"}[precision]
    return format_skeleton(skeleton, date, locale=language.cldr)


def _ends(figure: Figure) -> tuple[Decimal, ...]:
    return (figure.low, figure.high) if figure.is_range else (figure.low,)


def _scientific(figure: Figure, language: Language) -> str:
    """One mantissa, or two over a common power of ten; 10²¹ stands without a mantissa of 1."""
    ends = _ends(figure)
    powers = [end.adjusted() if end else 0 for end in ends]
    mantissas = [decimal_text(end.scaleb(-power), language) for end, power in zip(ends, powers, strict=True)]
    if len(set(powers)) > 1:
        both = zip(mantissas, powers, strict=True)
        return language.range.join(f"{mantissa}{TIMES}{power_text(power)}" for mantissa, power in both)
    if mantissas == ["1"]:
        return power_text(powers[0])
    return f"{language.range.join(mantissas)}{TIMES}{power_text(powers[0])}"


def _compact(figure: Figure, language: Language) -> str:
    """Numbers with the scale word of their size."""
    pieces = [_scaled(end, language) for end in _ends(figure)]
    patterns = {pattern for _, pattern in pieces}
    if language.shared_scale and len(patterns) == 1:
        return patterns.pop().replace("0", language.range.join(number for number, _ in pieces))
    return language.range.join(pattern.replace("0", number) for number, pattern in pieces)


def _scaled(number: Decimal, language: Language) -> tuple[str, str]:
    """The digits to print, and the pattern of the scale word they stand in."""
    for power, pattern in language.scales:
        if abs(number) >= Decimal(1).scaleb(power):
            digits = decimal_text(number.scaleb(-power), language).replace(language.group_mark, "")
            return digits, pattern.replace(" ", NO_BREAK)
    return decimal_text(number, language), "0"
