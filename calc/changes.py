"""Changes: numbers that the pages state otherwise than before, each with its day and what made it change."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from calc.errors import Finding
from calc.fields import Entry, as_pair, date_faults, number_faults, text_faults
from calc.figures import Figure, Statement
from calc.inputs import Printed
from calc.tables import Table

FILE = "calc/changes.toml"
KEYS = {"date", "figure", "from", "to", "unit", "why"}
WORDLESS = ("date", "verbatim")
Ends = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Change:
    """A figure's number before and after a change, in the figure's own unit; equal ends where it is no range.

    `printed` is the name of the earlier versions' number if it is what stood before, and `line` where the entry stands.
    """

    key: str
    date: datetime.date
    statement: Statement
    before: Ends
    after: Ends
    printed: str
    why: str
    line: int

    def figures(self) -> tuple[Figure, Figure]:
        """Both numbers as figures, with the digits that the entry has."""
        return self._figure(self.before), self._figure(self.after)

    def _figure(self, ends: Ends) -> Figure:
        it, exact = self.statement, (float(ends[0]), float(ends[1]))
        return Figure(it.key, it.quantity, it.style, it.unit, *ends, exact, bare=it.bare)


def read_changes(
    table: Table, statements: Mapping[str, Statement], printed: Mapping[str, Printed], findings: list[Finding]
) -> dict[str, Change]:
    """The changes by name, newest first; what is wrong with any is added to `findings`."""
    findings += table.check_keys(KEYS, set())
    changes: dict[str, Change] = {}
    for key, entry in reversed([*table.entries.items()]):
        if set(entry) != KEYS:
            continue
        wrong = _faults(table, key, entry, statements, printed) or [*_order_faults(table, key, entry, changes)]
        findings += wrong
        if not wrong:
            changes[key] = _change(table, key, entry, statements, printed)
    return dict(reversed([*changes.items()]))


def _change(
    table: Table, key: str, entry: Entry, statements: Mapping[str, Statement], printed: Mapping[str, Printed]
) -> Change:
    statement, line = statements[entry["figure"]], table.line(key)
    before, after = _before(entry, printed), as_pair(entry["to"])
    name = entry["from"] if isinstance(entry["from"], str) else ""
    return Change(key, entry["date"], statement, before, after, name, entry["why"], line)


def _before(entry: Entry, printed: Mapping[str, Printed]) -> Ends:
    value = printed[entry["from"]].value if isinstance(entry["from"], str) else as_pair(entry["from"])
    assert value is not None
    return value


def _faults(
    table: Table, key: str, entry: Entry, statements: Mapping[str, Statement], printed: Mapping[str, Printed]
) -> list[Finding]:
    """For an entry by itself."""
    wrong = date_faults(table, key, entry, "date") + text_faults(table, key, entry, "figure", "why")
    wrong += number_faults(table, key, entry, "to")
    named = isinstance(entry["from"], str)
    wrong += [] if named else number_faults(table, key, entry, "from")
    stated = {name: it.unit for name, it in statements.items() if it.style not in WORDLESS}
    wrong += wrong or _name_faults(table, key, entry, "figure", stated, "calc/figures.toml")
    if named:
        values = {name: it.unit for name, it in printed.items() if it.value}
        wrong += wrong or _name_faults(table, key, entry, "from", values, "calc/printed.toml")
    if not wrong and _before(entry, printed) == as_pair(entry["to"]):
        wrong.append(table.finding(key, "to", f"{key} changes nothing", "give the number after the change"))
    return wrong


def _name_faults(
    table: Table, key: str, entry: Entry, name: str, units: Mapping[str, str], file: str
) -> Iterator[Finding]:
    """For a field that must name a number of another file, in the unit of the entry."""
    known = entry[name]
    if known not in units:
        near = get_close_matches(known, units, 1)
        fix = f'write "{near[0]}"' if near else f"name a number of {file}"
        yield table.finding(key, name, f'{name} of {key}: "{known}" is no number of {file}', fix)
    elif entry["unit"] != units[known]:
        problem = f"unit of {key}: found {entry['unit']!r}, but {known} is in {units[known]}"
        yield table.finding(key, "unit", problem, f'unit = "{units[known]}", and the numbers in it')


def _order_faults(table: Table, key: str, entry: Entry, older: Mapping[str, Change]) -> Iterator[Finding]:
    """For an entry after the older ones: no earlier day, and `from` is where the last change of the figure led."""
    last = [*older.values()][-1:]
    if last and entry["date"] < last[0].date:
        yield table.finding(key, "date", f"{key} is older than {last[0].key} below it", "put the newest entry first")
    same = [change for change in older.values() if change.statement.key == entry["figure"]]
    if same and not isinstance(entry["from"], str) and as_pair(entry["from"]) != same[-1].after:
        problem = f"from of {key}: found {_text(as_pair(entry['from']))}, but {same[-1].key} led to"
        yield table.finding(key, "from", f"{problem} {_text(same[-1].after)}", "begin where the last change ended")


def untold(changes: Mapping[str, Change], figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """A finding for each figure that is no longer what its newest change says."""
    newest = {change.statement.key: change for change in reversed([*changes.values()])}
    for change in newest.values():
        figure = figures[change.statement.key]
        now = figure.low, figure.high
        if now != change.after:
            problem = f"{figure.key} is {_text(now)} {figure.unit}, but {change.key} says {_text(change.after)}"
            yield Finding(FILE, change.line, problem, "add an entry above it that says what changed, and why")


def _text(ends: Ends) -> str:
    return " to ".join(dict.fromkeys(f"{end:f}" for end in ends))
