"""Every quantity under every scenario as data: JSON, CSV, and a schema for the JSON, beside the pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from calc.figures import Statement
from calc.inputs import Scenario
from calc.scenarios import Comparison, compare
from explainer.open_data import LICENCE, SCHEMA_LANGUAGE, as_json, closed
from explainer.project import Project

JSON, CSV, SCHEMA = "scenarios.json", "scenarios.csv", "scenarios.schema.json"
SCENARIO_FILES = (JSON, CSV, SCHEMA)
COLUMNS = ("scenario", "quantity", "unit", "low", "high")
TITLE = "Kensan: scenarios"


def write_scenarios(project: Project, folder: Path) -> None:
    """Write the three files into a folder. They are the same whichever scenario the site is built under."""
    compared = compare(project.book)
    records = [_record(project, compared, scenario) for scenario in project.book.scenarios.values()]
    document = {"$schema": SCHEMA, "title": TITLE, "license": LICENCE, "scenarios": records}
    (folder / JSON).write_text(as_json(document), encoding="utf-8", newline="\n")
    (folder / SCHEMA).write_text(as_json(scenario_schema(list(project.languages))), encoding="utf-8", newline="\n")
    (folder / CSV).write_text(_csv(records), encoding="utf-8", newline="\n")


def _record(project: Project, compared: Comparison, scenario: Scenario) -> dict[str, Any]:
    """A scenario in every language: what it sets, from which sources, and every quantity under it."""
    editions = project.editions.items()
    values = list(_values(compared, scenario))
    return {
        "id": scenario.key,
        "name": {code: edition.scenario_name(scenario) for code, edition in editions},
        "note": {code: edition.scenario_note(scenario) for code, edition in editions},
        "sources": [project.book.sources[source].url for source in scenario.sources],
        "sets": [value for value in values if value["quantity"] in scenario.overrides],
        "values": values,
    }


def _values(compared: Comparison, scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Each quantity with its unrounded ends, in the unit of the figure of its own name."""
    for quantity in compared.values[scenario.key]:
        statement: Statement = compared.book.statements[quantity]
        low, high = compared.figure(statement, scenario.key).exact
        yield {"quantity": quantity, "unit": statement.unit, "low": low, "high": high}


def _csv(records: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({"scenario": record["id"], **value} for record in records for value in record["values"])
    return text.getvalue()


def scenario_schema(languages: list[str]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of scenarios.json."""
    text, name = {"type": "string"}, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
    value = closed({"quantity": name, "unit": text, "low": {"type": "number"}, "high": {"type": "number"}})
    translated = closed(dict.fromkeys(languages, text))
    fields: dict[str, Any] = {
        "id": name,
        "name": translated,
        "note": translated,
        "sources": {"type": "array", "items": text},
        "sets": {"type": "array", "items": value},
        "values": {"type": "array", "items": value, "minItems": 1},
    }
    head = {"$schema": text, "title": text, "license": text}
    scenarios = {"type": "array", "items": closed(fields), "minItems": 1}
    return {"$schema": SCHEMA_LANGUAGE, "title": TITLE, **closed({**head, "scenarios": scenarios})}
