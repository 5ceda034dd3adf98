"""The change report: what is in it, what is not, and how it is told; text of others is never markup."""

import datetime
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import cases
from markdown_it import MarkdownIt

from explainer.diff.html import as_html
from explainer.diff.markdown import LIMIT, as_markdown, marks
from explainer.diff.plain import code, in_markdown
from explainer.diff.published import Block, Number
from explainer.diff.report import Report, compare
from explainer.diff.snapshot import FAILS, HOLDS, LOOSE, Judgement, Snapshot, Stated
from explainer.diff.words import marked

TODAY = datetime.date(2026, 6, 30)
CASES = cases("report_texts.toml")


def block(text: str, value: str = "5", chart: str = "") -> Block:
    """A sentence whose only number is the fifth character."""
    return Block("p", chart, bool(chart), text, (Number("pace", value, 4, 5),))


def taken(**other: Any) -> Snapshot:
    """A small snapshot in two languages, of which some is otherwise."""
    page = {
        "en": [block("It: 5 a day."), block("5", chart="bars")],
        "ja": [block("それは：5日。"), block("5", chart="bars")],
    }
    return replace(
        Snapshot(
            languages={"en": "English", "ja": "日本語"},
            names={"pace": {"en": "Pace", "ja": "速度"}, "scenario few": {"en": "Few", "ja": "少"}},
            figures={"pace": Stated("5.0", {"en": "5 a day", "ja": "一日5"})},
            scenarios={"few": {"pace": Stated("3.0", {"en": "3 a day", "ja": "一日3"})}},
            claims={"slow": Judgement(HOLDS, [], "index.md", {"en": "It is slow.", "ja": "遅い。"})},
            inputs={"assumption pace": {"value": "5", "unit": "1/day"}},
            due={"pace": "2026-06-30"},
            faults=[],
            pages={"index.html": page},
            charts={"index.html": {"en": {"bars": "line.x1=1%"}, "ja": {"bars": "line.x1=1%"}}},
        ),
        **other,
    )


def report(**after: Any) -> Report:
    """What has changed since the small snapshot."""
    return compare(taken(), taken(**after), TODAY)


def pace(value: str, en: str, ja: str) -> dict[str, Stated]:
    """The only figure."""
    return {"pace": Stated(value, {"en": en, "ja": ja})}


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


# ── Text of others ───────────────────────────────────────────────────────────


class Seen(HTMLParser):
    """The tags of an HTML text, and what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.text = list[str](), ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Note the tag."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Add to the text."""
        self.text += data


def read(markdown: str) -> Seen:
    """A text as a forge reads it: CommonMark with tables and crossing out, and HTML as it is."""
    return Seen(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_text_of_others_is_never_markup(case: dict) -> None:
    """In a sentence, in a cell of a table and in HTML: its characters are seen, and no tag is its own."""
    text, seen = case["text"], case.get("seen", case["text"])
    item = read(f"- x {in_markdown(text)}\n")
    assert (item.tags, item.text.strip("\n")) == (["ul", "li"], f"x {seen}")
    table = read(f"| a | b |\n| --- | --- |\n| {in_markdown(text)} | y |\n")
    assert table.tags.count("td") == 2 and seen in table.text and not set(table.tags) & {"a", "img", "script", "em"}
    assert not re.search(r"@\w|#\d|://|www\.|:\w+:|\$\w", in_markdown(text).replace("&#36;", "")), in_markdown(text)
    page = Seen(as_html(hostile(text), text).split("</style>")[1])
    assert set(page.tags) <= {"h1", "h2", "p", "div", "table", "tr", "th", "td", "del", "ins", "br"}
    assert seen in page.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_hostile_report_has_no_tags_but_our_own(case: dict) -> None:
    """Whatever name, sentence, reason or title somebody writes."""
    markdown = as_markdown(hostile(case["text"]), case["text"], case["text"])
    tags = set(read(markdown).tags)
    ours = {"p", "strong", "h3", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "s", "code", "br", "details"}
    assert tags <= ours | {"summary"}, tags
    assert "details" in tags and "table" in tags


def hostile(text: str) -> Report:
    """A report all of whose texts are one."""
    names = {"pace": {"en": text, "ja": text}, "scenario few": {"en": text, "ja": text}}
    page = {code: [Block("p", "", False, text, ()), block("6", chart=text)] for code in ("en", "ja")}
    return compare(
        taken(),
        taken(
            languages={"en": text, "ja": text},
            names=names,
            figures=pace("6.0", text, text),
            scenarios={"few": pace("4.0", text, text), text: pace("4.0", text, text)}
            if f"scenario {text}" in names
            else {},
            claims={"slow": Judgement(FAILS, [text], text, {"en": text, "ja": text})},
            inputs={text: {text: text}},
            faults=[text],
            pages={"index.html": page, text: page},
            charts={text: {"en": {text: text}}},
        ),
        TODAY,
        [text],
    )


EDITS = [
    ("前は15%の割合", "前は5%の割合"),
    ("これは「推論」です", "これは「学習」です"),
    ("khớp khi làm tròn", "khớp"),
    ("It is (5%).", "It is [6%]."),
    ("a*b*c", "a*d*c"),
    ("1520万～3810万分です", "1520万～4000万分です"),
    ("It takes ~5 days", "It takes ~6~ days"),
    ("", "All new."),
    ("All gone.", ""),
    ("1. One", "- Two"),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_marks_are_read_as_marks_beside_any_character(before: str, after: str) -> None:
    """What is crossed out and what is bold give both texts again."""
    html = (
        MarkdownIt("commonmark", {"html": True}).enable("strikethrough").render(f"- {marks(marked(before, after))}\n")
    )
    assert set(Seen(html).tags) <= {"ul", "li", "s", "strong"}

    def without(tag: str) -> str:
        return re.sub(r"\s", "", Seen(re.sub(f"<{tag}>.*?</{tag}>", "", html)).text)

    assert without("strong") == re.sub(r"\s", "", before) and without("s") == re.sub(r"\s", "", after)


def test_a_name_is_code_only_if_it_is_one() -> None:
    """No text breaks out of it."""
    assert code("pace (scenario: few)") == "`pace (scenario: few)`"
    assert code("a`b") == "a\\`b" and code("") == ""


# ── How much of it ───────────────────────────────────────────────────────────


def test_a_long_report_is_cut_and_says_what_is_left_out() -> None:
    """Of all languages alike; the first lines and the place of the whole are always there."""
    long = {code: [block(f"It: 5 {'very ' * 20}{place}.") for place in range(600)] for code in ("en", "ja")}
    short = {code: [block(f"It: 6 {'very ' * 20}{place}.", "6") for place in range(600)] for code in ("en", "ja")}
    found = compare(taken(pages={"index.html": long}), taken(pages={"index.html": short}), TODAY)
    text = as_markdown(found, "main", "the artifact")
    assert len(text) <= LIMIT < 65_536
    left_out = [int(count) for count in re.findall(r"(\d+) of 600 sentences in", text)]
    assert len(left_out) == 2 and abs(left_out[0] - left_out[1]) < 60
    assert text.count("\n- It: ") == 1200 - sum(left_out) > 300
    assert (
        text.endswith("The whole report: the artifact.\n") and text.count("<details>") == text.count("</details>") == 1
    )
    assert as_html(found, "main").count("It: <del>5</del> <ins>6</ins> very") == 1200
