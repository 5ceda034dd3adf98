"""The numbers as data: whole, sound, and the same as on the pages."""

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from explainer.open_data import COLUMNS, CSV, FILES, JSON, SCHEMA
from explainer.project import Project
from explainer.scenario_data import SCENARIO_FILES
from explainer.site_checks import BuiltPage

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def document(built: tuple[Path, Project]) -> dict:
    """numbers.json of the built site."""
    return json.loads((built[0] / JSON).read_text(encoding="utf-8"))


def test_the_document_fits_its_schema(document: dict, built: tuple[Path, Project]) -> None:
    """And the schema is one."""
    schema = json.loads((built[0] / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)


def test_the_schema_refuses_a_record_with_a_language_missing(document: dict, built: tuple[Path, Project]) -> None:
    """So that a valid document is a whole one."""
    schema = json.loads((built[0] / SCHEMA).read_text(encoding="utf-8"))
    broken = json.loads(json.dumps(document))
    del broken["numbers"][0]["text"]["vi"]
    with pytest.raises(jsonschema.ValidationError, match="'vi' is a required property"):
        jsonschema.validate(broken, schema)


def test_every_figure_is_in_the_data_with_what_it_comes_from(document: dict, project: Project) -> None:
    """Computed ones with formula and inputs, given ones with kind, source and date."""
    records = {record["id"]: record for record in document["numbers"]}
    assert set(records) == set(project.book.statements)
    for record in records.values():
        if record["origin"] == "computed":
            assert record["formula"] and set(record["inputs"]) <= set(project.book.values())
        if record["origin"] == "given":
            assert record["kind"] and record["source"].startswith("http") and record["as_of"]
    assert (records["break_even"]["low"], records["break_even"]["unit"]) == (15249714.067861227, "video_minute")


def test_the_table_says_what_the_document_says(document: dict, built: tuple[Path, Project]) -> None:
    """Row by row."""
    with (built[0] / CSV).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(document["numbers"]) > 130
    for row, record in zip(rows, document["numbers"], strict=True):
        assert [row["id"], row["unit"]] == [record["id"], record["unit"] or ""]
        assert row["low"] == ("" if record["low"] is None else repr(record["low"]))
        assert {code: row[f"text_{code}"] for code in record["text"]} == record["text"]
    assert list(rows[0])[: len(COLUMNS)] == list(COLUMNS)


def test_the_numbers_page_links_to_the_data_in_every_language(pages: dict[str, BuiltPage], project: Project) -> None:
    """One set of files for all."""
    for language in project.languages.values():
        addresses = {address for address, _ in pages[f"{language.prefix}numbers/index.html"].links}
        up = "../" * (1 + bool(language.prefix))
        assert {up + file for file in (*FILES, *SCENARIO_FILES)} <= addresses
