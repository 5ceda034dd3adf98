"""On paper every number has a numbered note, in a real Chromium."""

import pytest
from conftest import CODES, needs, prefix
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, needs("chromium")]

ARTICLE = "compute/break-even/"
ABOUT_TO_PRINT = "dispatchEvent(new Event('beforeprint'))"
AFTER = "(link) => getComputedStyle(link, '::after').content"


@pytest.mark.parametrize("code", CODES)
def test_every_number_leads_to_its_note(page: Page, address: str, code: str) -> None:
    """One note for each quantity, with its name first; none on the screen."""
    page.goto(f"{address}{prefix(code)}{ARTICLE}")
    page.evaluate(ABOUT_TO_PRINT)
    page.evaluate(ABOUT_TO_PRINT)
    notes, numbers = page.locator(".notes li"), page.locator("article a.n")
    expect(page.locator(".notes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".notes")).to_be_visible()
    led = {link.get_attribute("data-note"): link.get_attribute("href") for link in numbers.all()}
    assert set(led) == {str(place) for place in range(1, notes.count() + 1)} and len(set(led.values())) == len(led) > 20
    for place, href in led.items():
        assert notes.nth(int(place) - 1).locator("h3 a[href]").get_attribute("href") == f"#{href.rpartition('#')[2]}"
    assert numbers.first.evaluate(AFTER) == '" [1]"'


def test_a_note_says_how_a_number_comes_about(page: Page, address: str) -> None:
    """The sum of one that is worked out; kind, reason and source of one that is given."""
    page.goto(f"{address}{ARTICLE}")
    page.evaluate(ABOUT_TO_PRINT)
    sum_ = page.locator(".notes li", has=page.locator("h3 a[href='#break_even']"))
    assert sum_.locator(".part").count() == 3 and sum_.locator(".figure").count() == 0
    given = page.locator(".notes li", has=page.locator("h3 a[href='#sora_parameters']"))
    expect(given).to_contain_text("Parameters of Sora")
    assert given.locator(".figure, .kind, .cite").count() == 3


def test_without_the_numbers_page_the_address_of_the_working_is_printed(page: Page, address: str) -> None:
    """As where scripts are off. Nothing fails."""
    failures: list[object] = []
    page.on("pageerror", lambda error: failures.append(error))
    page.goto(f"{address}{ARTICLE}")
    page.route("**/numbers/", lambda route: route.abort())
    page.evaluate(ABOUT_TO_PRINT)
    page.emulate_media(media="print")
    assert page.locator(".notes").count() == 0 and failures == []
    assert page.locator("article > p a.n").first.evaluate(AFTER) == '" [../../numbers/#data_multiple]"'
