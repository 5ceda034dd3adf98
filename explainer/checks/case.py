"""One translated text, with all that a check may want to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from explainer.habits import Habits
from explainer.pages import ADDRESS, without_names
from explainer.tokens import CITATION, PLACEHOLDER

NUMBER = "number"


class Fault(NamedTuple):
    """What is wrong, and what to do."""

    problem: str
    fix: str


@dataclass(frozen=True)
class Stated:
    """What stands for a placeholder on the page: its text, and whether that is a number with its unit."""

    text: str = ""
    has_unit: bool = False


@dataclass(frozen=True)
class Case:
    """An English message and its translation."""

    source: str
    text: str
    habits: Habits = field(default_factory=Habits)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    """By placeholder; empty where nobody asks what stands on the page."""

    @property
    def is_pattern(self) -> bool:
        """Whether this is how a number and its unit read, such as "{number} minutes a day"."""
        return f"{{{NUMBER}}}" in self.source

    @cached_property
    def words(self) -> str:
        """The translation without placeholders and addresses: what a person has written."""
        return _words(self.text)

    @cached_property
    def english(self) -> str:
        """The English without placeholders and addresses."""
        return _words(self.source)

    @cached_property
    def neighbours(self) -> list[tuple[str, str, str]]:
        """For each placeholder of a number (text before it, its name, text after it); products' names are blanked."""
        bare = ADDRESS.sub("]", self.text)
        found = [place for place in PLACEHOLDER.finditer(bare) if not place[1].startswith(CITATION)]
        return [(without_names(bare[: it.start()]), it[1], without_names(bare[it.end() :])) for it in found]

    @cached_property
    def english_neighbours(self) -> dict[str, tuple[str, str]]:
        """What stands before and after each placeholder in English."""
        found = PLACEHOLDER.finditer(self.source)
        return {it[1]: (self.source[: it.start()], self.source[it.end() :]) for it in found}


def _words(text: str) -> str:
    return PLACEHOLDER.sub(" ", ADDRESS.sub("]", text))
