"""Scenarios side by side: every quantity under each of them, and what has moved against the estimate itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calc.book import Book
from calc.figures import Figure, Statement, ratio
from calc.inputs import BASE, Estimate

FACTOR = Statement("factor", "factor", "times", digits=3)


@dataclass(frozen=True)
class Comparison:
    """Every quantity in base units under every scenario, each scenario by itself."""

    book: Book
    values: Mapping[str, Mapping[str, Estimate]]

    def figure(self, statement: Statement, scenario: str) -> Figure:
        """A figure as it would stand on a page under a scenario."""
        return statement.figure(self.values[scenario][statement.quantity])

    def factor(self, quantity: str, scenario: str) -> Estimate:
        """How many times its value in the base a quantity is, at both ends."""
        here, there = self.values[scenario][quantity], self.values[BASE][quantity]
        return Estimate(*map(ratio, here, there))

    def factor_figure(self, quantity: str, scenario: str) -> Figure | None:
        """The factor as it is printed; None if the quantity stays where it is."""
        factor = self.factor(quantity, scenario)
        return None if factor == (1, 1) else FACTOR.figure(factor)


def compare(book: Book) -> Comparison:
    """All scenarios of a book side by side, whichever of them the book itself is under."""
    base = book.under(BASE)
    return Comparison(base, {key: base.under(key).values() for key in base.scenarios})
