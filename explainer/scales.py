"""Scales: where a number stands, in percent of a chart's width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, log10

from explainer.formatting import power_text


@dataclass(frozen=True)
class LinearScale:
    """From nothing to the greatest number."""

    most: float

    def place(self, number: float) -> float:
        """Where a number stands."""
        return round(number / self.most * 100, 2)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Where nothing stands; the numbers themselves say the rest."""
        return iter([(0.0, "")])


@dataclass(frozen=True)
class LogScale:
    """From a power of ten to another."""

    low: int
    high: int

    def place(self, number: float) -> float:
        """Where a number stands."""
        return round((log10(number) - self.low) / (self.high - self.low) * 100, 2)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """(place, text) of every power of ten."""
        powers = range(self.low, self.high + 1)
        return ((round((power - self.low) / (self.high - self.low) * 100, 2), power_text(power)) for power in powers)


def log_scale(numbers: Iterable[float]) -> LogScale:
    """The whole powers of ten around all numbers."""
    powers = [log10(number) for number in numbers]
    return LogScale(floor(min(powers)), ceil(max(powers)))


def linear_scale(numbers: Iterable[float]) -> LinearScale:
    """From nothing to the greatest of the numbers."""
    return LinearScale(max(numbers))
