"""TOML files: every entry and key is found in its line, and what is no table of entries is refused."""

from pathlib import Path

import pytest

from calc.errors import Finding, KensanError
from calc.tables import MOST_BYTES, Table, read_table

TEXT = """# width = 0

[one]
width = 1
height = 2

["two"]
  note = "x"
width=3
[on]
depth = 4
"""
TABLE = Table("calc/x.toml", TEXT, {})


@pytest.mark.parametrize(
    ("entry", "key", "line"),
    [
        ("one", None, 3),
        ("one", "width", 4),
        ("one", "height", 5),
        ("one", "depth", 3),
        ("two", None, 7),
        ("two", "width", 9),
        ("two", "height", 7),
        ("on", None, 10),
        ("on", "depth", 11),
        ("on", "width", 10),
        ("gone", None, 1),
        ("gone", "width", 1),
        (".n.", None, 1),
        ("on", "dep..", 10),
    ],
)
def test_an_entry_or_its_key_is_found_in_its_line(entry: str, key: str | None, line: int) -> None:
    """A key that the entry does not have is shown at its header; an entry that is not there at the top."""
    assert TABLE.line(entry, key) == line
    assert TABLE.finding(entry, key, "problem", "fix") == Finding("calc/x.toml", line, "problem", "fix")


def test_an_entry_at_the_very_top_is_in_line_one() -> None:
    """Where its keys begin in line two."""
    table = Table("calc/x.toml", "[a]\nb = 1\n[c]\nb = 2", {})
    assert [table.line("a"), table.line("a", "b"), table.line("c"), table.line("c", "b")] == [1, 2, 3, 4]


def test_an_empty_line_at_the_top_is_a_line() -> None:
    """Line numbers are those of an editor."""
    table = Table("calc/x.toml", "\n[a]\nb = 1\n", {})
    assert (table.line("a"), table.line("a", "b")) == (2, 3)


def test_every_missing_and_every_unknown_key_is_named() -> None:
    """Of every entry; optional ones may be there or not."""
    entries = {"one": {"width": 1, "height": 2}, "two": {"heigth": 2, "zzz": 3}, "on": {"depth": 4}}
    findings = Table("calc/x.toml", TEXT, entries).check_keys({"depth", "width"}, {"height"})
    assert [(finding.line, finding.problem) for finding in findings] == [
        (3, '[one] has no "depth"'),
        (7, '[two] has no "depth"'),
        (7, '[two] has no "width"'),
        (7, '[two] has an unknown key "heigth"'),
        (7, '[two] has an unknown key "zzz"'),
        (10, '[on] has no "width"'),
    ]
    assert [findings[index].fix for index in (3, 4)] == ['write "height"', "use one of: depth, height, width"]


def refusal(folder: Path, content: bytes) -> Finding:
    """What is said of a file with this content."""
    (folder / "x.toml").write_bytes(content)
    with pytest.raises(KensanError) as caught:
        read_table(folder / "x.toml", folder)
    (finding,) = caught.value.findings
    assert finding.file == "x.toml"
    return finding


REFUSED = [
    (b'[a]\nb = 1\nc = "', 3, "not valid TOML: "),
    (b"[a]\nb = \n", 2, "not valid TOML: Invalid value"),
    (b"[a]\nb = 1\n[c]\n[d]\n[a]\nb = 2\n[c]\n", 5, "[a] stands twice, first in line 1"),
    (b"[a]\nb = 1\n[", 3, "not valid TOML: "),
    (b"[a]\nb = 1\n\n c = \xff", 4, "not UTF-8"),
    (b"\xff\n[a]", 1, "not UTF-8"),
    (b"\n\xff", 2, "not UTF-8"),
    (b"\nb = 1\n[a]\n", 2, '"b" stands outside any entry'),
    (b"\n[a]\n[a]\n", 3, "[a] stands twice, first in line 2"),
    (b"b = 1\n[a]\n", 1, '"b" stands outside any entry'),
    (b"\n\nb= 1\nc = 2\n[a]\n", 3, '"b" stands outside any entry'),
    (b'"b" = 1\n[a]\n', 1, '"b" stands outside any entry'),
    (b"[a]\nx = 1979-13-01\n", 2, "not valid TOML: "),
    (b"[a]\nx = " + b"[" * 100_000, 2, "not valid TOML: "),
]


@pytest.mark.parametrize(("content", "line", "problem"), REFUSED, ids=[case[2] for case in REFUSED])
def test_what_is_no_table_of_entries_is_refused_with_its_line(
    tmp_path: Path, content: bytes, line: int, problem: str
) -> None:
    """Nothing but the first fault of a file can be told before it is TOML."""
    finding = refusal(tmp_path, content)
    assert (finding.line, finding.problem[: len(problem)]) == (line, problem)


def test_a_place_is_named_once(tmp_path: Path) -> None:
    """By the line of the finding; the parser's own words for it are left out."""
    assert "line" not in refusal(tmp_path, b"[a]\nb = \n").problem


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """At its first line."""
    with pytest.raises(KensanError) as caught:
        read_table(tmp_path / "x.toml", tmp_path)
    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.problem[:14]) == ("x.toml", 1, "cannot be read")


def test_a_file_has_at_most_a_million_bytes(tmp_path: Path) -> None:
    """One more is too many."""
    start = b"[a]\nb = 1\n#"
    (tmp_path / "x.toml").write_bytes(start + b"x" * (1_000_000 - len(start)))
    assert read_table(tmp_path / "x.toml", tmp_path).entries == {"a": {"b": 1}}
    finding = refusal(tmp_path, start + b"x" * (1_000_001 - len(start)))
    assert (finding.line, finding.problem) == (1, "1000001 bytes, expected at most 1000000")
    assert MOST_BYTES == 1_000_000
