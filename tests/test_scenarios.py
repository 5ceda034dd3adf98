"""Scenarios: overrides of inputs, compared with the estimate, and the whole site under one of them."""

import csv
import json
import re
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT, replace_in

from calc.book import Book
from calc.errors import KensanError
from calc.inputs import BASE
from calc.scenarios import compare
from explainer.listing import listing
from explainer.project import Project, read_project
from explainer.scenario_data import COLUMNS, CSV, JSON, SCHEMA
from explainer.site import build_into
from explainer.site_checks import check_site
from recheck.exact import Exact
from recheck.pages import read_site
from recheck.whole import Recheck

FEW = "few_steps_50"
PRINTED_SUM = 10.7e6
LINE = re.compile(r'<p class="scenario">.*?</p>')


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    """The site built under fewer diffusion steps, and the project as the build saw it."""
    folder = tmp_path_factory.mktemp("few")
    return folder, build_into(ROOT, folder, scenario=FEW)


# ── Books ────────────────────────────────────────────────────────────────────


def test_a_book_under_a_scenario_has_its_values_and_leaves_the_other_as_it_was(book: Book) -> None:
    """For every scenario; the base changes nothing."""
    before = book.values()
    for scenario in book.scenarios:
        under = book.under(scenario)
        values = under.values()
        assert values == book.values(scenario)
        assert (under.active is None) == (scenario == BASE)
        changed = {name for name in before if values[name] != before[name]}
        overridden = set(book.scenarios[scenario].overrides)
        assert overridden <= changed
        assert all(book.graph.behind(name) & overridden for name in changed)
    assert book.values() == before == book.under(BASE).values()


def test_a_scenario_takes_the_place_of_another(book: Book) -> None:
    """They are no layers: each is compared with the estimate."""
    assert book.under(FEW).under("youtube_at_5_percent").values() == book.values("youtube_at_5_percent")


def test_a_figure_with_its_own_scenario_is_evaluated_on_top(book: Book) -> None:
    """Fewer steps, and on top of them operations counted apart."""
    figures, under = book.figures(), book.under(FEW).figures()
    assert under["h100_output_counted_twice"].exact[0] == pytest.approx(figures["h100_output"].exact[0] * 5 / 2)
    assert under["diffusion_steps"].low == 50 and under["operations_per_mac_apart"].low == 2


def test_an_unknown_scenario_is_refused_with_the_nearest_name(book: Book) -> None:
    """By its file."""
    with pytest.raises(KensanError, match='no scenario is named "few_steps_5"') as caught:
        book.under("few_steps_5")
    (finding,) = caught.value.findings
    assert finding.file == "calc/scenarios.toml" and finding.fix in ('write "few_steps_50"', 'write "few_steps_8"')


def test_the_two_lower_shares_lead_to_the_printed_sum(book: Book) -> None:
    """One of them after rounding, the other exactly."""
    compared = compare(book)
    statement = book.statements["printed_ai_minutes_wrong"]
    for scenario in ("youtube_at_5_percent", "tiktok_at_25_percent"):
        value = compared.values[scenario]["ai_minutes"].low
        assert float(statement.rounded(value)) == PRINTED_SUM
    assert compared.values["tiktok_at_25_percent"]["ai_minutes"].low == PRINTED_SUM


def test_a_loss_of_utilization_is_counted_once(book: Book) -> None:
    """At the peak every GPU works at the utilization when serving, whatever the output of one is worked out at."""
    values = {name: Fraction(value.low) for name, value in book.values("realistic_utilization").items()}
    load = values["ai_minutes"] * values["peak_to_mean"] * values["candidates_per_upload"]
    needed = load * values["sora_minute_compute"] / (values["h100_peak"] * values["serving_utilization"])
    assert float(values["peak_gpus"] / needed) == pytest.approx(1, rel=1e-12)
    assert values["utilization_multiple"] == 1


# ── Side by side ─────────────────────────────────────────────────────────────


def test_the_comparison_is_the_same_under_every_scenario(book: Book) -> None:
    """Each scenario is set beside the estimate, not beside the one of the site."""
    assert compare(book.under(FEW)) == compare(book)


def test_a_factor_on_a_tie_is_rounded_as_the_exact_one(book: Book) -> None:
    """31.25 times is 31.3 at both ends, although floats would put one of them below the tie."""
    compared = compare(book)
    for quantity in ("break_even", "break_even_time", "h100_output"):
        factor = compared.factor_figure(quantity, "few_steps_8")
        assert factor is not None and str(factor.low) == str(factor.high) == "31.3"


def test_what_stays_has_no_factor(book: Book) -> None:
    """And the estimate has none at all."""
    compared = compare(book)
    assert compared.factor_figure("break_even", "operations_counted_twice") is None
    assert all(compared.factor_figure(quantity, BASE) is None for quantity in compared.values[BASE])


def test_what_shrinks_has_a_factor_below_one(book: Book) -> None:
    """Fewer steps need less compute."""
    factor = compare(book).factor_figure("sora_minute_compute", FEW)
    assert factor is not None and factor.high < 1


def test_every_headline_is_moved_by_some_scenario_and_every_scenario_moves_one(book: Book) -> None:
    """Otherwise one of them would not belong on the page; unless the scenario serves single figures."""
    compared, headlines = compare(book), [statement.quantity for statement in book.headlines()]
    moved = {(key, name) for key in book.scenarios for name in headlines if compared.factor_figure(name, key)}
    assert {name for _, name in moved} == set(headlines)
    stated = {statement.scenario for statement in book.statements.values()}
    assert {key for key, _ in moved} <= set(book.scenarios) - {BASE} <= {key for key, _ in moved} | stated
    assert len(headlines) == 7


# ── In the terminal ──────────────────────────────────────────────────────────


def test_the_listing_says_what_a_scenario_has_set() -> None:
    """And for a figure with a scenario of its own, both."""
    project = read_project(ROOT, FEW)
    (steps, apart) = listing(project, ["diffusion_steps", "h100_output_counted_twice"])
    assert "set by the scenario few_steps_50; as estimated it is 250 diffusion_step" in steps
    assert "  en  50\u00a0diffusion steps" in steps
    (share,) = listing(read_project(ROOT, "measured_uploads"), ["youtube_share_of_wrong_sum"])
    assert "  en  −82%" in share
    assert "  scenario few_steps_50, on top of it operations_counted_twice" in apart


@pytest.mark.site
def test_a_build_under_a_scenario_lists_the_false_claims_and_goes_on(copy: Path, run) -> None:
    """On stderr, with the sentence in every language."""
    done = run("build", "--scenario", FEW)
    assert done.returncode == 0, done.stderr
    assert "the claim orders_above_language_models is false: sora_against_gpt4 is 160.957" in done.stderr
    assert all(f"\n    {code}  " in done.stderr for code in ("en", "ja", "ko", "zh", "vi"))
    assert json.loads((copy / "site" / "numbers.json").read_text(encoding="utf-8"))["scenario"] == FEW


@pytest.mark.site
@pytest.mark.parametrize("command", ["build", "numbers"])
def test_an_unknown_scenario_stops_a_command(run, command: str) -> None:
    """In two lines."""
    done = run(command, "--scenario", "fewer_steps")
    assert done.returncode == 1
    assert 'no scenario is named "fewer_steps"' in done.stderr and "Traceback" not in done.stderr


# ── The site ─────────────────────────────────────────────────────────────────


@pytest.mark.site
def test_every_page_names_the_scenario_in_its_language(few: tuple[Path, Project], built: tuple[Path, Project]) -> None:
    """And no page of the site as estimated has such a line."""
    folder, project = few
    assert check_site(folder, project) == []
    scenario, lines = project.book.scenarios[FEW], set()
    for path in folder.rglob("*.html"):
        found = LINE.findall(path.read_text(encoding="utf-8"))
        assert len(found) == (len(project.editions) if path == folder / "404.html" else 1), path
        lines |= {re.sub("<[^>]*>", "", line) for line in found}
    expected = {
        (edition.scenario_name(scenario), edition.scenario_note(scenario)) for edition in project.editions.values()
    }
    assert len(lines) == len(expected) == 5
    assert all(any(name in line and note in line for line in lines) for name, note in expected)
    assert not any(LINE.search(path.read_text(encoding="utf-8")) for path in built[0].rglob("*.html"))


@pytest.mark.site
def test_every_figure_of_a_site_under_a_scenario_is_worked_out_under_it(few: tuple[Path, Project], book: Book) -> None:
    """By the re-check, which finds the same site wrong as the estimate."""
    site = read_site(few[0])
    assert Recheck(site, Exact(book.under(FEW))).findings() == []
    problems = [str(finding) for finding in Recheck(site, Exact(book)).findings()]
    assert any("break_even" in problem for problem in problems) and len(problems) > 500


@pytest.mark.site
def test_the_recheck_finds_a_changed_result_and_a_lost_factor(built: tuple[Path, Project], book: Book) -> None:
    """In the table of all scenarios."""
    recheck = Recheck(read_site(built[0]), Exact(book))
    file = "compute/scenarios/index.html"
    text = recheck.site.pages[file].text
    for old, new, said in [
        ("25.1</data>", "25.2</data>", "25.2"),
        (">31.3</span>", ">31.2</span>", "31.2"),
        (' class="moved"', "", "no factor beside"),
        ('data-scenario="few_steps_8"', 'data-scenario="few_steps_50"', "few_steps_50"),
        ('id="measured_uploads"', 'id="measured"', "the scenarios"),
    ]:
        assert text.count(old) >= 1, old
        findings = recheck.findings_with(file, text.replace(old, new, 1))
        assert any(said in finding.found for finding in findings), old


@pytest.mark.site
def test_a_receipt_names_the_scenario_that_gives_the_value(few: tuple[Path, Project]) -> None:
    """In the place of the note and the source of the article's own value."""
    text = (few[0] / "numbers" / "index.html").read_text(encoding="utf-8")
    receipt = re.search(r'<section class="receipt" id="diffusion_steps">.*?</section>', text, re.DOTALL)[0]
    assert "Few-step sampling" in receipt and "source-hunyuan" in receipt
    assert "evaluation" not in receipt and "source-dit" not in receipt


# ── Data ─────────────────────────────────────────────────────────────────────


@pytest.mark.site
def test_the_data_hold_every_quantity_under_every_scenario(
    built: tuple[Path, Project], few: tuple[Path, Project], book: Book
) -> None:
    """In a document that fits its schema and in a table that says the same, whatever the site is built under."""
    document = json.loads((built[0] / JSON).read_text(encoding="utf-8"))
    schema = json.loads((built[0] / SCHEMA).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    records = {record["id"]: record for record in document["scenarios"]}
    assert list(records) == list(book.scenarios)
    for key, record in records.items():
        assert {value["quantity"] for value in record["values"]} == set(book.values())
        assert {value["quantity"] for value in record["sets"]} == set(book.scenarios[key].overrides)
    with (built[0] / CSV).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [{"scenario": key, **value} for key, record in records.items() for value in record["values"]]
    assert list(rows[0]) == list(COLUMNS)
    assert rows == [{name: str(value) for name, value in row.items()} for row in told]
    for name in (JSON, CSV, SCHEMA):
        assert (few[0] / name).read_bytes() == (built[0] / name).read_bytes()


@pytest.mark.site
def test_a_value_that_a_scenario_gives_is_told_as_such(few: tuple[Path, Project]) -> None:
    """In numbers.json, with the scenario's sources and without the kind and date of the article's own."""
    document = json.loads((few[0] / "numbers.json").read_text(encoding="utf-8"))
    records = {record["id"]: record for record in document["numbers"]}
    steps, length = records["diffusion_steps"], records["tiktok_upload_length"]
    assert (steps["origin"], steps["low"], steps["kind"]) == ("scenario", 50, None)
    assert "HunyuanVideo" in steps["source"] and length["origin"] == "given"
    jsonschema.validate(document, json.loads((few[0] / "numbers.schema.json").read_text(encoding="utf-8")))


@pytest.mark.site
def test_the_scenarios_page_links_to_the_data(built: tuple[Path, Project]) -> None:
    """In every language."""
    for language in built[1].languages.values():
        page = (built[0] / language.prefix / "compute/scenarios/index.html").read_text(encoding="utf-8")
        assert all(f'/{name}"' in page for name in (JSON, CSV, SCHEMA))


def test_a_new_scenario_needs_no_code(copy: Path) -> None:
    """An entry of scenarios.toml is compared like the others."""
    replace_in(
        copy / "calc" / "scenarios.toml",
        "[few_steps_50]",
        '[large_model]\nname = "A large model"\nnote = "As large as any."\nmodel_multiple = 44\n\n[few_steps_50]',
    )
    compared = compare(read_project(copy).book)
    assert str(compared.factor_figure("sora_training_gpus", "large_model").low) == "1.47"
