"""Scenarios: the line that names the one of the site, what each changes, and the table of results under all of them."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.exact import BASE, Exact, Stated
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown
from recheck.stating import stated_by

SCENARIOS_PAGE = "compute/scenarios/"


def factors_of(table: Element, exact: Exact) -> Iterator[Shown]:
    """The factors in the table of results, each in the cell of its result."""
    for cell in table.within("td"):
        stated = [_factor_of(link, exact) for link in cell.within("a", "n")]
        for digits in cell.within("span", "digits"):
            yield Shown(digits, stated[0] if stated else None)


def _factor_of(link: Element, exact: Exact) -> Stated | None:
    stated, scenario = stated_by(link, exact), link.get("data-scenario")
    return exact.factor(stated.quantity, scenario) if stated and scenario in exact.book.scenarios else None


def check_scenarios(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the line of the scenario, the entries of all scenarios, and the table of results."""
    yield from _line_findings(page, exact)
    entries = page.with_class("entry")
    if entries:
        yield from _order_findings(page, entries[0], [it.get("id") for it in entries], exact)
        for entry in entries:
            yield from _entry_findings(page, entry, exact)
    for table in page.with_class("comparison"):
        yield from _table_findings(page, table, exact)


def _line_findings(page: Page, exact: Exact) -> Iterator[Finding]:
    """Every page of a site under a scenario names it, and no page of another site does."""
    active = exact.book.active
    lines = page.with_class("scenario")
    shown = {page.target(link.get("href"))[1] for line in lines for link in line.within("a")}
    if shown != ({active.key} if active else set()):
        yield page.finding(0, f"the scenarios {sorted(shown)} in a line of their own", f"that of {exact.book.scenario}")
    if active and page.tongue.code == "en" and lines and lines[0].text != f"Scenario {active.name} {active.note}":
        yield page.finding(lines[0].start, f'"{lines[0].text}"', f'"Scenario {active.name} {active.note}"')


def _order_findings(page: Page, element: Element, shown: list[str], exact: Exact) -> Iterator[Finding]:
    """All scenarios are there, in their order."""
    if shown != list(exact.book.scenarios):
        yield page.finding(element.start, f"the scenarios {shown}", str(list(exact.book.scenarios)))


def _entry_findings(page: Page, entry: Element, exact: Exact) -> Iterator[Finding]:
    """The entry of a scenario lists what it changes, from the estimate to its own value, and its sources."""
    scenario = exact.book.scenarios.get(entry.get("id"))
    if scenario is None:
        return
    changes = [(link.get("data-n"), link.get("data-scenario")) for link in entry.within("a", "n")]
    expected = [(key, name) for key in scenario.overrides for name in (BASE, scenario.key)]
    if changes != expected:
        yield page.finding(entry.start, f"the changes {changes}", str(expected))
    cited = [page.target(link.get("href"))[1] for link in entry.within("a", "cite")]
    if cited != [f"source-{source}" for source in scenario.sources]:
        yield page.finding(entry.start, f"the sources {cited}", str(list(scenario.sources)))
    words = [child.text for child in entry.elements[:2]]
    if page.tongue.code == "en" and words != [scenario.name, scenario.note]:
        yield page.finding(entry.start, str(words), str([scenario.name, scenario.note]))


def _table_findings(page: Page, table: Element, exact: Exact) -> Iterator[Finding]:
    """A row for each scenario, a column for each headline, a factor wherever one has moved and nowhere else."""
    rows = [row for body in table.within("tbody") for row in body.within("tr")]
    names = [page.target(link.get("href"))[1] for row in rows for cell in row.within("th") for link in cell.within("a")]
    yield from _order_findings(page, table, names, exact)
    current = [name for name, row in zip(names, rows, strict=False) if "aria-current" in row.attributes]
    if current != [exact.book.scenario]:
        yield page.finding(table.start, f"the current scenarios {current}", exact.book.scenario)
    headlines = [statement.key for statement in exact.book.headlines()]
    for name, row in zip(names, rows, strict=False):
        links = [link for cell in row.within("td") for link in cell.within("a", "n")]
        shown = [(link.get("data-n"), link.get("data-scenario")) for link in links]
        if shown != [(key, name) for key in headlines]:
            yield page.finding(row.start, f"the results {shown}", f"{headlines} under {name}")
        for link in links:
            cell = link.closest("td")
            marked = cell is not None and cell.is_a("moved") and len(cell.within("span", "digits")) == 1
            if marked != (_factor_of(link, exact) is not None):
                found = f"{'a' if marked else 'no'} factor beside {link.get('data-n')} under {name}"
                yield page.finding(link.start, found, "one beside each result that has moved, and no other")
