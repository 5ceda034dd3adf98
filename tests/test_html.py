"""Every page is sound HTML, by the checker that the standard's editors use."""

import json
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, needs, skipped_unless

from explainer.project import Project

CHECKERS = list((ROOT / ".build").glob("vnu-*.jar"))
pytestmark = [
    pytest.mark.site,
    needs("java"),
    skipped_unless(bool(CHECKERS), "the HTML checker is not there: make checker"),
]
UNSOUND = [
    ('<p><img src="a.png"></p>', "alt"),
    ("<p>an end too many</p></p>", "No “p” element"),
    ('<p id="a"></p><p id="a"></p>', "Duplicate ID"),
    ('<table><tr><td headers="none">1</td></tr></table>', "headers"),
    ('<a href="#"><button>pressed</button></a>', "must not appear as a descendant"),
    ('<p role="heading">no level</p>', "aria-level"),
]


def errors_in(folder: Path) -> list[str]:
    """What is wrong with the pages below the folder, each with its place."""
    assert CHECKERS, "make checker"
    command = ["java", "-jar", CHECKERS[0], "--skip-non-html", "--errors-only", "--format", "json", folder]
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stderr
    return [f"{it['url']}:{it.get('lastLine')}: {it['message']}" for it in json.loads(said)["messages"]]


def test_every_page_is_sound(built: tuple[Path, Project]) -> None:
    """In every language."""
    assert errors_in(built[0]) == []


def test_the_checker_finds_what_is_not(tmp_path: Path) -> None:
    """Each fault on a page of its own."""
    for number, (html, _) in enumerate(UNSOUND):
        page = f'<!doctype html><html lang="en"><title>A page</title>{html}'
        (tmp_path / f"{number}.html").write_text(page, encoding="utf-8")
    errors = errors_in(tmp_path)
    for number, (_, message) in enumerate(UNSOUND):
        assert any(f"/{number}.html:" in error and message in error for error in errors), errors
