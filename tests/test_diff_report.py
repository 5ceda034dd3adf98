"""The change report: what is in it, and what is not."""

import datetime
from typing import Any

import pytest
from published import TODAY, block, pace, taken

from explainer.diff.html import as_html
from explainer.diff.markdown import as_markdown
from explainer.diff.published import Block, Number
from explainer.diff.report import Report, compare
from explainer.diff.snapshot import FAILS, HOLDS, LOOSE, Judgement


def report(**after: Any) -> Report:
    """What has changed since the small snapshot."""
    return compare(taken(), taken(**after), TODAY)


def test_nothing_is_listed_of_what_did_not_change() -> None:
    """In one line of Markdown."""
    same = report()
    assert same.is_empty and same.causes == [] and same.faults == []
    assert as_markdown(same, "main", "x").count("\n") == 1
    assert "No published number changes, and no sentence, claim, chart or scenario." in as_html(same, "main")


def test_a_number_may_change_in_value_or_in_print_alone() -> None:
    """Both are listed, and told apart."""
    (in_value,) = report(figures=pace("5.01", "5 a day", "一日5")).numbers
    assert (in_value.is_printed_otherwise, in_value.before.value, in_value.after.value) == (False, "5.0", "5.01")
    in_print = report(figures=pace("5.0", "5 a day", "一日5.0"))
    assert [it.is_printed_otherwise for it in in_print.numbers] == [True]
    assert "1 published number," in as_markdown(in_print, "main", "x").replace("number, on", "number, on")
    told = as_markdown(report(figures=pace("5.01", "5 a day", "一日5")), "main", "x")
    assert "1 published number (1 of them in value alone)" in told and "unrounded 5.0 → 5.01" in told


def test_a_sentence_is_listed_in_each_language_in_which_it_changed() -> None:
    """With its page, and nothing of the language in which it did not."""
    page = taken().pages["index.html"]
    other = {"index.html": {**page, "ja": [block("これは：5日。"), page["ja"][1]]}}
    found = report(pages=other)
    (sentence,) = found.sentences
    assert sentence.pages == ["index.html"] and list(sentence.edits) == ["ja"]
    assert found.counts["sentences"] == {"ja": 1} and found.numbers == []
    assert found.counts["built_pages"] == 1
    told = as_markdown(found, "main", "x")
    assert told.startswith("**No published number changes. This changes 1 sentence in 1 language, on 1 page.**")
    assert "<summary>Sentences in 日本語 (1)</summary>" in told and "~~そ~~ **こ**" in told


def test_a_number_without_a_figure_of_its_own_is_listed_too() -> None:
    """Such as one under a scenario, which only a table has."""
    id_ = "pace (scenario: few)"
    pages = [
        {"index.html": {code: [Block("td", "", True, text, (Number(id_, text, 0, 1),))] for code in ("en", "ja")}}
        for text in ("3", "4")
    ]
    found = compare(taken(pages=pages[0]), taken(pages=pages[1]), TODAY)
    assert [(it.id, it.name["ja"], it.before.value, it.after.texts) for it in found.numbers] == [
        (id_, "速度", "3", {"en": "4", "ja": "4"})
    ]
    assert found.sentences == [] and found.cells == {"index.html": 1}
    assert found.counts["places"] == found.counts["texts"] == {"en": 1, "ja": 1}


CLAIMS = [
    (HOLDS, FAILS, ["slow"]),
    (FAILS, HOLDS, ["slow"]),
    (HOLDS, LOOSE, ["slow"]),
    (FAILS, FAILS, []),
    (None, HOLDS, []),
    (None, FAILS, ["slow"]),
    (HOLDS, None, ["slow"]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CLAIMS)
def test_a_claim_that_flips_is_listed(before: str | None, after: str | None, expected: list[str]) -> None:
    """Either way; a new one if it does not hold."""
    old, new = (
        {"slow": Judgement(verdict, ["too fast"] * (verdict == FAILS), "index.md", {"en": "It is slow."})}
        if verdict
        else {}
        for verdict in (before, after)
    )
    found = compare(taken(claims=old), taken(claims=new), TODAY)
    assert [it.claim for it in found.claims] == expected
    for text in (as_markdown(found, "main", "x"), as_html(found, "main")):
        assert ("It is slow." in text) == bool(expected)


def test_a_chart_is_touched_by_its_marks_or_by_its_labels() -> None:
    """And says by which."""
    charts = {"index.html": {code: {"bars": "line.x1=2%"} for code in ("en", "ja")}}
    (moved,) = report(charts=charts).charts
    assert (moved.chart, moved.page, moved.is_redrawn, moved.cells) == ("bars", "index.html", True, 0)
    page = {code: [blocks[0], block("5", "5.2", "bars")] for code, blocks in taken().pages["index.html"].items()}
    (stated,) = report(pages={"index.html": page}).charts
    assert (stated.is_redrawn, stated.cells) == (False, 1)


def test_a_scenario_is_touched_where_a_quantity_changes_under_it() -> None:
    """Whatever the pages show of it."""
    (found,) = report(scenarios={"few": pace("4.0", "4 a day", "一日4")}).scenarios
    assert found.scenario == "few" and found.numbers["pace"][1].value == "4.0"


@pytest.mark.parametrize(("day", "is_due"), [("2026-06-30", False), ("2026-07-01", True)])
def test_an_assumption_is_overdue_after_its_day(day: str, is_due: bool) -> None:
    """Not on it. It is told in the one line of a change that changes nothing, too."""
    found = compare(taken(), taken(), datetime.date.fromisoformat(day))
    assert (found.overdue == {"pace": "2026-06-30"}) is is_due
    assert ("Past the day to check them: pace." in as_markdown(found, "main", "x")) is is_due
    assert ("Past the day to check them: pace." in as_html(found, "main")) is is_due


def test_what_was_changed_in_the_model_is_told() -> None:
    """Field by field, entries that are new and gone among them."""
    found = report(inputs={"assumption pace": {"value": "6", "unit": "1/day"}, "formula work": {"formula": "pace × 2"}})
    assert [tuple(it) for it in found.causes] == [
        ("assumption pace", "value", "5", "6"),
        ("formula work", "formula", "", "pace × 2"),
    ]


def test_new_faults_of_translations_are_told() -> None:
    """Those that there were before are not news."""
    found = compare(taken(faults=["ja.po: old"]), taken(faults=["ja.po: old", "ja.po: no translation"]), TODAY)
    assert found.faults == ["ja.po: no translation"]


def test_the_report_is_data() -> None:
    """Names and plain values, with each sentence's pieces in pairs."""
    page = taken().pages["index.html"]
    found = report(pages={"index.html": {**page, "en": [block("Is: 5 a day."), page["en"][1]]}}).as_data()
    (edit,) = found["sentences"][0]["edits"]["en"]
    assert (edit["before"], edit["after"]) == ("It: 5 a day.", "Is: 5 a day.")
    assert [list(part) for part in edit["parts"]] == [["It", "Is"], [": 5 a day.", ": 5 a day."]]
