"""A translator's workbench: what stands in English and how it is marked, how far a translation is, a new language."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import polib
import pytest
from conftest import ROOT, needs, replace_in

from calc.errors import KensanError
from explainer.beside import beside
from explainer.catalogs import read_entries
from explainer.components import Components
from explainer.explain import changes, explain, heading_above
from explainer.hooks import improve_address
from explainer.languages import read_languages
from explainer.new_language import SCRIPTS, add_language
from explainer.particles import choose, ends_in
from explainer.project import Project
from explainer.site_checks import BuiltPage, read_pages
from explainer.status import as_data, as_json, as_text, status
from explainer.tokens import CLOSE, OPEN, in_source

Run = Callable[..., subprocess.CompletedProcess[str]]


def catalog(root: Path, language: str, name: str) -> Path:
    """The path of a catalog."""
    return root / "locales" / language / "LC_MESSAGES" / f"{name}.po"


# ── What is not translated ───────────────────────────────────────────────────


def test_a_bad_message_is_refused_by_check_and_falls_back_on_a_build_that_may(copy: Path, run: Run) -> None:
    """It alone: marked, in English, with the numbers as they are; a broken file costs its page, not its language."""
    bad, broken = catalog(copy, "ja", "compute-demand"), catalog(copy, "ko", "about")
    replace_in(bad, "すなわち{h100_output_per_day}", "すなわち{h100_output_per_day}万")
    line = bad.read_text(encoding="utf-8").split("すなわち{h100_output_per_day}万")[0].count("\n") + 1
    broken.write_text(broken.read_text(encoding="utf-8") + '\nmsgid "x\n', encoding="utf-8")
    refused = run("check")
    assert refused.returncode == 1 and "Traceback" not in refused.stderr
    assert f'{bad.relative_to(copy)}:{line}: a scale word beside {{h100_output_per_day}}: "万"' in refused.stderr
    assert "\n  source (docs/compute/demand.md:" in refused.stderr
    assert f"{broken.relative_to(copy)}:" in refused.stderr
    done = run("build", "--fall-back", "--target", str(copy / "site"))
    assert done.returncode == 0, done.stderr
    assert "a scale word beside" in done.stderr
    pages = {name: (copy / "site" / name / "index.html").read_text(encoding="utf-8") for name in FALLEN}
    assert 'lang="en">A single H100 yields video at a rate of' in pages["ja/compute/demand"]
    assert "a day</a>.</p>" in pages["ja/compute/demand"]
    assert pages["ja/compute/demand"].count("untranslated") == 1
    assert 'class="not-translated"' in pages["ja/compute/demand"]
    assert 'class="not-translated"' not in pages["ja/compute/training"]
    assert "untranslated" not in pages["ko/compute/demand"]
    assert '<h1 class="untranslated" lang="en">About Kensan</h1>' in pages["ko/about"]
    assert '<p class="lede untranslated" lang="en">What Kensan is' in pages["ko/about"]
    read_back = subprocess.run(
        [sys.executable, "-m", "recheck", str(copy / "site")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert read_back.returncode == 0, read_back.stdout + read_back.stderr


IN_REPOSITORY = "https://code.example/kensan/edit/main/locales/ja/LC_MESSAGES/compute-demand.po"
IN_WEBLATE = "https://words.example/compute-demand/ja/"
FALLEN = ("ja/compute/demand", "ja/compute/training", "ko/compute/demand", "ko/about")


def test_numbers_of_an_untranslated_paragraph_are_printed_in_english(project: Project) -> None:
    """Their links stay on the pages of the reader's language; citations and blocks stay as they are."""
    text = f"It takes {OPEN}break_even{CLOSE} ({OPEN}cite_dit{CLOSE})."
    marked = in_source(text)
    assert f"{OPEN}source__break_even{CLOSE}" in marked and f"{OPEN}cite_dit{CLOSE}" in marked
    ja, en = project.editions["ja"], project.editions["en"]
    html = Components(ja, lambda page: f"/ja/{page}", str, source=en).fill(marked)
    printed = en.printed("break_even")
    assert printed.number in html and str(ja.printed("break_even").number) not in html
    assert 'href="/ja/numbers/#break_even"' in html


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p onclick=x>", "onclick="), ("<p style='x'>", "style="), ("<script>x</script>", "<script>"),
        ("<iframe>", "<iframe>"), ("<a href='java\tscript:x'>", "javascript:"), ("<a href=DATA:x>", "DATA:"),
        ("<img src=x>", "<img>"),
    ],
)  # fmt: skip
def test_foreign_html_in_a_built_page_is_found(html: str, found: str) -> None:
    """Whoever wrote it."""
    page = BuiltPage("index.html")
    page.feed(f"<article><p>{html}</article><script src='ours.js'></script>")
    assert [it for it, _ in page.foreign] == [found]


@pytest.mark.parametrize(
    ("settings", "language", "address"),
    [
        ({"repo_url": "https://code.example/kensan", "edit_uri": "edit/main/docs/"}, "ja", IN_REPOSITORY),
        ({"repo_url": "https://code.example/kensan/", "edit_uri": "edit/main/docs/"}, "ja", IN_REPOSITORY),
        ({"extra": {"translate_url": "https://words.example/{catalog}/{language}/"}}, "ja", IN_WEBLATE),
        ({"repo_url": "https://code.example/kensan", "edit_uri": "edit/main/docs/"}, "en", ""),
        ({}, "ja", ""),
    ],
)
def test_a_page_leads_to_its_catalog(project: Project, settings: dict, language: str, address: str) -> None:
    """In the repository, or where translators work; the English has none."""
    config = SimpleNamespace(**{"repo_url": "", "edit_uri": "", "extra": {}} | settings)
    assert improve_address(config, project.editions[language], "compute/demand.md") == address


def test_the_settings_for_weblate_find_every_catalog() -> None:
    """And nothing else."""
    pattern = json.loads((ROOT / "locales" / "weblate.json").read_text(encoding="utf-8"))["match"]
    paths = [path.relative_to(ROOT).as_posix() for path in (ROOT / "locales").rglob("*") if path.is_file()]
    assert {path for path in paths if re.fullmatch(pattern, path)} == {path for path in paths if path.endswith(".po")}


@pytest.mark.parametrize("code", ["ja", "ko", "zh", "vi"])
def test_translators_are_told_how_in_their_language(code: str) -> None:
    """The same commands and marks as in English; the paths are there."""
    guide = (ROOT / f"CONTRIBUTING.{code}.md").read_text(encoding="utf-8")
    english = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"(CONTRIBUTING.{code}.md)" in english and "(CONTRIBUTING.md)" in guide
    assert [word for word in ("# machine", "# human", "# reviewed", "make status", "fuzzy") if word not in guide] == []
    assert f"explainer explain {code} compute-demand open" in guide and f"make serve ONLY={code}" in guide
    paths = re.findall(r"`(locales/[\w./-]*)`", guide)
    assert len(paths) >= 3 and all((ROOT / path).exists() for path in paths)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{it}:", makefile, re.MULTILINE) for it in re.findall(r"make ([a-z-]+)", guide))


# ── How far a translation is ─────────────────────────────────────────────────


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """The registry and one catalog: translated by a machine, reviewed, unmarked, stale, missing."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "languages.toml").write_bytes((ROOT / "locales" / "languages.toml").read_bytes())
    path = catalog(tmp_path, "vi", "about")
    path.parent.mkdir(parents=True)
    head = catalog(ROOT, "vi", "about").read_text(encoding="utf-8").split("\n\n")[0]
    entries = (
        '# machine\nmsgid "a"\nmsgstr "A"', '# reviewed by two\nmsgid "b"\nmsgstr "B"', 'msgid "c"\nmsgstr "C"',
        '#, fuzzy\n#| msgid "old d"\nmsgid "d"\nmsgstr "D"', 'msgid "e"\nmsgstr ""', '#~ msgid "f"\n#~ msgstr "F"',
    )  # fmt: skip
    path.write_text("\n\n".join([head, *entries]) + "\n", encoding="utf-8")
    return tmp_path


def test_status_counts_by_catalog_and_by_hand(shelf: Path) -> None:
    """Obsolete messages are none; a language without catalogs has none."""
    found = status(shelf, read_languages(shelf), [])
    counted = as_data(found)["vi"]
    assert counted["catalogs"]["about"] == {
        "messages": 5, "translated": 3, "stale": 1, "missing": 1,
        "machine": 1, "human": 0, "reviewed": 1, "unmarked": 1,
    }  # fmt: skip
    assert {key: it for key, it in counted.items() if key != "catalogs"} == counted["catalogs"]["about"]
    assert as_data(found)["ja"]["messages"] == 0
    assert json.loads(as_json(found)) == as_data(found)
    lines = list(as_text(found))
    assert lines[0].split() == [
        "messages",
        "translated",
        "stale",
        "missing",
        "machine",
        "human",
        "reviewed",
        "unmarked",
    ]
    assert "vi  about           5           3           1           1" in "\n".join(lines)


def test_a_hand_survives_a_merge(shelf: Path, project: Project) -> None:
    """It stands where msgmerge keeps what translators wrote."""
    entries = read_entries(shelf, read_languages(shelf)["vi"], "about", [])
    assert [entry.tcomment for entry in entries][:2] == ["machine", "reviewed by two"]


def test_status_of_the_real_catalogs(run: Run) -> None:
    """By the command line."""
    done = run("status", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == ["ja", "ko", "zh", "vi"]
    assert all(it["messages"] > 1000 and "compute-demand" in it["catalogs"] for it in found.values())


# ── What a translator is told ────────────────────────────────────────────────


def test_a_message_is_explained(project: Project) -> None:
    """Place, English, heading, each placeholder with its text of today, and the terms of the glossary."""
    (text,) = explain(project, "ko", "compute-demand", "Serving the peaks takes")
    assert text.startswith("locales/ko/LC_MESSAGES/compute-demand.po:")
    assert "\n  under     Why that is too low\n" in text
    assert "{peak_to_mean}  " in text
    assert f": now {project.editions['ko'].printed('peak_to_mean')}" in text
    assert "term      bursty (demand): 버스트성" in text


def test_terms_come_with_what_they_are_not(project: Project) -> None:
    """The standard rendering, and those to avoid."""
    told = "\n".join(explain(project, "vi", "compute-break-even"))
    assert "term      break-even point: điểm hòa vốn" in told
    assert "; never bùng nổ" in "\n".join(explain(project, "vi", "compute-demand"))


def test_reviewers_get_english_beside_the_translation(project: Project) -> None:
    """Each message once, escaped, with the numbers of today and without any script."""
    page = beside(project, "ko")
    messages = status(ROOT, read_languages(ROOT), [])
    assert page.count("<tr>") == sum(it.messages for it in messages if it.language == "ko")
    assert f"<code>{{break_even}}</code>{project.editions['ko'].printed('break_even')}" in page
    assert "<strong>" not in page and "<script" not in page
    read = BuiltPage("beside.html")
    read.feed(page)
    assert [it for it, _ in read.foreign] == ["<style> within the page"]  # it is a file by itself
    assert read.loads == []
    with pytest.raises(KensanError, match='no translation is called "en"'):
        beside(project, "en")


def test_changed_english_is_shown_with_the_difference() -> None:
    """What is gone and what is new."""
    assert changes("Anyone can see it.", "You can see it.") == "[-Anyone-]{+You+} can see it."
    assert changes("The same.", "The same.") == "The same."


@pytest.mark.parametrize("arguments", [("en", "index"), ("xx", "index"), ("ja", "indexx")])
def test_an_unknown_catalog_is_refused(project: Project, arguments: tuple[str, str]) -> None:
    """With the names that there are."""
    with pytest.raises(KensanError, match="use one of: "):
        list(explain(project, *arguments))


def test_the_heading_above_a_sentence_is_found(project: Project) -> None:
    """The title, above all headings."""
    page = project.pages["compute/demand.md"]
    assert heading_above(page, "How many H100s would it take") == "Demand"
    assert heading_above(page, "A single H100 yields video") == "From minutes to GPUs"


# ── Particles ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("printed", "end"),
    [
        ("720,000장", "consonant"), ("15%", "vowel"), ("3", "consonant"), ("2", "vowel"), ("1", "l"),
        ("20", "consonant"), ("1,000", "consonant"), ("10²⁵", "vowel"), ("1.5", "vowel"), ("4배", "vowel"), ("x", ""),
        ("2024년", "consonant"), ("2.1 × 10²¹ FLOP", "consonant"), ("7", "l"), ("0.5", "vowel"), ("8", "l"),
        ("300", "consonant"), ("5.0", "consonant"),
    ],
)  # fmt: skip
def test_a_number_ends_as_it_is_read(printed: str, end: str) -> None:
    """In Korean."""
    assert ends_in(printed) == end


@pytest.mark.parametrize(
    ("text", "printed", "chosen"),
    [
        ("{x}은(는) 크다", "3", "{x}은 크다"), ("{x}은(는) 크다", "2", "{x}는 크다"), ("{x}(으)로", "1", "{x}로"),
        ("{x}(으)로", "3", "{x}으로"), ("{x}(으)로", "2배", "{x}로"), ("{x}을(를)", "7", "{x}을"),
        ("{x}과(와)", "x", "{x}와"),
        ("모델은(는)", "3", "모델은(는)"), ("{x}이(가)", "10장", "{x}이"),
    ],
)  # fmt: skip
def test_the_fitting_particle_is_printed(text: str, printed: str, chosen: str) -> None:
    """Of the two that a translator writes."""
    assert choose(text, lambda name: printed) == chosen


# ── A further language ───────────────────────────────────────────────────────


def test_a_language_begins_from_nothing(copy: Path, run: Run) -> None:
    """Written from right to left: it builds at once, in marked English, beside the others, which stay as they are."""
    before = {
        path: path.read_bytes() for code in ("ja", "ko", "zh", "vi") for path in (copy / "locales" / code).rglob("*.po")
    }
    begun = run("new-language", "ar")
    assert begun.returncode == 0, begun.stderr
    assert all(path.read_bytes() == data for path, data in before.items())
    entries = polib.pofile(str(catalog(copy, "ar", "index")))
    assert len(entries.untranslated_entries()) == len(entries) > 20
    built = run("build", "--fall-back", "--target", str(copy / "site"))
    assert built.returncode == 0, built.stderr
    pages = read_pages(copy / "site")
    assert pages["ar/index.html"].lang == "ar" and set(pages["index.html"].alternates) >= {
        "ar",
        "ja",
        "en",
        "x-default",
    }
    assert pages["ar/compute/demand/index.html"].headings == pages["compute/demand/index.html"].headings
    text = (copy / "site" / "ar" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in text and "العربية" in text
    assert '<h1 class="untranslated" lang="en" dir="ltr">' in text
    assert re.search(r'<p (?=[^>]*lang="en")(?=[^>]*dir="ltr")[^>]*class="untranslated"', text)
    (style,) = (copy / "site").glob("assets/*/css/kensan.css")
    assert ":lang(ar)" in style.read_text(encoding="utf-8")
    assert run("new-language", "ar").stderr.startswith('locales/languages.toml:1: "ar" is there already')


@pytest.mark.parametrize(
    ("code", "locale", "says"),
    [("ja", "", "is there already"), ("Deutsch", "", "is no language code"), ("xq", "", 'CLDR has no locale "xq"')],
)
def test_a_language_that_cannot_begin_changes_nothing(shelf: Path, code: str, locale: str, says: str) -> None:
    """And is told why."""
    before = {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()}
    with pytest.raises(KensanError, match=says):
        list(add_language(shelf, code, locale))
    assert {path: path.read_bytes() for path in shelf.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("code", "locale"), [("de", ""), ("he", ""), ("th", ""), ("tw", "zh_Hant"), ("fa", ""), ("ru", "")]
)
def test_an_entry_for_a_language_is_sound(copy: Path, code: str, locale: str) -> None:
    """Whatever its script; its numbers can be printed."""
    list(add_language(copy, code, locale))
    language = read_languages(copy)[code]
    assert language.name and language.tag == (locale.replace("_", "-") or code)
    assert language.percent_pattern and language.scales
    assert f":lang({code})" in (copy / "theme" / "css" / f"{code}.css").read_text(encoding="utf-8")


def test_scripts_are_named_as_unicode_names_them() -> None:
    """So that the checks know a letter of another script."""
    from explainer.checks.characters import script_of

    letters = {"CYRILLIC": "я", "GREEK": "ω", "ARABIC": "ع", "HEBREW": "א", "DEVANAGARI": "क", "THAI": "ก"}
    assert {script.name for script in SCRIPTS.values()} >= set(letters)
    assert {script_of(letter) for letter in letters.values()} == set(letters)


@needs("msgmerge")
def test_a_second_sync_changes_nothing(copy: Path, run: Run) -> None:
    """Whatever the first one found."""
    replace_in(copy / "docs" / "background.md", "Anyone can watch this", "Everybody can watch this")
    assert run("sync").returncode == 0
    before = {path: path.read_bytes() for path in (copy / "locales").rglob("*.po")}
    assert run("sync").returncode == 0
    assert {path: path.read_bytes() for path in (copy / "locales").rglob("*.po")} == before
