"""Rounding: half up, once, from the shortest decimal."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.figures import Statement, round_significant
from calc.inputs import Estimate

DIGITS = st.integers(1, 15)
NUMBERS = st.decimals(min_value=Decimal("1e-30"), max_value=Decimal("1e30"), allow_nan=False, allow_infinity=False)


@given(NUMBERS, DIGITS)
def test_rounding_stays_within_half_of_the_last_digit(number: Decimal, digits: int) -> None:
    """And keeps no more digits than asked for."""
    rounded = round_significant(number, digits)
    assert len(rounded.as_tuple().digits) <= digits
    assert abs(Fraction(rounded) - Fraction(number)) <= Fraction(10) ** (number.adjusted() - digits + 1) / 2


@given(NUMBERS, DIGITS)
def test_rounding_twice_is_rounding_once(number: Decimal, digits: int) -> None:
    """A printed number rounds to itself."""
    once = round_significant(number, digits)
    assert once == round_significant(once, digits)


@given(NUMBERS, NUMBERS, DIGITS)
def test_rounding_keeps_the_order(one: Decimal, other: Decimal, digits: int) -> None:
    """A smaller number is never printed as the larger one."""
    low, high = sorted([one, other])
    assert round_significant(low, digits) <= round_significant(high, digits)


@pytest.mark.parametrize(
    ("number", "digits", "expected"),
    [
        ("2.5", 1, "3"),
        ("0.125", 2, "0.13"),
        ("6.45", 2, "6.5"),
        ("1.005", 3, "1.01"),
        ("999950", 4, "1e6"),
        ("0", 3, "0"),
        ("-1", 1, "-1"),
        ("-2.5", 1, "-3"),
    ],
)
def test_ties_go_away_from_zero(number: str, digits: int, expected: str) -> None:
    """As readers round; not to even, as Babel does."""
    assert Decimal(expected) == round_significant(Decimal(number), digits)


@given(st.floats(1e-12, 1e30), DIGITS)
def test_a_figure_rounds_the_shortest_decimal_of_the_float(value: float, digits: int) -> None:
    """What a person would read off the float, not its binary tail."""
    figure = Statement("x", "x", "plain", digits=digits).figure(Estimate(value, value))
    assert figure.low == round_significant(Decimal(repr(value)), digits)


@given(st.floats(1e-6, 1e12), st.floats(1e-6, 1e12))
def test_a_range_is_printed_from_low_to_high(one: float, other: float) -> None:
    """Also for a quantity that falls when the inputs rise."""
    figure = Statement("x", "x", "plain", digits=3).figure(Estimate(one, other))
    assert figure.low <= figure.high
    assert figure.is_range == (figure.low != figure.high)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_not_a_number_is_never_a_figure(value: float) -> None:
    """It is refused by the figure's name."""
    with pytest.raises(ValueError, match="x is"):
        Statement("x", "x", "plain", digits=3).figure(Estimate(value, value))


def test_minus_zero_is_zero() -> None:
    """The sign of nothing is not printed."""
    figure = Statement("x", "x", "plain", decimals=0).figure(Estimate(-0.2, -0.2))
    assert str(figure.low) == "0"
    assert str(round_significant(Decimal("-0.0"), 2)) == "0"
