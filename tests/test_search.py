"""The search: what its indexes hold, and what readers find with it, in a real Chromium."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from conftest import CODES, cases, needs, prefix
from playwright.sync_api import Browser, Page, expect

from explainer.languages import Language
from explainer.project import Project
from explainer.search import FILE, VARIABLE, PageReader, scale_words
from explainer.search_words import PAGES_A_WORD, Words
from recheck.pages import Site, read_site
from recheck.searching import check_index, check_indexes
from recheck.tongues import TONGUES

HEAVIEST = 15_000  # bytes
KEYSTROKE, PATIENCE = 2, 100  # milliseconds
FIELD = "search input"
QUERIES = cases("searches.toml", "search")
HOSTILE = (
    "<img src=x onerror=document.title='gone'>", "x" * 10_000, "推" * 10_000, "4" * 10_000, "4,211" * 2_000,
    "\ud800", "\udfff\ud800", "(", "[", "\\", ".*", "(?:", "a|b", "^$", "${x}", "%", "&lt;", "\u0000", "\u202e",
    "10^", "e", "1e999", "٣", "__proto__", "constructor", "  ", "-", "ー", "。",
)  # fmt: skip

# ── The indexes ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def indexes(built: tuple[Path, Project]) -> dict[str, dict]:
    """What each language's index says."""
    return {language.code: json.loads(script_of(built[0], language)[len(f"var {VARIABLE} = ") : -2]) for language in
            built[1].languages.values()}  # fmt: skip


@pytest.fixture(scope="module")
def site(built: tuple[Path, Project]) -> Site:
    """The built site as the re-check reads it."""
    return read_site(built[0])


def script_of(folder: Path, language: Language) -> str:
    """The index of a language as it stands."""
    return (folder / language.prefix / FILE).read_text(encoding="utf-8")


def lines_of(index: dict, address: str) -> list[list[str]]:
    """The places of a page, each as its fields."""
    return [line.split("|") for page, _, lines in index["pages"] if page == address for line in lines.split("\n")]


@pytest.mark.site
def test_an_index_weighs_little(built: tuple[Path, Project]) -> None:
    """As a server sends it, in every language."""
    weights = {code: len(brotli.compress(script_of(built[0], language).encode("utf-8"), quality=11))
               for code, language in built[1].languages.items()}  # fmt: skip
    assert weights.keys() == set(CODES)
    assert all(5_000 < weight <= HEAVIEST for weight in weights.values()), weights


@pytest.mark.site
def test_an_index_has_every_page_heading_quantity_and_row(
    indexes: dict[str, dict], built: tuple[Path, Project], site: Site
) -> None:
    """Pages in the order of the contents, with the same places in every language."""
    project = built[1]
    for index in indexes.values():
        addresses = [address for address, _, _ in index["pages"]]
        assert addresses[:2] == ["", "background/"] and set(addresses) == {
            page.address for page in site.pages.values() if page.canonical
        }
        numbers = [fields[0] for fields in lines_of(index, "numbers/")]
        assert set(numbers) - {""} == {*project.book.graph.formulas, *project.book.assumptions, *project.book.printed}
        assert {fields[0] for fields in lines_of(index, "audit/")} - {""} == set(project.audit.rows)
        for address in addresses:
            headings = {
                heading.get("id") for heading in site.pages[f"{address}index.html"].elements
                if heading.tag in ("h2", "dt") and heading.get("id")
            }  # fmt: skip
            if address not in ("numbers/", "audit/"):
                assert headings <= {fields[0] for fields in lines_of(index, address)}, address


@pytest.mark.site
def test_the_recheck_finds_nothing_wrong_with_an_index(built: tuple[Path, Project], site: Site) -> None:
    """Places, names, words and figures stand on the pages."""
    assert list(check_indexes(built[0], site)) == []


@pytest.mark.site
@pytest.mark.parametrize(
    ("wrong", "right"),
    [("4,211–10,528", "4,212–10,528"), ("sora_training_gpus", "sora_training_gpu"), ("The total", "The sum"),
     ("Demand", "Demands"), ('"decimal":"."', '"decimal":","'), ("implications/", "implication/"),
     ("TikTok", "TokTik"), ("kensanIndex", "index"), ('"pages"', '"page"')],
)  # fmt: skip
def test_the_recheck_finds_what_is_wrong_with_an_index(
    built: tuple[Path, Project], site: Site, wrong: str, right: str
) -> None:
    """One change, and a finding."""
    text = script_of(built[0], built[1].languages["en"])
    assert wrong in text
    assert list(check_index(FILE, text.replace(wrong, right, 1), TONGUES[0], site))


def test_a_page_is_read_by_its_headings_terms_and_entries() -> None:
    """Names and figures apart from the text; nothing from navigation, sums and details."""
    read = PageReader(
        "<nav>menu</nav><article><header><p>lede</p><h1>Title</h1></header><p>above <em>it</em></p>"
        '<h2 id="a">First <code>x</code></h2><p>takes <a class="n" href="#"><data>5</data> GPUs</a>.<br>end</p>'
        '<div class="sum"><span>sum</span></div><details><p>table</p></details>'
        '<section class="entry" id="b"><h3>Entry</h3><p>note</p></section><dl><dt id="c">Term</dt><dd>meaning</dd></dl>'
        "</article><footer>foot</footer>"
    )
    assert read.title == "Title"
    found = [(place.id, place.name, " ".join(place.text.split()), place.figures) for place in read.places]
    assert found == [
        ("", "", "above it", []), ("a", "First x", "takes .end", ["5 GPUs"]), ("b", "Entry", "note", []),
        ("c", "Term", "meaning", []),
    ]  # fmt: skip


def words_of(*pages: str) -> list[str]:
    """What pages of one text each are found by, between pages that have other words."""
    others = {f"other {number}": ["alpha", "beta", "gamma", "delta"] for number in range(3)}
    words = Words({str(number): [page] for number, page in enumerate(pages)} | others)
    return [" ".join(next(words.of(str(number)))) for number in range(len(pages))]


def test_a_word_stands_once_on_the_pages_that_have_it_most() -> None:
    """In the order of the text; of equal pages the first."""
    assert PAGES_A_WORD == 2
    assert words_of("one two one", "two", "two two one one", "one one one") == ["one two", "", "two", "one"]


def test_a_word_that_is_everywhere_is_left_out() -> None:
    """It tells no page from another."""
    texts = {str(number): [f"the {word}"] for number, word in enumerate(("sum", "row", "GPU", "GPU"))}
    assert [list(Words(texts).of(page)) for page in texts] == [[["sum"]], [["row"]], [[]], [[]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("推論のデータをモデルに渡す", "推論 データ モデル"),
        ("메모리를 쓰는 이미지의 크기와", "메모리 이미지 크기"),
        ("需要显存的带宽", "显存 带宽"),
        ("Số phút của video", "Số phút của video"),
        ("GPT-4 and H100s, 2.5x", "GPT-4 and H100s 2.5x"),
        ("การคำนวณ שלום", "การคำนวณ שלום"),
    ],
)
def test_words_are_cut_as_their_script_is_written(monkeypatch: pytest.MonkeyPatch, text: str, expected: str) -> None:
    """Where the script changes, at particles, at characters that join, at spaces; unknown scripts at spaces."""
    monkeypatch.setattr("explainer.search_words.ASSOCIATED", 1)  # in a text this short every pair is rare
    assert words_of(text) == [expected]


def test_scale_words_come_from_every_language(project: Project) -> None:
    """So a number can be typed as any of them writes it."""
    scales = scale_words(project.editions.values())
    assert scales.items() >= {"million": 6, "万": 4, "億": 8, "亿": 8, "만": 4, "억": 8, "triệu": 6, "nghìn": 3}.items()


# ── In a browser ─────────────────────────────────────────────────────────────

Search = Callable[[str, str], list[str]]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window of a desktop's size, in which nothing may be complained about."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if page.url.startswith("http") else None)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def search(page: Page, address: str) -> Search:
    """Types a query on the first page of a language; gives back where the results lead, below the language's folder."""

    def results(code: str, query: str) -> list[str]:
        home = address + prefix(code)
        if page.url != home:
            page.goto(home)
            enter(page)
        page.locator(FIELD).fill(query)
        return [
            link.removeprefix(home) for link in page.evaluate("[...document.querySelectorAll('#found a')].map(String)")
        ]

    return results


def enter(page: Page) -> None:
    """Go to the field, and wait for the search to be there."""
    page.locator(FIELD).focus()
    page.locator("#found").wait_for(state="attached")


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_what_is_looked_for_is_found(search: Search, code: str) -> None:
    """Among the first three results, or first where the case says so."""
    asked = [case for case in QUERIES if code in case["in"]]
    assert len(asked) >= 8
    missed = []
    for case in asked:
        for query in case["queries"]:
            results = search(code, query)[: 1 if case.get("first") else 3]
            missed += [] if case["leads_to"] in results else [(query, case["leads_to"], results)]
    assert missed == []


@pytest.mark.browser
@needs("chromium")
def test_results_say_where_they_lead_and_mark_what_was_found(search: Search, page: Page) -> None:
    """Page › heading, and the words or the number in question."""
    search("vi", "dinh chinh")
    expect(page.locator("#found-0 small")).to_have_text("Kiểm lại phép tính về Sora")
    assert page.locator("#found-0 b mark").all_text_contents() == ["đính", "chính"]
    search("vi", "4211")
    expect(page.locator("#found-0 mark")).to_contain_text("4.211")


@pytest.mark.browser
@needs("chromium")
def test_what_is_nowhere_is_answered(search: Search, page: Page) -> None:
    """In a sentence that is said aloud, and only then."""
    assert search("en", "xyzzy") == []
    expect(page.locator("search [role=status]")).to_have_text("Nothing found")
    assert search("en", "sora")
    expect(page.locator("search [role=status]")).to_have_text("")


@pytest.mark.browser
@needs("chromium")
def test_nothing_of_the_search_is_loaded_before_it_is_asked_for(page: Page, address: str) -> None:
    """Then its script and the index of this language, once."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(f"{address}ko/", wait_until="networkidle")
    assert len(asked) > 2 and not [path for path in asked if "search" in path]
    enter(page)
    page.keyboard.press("Tab")
    enter(page)
    found = [path for path in asked if "search" in path]
    assert found[0] == f"ko/{FILE}" and found[1].endswith("/js/search.js") and len(found) == 2


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_keys_lead_to_the_search_and_through_it(page: Page, address: str, keys: str) -> None:
    """Open, type, arrow down and up, Enter; what is chosen is told to screen readers."""
    page.goto(f"{address}compute/demand/")
    page.keyboard.press(keys)
    field = page.locator(FIELD)
    expect(field).to_be_focused()
    page.locator("#found").wait_for(state="attached")
    page.keyboard.type("4211")
    expect(field).to_have_attribute("role", "combobox")
    expect(field).to_have_attribute("aria-controls", "found")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox")).to_have_accessible_name("Search")
    assert page.get_by_role("option").count() > 3
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "found-1")
    expect(page.locator("[aria-selected=true]")).to_have_attribute("id", "found-1")
    leads_to = page.locator("#found-1").get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(leads_to)


@pytest.mark.browser
@needs("chromium")
def test_enter_takes_the_first_and_a_place_on_the_same_page_is_scrolled_to(page: Page, address: str) -> None:
    """The list is closed then."""
    page.goto(f"{address}compute/demand/")
    enter(page)
    page.keyboard.type("the story of a wrong sum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compute/demand/#correction")
    expect(page.get_by_role("option")).to_have_count(0)
    assert page.evaluate("document.querySelector(':target').id") == "correction"


@pytest.mark.browser
@needs("chromium")
def test_escape_closes_and_then_leaves(page: Page, address: str) -> None:
    """First the list with what was typed, then the field; a slash inside it is a slash."""
    page.goto(address)
    enter(page)
    page.keyboard.type("flop/s")
    expect(page.locator(FIELD)).to_have_value("flop/s")
    assert page.get_by_role("option").count() > 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).not_to_be_focused()


@pytest.mark.browser
@needs("chromium")
def test_the_mouse_chooses_too_and_a_click_elsewhere_closes(page: Page, address: str) -> None:
    """Results are links."""
    page.goto(f"{address}ja/")
    enter(page)
    page.keyboard.type("推論")
    page.mouse.click(1270, 890)
    expect(page.get_by_role("option")).to_have_count(0)
    page.locator(FIELD).click()
    page.get_by_role("option").first.click()
    page.wait_for_url(f"{address}ja/glossary/#inference")


@pytest.mark.browser
@needs("chromium")
def test_keys_of_an_input_method_are_its_own(page: Page, address: str) -> None:
    """The Enter that ends a composition follows no result."""
    page.goto(f"{address}ja/")
    enter(page)
    page.locator(FIELD).fill("推論")
    for key in ("Enter", "Escape", "ArrowDown"):
        page.locator(FIELD).dispatch_event("keydown", {"key": key, "isComposing": True})
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("推論")
    assert page.url == f"{address}ja/"


@pytest.mark.browser
@needs("chromium")
def test_on_a_phone_the_search_is_a_sheet(page: Page, address: str) -> None:
    """Over the whole width, within the window, with results as large as a finger."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{address}vi/compute/demand/#closing")
    page.keyboard.press("Control+k")
    page.locator("#found").wait_for(state="attached")
    page.keyboard.type("h100")
    sheet, listed = page.locator("search").bounding_box(), page.locator("search > div").bounding_box()
    assert (sheet["x"], sheet["y"], sheet["width"]) == (0, 0, 390)
    assert listed["width"] == 390 and listed["y"] + listed["height"] <= 800
    assert all(option.bounding_box()["height"] >= 44 for option in page.get_by_role("option").all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_it_works_from_a_folder(page: Page, built: tuple[Path, Project], code: str) -> None:
    """Without a server; results lead to files."""
    page.goto((built[0] / prefix(code) / "compute" / "demand" / "index.html").as_uri())
    page.keyboard.press("Control+k")
    page.locator("#found").wait_for(state="attached")
    page.keyboard.type("4211")
    page.keyboard.press("Enter")
    page.wait_for_url((built[0] / prefix(code) / "numbers" / "index.html").as_uri() + "#sora_training_gpus")


@pytest.mark.alone
@pytest.mark.browser
@needs("chromium")
def test_hostile_queries_do_no_harm(search: Search, page: Page) -> None:
    """No element but the list's own, no error, no long thought."""
    search("en", "sora")
    for query in HOSTILE:
        took = page.evaluate(
            """(query) => {
              const field = document.querySelector('search input'), start = performance.now();
              field.value = query;
              field.dispatchEvent(new Event('input'));
              return performance.now() - start;
            }""",
            query,
        )
        assert took < PATIENCE, query[:20]
        tags = page.evaluate("[...new Set([...document.querySelectorAll('search > div *')].map((it) => it.localName))]")
        assert set(tags) <= {"div", "p", "a", "small", "b", "span", "mark"}, query[:20]
    assert page.title().startswith("Checking")


@pytest.mark.alone
@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_a_keystroke_takes_no_time(search: Search, page: Page, code: str) -> None:
    """Two milliseconds at the most, other work of the machine apart: the best of many tries counts."""
    for query in ("s", "4211", "72万", "推論", "suy luan", "memory bandwidth", "모델의 추론"):
        search(code, query)
        best = page.evaluate(
            """() => {
              const field = document.querySelector('search input');
              return Math.min(...Array.from({length: 60}, () => {
                const start = performance.now();
                field.dispatchEvent(new Event('input'));
                return performance.now() - start;
              }));
            }"""
        )
        assert best <= KEYSTROKE, query


@pytest.mark.browser
@needs("chromium")
def test_without_script_the_lists_take_its_place(chromium: Browser, address: str) -> None:
    """No field that does nothing; the numbers and the glossary instead."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}ja/compute/demand/")
    expect(page.locator(FIELD)).to_be_hidden()
    page.locator("header noscript a[href$='glossary/']").click()
    assert page.url == f"{address}ja/glossary/"
    context.close()


@pytest.mark.browser
@needs("chromium")
def test_a_language_that_nobody_thought_of_can_be_searched(page: Page, address: str) -> None:
    """By what holds for all of them: here in Greek, with a decimal comma, under headings of our own."""
    lines = "||\ninference|Εξαγωγή συμπερασμάτων|μνήμη|15,2 εκατ. λεπτά"
    index = {"nothing": "—", "decimal": ",", "scales": {"εκατ": 6}, "pages": [["glossary/", "Λεξικό", lines]]}
    script = f"var {VARIABLE} = {json.dumps(index)};"
    page.route(f"**/{FILE}", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(address)
    enter(page)
    for query in ("εξαγωγη", "ΣΥΜΠΕΡΑΣΜΆΤΩΝ", "μνημη", "15200000", "15,2 εκατ"):
        page.locator(FIELD).fill(query)
        assert page.locator("#found-0").get_attribute("href") == f"{address}glossary/#inference", query
