"""Every page in a real Chromium: WCAG 2.2 AA, readable however it is shown, and keeping nothing about its reader.

axe-core judges what it knows; the gates of gates.js measure what it leaves open. A test plants a fault for each gate.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from browsing import NOT_FOUND, locale_of, paths_of, side_by_side
from conftest import needs
from playwright.sync_api import Browser, Page

from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]
GATES = Path(__file__).with_name("gates.js")
AXE = Path(str(files("axe_playwright_python") / "axe.min.js"))
LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEIGHT = 800
NARROW, WIDE, ZOOMED = 320, 1280, 640  # a window of 1280 pixels, zoomed to 200 %, holds 640
OFFERING = "compute/demand/"
OTHER_WIDTHS = (390, 768, 1920)
FONT_SIZE = 16
INKS, GROUNDS = ["ink", "soft", "link", "rule", "red"], ["paper", "wash"]
CHECKS = (
    "console", "foreign", "kept", "languages", "contrast", "marks", "pairs", "targets", "motion", "focus",
    "reflow", "zoom", "large text", "text spacing",
)  # fmt: skip
Faults = dict[str, list[str]]


def gate(page: Page, call: str) -> list[str]:
    """What a gate finds on the page."""
    found: list[str] = page.evaluate(f"gates.{call}")
    return found


def resize(page: Page, width: int) -> None:
    """Make the window as wide."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


def seen_in_a_theme(page: Page, theme: str) -> Iterator[tuple[str, str]]:
    """Faults of colour."""
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    calls = {"contrast": "faintTexts()", "marks": "faintMarks()", "pairs": f"faintPairs({INKS}, {GROUNDS})"}
    yield from ((check, f"{theme}: {fault}") for check, call in calls.items() for fault in gate(page, call))


def seen_at_a_width(page: Page, width: int, check: str) -> Iterator[tuple[str, str]]:
    """Faults of room: what is lost, and what is too small to be pressed."""
    resize(page, width)
    yield from ((check, f"{width}: {fault}") for fault in gate(page, "lost()"))
    yield from (("targets", f"{width}: {fault}") for fault in gate(page, "smallTargets()"))


def seen_with_text_set_widely(page: Page, width: int) -> Iterator[tuple[str, str]]:
    """What gets lost when a reader sets text as widely as WCAG allows."""
    resize(page, width)
    page.evaluate("gates.spaceOut(true)")
    yield from (("text spacing", f"{width}: {fault}") for fault in gate(page, "lostInText()"))
    page.evaluate("gates.spaceOut(false)")


def seen_with_large_text(page: Page) -> Iterator[tuple[str, str]]:
    """What gets lost when the browser's font size is twice the usual."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": 2 * FONT_SIZE}})
    yield from (("large text", fault) for fault in gate(page, "lostInText()"))
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": FONT_SIZE}})
    devtools.detach()


def seen_with_the_keyboard(page: Page, width: int) -> Iterator[tuple[str, str]]:
    """Where the focus does not show."""
    resize(page, width)
    yield from (("focus", f"{width}: {fault}") for fault in gate(page, "hiddenFocus()"))


def seen(page: Page) -> Iterator[tuple[str, str]]:
    """(check, fault) for everything found on the page that stands in the window. Very long lists are thinned midway."""
    page.evaluate("gates.openAll('main')")
    yield from (("kept", fault) for fault in gate(page, "kept()"))
    yield from (("languages", fault) for fault in gate(page, "unmarkedLanguages()"))
    yield from (("motion", fault) for fault in gate(page, "moving()"))
    for theme in ("light", "dark"):
        yield from seen_in_a_theme(page, theme)
    for width in (WIDE, NARROW):
        yield from seen_at_a_width(page, width, "reflow")
    yield from seen_with_text_set_widely(page, NARROW)
    page.evaluate("gates.thin()")
    yield from seen_with_the_keyboard(page, NARROW)
    yield from seen_at_a_width(page, ZOOMED, "zoom")
    for width in OTHER_WIDTHS:
        yield from seen_at_a_width(page, width, "reflow")
    yield from seen_with_text_set_widely(page, WIDE)
    yield from seen_with_large_text(page)
    yield from seen_with_the_keyboard(page, WIDE)


def listen(page: Page, address: str, heard: Faults) -> None:
    """Write down what the console says and what is asked for elsewhere, from now on."""
    page.on("console", lambda message: heard["console"].append(f"{page.url}: {message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard["console"].append(f"{page.url}: {error}"))
    page.on("request", lambda it: it.url.startswith(address) or heard["foreign"].append(f"{page.url}: {it.url}"))


@contextmanager
def window(browser: Browser, *scripts: Path, **options: Any) -> Iterator[Page]:
    """A reader who wants no motion, with scripts of ours beside the page's own."""
    viewport = {"width": WIDE, "height": HEIGHT}
    context = browser.new_context(**{"viewport": viewport, "reduced_motion": "reduce", **options})
    for script in scripts:
        context.add_init_script(path=script)
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def by_reader(paths: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The pages that a reader of each language reads."""
    return ((locale, list(pages)) for locale, pages in groupby(paths, key=locale_of))


@pytest.fixture(scope="module")
def faults(address: str, built: tuple[Path, Project]) -> Faults:
    """Every page gone through once, all faults by what they were looked for with."""

    def go_through(browser: Browser, paths: list[str]) -> Faults:
        found: Faults = defaultdict(list)
        for locale, pages in by_reader(paths):
            with window(browser, GATES, locale=locale) as page:
                listen(page, address, found)
                for path in pages:
                    page.goto(address + path)
                    for check, fault in seen(page):
                        found[check].append(f"/{path} {fault}")
                    resize(page, WIDE)
        return found

    shares = side_by_side(paths_of(built[0]), go_through)
    return {check: [fault for share in shares for fault in share[check]] for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS)
def test_no_page_has_a_fault(faults: Faults, check: str) -> None:
    """In five languages, light and dark, narrow and wide, zoomed, with text set large or widely, and by keyboard."""
    assert faults[check] == []


def test_the_offer_of_a_language_covers_nothing_that_has_the_focus(chromium: Browser, address: str) -> None:
    """It stands above the text until the reader has chosen; the browser scrolls what is focused out from under it."""
    with window(chromium, GATES, locale="en", viewport={"width": NARROW, "height": HEIGHT}) as page:
        page.goto(f"{address}ko/{OFFERING}")
        page.wait_for_selector(".offer")
        assert gate(page, "hiddenFocus()") == []


def violations(page: Page) -> tuple[set[str], list[str]]:
    """The rules that axe-core found something to hold to, and what broke them."""
    result = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations'], preload: false})", LEVEL_AA)
    broken = [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
    return {rule["id"] for rule in result["passes"]}, broken


def test_axe_finds_nothing(address: str, built: tuple[Path, Project]) -> None:
    """On any page in any language, on a desk by day and on a phone by night; of entries built alike, on the first."""

    def judge(browser: Browser, paths: list[str]) -> tuple[set[str], list[str]]:
        held, broken = set(), []
        for locale, pages in by_reader(paths):
            with window(browser, GATES, AXE, bypass_csp=True, locale=locale) as page:
                for path in pages:
                    page.goto(address + path)
                    page.evaluate("gates.openAll('main'); gates.thin()")
                    for width, theme in ((WIDE, "light"), (NARROW, "dark")):
                        resize(page, width)
                        page.emulate_media(color_scheme=theme)
                        rules, lines = violations(page)
                        held |= rules
                        broken += [f"/{path} {width} {theme} {line}" for line in lines]
        return held, broken

    shares = side_by_side(paths_of(built[0]), judge)
    assert [line for _, broken in shares for line in broken] == []
    assert {"color-contrast", "target-size", "link-name", "html-lang-valid"} <= set.union(*(held for held, _ in shares))


PLANTED = [
    ("faintTexts()", '<p style="color: #888">faint</p>'),
    ("faintTexts()", '<svg><text fill="#999" y="20">faint</text></svg>'),
    ("faintMarks()", '<svg><path fill="none" stroke="#ddd" d="M0 0h9"/></svg>'),
    ("faintMarks()", '<a class="n" href="#" style="border-bottom: 2px solid #ccc">1</a>'),
    ("faintPairs(['soft'], ['paper'])", "<style>:root { --soft: #999; --paper: #fff }</style>"),
    ("outOfReach()", '<div style="width: 3000px">wide</div>'),
    ("outOfReach()", '<p style="position: absolute; left: -90px">left of the window</p>'),
    ("outOfReach()", '<div style="overflow: auto"><p style="width: 3000px; text-align: end">in a box</p></div>'),
    ("cutOff()", '<p style="overflow: hidden; width: 3em; white-space: nowrap">too long a line</p>'),
    ("overlaps()", '<p style="margin: 0">below</p><p style="margin: -1em 0 0">above</p>'),
    ("smallTargets()", '<a href="#" style="display: block; height: 20px">low</a>'),
    ("smallTargets()", '<button style="width: 20px; height: 40px; padding: 0">|</button>' * 2),
    ("unmarkedLanguages()", "<p>Tiếng Việt</p>"),
    ("unmarkedLanguages()", "<p>漢字</p>"),
    ("unmarkedLanguages()", '<p lang="ja">한국어</p>'),
    ("unmarkedLanguages()", '<p lang="ko">the sum of it</p>'),
    ("unmarkedLanguages()", '<p title="カナ">kana</p>'),
    ("moving()", '<p style="transition: color 1s">slow</p>'),
    ("hiddenFocus()", '<style>a:focus { outline: 0 }</style><a href="#">no ring</a>'),
    ("hiddenFocus()", '<style>a:focus { outline: 2px solid #ddd }</style><a href="#">faint ring</a>'),
    ("hiddenFocus()", '<div style="position: fixed; inset: 0; background: #fff"></div><a href="#">covered</a>'),
    ("kept()", "<style>p { color: red }</style>"),
    ("kept()", '<p onclick="alert()">press</p>'),
    ("kept()", "<script>localStorage.setItem('theme', 'dark')</script>"),
]


SOUND = '<!doctype html><html lang="en"><title>A page</title><main><h1>Sound</h1></main>'


@pytest.fixture(scope="module")
def blank(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of this site that a test writes anew, whatever its policy says."""
    with window(chromium, GATES, AXE, bypass_csp=True) as page:
        page.goto(address + NOT_FOUND)
        yield page
        page.evaluate("localStorage.clear()")


@pytest.mark.parametrize(("call", "html"), PLANTED)
def test_a_gate_sees_its_fault(blank: Page, call: str, html: str) -> None:
    """And none where there is none."""
    blank.evaluate("localStorage.clear()")
    blank.set_content("<style>:root { --soft: #555; --paper: #fff }</style>" if "Pairs" in call else SOUND)
    assert gate(blank, call) == []
    blank.set_content(SOUND + html)
    assert gate(blank, call) != []


def test_axe_sees_a_fault(blank: Page) -> None:
    """Whatever else it knows, these show that it looks."""
    blank.set_content(SOUND)
    assert violations(blank)[1] == []
    blank.set_content(f'{SOUND}<p style="color: #999">faint</p><img src="data:,"><button></button>')
    broken = violations(blank)[1]
    assert {line.partition(":")[0] for line in broken} == {"color-contrast", "image-alt", "button-name"}
