"""How far a result moves when its assumptions do: each alone over its range, and all of them together.

Alone: an assumption goes to its low and to its high end while the others stay at their values. One with two values
(the article's two estimates) stays at the geometric mean of the two, halfway between them on the scale of factors.

Together: every assumption is drawn from its range. Its density is a trapezoid on a logarithmic scale: highest at the
value, or level between two values, and falling in straight lines to nothing at the ends of the range. That shape is a
choice; nobody knows a better one. The draws are a Latin hypercube (McKay, Beckman and Conover, 1979, Technometrics 21,
239-245): each of `DRAWS` equally likely strata of an assumption is met once, in random order.

The draws have the same bits on every machine and in every version of Python. They use + - * / and the square root,
which IEEE 754 rounds correctly, and of `random` only `Random.random()`, whose sequence for an integer seed is
guaranteed not to change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, repeat
from math import sqrt
from operator import mul
from random import Random

from calc.book import Book
from calc.figures import Figure, Statement, ratio
from calc.inputs import Assumption, Estimate, to_base

SEED = 20240215
DRAWS = 10_001
PERCENTILES = (5, 50, 95)
DIGITS = 2
SAME = 1e-12
STRETCH = 256
STEPS = STRETCH * STRETCH


@dataclass(frozen=True)
class Influence:
    """A result in base units with one assumption at its low and at its high end, all others at their values."""

    assumption: str
    low: float
    high: float

    @property
    def span(self) -> float:
        """How many times the smaller of the two results the larger one is."""
        return ratio(max(self.low, self.high), min(self.low, self.high))


class LogScale:
    """A range in equal steps on a logarithmic scale, without logarithms.

    A square root halves the distance between two numbers, so eight of them give the ratio of one of 256 stretches, and
    eight more that of one of the 256 steps in each.
    """

    def __init__(self, low: float, high: float) -> None:
        self.low = low
        stretch = _256th(high / low)
        self._stretches, self._steps = _powers(stretch), _powers(_256th(stretch))

    def step(self, number: int) -> float:
        """The value after that many of the `STEPS` steps from low to high."""
        return self.low * self._stretches[number // STRETCH] * self._steps[number % STRETCH]

    def at(self, place: float) -> float:
        """The value at the step nearest to a place between 0 (low) and 1 (high)."""
        return self.step(int(place * STEPS + 0.5))

    def place(self, value: float) -> float:
        """The place of a value of the range: that of the last step which is not above it."""
        return (bisect_right(range(STEPS + 1), value * (1 + SAME), key=self.step) - 1) / STEPS


def _256th(whole: float) -> float:
    """The 256th root."""
    for _ in range(8):
        whole = sqrt(whole)
    return whole


def _powers(step: float) -> list[float]:
    """The powers of a ratio, from its 0th to its 256th."""
    return list(accumulate(repeat(step, STRETCH), mul, initial=1.0))


@dataclass(frozen=True)
class Trapezoid:
    """A density between 0 and 1 that rises to `first`, is level up to `last` and falls from there."""

    first: float
    last: float

    def quantile(self, share: float) -> float:
        """The place below which that share of the density lies."""
        height = 2 / (1 + self.last - self.first)
        rising, level = height * self.first / 2, height * (self.last - self.first)
        if share < rising:
            return sqrt(2 * share * self.first / height)
        if share < rising + level:
            return self.first + (share - rising) / height
        return 1 - sqrt(2 * (1 - share) * (1 - self.last) / height)


class Sensitivity:
    """The sensitivity of a book's results; each part is worked out when it is first asked for, and once."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._influences: dict[str, list[Influence]] = {}

    @cached_property
    def _values(self) -> Mapping[str, float]:
        """Every input at its value, or halfway between its two values."""
        estimates = self.book.inputs().items()
        return {name: sqrt(low * high) for name, (low, high) in estimates}

    def base(self, quantity: str) -> float:
        """The result in base units with every assumption at its value."""
        return self._result(quantity, {})

    def _result(self, quantity: str, moved: Mapping[str, float]) -> float:
        return self.book.graph.work_out({**self._values, **moved}, self._order([quantity]))[quantity]

    def _order(self, quantities: Iterable[str]) -> list[str]:
        """The formulas that these results need, in order."""
        behind = set().union(*map(self.book.graph.behind, quantities))
        return [name for name in self.book.graph.order if name in behind]

    def _ranged(self, quantity: str) -> list[Assumption]:
        """The assumptions with a range that stand behind a result, in the order of their file."""
        behind = self.book.graph.behind(quantity)
        return [it for it in self.book.assumptions.values() if it.key in behind and it.low is not None]

    def influences(self, quantity: str) -> list[Influence]:
        """What moves a result (above zero), the assumption that moves it farthest first; what does not is left out."""
        if quantity not in self._influences:
            found = []
            for assumption in self._ranged(quantity):
                low, high = ends(assumption)
                moved = (self._result(quantity, {assumption.key: end}) for end in (low, high))
                found.append(Influence(assumption.key, *moved))
            moving = [influence for influence in found if influence.span > 1]
            self._influences[quantity] = sorted(moving, key=lambda influence: -influence.span)
        return self._influences[quantity]

    @cached_property
    def results(self) -> list[str]:
        """The headline results that any range moves."""
        return [it.quantity for it in self.book.headlines() if self.influences(it.quantity)]

    def percentiles(self, quantity: str) -> tuple[float, ...]:
        """The result in base units below which `PERCENTILES` percent of the draws lie.

        Definition 7 of Hyndman and Fan (1996, The American Statistician 50, 361-365). With one draw more than a
        multiple of a hundred it needs no interpolation: each is one of the draws.
        """
        drawn = self._drawn[quantity]
        return tuple(drawn[percentile * (DRAWS // 100)] for percentile in PERCENTILES)

    def figures(self, statement: Statement) -> tuple[Figure, ...]:
        """The percentiles of a headline as they are printed: to two digits, which is as far as draws can be trusted."""
        drawn = replace(statement, digits=DIGITS, decimals=None)
        return tuple(drawn.figure(Estimate(value, value)) for value in self.percentiles(statement.quantity))

    @cached_property
    def _drawn(self) -> Mapping[str, list[float]]:
        """The drawn values of every result, in rising order."""
        ranged = {it.key: it for quantity in self.results for it in self._ranged(quantity)}
        columns = {name: self._draws(assumption) for name, assumption in ranged.items()}
        order = self._order(self.results)
        drawn: dict[str, list[float]] = {quantity: [] for quantity in self.results}
        for row in zip(*columns.values(), strict=True):
            values = self.book.graph.work_out({**self._values, **dict(zip(columns, row, strict=True))}, order)
            for quantity, results in drawn.items():
                results.append(values[quantity])
        return {quantity: sorted(results) for quantity, results in drawn.items()}

    def _draws(self, assumption: Assumption) -> list[float]:
        """The drawn values of an assumption, in base units.

        Each assumption has a generator of its own, so that a new one leaves the draws of the others as they are.
        """
        scale = LogScale(*ends(assumption))
        density = Trapezoid(*map(scale.place, self.book.inputs()[assumption.key]))
        random = Random(int.from_bytes(assumption.key.encode("ascii"), "big") + SEED)
        return [scale.at(density.quantile(share)) for share in _hypercube(random)]


def ends(assumption: Assumption) -> tuple[float, float]:
    """The low and the high end of an assumption's range in base units."""
    assert assumption.low is not None and assumption.high is not None
    return to_base((assumption.low, assumption.high), assumption.unit)


def _hypercube(random: Random) -> list[float]:
    """A share from each of `DRAWS` equal strata, in random order."""
    keys = [random.random() for _ in range(DRAWS)]
    strata = sorted(range(DRAWS), key=keys.__getitem__)
    return [(stratum + random.random()) / DRAWS for stratum in strata]
