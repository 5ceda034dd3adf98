"""The page for playing, in a real Chromium: two scenarios side by side, what matters most, what can be taken."""

import csv
import json
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import CODES, ROOT, needs, prefix
from playwright.sync_api import Browser, Page, expect

from calc.sensitivity import Sensitivity
from calc.supposing import supposing
from explainer.editions import Edition
from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]
SUPPOSED = ["diffusion_steps=50", "youtube_ai_share=0.05"]
PATH = "compute/what-if/"
RESULT = "break_even"
PATIENCE = 30_000  # of a machine that does other things, too


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window in which nothing may go wrong."""
    context = chromium.new_context(reduced_motion="reduce", locale="en-GB")
    page, said = context.new_page(), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert said == []


def played(page: Page, address: str, code: str) -> None:
    """Open the page in a language under a scenario, and wait until it follows."""
    page.goto(f"{address}{prefix(code)}{PATH}?{'&'.join(SUPPOSED)}")
    expect(page.locator(".playing code")).to_contain_text("--set", timeout=PATIENCE)


def sides(page: Page) -> dict[str, list[str]]:
    """Of every main result, what stands under the first and under the second scenario."""
    rows = page.locator(".playing [data-key]").all()
    return {str(row.get_attribute("data-key")): row.locator("td").all_inner_texts()[:2] for row in rows}


def printed(edition: Edition, project: Project, given: list[str]) -> dict[str, str]:
    """The main results as Python prints them."""
    figures = supposing(project.book, given, "query").figures()
    return {it.key: str(edition.print(figures[it.key])) for it in project.book.headlines()}


@pytest.mark.parametrize("code", CODES)
def test_two_scenarios_stand_side_by_side(page: Page, address: str, project: Project, code: str) -> None:
    """Ours and the reader's at first; any named one after that."""
    edition = project.editions[code]
    played(page, address, code)
    ours, readers = printed(edition, project, []), printed(edition, project, SUPPOSED)
    assert sides(page) == {key: [ours[key], readers[key]] for key in ours}
    page.select_option(".playing select[name=first]", "youtube_ai_share=0.05")
    named = printed(edition, project, ["youtube_ai_share=0.05"])
    assert sides(page) == {key: [named[key], readers[key]] for key in ours}


def test_what_matters_most_is_ranked(page: Page, address: str, project: Project) -> None:
    """Under the reader's scenario, as Python ranks it."""
    played(page, address, "en")
    page.select_option(".playing select[name=result]", RESULT)
    sensitivity = Sensitivity(supposing(project.book, SUPPOSED, "query"))
    expected = [project.book.name(it.assumption) for it in sensitivity.influences(RESULT)]
    shown = page.locator(".playing li").all_inner_texts()
    assert len(shown) == min(len(expected), 8)
    assert all(text.startswith(name) for text, name in zip(shown, expected, strict=False))


def test_the_command_prints_the_same_digits(page: Page, address: str, project: Project) -> None:
    """In every language, and unrounded what the page gives to take along."""
    played(page, address, "en")
    with page.expect_download() as started:
        page.locator(".playing button[name=json]").click()
    taken = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert taken["supposed"] == dict(it.split("=") for it in SUPPOSED)
    command = shlex.split(page.locator(".playing code").inner_text())
    assert command[:4] == ["python", "-m", "explainer", "numbers"]
    told = subprocess.run([sys.executable, *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    paragraphs = {it.partition(" ")[0]: it.splitlines() for it in told.stdout.split("\n\n")}
    for number in taken["numbers"]:
        lines = paragraphs[number["id"]]
        assert f"  en  {number['text']}" in lines
        exact = next(line for line in lines if line.startswith("  exactly ")).removeprefix("  exactly ").split(" to ")
        assert [float(exact[0]), float(exact[-1])] == [number["low"], number["high"]], number["id"]
    for code in CODES:
        played(page, address, code)
        assert all(f"  {code}  {shown[1]}" in paragraphs[key] for key, shown in sides(page).items())


def test_the_table_has_the_same_numbers(page: Page, address: str, project: Project) -> None:
    """As CSV, unrounded, and printed in the page's language."""
    played(page, address, "vi")
    with page.expect_download() as started:
        page.locator(".playing button[name=csv]").click()
    rows = list(csv.DictReader(Path(started.value.path()).read_text(encoding="utf-8").splitlines()))
    figures = supposing(project.book, SUPPOSED, "query").figures()
    assert len(rows) > 50
    for row in rows:
        figure = figures[row["id"]]
        assert (row["low"], row["high"]) == tuple(map(repr, figure.exact)), row["id"]
        assert row["text"] == str(project.editions["vi"].print(figure))


def test_without_script_the_page_has_tables_and_the_command(chromium: Browser, address: str, project: Project) -> None:
    """Every named scenario, and how to have any other."""
    page = chromium.new_page(java_script_enabled=False)
    page.goto(address + PATH)
    assert not page.locator(".playing").is_visible()
    assert page.locator(".comparison tbody tr").count() == len(project.book.scenarios)
    expect(page.get_by_text("python -m explainer numbers --set NAME=VALUE")).to_be_visible()
    page.close()
