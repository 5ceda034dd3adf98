"""Every figure as text for the terminal: what it is, how it is worked out, and how each language prints it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from calc.errors import Finding, KensanError
from calc.expression import parts
from calc.graph import Formula
from calc.inputs import Assumption, Printed
from explainer.project import Project


def listing(project: Project, names: list[str]) -> Iterator[str]:
    """A paragraph for each figure (for those named, or for all). Raises KensanError for an unknown name."""
    statements, aliases = project.book.statements, project.book.aliases
    unknown = [name for name in names if name not in statements]
    if unknown and unknown[0] in aliases:
        problem = f'"{unknown[0]}" was renamed to "{aliases[unknown[0]].now}"'
        raise KensanError([Finding("calc/aliases.toml", 1, problem, f'write "{aliases[unknown[0]].now}"')])
    if unknown:
        near = get_close_matches(unknown[0], statements, 1)
        fix = f'write "{near[0]}"' if near else "leave the name out to see all figures"
        raise KensanError([Finding("calc/figures.toml", 1, f'no figure is named "{unknown[0]}"', fix)])
    return (_paragraph(project, name) for name in names or statements)


def _paragraph(project: Project, key: str) -> str:
    statement, figure = project.book.statements[key], project.editions["en"].figures[key]
    unit = f" [{statement.unit}]" if statement.style not in ("date", "verbatim") else ""
    lines = [f"{key} — {project.book.name(statement.quantity)}{unit}"]
    lines += [f"  {line}" for line in _origin(project, statement.quantity)]
    scenarios = [project.book.scenario if project.book.active else None, statement.scenario]
    if any(scenarios):
        lines.append("  scenario " + ", on top of it ".join(filter(None, scenarios)))
    if statement.style not in ("date", "verbatim"):
        lines.append("  exactly " + " to ".join(dict.fromkeys(repr(value) for value in figure.exact)))
    return "\n".join(lines + [f"  {code}  {edition.printed(key)}" for code, edition in project.editions.items()])


def _origin(project: Project, quantity: str) -> Iterator[str]:
    entry = project.book.entry(quantity)
    if isinstance(entry, Formula):
        yield "= " + " ".join(part.text for part in parts(entry.expression))
        yield "from " + ", ".join(f"{need} ({project.editions['en'].printed(need)})" for need in entry.needs)
    elif isinstance(entry, Assumption):
        scenario = project.book.overriding(quantity)
        setter = "--set" if quantity in project.book.supposed else scenario and f"the scenario {scenario.key}"
        if setter:
            estimated = " to ".join(dict.fromkeys(map(str, entry.value)))
            yield f"set by {setter}; as estimated it is {estimated} {entry.unit}"
        yield f"{entry.kind}, source {entry.source}, as of {entry.as_of}, to be checked by {entry.check_by}"
    elif isinstance(entry, Printed):
        yield f"printed by {', '.join(entry.editions)} ({', '.join(entry.rows)})"
