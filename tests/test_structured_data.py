"""Structured data: on every page in every language, whole, and the same as what the page shows."""

import datetime
import json
import os
import re
from html import unescape
from pathlib import Path

import pytest

from explainer.languages import Language
from explainer.open_data import FILES
from explainer.project import Project
from explainer.scenario_data import SCENARIO_FILES
from explainer.site_checks import BuiltPage
from explainer.structured_data import (
    ARTICLE,
    DATASET,
    KEYWORDS,
    LICENSE,
    OTHER_TYPES,
    Described,
    as_script,
    structured_data,
)

ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
OF_ALL = {
    "@context", "@type", "@id", "url", "inLanguage", "description", "license", "publisher", "datePublished",
    "dateModified",
}  # fmt: skip
OF_TYPE = {
    ARTICLE: {"headline", "author", "isBasedOn"},
    DATASET: {"name", "creator", "isAccessibleForFree", "keywords", "distribution"},
    "AboutPage": {"name"},
    "CollectionPage": {"name"},
}
TRANSLATIONS = {True: "workTranslation", False: "translationOfWork"}


@pytest.fixture(scope="module")
def said(built: tuple[Path, Project]) -> dict[str, dict]:
    """What each page says of itself, by its file."""
    data = {}
    for path in sorted(built[0].rglob("*.html")):
        found = ELEMENT.findall(path.read_text(encoding="utf-8"))
        file = path.relative_to(built[0]).as_posix()
        assert len(found) == (path.name != "404.html"), file
        assert not found or not re.search("[<>&\u2028\u2029]", found[0]), file
        if found:
            data[file] = json.loads(found[0])
    return data


def language_of(file: str, project: Project) -> Language:
    """The language of a built file."""
    languages = list(project.languages.values())
    return next((language for language in languages[1:] if file.startswith(language.prefix)), languages[0])


@pytest.mark.site
def test_every_page_says_what_it_is(said: dict[str, dict], pages: dict[str, BuiltPage], project: Project) -> None:
    """In five languages, with all that its type requires and nothing else."""
    assert set(said) == {file for file in pages if not file.endswith("404.html")}
    assert len(said) >= 5 * len(project.pages)
    for file, data in said.items():
        is_original = language_of(file, project) is next(iter(project.languages.values()))
        needed = OF_ALL | OF_TYPE[data["@type"]] | {TRANSLATIONS[is_original]}
        assert set(data) - {"citation"} == needed, file
        assert all(data.values()), file


@pytest.mark.site
def test_each_page_is_of_its_type(said: dict[str, dict], project: Project) -> None:
    """Articles, but for the numbers and for the pages to look things up in."""
    for source in project.pages:
        stem = source.removesuffix(".md")
        file = "index.html" if stem == "index" else f"{stem}/index.html"
        types = {said[language.prefix + file]["@type"] for language in project.languages.values()}
        assert types == {OTHER_TYPES.get(source, ARTICLE)}, source
    assert set(OTHER_TYPES) <= set(project.pages)
    assert {data["@type"] for data in said.values()} == set(OF_TYPE)


@pytest.mark.site
def test_it_says_what_the_page_shows(
    said: dict[str, dict], pages: dict[str, BuiltPage], built: tuple[Path, Project]
) -> None:
    """Title, description, language and address; no number in it is left as a place for one."""
    for file, data in said.items():
        text, page = (built[0] / file).read_text(encoding="utf-8"), pages[file]
        title = unescape(re.search("<h1>(.*?)</h1>", text)[1])
        description = unescape(re.search('<meta name="description" content="(.*?)">', text)[1])
        assert (data["inLanguage"], data["url"], data["@id"]) == (page.lang, page.canonical, page.canonical), file
        assert data["description"] == description, file
        assert data.get("headline", data.get("name", "").removesuffix(" – Kensan")) == title, file
        assert not re.search("[{}\ue000\ue001]", title + description), file


@pytest.mark.site
def test_dates_are_the_day_of_the_last_commit(said: dict[str, dict]) -> None:
    """Which is the clock of a build."""
    commit = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.UTC)
    assert {data[key] for data in said.values() for key in ("datePublished", "dateModified")} == {
        commit.date().isoformat()
    }


@pytest.mark.site
def test_originals_and_translations_name_each_other(said: dict[str, dict], project: Project) -> None:
    """Both ways, each with its language."""
    by_address = {data["@id"]: data for data in said.values()}
    originals = [data for data in said.values() if "workTranslation" in data]
    assert len(originals) * len(project.languages) == len(said)
    for original in originals:
        named = original["workTranslation"]
        assert [it["inLanguage"] for it in named] == [language.tag for language in [*project.languages.values()][1:]]
        for translation in named:
            other = by_address[translation["@id"]]
            assert other["inLanguage"] == translation["inLanguage"]
            assert other["translationOfWork"] == {key: original[key] for key in ("@type", "@id", "inLanguage")}


@pytest.mark.site
def test_an_article_names_the_original_article_and_its_maker(said: dict[str, dict], project: Project) -> None:
    """And the licence that it is under."""
    articles = [data for data in said.values() if data["@type"] == ARTICLE]
    assert len(articles) >= 45
    for data in articles:
        assert data["isBasedOn"] == project.book.sources["factorial"].url
        assert data["author"] == data["publisher"]
        assert (data["author"]["@type"], data["author"]["name"]) == ("Organization", "Kensan")
        assert data["license"] == LICENSE


@pytest.mark.site
def test_an_article_names_the_sources_that_it_cites(said: dict[str, dict], project: Project) -> None:
    """The same in all languages, by their own addresses, and no others."""
    urls = {source.url for source in project.book.sources.values()}
    cited = {file: data["citation"] for file, data in said.items() if "citation" in data}
    assert len(cited) >= 45
    for file, addresses in cited.items():
        language = language_of(file, project)
        assert said[file]["@type"] == ARTICLE and set(addresses) <= urls
        assert addresses == cited[file.removeprefix(language.prefix)], file
    sources, text = project.book.sources, project.pages["background.md"].text
    for key in ("sora_report", "factorial"):
        assert f"{{{{ cite.{key} }}}}" in text and sources[key].url in cited["background/index.html"]


@pytest.mark.site
def test_the_dataset_leads_to_its_files(said: dict[str, dict], built: tuple[Path, Project]) -> None:
    """All three, at the addresses where they are."""
    datasets = [data for data in said.values() if data["@type"] == DATASET]
    assert len(datasets) == 5
    for data in datasets:
        files = {it["name"]: it for it in data["distribution"]}
        assert set(files) == {*FILES, *SCENARIO_FILES}
        for name, file in files.items():
            assert file["@type"] == "DataDownload" and "/" in file["encodingFormat"]
            assert file["contentUrl"] == data["publisher"]["url"] + name
            assert (built[0] / name).is_file()
        assert len(data["keywords"]) == len(set(data["keywords"])) == len(KEYWORDS)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "a & b",
        "\u2028\u2029",
        '"quoted" \\ back',
        "数字 – ①",
    ],
)
def test_no_text_can_end_the_element(text: str) -> None:
    """Whatever a title or a translation holds, it is read back as it was."""
    element = str(as_script({"headline": text, text: [text]}))
    assert element.count("<") == element.count(">") == 2
    (inside,) = ELEMENT.findall(element)
    assert json.loads(inside) == {"headline": text, text: [text]}
    assert not set("<>&\u2028\u2029") & set(inside)


def test_words_are_those_of_the_language(project: Project) -> None:
    """A page's own title and description, and its own address."""
    editions = list(project.editions.values())
    page = Described("index.md", "", "題", "説明", "https://example.org/x/", "2024-03-01")
    data = structured_data(page, project.editions["ja"], editions)
    assert (data["headline"], data["description"], data["inLanguage"]) == ("題", "説明", "ja")
    assert data["@id"] == "https://example.org/x/ja/"
    assert data["translationOfWork"]["@id"] == "https://example.org/x/"
    assert data["datePublished"] == data["dateModified"] == "2024-03-01"
