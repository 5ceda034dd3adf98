"""What the pages should say: the model worked out in exact fractions, and each figure's rounding by long hand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING

from calc.book import Book
from calc.units import base_factor

if TYPE_CHECKING:  # only its name: its rounding is what is re-checked here
    from calc.figures import Statement

ROOT = Path(__file__).resolve().parent.parent
Ends = tuple[Fraction, Fraction]
ENDS_OF = {"low": (0, 0), "high": (1, 1)}
BASE = "as_estimated"
FACTOR_DIGITS = 3
FINE = 10**40


@dataclass(frozen=True)
class Stated:
    """How a quantity should stand on a page: its two exact ends in the unit that is printed, and what is printed.

    `printed` has one number, or two if the rounded ends differ; `steps` is one of the last digit kept, at each end.
    """

    key: str
    quantity: str
    style: str
    exact: Ends
    steps: Ends
    printed: tuple[Fraction, ...]
    decimals: int | None
    verbatim: str = ""

    def __str__(self) -> str:
        exact = "–".join(dict.fromkeys(f"{float(end):.12g}" for end in self.exact))
        return f"{self.key} = {'–'.join(f'{float(end):.12g}' for end in self.printed)} (exactly {exact})"


class Exact:
    """The model's values in fractions, and every figure as it should be printed."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._values: dict[str | None, Mapping[str, Ends]] = {}
        self._under: dict[str, Exact] = {}
        self._alone: dict[tuple[str, str], Mapping[str, Fraction]] = {}

    def under(self, scenario: str) -> Exact:
        """The same under another scenario for the whole site."""
        if scenario not in self._under:
            self._under[scenario] = Exact(self.book.under(scenario))
        return self._under[scenario]

    def factor(self, quantity: str, scenario: str) -> Stated | None:
        """How many times its value in the base a quantity is under a scenario; None if it stays where it is."""
        here, there = (self.under(name).values()[quantity] for name in (scenario, BASE))
        ends = here[0] / there[0], here[1] / there[1]
        return None if set(ends) == {1} else to_digits(f"factor of {quantity}", "times", ends, FACTOR_DIGITS)

    def values(self, scenario: str | None = None) -> Mapping[str, Ends]:
        """Every quantity in base units at the low and at the high inputs, without any rounding."""
        if scenario not in self._values:
            ends = [self._worked_out(scenario, end) for end in (0, 1)]
            self._values[scenario] = {name: (ends[0][name], ends[1][name]) for name in ends[0]}
        return self._values[scenario]

    def _worked_out(self, scenario: str | None, end: int) -> dict[str, Fraction]:
        return self.completed(self._given(scenario, end))

    def _given(self, scenario: str | None, end: int) -> dict[str, Fraction]:
        """Every input in base units, at its low or its high estimate."""
        book = self.book
        given = {key: (entry.value, entry.unit) for key, entry in book.assumptions.items()}
        given |= {key: (entry.value, entry.unit) for key, entry in book.printed.items() if entry.value}
        for name in (book.scenario, scenario):  # a figure's own scenario comes on top of the one of the whole site
            for key, value in book.scenarios[name].overrides.items() if name else ():
                given[key] = value, book.assumptions[key].unit
        return {key: Fraction(value[end]) * base_factor(unit) for key, (value, unit) in given.items()}

    def completed(self, values: dict[str, Fraction]) -> dict[str, Fraction]:
        """The inputs and all that follows from them."""
        for name in self.book.graph.order:
            formula = self.book.graph.formulas[name]
            values[name] = formula.function(*(values[need] for need in formula.needs))
        return values

    @cached_property
    def _middle(self) -> Mapping[str, Fraction]:
        """Every input at its value, or at the geometric mean of its two."""
        low, high = (self._given(None, end) for end in (0, 1))
        return {key: low[key] if low[key] == high[key] else square_root(low[key] * high[key]) for key in low}

    def alone(self, assumption: str = "", end: str = "low") -> Mapping[str, Fraction]:
        """Every quantity with one assumption at an end of its range and all others (or all) at their values."""
        if (assumption, end) not in self._alone:
            moved = {assumption: self.range_of(assumption)[end == "high"]} if assumption else {}
            self._alone[assumption, end] = self.completed({**self._middle, **moved})
        return self._alone[assumption, end]

    def range_of(self, key: str) -> Ends:
        """The ends of an assumption's range in base units; it must have one."""
        entry = self.book.assumptions[key]
        assert entry.low is not None and entry.high is not None
        return Fraction(entry.low) * base_factor(entry.unit), Fraction(entry.high) * base_factor(entry.unit)

    @cached_property
    def ranged(self) -> list[str]:
        """The assumptions that have a range."""
        return [key for key, entry in self.book.assumptions.items() if entry.low is not None]

    def in_unit(self, key: str, value: Fraction) -> Stated:
        """One value of a quantity in base units, as the figure of this name states it."""
        statement = self.book.statements[key]
        return stated(statement, (value / base_factor(statement.unit),) * 2)

    @cached_property
    def stated(self) -> Mapping[str, Stated]:
        """Every figure but the dates."""
        statements = self.book.statements.values()
        return {statement.key: self._stated(statement) for statement in statements if statement.style != "date"}

    def _stated(self, statement: Statement) -> Stated:
        if statement.style == "verbatim":
            text, none = self.book.printed[statement.quantity].text, (Fraction(0), Fraction(0))
            return Stated(statement.key, statement.quantity, "verbatim", none, none, (), None, text)
        ends, factor = self.values(statement.scenario)[statement.quantity], base_factor(statement.unit)
        low, high = ENDS_OF.get(statement.pick or "", (0, 1))
        return stated(statement, (ends[low] / factor, ends[high] / factor))

    def bounds(self, key: str) -> Stated | None:
        """How far an assumption could be pushed, in the style of its own figure; None where nothing is in doubt."""
        entry = self.book.assumptions[key]
        if entry.low is None or entry.high is None:
            return None
        factor = base_factor(entry.unit) / base_factor(self.book.statements[key].unit)
        return stated(self.book.statements[key], (Fraction(entry.low) * factor, Fraction(entry.high) * factor))

    def others(self, quantity: str) -> list[Stated]:
        """The figures that state a quantity otherwise than the one of its own name."""
        return [it for it in self.stated.values() if it.quantity == quantity and it.key != quantity]

    @cached_property
    def quantities(self) -> frozenset[str]:
        """The names of all quantities, dates included."""
        return frozenset(statement.quantity for statement in self.book.statements.values())

    @cached_property
    def numbers(self) -> frozenset[tuple[Fraction, ...]]:
        """All that a page may print in plain text."""
        return frozenset(it.printed for it in self.stated.values())

    @cached_property
    def dates(self) -> Mapping[tuple[int, ...], datetime.date]:
        """The dates that a page may state, as far as they are known."""
        parts = {"day": 3, "month": 2, "year": 1}
        known = self.book.dates.values()
        return {(it.date.year, it.date.month, it.date.day)[: parts[it.precision]]: it.date for it in known}


def stated(statement: Statement, ends: Ends) -> Stated:
    """A figure from the exact ends in its own unit."""
    exact = (min(ends), max(ends))
    steps = (_step(exact[0], statement), _step(exact[1], statement))
    printed = unrepeated(half_up(end, step) for end, step in zip(exact, steps, strict=True))
    return Stated(statement.key, statement.quantity, statement.style, exact, steps, printed, statement.decimals)


def to_digits(key: str, style: str, ends: Ends, digits: int) -> Stated:
    """A number that has no entry of its own, with so many significant digits."""
    exact = (min(ends), max(ends))
    steps = (digit_step(exact[0], digits), digit_step(exact[1], digits))
    printed = unrepeated(half_up(end, step) for end, step in zip(exact, steps, strict=True))
    return Stated(key, key, style, exact, steps, printed, None)


def square_root(number: Fraction) -> Fraction:
    """The square root to more digits than any float has."""
    return Fraction(isqrt(number.numerator * number.denominator * FINE**2), number.denominator * FINE)


def half_up(number: Fraction, step: Fraction) -> Fraction:
    """The multiple of `step` nearest to the number; of two, the one farther from zero."""
    rounded = (abs(number) / step + Fraction(1, 2)) // 1 * step
    return rounded if number >= 0 else -rounded


def unrepeated(numbers: Iterable[Fraction]) -> tuple[Fraction, ...]:
    """Each number once."""
    return tuple(dict.fromkeys(numbers))


def _step(number: Fraction, statement: Statement) -> Fraction:
    """One of the last decimal place that is kept of a number."""
    if statement.decimals is not None:
        return Fraction(10) ** -statement.decimals
    assert statement.digits is not None
    return digit_step(number, statement.digits)


def digit_step(number: Fraction, digits: int) -> Fraction:
    """One of the last of a number's significant digits."""
    if number == 0:
        return Fraction(1)
    power = len(str(abs(number.numerator))) - len(str(number.denominator))
    power -= Fraction(10) ** power > abs(number)
    return Fraction(10) ** (power - digits + 1)
