"""Written sums, added up again: with the exact values, and by hand with the printed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from calc.units import base_factor
from recheck.exact import Exact, Stated
from recheck.findings import Finding
from recheck.numerals import NotANumeral, read_numeral
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown

Interval = tuple[Fraction, Fraction]
Terms = list[str | Interval]
RANKS = {"+": 1, "−": 1, "×": 2, "÷": 2}
HIGHEST = 2


def check_sums(page: Page, shown: list[Shown], exact: Exact) -> Iterator[Finding]:
    """A finding for each written sum that does not come out, at either end of its ranges."""
    stated = {id(it.element): it.stated for it in shown}
    for sum_ in page.with_class("sum"):
        try:
            terms = [term for part in sum_.within("div", "part") for term in _terms(part, stated)]
        except ValueError as error:
            yield page.finding(sum_.start, f"the sum {sum_.text}", f"numbers with signs between them: {error}")
            continue
        numbers = [it for it in terms if isinstance(it, Element)]
        for is_by_hand in (False, True):
            for end in (0, 1):
                values = {id(it): _value(page, it, stated[id(it)], exact, end, is_by_hand) for it in numbers}
                known = [values[id(it)] if isinstance(it, Element) else it for it in terms]
                if not _comes_out(known):
                    how = "with the numbers as printed" if is_by_hand else "with the exact values"
                    yield page.finding(sum_.start, f"the sum {sum_.text}", f"a sum that comes out {how}")


def _terms(part: Element, stated: Mapping[int, Stated | None]) -> Iterator[str | Interval | Element]:
    """The signs before the number of a part, the element of the number, and the brackets that close after it.

    Raises ValueError if the part has not exactly one number.
    """
    signs, (number,) = part.within("span", "sign"), part.within("span", "number")
    shown = [it for it in number.within() if id(it) in stated]
    if len(shown) > 1 or not signs:
        raise ValueError(f"{number.text} is no term")
    yield from signs[0].text
    yield shown[0] if shown else (Fraction(int(number.text.rstrip(" )"))),) * 2  # written so in the formula
    yield from "".join(sign.text for sign in signs[1:])


def _comes_out(terms: list[str | Interval | None]) -> bool:
    """Whether both sides of a written sum can be the same number. One with an unread number, reported already, can."""
    known = [term for term in terms if term is not None]
    if len(known) < len(terms):
        return True
    try:
        *left, sign, result = known
        (low, high), (least, most) = worked_out(left), worked_out([result])
    except (ValueError, ZeroDivisionError):
        return False
    return sign == "=" and low <= most and least <= high


def _value(
    page: Page, element: Element, stated: Stated | None, exact: Exact, end: int, is_by_hand: bool
) -> Interval | None:
    """In base units the exact value, or all values that are printed as this one is; None if it cannot be read."""
    if stated is None or stated.style == "verbatim":
        return None
    statement = exact.book.statements[stated.key]
    values = exact.values(statement.scenario)[stated.quantity]
    if not is_by_hand:
        return values[end], values[end]
    try:
        ends = read_numeral(element.text, page.tongue).ends
    except NotANumeral:
        return None
    at = end if values[0] <= values[1] else 1 - end  # a range is printed from low to high
    half, factor = stated.steps[at] / 2, base_factor(statement.unit)
    return (ends[at % len(ends)] - half) * factor, (ends[at % len(ends)] + half) * factor


def worked_out(terms: Terms) -> Interval:
    """What a sum gives, × and ÷ before + and −. Raises ValueError if it is not written as one."""
    rest = list(terms)
    result = _operation(rest, 1)
    if rest:
        raise ValueError(f"{rest[0]} after the end")
    return result


def _operation(rest: Terms, rank: int) -> Interval:
    """The value of the operations of this rank and higher at the beginning of `rest`, which are taken off it."""
    if rank > HIGHEST:
        return _operand(rest)
    left = _operation(rest, rank + 1)
    while rest and isinstance(rest[0], str) and RANKS.get(rest[0]) == rank:
        sign = str(rest.pop(0))
        right = _operation(rest, rank + 1)
        results = [_applied(sign, one, other) for one in left for other in right]
        left = min(results), max(results)
    return left


def _operand(rest: Terms) -> Interval:
    """A number, or what is in brackets."""
    first = rest.pop(0) if rest else "the end"
    if not isinstance(first, str):
        return first
    inner = _operation(rest, 1) if first == "(" else None
    if inner is None or not rest or rest.pop(0) != ")":
        raise ValueError(f"{first} in the place of a number")
    return inner


def _applied(sign: str, one: Fraction, other: Fraction) -> Fraction:
    if sign == "÷":
        return one / other
    return {"+": one + other, "−": one - other, "×": one * other}[sign]
