"""The pieces of the change report: pages read as blocks, blocks set side by side, and the words that changed."""

import pytest
from markupsafe import Markup

from explainer.diff.alignment import changed_numbers, changed_sentences, pairs
from explainer.diff.html import marked_html
from explainer.diff.markdown import shares
from explainer.diff.published import Block, Number, PublishedPage
from explainer.diff.words import marked

PAGE = """<html><head><title>Peak – Kensan</title><meta name="description" content="It needs 5 GPUs."></head><body>
<script>var no = "text";</script><style>p { color: red }</style>
<nav aria-label="Contents"><a href="a">Peak</a></nav>
<p class="lede" data-n="peak">It <em>needs</em>
  <a class="n n-computed" href="n#peak" data-n="peak">about&nbsp;<data value="5.25">5</data>&nbsp;GPUs</a>,
  or <time datetime="2024-02">February</time>.</p>
<figure class="chart"><svg aria-labelledby="bars-title bars-desc"><title id="bars-title">Bars</title>
<line x1="1%" x2="20.5%"/><text class="end" x="3%">7</text></svg>
<ul><li><a class="n" data-n="peak" data-scenario="few" href="x"><data value="1/2">1–2</data></a> Peak</li></ul></figure>
<div class="table"><table><tr><td>Yes</td><td><span class="digits" data-n="low">3</span>&nbsp;days</td></tr></table>
</div>
<p>After<br>all.</p></body></html>"""


def test_a_page_is_read_as_blocks_with_their_numbers() -> None:
    """Text as it is read, numbers by name and value, and where each belongs."""
    blocks = PublishedPage(PAGE).blocks
    assert [(it.tag, it.chart, it.is_cell, it.text) for it in blocks] == [
        ("title", "", False, "Peak – Kensan"),
        ("meta@", "", False, "It needs 5 GPUs."),
        ("nav@", "", True, "Contents"),
        ("nav", "", True, "Peak"),
        ("p", "", False, "It needs about\u00a05\u00a0GPUs, or February."),
        ("title", "bars", True, "Bars"),
        ("text", "bars", True, "7"),
        ("li", "bars", True, "1–2 Peak"),
        ("td", "", True, "Yes"),
        ("td", "", True, "3\u00a0days"),
        ("p", "", False, "After"),
        ("p", "", False, "all."),
    ]
    numbers = {it.id: (it.value, block.text[it.start : it.end]) for block in blocks for it in block.numbers if it.id}
    assert numbers == {
        "peak": ("5.25", "about\u00a05\u00a0GPUs"),
        "peak (scenario: few)": ("1/2", "1–2"),
        "low": ("", "3"),
    }
    assert blocks[4].words == "It needs {peak}, or {}."


def test_a_chart_is_the_places_of_its_marks() -> None:
    """By the name that its picture has."""
    assert PublishedPage(PAGE).charts == {"bars": "line.x1=1% line.x2=20.5% text.x=3%"}
    moved = PublishedPage(PAGE.replace("20.5%", "21%"))
    assert moved.charts != PublishedPage(PAGE).charts and moved.blocks == PublishedPage(PAGE).blocks


WORDS = [
    ("It takes 4,200 days.", "It takes 8,400.5 days.", [("It takes ",) * 2, ("4,200", "8,400.5"), (" days.",) * 2]),
    ("a b c", "a x y c", [("a ",) * 2, ("b", "x y"), (" c",) * 2]),
    ("a b c", "a c", [("a ",) * 2, ("b ", ""), ("c",) * 2]),
    ("", "new", [("", "new")]),
    ("同じ割合である。", "同じ倍率である。", [("同じ",) * 2, ("割合", "倍率"), ("である。",) * 2]),
    ("값이 낮다", "값이 높다", [("값이 ",) * 2, ("낮", "높"), ("다",) * 2]),
    ("计算量很大", "计算量很小", [("计算量很",) * 2, ("大", "小")]),
    ("dài 5,2 phút", "dài 6,3 phút", [("dài ",) * 2, ("5,2", "6,3"), (" phút",) * 2]),
    ("two new words", "two old tales", [("two ",) * 2, ("new words", "old tales")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), WORDS)
def test_the_words_that_changed_are_found(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """In every language, and together they are the two texts."""
    parts = marked(before, after)
    assert parts == expected
    assert ("".join(old for old, _ in parts), "".join(new for _, new in parts)) == (before, after)


def test_a_number_is_never_cut() -> None:
    """Not even where both share a mark or a scale word."""
    before, after = "需要1520万～3810万分。", "需要1520万～4000万分。"
    spans = ((Number("n", "1/2", 2, 14),), (Number("n", "1/3", 2, 14),))
    assert marked(before, after, spans) == [("需要",) * 2, ("1520万～3810万分", "1520万～4000万分"), ("。",) * 2]


def block(text: str, *numbers: Number, tag: str = "p") -> Block:
    """A block of prose."""
    return Block(tag, "", False, text, numbers)


def test_only_the_sentences_that_changed_are_listed() -> None:
    """Of a paragraph of three, one edited; and one that is new beside it."""
    old = block("It is large. It takes 5 days. It is over.", Number("n", "5", 22, 23))
    new = block("It is large. It takes 6 days. It is over. Or not.", Number("n", "6", 22, 23))
    edited, added = changed_sentences(old, new)
    assert (edited.before, edited.after) == ("It takes 5 days.", "It takes 6 days.")
    assert edited.parts == [("It takes ",) * 2, ("5", "6"), (" days.",) * 2]
    assert (added.before, added.after) == ("", "Or not.")
    assert changed_sentences(old, old) == []
    assert [it.before for it in changed_sentences(None, block("New."))] == [""]
    merged = changed_sentences(block("One here. Two here. Three."), block("One and two here. Three."))
    assert [(it.before, it.after) for it in merged] == [("One here. Two here.", "One and two here.")]


def test_numbers_are_held_against_themselves() -> None:
    """By name: restated, added and gone."""
    old = block("5 of 7 and 9", Number("a", "5", 0, 1), Number("b", "7", 5, 6), Number("", "9", 11, 12))
    new = block("5 of 8 and 9", Number("a", "5.1", 0, 1), Number("c", "8", 5, 6), Number("", "9", 11, 12))
    assert changed_numbers(old, new) == [
        ("a", ("5", "5"), ("5.1", "5")),
        ("b", ("7", "7"), None),
        ("c", None, ("8", "8")),
    ]
    assert changed_numbers(old, old) == []
    assert [it.before for it in changed_numbers(None, new)] == [None, None]


def test_blocks_find_the_blocks_that_they_were() -> None:
    """Where some are edited, one is new and one is gone; numbers alone part no two blocks."""
    a, b, c, d = (block(f"This is the {name} paragraph of them.") for name in ("first", "second", "third", "fourth"))
    edited = block("This is the second paragraph, so far.")
    assert pairs([a, b, c], [a, b, c]) == [(0, 0), (1, 1), (2, 2)]
    assert pairs([a, b, c], [a, edited, c]) == [(0, 0), (1, 1), (2, 2)]
    assert pairs([a, c, d], [a, b, c, d]) == [(0, 0), (None, 1), (1, 2), (2, 3)]
    assert pairs([a, b, c, d], [a, c, d]) == [(0, 0), (1, None), (2, 1), (3, 2)]
    assert pairs([a, b, d], [a, block("Completely other things."), edited, d])[1:3] == [(None, 1), (1, 2)]
    assert pairs([], [a]) == [(None, 0)] and pairs([a], []) == [(0, None)]
    one, other = block("5 days", Number("n", "5", 0, 1)), block("17 days", Number("n", "17", 0, 2))
    assert pairs([one, a, one], [other, a, other]) == [(0, 0), (1, 1), (2, 2)]


def test_marks_in_html_escape_what_they_mark() -> None:
    """Every piece, changed or not."""
    parts = [("<b>a</b> & ", "<b>a</b> & "), ("<script>", "<img src=x>")]
    expected = "&lt;b&gt;a&lt;/b&gt; &amp; <del>&lt;script&gt;</del> <ins>&lt;img src=x&gt;</ins>"
    assert marked_html(parts) == Markup(expected)


@pytest.mark.parametrize(
    ("sizes", "room", "expected"),
    [
        ([10, 20, 30], 100, [10, 20, 30]),
        ([10, 200, 300], 110, [10, 50, 50]),
        ([300, 5, 40], 100, [55, 5, 40]),
        ([7], 0, [0]),
        ([7], -5, [0]),
        ([], 9, []),
    ],
)
def test_room_is_shared_so_that_the_small_parts_are_whole(sizes: list[int], room: int, expected: list[int]) -> None:
    """And the large ones get equal parts of the rest."""
    assert shares(sizes, room) == expected
