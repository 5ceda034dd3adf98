"""The numbers as data: JSON, CSV, and a schema for the JSON, beside the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calc.expression import parts
from calc.graph import Formula
from calc.inputs import Assumption, Printed
from explainer.audit import CSV as AUDIT_CSV
from explainer.audit import audit_csv
from explainer.project import Project

JSON, CSV, SCHEMA = "numbers.json", "numbers.csv", "numbers.schema.json"
FILES = (JSON, CSV, SCHEMA, AUDIT_CSV)
SCHEMA_LANGUAGE = "https://json-schema.org/draft/2020-12/schema"
LICENCE = "CC-BY-4.0"
COLUMNS = ("id", "quantity", "unit", "low", "high", "origin", "kind", "formula", "inputs", "source", "as_of")


def write_data(project: Project, folder: Path) -> None:
    """Write the files into a folder."""
    rows = list(records(project))
    head = {"$schema": SCHEMA, "title": "Kensan: numbers", "license": LICENCE, "scenario": project.book.scenario}
    document = {**head, "numbers": rows, "aliases": former_ids(project)}
    (folder / JSON).write_text(as_json(document), encoding="utf-8", newline="\n")
    (folder / SCHEMA).write_text(as_json(schema(list(project.languages))), encoding="utf-8", newline="\n")
    (folder / CSV).write_text(_csv(rows, list(project.languages)), encoding="utf-8", newline="\n")
    (folder / AUDIT_CSV).write_text(audit_csv(project.audit), encoding="utf-8", newline="\n")


def records(project: Project) -> Iterator[dict[str, Any]]:
    """A record for every figure, in the order of figures.toml; values are unrounded, in the unit named."""
    figures = project.book.figures()
    for key, statement in project.book.statements.items():
        figure = figures[key]
        numeric = statement.style not in ("date", "verbatim")
        yield {
            "id": key,
            "quantity": statement.quantity,
            "unit": statement.unit if numeric else None,
            "low": figure.exact[0] if numeric else None,
            "high": figure.exact[1] if numeric else None,
            **_origin(project, statement.quantity),
            "scenario": statement.scenario,
            "name": {code: edition.name(statement.quantity) for code, edition in project.editions.items()},
            "text": {code: str(edition.printed(key)) for code, edition in project.editions.items()},
        }


def former_ids(project: Project) -> dict[str, dict[str, str]]:
    """For every id that a figure once had: the id that it has now, and the day of the rename."""
    aliases = project.book.aliases.values()
    return {alias.key: {"now": alias.now, "renamed": alias.renamed.isoformat()} for alias in aliases}


def _origin(project: Project, quantity: str) -> dict[str, Any]:
    entry = project.book.entry(quantity)
    origin: dict[str, Any] = dict.fromkeys(("origin", "kind", "formula", "inputs", "source", "as_of"))
    if isinstance(entry, Formula):
        written = " ".join(part.text for part in parts(entry.expression))
        origin |= {"origin": "computed", "formula": written, "inputs": list(entry.needs)}
    elif scenario := project.book.overriding(quantity):
        addresses = " ".join(project.book.sources[source].url for source in scenario.sources)
        origin |= {"origin": "scenario", "source": addresses or None}
    elif isinstance(entry, Assumption):
        address = project.book.sources[entry.source].url
        origin |= {"origin": "given", "kind": entry.kind, "source": address, "as_of": entry.as_of.isoformat()[:7]}
    elif isinstance(entry, Printed):
        origin |= {"origin": "printed", "source": " ".join(entry.editions)}
    else:
        origin |= {"origin": "date", "source": project.book.sources[entry.source].url, "as_of": entry.date.isoformat()}
    return origin


def as_json(document: Any) -> str:
    """A document as text, the same bytes for the same document."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _csv(rows: list[dict[str, Any]], languages: list[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *(f"text_{code}" for code in languages)])
    for row in rows:
        plain = {**row, "inputs": " ".join(row["inputs"] or [])}
        cells = [plain[column] for column in COLUMNS] + [row["text"][code] for code in languages]
        writer.writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()


def schema(languages: list[str]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of numbers.json."""
    text, number = {"type": ["string", "null"]}, {"type": ["number", "null"]}
    translated = closed({code: {"type": "string"} for code in languages})
    fields: dict[str, Any] = {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "quantity": {"type": "string"},
        "unit": text,
        "low": number,
        "high": number,
        "origin": {"enum": ["computed", "given", "printed", "date", "scenario"]},
        "kind": {"enum": ["measured", "reported", "guessed", "chosen", None]},
        "formula": text,
        "inputs": {"type": ["array", "null"], "items": {"type": "string"}},
        "source": text,
        "as_of": text,
        "scenario": text,
        "name": translated,
        "text": translated,
    }
    alias = closed({"now": fields["id"], "renamed": {"type": "string", "format": "date"}})
    return {
        "$schema": SCHEMA_LANGUAGE,
        "title": "Kensan: numbers",
        "type": "object",
        "properties": {
            "$schema": {"type": "string"},
            "title": {"type": "string"},
            "license": {"type": "string"},
            "scenario": {"type": "string"},
            "numbers": {"type": "array", "items": closed(fields)},
            "aliases": {"type": "object", "propertyNames": fields["id"], "additionalProperties": alias},
        },
        "required": ["scenario", "numbers", "aliases"],
    }


def closed(fields: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object that has all of these fields and no others."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
