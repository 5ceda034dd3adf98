"""Charts and drawings: marks where the model says, nothing over anything else, and the same numbers in the table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from math import log10
from pathlib import Path

import pytest
from conftest import CODES, needs, prefix
from playwright.sync_api import Browser

from calc.book import Book
from explainer.chains import DEMAND, PRINTED, TRAINING, Chain
from explainer.charts import charts_of
from explainer.crossings import BREAK_EVEN, TOP
from explainer.drawings import DRAWINGS, SIDE, STEPS
from explainer.editions import Edition
from explainer.project import Project
from recheck.exact import Exact
from recheck.pages import read_site
from recheck.whole import Recheck

CHAINS = {"training": TRAINING, "demand": DEMAND}
SHOWN_ON = {
    "background/": ["noise"],
    "technical-details/": ["latents"],
    "compute/training/": ["frames", "chain"],
    "compute/break-even/": ["crossings"],
    "compute/models/": ["chart"],
    "compute/demand/": ["chain"],
    "compute/aged/": ["chart", "chart"],
}
FIGURE = re.compile(r'<figure class="chart([^"]*)".*?</figure>', re.DOTALL)
NUMBER = re.compile(r'data-n="(\w+)"')


@pytest.fixture(scope="module")
def editions(project: Project) -> list[Edition]:
    """The English edition under each scenario."""
    english = project.editions["en"]
    books = [project.book.under(scenario) for scenario in project.book.scenarios]
    assert len(books) > 5
    return [replace(english, book=book, figures=book.figures()) for book in books]


# ── Marks ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_a_sum_drawn_as_bars_comes_out(editions: list[Edition], chain: Chain) -> None:
    """Under every scenario: each line begins with what the one before came to, and the last is the result."""
    for edition in editions:
        for part in chain.parts(edition):
            before = None
            for line in part.lines:
                if line.sign == "=" and before:
                    assert line.amount.exact == pytest.approx(before.exact, rel=1e-12)
                if line.before:
                    assert line.before == before
                before = before if line.sign == PRINTED else line.amount


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_every_bar_of_a_sum_stands_inside_its_chart(editions: list[Edition], chain: Chain) -> None:
    """The longest of a part that begins with nothing fills it."""
    for edition in editions:
        for part in chain.parts(edition):
            ends = [end for line in part.lines if line.amount for end in part.ends(line.amount)]
            assert all(0 <= end <= 100 for end in ends)
            assert chain.is_logarithmic or max(ends) == 100


def test_a_factor_is_as_long_as_its_logarithm(project: Project) -> None:
    """Thirty is longer than four, and by as much as on any logarithmic scale."""
    edition = project.editions["en"]
    (part,) = TRAINING.parts(edition)
    decade = 100 / (part.scale.high - part.scale.low)
    lengths = {it.figure.key: part.ends(it.amount)[0] - part.ends(it.before)[0] for it in part.lines if it.before}
    assert len(lengths) == 3
    for key, length in lengths.items():
        assert length == pytest.approx(log10(edition.figures[key].exact[0]) * decade, abs=0.02)


def test_training_and_inference_are_level_at_the_break_even_point(editions: list[Edition]) -> None:
    """The line of training meets that of inference, which goes from corner to corner."""
    for edition in editions:
        for panel in BREAK_EVEN.panels:
            points = panel.points(edition)
            assert points[-1] == (TOP, 100 - TOP)
            low, high = edition.figures[panel.break_even].exact
            assert points[0][0] == pytest.approx(TOP * low / high, abs=0.01)
            assert all(across + down == pytest.approx(100, abs=0.02) for across, down in points)


def test_the_last_step_of_the_noise_is_the_picture_and_the_first_is_none_of_it(project: Project) -> None:
    """Half of the dots of the first are where the picture has none."""
    sketch = DRAWINGS["noise"].sketch(project.editions["en"])
    places = [place for _, path in sketch.paths for place in _dots(path)]
    first, last = ({(x - step * 14, y) for x, y in places if x // 14 == step} for step in (0, STEPS - 1))
    sky = {(x + 0.5, y + 0.5) for x in range(6) for y in range(4)}
    assert last and not last & sky
    assert len(first & sky) > len(sky) / 2
    assert max(x for x, _ in places) < STEPS * 14 - 2 and max(y for _, y in places) < SIDE


def _dots(path: str) -> Iterator[tuple[float, float]]:
    """The places of the dots of a path."""
    x = y = 0.0
    for left, top, step in re.findall(r"(?:M(\S+) (\S+)|m(\d+) 0)h0", path):
        x, y = (x + float(step), y) if step else (float(left), float(top))
        yield x, y


def test_drawings_are_the_same_each_time(project: Project) -> None:
    """To the byte, in every language."""
    for drawing in DRAWINGS.values():
        first, *others = [drawing.sketch(edition) for edition in project.editions.values()]
        assert all(other == first for other in others)
        assert sum(len(path) for _, path in first.paths) < 3500


# ── The pages ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def figures(built: tuple[Path, Project]) -> dict[str, list[str]]:
    """The charts of each page in each language, as HTML."""
    files = {prefix(code) + path: built[0] / prefix(code) / path / "index.html" for code in CODES for path in SHOWN_ON}
    return {
        path: [found.group() for found in FIGURE.finditer(file.read_text(encoding="utf-8"))]
        for path, file in files.items()
    }


@pytest.mark.site
def test_charts_stand_beside_the_text_about_them(figures: dict[str, list[str]]) -> None:
    """In every language, with title and description, and apart from drawings with a table."""
    for code in CODES:
        for path, kinds in SHOWN_ON.items():
            here = figures[prefix(code) + path]
            assert len(here) == len(kinds)
            for figure, kind in zip(here, kinds, strict=True):
                classes = FIGURE.match(figure)[1].split()
                assert kind == "chart" or kind in classes
                assert "<title " in figure and "<desc " in figure
                assert ("<table>" in figure) != ("drawing" in classes)


@pytest.mark.site
def test_the_table_has_the_numbers_of_the_marks(figures: dict[str, list[str]]) -> None:
    """Every number of a chart is a link to its working, beside its mark and in the table."""
    counted = 0
    for found in figures.values():
        for figure in found:
            if "<table>" in figure:
                marks, table = map(NUMBER.findall, figure.split("<details>"))
                counted += len(marks)
                assert [key for key in table if key in marks] == marks
                assert set(table) - set(marks) <= {panel.output for panel in BREAK_EVEN.panels}
    assert counted == len(CODES) * 39


@pytest.mark.site
def test_every_chart_is_on_a_page(project: Project) -> None:
    """None is made for nobody."""
    used = {name for page in project.pages.values() for _, kind, name in page.macros() if kind == "chart"}
    assert used == set(charts_of(project.editions["en"].sensitivity))


CHANGES = [
    ("compute/demand/", r'(<line class="bar" x1="0\.0%" x2=")1', r"\g<1>2", "x2="),
    ("compute/demand/", r'(<line class="before" x1="0\.0%" x2=")1', r"\g<1>2", "x2="),
    ("compute/demand/", r'<line class="before".*?/>', "", "the bars of"),
    ("compute/demand/", r'(class="sign">)×', r"\g<1>÷", "the sum with"),
    ("compute/demand/", r'(class="sign">)≠', r"\g<1>=", "the sum with"),
    ("compute/demand/", r'(class="amount"><span class="digits">)248', r"\g<1>249", '"249'),
    ("compute/demand/", r'<span class="amount">.*?</span>(?=</p>)', "", "expected 1 amounts"),
    ("compute/demand/", r'(<td><span class="digits">)14', r"\g<1>15", "15"),
    ("compute/training/", r'(<line class="bar" x1="0\.0%" x2=")2', r"\g<1>3", "x2="),
    ("compute/training/", r'(<line class="bar range" x1=")8', r"\g<1>7", "x1="),
    ("compute/training/", r'(class="power"[^>]*>10²)²', r"\g<1>³", "the powers"),
    ("compute/training/", "M0.1 0h.8", "M0.2 0h.8", "the drawing of frames"),
    ("compute/training/", r"M3\.6 6h\.8v3h-\.8z", "", "the drawing of frames"),
    ("compute/break-even/", r'(<circle cx=")3', r"\g<1>4", "cx="),
    ("compute/break-even/", r'(<rect class="band"[^>]* y=")2', r"\g<1>3", "y="),
    ("compute/break-even/", r'<line class="drop".*?/>', "", "times drop"),
    ("compute/break-even/", r'(class="at"><svg width=")5', r"\g<1>6", "width="),
    ("compute/break-even/", r'(class="inference" x1="0" x2="100%" y1="100%" y2=")0', r"\g<1>10%", "y2="),
    ("compute/models/", r'(class="at"><svg width=")2', r"\g<1>3", "width="),
    ("compute/models/", r'class="at left"', 'class="at"', "to the left"),
    ("technical-details/", "M8 0v8", "M7 0v8", "the drawing of latents"),
    ("technical-details/", "M15 3.5h1", "M14 3.5h1", "the drawing of latents"),
    ("background/", 'class="small"', 'class="large"', "the drawing of noise"),
    ("background/", r"m1 0h0", "", "the drawing of noise"),
    ("background/", r'data-n="diffusion_steps"', 'data-n="image_side"', "a drawing with the numbers"),
]  # fmt: skip


@pytest.fixture(scope="module")
def recheck(built: tuple[Path, Project], book: Book) -> Recheck:
    """The built site, read back."""
    return Recheck(read_site(built[0]), Exact(book))


@pytest.mark.site
@pytest.mark.parametrize(("path", "pattern", "new", "said"), CHANGES, ids=[change[3] for change in CHANGES])
def test_the_recheck_finds_a_changed_mark(recheck: Recheck, path: str, pattern: str, new: str, said: str) -> None:
    """By itself: in all languages at once it would be found, too."""
    file = f"{path}index.html"
    text = recheck.site.pages[file].text
    start = text.index('<figure class="chart')
    changed, count = re.subn(pattern, new, text[start:], count=1)
    assert count == 1
    findings = recheck.findings_with(file, text[:start] + changed)
    assert any(said in str(finding) for finding in findings)


# ── In a browser ─────────────────────────────────────────────────────────────

TEXTS = """(figure) => {
  const walker = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || node.parentElement.closest("title, desc, details")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const inset = (bottom - top) / 6;
      found.push([left, right, top + inset, bottom - inset, node.data.trim()]);
    }
  }
  return found;
}"""
SLACK = 1.0


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("code", CODES)
def test_no_text_of_a_chart_stands_over_another_or_leaves_the_page(
    chromium: Browser,
    address: str,
    code: str,
    width: int,
) -> None:
    """The letters themselves, line by line."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    counted = 0
    for path in SHOWN_ON:
        page.goto(address + prefix(code) + path)
        for figure in page.locator("figure.chart").all():
            texts = figure.evaluate(TEXTS)
            counted += len(texts)
            for place, (left, right, top, bottom, text) in enumerate(texts):
                assert left >= -SLACK and right <= width + SLACK, text
                for other in texts[place + 1 :]:
                    apart = right <= other[0] + SLACK or other[1] <= left + SLACK
                    assert apart or bottom <= other[2] + SLACK or other[3] <= top + SLACK, (text, other[4])
    page.close()
    assert counted > 100


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("code", CODES)
def test_no_text_stands_over_the_line_of_inference(
    chromium: Browser,
    address: str,
    code: str,
    width: int,
) -> None:
    """The texts beside it end to the left of it."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}{prefix(code)}compute/break-even/")
    fields = page.locator(".field").all()
    assert len(fields) == 2
    for field in fields:
        box = field.locator("svg").bounding_box()
        for text in [*field.locator("p").all(), *field.locator("text").all()]:
            here = text.bounding_box()
            below = box["y"] + box["height"] - here["y"] - here["height"]
            assert here["x"] + here["width"] <= box["x"] + box["width"] * below / box["height"]
    page.close()


@pytest.mark.browser
@needs("chromium")
@pytest.mark.parametrize("width", [320, 1280])
def test_bars_and_rings_stand_where_their_numbers_say(
    chromium: Browser,
    address: str,
    width: int,
) -> None:
    """Measured on the screen, against the values that the page gives to programs."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}compute/demand/")
    for plot in page.locator(".chain .plot").all():
        rows = plot.locator("li:has(.bar):not(:has(.before))")
        bars = [row.locator(".bar").evaluate("(bar) => bar.getBBox().width") for row in rows.all()]
        values = [float(row.locator("data").get_attribute("value")) for row in rows.all()]
        assert len(bars) >= 2
        full = plot.bounding_box()["width"]
        assert bars == pytest.approx([value / max(values) * full for value in values], abs=1)
    page.goto(f"{address}compute/break-even/")
    panel = page.locator(".panel").last
    low, high = map(float, panel.locator(".at data").get_attribute("value").split("/"))
    box = panel.locator(".field svg").bounding_box()
    rings = [ring.bounding_box() for ring in panel.locator("circle").all()]
    places = [(ring["x"] + ring["width"] / 2 - box["x"]) / box["width"] for ring in rings]
    assert places == pytest.approx([TOP / 100 * low / high, TOP / 100], abs=0.01)
    page.close()
