"""The audit of the small project: every kind of verdict with its numbers, and every fault of a row at its line."""

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import replace_in
from small import small_book, small_folder

from calc.audit import Audit, Row, Token, Verdict, read_audit
from calc.book import Book
from calc.errors import KensanError
from calc.inputs import EDITIONS

SECTION = 'section = "Body"\n'
ROWS = """[N-1]
section = "Body"
about = "work"
ja = { print = "three: 3", number = "3" }
vi = { print = "3,0", number = "3,0" }

[N-2]
section = "Body"
about = "work"
pick = "high"
unit = "frame/day"
counted_in = "frame/hour"
name = "Work a day"
note = "At its highest."
en = { print = "144", number = "144" }
ko = { print = "about 140", number = "140" }
zh = { print = "hundreds", above = 143 }

[N-3]
section = "Body"
name = "Words"
en = { print = "some" }
"""
TRIED = [
    # A quantity, a count and a name; a number in words; a date.
    ("about = 'pace'", "1", Verdict("agrees", Fraction(1), Fraction(1))),
    ("about = 'pace'\npick = 'low'", "1", Verdict("agrees", Fraction(1), Fraction(1))),
    ("about = 'pace'\npick = 'high'", "2", Verdict("agrees", Fraction(2), Fraction(2))),
    ("about = 'pace'\nunit = 'frame/day'", "24", Verdict("agrees", Fraction(24), Fraction(24))),
    ("about = 'pace'\nunit = 'frame/day'", "25", Verdict("disagrees", Fraction(25), Fraction(24))),
    ("about = 'pace'\nunit = 'frame/day'", "20", Verdict("rounded", Fraction(20), Fraction(20))),
    ("about = 'pace'\nunit = 'frame/day'", "30", Verdict("disagrees", Fraction(30), Fraction(20))),
    ("about = 'pace'\ncounted_in = 'frame/day'", "1", Verdict("agrees", Fraction(1), Fraction(1))),
    ("about = 'pace'\ncounted_in = 'frame'", "1", Verdict("disagrees", Fraction(1), Fraction(1))),
    ("meant = 25", "30", Verdict("rounded", Fraction(30), Fraction(30))),
    ("meant = 25.0", "20", Verdict("disagrees", Fraction(20), Fraction(30))),
    ("meant = 0.5", "50%", Verdict("agrees", Fraction(1, 2), Fraction(1, 2))),
    ("meant = 2", 2, Verdict("agrees", Fraction(2), Fraction(2))),
    ("meant = 2", Decimal("2.5"), Verdict("disagrees", Fraction(5, 2), Fraction(2))),
    ("spelling = 'Sora'", "Sora", Verdict("agrees")),
    ("spelling = 'Sora'", "sora", Verdict("disagrees")),
    ("spelling = 'Sora'", "SORA", Verdict("disagrees")),
    ("about = 'begun'", datetime.date(2024, 5, 6), Verdict("agrees")),
    ("about = 'begun'", datetime.date(2024, 5, 7), Verdict("disagrees")),
    ("about = 'begun'", datetime.date(2024, 5, 5), Verdict("disagrees")),
    # What no number is compared with.
    ("about = 'begun'", "5", Verdict("uncompared")),
    ("note = 'Nothing.'", "5", Verdict("uncompared")),
    # Damage that the row's number explains, and damage that nothing explains.
    ("meant = 1e21", "1021", Verdict("garbled", Fraction(1021), Fraction(10**21), "exponent", Fraction(10**21))),
    ("meant = 1.2e21", "1021", Verdict("garbled", Fraction(1021), Fraction(10**21), "exponent", Fraction(10**21))),
    ("meant = 2e21", "1021", Verdict("disagrees", Fraction(1021), Fraction(2 * 10**21))),
    ("meant = 1021", "1021", Verdict("agrees", Fraction(1021), Fraction(1021))),
    ("meant = 7", "1021", Verdict("disagrees", Fraction(1021), Fraction(7))),
]  # fmt: skip


def audit_of(parent: Path, rows: str, book: Book) -> Audit:
    """The audit of a small book with these rows."""
    folder = small_folder(parent)
    (folder / "publications.toml").write_text(rows, encoding="utf-8")
    return read_audit(book, folder)


@pytest.fixture(scope="module")
def audit(small: Book, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The rows above."""
    return audit_of(tmp_path_factory.mktemp("rows"), ROWS, small)


def token_of(printed: object) -> str:
    """A token as it is written in the file: a print with a number in it, or what the print says."""
    if not isinstance(printed, str):
        return f'{{ print = "in words", says = {printed} }}'
    number = f', number = "{printed}"' if printed[0].isdigit() else ""
    return f'{{ print = "{printed}"{number} }}'


# ── What is read ─────────────────────────────────────────────────────────────


def test_rows_are_read_as_they_are_written(audit: Audit) -> None:
    """In the unit of what they are about, unless they name one."""
    tokens = {
        "en": Token("en", "144", "144"),
        "ko": Token("ko", "about 140", "140"),
        "zh": Token("zh", "hundreds", above=Decimal(143)),
    }
    assert list(audit.rows) == ["N-1", "N-2", "N-3"]
    assert audit.rows["N-2"] == Row(
        "N-2", "Body", "Work a day", "work", "high", "frame/day", "frame/hour", None, "", "At its highest.", tokens
    )
    assert [audit.rows[key].unit for key in ("N-1", "N-3")] == ["frame/hour", "1"]
    assert [row.key for row in audit.about("work")] == ["N-1", "N-2"]
    assert audit.about("pace") == [] and [row.key for row in audit.about("")] == ["N-3"]
    assert [audit.value(row) for row in audit.rows.values()] == [3, 144, None]


def test_every_version_is_judged_in_its_order(audit: Audit) -> None:
    """Row by row."""
    kinds = {key: [] for key in audit.rows}
    editions = {key: [] for key in audit.rows}
    for row, edition, verdict in audit.verdicts():
        kinds[row.key].append(verdict.kind)
        editions[row.key].append(edition)
    assert all(found == list(EDITIONS) for found in editions.values())
    assert kinds["N-2"] == ["missing", "agrees", "rounded", "agrees", "missing"]
    assert kinds["N-3"] == ["missing", "uncompared", "missing", "missing", "missing"]


@pytest.mark.parametrize(("row", "printed", "expected"), TRIED, ids=[f"{row} {it}" for row, it, _ in TRIED])
def test_a_token_is_judged(small: Book, tmp_path: Path, row: str, printed: object, expected: Verdict) -> None:
    """With the number that it says, ours rounded alike, and what mends it."""
    audit = audit_of(tmp_path, f"{ROWS}\n[N-4]\n{SECTION}name = 'It'\n{row}\nen = {token_of(printed)}\n", small)
    assert audit.verdict(audit.rows["N-4"], "en") == expected


@pytest.mark.parametrize(("above", "kind"), [(143, "agrees"), (144, "disagrees"), (145, "disagrees")])
def test_more_than_it_says_is_more(small: Book, tmp_path: Path, above: int, kind: str) -> None:
    """Not as much."""
    audit = audit_of(tmp_path, ROWS.replace("above = 143", f"above = {above}"), small)
    assert audit.verdict(audit.rows["N-2"], "zh") == Verdict(kind)


def test_what_another_version_prints_tells_damage(small: Book, tmp_path: Path) -> None:
    """Even where both disagree with us; what a version prints itself tells nothing of it."""
    tokens = 'ja = { print = "30 4", number = "30" }\nen = { print = "1021", number = "1021" }\n'
    tokens += 'ko = { print = "10²¹", number = "10²¹" }\n'
    tokens += 'zh = { print = "seven", says = 7 }\nvi = { print = "1021", number = "1021" }\n'
    audit = audit_of(tmp_path, f'{ROWS}\n[N-4]\n{SECTION}name = "It"\nmeant = 7\n{tokens}', small)
    row = audit.rows["N-4"]
    garbled = Verdict("garbled", Fraction(1021), Fraction(0), "exponent", Fraction(10**21))
    assert audit.verdict(row, "en") == audit.verdict(row, "vi") == garbled
    assert audit.verdict(row, "ja") == Verdict("disagrees", Fraction(30), Fraction(10))
    assert audit.verdict(row, "ko") == Verdict("disagrees", Fraction(10**21), Fraction(0))
    assert audit.verdict(row, "zh") == Verdict("agrees", Fraction(7), Fraction(7))


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("0.30000000000000004", "0.3"),
        ("1.234567890125", "1.23456789013"),
        ("123456.789014", "123456.789014"),
        ("0.00123456789014", "0.00123456789014"),
        ("1234567890126", "1234567890130"),
    ],
)
def test_a_value_is_known_to_twelve_digits(tmp_path: Path, value: str, near: str) -> None:
    """What a float adds beyond them is no disagreement."""
    folder = small_folder(tmp_path)
    replace_in(folder / "assumptions.toml", "value = 7", f"value = {value}")
    row = f'\n[N-4]\n{SECTION}about = "other"\nen = {{ print = "1", number = "1" }}\n'
    (folder / "publications.toml").write_text(ROWS + row, encoding="utf-8")
    audit = read_audit(small_book(folder), folder)
    assert audit.value(audit.rows["N-4"]) == Fraction(near)


@pytest.mark.parametrize(
    ("row", "is_percentage"),
    [
        ('meant = 0.5\nja = { print = "50", number = "50" }\nvi = { print = "50%", number = "50%" }', True),
        ('meant = 0.5\nvi = { print = "50 %%", number = "50" }', False),
        ('about = "other"\nvi = { print = "50%", number = "50%" }', False),
    ],
)
def test_a_percentage_is_a_count_with_its_sign(small: Book, tmp_path: Path, row: str, is_percentage: bool) -> None:
    """In any version."""
    audit = audit_of(tmp_path, f'{ROWS}\n[N-4]\n{SECTION}name = "It"\n{row}\n', small)
    assert audit.rows["N-4"].is_percentage is is_percentage


@pytest.mark.parametrize(
    ("unit", "counted_in", "otherwise"),
    [("frame/day", "", False), ("frame/day", "frame/hour", False), ("frame/day", "frame", True), ("1", "frame", True)],
)
def test_a_count_of_something_else_is_told(audit: Audit, unit: str, counted_in: str, otherwise: bool) -> None:
    """By the dimensions of the units."""
    row = Row("N-4", "Body", "", "", "", unit, counted_in, None, "", "", {})
    assert row.is_counted_otherwise is otherwise


# ── What is refused ──────────────────────────────────────────────────────────

EN_144 = 'en = { print = "144", number = "144" }'
FAULTS = [
    ([(EN_144, 'fr = { print = "144" }')], [('fr = { print = "144" }', '[N-2] has an unknown key "fr"')]),
    ([(SECTION, "")], [("[N-1]", '[N-1] has no "section"')]),
    ([(SECTION, 'section = ""\n')], [('section = ""', "section of N-1 is not a text")]),
    ([("At its highest.", " ")], [('note = " "', "note of N-2 is not a text")]),
    ([('name = "Words"', "name = 3"), ('"Body"', "3")],
     [("section = 3", "section of N-1 is not a text"), ("name = 3", "name of N-3 is not a text")]),
    ([('name = "Words"', 'spelling = ""')],
     [('spelling = ""', "spelling of N-3 is not a text"), ("[N-3]", "[N-3] has neither about nor name")]),
    ([('about = "work"\npick = "high"', 'about = "works"\npick = "highest"')],
     [('about = "works"', 'unknown quantity "works"')]),
    ([('pick = "high"', 'pick = "highest"'), ('name = "Words"\n', "")],
     [('pick = "highest"', "pick of N-2: found 'highest'"), ("[N-3]", "[N-3] has neither about nor name")]),
    ([('unit = "frame/day"', 'unit = "frame/week"')], [('unit = "frame/week"', "unit of N-2: found")]),
    ([('name = "Words"', 'name = "Words"\ncounted_in = "week"')], [("[N-3]", 'unit of N-3: found unit name "week"')]),
    ([('name = "Words"', 'about = ""')],
     [('about = ""', "about of N-3 is not a text"), ('about = ""', 'unknown quantity ""')]),
    ([('en = { print = "some" }', "")], [("[N-3]", "[N-3] is printed by no version")]),
    ([('{ print = "some" }', '"some"')], [('en = "some"', "en of N-3: found 'some'")]),
    ([('{ print = "some" }', '{ says = 3 }')], [("en = { says = 3 }", "en of N-3: found {'says': 3}")]),
    ([('{ print = "some" }', '{ print = "3", reads = 3 }')],
     [('en = { print = "3", reads = 3 }', "en of N-3: found {'print': '3', 'reads': 3}")]),
    ([("above = 143", "above = 143, says = 144")],
     [('zh = { print = "hundreds", above = 143, says = 144 }', "zh of N-2 has several readings")]),
    ([('number = "140"', 'number = "150", says = 1')],
     [('ko = { print = "about 140", number = "150", says = 1 }', "ko of N-2 has several readings")]),
    ([('number = "144"', 'number = "145"'), ('number = "140"', 'number = "141"')],
     [('en = { print = "144", number = "145" }', 'en of N-2: "145" does not stand in "144"'),
      ('ko = { print = "about 140", number = "141" }', 'ko of N-2: "141" does not stand in "about 140"')]),
    ([('"144", number = "144"', '"20 1", number = "1 20"')],
     [('en = { print = "20 1", number = "1 20" }', 'en of N-2: "1 20" does not stand in "20 1"')]),
    ([('"144", number = "144"', '"1 4", number = "1 4 4"')],
     [('en = { print = "1 4", number = "1 4 4" }', 'en of N-2: "1 4 4" does not stand in "1 4"')]),
    ([('"144", number = "144"', '"121", number = "12 21"')],
     [('en = { print = "121", number = "12 21" }', 'en of N-2: "12 21" does not stand in "121"')]),
    ([('"144", number = "144"', '"144", number = ""')],
     [('en = { print = "144", number = "" }', 'en of N-2: "" is no number')]),
    ([('number = "140"', 'number = "about"')],
     [('ko = { print = "about 140", number = "about" }', 'ko of N-2: "about" is no number')]),
    ([('"144", number = "144"', '"(1 / 0)", number = "(1 / 0)"')],
     [('en = { print = "(1 / 0)", number = "(1 / 0)" }', 'en of N-2: "(1 / 0)" is no number')]),
]  # fmt: skip
PRINTED = [
    ("value = 3", "value = 2", [("rows", 'printed_pace is not what N-1 has for ja: "three: 3"'),
                                ("rows", 'printed_pace is not what N-1 has for vi: "3,0"')]),
    ("value = 3", "value = [2, 3]", []),
    ("value = 3", "value = [3, 4]", []),
    ('["ja", "vi"]', '["en", "vi"]', [("rows", 'printed_pace is not what N-2 has for en: "144"')]),
    ('["N-1", "N-2"]', '["N-0", "N-1", "N-9"]', [("rows", 'rows of printed_pace: unknown row "N-0"'),
                                                 ("rows", 'rows of printed_pace: unknown row "N-9"')]),
    ("rows = []", 'rows = ["N-2"]', [("rows", 'damaged is not what N-2 has for ko: "about 140"')]),
    ('"1021"\neditions = ["ko"]\nrows = []', '"99"\neditions = ["ko"]\nrows = ["N-2"]',
     [("rows", 'damaged is not what N-2 has for ko: "about 140"')]),
    ('"1021"\neditions = ["ko"]\nrows = []', '"140"\neditions = ["ko"]\nrows = ["N-2"]', []),
]  # fmt: skip


def refused(parent: Path, file: str, replaced: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is said of a file once texts in it are replaced: each problem with the text of its line."""
    folder = small_folder(parent)
    (folder / "publications.toml").write_text(ROWS, encoding="utf-8")
    for old, new in replaced:
        replace_in(folder / file, old, new)
    book = small_book(folder)
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    try:
        read_audit(book, folder)
    except KensanError as error:
        assert {finding.file for finding in error.findings} == {f"calc/{file}"}
        return [(lines[finding.line - 1], finding.problem) for finding in error.findings]
    return []


@pytest.mark.parametrize(("replaced", "said"), FAULTS, ids=[said[0][1] for _, said in FAULTS])
def test_every_fault_of_a_row_is_named_at_its_line(
    tmp_path: Path, replaced: list[tuple[str, str]], said: list[tuple[str, str]]
) -> None:
    """A fault in one row hides none in another."""
    found = refused(tmp_path, "publications.toml", replaced)
    assert len(found) == len(said), found
    for (line, problem), (at, begins) in zip(sorted(found), sorted(said), strict=True):
        assert (line, problem[: len(begins)]) == (at, begins)


@pytest.mark.parametrize(("old", "new", "said"), PRINTED, ids=[f"{old} {new}" for old, new, _ in PRINTED])
def test_what_is_kept_as_printed_is_printed_in_its_rows(
    tmp_path: Path, old: str, new: str, said: list[tuple[str, str]]
) -> None:
    """A number at either end, damaged characters as they are."""
    found = refused(tmp_path, "printed.toml", [(old, new)])
    assert [(line.split(" =")[0], problem) for line, problem in found] == said
