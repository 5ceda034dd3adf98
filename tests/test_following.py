"""What follows a reader's scenario beside the numbers, in a real Chromium: claims struck, charts drawn again."""

import random
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import Server
from conftest import CODES, ROOT, cases, needs, prefix, replace_in, tag
from playwright.sync_api import Browser, Page, expect

from calc.claims import read_claims
from calc.errors import KensanError
from calc.inputs import Assumption, Estimate
from calc.sensitivity import Sensitivity
from calc.supposing import ranged, supposing
from explainer.browser_module import Reach
from explainer.charts import CHARTS, LogChart
from explainer.editions import Edition
from explainer.following import MARK, Judged, following_modules, sentences_of
from explainer.project import Project, read_project
from explainer.scales import log_scale
from explainer.sentences import sentence_with, sentences

SEED, SCENARIOS = 20240302, 150
QUERY = "?diffusion_steps=50&youtube_ai_share=0.05"
PACKED = 8192
FALSE = """async ([source, queries]) => {
  const { falseClaims } = await import(source);
  const { readQuery } = await import(source.replace("following", "scenario"));
  return queries.map((query) => falseClaims(readQuery(query).scenario));
}"""
WRAPPED = """async ([source, path]) => {
  const { said, wrapped } = await import(source);
  const before = document.body.textContent;
  const texts = said[path].map(([opening, length]) => wrapped(opening, length)?.textContent);
  return { texts, isWhole: document.body.textContent === before };
}"""
DOTS = """(chart) => [...chart.querySelectorAll(".plot li")].map((item) => ({
  key: item.querySelector("[data-n]").dataset.n,
  places: ["x1", "x2"].map((name) => parseFloat(item.querySelector(".value").getAttribute(name))),
  was: item.querySelectorAll(".was").length,
}))"""
ROWS = """(chart) => [...chart.querySelectorAll("tbody tr")].map((row) => [
  row.querySelector("th a").hash.slice(1), ...[...row.querySelectorAll("td data")].map((it) => Number(it.value)),
])"""
CHART_PAGES = (
    "compute/break-even/", "compute/training/", "compute/demand/", "compute/models/", "compute/sensitivity/",
    "compute/aged/", "technical-details/",
)  # fmt: skip


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window in which nothing may go wrong."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert said == []


def arrived(page: Page, address: str) -> None:
    """Open a page under a scenario, and wait until all of it follows."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".supposed")).to_be_visible()


def module(page: Page, code: str) -> str:
    """The address of a language's module."""
    script = page.locator('script[src*="kensan.js"]').evaluate("it => it.src")
    return script.replace("kensan.js", f"following/{tag(code)}.js")


def followed(project: Project) -> list[Judged]:
    """The claims that a browser judges, in its order."""
    reach = Reach(project.book)
    all_of_them = (Judged(reach, it) for it in read_claims(project.book, ROOT / "calc").values())
    return [it for it in all_of_them if it.can_change]


def some_value(assumption: Assumption, draw: random.Random) -> str:
    """A value of its range, or one of its ends, or two values."""
    low, high = assumption.low, assumption.high
    assert low is not None and high is not None
    one, other = sorted(low + (high - low) * Decimal(str(round(draw.random(), 3))) for _ in range(2))
    return draw.choice([f"{one:f}", f"{low:f}", f"{high:f}", f"{one:f}..{other:f}"])


def some_scenarios(project: Project) -> list[list[str]]:
    """Scenarios of one assumption or of several, always the same."""
    draw, known = random.Random(SEED), ranged(project.book)
    chosen = [draw.sample(sorted(known), draw.choice([1, 1, 2, 4])) for _ in range(SCENARIOS)]
    return [[f"{name}={some_value(known[name], draw)}" for name in names] for names in chosen]


@pytest.mark.browser
@needs("chromium")
def test_a_browser_finds_the_same_claims_false(page: Page, address: str, project: Project) -> None:
    """Those that it judges, as Python does; all others hold under every scenario."""
    judged, claims = followed(project), read_claims(project.book, ROOT / "calc")
    scenarios = some_scenarios(project)
    page.goto(address)
    found = page.evaluate(FALSE, [module(page, "en"), ["&".join(scenario) for scenario in scenarios]])
    count = 0
    for scenario, places in zip(scenarios, found, strict=True):
        book = supposing(project.book, scenario, "query")
        false = {key for key, claim in claims.items() if next(claim.failures(book), None)}
        assert {judged[place].claim.key for place in places} == false, scenario
        count += len(false)
    assert count > SCENARIOS


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_every_claim_has_its_sentence_on_its_page(page: Page, address: str, project: Project, code: str) -> None:
    """The whole of it, and no character of the page is lost when it gets an element of its own."""
    edition, pages = project.editions[code], dict.fromkeys(it.claim.page for it in followed(project))
    for name in pages:
        path = "" if name == "index.md" else name.removesuffix(".md") + "/"
        page.goto(address + prefix(code) + path)
        found = page.evaluate(WRAPPED, [module(page, code), path])
        assert found["isWhole"], name
        expected = [text for _, text in sorted(places_of(project, edition, name).items())]
        assert len(found["texts"]) == len(expected)
        for text, pieces in zip(found["texts"], expected, strict=True):
            assert text is not None and text.startswith(pieces[0]) and text.endswith(pieces[-1]), (name, text, pieces)
            rest = text
            for piece in filter(None, pieces):
                assert piece in rest, (name, text, piece)
                rest = rest.partition(piece)[2]


def places_of(project: Project, edition: Edition, page: str) -> dict[int, list[str]]:
    """The sentences of a page that make claims, in the order of their first claims, cut where numbers stand."""
    found: dict[str, int] = {}
    for place, it in enumerate(followed(project)):
        if it.claim.page == page:
            for sentence in sentences_of(project, edition, it.claim):
                found.setdefault(sentence, place)
    return {place: sentence.split(MARK) for sentence, place in found.items()}


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_a_false_sentence_is_struck_and_says_why(page: Page, address: str, project: Project, code: str) -> None:
    """With the value now and ours, as the language prints them; reset, the page is as it was."""
    edition = project.editions[code]
    now = supposing(project.book, ["youtube_ai_share=0.05"], "query").figures()["steady_gpus"]
    path = f"{address}{prefix(code)}compute/demand/"
    page.goto(path)
    before = page.locator("main").inner_text()
    arrived(page, f"{path}?youtube_ai_share=0.05")
    told = page.locator("s + .why").all_inner_texts()
    assert any(f"{edition.print(now)} ≤" in it and f"{edition.printed('steady_gpus')} >" in it for it in told), told
    page.locator(".supposed p button").click()
    assert page.locator("s, .why, .was").count() == 0
    assert page.locator("main").inner_text() == before


@pytest.mark.browser
@needs("chromium")
def test_dots_stand_where_their_numbers_are(page: Page, address: str, project: Project) -> None:
    """On a scale with room for ours, which stay where they moved, dashed."""
    ours, now = project.book.figures(), supposing(project.book, ["diffusion_steps=50"], "query").figures()
    arrived(page, f"{address}compute/models/?diffusion_steps=50")
    chart = CHARTS["compute_per_output"]
    assert isinstance(chart, LogChart)
    scale = log_scale(end for figures in (ours, now) for key in chart.quantities for end in figures[key].exact)
    dots = page.locator(".chart").filter(has=page.locator('.plot [data-n="dit_image_compute"]')).first.evaluate(DOTS)
    assert [it["key"] for it in dots] == list(chart.quantities)
    for dot in dots:
        expected = [scale.place(end) for end in now[dot["key"]].exact]
        assert dot["places"] == pytest.approx(expected, abs=0.011)
        assert bool(dot["was"]) == (now[dot["key"]].exact != ours[dot["key"]].exact)
    assert any(dot["was"] for dot in dots)


@pytest.mark.browser
@needs("chromium")
def test_what_matters_most_is_worked_out_again(page: Page, address: str, project: Project) -> None:
    """Each row of a chart of assumptions has the results that Python finds, and the strongest stands on top."""
    arrived(page, f"{address}compute/sensitivity/?diffusion_steps=10&serving_utilization=0.4")
    sensitivity = Sensitivity(supposing(project.book, ["diffusion_steps=10", "serving_utilization=0.4"], "query"))
    for quantity in sensitivity.results:
        statement = project.book.statements[quantity]
        chart = page.locator(f"#sensitivity_{quantity}")
        if not chart.count():
            continue
        found = {name: (low, high) for name, low, high in chart.evaluate(ROWS)}
        expected = {it.assumption: (it.low, it.high) for it in sensitivity.influences(quantity)}
        for name, ends in found.items():
            exact = [statement.figure(Estimate(end, end)).exact[0] for end in expected[name]]
            assert list(ends) == pytest.approx(exact, rel=1e-12), (quantity, name)
        spans = [max(it) / min(it) for it in found.values()]
        assert all(one >= other * (1 - 1e-9) for one, other in pairwise(spans))


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", ["en", "ja"])
def test_charts_come_back(page: Page, address: str, code: str) -> None:
    """Under a scenario every kind of chart shows ours dashed; reset, each is as it was."""
    html = "() => [...document.querySelectorAll('.chart')].map((it) => it.outerHTML)"
    dashed = 0
    for path in CHART_PAGES:
        page.goto(address + prefix(code) + path)
        before = page.evaluate(html)
        arrived(page, f"{address}{prefix(code)}{path}{QUERY}&model_multiple=20&peak_to_mean=3")
        dashed += page.locator(".chart:has(.was)").count()
        page.locator(".supposed p button").click()
        page.wait_for_function("() => !document.querySelector('.was, [data-old]')")
        assert page.evaluate(html) == before, path
    assert dashed > 8


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("code", CODES)
def test_what_follows_is_loaded_with_a_scenario_alone(page: Page, server: Server, code: str) -> None:
    """And weighs no more than the scenario itself."""
    path = f"{server.address}{prefix(code)}compute/demand/"
    server.answers.clear()
    page.goto(path, wait_until="networkidle")
    assert [it for it, _, _ in server.answers if "following" in it or "charts" in it] == []
    arrived(page, path + QUERY)
    loaded = {Path(it).name: size for it, _, size in server.answers if "following/" in it or "charts.js" in it}
    assert loaded.keys() == {f"{tag(code)}.js", "charts.js"}
    assert all(size <= PACKED for size in loaded.values())


@pytest.mark.parametrize("case", cases("sentences.toml"), ids=lambda case: case["name"])
def test_the_sentence_of_a_translation_is_found(case: dict) -> None:
    """By its length and what it names, also where a translator joined or parted sentences."""
    start, end = sentence_with(case["words"], case["english"], case["text"])
    assert case["text"][start:end] == case["sentence"]


def test_sentences_end_where_a_reader_ends_them() -> None:
    """Not within a name, a decimal or brackets."""
    counted = {"One. Two.": 2, "The GPT-4.1 model (e.g. this) runs.": 1, "一。二！三": 3, "**A.** B?": 2}
    for text, count in counted.items():
        assert len(sentences(text)) == count, text


def test_a_claim_that_no_browser_can_judge_is_refused(copy: Path) -> None:
    """With its file and line."""
    claims = copy / "calc" / "claims.toml"
    replace_in(claims, 'rises_with = "model_multiple"', 'rises_with = "dit_parameters"')
    with pytest.raises(KensanError) as refused:
        following_modules(read_project(copy))
    [finding] = refused.value.findings
    line = claims.read_text(encoding="utf-8").splitlines().index("[size_moves_training]") + 1
    assert (finding.file, finding.line) == ("calc/claims.toml", line)
    assert "size_moves_training cannot be judged in a browser: dit_parameters has no range" in finding.problem
