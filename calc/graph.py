"""The graph of quantities, read off the signatures of the formulas."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from math import inf, isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

import pint

from calc.errors import Finding, KensanError
from calc.expression import Expression, Symbol, as_expression, parts
from calc.inputs import Estimate
from calc.units import UnitError, parse, registry, spelled

FIRST_LINE = re.compile(r"(?P<name>\S.*?) \[(?P<unit>[^\]]+)\]\.")


@dataclass(frozen=True)
class Formula:
    """A quantity that is computed: its name and unit from the docstring, what it needs from the signature."""

    key: str
    function: Callable[..., Any]
    needs: tuple[str, ...]
    name: str
    unit: str
    method: str
    file: str
    line: int

    def value(self, values: Mapping[str, float]) -> float:
        """The quantity's value from those it needs. Raises KensanError if that is not a finite number."""
        try:
            result = float(self.function(*(values[need] for need in self.needs)))
        except ZeroDivisionError:
            result = inf
        if not isfinite(result):
            given = ", ".join(f"{need} = {values[need]:g}" for need in self.needs)
            problem, fix = f"{self.key} is not a finite number for {given}", "correct the assumptions it rests on"
            raise KensanError([Finding(self.file, self.line, problem, fix)])
        return result

    @cached_property
    def expression(self) -> Expression:
        """The formula as an expression over the names of what it needs."""
        return as_expression(self.function(*map(Symbol, self.needs)))


@dataclass(frozen=True)
class Graph:
    """Formulas in an order in which each comes after what it needs."""

    formulas: Mapping[str, Formula]
    order: tuple[str, ...]

    def evaluate(
        self, inputs: Mapping[str, Estimate], replaced: Mapping[str, Estimate] | None = None
    ) -> dict[str, Estimate]:
        """Every quantity in base units, worked out once with all low inputs and once with all high ones.

        `replaced` puts a value in the place of a quantity, computed or not: what follows is computed from it.
        """
        fixed = replaced or {}
        order = [name for name in self.order if name not in fixed]
        given = {**inputs, **fixed}
        ends = [self.work_out({name: estimate[end] for name, estimate in given.items()}, order) for end in (0, 1)]
        return {name: Estimate(ends[0][name], ends[1][name]) for name in ends[0]}

    def work_out(self, values: dict[str, float], order: Iterable[str]) -> dict[str, float]:
        """These values, and those that the named formulas give one after the other."""
        for name in order:
            values[name] = self.formulas[name].value(values)
        return values

    def needed_by(self, name: str) -> list[str]:
        """The formulas that take this quantity as a parameter, in order."""
        return [key for key in self.order if name in self.formulas[key].needs]

    def behind(self, name: str) -> set[str]:
        """Everything that a quantity depends on, near and far, and the quantity itself."""
        found = {name}
        for need in self.formulas[name].needs if name in self.formulas else ():
            found |= self.behind(need)
        return found


def read_formulas(module: ModuleType, root: Path, findings: list[Finding]) -> dict[str, Formula]:
    """The public functions of a module as formulas, in the order they stand there.

    What is wrong with any is added to `findings`.
    """
    formulas = {}
    for key, function in vars(module).items():
        if key.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.__name__:
            continue
        file = Path(inspect.getfile(function)).resolve()
        shown = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        line = function.__code__.co_firstlineno
        first, _, rest = (inspect.getdoc(function) or "").partition("\n")
        heading = FIRST_LINE.fullmatch(first.strip())
        if heading is None:
            problem = f'{key}: the docstring begins "{first}"'
            findings.append(Finding(shown, line, problem, 'begin it with: """Name of the quantity [unit].'))
            continue
        faults = _signature_faults(function, shown, line)
        if faults:
            findings += faults
            continue
        needs = tuple(inspect.signature(function).parameters)
        method = " ".join(rest.split())
        formulas[key] = Formula(key, function, needs, heading["name"], heading["unit"], method, shown, line)
    return formulas


def _signature_faults(function: Callable[..., Any], file: str, line: int) -> list[Finding]:
    """A formula takes plain parameters without defaults, and needs at least one."""
    parameters = inspect.signature(function).parameters.values()
    odd = [it.name for it in parameters if it.kind is not it.POSITIONAL_OR_KEYWORD or it.default is not it.empty]
    if not parameters or odd:
        problem = f"{function.__name__} takes {', '.join(odd) or 'nothing'}"
        return [Finding(file, line, problem, "name the quantities that it needs as plain parameters without defaults")]
    return []


def build_graph(formulas: Mapping[str, Formula], units: Mapping[str, str], findings: list[Finding]) -> Graph:
    """The graph over formulas and inputs (`units`: each input's unit).

    An unknown parameter, a name used twice, a circle and a wrong unit are added to `findings`.
    """
    known = {**units, **{key: formula.unit for key, formula in formulas.items()}}
    faults = [fault for formula in formulas.values() for fault in _name_faults(formula, units, known)]
    try:
        needs = {key: [need for need in formula.needs if need in formulas] for key, formula in formulas.items()}
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        first = formulas[error.args[1][0]]
        fix = "take one of these parameters out"
        findings.extend([*faults, Finding(first.file, first.line, f"circular formula: {circle}", fix)])
        return Graph({}, ())
    if not faults:
        faults = [fault for formula in formulas.values() for fault in _body_faults(formula)]
    if not faults:
        faults = [fault for formula in formulas.values() for fault in _unit_faults(formula, known)]
    findings.extend(faults)
    return Graph(formulas, order) if not faults else Graph({}, ())


def _name_faults(formula: Formula, inputs: Mapping[str, str], known: Mapping[str, str]) -> list[Finding]:
    faults = []
    for need in formula.needs:
        if need not in known:
            near = get_close_matches(need, known, 1)
            fix = f'write "{near[0]}"' if near else "add an assumption or a formula of that name"
            faults.append(Finding(formula.file, formula.line, f'{formula.key} needs "{need}", which is unknown', fix))
    if formula.key in inputs:
        problem = f'"{formula.key}" is both a formula and an input'
        faults.append(Finding(formula.file, formula.line, problem, "rename one of the two"))
    return faults


def _body_faults(formula: Formula) -> list[Finding]:
    """A body is arithmetic over all of its parameters, and over no number but 1."""
    place = formula.file, formula.line
    try:
        names = {part.text for part in parts(formula.expression) if part.kind == "name"}
    except Exception as error:  # whatever the body does that symbols cannot
        problem = f"{formula.key} is more than + - * /: {type(error).__name__}: {error}"
        return [Finding(*place, problem, "write one return over + - * / of the parameters")]
    faults = []
    for name in sorted(names - set(formula.needs) - {"1"}):
        faults.append(Finding(*place, f"{formula.key} contains the literal {name}", "make it an assumption"))
    for name in sorted(set(formula.needs) - names):
        faults.append(Finding(*place, f"{formula.key} does not use its parameter {name}", "use it, or take it out"))
    return faults


def _unit_faults(formula: Formula, known: Mapping[str, str]) -> list[Finding]:
    """What pint says when the formula is called with quantities."""
    place = formula.file, formula.line
    try:
        declared = parse(formula.unit)
        result = formula.function(*(registry().Quantity(1, parse(known[need])) for need in formula.needs))
    except UnitError as error:
        return [Finding(*place, f"unit of {formula.key}: {error}", "spell the unit as calc/units.py does")]
    except pint.PintError:
        problem = f"{formula.key} adds or subtracts quantities of different units"
        return [Finding(*place, problem, "add and subtract only quantities of one unit")]
    if result.dimensionality != declared.dimensionality:
        problem = f"{formula.key} is declared in {formula.unit}, but its formula gives {spelled(result)}"
        return [Finding(*place, problem, "correct the formula, or the unit in its docstring")]
    return []
