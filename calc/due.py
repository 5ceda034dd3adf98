"""Which assumptions somebody should look at again: the day that each was given has passed, or comes soon."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from calc.book import Book
from calc.inputs import Assumption


@dataclass(frozen=True)
class Due:
    """An assumption to be checked.

    `days` are those left until its day, negative once it has passed; `results` the main results that it moves, by name.
    """

    assumption: Assumption
    days: int
    results: tuple[str, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed; on the day itself it has not."""
        return self.days < 0


def due(book: Book, today: datetime.date, within: int = 0) -> list[Due]:
    """The assumptions whose `check_by` lies before today, or in at most `within` days; the longest overdue first."""
    days = {key: (it.check_by - today).days for key, it in book.assumptions.items()}
    found = [Due(it, days[key], _results(book, key)) for key, it in book.assumptions.items() if days[key] <= within]
    return sorted(found, key=lambda it: (it.days, it.assumption.key))


def _results(book: Book, assumption: str) -> tuple[str, ...]:
    """The main results that depend on an assumption, as figures, in the order of figures.toml."""
    return tuple(it.key for it in book.headlines() if assumption in book.graph.behind(it.quantity))
