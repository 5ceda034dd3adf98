"""What earlier versions print, judged once more: each token read and compared by long hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

POWERS = {
    "%": "e-2", "k": "e3", "nghìn": "e3", "万": "e4", "만": "e4", "M": "e6", "million": "e6", "triệu": "e6",
    "億": "e8", "亿": "e8", "억": "e8", "B": "e9", "billion": "e9",
}  # fmt: skip
COMMA = ("vi",)  # the versions that write the decimal comma
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LLAMA = re.compile("llama ?2?(?![0-9])", re.IGNORECASE)


class Judged(NamedTuple):
    """A verdict, with the numbers that the page should show for it, in the order in which they stand."""

    verdict: str
    reading: Fraction | None = None
    shown: tuple[Fraction, ...] = ()


def said(piece: str, edition: str) -> Fraction:
    """The number that a piece of print says."""
    text = piece.replace(" ", "")
    if edition in COMMA:
        text = text.replace(".", ";").replace(",", ".").replace(";", ",")
    text = re.sub(r",(?=\d{3}(?!\d))", "", text)
    if text.startswith("("):
        above, below = text.strip("()").split("/")
        return Fraction(above) / Fraction(below)
    text = re.sub("10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda raised: f"1e{raised[1].translate(RAISED)}", text).replace("10^", "1e")
    for word, power in sorted(POWERS.items(), key=lambda it: -len(it[0])):
        text = text.replace(word, f"{power} ")
    product = Fraction(1)
    for factor in re.split("[x×]", text):
        product *= sum(map(Fraction, factor.split()), Fraction(0))
    return product


def judged(
    prints: Mapping[str, str], pieces: Mapping[str, str], words: Mapping[str, Fraction], ours: Fraction, odd: bool
) -> Iterator[tuple[str, Judged]]:
    """The verdict on each version of one row.

    `prints` gives the tokens by version, `pieces` the part of them that is the number, `words` the values of numbers
    in words; `odd` says that the versions count in another unit.
    """
    readings = {edition: said(piece, edition) for edition, piece in pieces.items()} | dict(words)
    for edition, reading in readings.items():
        others = {number for other, number in readings.items() if other != edition and other in pieces}
        mended = _mended(pieces.get(edition, ""), edition, prints[edition], ours, others)
        if mended is not None:
            yield edition, Judged("garbled", reading, (reading,) if mended == reading else (reading, mended))
        elif odd:
            yield edition, Judged("disagrees", reading, (reading,))
        elif ours == reading:
            yield edition, Judged("agrees", reading, (reading,))
        else:
            alike = like(ours, reading)
            yield edition, Judged("rounded" if alike == reading else "disagrees", reading, (reading, alike))


def like(ours: Fraction, printed: Fraction) -> Fraction:
    """Our number rounded to the last digit, not a zero, that is printed."""
    step = Fraction(10) ** 30
    while printed % step:
        step /= 10
    below = ours // step * step
    return below if ours - below < step / 2 else below + step


def _mended(piece: str, edition: str, whole: str, ours: Fraction, others: set[Fraction]) -> Fraction | None:
    """The number once a known damage is undone; None if there is none that leads to what others say, or we do."""
    candidates = []
    pointed = piece.replace(",", ".") if edition in COMMA else piece
    flat = re.sub(r"[x×]", "", re.sub(r",(?=\d{3}(?!\d))", "", pointed))
    for place in (it.start() for it in re.finditer("(?=10)", flat)):
        mantissa, exponent = flat[:place], flat[place + 2 :]
        if re.fullmatch(r"[1-9]\d?", exponent) and re.fullmatch(r"(?:\d+(?:\.\d+)?)?", mantissa):
            candidates.append(Fraction(mantissa or 1) * Fraction(10) ** int(exponent))
    if LLAMA.search(whole) and piece.startswith("2") and piece[1:].isdigit():
        candidates.append(Fraction(piece[1:]))
    around = LLAMA.sub("", whole).partition(piece) if piece else ("", "", "")
    if re.search(r"[\d)] +$", around[0]) or re.match(r" +\(?\d", around[2]):
        candidates.append(said(piece, edition))
    return next((it for it in candidates if it in others or like(ours, it) == it), None)
