"""A change of language in a real Chromium: what it keeps, what is remembered, and who is told of another language."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import CODES, needs, prefix, tag
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]

LONGEST = "compute/demand/"
FRAMES = """async () => {
  for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
}"""  # until what comes into view has been laid out
QUERY = "?few_steps=50&a+b=%20"
WORDS = {"en": "English", "ja": "日本語", "ko": "한국어", "zh": "简体中文", "vi": "Tiếng Việt"}
OFFER = "Read this page in your language:"
REFUSED = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, {get() { throw new DOMException('refused', 'SecurityError'); }});"""
SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows of any kind, and closes them."""
    contexts: list[BrowserContext] = []

    def opened(locale: str = "en-US", width: int = 1280, **options: object) -> Page:
        contexts.append(chromium.new_context(locale=locale, viewport={"width": width, "height": 844}, **options))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def link(page: Page, code: str) -> Locator:
    """The link to the page in a language."""
    return page.locator(f'header .languages > ul a[hreflang="{tag(code)}"]')


def press(page: Page, target: Locator) -> None:
    """Press as a hand does, which does not scroll."""
    box = target.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def offer(page: Page) -> Locator:
    """The line that offers another language."""
    return page.locator(".offer")


def stored(page: Page) -> str | None:
    """The language that the browser remembers."""
    return page.evaluate("localStorage.getItem('language')")


def top_block(page: Page) -> list:
    """Which block of the text stands at the top of the window, and how far below the header it begins."""
    return page.evaluate(
        """() => {
          const line = document.querySelector('header').getBoundingClientRect().bottom;
          const blocks = [...document.querySelectorAll('article :is(h1, h2, h3, p, li, dt, dd, tr)')];
          const index = blocks.findIndex((block) => block.getBoundingClientRect().bottom > line);
          const {top, height} = blocks[index].getBoundingClientRect();
          return [index, top < line ? (top - line) / height : top - line, height];
        }"""
    )


# ── What a change of language keeps ──────────────────────────────────────────


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("code", "other"), [*zip(CODES, [*CODES[1:], CODES[0]], strict=True), ("vi", "ja")])
def test_it_keeps_query_section_and_place(
    window: Callable[..., Page], address: str, code: str, other: str, width: int
) -> None:
    """To the very paragraph, and as far through it."""
    page = window(width=width)
    page.goto(f"{address}{prefix(code)}{LONGEST}{QUERY}", wait_until="networkidle")
    page.evaluate("document.getElementById('correction').scrollIntoView({behavior: 'instant'})")
    page.evaluate("scrollBy({top: 333, behavior: 'instant'})")
    page.evaluate(FRAMES)
    index, distance, height = top_block(page)
    press(page, link(page, other))
    page.wait_for_url(f"{address}{prefix(other)}{LONGEST}**")
    page.wait_for_load_state("networkidle")
    page.evaluate(FRAMES)
    assert urlsplit(page.url).query == QUERY[1:]
    assert urlsplit(page.url).fragment != ""
    there, now, height = top_block(page)
    assert there == index
    assert abs(now - distance) <= (2 / height if distance < 0 else 2)


def test_at_the_top_it_stays_at_the_top(window: Callable[..., Page], address: str) -> None:
    """Without a section in the address."""
    page = window()
    page.goto(f"{address}{LONGEST}")
    link(page, "ko").click()
    page.wait_for_url(f"{address}ko/{LONGEST}")
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_it_keeps_the_open_receipt(window: Callable[..., Page], address: str, touch: bool) -> None:
    """With the way back, beside the number at which it was open."""
    page = window(width=390 if touch else 1280, has_touch=touch)
    page.goto(f"{address}{LONGEST}{QUERY}", wait_until="networkidle")
    number = page.locator('main a.n[href$="numbers/#peak_gpus"]:visible').last
    number.scroll_into_view_if_needed()
    (number.tap if touch else number.click)()
    page.locator(".in-place .ledger a").first.click()
    expect(page.locator(".in-place .back")).to_be_visible()
    trail = urlsplit(page.url).query.rpartition("n=")[2]
    assert trail.startswith("peak_gpus.")
    name = page.locator(".in-place h3 a[href]").evaluate("link => link.hash")
    at = page.evaluate("scrollY")
    (link(page, "ja").tap if touch else link(page, "ja").click)()
    page.wait_for_url(f"{address}ja/{LONGEST}{QUERY}&n={trail}#*")
    expect(page.locator(".in-place")).to_be_visible()
    assert page.locator(".in-place h3 a[href]").evaluate("link => link.hash") == name
    expect(page.locator(".in-place .back")).to_be_visible()
    assert at > 500
    assert page.evaluate("scrollY") > 500


def test_it_keeps_them_in_another_tab(window: Callable[..., Page], address: str) -> None:
    """Query and section."""
    page = window()
    page.goto(f"{address}{LONGEST}{QUERY}#multipliers", wait_until="networkidle")
    link(page, "zh").hover()
    page.wait_for_load_state("networkidle")
    with page.context.expect_page() as other:
        link(page, "zh").click(modifiers=["Control"])
    other.value.wait_for_url(f"{address}zh/{LONGEST}{QUERY}#multipliers")
    assert page.url == f"{address}{LONGEST}{QUERY}#multipliers"
    assert stored(page) == "zh-Hans"


def test_what_is_offered_can_be_read_in_another_tab(window: Callable[..., Page], address: str) -> None:
    """Which answers the offer."""
    page = window("vi-VN")
    page.goto(address, wait_until="networkidle")
    with page.context.expect_page() as other:
        offer(page).locator("a").click(button="middle")
    other.value.wait_for_url(f"{address}vi/")
    expect(offer(page)).to_have_count(0)
    assert stored(page) == "vi"


def test_a_place_is_taken_up_once(window: Callable[..., Page], address: str) -> None:
    """A later visit to the page begins where its address says."""
    page = window()
    page.goto(f"{address}{LONGEST}#correction", wait_until="networkidle")
    link(page, "ja").click()
    page.wait_for_url(f"{address}ja/{LONGEST}#correction")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("sessionStorage.length") == 0
    page.goto(f"{address}ja/about/")
    page.goto(f"{address}ja/{LONGEST}")
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("kept", ["x", "[]", "null", '["/ja/", 1e9, 0]'])
def test_a_place_that_cannot_be_read_does_no_harm(window: Callable[..., Page], address: str, kept: str) -> None:
    """The page opens at its top, and the next one, too."""
    page = window()
    page.goto(f"{address}ja/")
    page.evaluate("kept => sessionStorage.setItem('place', kept)", kept)
    page.reload(wait_until="networkidle")
    assert page.evaluate("[scrollY, sessionStorage.length]") == [0, 0]
    expect(offer(page)).to_have_count(1)


def test_the_link_to_the_language_of_the_page_stays_on_it(window: Callable[..., Page], address: str) -> None:
    """And is a choice, too."""
    page = window()
    page.goto(f"{address}ja/{LONGEST}#correction", wait_until="networkidle")
    link(page, "ja").click()
    expect(offer(page)).to_have_count(0)
    assert page.url == f"{address}ja/{LONGEST}#correction"
    assert stored(page) == "ja"
    assert page.evaluate("sessionStorage.length") == 0


# ── What is remembered ───────────────────────────────────────────────────────


def test_nothing_is_stored_before_a_choice(window: Callable[..., Page], address: str) -> None:
    """Neither for this visit nor for the next."""
    page = window("ja-JP")
    page.goto(f"{address}{LONGEST}", wait_until="networkidle")
    link(page, "ko").hover()
    expect(offer(page)).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_choice_is_remembered_and_nobody_is_sent_anywhere(window: Callable[..., Page], address: str) -> None:
    """Who has chosen a language gets, at an address of another, that other."""
    page = window("ja-JP")
    page.goto(address)
    link(page, "vi").click()
    page.wait_for_url(f"{address}vi/")
    assert stored(page) == "vi"
    for path in ("", "ko/", "ja/"):
        page.goto(address + path, wait_until="networkidle")
        assert page.url == address + path
        expect(offer(page)).to_have_count(0)


# ── Who is told ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("locale", "code"), [("ja", "ja"), ("ko-KR", "ko"), ("zh-CN", "zh"), ("vi-VN", "vi")])
def test_who_reads_another_language_is_told_in_it(
    window: Callable[..., Page], built: tuple[Path, Project], address: str, locale: str, code: str, width: int
) -> None:
    """In one line, which leads to the same page and moves nothing."""
    page = window(locale, width=width)
    page.add_init_script(SHIFTS)
    page.goto(f"{address}{LONGEST}{QUERY}", wait_until="networkidle")
    expect(offer(page)).to_have_count(1)
    said = built[1].editions[code].word(OFFER, "site", "a word of the theme")
    assert offer(page).inner_text().replace("\n", " ").replace(" ", "") == f"{said}{WORDS[code]}×".replace(" ", "")
    assert offer(page).get_attribute("lang") == tag(code)
    box = offer(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= 844
    for target in offer(page).locator("a, button").all():
        assert min(target.bounding_box()["height"], target.bounding_box()["width"]) >= 24
    assert page.evaluate("window.shifts") == 0
    offer(page).locator("a").click()
    page.wait_for_url(f"{address}{prefix(code)}{LONGEST}{QUERY}")
    page.wait_for_load_state("networkidle")
    expect(offer(page)).to_have_count(0)
    assert stored(page) == tag(code)


@pytest.mark.parametrize(
    ("languages", "code", "told"),
    [
        (["en-GB", "ja"], "en", ""),
        (["fr", "de"], "en", ""),
        (["fr", "ko", "en"], "en", "ko"),
        (["fr", "ko", "en"], "ko", ""),
        (["en-US"], "vi", "en"),
        (["zh-TW", "en"], "en", "zh-Hans"),
        ([], "en", ""),
        (["", "x", "C"], "ja", ""),
    ],
)
def test_the_first_language_that_the_site_has_decides(
    window: Callable[..., Page], address: str, languages: list[str], code: str, told: str
) -> None:
    """If the page is in it, nothing is said."""
    page = window()
    page.add_init_script(f"Object.defineProperty(Navigator.prototype, 'languages', {{value: {languages}}})")
    page.goto(address + prefix(code), wait_until="networkidle")
    assert [line.get_attribute("lang") for line in offer(page).all()] == ([told] if told else [])


def test_who_declines_is_not_told_again(window: Callable[..., Page], address: str) -> None:
    """By key or by press, on no page; the focus stays among the languages."""
    page = window("ko-KR")
    page.goto(address, wait_until="networkidle")
    button = offer(page).get_by_role("button", name="닫기")
    button.focus()
    page.keyboard.press("Enter")
    expect(offer(page)).to_have_count(0)
    expect(link(page, "en")).to_be_focused()
    for path in ("", LONGEST, "ja/"):
        page.goto(address + path, wait_until="networkidle")
        expect(offer(page)).to_have_count(0)


def test_nobody_is_told_on_paper(window: Callable[..., Page], address: str) -> None:
    """A line that cannot be pressed."""
    page = window("ko-KR")
    page.goto(address)
    expect(offer(page)).to_be_visible()
    page.emulate_media(media="print")
    expect(offer(page)).to_be_hidden()


# ── Where the browser stores nothing ─────────────────────────────────────────


def test_where_nothing_can_be_stored_all_works(window: Callable[..., Page], address: str) -> None:
    """A change of language keeps what the address can hold, nothing is thrown, and nobody is told for ever."""
    page = window("ja-JP")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.add_init_script(REFUSED)
    page.goto(f"{address}{LONGEST}{QUERY}#multipliers", wait_until="networkidle")
    expect(offer(page)).to_have_count(0)
    link(page, "vi").click()
    page.wait_for_url(f"{address}vi/{LONGEST}{QUERY}#multipliers")
    page.wait_for_load_state("networkidle")
    assert faults == []


def test_without_script_nothing_is_said_and_links_lead_to_the_page(window: Callable[..., Page], address: str) -> None:
    """In every language."""
    page = window("ja-JP", java_script_enabled=False)
    page.goto(f"{address}{LONGEST}")
    expect(offer(page)).to_have_count(0)
    link(page, "ko").click()
    assert page.url == f"{address}ko/{LONGEST}"
