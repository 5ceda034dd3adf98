"""Bad input stops the build with file, line and fix, and leaves the published site as it was."""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import replace_in

pytestmark = pytest.mark.site
PLACE = re.compile(r"^(\S+?):(\d+): ", re.MULTILINE)


def unknown_figure(root: Path) -> tuple[str, str, str]:
    """A figure's name misspelt in a page."""
    replace_in(root / "docs" / "index.md", "{{ n.break_even }}", "{{ n.brake_even }}")
    return "docs/index.md", "{{ n.brake_even }}", 'write "n.break_even"'


def broken_toml(root: Path) -> tuple[str, str, str]:
    """A value without its closing quote."""
    replace_in(root / "calc" / "assumptions.toml", 'unit = "parameter"', 'unit = "parameter')
    return "calc/assumptions.toml", 'unit = "parameter', "mend this line"


def missing_unit(root: Path) -> tuple[str, str, str]:
    """An assumption that lost its unit."""
    replace_in(root / "calc" / "assumptions.toml", 'value = 675e6\nunit = "parameter"\n', "value = 675e6\n")
    return "calc/assumptions.toml", "[dit_parameters]", 'add a line "unit = …" below [dit_parameters]'


def lost_placeholder(root: Path) -> tuple[str, str, str]:
    """A translation in which a number was forgotten."""
    path = root / "locales" / "ko" / "LC_MESSAGES" / "compute-demand.po"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("msgstr") and "{h100_output_per_day}" in line)
    lines[at] = lines[at].replace("{h100_output_per_day}", "")
    path.write_text("".join(lines), encoding="utf-8")
    return "locales/ko/LC_MESSAGES/compute-demand.po", lines[at - 1].strip(), "put {h100_output_per_day} where"


def unclosed_catalog(root: Path) -> tuple[str, str, str]:
    """A catalog with a string that does not end."""
    path = root / "locales" / "vi" / "LC_MESSAGES" / "about.po"
    replace_in(path, 'msgid "Licences and privacy"', 'msgid "Licences and privacy')
    return "locales/vi/LC_MESSAGES/about.po", 'msgid "Licences and privacy', "mend the line: a keyword"


def unit_of_another_kind(root: Path) -> tuple[str, str, str]:
    """Hours of GPU where minutes of video are meant."""
    replace_in(
        root / "calc" / "assumptions.toml", 'value = 43e6\nunit = "video_minute/day"', 'value = 43e6\nunit = "hour"'
    )
    return "calc/model.py", "def ", "correct the formula, or the unit"


def typed_number(root: Path) -> tuple[str, str, str]:
    """A number in the English text."""
    replace_in(root / "docs" / "about.md", "No number on this site", "None of 134 numbers on this site")
    return "docs/about.md", "None of 134 numbers", "state it with {{ n.name }}"


def languages_in_another_order(root: Path) -> tuple[str, str, str]:
    """The site generator's languages and ours apart."""
    replace_in(root / "mkdocs.yml", "- {locale: vi, name: Tiếng Việt, build: true}", "")
    return "mkdocs.yml", "", "list the same languages in the same order"


def left_over_message(root: Path) -> tuple[str, str, str]:
    """A message that no page says any more."""
    path = root / "locales" / "zh" / "LC_MESSAGES" / "about.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "Gone"\nmsgstr "没了"\n', encoding="utf-8")
    return "locales/zh/LC_MESSAGES/about.po", 'msgstr "没了"', "run `make sync`"


def catalog_of_no_page(root: Path) -> tuple[str, str, str]:
    """A catalog without a page."""
    (root / "locales" / "zh" / "LC_MESSAGES" / "abuot.po").write_text("", encoding="utf-8")
    return "", "", "delete the file"


def carriage_return(root: Path) -> tuple[str, str, str]:
    """A catalog with a carriage return within a line."""
    path = root / "locales" / "zh" / "LC_MESSAGES" / "about.po"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r", 1))
    return "locales/zh/LC_MESSAGES/about.po", "", "a control character, U+000D"


def dead_link(root: Path) -> tuple[str, str, str]:
    """A link to a section that is not there."""
    replace_in(root / "docs" / "index.md", "#correction)", "#corection)")
    return "", "", "corection"


FAULTS = [
    unknown_figure, broken_toml, missing_unit, lost_placeholder, unclosed_catalog, unit_of_another_kind, typed_number,
    dead_link, languages_in_another_order, left_over_message, catalog_of_no_page, carriage_return,
]  # fmt: skip


@pytest.fixture
def published(copy: Path) -> Callable[[], dict[Path, bytes]]:
    """A site that was published before; what its files hold."""
    (copy / "site" / "ja").mkdir(parents=True)
    (copy / "site" / "index.html").write_text("published before", encoding="utf-8")
    (copy / "site" / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (copy / "site" / "ja" / "index.html").write_text("以前の版", encoding="utf-8")
    return lambda: {path: path.read_bytes() for path in (copy / "site").rglob("*") if path.is_file()}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__doc__)
def test_a_fault_stops_the_build_and_leaves_the_site(copy: Path, run, published, fault) -> None:
    """Exit status 1, the place, the fix, no traceback, and not a byte changed."""
    before = published()
    file, line, fix = fault(copy)
    done = run("build")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert fix in done.stderr
    assert published() == before
    if file:
        places = [(found, int(number)) for found, number in PLACE.findall(done.stderr) if found == file]
        assert places, done.stderr
        text = (copy / file).read_text(encoding="utf-8").splitlines()
        assert any(line in " ".join(text[max(0, number - 2) : number + 1]) for _, number in places), done.stderr


def test_a_sound_build_takes_the_place_of_the_former_site(copy: Path, run, published) -> None:
    """Whole: nothing of the former one is left."""
    assert len(published()) == 3
    done = run("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "pages in" in done.stdout
    assert "以前の版" not in (copy / "site" / "ja" / "index.html").read_text(encoding="utf-8")
    assert {path.name for path in (copy / ".build").iterdir()} == {"lock", "pictures"}  # no workshop is left


@pytest.mark.parametrize("target", ["docs", ".", "README.md", "calc/units.py"])
def test_a_build_never_takes_the_place_of_a_source(copy: Path, run, target: str) -> None:
    """Only of an earlier site, or of nothing."""
    (copy / "README.md").write_text("A file.", encoding="utf-8")
    before = {path: path.read_bytes() for path in (copy / "docs").rglob("*.md")}
    done = run("build", "--target", target)
    assert done.returncode == 1 and "is no earlier site" in done.stderr
    assert {path: path.read_bytes() for path in (copy / "docs").rglob("*.md")} == before


def test_a_killed_build_leaves_the_former_site(copy: Path, published) -> None:
    """At whatever moment."""
    before = published()
    for wait in (0.3, 0.8, 1.3):
        process = subprocess.Popen([sys.executable, "-m", "explainer", "build"], cwd=copy)
        time.sleep(wait)
        if process.poll() is None:
            process.kill()
            process.wait()
            assert published() == before
    assert (copy / "site" / "index.html").exists()


def test_an_unknown_figure_on_the_command_line_is_refused_in_one_line(run) -> None:
    """With the nearest name."""
    done = run("numbers", "brake_even")
    assert done.returncode == 1
    assert 'write "break_even"' in done.stderr and "Traceback" not in done.stderr


def test_the_command_line_prints_every_figure_in_every_language(run) -> None:
    """Its unit, its formula, its inputs, its value, and five texts."""
    done = run("numbers")
    assert done.returncode == 0, done.stderr
    paragraphs = done.stdout.strip().split("\n\n")
    assert len(paragraphs) > 130
    for paragraph in paragraphs:
        assert all(f"\n  {code}  " in paragraph for code in ("en", "ja", "ko", "zh", "vi")), paragraph
    (break_even,) = [paragraph for paragraph in paragraphs if paragraph.startswith("break_even —")]
    assert "= sora_training_compute ÷ sora_minute_compute" in break_even
    assert "[video_minute]" in break_even and "1520万～3810万分" in break_even
