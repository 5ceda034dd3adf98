"""Printed tokens read as numbers: "1,530만", "10,7M", "10^21", and what damaged print can be mended to.

A point and a comma mean what they mean in the edition's language. Scale words and powers multiply. A sign that the
print has lost is not guessed here: `mended` lists each way of putting it back, and the audit says which one fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

COMMA_EDITIONS = ("vi",)  # those that write the decimal comma and group by points
SCALES = {
    "%": -2,
    "k": 3, "nghìn": 3,
    "万": 4, "만": 4,
    "M": 6, "million": 6, "triệu": 6,
    "億": 8, "亿": 8, "억": 8,
    "B": 9, "billion": 9,
}  # fmt: skip
SCALE = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
POWER = re.compile(r"10(?:\^([0-9]{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
PLAIN = r"[0-9]+(?:[0-9 ]*[0-9])?"
SCALED = re.compile(rf"({PLAIN}(?:\.{PLAIN})?)\s*({SCALE}|)")
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
QUOTIENT = re.compile(r"\((.+)/(.+)\)")
LOST_EXPONENT = re.compile(r"(?:([0-9]+(?:\.[0-9]+)?)[x×]?)?10([1-9][0-9]?)")
MODEL_NAME = re.compile(r"L[Ll]a[Mm][Aa] ?2(?![0-9])")


def read_print(text: str, edition: str) -> Fraction:
    """The number that a piece of print says, taken as it stands. Raises ValueError if it says none."""
    quotient = QUOTIENT.fullmatch(text)
    if quotient:
        return read_print(quotient[1].strip(), edition) / read_print(quotient[2].strip(), edition)
    product = Fraction(1)
    for factor in re.split(r"[×x]", text):
        product *= _factor(_english_marks(factor.strip(), edition))
    return product


def _english_marks(text: str, edition: str) -> str:
    """The text with a point for decimals and a comma between groups."""
    return text.translate(str.maketrans(".,", ",.")) if edition in COMMA_EDITIONS else text


def _factor(text: str) -> Fraction:
    """A power of ten, or digits with scale words: 26万2144 is a sum of two."""
    power = POWER.fullmatch(text)
    if power:
        return Fraction(10) ** int((power[1] or power[2]).translate(SUPERSCRIPTS))
    bare = _ungrouped(text)
    total, end = Fraction(0), 0
    while end < len(bare):
        piece = SCALED.match(bare, end)
        if piece is None:
            raise ValueError(f'"{text}" is no number')
        total += Fraction(piece[1].replace(" ", "")) * Fraction(10) ** SCALES.get(piece[2], 0)
        end = piece.end()
    if not bare:
        raise ValueError(f'"{text}" is no number')
    return total


def _ungrouped(text: str) -> str:
    """The text without the commas that group digits by three. A comma elsewhere stays, and cannot be read."""
    return GROUPED.sub(lambda found: found[0].replace(",", ""), text)


def mended(text: str, edition: str, whole: str) -> Iterator[tuple[str, Fraction]]:
    """Each kind of damage that a piece of print may have suffered, and the number that it says once that is undone.

    exponent   a power of ten that has sunk to the line: 10²¹ printed as 1021
    name       the digit of a model's name that has run into the number: Llama 2, 1000 printed as Llama 21000
    signs      multiplication signs that are gone, so that numbers stand side by side: 30 4 (180 / 2)

    `whole` is the printed token that the piece was taken from.
    """
    sunk = LOST_EXPONENT.fullmatch(_ungrouped(_english_marks(text, edition)))
    if sunk:
        yield "exponent", Fraction(sunk[1] or 1) * Fraction(10) ** int(sunk[2])
    if re.search(r"L[Ll]a[Mm][Aa]", whole) and re.fullmatch(r"2[0-9]+", text):
        yield "name", Fraction(text[1:])
    if _stands_beside_a_number(text, MODEL_NAME.sub("", whole)):
        yield "signs", read_print(text, edition)


def _stands_beside_a_number(text: str, whole: str) -> bool:
    piece = re.escape(text)
    return re.search(rf"(?:[0-9)]\s+{piece}|{piece}\s+\(?[0-9])", whole) is not None


def last_place(number: Fraction) -> int:
    """The power of ten of the last digit that is not zero: 4,200 gives 2, 15.3 gives -1.

    Raises ValueError for zero and for what has no end as a decimal.
    """
    if number == 0:
        raise ValueError("zero has no last digit")
    try:
        with localcontext(Context(traps=[Inexact])):
            decimal = Decimal(number.numerator) / number.denominator
            return int(decimal.normalize().as_tuple().exponent)
    except Inexact:
        raise ValueError(f"{number} has no end as a decimal") from None
