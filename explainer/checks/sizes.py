"""Translations of which nothing more is read: they are too long."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.checks.case import Case, Fault

MOST_CHARACTERS = 2_000
MOST_TIMES, AND_MORE = 8, 40
"""A translation is at most so many times as long as its English, and a little more, as for short words."""


def size(case: Case) -> Iterator[Fault]:
    """A text longer than any translation of its English would be."""
    most = min(MOST_CHARACTERS, MOST_TIMES * len(case.source) + AND_MORE)
    if len(case.text) > most:
        yield Fault(f"{len(case.text)} characters, expected at most {most}", "shorten the translation")
