"""HOWTO.md, walked: each section alone as far as it costs little, and all of them together up to the built site."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest
from conftest import CODES, PARTS, ROOT, needs, prefix
from howto import Step, apply, run, sections, walk

from calc.book import read_book
from calc.claims import read_claims
from calc.errors import KensanError
from calc.inputs import Estimate
from explainer.site_checks import BuiltPage, read_pages

PAGE = (ROOT / "HOWTO.md").read_text(encoding="utf-8")
HOWTO = sections(PAGE)
CHANGES = ["An assumption", "A figure", "A claim", "A scenario", "A page", "A chart", "A publication",
           "A word of the theme", "A language", "A pin"]  # fmt: skip
ALONE = ["An assumption", "A figure", "A claim", "A scenario", "A page", "A chart", "A publication"]
PROJECT = (*ALONE, "A word of the theme", "A language")
FAULTS = """
from pathlib import Path
from explainer.project import read_project
print(*read_project(Path.cwd()).source_findings(), sep="\\n")
"""
FILES = ("recheck", "Makefile", "pyproject.toml")


@pytest.fixture(scope="module")
def registry() -> bool:
    """Whether the package registry answers."""
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "--quiet", "--no-deps", "-"]
    return subprocess.run(command, input="polib", text=True, capture_output=True, check=False).returncode == 0


def whole(folder: Path) -> Path:
    """The copy of a project, with what commands use beside it; its environments are the one of the tests."""
    for name in (name for name in FILES if not (folder / name).exists()):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder)
    for name in (".venv", ".venv-test"):
        (folder / name).symlink_to(sys.prefix)
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, folder)
    return folder


def source_faults(root: Path) -> str:
    """What a build refuses before it begins, as it is said; empty if nothing."""
    command = [sys.executable, "-c", FAULTS]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    return (done.stdout + done.stderr).strip()


# ── The page ─────────────────────────────────────────────────────────────────


def test_the_page_tells_the_ten_changes() -> None:
    """Each with something to do; every kind of step is there."""
    assert [*HOWTO] == [*CHANGES, "In the end"]
    assert all(HOWTO[name] for name in CHANGES)
    kinds = Counter(step.kind for steps in HOWTO.values() for step in steps)
    assert set(kinds) == {"append", "change", "create", "translate", "run", "prints"}
    assert sum(kinds.values()) == PAGE.count("\n```\n")


def test_the_page_is_found() -> None:
    """From the page for contributors and from that on the architecture; its make targets are there."""
    for name in ("CONTRIBUTING.md", "ARCHITECTURE.md"):
        assert "(HOWTO.md)" in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "body",
    [
        "## It\n\n```toml\na = 1\n```\n",
        "## It\n\nSomewhere, and In `a`:\n\n```toml\na = 1\n```\n",
        "## It\n\nIn `calc/x.toml`:\n\n```toml\na = 1\n```\n",
        "## It\n\nAt the end of `calc/x.toml`:\n\n```diff\n+a = 1\n```\n",
        "## It\n\nIt prints, among other lines:\n\n```sh\nls\n```\n",
    ],
)
def test_a_block_that_does_not_say_what_to_do_is_refused(body: str) -> None:
    """It would be read by people and skipped by the test."""
    with pytest.raises(ValueError, match="does not say where"):
        sections(body)


@pytest.mark.parametrize(
    "step",
    [
        Step("change", "it.txt", "-three\n+four\n"),
        Step("change", "it.txt", "-one\n+four\n"),
        Step("translate", "it.txt", 'msgid "x"\nmsgstr "y"\n'),
        Step("create", "it.txt", "new\n"),
    ],
)
def test_a_step_that_the_file_contradicts_is_refused(tmp_path: Path, step: Step) -> None:
    """A line that is not there, or stands there twice; a file that is there already."""
    (tmp_path / "it.txt").write_text("one\ntwo\none\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"it\.txt"):
        apply(step, tmp_path)


def test_a_step_that_prints_something_else_is_refused(tmp_path: Path) -> None:
    """So a shown line that has become false stops the tests."""
    steps = [Step("run", "", "echo one"), Step("prints", "", "one\n")]
    walk(steps, tmp_path)
    with pytest.raises(AssertionError, match="not printed:\ntwo"):
        walk([*steps, Step("prints", "", "two\n")], tmp_path)
    with pytest.raises(AssertionError, match="false"):
        walk([Step("run", "", "false")], tmp_path)


# ── Each section alone ───────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ALONE)
def test_a_section_can_be_walked_alone(copy: Path, name: str) -> None:
    """Its commands print what it shows, and the project it leaves has no fault but translations that are missing."""
    walk(HOWTO[name], whole(copy))
    assert source_faults(copy) == ""


@pytest.mark.parametrize(
    ("name", "left_out", "said"),
    [
        ("An assumption", "calc/figures.toml", 'no figure is named "h200_price"'),
        ("An assumption", "docs/compute/limits.md", "the assumption h200_price is used by no formula and no page"),
        ("A publication", "calc/inputs.py", 'unknown key "fr"'),
        ("A chart", "explainer/charts.py", "minutes_a_day"),
        ("A figure", "calc/figures.toml", "break_even_low_rounded"),
    ],
)
def test_no_step_is_idle(copy: Path, name: str, left_out: str, said: str) -> None:
    """Without it the project is refused, with what is missing."""
    steps = [step for step in HOWTO[name] if step.file != left_out and step.kind not in ("run", "prints")]
    walk(steps, whole(copy))
    assert said in source_faults(copy)


def test_the_claim_holds_until_its_values_break_it(numbers: Path) -> None:
    """And is read with the others."""
    for step in HOWTO["A claim"]:
        if step.file.startswith("calc/"):
            apply(step, numbers.parent)
    book = read_book(numbers)
    claim = read_claims(book, numbers)["tiktok_leads"]
    assert [*claim.failures(book)] == []
    changes = {key: Estimate(float(value), float(value)) for key, value in claim.broken_by.items()}
    assert changes and [*claim.failures(book, changes)] != []


def test_a_scenario_outside_the_range_is_refused(numbers: Path) -> None:
    """As the section says."""
    (step,) = [step for step in HOWTO["A scenario"] if step.file]
    apply(Step(step.kind, step.file, step.text.replace("125", "251")), numbers.parent)
    with pytest.raises(KensanError, match="outside low 8 and high 250"):
        read_book(numbers)


def test_the_pin_is_locked(copy: Path, registry: bool) -> None:
    """In all three files, by hash."""
    if not registry and not os.environ.get("REQUIRE_ALL"):
        pytest.skip("the package registry does not answer")
    walk(HOWTO["A pin"], whole(copy))
    locks = sorted(copy.glob("requirements*.lock"))
    assert len(locks) == 3
    for lock in locks:
        version = re.search(r"^rcssmin==(\d+)\.(\d+)\S* \\\n +--hash=sha256:", lock.read_text(encoding="utf-8"), re.M)
        assert version is not None and tuple(map(int, version.groups())) >= (1, 3)


# ── All of them together ─────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project after all sections but the pin; the last of them builds the site.

    Before that one the re-check reads the site, because it must be taught a new language by hand.
    """
    root = tmp_path_factory.mktemp("walked")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, root)
    whole(root)
    for name in PROJECT:
        if name == "A language":
            run("python -m explainer build --fall-back --target site", root)
            run("python -m recheck site", root)
        walk(HOWTO[name], root)
    return root


@pytest.fixture(scope="module")
def pages(walked: Path) -> dict[str, BuiltPage]:
    """The pages that it builds."""
    return read_pages(walked / "site")


def text_of(page: BuiltPage) -> str:
    """The visible text of a page."""
    return " ".join(text for text, _ in page.text)


@needs("msgmerge")
@pytest.mark.site
def test_the_site_has_what_was_added(pages: dict[str, BuiltPage]) -> None:
    """In every language, the new one among them."""
    for start in (*map(prefix, CODES), "fr/"):
        limits = pages[f"{start}compute/limits/index.html"].figures
        assert {"h200_price", "break_even_low_rounded"} <= set(limits)
        assert "h100_price" in pages[f"{start}compute/prices/index.html"].figures
        assert "not-in-the-price" in pages[f"{start}compute/prices/index.html"].ids
        assert "minutes_a_day-title" in pages[f"{start}compute/demand/index.html"].ids
        assert "only-fr" in pages[f"{start}audit/index.html"].ids
        assert "half_the_steps" in " ".join(pages[f"{start}compute/scenarios/index.html"].ids)


@needs("msgmerge")
@pytest.mark.site
def test_the_word_stands_in_five_languages(pages: dict[str, BuiltPage]) -> None:
    """As it was translated; in English where nobody has yet, marked as such."""
    said = [
        step.text.split('msgstr "')[1].split('"')[0] for step in HOWTO["A word of the theme"] if step.file[-3:] == ".po"
    ]
    assert len(said) == 4
    for code, word in zip(("ja", "ko", "zh", "vi"), said, strict=True):
        assert word in text_of(pages[f"{code}/about/index.html"])
    assert "Corrections to others" in text_of(pages["about/index.html"])
    assert "Corrections to others" in text_of(pages["fr/about/index.html"])
    assert not pages["ja/about/index.html"].untranslated and pages["fr/about/index.html"].untranslated


@needs("msgmerge")
@pytest.mark.site
def test_the_catalogs_wait_for_what_is_new(walked: Path) -> None:
    """The page has a catalog of its own in every language, and nothing that was translated is lost."""
    for code in ("ja", "ko", "zh", "vi", "fr"):
        catalog = polib.pofile(str(walked / "locales" / code / "LC_MESSAGES" / "compute-prices.po"))
        assert "Prices" in [entry.msgid for entry in catalog] and catalog.percent_translated() == 0
    for path in (ROOT / "locales").glob("*/LC_MESSAGES/*.po"):
        before, after = (polib.pofile(str(root / path.relative_to(ROOT))) for root in (ROOT, walked))
        kept = {entry.msgid: entry.msgstr for entry in after.translated_entries()}
        lost = [entry.msgid for entry in before.translated_entries() if kept.get(entry.msgid) != entry.msgstr]
        assert lost == [], path.name
