"""The built site in five languages."""

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, replace_in

from explainer.project import Project
from explainer.site_checks import BuiltPage, check_site
from explainer.tokens import MACRO

pytestmark = pytest.mark.site


def test_nothing_is_wrong_with_the_built_site(built: tuple[Path, Project]) -> None:
    """Links, anchors, ids, alternates, languages, figures, left-over tokens, foreign hosts."""
    assert check_site(*built) == []


def test_every_page_stands_in_every_language(pages: dict[str, BuiltPage], project: Project) -> None:
    """At the same address below the language's own folder."""
    sources = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    addresses = {"index.html" if source == "index" else f"{source}/index.html" for source in sources}
    expected = {language.prefix + address for language in project.languages.values() for address in addresses}
    assert set(pages) == expected | {language.prefix + "404.html" for language in project.languages.values()}


def test_every_figure_of_the_source_is_on_the_page_in_every_language(
    pages: dict[str, BuiltPage], project: Project
) -> None:
    """As often as in the English source, dates apart (they are no links)."""
    counted = 0
    for path in sorted((ROOT / "docs").rglob("*.md")):
        address = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
        address = "index.html" if address == "index" else f"{address}/index.html"
        text = path.read_text(encoding="utf-8")
        stated = Counter(macro["name"] for macro in MACRO.finditer(text) if macro["kind"] == "n")
        stated = Counter({name: count for name, count in stated.items() if name not in project.book.dates})
        counted += stated.total()
        for language in project.languages.values():
            assert stated <= Counter(pages[language.prefix + address].figures), language.prefix + address
    assert counted > 150


def test_every_row_of_the_articles_table_is_stated(project: Project) -> None:
    """Every number that the article prints has a figure on a page: none was dropped."""
    stated = project_stated()
    article = {
        "training": "sora_training_gpus break_even tiktok_minutes youtube_minutes h100_output_rounded peak_gpus",
        "technical": "image_side image_pixels latents_per_side image_latents report_compute_middle report_compute_top",
        "dit": "dit_parameters dit_training_compute dit_training_gpus dit_training_gpu_days dit_batch_size "
        "dit_training_steps imagenet_images",
        "sora": "clip_length frame_rate temporal_compression video_multiple sora_parameters model_multiple image_share "
        "video_share dataset_growth data_multiple data_multiple_low data_multiple_high sora_training_compute_low "
        "sora_training_compute_high",
        "inference": "dit_step_compute diffusion_steps instagram_uploads break_even_low break_even_high",
        "models": "document_tokens llama_parameters operations_per_parameter gpt4_expert_parameters "
        "gpt4_active_experts dit_against_llama sora_against_gpt4 wikipedia_words",
        "demand": "h100_output_per_day tiktok_uploads tiktok_upload_length tiktok_ai_share youtube_ai_share "
        "youtube_short_limit tiktok_ai_minutes youtube_ai_minutes ai_minutes steady_gpus rate_utilization "
        "serving_utilization utilization_multiple peak_to_mean candidates_number peak_gpus",
    }
    for names in article.values():
        assert set(names.split()) <= stated


def project_stated() -> set[str]:
    """The figures that the English pages state."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))
    return {macro["name"] for macro in MACRO.finditer(text) if macro["kind"] == "n"}


def test_titles_and_descriptions_are_translated(pages: dict[str, BuiltPage], built: tuple[Path, Project]) -> None:
    """No page of another language has the title of the English one."""
    titles = {
        file: re.search("<title>(.*?)</title>", (built[0] / file).read_text(encoding="utf-8"))[1] for file in pages
    }
    sources = [file for file, page in pages.items() if page.lang == "en" and file != "404.html"]
    assert len(sources) >= 13
    for file in sources:
        versions = [titles[language.prefix + file] for language in built[1].languages.values()]
        assert versions.count(titles[file]) == 1, versions


def test_the_not_found_page_speaks_every_language(built: tuple[Path, Project]) -> None:
    """One page serves all."""
    text = (built[0] / "404.html").read_text(encoding="utf-8")
    for language in built[1].languages.values():
        assert f'lang="{language.tag}"' in text


def test_the_sitemap_lists_every_page_with_its_alternates(
    built: tuple[Path, Project], pages: dict[str, BuiltPage]
) -> None:
    """Five languages and x-default for each."""
    sitemap = (built[0] / "sitemap.xml").read_text(encoding="utf-8")
    listed = re.findall(r"<loc>(.*?)</loc>", sitemap)
    assert sorted(listed) == sorted(page.canonical for page in pages.values() if page.canonical)
    assert sitemap.count("<xhtml:link") == 6 * len(listed)


def test_no_catalog_text_is_executed(copy: Path, run) -> None:
    """A translation with a template in it is refused, not run."""
    catalog = copy / "locales" / "vi" / "LC_MESSAGES" / "about.po"
    text = catalog.read_text(encoding="utf-8")
    message = re.search(r'msgid "Licences and privacy"\nmsgstr "(.*)"', text)[1]
    replace_in(catalog, f'msgstr "{message}"', 'msgstr "{{ config.site_dir }}"')
    done = run("build")
    assert done.returncode == 1
    assert "locales/vi/LC_MESSAGES/about.po:" in done.stderr and "stray brace" in done.stderr


def test_two_builds_are_alike(built: tuple[Path, Project], tmp_path: Path) -> None:
    """Byte for byte, the compressed sitemap included."""
    from explainer.site import build_into

    build_into(ROOT, tmp_path)
    first = {path.relative_to(built[0]): path.read_bytes() for path in built[0].rglob("*") if path.is_file()}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == second
