"""Everything that `calc` knows, read and checked together: the one object that the rest of the project asks."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from importlib import import_module, reload
from pathlib import Path
from types import ModuleType

from calc.aliases import Alias, read_aliases
from calc.architecture import Row, read_rows
from calc.changes import Change, read_changes
from calc.errors import Finding, KensanError, refuse
from calc.figures import Figure, Statement, read_statements
from calc.graph import Formula, Graph, build_graph, read_formulas
from calc.inputs import (
    BASE,
    Assumption,
    Estimate,
    KnownDate,
    Printed,
    Scenario,
    Source,
    read_assumptions,
    read_dates,
    read_printed,
    read_scenarios,
    read_sources,
    to_base,
)
from calc.tables import read_table

MODEL, MODEL_FILE, SCENARIOS_FILE = "calc.model", "calc/model.py", "calc/scenarios.toml"
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Book:
    """Assumptions, formulas, printed values, sources, dates, scenarios, and the figures that follow from them.

    Beside them the former ids of figures, the changes that are told, and DiT's published sizes. `assumptions` are as
    estimated, whatever the `scenario` under which everything is worked out, and whatever is `supposed` on top of it.
    """

    assumptions: Mapping[str, Assumption]
    printed: Mapping[str, Printed]
    sources: Mapping[str, Source]
    dates: Mapping[str, KnownDate]
    scenarios: Mapping[str, Scenario]
    graph: Graph
    statements: Mapping[str, Statement]
    aliases: Mapping[str, Alias]
    architectures: Mapping[str, Row]
    changes: Mapping[str, Change]
    scenario: str = BASE
    supposed: Mapping[str, tuple[Decimal, Decimal]] = field(default_factory=dict)

    def under(self, scenario: str) -> Book:
        """This book worked out under a named scenario alone. Raises KensanError for an unknown name."""
        if scenario not in self.scenarios:
            near = get_close_matches(scenario, self.scenarios, 1)
            fix = f'write "{near[0]}"' if near else f"use one of: {', '.join(self.scenarios)}"
            raise KensanError([Finding(SCENARIOS_FILE, 1, f'no scenario is named "{scenario}"', fix)])
        return replace(self, scenario=scenario)

    @property
    def active(self) -> Scenario | None:
        """The scenario under which the book is worked out; None if that is the base."""
        return None if self.scenario == BASE else self.scenarios[self.scenario]

    def overriding(self, key: str) -> Scenario | None:
        """The active scenario, if it is what gives this assumption its value."""
        return self.active if self.active and key in self.active.overrides else None

    def inputs(self, scenario: str | None = None) -> dict[str, Estimate]:
        """The value of every input in base units, under the book's own scenario and a further one on top of it.

        What is supposed lies between the two.
        """
        inputs = {key: to_base(entry.value, entry.unit) for key, entry in self.assumptions.items()}
        inputs |= {key: to_base(entry.value, entry.unit) for key, entry in self.printed.items() if entry.value}
        own, further = (self.scenarios[name].overrides for name in (self.scenario, scenario or BASE))
        for overrides in (own, self.supposed, further):
            for key, value in overrides.items():
                inputs[key] = to_base(value, self.assumptions[key].unit)
        return inputs

    def values(
        self, scenario: str | None = None, replaced: Mapping[str, Estimate] | None = None
    ) -> dict[str, Estimate]:
        """Every quantity in base units, under a further scenario and with any quantity replaced by a value."""
        return self.graph.evaluate(self.inputs(scenario), replaced)

    def figures(self) -> dict[str, Figure]:
        """Every figure that a page may state, by name."""
        named = {statement.scenario for statement in self.statements.values()}
        values = {scenario: self.values(scenario) for scenario in named}
        return {key: self._figure(statement, values[statement.scenario]) for key, statement in self.statements.items()}

    def headlines(self) -> list[Statement]:
        """The figures of the main results, in the order of figures.toml."""
        return [statement for statement in self.statements.values() if statement.headline]

    def figure_in(self, quantity: str, formula: str) -> str:
        """The name of the figure that shows a quantity where a formula is written out."""
        chosen = (
            key
            for key, statement in self.statements.items()
            if statement.quantity == quantity and formula in statement.stands_in
        )
        return next(chosen, quantity)

    def _figure(self, statement: Statement, values: Mapping[str, Estimate]) -> Figure:
        if statement.style == "date":
            date = self.dates[statement.quantity]
            return Figure(statement.key, date.key, "date", date=date.date, precision=date.precision)
        if statement.style == "verbatim":
            return Figure(statement.key, statement.quantity, "verbatim", text=self.printed[statement.quantity].text)
        return statement.figure(values[statement.quantity])

    def former(self, quantity: str) -> list[str]:
        """The ids that figures of this quantity once had."""
        return [key for key, alias in self.aliases.items() if self.statements[alias.now].quantity == quantity]

    def bounds(self, key: str) -> Figure | None:
        """An assumption's low and high as a figure in the style of its own; None where it has none."""
        assumption = self.assumptions[key]
        if assumption.low is None or assumption.high is None:
            return None
        return self.statements[key].figure(to_base((assumption.low, assumption.high), assumption.unit))

    def unit(self, quantity: str) -> str:
        """The unit that a quantity is declared in."""
        entry = self.entry(quantity)
        assert not isinstance(entry, KnownDate)
        return entry.unit

    def name(self, quantity: str) -> str:
        """What a quantity is called in English."""
        return self.entry(quantity).name

    def entry(self, quantity: str) -> Assumption | Formula | Printed | KnownDate:
        """The assumption, formula, printed value or date of this name."""
        tables = (self.graph.formulas, self.assumptions, self.printed, self.dates)
        return next(table[quantity] for table in tables if quantity in table)


def read_model(again: bool = False) -> ModuleType:
    """The module of formulas, read anew if asked. Raises KensanError if it is not Python that can be imported."""
    try:
        module = import_module(MODEL)
        return reload(module) if again else module
    except SyntaxError as error:
        raise KensanError(
            [Finding(MODEL_FILE, error.lineno or 1, f"not Python: {error.msg}", "mend this line")]
        ) from None
    except Exception as error:  # whatever a module can do when it is imported
        line = traceback.extract_tb(error.__traceback__)[-1].lineno or 1
        problem = f"cannot be imported: {type(error).__name__}: {error}"
        raise KensanError([Finding(MODEL_FILE, line, problem, "let it hold formulas and nothing else")]) from None


def read_book(folder: Path = ROOT / "calc", formulas: ModuleType | None = None) -> Book:
    """The whole of `calc`. Raises KensanError with everything that is wrong in any of its files."""
    root, findings = folder.parent, list[Finding]()
    formulas = formulas or read_model()
    tables = {
        name: read_table(folder / f"{name}.toml", root)
        for name in ("sources", "assumptions", "printed", "dates", "scenarios", "figures", "aliases", "changes")
    }
    sources = read_sources(tables["sources"], findings)
    assumptions = read_assumptions(tables["assumptions"], sources, findings)
    printed = read_printed(tables["printed"], findings)
    dates = read_dates(tables["dates"], sources, findings)
    scenarios = read_scenarios(tables["scenarios"], tables["assumptions"].entries, assumptions, sources, findings)
    architectures = _sizes_of(folder, findings)
    refuse(findings)
    units = {key: entry.unit for key, entry in assumptions.items()}
    units |= {key: entry.unit for key, entry in printed.items() if entry.value}
    graph = build_graph(read_formulas(formulas, root, findings), units, findings)
    refuse(findings)
    units |= {key: formula.unit for key, formula in graph.formulas.items()}
    for name in sorted(set(units) & set(dates)):
        findings.append(tables["dates"].finding(name, None, f'"{name}" is a quantity already', "rename the date"))
    wordless = {**dict.fromkeys(dates, "date"), **{key: "verbatim" for key in printed if key not in units}}
    statements = read_statements(tables["figures"], units, wordless, scenarios.keys() - {BASE}, findings)
    aliases = read_aliases(tables["aliases"], statements, findings)
    changes = read_changes(tables["changes"], statements, printed, findings)
    refuse(findings)
    return Book(assumptions, printed, sources, dates, scenarios, graph, statements, aliases, architectures, changes)


def _sizes_of(folder: Path, findings: list[Finding]) -> dict[str, Row]:
    """DiT's published sizes; what is wrong with their file goes to `findings`."""
    try:
        return read_rows(folder)
    except KensanError as error:
        findings += error.findings
        return {}
