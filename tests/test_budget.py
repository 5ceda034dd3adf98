"""What a page may cost its reader before they have touched it. `make weigh` prints what each costs."""

from itertools import groupby
from pathlib import Path

import brotli
import pytest
from browsing import NOT_FOUND, Server, paths_of, prefix_of, served, side_by_side
from conftest import needs
from playwright.sync_api import Browser
from weigh import Weight, script_time, show, weigh

from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]
REQUESTS = 4  # page, style sheet, script, font
BYTES = 20_000
SCRIPT = 10  # ms
PAINTED, LENIENCE, TRIES = 800, 3, 3  # ms; machines that test are busy with more than a reader's phone
LISTS = {"numbers/", "audit/"}  # every number there is: for looking things up, not for reading


@pytest.fixture(scope="module")
def weights(built: tuple[Path, Project]) -> list[Weight]:
    """What every page weighs."""
    paths = paths_of(built[0])

    def weigh_all(browser: Browser, share: list[str]) -> list[Weight]:
        with served(built[0]) as server:
            return [weigh(browser, server, path) for path in share]

    shares = side_by_side(paths, weigh_all)
    return sorted((weight for share in shares for weight in share), key=lambda weight: paths.index(weight.path))


def name_of(weight: Weight) -> str:
    """A page's path, the same in every language."""
    return weight.path.removeprefix(prefix_of(weight.path))


def articles(weights: list[Weight]) -> list[Weight]:
    """The pages that are for reading."""
    return [weight for weight in weights if name_of(weight) not in LISTS]


def test_a_page_asks_for_little_and_for_nothing_elsewhere(weights: list[Weight]) -> None:
    """And for nothing that is not there."""
    assert [it.path for it in weights if len(it.asked) > REQUESTS] == []
    assert [(it.path, it.failed, it.foreign) for it in weights if it.failed or it.foreign] == []
    assert all(len(it.asked) >= REQUESTS for it in weights if name_of(it) != NOT_FOUND)


def test_a_page_for_reading_is_light(weights: list[Weight]) -> None:
    """Page, style sheet, script and font together, packed by Brotli, in every language."""
    heavy = {weight.path: weight.bytes for weight in articles(weights) if weight.bytes > BYTES}
    assert heavy == {}
    assert all(weight.page < weight.bytes for weight in weights)


def test_scripts_do_next_to_nothing_on_loading(weights: list[Weight]) -> None:
    """On every page that has one they run, and are soon done."""
    assert {weight.path: weight.script for weight in weights if weight.script > SCRIPT} == {}
    assert all(weight.script > 0 for weight in weights if name_of(weight) != NOT_FOUND)


@pytest.mark.alone
def test_the_longest_page_is_soon_there_on_a_slow_phone(
    chromium: Browser, server: Server, built: tuple[Path, Project]
) -> None:
    """The longest for reading in each language. Nothing moves while it loads; a busy machine gets further tries."""
    names = {path: path.removeprefix(prefix_of(path)) for path in paths_of(built[0])}
    read = [path for path, name in names.items() if name not in {*LISTS, NOT_FOUND}]
    for _, paths in groupby(read, key=prefix_of):
        longest = max(paths, key=lambda path: len(brotli.compress((built[0] / path / "index.html").read_bytes())))
        showings = []
        for _ in range(TRIES):
            showings.append(show(chromium, server, longest))
            if showings[-1].painted <= PAINTED:
                break
        assert [showing.moved for showing in showings] == [0] * len(showings), longest
        assert 0 < min(showing.painted for showing in showings) <= LENIENCE * PAINTED, longest


def test_the_work_of_scripts_is_summed_in_the_page_s_own_process() -> None:
    """Whatever else the browser runs is not the page's."""
    events = [
        {"name": "v8.compileModule", "pid": 1, "tdur": 500, "args": {"data": {"url": "http://here/kensan.js"}}},
        {"name": "v8.evaluateModule", "pid": 1, "tdur": 1500, "args": {}},
        {"name": "Layout", "pid": 1, "tdur": 9000, "args": {}},
        {"name": "v8.evaluateModule", "pid": 2, "tdur": 7000, "args": {"data": {"url": "chrome://there/"}}},
    ]
    assert script_time(events, "http://here/") == 2
