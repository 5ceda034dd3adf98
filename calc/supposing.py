"""What somebody supposes in the place of our assumptions: "diffusion_steps=50", or "data_multiple=4..6" for a range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from calc.book import Book
from calc.errors import Finding, refuse
from calc.inputs import Assumption

NUMBER = r"[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?"
VALUE = re.compile(rf"({NUMBER})(?:\.\.({NUMBER}))?")
SHOWN = 60

Pair = tuple[Decimal, Decimal]


def ranged(book: Book) -> dict[str, Assumption]:
    """The assumptions that may be supposed otherwise: those with a range."""
    return {key: assumption for key, assumption in book.assumptions.items() if assumption.low is not None}


def former_names(book: Book) -> dict[str, str]:
    """Former names of assumptions that have a range, each with the present one."""
    known = ranged(book)
    return {key: alias.now for key, alias in book.aliases.items() if alias.now in known}


def supposing(book: Book, given: Iterable[str], where: str) -> Book:
    """The book with these values in the place of ours, each given as "name=value" in the assumption's own unit.

    Raises KensanError with a finding for each that cannot be taken; `where` says in what they stand.
    """
    values: dict[str, Pair] = {}
    findings: list[Finding] = []
    for place, text in enumerate(given, 1):
        name, equals, value = text.partition("=")
        key = former_names(book).get(name, name)
        fault = _fault(book, key, value) if equals else (f'found "{_short(text)}"', "write name=value")
        if not fault and key in values:
            fault = f"{key} is given twice", "give it once"
        if fault:
            findings.append(Finding(where, place, *fault))
        else:
            values[key] = as_value(value)
    refuse(findings)
    return replace(book, supposed=values)


def as_value(text: str) -> Pair:
    """A value that has the right form as its low and high end."""
    found = VALUE.fullmatch(text)
    assert found is not None
    return Decimal(found[1]), Decimal(found[2] or found[1])


def _fault(book: Book, key: str, value: str) -> tuple[str, str] | None:
    """What is wrong with one value, and the fix; None if nothing is."""
    known = ranged(book)
    if key not in known:
        near = get_close_matches(key, known, 1)
        problem = f"{key} has no range" if key in book.assumptions else f'no assumption is named "{_short(key)}"'
        return problem, f'write "{near[0]}"' if near else f"use one of: {', '.join(known)}"
    low, high, unit = known[key].low, known[key].high, known[key].unit
    assert low is not None and high is not None
    fix = f"write a number from {low:f} to {high:f} ({unit}), such as {high:f}, or two with .. between them"
    if not VALUE.fullmatch(value):
        return f'{key}: found "{_short(value)}", expected a number', fix
    least, most = as_value(value)
    if not low <= least <= most <= high:
        return f"{key}: found {_short(value)}, expected a number from {low:f} to {high:f}", fix
    return None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
