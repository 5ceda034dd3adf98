"""What is due for checking on a day that the test sets: which assumptions, in which order, and how it is said."""

import datetime
import json
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import explainer.__main__ as command_line
from calc.book import Book, read_book
from calc.due import Due, due
from explainer.due import MOST_RESULTS, as_json, as_markdown, as_text, plain, when

Said = Callable[..., tuple[int, str]]
DAY = datetime.date(2025, 3, 4)  # by which the small book's assumptions are to be checked
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2040, 1, 1))


def later(days: int) -> datetime.date:
    """So many days after the small book's day."""
    return DAY + datetime.timedelta(days=days)


def staggered(book: Book) -> Book:
    """The book with its assumptions due on four days in a row, the last named first, and a main result."""
    days = {key: later(place) for place, key in enumerate(reversed(sorted(book.assumptions)))}
    assumptions = {key: replace(it, check_by=days[key]) for key, it in book.assumptions.items()}
    statements = {**book.statements, "work": replace(book.statements["work"], headline=True)}
    return replace(book, assumptions=assumptions, statements=statements)


@pytest.mark.parametrize(
    ("today", "within", "expected"),
    [
        (later(-1), 0, []),
        (later(-1), 1, [("repeats", 1)]),
        (DAY, 0, [("repeats", 0)]),
        (later(1), 0, [("repeats", -1), ("other", 0)]),
        (later(1), 1, [("repeats", -1), ("other", 0), ("frames", 1)]),
        (later(9), 0, [("repeats", -9), ("other", -8), ("frames", -7), ("days", -6)]),
    ],
)
def test_what_is_due_on_a_day(small: Book, today: datetime.date, within: int, expected: list) -> None:
    """Those whose day has come or comes soon, the longest overdue first."""
    found = due(staggered(small), today, within)
    assert [(it.assumption.key, it.days) for it in found] == expected
    assert [it.is_overdue for it in found] == [days < 0 for _, days in expected]


def test_those_of_one_day_come_by_name(small: Book) -> None:
    """So that two runs say the same."""
    assert [it.assumption.key for it in due(small, later(1))] == ["days", "frames", "other", "repeats"]


@given(today=DAYS, wait=st.integers(0, 900), within=st.integers(0, 900))
def test_what_is_due_stays_due(book: Book, today: datetime.date, wait: int, within: int) -> None:
    """Later, and looking farther ahead; on our own assumptions."""
    now = {it.assumption.key for it in due(book, today, within)}
    assert now <= {it.assumption.key for it in due(book, today + datetime.timedelta(days=wait), within)}
    assert now <= {it.assumption.key for it in due(book, today, within + wait)}


def test_every_assumption_is_due_at_last(book: Book) -> None:
    """None is left out; before the first day none is."""
    days = [it.check_by for it in book.assumptions.values()]
    assert len(due(book, max(days))) == len(book.assumptions) > 50
    assert due(book, min(days) - datetime.timedelta(days=1)) == []


def test_it_says_which_main_results_move(book: Book) -> None:
    """Those that change when the assumption does, and no others."""
    (found,) = [it for it in due(book, datetime.date.max) if it.assumption.key == "youtube_ai_share"]
    doubled = book.values(replaced={"youtube_ai_share": book.values()["youtube_ai_share"]._replace(low=0.3, high=0.3)})
    moved = [it.key for it in book.headlines() if doubled[it.quantity] != book.values()[it.quantity]]
    assert list(found.results) == moved != []


@pytest.mark.parametrize(
    ("days", "said"), [(-2, "2 days overdue"), (-1, "1 day overdue"), (0, "today"), (1, "in 1 day")]
)
def test_the_time_is_said_in_words(days: int, said: str) -> None:
    """With one day apart."""
    assert when(days) == said


def test_as_text_and_as_json(small: Book) -> None:
    """The same entries in the same order."""
    found = due(staggered(small), later(1))
    assert as_text(small, found).splitlines() == [
        "2025-03-04  repeats — Repeats (1 day overdue)",
        "  3, measured, as of 2024-01-02, source us: https://us.example/",
        "  moves work",
        "2025-03-05  other — Other (today)",
        "  7, reported, as of 2024-01-02, source us: https://us.example/",
        "  moves no main result",
    ]
    first, second = json.loads(as_json(small, found))
    assert first == {
        "assumption": "repeats", "name": "Repeats", "check_by": "2025-03-04", "days": -1, "is_overdue": True,
        "value": ["3", "3"], "unit": "1", "kind": "measured", "as_of": "2024-01-02",
        "source": {"key": "us", "title": "Ours", "url": "https://us.example/"}, "results": ["work"],
    }  # fmt: skip
    assert second["days"] == 0 and not second["is_overdue"]


def test_as_markdown(small: Book) -> None:
    """A table with a row for each; nothing at all where nothing is due."""
    assert as_markdown(small, []) == ""
    assert (as_text(small, []), as_json(small, [])) == ("no assumption is due", "[]")
    text = as_markdown(small, due(staggered(small), later(1), within=1))
    assert text.startswith("1 overdue, 2 due soon.\n")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    assert rows[2:] == [
        ["Repeats (repeats)", "2025-03-04", "**1 day overdue**", "3", "[Us](<https://us.example/>)", "work"],
        ["Other (other)", "2025-03-05", "today", "7", "[Us](<https://us.example/>)", "no main result"],
        ["Frames (frames)", "2025-03-06", "in 1 day", "48 to 96 frame", "[Us](<https://us.example/>)", "work"],
    ]


def test_many_results_are_counted_not_listed(small: Book) -> None:
    """The first few say enough."""
    results = tuple(f"it{place}" for place in range(MOST_RESULTS + 2))
    text = as_text(small, [Due(small.assumptions["days"], -1, results)])
    assert text.endswith("moves it0, it1, it2 and 2 more")


@pytest.mark.parametrize("text", ["a|b", "<b>x</b>", "[x](y)", "`x`", "@somebody", "a\n\n# b", "**x**", "![x](y)"])
def test_a_name_cannot_be_markup(text: str) -> None:
    """Whatever the file holds is shown and does nothing."""
    shown = plain(text).replace("@<!-- -->", "")
    assert not set(shown) & set("|<>[]()`@\n*!")


def test_the_whole_list_fits_into_an_issue(book: Book) -> None:
    """GitHub takes 65,536 characters; here with every assumption due at once."""
    assert len(as_markdown(book, due(book, datetime.date(2099, 1, 1)))) < 65_536


# ── The command ──────────────────────────────────────────────────────────────


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command on a given day; its exit status and what it prints."""

    def run(today: datetime.date, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(command_line, "_today", lambda: today)
        monkeypatch.setattr(sys, "argv", ["explainer", "due", *arguments])
        return command_line.main(), capsys.readouterr().out

    return run


def test_the_command_asks_the_clock(said: Said) -> None:
    """What is overdue is no failure: the status is 0, so no build breaks on the day."""
    last = max(it.check_by for it in read_book(ROOT / "calc").assumptions.values())
    status, text = said(last + datetime.timedelta(days=1), "--format", "json")
    assert status == 0 and all(it["is_overdue"] for it in json.loads(text))
    status, text = said(datetime.date(2020, 1, 1), "--within", "0")
    assert (status, text) == (0, "no assumption is due\n")
    assert said(datetime.date(2020, 1, 1), "--within", "0", "--format", "markdown") == (0, "")


def test_a_day_can_be_given(said: Said) -> None:
    """Then the clock is not asked."""
    assert said(datetime.date(2099, 1, 1), "--on", "2020-01-01")[1] == "no assumption is due\n"
    with pytest.raises(SystemExit):
        said(datetime.date(2099, 1, 1), "--on", "soon")
