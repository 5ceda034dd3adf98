"""A changed assumption changes every sentence that depends on it, in every language, and no message."""

import re
from pathlib import Path

import polib
import pytest
from conftest import replace_in

from explainer.project import Project
from explainer.site import build_into
from explainer.site_checks import read_pages

pytestmark = pytest.mark.site
BLOCK = re.compile(r"<(p|li|td|th|h[1-6]|dt|dd|div|section|meta|title)\b")
ANCHOR = re.compile(r'<a class="n [^>]*data-n="([a-z0-9_]+)">(.*?)</a>', re.DOTALL)


def stated(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Every figure as printed, page by page, in order."""
    return {
        path.relative_to(folder).as_posix(): ANCHOR.findall(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def test_youtubes_share_at_five_percent_changes_just_what_depends_on_it(
    copy: Path, built: tuple[Path, Project], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In five languages, and not one msgid."""
    folder, project = built
    replace_in(copy / "calc" / "assumptions.toml", "value = 0.15", "value = 0.05")
    after_folder = tmp_path_factory.mktemp("after")
    after = build_into(copy, after_folder)

    depends = {key for key in project.book.statements if "youtube_ai_share" in behind(project, key)}
    changes = {key for key in depends if project.book.figures()[key] != after.book.figures()[key]}
    assert {"youtube_ai_share", "ai_minutes", "steady_gpus", "peak_gpus", "break_even_time"} <= changes

    before_pages, after_pages = stated(folder), stated(after_folder)
    assert before_pages.keys() == after_pages.keys()
    languages_changed = set()
    for file, before in before_pages.items():
        assert [key for key, _ in before] == [key for key, _ in after_pages[file]]
        for (key, old), (_, new) in zip(before, after_pages[file], strict=True):
            assert (old != new) == (key in changes), (file, key)
            if old != new:
                languages_changed.add((file.split("/")[0] if file[2] == "/" else "en", key))
    for code in project.languages:
        assert {key for language, key in languages_changed if language == code} == changes & on_pages(before_pages)

    before_messages = {
        (d, key) for edition in project.editions.values() for d, asked in edition.asked.items() for key in asked
    }
    after_messages = {
        (d, key) for edition in after.editions.values() for d, asked in edition.asked.items() for key in asked
    }
    assert before_messages == after_messages
    assert after.edition_findings() == []


def behind(project: Project, figure: str) -> set[str]:
    """The quantities that a figure depends on."""
    return project.book.graph.behind(project.book.statements[figure].quantity)


def on_pages(pages: dict[str, list[tuple[str, str]]]) -> set[str]:
    """The figures that stand on any page."""
    return {key for figures in pages.values() for key, _ in figures}


def test_titles_and_descriptions_follow_too(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Numbers in attributes are figures like any other."""
    replace_in(copy / "calc" / "assumptions.toml", "value = 0.15", "value = 0.05")
    folder = tmp_path_factory.mktemp("after")
    build_into(copy, folder)
    pages = read_pages(folder)
    for prefix, expected in {
        "": "706,000",
        "ja/": "70.6万",
        "ko/": "70.6만",
        "zh/": "70.6万",
        "vi/": "706 nghìn",
    }.items():
        text = " ".join(text for text, _ in pages[f"{prefix}compute/demand/index.html"].text)
        assert expected in text.replace("\u00a0", " ")
        assert "991" not in text and "99.1" not in text


def test_a_changed_value_leaves_the_catalogs_complete(copy: Path) -> None:
    """Catalogs hold names, so no translator is asked anything."""
    replace_in(copy / "calc" / "assumptions.toml", "value = 0.15", "value = 0.05")
    for path in (copy / "locales").rglob("*.po"):
        assert "14.95" not in path.read_text(encoding="utf-8")
        assert polib.pofile(str(path)).untranslated_entries() == []
