"""Receipts that open where their numbers stand, in a real Chromium."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import CODES, needs, prefix
from playwright.sync_api import Locator, Page, Route, expect

from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]

ARTICLE = "compute/training/"
TOTAL, INPUT = "sora_training_compute", "dit_training_compute"
PARTS = ".in-place .ledger .name a"
HOSTILE = ["", ".", "nothing", "../../about/index", f"{TOTAL}.nothing", f"{TOTAL}.../x", "%00", "break_even.%3Cimg%3E"]


def number(page: Page, quantity: str = TOTAL) -> Locator:
    """The first number of the article that states a quantity."""
    return page.locator(f'main a.n[href$="numbers/#{quantity}"]').first


def receipt(page: Page) -> Locator:
    """The popover."""
    return page.locator(".in-place")


def name(page: Page) -> str:
    """The quantity that the open receipt is of."""
    expect(receipt(page)).to_be_visible()
    return urlsplit(receipt(page).locator("h3 a[href]").evaluate("link => link.href")).fragment


def opened(page: Page, where: str, quantity: str = TOTAL) -> None:
    """Open the receipt of a number of a page."""
    page.goto(where)
    number(page, quantity).click()
    expect(receipt(page)).to_be_visible()


# ── What it says ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", CODES)
def test_a_number_opens_its_receipt_where_it_stands(page: Page, address: str, code: str) -> None:
    """With all that the numbers page says about it, in the page's language, under its name."""
    opened(page, f"{address}{prefix(code)}{ARTICLE}")
    assert page.url == f"{address}{prefix(code)}{ARTICLE}?n={TOTAL}"
    said = receipt(page).locator(".receipt").evaluate("it => it.textContent")
    label = page.get_by_role("dialog").get_attribute("aria-labelledby")
    heading = page.locator(f"#{label}").inner_text()
    page.goto(f"{address}{prefix(code)}numbers/#{TOTAL}")
    assert said.strip() == page.locator(f"#{TOTAL}").evaluate("it => it.textContent").strip()
    assert heading == page.locator(f"#{TOTAL} h3").inner_text()


def test_every_number_of_every_page_has_its_receipt_as_a_file(built: tuple[Path, Project]) -> None:
    """And no other file stands there but the frame."""
    folder, project = built
    for language in project.languages.values():
        here = folder / language.prefix
        pages = [
            file for file in here.rglob("*.html") if language.prefix or file.relative_to(here).parts[0] not in CODES
        ]
        linked = {name for file in pages for name in re.findall(r'numbers/#(\w+)"', file.read_text(encoding="utf-8"))}
        files = {file.stem for file in (here / "numbers").glob("*.txt")}
        book = project.book
        assert files == {*book.graph.formulas, *book.assumptions, *book.printed, "receipt-frame"}
        assert len(linked) > 100
        assert linked <= files


def test_a_receipt_says_how_an_assumption_is_known(page: Page, address: str) -> None:
    """Kind, source, date and range."""
    opened(page, f"{address}{ARTICLE}", "data_multiple")
    expect(receipt(page).locator(".kind.guessed")).to_have_text("guessed")
    assert receipt(page).locator("time").count() == 2
    assert receipt(page).locator(".facts dt").first.inner_text() == "Plausible range"
    source = receipt(page).locator(".cite").evaluate("link => link.href")
    assert source == f"{address}sources/#source-factorial"


def test_a_receipt_says_what_earlier_versions_print(page: Page, address: str) -> None:
    """To be seen at once, with the verdicts."""
    opened(page, f"{address}vi/{ARTICLE}")
    expect(receipt(page).locator(".prints .verdict").first).to_be_visible()
    assert receipt(page).locator(".prints q").count() >= 5


# ── Opening and closing ──────────────────────────────────────────────────────


def test_keys_open_it_lead_through_it_and_close_it(page: Page, address: str) -> None:
    """Enter moves the focus in, Tab goes from one thing to the next, Escape brings it back to the number."""
    page.goto(f"{address}{ARTICLE}")
    number(page).focus()
    page.keyboard.press("Enter")
    expect(receipt(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(receipt(page).locator(".close")).to_be_focused()
    page.keyboard.press("Tab")
    expect(receipt(page).locator("h3 a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(receipt(page)).to_be_hidden()
    expect(number(page)).to_be_focused()
    assert page.url == f"{address}{ARTICLE}"


def test_it_gives_way_when_the_focus_moves_on(page: Page, address: str) -> None:
    """After its last button comes the next link of the article, which it would cover."""
    opened(page, f"{address}{ARTICLE}")
    receipt(page).locator("button[value=address]").focus()
    page.keyboard.press("Tab")
    expect(receipt(page)).to_be_hidden()
    follows = "(it, from) => from.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING"
    assert page.evaluate(f"({follows})(document.activeElement, {selector(TOTAL)})")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def selector(quantity: str) -> str:
    """The first number that states a quantity, as an expression of a script."""
    return f"""document.querySelector('main a.n[href$="numbers/#{quantity}"]')"""


@pytest.mark.parametrize("way", ["button", "outside", "again"])
def test_a_press_closes_it(page: Page, address: str, way: str) -> None:
    """On its button, beside it, or on the number once more; a further press opens it again."""
    opened(page, f"{address}{ARTICLE}")
    if way == "button":
        receipt(page).locator(".close").click()
        expect(number(page)).to_be_focused()
    elif way == "again":
        number(page).click()
    else:
        page.mouse.click(5, 500)
    expect(receipt(page)).to_be_hidden()
    assert page.url == f"{address}{ARTICLE}"
    number(page).click()
    assert name(page) == TOTAL


def test_another_number_takes_its_place(page: Page, address: str) -> None:
    """At once, with one press."""
    opened(page, f"{address}{ARTICLE}")
    page.locator(f'main a.n[href$="numbers/#{INPUT}"]:visible').first.click()
    expect(page).to_have_url(f"{address}{ARTICLE}?n={INPUT}")
    assert name(page) == INPUT


def test_the_number_pressed_last_wins(page: Page, address: str) -> None:
    """Though the receipt of the first comes later."""
    held: list[Route] = []
    page.route(f"**/{TOTAL}.txt", lambda route: held.append(route))
    page.goto(f"{address}{ARTICLE}")
    number(page).click()
    number(page, INPUT).click()
    assert name(page) == INPUT
    with page.expect_response(f"**/{TOTAL}.txt"):
        held[0].continue_()
    page.wait_for_timeout(100)
    assert name(page) == INPUT


# ── Inputs ───────────────────────────────────────────────────────────────────


def test_an_input_opens_its_own_receipt_with_a_way_back(page: Page, address: str) -> None:
    """In the place of the first; the focus stays inside."""
    opened(page, f"{address}{ARTICLE}")
    back = receipt(page).locator(".back")
    expect(back).to_be_hidden()
    page.locator(f"{PARTS}[href$='#{INPUT}']").click()
    expect(page).to_have_url(f"{address}{ARTICLE}?n={TOTAL}.{INPUT}")
    assert name(page) == INPUT
    expect(receipt(page)).to_be_focused()
    back.click()
    expect(page).to_have_url(f"{address}{ARTICLE}?n={TOTAL}")
    assert name(page) == TOTAL
    expect(receipt(page)).to_be_focused()
    expect(back).to_be_hidden()


def test_a_way_in_a_circle_is_cut_short(page: Page, address: str) -> None:
    """From the result to an input, and from the input to what it is needed for."""
    opened(page, f"{address}{ARTICLE}")
    page.locator(f"{PARTS}[href$='#{INPUT}']").click()
    expect(page).to_have_url(f"{address}{ARTICLE}?n={TOTAL}.{INPUT}")
    receipt(page).locator(f".facts a[href$='#{TOTAL}']").click()
    expect(page).to_have_url(f"{address}{ARTICLE}?n={TOTAL}")


def test_a_name_leads_to_the_numbers_page(page: Page, address: str) -> None:
    """That of the receipt itself; from there the way back leads to the open receipt."""
    opened(page, f"{address}{ARTICLE}")
    receipt(page).locator("h3 a").click()
    page.wait_for_url(f"{address}numbers/#{TOTAL}")
    page.go_back()
    page.wait_for_url(f"{address}{ARTICLE}?n={TOTAL}")
    assert name(page) == TOTAL


# ── Copying ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("quantity", [TOTAL, "data_multiple", "dit_parameters"])
def test_the_exact_value_is_copied(window: Callable[..., Page], address: str, quantity: str) -> None:
    """And said politely: both ends of a range, a whole number without a point."""
    page = window(permissions=["clipboard-read", "clipboard-write"])
    opened(page, f"{address}{ARTICLE}", quantity)
    receipt(page).locator("button[value=number]").click()
    expect(page.get_by_role("status")).to_contain_text("Copied ")
    copied = page.evaluate("navigator.clipboard.readText()")
    stated = receipt(page).locator(".figure data").get_attribute("value").split("/")
    assert [float(end) for end in copied.split("–")] == [float(end) for end in stated]
    assert not copied.endswith(".0")
    assert page.get_by_role("status").inner_text() == f"Copied {copied}"


def test_the_link_to_cite_is_copied(window: Callable[..., Page], address: str) -> None:
    """The full address of the number on the numbers page, in the same language."""
    page = window(permissions=["clipboard-read", "clipboard-write"])
    opened(page, f"{address}ko/{ARTICLE}")
    receipt(page).locator("button[value=address]").click()
    expect(page.get_by_role("status")).not_to_be_empty()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{address}ko/numbers/#{TOTAL}"
    page.goto(copied)
    expect(page.locator(f"#{TOTAL}:target")).to_be_visible()


def test_what_cannot_be_copied_is_shown(page: Page, address: str) -> None:
    """Where the browser refuses."""
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error())")
    opened(page, f"{address}{ARTICLE}")
    receipt(page).locator("button[value=address]").click()
    expect(page.get_by_role("status")).to_have_text(f"{address}numbers/#{TOTAL}")


def test_without_a_clipboard_nothing_offers_to_copy(page: Page, address: str) -> None:
    """As on a page that is not served safely."""
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    opened(page, f"{address}{ARTICLE}")
    expect(receipt(page).locator(".copies")).to_be_hidden()


# ── Where it stands ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", CODES)
def test_on_a_wide_window_it_stands_by_its_number(page: Page, address: str, code: str) -> None:
    """Above or below, never over it, and within the window, wherever the number stands."""
    page.goto(f"{address}{prefix(code)}{ARTICLE}")
    links = page.locator("main p a.n:visible")
    assert links.count() > 10
    for link in links.all()[::5]:
        link.click()
        expect(receipt(page)).to_be_visible()
        here, there = receipt(page).bounding_box(), link.bounding_box()
        assert here["x"] >= 0 and here["x"] + here["width"] <= 1280
        assert here["y"] >= 0 and here["y"] + here["height"] <= 900
        gap = max(here["y"] - there["y"] - there["height"], there["y"] - here["y"] - here["height"])
        assert 0 <= gap <= 20
        page.keyboard.press("Escape")


@pytest.mark.parametrize("code", CODES)
def test_on_a_phone_it_is_a_sheet_at_the_bottom(window: Callable[..., Page], address: str, code: str) -> None:
    """Opened by touch, closed by a touch beside it."""
    page = window(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto(f"{address}{prefix(code)}{ARTICLE}")
    number(page).tap()
    expect(receipt(page)).to_be_visible()
    box = receipt(page).bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    assert box["y"] >= 844 / 5
    assert receipt(page).evaluate("it => it.scrollWidth") <= 390
    page.touchscreen.tap(200, 140)
    expect(receipt(page)).to_be_hidden()
    assert name_in(page.url) == ""


def name_in(url: str) -> str:
    """The query of an address."""
    return urlsplit(url).query


def test_everything_to_press_is_large_enough(window: Callable[..., Page], address: str) -> None:
    """Buttons of at least 24 pixels both ways."""
    page = window(viewport={"width": 320, "height": 700})
    opened(page, f"{address}vi/{ARTICLE}?n=x")
    page.locator(f"{PARTS}").first.click()
    expect(receipt(page).locator(".back")).to_be_visible()
    for button in receipt(page).locator("button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24


def test_nothing_moves_when_it_opens(page: Page, address: str) -> None:
    """Neither the text nor the window."""
    page.goto(f"{address}{ARTICLE}")
    number(page).evaluate("link => link.scrollIntoView({block: 'center'})")
    before = page.evaluate("scrollY"), number(page).bounding_box()
    page.mouse.click(before[1]["x"] + 10, before[1]["y"] + 10)
    expect(receipt(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(receipt(page).locator(".close")).to_be_focused()
    page.keyboard.press("Tab")
    assert (page.evaluate("scrollY"), number(page).bounding_box()) == before
    page.keyboard.press("Escape")
    expect(receipt(page)).to_be_hidden()
    assert (page.evaluate("scrollY"), number(page).bounding_box()) == before


def test_it_is_not_printed(page: Page, address: str) -> None:
    """Paper has the text that it would cover."""
    opened(page, f"{address}{ARTICLE}")
    page.emulate_media(media="print")
    expect(receipt(page)).to_be_hidden()


# ── Its address ──────────────────────────────────────────────────────────────


def test_the_address_opens_the_receipts_that_it_names(page: Page, address: str) -> None:
    """With the way back, beside a number that is then in view; the rest of the address stays as it is."""
    page.goto(f"{address}ja/{ARTICLE}?steps=50&n={TOTAL}.{INPUT}&a+b=%20#total")
    assert name(page) == INPUT
    assert page.url == f"{address}ja/{ARTICLE}?steps=50&a+b=%20&n={TOTAL}.{INPUT}#total"
    stating = page.locator(f'main a.n[href$="numbers/#{TOTAL}"]')
    places = stating.evaluate_all("links => links.map((link) => link.getBoundingClientRect().top)")
    assert any(0 < place < 880 for place in places)
    receipt(page).locator(".back").click()
    expect(receipt(page).locator("h3 a[href]")).to_have_attribute("href", f"{address}ja/numbers/#{TOTAL}")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{address}ja/{ARTICLE}?steps=50&a+b=%20#total")


@pytest.mark.parametrize("named", HOSTILE)
def test_an_address_that_names_no_receipt_opens_none(page: Page, address: str, named: str) -> None:
    """And asks for nothing but receipts."""
    faults: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{address}{ARTICLE}?n={named}", wait_until="networkidle")
    expect(receipt(page)).to_have_count(0)
    assert faults == []
    assert [
        path for path in asked if not re.fullmatch(r"/|/compute/.*|/assets/.*|/icon\.svg|/numbers/[a-z_-]+\.txt", path)
    ] == []


def test_opening_makes_no_history(page: Page, address: str) -> None:
    """The way back leads to the page before, however many receipts were open."""
    page.goto(f"{address}about/")
    opened(page, f"{address}{ARTICLE}")
    page.locator(PARTS).first.click()
    expect(receipt(page).locator(".back")).to_be_visible()
    page.go_back()
    page.wait_for_url(f"{address}about/")


# ── A link all the same ──────────────────────────────────────────────────────


@pytest.mark.parametrize("press", [{"modifiers": ["Control"]}, {"modifiers": ["Shift"]}, {"button": "middle"}])
@pytest.mark.parametrize("inside", [False, True], ids=["in the text", "in a receipt"])
def test_a_link_can_be_followed_elsewhere(page: Page, address: str, press: dict, inside: bool) -> None:
    """Into a new tab or window, from the text and from a receipt."""
    page.goto(f"{address}{ARTICLE}")
    if inside:
        number(page).click()
    link = page.locator(f"{PARTS}[href$='#{INPUT}']") if inside else number(page)
    with page.context.expect_page() as other:
        link.click(**press)
    other.value.wait_for_url(f"{address}numbers/#{INPUT if inside else TOTAL}")
    expect(receipt(page)).to_be_visible() if inside else expect(receipt(page)).to_have_count(0)


@pytest.mark.parametrize("fault", ["the file", "the module", "popovers"])
def test_where_it_cannot_open_the_link_is_followed(page: Page, address: str, fault: str) -> None:
    """Without a connection to the file or the module, or in a browser without popovers."""
    if fault == "popovers":
        page.add_init_script("delete HTMLElement.prototype.showPopover")
    else:
        page.route("**/*.txt" if fault == "the file" else "**/receipts.js", lambda route: route.abort())
    page.goto(f"{address}{ARTICLE}")
    number(page).click()
    page.wait_for_url(f"{address}numbers/#{TOTAL}")


def test_a_percentile_leads_to_how_it_was_drawn(page: Page, address: str) -> None:
    """It has no receipt of its own."""
    page.goto(f"{address}compute/sensitivity/")
    page.locator("a.n-sampled").first.click()
    page.wait_for_url(f"{address}compute/sensitivity/#together")
    expect(receipt(page)).to_have_count(0)


def test_nothing_is_loaded_before_a_number_is_pointed_at(page: Page, address: str) -> None:
    """Then the module, its style sheet, the frame and the one receipt; the second number asks for its receipt alone."""
    asked: list[str] = []
    page.on("request", lambda request: "icon" in request.url or asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}{ARTICLE}", wait_until="networkidle")
    before = len(asked)
    assert "receipts.js" not in asked
    number(page).hover()
    page.wait_for_load_state("networkidle")
    expect(receipt(page)).to_have_count(0)
    number(page).click()
    expect(receipt(page)).to_be_visible()
    assert sorted(asked[before:]) == ["receipt-frame.txt", "receipts.css", "receipts.js", f"{TOTAL}.txt"]
    page.keyboard.press("Escape")
    number(page, INPUT).click()
    assert name(page) == INPUT
    assert asked[before + 4 :] == [f"{INPUT}.txt"]
