"""Former ids of figures: each leads to a living one, in the data and on the page."""

import json
import re
from pathlib import Path

import pytest

from calc.book import Book, read_book
from calc.errors import KensanError
from explainer.components import Components
from explainer.open_data import JSON, write_data
from explainer.project import read_project

FILE = "aliases.toml"
WHOLE = '[old_name]\nnow = "break_even_low"\nrenamed = 2025-01-31\n'
FAULTS = [
    ('now = "break_even_low"', 'now = "brake_even_low"', "which no figure is named", "break_even_low"),
    ('now = "break_even_low"', 'now = "candidates_multiple"', "a former id itself", "the present id"),
    ('now = "break_even_low"', 'now = "old_name"', "a former id itself", "the present id"),
    ('now = "break_even_low"', "now = 3", "now of old_name is not a text", "in quotes"),
    ('now = "break_even_low"', 'now = "break_even"\nwhy = "so"', 'unknown key "why"', "use one of: now, renamed"),
    ("[old_name]", "[break_even]", '"break_even" is the id of a figure', "delete the alias"),
    ("[old_name]", "[candidates_multiple]", "stands twice", "keep one"),
    ("[old_name]", '["Old name"]', '"Old name" is no id', "small letters"),
    ("renamed = 2025-01-31\n", "", 'has no "renamed"', "add a line"),
    ("renamed = 2025-01-31", 'renamed = "2025"', "renamed of old_name: found '2025'", "write a date"),
    ("renamed = 2025-01-31", "renamed = 2025-01-31T10:00:00", "renamed of old_name", "write a date"),
]


@pytest.fixture
def renamed(copy: Path) -> Path:
    """A copy of the project in which a figure has a former id more."""
    file = copy / "calc" / FILE
    file.write_text(file.read_text(encoding="utf-8") + "\n" + WHOLE, encoding="utf-8")
    return copy


def test_every_alias_leads_to_a_figure_and_is_none(book: Book) -> None:
    """In one step."""
    assert book.aliases
    assert not set(book.aliases) & set(book.statements)
    assert {alias.now for alias in book.aliases.values()} <= set(book.statements)


@pytest.mark.parametrize(("old", "new", "said", "fix"), FAULTS, ids=[fault[2] for fault in FAULTS])
def test_a_fault_in_an_alias_is_refused_with_its_line(renamed: Path, old: str, new: str, said: str, fix: str) -> None:
    """And with what to do."""
    file = renamed / "calc" / FILE
    file.write_text(file.read_text(encoding="utf-8").replace(WHOLE, WHOLE.replace(old, new)), encoding="utf-8")
    with pytest.raises(KensanError, match=re.escape(said)) as caught:
        read_book(renamed / "calc")
    (finding,) = caught.value.findings
    assert finding.file == f"calc/{FILE}" and finding.line > 1
    assert fix in finding.fix


def test_a_file_without_aliases_is_sound(copy: Path) -> None:
    """Nothing need ever be renamed."""
    (copy / "calc" / FILE).write_text("# Nothing yet.\n", encoding="utf-8")
    assert read_book(copy / "calc").aliases == {}


def test_the_data_lead_from_a_former_id_to_the_present_one(renamed: Path, tmp_path: Path) -> None:
    """With the day of the rename; the record itself stands under the present id alone."""
    write_data(read_project(renamed), tmp_path)
    document = json.loads((tmp_path / JSON).read_text(encoding="utf-8"))
    assert document["aliases"]["old_name"] == {"now": "break_even_low", "renamed": "2025-01-31"}
    ids = [record["id"] for record in document["numbers"]]
    assert "break_even_low" in ids and "old_name" not in ids


@pytest.mark.parametrize("code", ["en", "ja", "ko", "zh", "vi"])
def test_a_former_id_is_an_anchor_in_the_receipt_of_its_quantity(renamed: Path, code: str) -> None:
    """Where an old link to the numbers page then leads."""
    edition = read_project(renamed).editions[code]
    html = str(Components(edition, lambda page: page, lambda file: file).replace("block_numbers"))
    for old, quantity in (("old_name", "break_even"), ("candidates_multiple", "candidates_per_upload")):
        assert html.count(f'id="{old}"') == 1
        receipt = html.split(f'<section class="receipt" id="{quantity}">')[1].split("</section>")[0]
        assert f'<a id="{old}"></a>' in receipt


def test_the_terminal_leads_from_a_former_id_to_the_present_one(renamed: Path, run) -> None:
    """`make numbers` is asked by hand, and hands remember."""
    done = run("numbers", "old_name")
    assert done.returncode == 1
    assert 'renamed to "break_even_low"' in done.stderr
