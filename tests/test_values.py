"""Every computed quantity against sums worked out apart from the model."""

import ast
import operator
import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest
from conftest import ROOT, cases

from calc.book import Book
from calc.claims import changes_of
from calc.figures import round_significant
from calc.inputs import Estimate, as_pair, to_base
from calc.units import base_factor

WORKED = tomllib.loads((ROOT / "tests" / "data" / "worked.toml").read_text(encoding="utf-8"))
SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
FLOAT_ERROR = Fraction(1, 10**14)


def work_out(sum_: str) -> Fraction:
    """A sum of decimal numbers, worked out in exact fractions."""

    def value(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](value(node.left), value(node.right))
        return Fraction(Decimal(ast.get_source_segment(sum_, node)))

    return value(ast.parse(sum_, mode="eval").body)


def in_unit(estimate: Estimate, unit: str) -> list[Fraction]:
    """The two ends of a value in a unit, in order."""
    return sorted(Fraction(end) / base_factor(unit) for end in estimate)


def test_every_formula_has_been_worked_out_by_hand(book: Book) -> None:
    """No formula may be added without a sum of its own, and no sum may be left behind."""
    assert set(WORKED) == set(book.graph.formulas)


@pytest.mark.parametrize("quantity", WORKED)
def test_the_model_gives_the_sum_worked_out_by_hand(book: Book, quantity: str) -> None:
    """Model and hand agree to the precision of a float, at both ends of a range."""
    worked = WORKED[quantity]["sum"]
    expected = sorted(work_out(sum_) for sum_ in (worked if isinstance(worked, list) else [worked, worked]))
    actual = in_unit(book.values()[quantity], WORKED[quantity]["unit"])
    for one, other in zip(expected, actual, strict=True):
        assert abs(one - other) <= abs(one) * FLOAT_ERROR


@pytest.mark.parametrize("case", cases("otherwise.toml"), ids=lambda case: case["quantity"])
def test_the_model_gives_the_sum_worked_out_from_other_inputs(book: Book, case: dict) -> None:
    """Where the article's own hide what a formula does."""
    value = book.values(replaced=changes_of(book, case["given"]))[case["quantity"]]
    expected = work_out(case["sum"])
    for end in in_unit(value, case["unit"]):
        assert abs(end - expected) <= expected * FLOAT_ERROR
    assert set(case["given"]) == set(book.graph.formulas[case["quantity"]].needs)


@pytest.mark.parametrize("case", cases("recomputed.toml"), ids=lambda case: f"{case['id']}: {case['says']}")
def test_the_model_reproduces_the_recomputation_of_the_published_figures(book: Book, case: dict) -> None:
    """To every digit that was written down."""
    given = {name: to_base(as_pair(Decimal(it["value"])), it["unit"]) for name, it in case.get("given", {}).items()}
    values = book.values(replaced=given)[case["quantity"]]
    factor = base_factor(case["unit"])
    ends = sorted(set(values))
    actual = [Decimal(repr(end * factor.denominator / factor.numerator)) for end in ends]
    assert len(actual) == len(case["expected"])
    for text, number in zip(case["expected"], actual, strict=True):
        digits = len(Decimal(text).as_tuple().digits)
        assert Decimal(text) == round_significant(number, digits)


def test_the_short_way_to_break_even_is_the_long_way(book: Book) -> None:
    """Whatever the size of the model, its frames, the GPU and the way of counting."""
    for name, value, unit in [
        ("model_multiple", "7", "1"),
        ("frame_rate", "16", "frame/video_second"),
        ("operations_per_mac", "2", "FLOP/MAC"),
        ("h100_peak", "1e15", "FLOP/second/GPU"),
    ]:
        values = book.values(replaced={name: to_base(as_pair(Decimal(value)), unit)})
        assert values["break_even"] == pytest.approx(values["break_even_without_size"], rel=1e-14)
        assert values["break_even"] == pytest.approx(book.values()["break_even"], rel=1e-14)


def test_break_even_by_counting_is_the_unrounded_break_even(book: Book) -> None:
    """Whatever a pass costs: with the paper's rule on one side and any step on the other, compute cancels."""
    for macs in (Estimate(524.6e9, 524.6e9), Estimate(118.64e9, 118.64e9), Estimate(1.0, 1.0)):
        step = book.values(replaced={"dit_macs_per_step": macs})
        rule = {"dit_macs_per_step": macs, "dit_training_macs": step["dit_training_macs_counted"]}
        values = book.values(replaced=rule)
        for long, counted in (
            ("dit_break_even", "dit_break_even_by_counting"),
            ("break_even", "break_even_by_counting"),
        ):
            assert values[long] == pytest.approx(values[counted], rel=1e-14)
    values = book.values()
    rounded = values["dit_break_even"].low * values["dit_training_rounding"].low
    assert rounded == pytest.approx(values["dit_break_even_by_counting"].low, rel=1e-14) == 9.216e6


def test_a_replaced_quantity_changes_what_follows_and_nothing_else(book: Book) -> None:
    """A scenario is an override, never an edited formula."""
    before = book.values()
    after = book.values(replaced={"youtube_ai_share": Estimate(0.05, 0.05)})
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {name for name in before if "youtube_ai_share" in book.graph.behind(name)}
    assert after["ai_minutes"].low == pytest.approx(10.65e6)


def test_the_unrounded_training_scenario_is_what_the_papers_rule_gives(book: Book) -> None:
    """The scenario's typed value and the formula for it may not drift apart."""
    scenario = book.values("unrounded_dit_training")
    assert scenario["dit_training_macs"] == scenario["dit_training_macs_counted"]


def as_shown(book: Book, quantity: str, formula: str) -> list[Fraction]:
    """The two ends of a quantity as it is printed where a formula is written out, in base units."""
    key = book.figure_in(quantity, formula)
    figure, value = book.figures()[key], book.values()[quantity]
    ends = [figure.low, figure.high] if value.low <= value.high else [figure.high, figure.low]
    return [Fraction(end) * base_factor(figure.unit) for end in ends]


@pytest.mark.parametrize("quantity", WORKED)
def test_what_the_page_shows_adds_up_by_hand(book: Book, quantity: str) -> None:
    """From the printed, rounded inputs every written sum gives its printed result, to the last digit."""
    formula, statement = book.graph.formulas[quantity], book.statements[quantity]
    shown = [as_shown(book, need, quantity) for need in formula.needs]
    results = [formula.function(*(ends[end] for ends in shown)) / base_factor(statement.unit) for end in (0, 1)]
    figure = book.figures()[quantity]
    assert [figure.low, figure.high] == [statement.rounded(float(result)) for result in sorted(results)]
