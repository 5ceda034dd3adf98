"""A page under the reader's scenario, in a real Chromium: what an address supposes, the whole page follows."""

from pathlib import Path

import pytest
from browsing import Server
from conftest import CODES, needs, prefix, tag
from playwright.sync_api import Page, expect

from calc.figures import Figure
from calc.supposing import supposing
from explainer.editions import Edition
from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]
SUPPOSED = ["diffusion_steps=50", "youtube_ai_share=0.05"]
QUERY = "?" + "&".join(SUPPOSED)
PAGES = ("", "compute/break-even/", "compute/demand/", "compute/training/", "numbers/")
LONGEST = "numbers/"
FRAME = 16.0
FIXED = "[data-scenario], [data-percentile], [data-moved]"
NUMBERS = f"""() => [...document.querySelectorAll("a.n[data-n]:not({FIXED})")].map((link) => ({{
  key: link.dataset.n, text: link.textContent, digits: link.querySelector("data").textContent,
  value: link.querySelector("data").value, went: link.dataset.went ?? "", title: link.title,
}}))"""
RECEIPTS = """() => [...document.querySelectorAll(".receipt > .figure [data-n]")].map((digits) => ({
  key: digits.dataset.n, text: digits.parentElement.textContent, value: digits.value, went: digits.dataset.went ?? "",
  ours: digits.closest(".figure").nextElementSibling.matches(".ours"),
}))"""
TIMES = """async (source) => {
  const { apply } = await import(source);
  const times = [];
  for (let steps = 8; steps <= 250; steps += 3) {
    const start = performance.now();
    const rate = String(16 + (steps % 14));
    apply(new Map([["diffusion_steps", String(steps)], ["frame_rate", rate], ["video_share", "0.4"]]));
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times.sort((one, other) => one - other);
}"""


def arrived(page: Page, address: str) -> None:
    """Open a page under a scenario, and wait until it follows."""
    page.goto(address)
    expect(page.locator(".supposed")).to_be_visible()


def figures(project: Project, given: list[str]) -> dict[str, Figure]:
    """Every figure, with these values in the place of ours."""
    return supposing(project.book, given, "query").figures()


def fault(edition: Edition, shown: dict, ours: Figure, now: Figure) -> str:
    """What is wrong with a number of the page; empty if nothing is."""
    printed, former = edition.print(now), edition.print(ours)
    texts = {str(printed), printed.number}  # the number alone after ×
    if shown["text"] not in texts:
        return f"{shown['key']} is {shown['text']}, expected {printed}"
    values = "/".join(dict.fromkeys(repr(value) for value in now.exact))
    if shown["value"] != values:
        return f"{shown['key']} has the value {shown['value']}, expected {values}"
    steps = {(new > old) - (new < old) for new, old in zip(now.exact, ours.exact, strict=True)} - {0}
    went = {(): "", (1,): "up", (-1,): "down"}.get(tuple(steps), "both") if str(printed) != str(former) else ""
    return "" if shown["went"] == went else f"{shown['key']} went {shown['went']}, expected {went}"


def faults(edition: Edition, shown: list[dict], ours: dict[str, Figure], now: dict[str, Figure]) -> list[str]:
    """What is wrong with numbers of a page, but for damaged print, which is no number."""
    numeric = [it for it in shown if ours[it["key"]].style != "verbatim"]
    return [wrong for it in numeric if (wrong := fault(edition, it, ours[it["key"]], now[it["key"]]))]


@pytest.mark.parametrize("code", CODES)
def test_every_number_of_a_page_follows_its_address(page: Page, address: str, project: Project, code: str) -> None:
    """Its text, its value for programs, its mark and what it was, as Python works them out and prints them."""
    edition, ours, now = project.editions[code], figures(project, []), figures(project, SUPPOSED)
    moved = 0
    for path in PAGES:
        arrived(page, address + prefix(code) + path + QUERY)
        numbers = page.evaluate(NUMBERS)
        assert faults(edition, numbers, ours, now) == [], path
        told = [it for it in numbers if it["went"]]
        assert all(it["title"].endswith(f"\n{edition.print(ours[it['key']])}") for it in told)
        moved += len(told)
    assert moved > 40


@pytest.mark.parametrize("code", CODES)
def test_every_receipt_of_the_numbers_page_follows(page: Page, address: str, project: Project, code: str) -> None:
    """And says what ours is where that is another."""
    edition, ours, now = project.editions[code], figures(project, []), figures(project, SUPPOSED)
    arrived(page, address + prefix(code) + "numbers/" + QUERY)
    receipts = page.evaluate(RECEIPTS)
    assert len(receipts) > 200
    assert faults(edition, receipts, ours, now) == []
    assert all(it["ours"] == bool(it["went"]) for it in receipts)
    assert sum(it["ours"] for it in receipts) > 20


def test_a_receipt_opened_later_follows(page: Page, address: str, project: Project) -> None:
    """With its sum, and our number under its own."""
    arrived(page, address + "compute/break-even/" + QUERY)
    page.locator('main a.n[data-n="break_even"]').first.click()
    receipt = page.locator(".in-place .receipt")
    edition, now = project.editions["en"], figures(project, SUPPOSED)
    expect(receipt.locator(".figure")).to_have_text(str(edition.print(now["break_even"])))
    expect(receipt.locator(".ours")).to_have_text(f"As estimated {edition.printed('break_even')}")
    expect(receipt.locator('.sum [data-n="sora_minute_compute"]')).to_have_text(
        edition.print(now["sora_minute_compute"]).number
    )
    assert page.url.endswith(f"{QUERY}&n=break_even")


def test_words_that_begin_a_page_follow(page: Page, address: str, project: Project) -> None:
    """The number in them is one text with its unit."""
    arrived(page, address + "vi/compute/break-even/" + QUERY)
    shown = page.locator(".lede [data-went]")
    expect(shown).to_have_text(str(project.editions["vi"].print(figures(project, SUPPOSED)["break_even"])))
    assert page.locator(".lede [data-went]").get_attribute("data-went") == "up"


def test_a_bar_says_what_is_supposed(page: Page, address: str) -> None:
    """By name, with our values."""
    arrived(page, address + QUERY)
    bar = page.locator(".supposed")
    first = bar.locator("li").first
    expect(first).to_have_text("Diffusion steps for one output 50 diffusion steps (250 diffusion steps)")
    expect(bar.locator("li")).to_have_count(2)
    heights = bar.locator("button").evaluate_all("all => all.map((it) => it.getBoundingClientRect().height)")
    assert len(heights) == 2 and min(heights) >= 24


def test_our_page_comes_back(page: Page, address: str) -> None:
    """Reset, every text, value, mark and title is as it was, and the address names no assumption."""
    path = address + "ja/compute/demand/"
    page.goto(path)
    before, ours = page.evaluate(NUMBERS), page.locator("main").inner_text()
    arrived(page, path + QUERY)
    assert page.evaluate(NUMBERS) != before
    page.locator(".supposed p button").click()
    assert page.evaluate(NUMBERS) == before
    assert page.locator("main").inner_text() == ours
    assert page.locator("[data-went], [data-old], .supposed").count() == 0
    assert page.url == path


def test_what_was_not_understood_is_said_and_our_value_stands(page: Page, address: str) -> None:
    """By its key, as text, once; the page is as ours."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + "compute/break-even/")
    before = page.evaluate(NUMBERS)
    hostile = "?diffusion_steps=5000&__proto__=1&%3Cimg%20src=x%20onerror=alert(1)%3E=1&video_share=%&video_share=0x1"
    arrived(page, address + "compute/break-even/" + hostile)
    expect(page.locator(".supposed p b")).to_have_text("diffusion_steps, __proto__, <img src, video_share")
    assert page.evaluate(NUMBERS) == before
    assert page.locator(".supposed img").count() == 0
    assert page.evaluate("({}).x === undefined && Object.keys(Object.prototype).length === 0")
    page.locator(".supposed .close").click()
    assert page.locator(".supposed").count() == 0
    assert said == []


def test_links_and_languages_take_the_scenario_along(page: Page, address: str) -> None:
    """Ours have no query."""
    arrived(page, address + "compute/break-even/" + QUERY)
    page.locator(".languages a[hreflang=ja]").click()
    page.wait_for_url(f"{address}ja/compute/break-even/{QUERY}")
    expect(page.locator(".supposed")).to_be_visible()
    page.locator('.sidebar a[href$="demand/"]').click()
    page.wait_for_url(f"{address}ja/compute/demand/{QUERY}")
    expect(page.locator(".supposed")).to_be_visible()
    page.locator(".supposed p button").click()
    page.locator('.sidebar a[href$="training/"]').click()
    page.wait_for_url(f"{address}ja/compute/training/")


@pytest.mark.parametrize("query", ["", "?n=break_even"])
def test_nothing_of_it_is_loaded_before_it_is_asked_for(page: Page, server: Server, query: str) -> None:
    """Neither script nor style."""
    server.answers.clear()
    page.goto(f"{server.address}compute/break-even/{query}", wait_until="networkidle")
    assert [path for path, _, _ in server.answers if "scenario" in path] == []


@pytest.mark.parametrize("code", CODES)
def test_a_supposition_loads_one_script_and_one_style(page: Page, server: Server, code: str) -> None:
    """The script of the page's language, of at most eight kilobytes."""
    server.answers.clear()
    page.goto(f"{server.address}{prefix(code)}compute/break-even/{QUERY}", wait_until="networkidle")
    loaded = {Path(path).name: size for path, status, size in server.answers if "scenario" in path and status == 200}
    assert loaded.keys() == {f"{tag(code)}.js", "scenario.css"}
    assert loaded[f"{tag(code)}.js"] <= 8192
    assert loaded["scenario.css"] <= 1024


@pytest.mark.alone
def test_the_longest_page_follows_within_a_frame(page: Page, address: str) -> None:
    """The script's part of it; a slow machine has its frames, too."""
    arrived(page, address + LONGEST + QUERY)
    script = page.locator('script[src*="kensan.js"]').evaluate("it => it.src")
    times = page.evaluate(TIMES, script.replace("kensan.js", "scenario/en.js"))
    assert len(times) > 50
    assert times[len(times) // 2] <= FRAME, times
