"""Claims: statements in words that must hold, each a predicate over the model, tied to the sentence that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from calc.book import Book
from calc.errors import Finding, refuse
from calc.fields import as_pair, choice_faults
from calc.figures import ratio
from calc.inputs import Estimate, to_base
from calc.sensitivity import ends
from calc.tables import Table, read_table
from calc.units import base_factor

FILE = "claims.toml"
REQUIRED = {"page", "words", "quantity", "broken_by"}
OPTIONAL = {"scenario", "against", "ends"}
SAME = 1e-12
ENDS = {"low": (0,), "high": (1,)}

Changes = Mapping[str, Estimate]


@dataclass(frozen=True)
class Claim:
    """A statement: where it is made, and what must hold. See claims.toml for the predicates."""

    key: str
    page: str
    words: str
    quantity: str
    predicates: Mapping[str, Any]
    scenario: str | None
    against: str | None
    ends: tuple[int, ...]
    broken_by: Mapping[str, Any]
    line: int

    def failures(self, book: Book, changes: Changes | None = None) -> Iterator[str]:
        """What does not hold, in words with both values; nothing if the claim is true.

        `changes` puts values in the place of quantities, as a scenario does.
        """
        for kind, wanted in self.predicates.items():
            yield from _PREDICATES[kind](self, _World(book, changes or {}), wanted)


@dataclass(frozen=True)
class _World:
    """The model under some changes."""

    book: Book
    changes: Changes

    def value(self, quantity: str, scenario: str | None = None, more: Changes | None = None) -> Estimate:
        return self.book.values(scenario, {**self.changes, **(more or {})})[quantity]

    def shown(self, quantity: str, value: float) -> str:
        """A value in the unit of its quantity, for an error message."""
        unit = self.book.unit(quantity)
        return f"{value / float(base_factor(unit)):.6g}" + ("" if unit == "1" else f" {unit}")

    def doubled(self, name: str) -> Changes:
        value = self.value(name)
        return {name: Estimate(2 * value.low, 2 * value.high)}

    def ranged(self, quantity: str) -> list[str]:
        """The assumptions with a range that stand behind a quantity."""
        behind = self.book.graph.behind(quantity)
        return [it.key for it in self.book.assumptions.values() if it.key in behind and it.low is not None]

    def range_of(self, name: str) -> tuple[float, float]:
        """The ends of an assumption's range."""
        return ends(self.book.assumptions[name])

    def span(self, quantity: str, name: str) -> float:
        """How many times apart a quantity is with an assumption at its low and at its high end."""
        low, high = (self.value(quantity, more={name: Estimate(end, end)}).low for end in self.range_of(name))
        return ratio(max(low, high), min(low, high))


def _at_least(claim: Claim, world: _World, wanted: Decimal) -> Iterator[str]:
    bound = to_base((wanted, wanted), world.book.unit(claim.quantity)).low
    value = world.value(claim.quantity, claim.scenario)
    for end in claim.ends:
        if value[end] < bound * (1 - SAME):
            yield f"{claim.quantity} is {world.shown(claim.quantity, value[end])}, expected at least {wanted}"


def _at_most(claim: Claim, world: _World, wanted: Decimal) -> Iterator[str]:
    bound = to_base((wanted, wanted), world.book.unit(claim.quantity)).low
    value = world.value(claim.quantity, claim.scenario)
    for end in claim.ends:
        if value[end] > bound * (1 + SAME):
            yield f"{claim.quantity} is {world.shown(claim.quantity, value[end])}, expected at most {wanted}"


def _compared(relation: str, holds: Callable[[float, float], bool]) -> Callable[[Claim, _World, str], Iterator[str]]:
    def predicate(claim: Claim, world: _World, other: str) -> Iterator[str]:
        value, bound = world.value(claim.quantity, claim.scenario), world.value(other, claim.against)
        for end in claim.ends:
            if not holds(value[end], bound[end]):
                found, limit = world.shown(claim.quantity, value[end]), world.shown(other, bound[end])
                yield f"{claim.quantity} is {found}, expected {relation} {other}, which is {limit}"

    return predicate


def _factor(claim: Claim, world: _World, quantity: str) -> Estimate:
    """How many times its value under `against` a quantity is under the claim's scenario."""
    value, bound = world.value(quantity, claim.scenario), world.value(quantity, claim.against)
    return Estimate(value.low / bound.low, value.high / bound.high)


def _times(claim: Claim, world: _World, wanted: Decimal) -> Iterator[str]:
    for end in claim.ends:
        found = _factor(claim, world, claim.quantity)[end]
        if abs(found - float(wanted)) > SAME * float(wanted):
            yield f"{claim.quantity} changes to {found:.6g} times what it was, expected {wanted} times"


def _times_as(claim: Claim, world: _World, other: str) -> Iterator[str]:
    for end in claim.ends:
        found, wanted = (_factor(claim, world, name)[end] for name in (claim.quantity, other))
        if abs(found - wanted) > SAME * wanted:
            yield f"{claim.quantity} changes to {found:.6g} times what it was, expected {wanted:.6g} as {other} does"


def _unmoved_by(claim: Claim, world: _World, names: list[str]) -> Iterator[str]:
    before = world.value(claim.quantity)
    for name in names:
        after = world.value(claim.quantity, more=world.doubled(name))
        if any(abs(after[end] - before[end]) > SAME * abs(before[end]) for end in claim.ends):
            was, now = (world.shown(claim.quantity, value.low) for value in (before, after))
            yield f"{claim.quantity} goes from {was} to {now} when {name} doubles, expected no change"


def _moves(direction: str, sign: int) -> Callable[[Claim, _World, str], Iterator[str]]:
    def predicate(claim: Claim, world: _World, name: str) -> Iterator[str]:
        before, after = world.value(claim.quantity), world.value(claim.quantity, more=world.doubled(name))
        if any(sign * (after[end] - before[end]) <= 0 for end in claim.ends):
            was, now = (world.shown(claim.quantity, value.low) for value in (before, after))
            yield f"{claim.quantity} goes from {was} to {now} when {name} doubles, expected a {direction}"

    return predicate


def _moved_most_by(claim: Claim, world: _World, names: list[str]) -> Iterator[str]:
    spans = {name: world.span(claim.quantity, name) for name in world.ranged(claim.quantity)}
    farthest = sorted(name for name, span in spans.items() if span == max(spans.values()) > 1)
    if farthest != sorted(names):
        found = ", ".join(farthest) or "nothing"
        yield f"{claim.quantity} is moved farthest by {found}, expected {', '.join(names)}"


def _at_end(claim: Claim, world: _World, end: str) -> Iterator[str]:
    value, bound = world.value(claim.quantity), dict(zip(ENDS, world.range_of(claim.quantity), strict=True))[end]
    if set(value) != {bound}:
        found, limit = world.shown(claim.quantity, value.low), world.shown(claim.quantity, bound)
        yield f"{claim.quantity} is {found}, expected its {end} end, which is {limit}"


def _varies_only_with(claim: Claim, world: _World, names: list[str]) -> Iterator[str]:
    behind = world.book.graph.behind(claim.quantity) & set(world.book.assumptions)
    varying = sorted(name for name in behind if len(set(world.value(name))) == 2)
    if varying != sorted(names):
        yield f"{claim.quantity} varies with {', '.join(varying) or 'nothing'}, expected only {', '.join(names)}"


_PREDICATES: Mapping[str, Callable[[Claim, _World, Any], Iterator[str]]] = {
    "at_least": _at_least,
    "at_most": _at_most,
    "same_as": _compared("the same as", lambda value, bound: abs(value - bound) <= SAME * abs(bound)),
    "above": _compared("above", lambda value, bound: value > bound),
    "below": _compared("below", lambda value, bound: value < bound),
    "times": _times,
    "times_as": _times_as,
    "unmoved_by": _unmoved_by,
    "rises_with": _moves("rise", 1),
    "falls_with": _moves("fall", -1),
    "moved_most_by": _moved_most_by,
    "at_end": _at_end,
    "varies_only_with": _varies_only_with,
}


def read_claims(book: Book, folder: Path) -> dict[str, Claim]:
    """The claims of claims.toml by name. Raises KensanError for unknown names and for a claim without a predicate."""
    table = read_table(folder / FILE, folder.parent)
    findings = table.check_keys(REQUIRED, OPTIONAL | set(_PREDICATES))
    claims = {}
    for key, entry in table.entries.items():
        if not set(entry) >= REQUIRED:
            continue
        findings += (faults := _faults(table, key, entry, book))
        if not faults:
            claims[key] = _claim(table, key, entry)
    refuse(findings)
    return claims


def changes_of(book: Book, given: Mapping[str, Any]) -> Changes:
    """Values written in the units of their quantities, in base units."""
    return {name: to_base(as_pair(value), book.unit(name)) for name, value in given.items()}


def _claim(table: Table, key: str, entry: Mapping[str, Any]) -> Claim:
    predicates = {kind: entry[kind] for kind in _PREDICATES if kind in entry}
    ends = ENDS.get(entry.get("ends", ""), (0, 1))
    words, quantity, broken = entry["words"], entry["quantity"], entry["broken_by"]
    scenario, against = entry.get("scenario"), entry.get("against")
    return Claim(key, entry["page"], words, quantity, predicates, scenario, against, ends, broken, table.line(key))


def _faults(table: Table, key: str, entry: Mapping[str, Any], book: Book) -> list[Finding]:
    quantities = {*book.graph.formulas, *book.assumptions, *(name for name, it in book.printed.items() if it.value)}
    names = [entry["quantity"], *entry["broken_by"]]
    for kind in (
        "same_as",
        "above",
        "below",
        "times_as",
        "rises_with",
        "falls_with",
        "unmoved_by",
        "moved_most_by",
        "varies_only_with",
    ):
        names += entry.get(kind, []) if isinstance(entry.get(kind), list) else [entry[kind]] if kind in entry else []
    faults = [
        table.finding(key, None, f'[{key}] names an unknown quantity "{name}"', "name a formula or an assumption")
        for name in names
        if name not in quantities
    ]
    for place in ("scenario", "against"):
        if place in entry and entry[place] not in book.scenarios:
            fix = f"use one of: {', '.join(book.scenarios)}"
            faults.append(table.finding(key, place, f'unknown scenario "{entry[place]}"', fix))
    if "ends" in entry:
        faults += choice_faults(table, key, entry, "ends", ENDS)
    if "at_end" in entry:
        faults += choice_faults(table, key, entry, "at_end", ENDS) or _range_faults(table, key, entry, book)
    if not set(entry) & set(_PREDICATES):
        fix = f"add one of: {', '.join(_PREDICATES)}"
        faults.append(table.finding(key, None, f"[{key}] says nothing that could be false", fix))
    return faults


def _range_faults(table: Table, key: str, entry: Mapping[str, Any], book: Book) -> list[Finding]:
    """For a claim at one end of a range: its quantity is an assumption that has one."""
    name = entry["quantity"]
    if name in book.assumptions and book.assumptions[name].low is not None:
        return []
    return [
        table.finding(key, "at_end", f"at_end of {key}: {name} has no range", "name an assumption with low and high")
    ]
