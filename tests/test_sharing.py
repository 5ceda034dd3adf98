"""What others see of a page: in search, in a shared link, in a list of references; and a page for unknown addresses."""

import io
import json
import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from conftest import CODES, replace_in
from PIL import Image

from calc.book import Book
from explainer import pictures
from explainer.glyphs import FACES, characters
from explainer.pages import SourcePage
from explainer.pictures import EDGE, FONTS, HEIGHT, RULES, SIZE, WIDTH, Drawn, draw, picture
from explainer.project import Project
from explainer.sharing import BIBTEX, CSL, PICTURE, Shared, open_graph_locale
from explainer.site_checks import BuiltPage, check_site
from explainer.structured_data import Described
from recheck.exact import Exact
from recheck.pages import read_site
from recheck.whole import Recheck
from recheck.wording import DIGIT

SEED = 20240301


class Metas(HTMLParser):
    """The properties that a page gives to those who share it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what has a property."""
        values = dict(attrs)
        if tag == "meta" and "property" in values:
            self.found.append((values["property"] or "", values["content"] or ""))


@pytest.fixture(scope="module")
def metas(built: tuple[Path, Project]) -> dict[str, list[tuple[str, str]]]:
    """The properties of every page that has an address."""
    found = {}
    for path in sorted(built[0].rglob("index.html")):
        reader = Metas()
        reader.feed(path.read_text(encoding="utf-8"))
        found[path.relative_to(built[0]).as_posix()] = reader.found
    return found


@pytest.fixture(scope="module")
def recheck(built: tuple[Path, Project], book: Book) -> Recheck:
    """The built site, read once."""
    return Recheck(read_site(built[0]), Exact(book))


# ── Shared links ─────────────────────────────────────────────────────────────


@pytest.mark.site
def test_a_shared_link_shows_the_page_in_its_language(
    metas: dict[str, list[tuple[str, str]]], pages: dict[str, BuiltPage]
) -> None:
    """Title, description, address, and the languages it also stands in."""
    assert len(metas) >= 90
    for file, found in metas.items():
        said = dict(found)
        assert said["og:url"] == pages[file].canonical
        assert said["og:image"] == pages[file].canonical + PICTURE
        assert (said["og:type"], said["og:site_name"]) == ("article", "Kensan")
        assert said["og:title"] and said["og:description"] in [text for text, _ in pages[file].text]
        locales = [content for name, content in found if name.startswith("og:locale")]
        assert len(set(locales)) == len(CODES)
        assert said["og:locale"].startswith(pages[file].lang.partition("-")[0] + "_")


def test_a_language_has_the_country_of_most_of_its_readers(project: Project) -> None:
    """As CLDR knows it."""
    locales = [open_graph_locale(language) for language in project.languages.values()]
    assert locales == ["en_US", "ja_JP", "ko_KR", "zh_CN", "vi_VN"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("---\ntitle: T\ndescription: After {peak_gpus} and {break_even}.\n---\n\n{{ n.break_even }}\n", "peak_gpus"),
        ("---\ntitle: T\ndescription: D\n---\n\n{{ n.break_even }}\n", None),
        ("No front matter {break_even}.\n", None),
    ],
)
def test_the_headline_of_a_page_is_the_first_figure_of_its_description(text: str, figure: str | None) -> None:
    """Or there is none."""
    assert SourcePage("x.md", text).headline == figure


# ── Pictures ─────────────────────────────────────────────────────────────────


def drawn(code: str, title: str = "Kensan", figure: str = "", name: str = "", scenario: str = "") -> Drawn:
    """The words of a picture."""
    return Drawn(code, title, name, figure, scenario)


def opened(words: Drawn) -> Image.Image:
    """The picture of some words."""
    return Image.open(io.BytesIO(draw(words)))


def inked(words: Drawn, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of the picture are not paper."""
    return sum(opened(words).convert("L").crop(box).histogram()[:255])


def boxes(words: Drawn) -> tuple[int, int, int, int]:
    """What of a picture is not paper."""
    return opened(words).convert("L").point(lambda value: 255 if value < 255 else 0).getbbox()


@pytest.mark.site
def test_every_page_has_a_picture_of_its_own(
    metas: dict[str, list[tuple[str, str]]], built: tuple[Path, Project]
) -> None:
    """1200 by 630 pixels, small, and no two alike unless they say the same."""
    seen: dict[bytes, str] = {}
    for file, found in metas.items():
        data = (built[0] / file).with_name(PICTURE).read_bytes()
        image, said = Image.open(io.BytesIO(data)), dict(found)
        assert image.format == "PNG" and image.size == SIZE == (1200, 630)
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert len(data) < 20_000
        assert seen.setdefault(data, said["og:image:alt"]) == said["og:image:alt"], file
    assert len(seen) >= 0.95 * len(metas)


@pytest.mark.site
def test_every_word_of_every_picture_can_be_drawn(built: tuple[Path, Project]) -> None:
    """By the fonts of the project: titles, names of quantities, numbers, scenarios."""
    folder, project = built
    checked = 0
    for code, edition in project.editions.items():
        texts = [edition.name(quantity) for quantity in edition.book.graph.formulas]
        texts += [str(edition.printed(figure)) for figure in edition.figures]
        texts += [edition.scenario_name(scenario) for scenario in edition.book.scenarios.values()]
        for source in project.pages:
            page = folder / edition.language.prefix / source.removesuffix("index.md").removesuffix(".md") / "index.html"
            texts += re.findall("<h1>(.*?)</h1>", page.read_text(encoding="utf-8"))
        for text in texts:
            checked += 1
            assert drawn(code, text).missing() == "", text
    assert checked > 1000


def test_the_fonts_have_what_the_catalogs_are_written_in(project: Project) -> None:
    """So that a new title of known words needs no new font."""
    for code in FACES:
        signs = characters(project.root, project.languages[code])
        missing = drawn(code, signs).missing()
        assert len(signs) > 500 and len(missing) <= len(signs) / 100, missing


def test_without_cache_the_same_words_give_the_same_bytes() -> None:
    """And other words other bytes."""
    words = drawn("ja", "需要", "991", "ピーク時", "")
    assert draw(words) == draw(words) != draw(drawn("ja", "需要", "992", "ピーク時", ""))


def test_a_picture_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is kept by what it is made of."""
    first = picture(drawn("en", "Once"), tmp_path)
    monkeypatch.setattr(pictures, "draw", lambda words: b"again")
    assert picture(drawn("en", "Once"), tmp_path) == first
    assert picture(drawn("en", "Twice"), tmp_path) == b"again"
    assert len([*tmp_path.iterdir()]) == 2


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("en", "A"),
        ("en", "Every one of the five versions prints its own number for the same thing"),
        ("ja", "検算"),
        ("ja", "公開された五つの版が同じものについてそれぞれ別の数を印刷している理由"),
        ("ko", "다섯 판본이 같은 것에 대해 저마다 다른 수를 적은 까닭과 그 뒷이야기"),
        ("zh", "五个版本为何对同一个量各自给出不同的数字以及其中的缘由"),
        ("vi", "Vì sao năm phiên bản đều in một con số riêng cho cùng một đại lượng"),
    ],
)
def test_a_title_stays_within_its_place(code: str, title: str) -> None:
    """Short or long, in any script: within the edges, and above the figure."""
    words = drawn(code, title, "15.2–38.1", "Break-even", "Few-step sampling")
    left, top, right, bottom = boxes(words)
    assert left >= EDGE - 2 and right <= WIDTH - EDGE + 2 and top > 40 and bottom <= HEIGHT - 40
    assert inked(words, (0, 130, WIDTH, 370)) > 500
    assert inked(words, (0, 372, WIDTH, 412)) == 0


def test_a_title_breaks_where_its_language_allows() -> None:
    """After spaces; in Chinese and Japanese beside any sign, but no line begins with a closing one."""
    assert pictures._pieces("Checking Sora’s sums") == ["Checking ", "Sora’s ", "sums"]
    assert pictures._pieces("検算（Sora）。") == ["検", "算", "（", "Sora）。"]
    lines = pictures._balanced("one two three four five six seven eight", "en", 92)
    assert " ".join(lines) == "one two three four five six seven eight"
    assert len(lines) == 2 and abs(len(lines[0]) - len(lines[1])) < 8


def test_the_double_rule_and_the_mark_are_on_every_picture() -> None:
    """With or without a figure above the rule."""
    for words in (drawn("en"), drawn("en", figure="991,000", name="H100s")):
        image = opened(words).convert("RGB")
        for top in RULES:
            assert {image.getpixel((x, top)) for x in (EDGE, 600, WIDTH - EDGE - 1)} == {pictures.INKS["ink"]}
        assert image.getpixel((600, RULES[0] - 2)) == image.getpixel((600, RULES[1] - 2)) == pictures.PAPER
        colours = {colour for _, colour in image.crop((EDGE, 60, EDGE + 60, 130)).getcolors(10_000)}
        assert pictures.INKS["red"] in colours
    assert inked(drawn("en"), (0, 400, WIDTH, RULES[0])) == 0
    assert inked(drawn("en", figure="991,000", name="H100s"), (0, 400, WIDTH, RULES[0])) > 500


def test_a_text_that_no_font_has_is_left_out_and_named() -> None:
    """The rest is drawn: a picture without a title is better than one with empty boxes."""
    words = drawn("en", "ไทย", "991,000", "H100s")
    assert words.missing() == "ไทย"
    assert inked(words, (0, 130, WIDTH, 370)) == 0
    assert inked(words, (0, 400, WIDTH, RULES[0])) > 500


def test_the_fonts_are_licensed_and_named() -> None:
    """Each under its own licence, none under a reserved name."""
    files = {path.name for path in FONTS.iterdir()}
    assert files == {*(f"{name}.woff2" for name in ("latin", *FACES)), "OFL-Plex.txt", "OFL-Noto.txt", "README.md"}
    for name in ("latin", *FACES):
        family, _ = pictures._font(name, 20).getname()
        assert family.startswith("Kensan Pictures")


# ── Citations ────────────────────────────────────────────────────────────────


def shared(project: Project, title: str, path: str = "compute/demand/", source: str = "compute/demand.md") -> Shared:
    """A page in Chinese."""
    page = Described(source, path, title, "D", "https://example.org/", "2024-03-01")
    return Shared(page, project.editions["zh"], list(project.editions.values()), None, "The Authors")


def test_a_page_is_cited_in_bibtex(project: Project) -> None:
    """Its author and title in braces, so that nothing of them is changed; what TeX would run is written out."""
    assert shared(project, "50 % & {x}_y \\end ~^#$").bibtex() == (
        "@misc{kensan-compute-demand-zh,\n"
        "  author = {{The Authors}},\n"
        "  title = {{50 \\% \\& \\{x\\}\\_y \\textbackslash{}end \\~{}\\^{}\\#\\$}},\n"
        "  howpublished = {Kensan},\n"
        "  year = {2024},\n"
        "  language = {zh-Hans},\n"
        "  url = {https://example.org/zh/compute/demand/},\n"
        "  month = mar,\n"
        "}\n"
    )


def test_a_page_is_cited_in_csl_json(project: Project) -> None:
    """As Zotero and its like read it."""
    (entry,) = json.loads(shared(project, "需求").csl())
    assert entry["id"] == "kensan-compute-demand-zh"
    assert (entry["type"], entry["title"], entry["language"]) == ("webpage", "需求", "zh-Hans")
    assert entry["author"] == [{"literal": "The Authors"}]
    assert entry["issued"] == {"date-parts": [[2024, 3, 1]]}
    assert entry["URL"] == "https://example.org/zh/compute/demand/"
    (entry,) = json.loads(shared(project, "数字", "numbers/", "numbers.md").csl())
    assert entry["type"] == "dataset"
    (entry,) = json.loads(shared(project, "首页", "", "index.md").csl())
    assert entry["id"] == "kensan-zh"


@pytest.mark.site
def test_every_page_leads_to_its_citations(built: tuple[Path, Project], pages: dict[str, BuiltPage]) -> None:
    """Beside it, under keys that no other page has."""
    keys = []
    for file, page in pages.items():
        if page.canonical:
            links = [address for address, _ in page.links if address in (BIBTEX, CSL)]
            assert links == [BIBTEX, CSL], file
            text = (built[0] / file).with_name(BIBTEX).read_text(encoding="utf-8")
            assert f"url = {{{page.canonical}}}" in text
            keys.append(re.match(r"@misc\{(.*),\n", text)[1])
    assert len(set(keys)) == len(keys) >= 90


# ── Robots, and unknown addresses ────────────────────────────────────────────


@pytest.mark.site
def test_robots_may_read_everything_and_find_the_sitemap(built: tuple[Path, Project]) -> None:
    """As their own parser reads it."""
    parser = RobotFileParser()
    parser.parse((built[0] / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert parser.can_fetch("*", "/ja/compute/demand/")
    (sitemap,) = parser.site_maps()
    assert sitemap.startswith("http") and (built[0] / sitemap.rpartition("/")[2]).is_file()


@pytest.mark.site
def test_a_translation_has_a_page_for_unknown_addresses(built: tuple[Path, Project]) -> None:
    """In its language alone, for servers that look for it in the folder; search engines pass it by."""
    folder, project = built
    for language in list(project.languages.values())[1:]:
        text = (folder / language.prefix / "404.html").read_text(encoding="utf-8")
        assert set(re.findall(r'lang="([^"]+)"', text)) == {language.tag}
        assert '<meta name="robots" content="noindex">' in text
        assert not re.findall(r'(?:href|src)="(?!/|https?:|data:)', text)  # it is shown at any address
        assert project.editions[language.code].word("Page not found", "site") in text


# ── What the checks find ─────────────────────────────────────────────────────

FAULTS = [
    ("another picture", "ja/index.html", "/ja/card.png", "/card.png", "og:image"),
    ("another height", "index.html", 'content="630"', 'content="360"', "og:image:height"),
    ("another title", "ko/about/index.html", 'og:title" content="', 'og:title" content="X', "og:title"),
    ("another number in the picture", "vi/index.html", 'alt" content="', 'alt" content="991 ', "the picture as"),
    ("another language", "zh/index.html", "zh_CN", "zh_TW", "zh_CN"),
    ("no large picture", "index.html", "summary_large_image", "summary", "the cards"),
    ("another feed", "ja/about/index.html", "ja/feed.xml", "ko/feed.xml", "the feeds"),
    ("a citation too few", "background/index.html", '"citation":["', '"citation":["x", "', "citation: "),
    ("another page cited", "ja/cite.bib", "/ja/}", "/}", "kensan-ja"),
    ("another entry", "cite.bib", "@misc", "@book", "@misc"),
    ("something more", "cite.bib", "  month", "x\n  month", "odd"),
    ("no citation", "cite.json", "[", "{", "date-parts"),
    ("another kind", "numbers/cite.json", "dataset", "webpage", "dataset"),
    ("another sitemap", "robots.txt", "sitemap.xml", "map.xml", "sitemap.xml"),
    ("a forbidden folder", "robots.txt", "Allow: /", "Disallow: /ja/", "Allow: /"),
    ("another reason", "feed.xml", "The same sum", "Another sum", "why of ai_minutes_less_rounded"),
    ("another name", "feed.xml", "<title>Break-even", "<title>Even", "name of break_even"),
    ("another language of the feed", "ko/feed.xml", 'xml:lang="ko"', 'xml:lang="ja"', "attributes"),
    ("another author", "feed.xml", "<name>Kensan", "<name>Kansen", "author"),
    ("a link to another number", "vi/feed.xml", "#peak_gpus", "#steady_gpus", "links of peak_gpus"),
    ("an entry too few", "zh/feed.xml", "<entry>", "<other>", "</other>"),
    ("no feed", "feed.xml", "<feed ", "<food ", "one feed"),
]  # fmt: skip


@pytest.mark.site
def test_nothing_is_wrong_with_the_files_beside_the_pages(recheck: Recheck) -> None:
    """So what the changes below find is the change."""
    assert len(recheck.site.beside) >= 2 * 90 + 5 + 1 and len(recheck.site.pictures) >= 90
    for file, text in recheck.site.beside.items():
        assert recheck.findings_with(file, text) == [], file


@pytest.mark.site
@pytest.mark.parametrize(("says", "file", "old", "new", "expected"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_each_check_finds_what_it_is_for(
    recheck: Recheck, says: str, file: str, old: str, new: str, expected: str
) -> None:
    """And says what should be there."""
    text = recheck.site.beside.get(file) or recheck.site.pages[file].text
    assert old in text, f"{says}: {file} no longer has {old}"
    found = recheck.findings_with(file, text.replace(old, new, 1))
    assert expected in "\n".join(map(str, found)), says


def changed_digits(recheck: Recheck) -> Iterator[tuple[str, str]]:
    """(file, its text with one digit changed): every digit of the feeds, and one of each other file."""
    chance = random.Random(SEED)
    for file, text in recheck.site.beside.items():
        places = [found.start() for found in DIGIT.finditer(text)]
        for place in places if file.endswith("feed.xml") else places and [chance.choice(places)]:
            other = chance.choice([digit for digit in "0123456789" if digit != text[place]])
            yield file, text[:place] + other + text[place + 1 :]


def differing(text: str, other: str) -> str:
    """Where a text begins to differ from another."""
    place = next(place for place, pair in enumerate(zip(text, other, strict=True)) if pair[0] != pair[1])
    return text[max(place - 40, 0) : place + 20]


@pytest.mark.site
def test_any_digit_that_is_changed_beside_the_pages_is_found(recheck: Recheck) -> None:
    """In feeds and citations, in five languages."""
    changed = [*changed_digits(recheck)]
    assert len(changed) > 500
    survivors = [(file, text) for file, text in changed if not recheck.findings_with(file, text)]
    assert [(file, differing(text, recheck.site.beside[file])) for file, text in survivors] == []


@pytest.mark.site
@pytest.mark.parametrize("file", ["ja/feed.xml", "vi/about/card.png", "cite.bib", "ko/404.html", "robots.txt"])
def test_a_file_that_is_missing_is_found(recheck: Recheck, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any language."""
    monkeypatch.setattr(recheck.site, "files", recheck.site.files - {file})
    assert file in {finding.file for finding in recheck._missing()}


@pytest.mark.site
def test_a_picture_of_another_size_is_found(built: tuple[Path, Project], book: Book, tmp_path: Path) -> None:
    """Or what is no picture at all."""
    for name in ("index.html", "ja/index.html"):
        page = tmp_path / name
        page.parent.mkdir(exist_ok=True)
        page.write_bytes((built[0] / name).read_bytes())
        page.with_name(PICTURE).write_bytes((built[0] / name).with_name(PICTURE).read_bytes())
    Image.new("L", (630, 1200)).save(tmp_path / PICTURE, "PNG")
    (tmp_path / "ja" / PICTURE).write_bytes(b"GIF89a")
    found = {finding.file: finding.found for finding in Recheck(read_site(tmp_path), Exact(book)).findings()}
    assert (found[PICTURE], found[f"ja/{PICTURE}"]) == ("a picture of 630 by 1200", "a picture of 0 by 0")


@pytest.mark.site
def test_a_page_without_its_picture_is_no_site(built: tuple[Path, Project], tmp_path: Path) -> None:
    """The build looks for it, and at its address."""
    for name in ("index.html", "about/index.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((built[0] / name).read_bytes())
    replace_in(tmp_path / "index.html", f"/{PICTURE}", "/no.png")
    said = {(finding.file, finding.problem) for finding in check_site(tmp_path, built[1])}
    assert ("about/index.html", f"no {PICTURE} is beside it") in said
    assert any(file == "index.html" and "its picture is" in problem for file, problem in said)
