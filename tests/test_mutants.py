"""The yardstick of the tests: it finds what no test notices, and what it is told of survivors is true."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT
from mutants import EXPLANATIONS, Mutant, faults, meaning, mutants_of, read_explanations
from trials import BROKEN, NO_TESTS, SOUND, TIMED_OUT

EXPLAINED = read_explanations(ROOT / EXPLANATIONS)
SMALL = '''"""A module."""


def larger(one: int | None, other: int) -> int:
    """The larger number."""
    return one if one > other else other
'''
NOTICES_ALL = "assert [larger(one, 2) for one in (1, 3)] == [2, 3]"
NOTICES_LITTLE = "assert larger(3, 2) == 3"


@pytest.mark.parametrize("entry", EXPLAINED, ids=lambda entry: f"{entry.module}: {entry.line}")
def test_an_explanation_names_a_line_that_is_there(entry) -> None:
    """Says what it becomes, and why that does no harm."""
    lines = [line.strip() for line in (ROOT / entry.module).read_text(encoding="utf-8").splitlines()]
    assert entry.line in lines
    assert entry.becomes and entry.line not in entry.becomes
    assert entry.why.endswith(".") and len(entry.why) > 20


def test_no_survivor_is_explained_twice() -> None:
    """One reason is enough."""
    named = [(entry.module, entry.line, becomes) for entry in EXPLAINED for becomes in entry.becomes]
    assert sorted(set(named)) == sorted(named)


def yardstick(
    folder: Path, test: str, explanations: str = "survivor = []", *options: str
) -> subprocess.CompletedProcess[str]:
    """The yardstick, run on a project of one small module with one test."""
    for name in ("calc", "tests/data"):
        (folder / name).mkdir(parents=True)
    (folder / "calc" / "small.py").write_text(SMALL, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  site: x\n  browser: x\n", encoding="utf-8")
    (folder / EXPLANATIONS).write_text(explanations, encoding="utf-8")
    for name in ("mutants.py", "trials.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    body = f"from calc.small import larger\n\n\ndef test_larger():\n    {test}\n"
    (folder / "tests" / "test_small.py").write_text(body, encoding="utf-8")
    command = [sys.executable, "tests/mutants.py", "--workers", "1", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def counts(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Mutants, killed, survived, timed out and the share of killed, from the last line of the table."""
    (whole,) = [line.split() for line in done.stdout.splitlines() if line.startswith("all ")]
    return whole[1:]


def test_tests_that_notice_everything_pass(tmp_path: Path) -> None:
    """All changes but one: of two equal numbers either is the larger."""
    explained = (
        "[[survivor]]\nmodule = 'calc/small.py'\nline = 'return one if one > other else other'\n"
        "becomes = ['return one if one >= other else other']\nwhy = 'Equal.'\n"
    )
    done = yardstick(tmp_path, NOTICES_ALL, explained)
    assert counts(done) == ["8", "7", "1", "0", "87.5%"]
    assert "because: Equal." in done.stdout
    assert "1 of 8 mutants survived, expected at most 5%" in done.stdout
    assert "no test notices" not in done.stdout


def test_what_no_test_notices_is_named_by_its_line(tmp_path: Path) -> None:
    """And what it became; so is an explanation that explains nothing."""
    explained = "[[survivor]]\nmodule = 'calc/small.py'\nline = 'x = 1'\nbecomes = ['x = 2']\nwhy = 'No.'\n"
    done = yardstick(tmp_path, NOTICES_LITTLE, explained, "--anew")
    assert done.returncode == 1
    assert "calc/small.py:6: no test notices return one if one != other else other" in done.stdout
    assert "tests/data/survivors.toml: nothing survives as 'x = 2' in calc/small.py" in done.stdout


@pytest.mark.parametrize("options", [(), ("--anew",)])
def test_what_is_explained_is_tried_when_asked(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Otherwise it counts as a survivor, to the disadvantage of the tests."""
    changed = "return one if one < other else other"
    explained = (
        "[[survivor]]\nmodule = 'calc/small.py'\nline = 'return one if one > other else other'\n"
        f"becomes = ['{changed}']\nwhy = 'No.'\n"
    )
    done = yardstick(tmp_path, NOTICES_ALL, explained, *options)
    assert (f"survived as: {changed}" in done.stdout) is not bool(options)
    assert ("nothing survives as" in done.stdout) is bool(options)
    assert counts(done)[2] == ("1" if options else "2")


def test_a_test_that_fails_by_itself_kills_no_mutant(tmp_path: Path) -> None:
    """The yardstick stops, and shows what pytest said."""
    done = yardstick(tmp_path, "assert larger(1, 2) == 1")
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.startswith("F") and "fail on the code as it is" in done.stderr
    assert "Traceback" not in done.stderr


ENDS = f"""
import time
from pathlib import Path
import trials
from trials import in_child
assert in_child(lambda: time.sleep(60) or 0, 0.1) == {TIMED_OUT}
assert in_child(lambda: 3, 60) == 3
assert in_child(lambda: 1 // 0, 60) == {BROKEN}

def run_for_ever():
    trials.LONGEST = 0.1
    trials.Quick(Path()).pytest_runtest_logstart()
    while True:
        pass

assert in_child(run_for_ever, 60) == {TIMED_OUT}
"""


def test_what_never_ends_is_ended() -> None:
    """A mutant may loop for ever; and a failure of the yardstick is told from one of a test."""
    begin = time.monotonic()
    subprocess.run([sys.executable, "-c", ENDS], cwd=ROOT / "tests", stderr=subprocess.DEVNULL, check=True)
    assert time.monotonic() - begin < 30
    assert len({SOUND, NO_TESTS, BROKEN, TIMED_OUT, 1, 2}) == 6


def test_mutants_are_other_programs_than_the_module_and_each_other() -> None:
    """A changed annotation is no mutant, nor is what Python cannot read."""
    made = mutants_of("calc/small.py", SMALL)
    assert {mutant.number for mutant in made} == {6}
    assert len({meaning(mutant.code) for mutant in made} - {meaning(SMALL), None}) == len(made) == 8


def test_one_survivor_in_twenty_is_borne() -> None:
    """Two are too many, explained or not."""
    mutants = [Mutant("calc/small.py", 1, "x", str(number), "") for number in range(20)]
    assert [fault for fault in faults(20, mutants[:1], []) if "expected at most" in fault] == []
    assert [fault for fault in faults(20, mutants[:2], []) if "expected at most" in fault]
