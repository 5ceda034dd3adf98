"""The built site in a real Chromium: reading, switching language, and nothing from elsewhere."""

import pytest
from conftest import CODES, needs, prefix, tag
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, needs("chromium")]
LONGEST = "compute/demand/"
ADDRESSES = (
    "",
    "technical-details/",
    "compute/break-even/",
    "compute/models/",
    "compute/counting/",
    LONGEST,
    "compute/scenarios/",
    "compute/sensitivity/",
    "numbers/",
    "audit/",
    "sources/",
    "glossary/",
)


@pytest.mark.parametrize("code", CODES)
def test_pages_load_without_a_fault_and_from_this_site_alone(page: Page, address: str, code: str) -> None:
    """No message on the console (the security policy would speak there), no failed and no foreign request."""
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda response: asked.append(f"{response.status} {response.url}"))
    for path in ADDRESSES:
        page.goto(address + prefix(code) + path, wait_until="networkidle")
        assert page.locator("h1").count() == 1
    assert said == []
    assert len(asked) > len(ADDRESSES)
    assert [line for line in asked if not line.startswith(("200 ", "304 ")) or address not in line] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("code", CODES)
def test_no_page_is_wider_than_its_window(page: Page, address: str, code: str, width: int) -> None:
    """Tables scroll in their own box."""
    page.set_viewport_size({"width": width, "height": 800})
    for path in ADDRESSES:
        page.goto(address + prefix(code) + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("other", CODES)
def test_switching_language_stays_on_the_page_and_the_section(page: Page, address: str, code: str, other: str) -> None:
    """From every language to every other, by the link in the header."""
    if code == other:
        return
    page.goto(f"{address}{prefix(code)}{LONGEST}#multipliers")
    press(page, tag(other))
    page.wait_for_url(f"{address}{prefix(other)}{LONGEST}#multipliers")
    assert page.evaluate("document.documentElement.lang") == tag(other)
    top = page.evaluate("document.getElementById('multipliers').getBoundingClientRect().top")
    assert -1 <= top <= 200


def press(page: Page, language: str) -> None:
    """Press a language in the header as a hand does, without scrolling to it."""
    box = page.locator(f'header a[hreflang="{language}"]').first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_switching_language_while_reading_stays_near_the_place(page: Page, address: str) -> None:
    """Also without a section in the address: the heading above the reader's eyes is kept."""
    page.goto(f"{address}{LONGEST}")
    page.evaluate("document.getElementById('correction').scrollIntoView({behavior: 'instant'})")
    page.evaluate("scrollBy({top: 40, behavior: 'instant'})")
    press(page, "vi")
    page.wait_for_url(f"{address}vi/{LONGEST}**")
    page.wait_for_load_state("networkidle")
    assert abs(page.evaluate("document.getElementById('correction').getBoundingClientRect().top")) < 400


def test_without_script_everything_is_there(chromium: Browser, address: str) -> None:
    """Numbers, equations, charts, and the way to the same page in another language."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}ja/compute/models/")
    assert page.locator("main svg").count() > 0
    assert page.locator("main table").count() > 1
    page.locator('header a[hreflang="ko"]').first.click()
    assert page.url == f"{address}ko/compute/models/"
    context.close()


@pytest.mark.parametrize("code", CODES)
def test_a_number_leads_to_its_working(chromium: Browser, address: str, code: str) -> None:
    """Without script, the link under a figure goes to its place on the numbers page."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + prefix(code))
    page.locator('main a.n[data-n="break_even"]').first.click()
    page.wait_for_url(f"{address}{prefix(code)}numbers/#break_even")
    expect(page.locator("#break_even:target")).to_be_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(chromium: Browser, address: str, scheme: str) -> None:
    """Contrast of at least 4.5 to 1 for text and for numbers, in light and dark."""
    context = chromium.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}{LONGEST}")
    ratios = page.evaluate(
        """() => {
          const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
          const luminance = (colour) => {
            canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
              .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (element) => {
            for (let e = element; e; e = e.parentElement) {
              const colour = getComputedStyle(e).backgroundColor;
              if (!/, 0\\)$|transparent/.test(colour)) return colour;
            }
            return 'Canvas';
          };
          const seen = 'main p, main a.n, main th, main td, main h2, nav a, footer a';
          return [...document.querySelectorAll(seen)].map((e) => {
            const [a, b] = [luminance(getComputedStyle(e).color), luminance(ground(e))];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.textContent.trim().slice(0, 40)];
          });
        }"""
    )
    assert len(ratios) > 50
    assert [pair for pair in ratios if pair[0] < 4.5] == []
    context.close()


def shown_rows(page: Page) -> int:
    """How many rows of the audit are to be seen."""
    return page.locator(".audit .row:visible").count()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_audit_is_filtered_by_links(chromium: Browser, address: str, script: bool) -> None:
    """A count leads to as many rows, by version and verdict, with and without script; all rows come back."""
    context = chromium.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{address}ja/audit/")
    everything = shown_rows(page)
    garbled = page.locator('.counts a[href="#only-en-garbled"]')
    expected = int(garbled.inner_text())
    garbled.click()
    assert 0 < shown_rows(page) == expected < everything
    assert page.locator(".audit .group:visible").count() == expected
    page.locator('a[href="#rows"]').click()
    assert shown_rows(page) == everything == 137
    context.close()


def test_the_audit_is_filtered_by_menus(page: Page, address: str) -> None:
    """With script: two menus that follow the address and lead it, and the number of rows said aloud."""
    page.goto(f"{address}vi/audit/#only-vi-garbled")
    expect(page.locator(".filter select[name=code]")).to_have_value("vi")
    page.select_option(".filter select[name=kind]", "missing")
    page.wait_for_url("**/#only-vi-missing")
    said = page.locator(".filter output").inner_text()
    assert said == f"{shown_rows(page)} / 137"
