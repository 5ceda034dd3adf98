"""Sensitivity: one assumption at a time, all together, and the charts and tables that show both."""

import math
import re
import statistics
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, replace_in
from hypothesis import given
from hypothesis import strategies as st

from calc.book import Book, read_book
from calc.sensitivity import DRAWS, PERCENTILES, STEPS, LogScale, Sensitivity, Trapezoid, ends
from explainer.charts import Tornado, charts_of
from explainer.project import Project, read_project
from recheck.drawing import results_of
from recheck.exact import Exact
from recheck.pages import read_site
from recheck.whole import Recheck

PLACES = st.floats(0, 1)


@pytest.fixture(scope="module")
def sensitivity(book: Book) -> Sensitivity:
    """The sensitivity of the book as it is."""
    return Sensitivity(book)


# ── One at a time ────────────────────────────────────────────────────────────


def test_the_ranking_for_break_even_is_the_one_worked_out_by_hand(sensitivity: Sensitivity) -> None:
    """Break-even = data × share × DiT's training ÷ (one step × steps): each range enters as a factor."""
    by_hand = {
        "diffusion_steps": Fraction(250, 8),
        "video_share": Fraction(1) / Fraction("0.1"),
        "data_multiple": Fraction(10, 4),
        "dit_training_macs": Fraction("1.2086784"),
    }
    influences = sensitivity.influences("break_even")
    assert {it.assumption: it.span for it in influences} == {name: float(span) for name, span in by_hand.items()}
    assert [it.assumption for it in influences] == list(by_hand)
    minutes = {it.assumption: (it.low, it.high) for it in influences}
    middle = math.sqrt(4 * 10) * 0.5 * 1e21 / (524.6e9 * 250)
    assert sensitivity.base("break_even") == pytest.approx(middle, rel=1e-14)
    assert minutes["diffusion_steps"] == pytest.approx((middle * 250 / 8, middle), rel=1e-14)
    assert minutes["data_multiple"] == pytest.approx(sensitivity.book.values()["break_even"], rel=1e-14)


@pytest.mark.parametrize("quantity", ["sora_training_gpus", "h100_output", "break_even"])
def test_the_effects_of_a_product_add_up(sensitivity: Sensitivity, quantity: str) -> None:
    """As logarithms: from the least to the greatest of a product is the sum of the single effects."""
    influences = sensitivity.influences(quantity)
    least, most = {}, {}
    for it in influences:
        low, high = ends(sensitivity.book.assumptions[it.assumption])
        least[it.assumption], most[it.assumption] = (low, high) if it.low < it.high else (high, low)
    greatest, smallest = sensitivity._result(quantity, most), sensitivity._result(quantity, least)
    together = math.log(greatest / smallest)
    assert together == pytest.approx(sum(math.log(it.span) for it in influences), rel=1e-12)


def test_what_does_not_move_a_result_is_left_out(sensitivity: Sensitivity) -> None:
    """The multiplier for utilization takes that of the output out of the peak; the count of parameters is not used."""
    moving = {name: {it.assumption for it in sensitivity.influences(name)} for name in sensitivity.results}
    assert "rate_utilization" in moving["steady_gpus"] and "rate_utilization" not in moving["peak_gpus"]
    assert not any("sora_parameters" in names for names in moving.values())


def test_equal_effects_stand_in_the_order_of_their_file(sensitivity: Sensitivity) -> None:
    """Noise in the last digit of a float decides nothing."""
    first = [it.assumption for it in sensitivity.influences("sora_training_gpus")][:3]
    assert first == ["images_per_latent_frame", "model_multiple", "video_share"]
    assert first == [name for name in sensitivity.book.assumptions if name in first]


def without_ranges(copy: Path) -> Path:
    """A copy whose assumptions have no low and high."""
    path = copy / "calc" / "assumptions.toml"
    path.write_text(re.sub(r"^(low|high) = .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), "utf-8")
    return copy


def test_without_ranges_nothing_is_sensitive(copy: Path) -> None:
    """There is no result to show and no chart of one; a page that asks for one is refused."""
    book = read_book(without_ranges(copy) / "calc")
    sensitivity = Sensitivity(book)
    assert sensitivity.results == [] and sensitivity.influences("break_even") == []
    assert not any(isinstance(chart, Tornado) for chart in charts_of(sensitivity).values())
    findings = read_project(copy).source_findings()
    problems = [finding.problem for finding in findings if finding.file == "docs/compute/sensitivity.md"]
    assert len(problems) == 7 and all('unknown name "sensitivity_' in problem for problem in problems)


def test_under_a_scenario_the_middle_is_the_scenarios(book: Book) -> None:
    """The ranges stay."""
    few = Sensitivity(book.under("few_steps_50"))
    assert few.base("break_even") == pytest.approx(5 * Sensitivity(book).base("break_even"))
    spans = {it.assumption: it.span for it in few.influences("break_even")}
    assert spans["diffusion_steps"] == 31.25


# ── The scale and the density ────────────────────────────────────────────────


@given(st.floats(1e-12, 1e25), st.floats(1.01, 1e6), PLACES)
def test_a_scale_is_logarithmic(low: float, width: float, place: float) -> None:
    """As logarithms say, to half a step; and a value's place is where it was put."""
    scale = LogScale(low, low * width)
    value = scale.at(place)
    assert math.log(value / low) == pytest.approx(place * math.log(width), abs=0.5001 / STEPS * math.log(width) + 1e-9)
    assert scale.place(value) == int(place * STEPS + 0.5) / STEPS
    assert scale.place(low) == 0 and scale.place(low * width) == 1


@given(PLACES, PLACES, st.floats(0.001, 0.999))
def test_a_share_of_the_density_lies_below_its_quantile(one: float, other: float, share: float) -> None:
    """By the area of a trapezoid, cut at the quantile."""
    first, last = sorted((one, other))
    place = Trapezoid(first, last).quantile(share)
    height = 2 / (1 + last - first)
    rising = height * min(place, first) ** 2 / (2 * first) if first > 1e-9 else 0
    level = height * max(0, min(place, last) - first)
    falling = height * max(0, place - last) * (2 - last - max(place, last)) / (2 * (1 - last)) if last < 1 - 1e-9 else 0
    assert rising + level + falling == pytest.approx(share, abs=1e-6)


def test_each_part_of_a_range_is_drawn_once(sensitivity: Sensitivity) -> None:
    """Level between its two values, the multiplier of the dataset has one draw in each part of its range."""
    draws = sorted(sensitivity._draws(sensitivity.book.assumptions["data_multiple"]))
    places = [math.log(draw / 4) / math.log(2.5) * DRAWS for draw in draws]
    assert all(part - 0.1 <= place <= part + 1.1 for part, place in enumerate(places))
    assert 4 <= draws[0] < draws[-1] <= 10 * (1 + 1e-12)


# ── All together ─────────────────────────────────────────────────────────────


def test_the_percentiles_are_those_of_definition_seven(sensitivity: Sensitivity) -> None:
    """As the standard library's inclusive method gives them."""
    drawn = sensitivity._drawn["break_even"]
    cuts = statistics.quantiles(drawn, n=100, method="inclusive")
    assert sensitivity.percentiles("break_even") == pytest.approx([cuts[it - 1] for it in PERCENTILES], rel=1e-15)
    assert len(drawn) == DRAWS


def test_the_draws_have_the_same_bits_everywhere(sensitivity: Sensitivity) -> None:
    """Written down once; another version of Python or another machine has to give the very same."""
    assert [value.hex() for value in sensitivity.percentiles("break_even")] == BREAK_EVEN
    assert [value.hex() for value in sensitivity.percentiles("peak_gpus")] == PEAK_GPUS


BREAK_EVEN = ["0x1.94a2308ed58cdp+23", "0x1.a8e44acb3f217p+25", "0x1.37e216dd0a8a9p+28"]
PEAK_GPUS = ["0x1.3faf4fd6eaf47p+14", "0x1.d6efe359305eap+17", "0x1.057eb61a3815cp+21"]


def test_the_draws_do_not_depend_on_the_hash_seed(sensitivity: Sensitivity) -> None:
    """Nor on anything else of a process."""
    code = (
        "from calc.book import read_book; from calc.sensitivity import Sensitivity; "
        "print(*(value.hex() for value in Sensitivity(read_book()).percentiles('steady_gpus')))"
    )
    for seed in ("0", "1"):
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert done.stdout.split() == [value.hex() for value in sensitivity.percentiles("steady_gpus")]


def test_a_new_range_leaves_the_other_draws_as_they_are(copy: Path, sensitivity: Sensitivity) -> None:
    """Each assumption has a generator of its own."""
    unit = 'unit = "video_minute/day"\n'
    replace_in(copy / "calc" / "assumptions.toml", unit, unit + "low = 30e6\nhigh = 50e6\n")
    other = Sensitivity(read_book(copy / "calc"))
    assert other.percentiles("break_even") == sensitivity.percentiles("break_even")
    assert other.percentiles("ai_minutes") != sensitivity.percentiles("ai_minutes")
    assert "youtube_minutes" in {it.assumption for it in other.influences("ai_minutes")}


def test_draws_with_logarithms_come_to_the_same(sensitivity: Sensitivity, book: Book) -> None:
    """Draw for draw, to far less than the digits that are printed."""
    drawn = results_of(Exact(book))
    for quantity in sensitivity.results:
        assert drawn[quantity] == pytest.approx(sensitivity._drawn[quantity], rel=2e-4)


def test_percentiles_are_printed_to_two_digits(sensitivity: Sensitivity, book: Book) -> None:
    """In the unit and style of the headline."""
    figures = sensitivity.figures(book.statements["break_even"])
    assert [f"{figure.low:f}" for figure in figures] == ["13000000", "56000000", "330000000"]
    assert {(figure.key, figure.unit, figure.style) for figure in figures} == {
        ("break_even", "video_minute", "compact")
    }


# ── The page ─────────────────────────────────────────────────────────────────

FILE = "compute/sensitivity/index.html"
BAR = re.compile(r'<span class="name">(.*?)</span>')


@pytest.fixture(scope="module")
def page(built: tuple[Path, Project]) -> str:
    """The English page."""
    return (built[0] / FILE).read_text(encoding="utf-8")


@pytest.mark.site
def test_every_headline_has_a_chart_with_its_bars_in_order(page: str, sensitivity: Sensitivity) -> None:
    """And a title, a description and a table."""
    charts = re.findall(r'<figure class="chart tornado" id="sensitivity_(\w+)">(.*?)</figure>', page, re.DOTALL)
    assert sorted(key for key, _ in charts) == sorted(sensitivity.results)
    for key, chart in charts:
        names = [sensitivity.book.name(it.assumption) for it in sensitivity.influences(key)]
        assert [name.replace("&#39;", "'") for name in BAR.findall(chart)] == names
        assert "<title " in chart and "<desc " in chart and "<table>" in chart


@pytest.mark.site
def test_no_text_of_a_bar_stands_outside_the_chart(project: Project) -> None:
    """Bars leave room for their numbers at either side."""
    for chart in charts_of(project.editions["en"].sensitivity).values():
        if isinstance(chart, Tornado):
            for edition in project.editions.values():
                places = [chart.place(edition, end) for bar in chart.bars(edition) for end in (bar.low, bar.high)]
                assert (min(places), max(places)) == (29, 71)
                ticks = [place for place, _ in chart.ticks(edition)]
                assert 1 <= len(ticks) <= 3 and all(28.99 <= place <= 71.01 for place in ticks)


@pytest.mark.site
def test_the_recheck_finds_whatever_is_changed_on_the_page(built: tuple[Path, Project], book: Book, page: str) -> None:
    """A bar, its texts, its place, a row of the table, a percentile."""
    recheck = Recheck(read_site(built[0]), Exact(book))
    assert recheck.findings_with(FILE, page) == []
    changes = [
        (r'(<text class="end" x="[\d.]+%"[^>]*>)13,317', r"\g<1>13,318", "13,318"),
        (r'(<line class="low" x1="[\d.]+%" x2=")\d', r"\g<1>1", "x2="),
        (r'(<line class="base" x1=")\d', r"\g<1>1", "x1="),
        (r'(<text class="power"[^>]*>)0\.25', r"\g<1>0.26", ""),
        (r'(<text class="end base"[^>]*>)6,659', r"\g<1>6,660", "a line that says"),
        (r">10(</span>\stimes)", r">11\g<1>", '"11"'),
        (r"8–250(</span>\sdiffusion)", r"8–260\g<1>", '"8–260"'),
        (r'data-moved="video_share" data-end="low"', 'data-moved="video_share" data-end="high"', ""),
        (r'data-percentile="50"', 'data-percentile="95"', ""),
        (r">56(\smillion</data>)", r">57\g<1>", "57"),
        (r'(data-percentile="5">)<data value="\d', r'\g<1><data value="8', ""),
    ]
    for pattern, new, said in changes:
        changed, count = re.subn(pattern, new, page, count=1)
        assert count == 1 and changed != page, pattern
        assert any(said in finding.found for finding in recheck.findings_with(FILE, changed)), pattern
