"""The corpus: every bad translation and file is refused, every benign one passes, and every check is needed."""

import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from corpus import ALL_CHECKS, LANGUAGES, bad_mutants, cases_of, file_bytes, harmless_mutants, is_refused

from calc.errors import Finding
from explainer.catalogs import read_catalog
from explainer.checks import CHECKS, faults
from explainer.checks.case import Case
from explainer.project import Project


def data(name: str, kind: str = "group") -> list[dict]:
    """The entries of a data file."""
    return tomllib.loads((ROOT / "tests" / "data" / f"{name}.toml").read_text(encoding="utf-8"))[kind]


BAD, BENIGN, FILES = data("bad_messages"), data("benign_messages"), data("bad_files", "file")


def ids(group: dict) -> str:
    """What a group is about."""
    return f"{group.get('check', 'benign')}: {group['source'][:30]}"


@pytest.mark.parametrize("group", BAD, ids=ids)
def test_a_bad_message_is_refused_by_its_check(project: Project, group: dict) -> None:
    """With a problem and a fix."""
    for name, language, case in cases_of([group], project.editions):
        found = list(ALL_CHECKS[name](case))
        assert found, f"{language}: {case.text!r}"
        assert all(problem and fix and "\n" not in fix for problem, fix in found)
        assert next(faults(case), None) is not None


@pytest.mark.parametrize("group", BENIGN, ids=ids)
def test_a_benign_message_passes(project: Project, group: dict) -> None:
    """Whatever it looks like."""
    found = [(case.text, list(faults(case))) for _, _, case in cases_of([group], project.editions)]
    assert found and [it for it in found if it[1]] == []


def test_the_corpus_is_large(project: Project) -> None:
    """And has every language."""
    bad = list(cases_of(BAD, project.editions))
    benign = list(cases_of(BENIGN, project.editions))
    assert len(bad) >= 150 and len(benign) >= 60 and len(FILES) >= 40
    for kind in (bad, benign):
        assert set(Counter(language for _, language, _ in kind)) == set(LANGUAGES)


def test_every_check_has_messages_that_it_must_refuse() -> None:
    """And every message a check that there is, so that a check that is switched off fails a test."""
    assert {group["check"] for group in BAD} == set(ALL_CHECKS)


@pytest.mark.parametrize("name", CHECKS)
def test_switching_off_a_check_is_noticed(project: Project, name: str) -> None:
    """Without it, some message of the corpus gets less said against it, or passes."""
    others = [check for key, check in CHECKS.items() if key != name]
    own = [group for group in BAD if group["check"] == name]
    for _, _, case in cases_of(own, project.editions):
        assert len(list(faults(case, others))) < len(list(faults(case)))


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["name"])
def test_a_bad_file_is_refused(tmp_path: Path, entry: dict) -> None:
    """At its line, in one line, within two seconds, and nothing in it is used."""
    path = tmp_path / "locales" / "ja" / "LC_MESSAGES" / "x.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(file_bytes(entry))
    findings: list[Finding] = []
    begun = time.process_time()
    read_catalog(tmp_path, "ja", "x", findings)
    assert time.process_time() - begun < 2
    assert any(says in finding.problem for finding in findings for says in entry["says"].split("|")), findings
    assert entry["line"] in {finding.line for finding in findings}
    assert all(finding.fix and "\n" not in finding.problem and len(finding.problem) < 300 for finding in findings)


def test_a_catalog_is_no_link(tmp_path: Path) -> None:
    """Which could show any file of the machine."""
    folder = tmp_path / "locales" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "x.po").symlink_to("/etc/hostname")
    findings: list[Finding] = []
    assert read_catalog(tmp_path, "ja", "x", findings).translations == {}
    assert [finding.problem for finding in findings] == ["a symbolic link"]


def test_lines_may_end_as_windows_ends_them(tmp_path: Path) -> None:
    """Editors there write so; what is read is the same."""
    path = tmp_path / "locales" / "ja" / "LC_MESSAGES" / "x.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(file_bytes({"text": 'HEADmsgid "a"\nmsgstr "b"\n'}).replace(b"\n", b"\r\n"))
    findings: list[Finding] = []
    assert read_catalog(tmp_path, "ja", "x", findings).find("a").forms == ("b",)
    assert findings == []


def test_mutants_of_the_real_catalogs_are_refused(project: Project) -> None:
    """A sample of them; `make corpus` makes thousands."""
    made = list(bad_mutants(4))
    missed = [mutant for mutant in made if not is_refused(project.editions, mutant)]
    assert len(made) > 300
    assert len(missed) <= 0.01 * len(made), missed


def test_harmless_changes_to_the_real_catalogs_pass(project: Project) -> None:
    """A sample of them."""
    made = list(harmless_mutants(20))
    stopped = [mutant for mutant in made if is_refused(project.editions, mutant)]
    assert len(made) > 150
    assert len(stopped) <= 0.02 * len(made), stopped


LONG = (
    "[",
    "[a](",
    "`",
    "{",
    "{break_even}",
    "一千",
    "천오",
    "mười ",
    "the quick brown ",
    "&#x",
    "a.",
    "<",
    " ",
    "﷽",
    "-{a}",
    "**",
)


@pytest.mark.parametrize("piece", LONG)
def test_no_message_takes_long(project: Project, piece: str) -> None:
    """Of any length: what is longer than any translation would be is not read."""
    source = "It takes {break_even} of video. " * 8
    for length in (1_900, 10_000_000):
        text = (piece * (length // len(piece) + 1))[:length]
        for language in LANGUAGES:
            begun = time.process_time()
            assert next(faults(project.editions[language].case(source, text)), None) is not None
            list(faults(project.editions[language].case(source, text)))
            assert time.process_time() - begun < 2


def test_an_unknown_language_is_checked_for_what_is_the_same_everywhere() -> None:
    """Its script and its punctuation are its own."""
    assert list(faults(Case("It takes {x} of video.", "يستغرق {x} من الفيديو."))) == []
    assert list(faults(Case("It takes {x} of video.", "يستغرق من الفيديو.")))
    assert list(faults(Case("It takes long.", "يستغرق ١٥ يوما.")))
