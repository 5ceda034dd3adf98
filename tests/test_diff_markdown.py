"""The change report as it is told: text of others is never markup, marks are, and a long one is cut."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from conftest import cases
from markdown_it import MarkdownIt
from published import TODAY, block, pace, taken

from explainer.diff.html import as_html
from explainer.diff.markdown import LIMIT, as_markdown, marks
from explainer.diff.plain import code, in_markdown
from explainer.diff.published import Block
from explainer.diff.report import Report, compare
from explainer.diff.snapshot import FAILS, Judgement
from explainer.diff.words import marked

CASES = cases("report_texts.toml")


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
