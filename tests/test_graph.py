"""The graph: read off signatures, in an order that can be worked out, and worked out at both ends."""

from __future__ import annotations

from base64 import b64encode
from itertools import pairwise
from math import inf
from types import ModuleType

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from small import formulas_of

from calc.arithmetic import Arithmetic
from calc.book import Book
from calc.errors import Finding, KensanError
from calc.graph import Formula, Graph, build_graph, read_formulas
from calc.inputs import Estimate

FEW = settings(max_examples=30)  # each is a whole graph, whose units pint proves
INPUTS = {"x": Estimate(2.0, 3.0), "y": Estimate(5.0, 5.0)}


def weighted(*values: Arithmetic) -> Arithmetic:
    """A sum in which every place counts differently, written with additions alone."""
    whole = values[0]
    for times, value in enumerate(values[1:], 2):
        for _ in range(times):
            whole = whole + value
    return whole


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """What each formula needs, in an order that is not the order of working out."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 8)))]
    needs = {}
    for number, name in enumerate(names):
        known = st.sampled_from([*INPUTS, *names[:number]])
        needs[name] = tuple(draw(st.lists(known, min_size=1, max_size=3, unique=True)))
    return {name: needs[name] for name in draw(st.permutations(names))}


def graph_of(needs: dict[str, tuple[str, ...]]) -> Graph:
    """The graph of weighted sums over these needs."""
    findings: list[Finding] = []
    formulas = {key: Formula(key, weighted, needed, key, "1", "", "x.py", 1) for key, needed in needs.items()}
    graph = build_graph(formulas, dict.fromkeys(INPUTS, "1"), findings)
    assert findings == []
    return graph


def near_and_far(needs: dict[str, tuple[str, ...]], name: str) -> set[str]:
    """A quantity and what it depends on, by going back step by step."""
    return {name}.union(*(near_and_far(needs, need) for need in needs.get(name, ())))


@FEW
@given(graphs())
def test_each_formula_comes_after_what_it_needs(needs: dict) -> None:
    """And each comes once."""
    order = graph_of(needs).order
    assert sorted(order) == sorted(needs)
    for key, needed in needs.items():
        assert all(order.index(need) < order.index(key) for need in needed if need in needs)


@FEW
@given(graphs())
def test_a_quantity_is_worked_out_from_what_it_needs_at_both_ends(needs: dict) -> None:
    """All low, and all high."""
    values = graph_of(needs).evaluate(INPUTS)
    assert set(values) == {*needs, *INPUTS}
    for key, needed in needs.items():
        for end in (0, 1):
            assert values[key][end] == weighted(*(values[need][end] for need in needed))
    assert {name: values[name] for name in INPUTS} == INPUTS


@FEW
@given(graphs(), st.data())
def test_a_replaced_quantity_changes_only_what_depends_on_it(needs: dict, data: st.DataObject) -> None:
    """And is itself what it was replaced by."""
    graph = graph_of(needs)
    name = data.draw(st.sampled_from(sorted({*needs, *INPUTS})))
    before, after = graph.evaluate(INPUTS), graph.evaluate(INPUTS, {name: Estimate(1e6, 2e6)})
    assert after[name] == (1e6, 2e6)
    assert {it for it in before if before[it] != after[it]} == {it for it in before if name in near_and_far(needs, it)}


@FEW
@given(graphs())
def test_behind_and_needed_by_are_two_ways_of_reading_the_needs(needs: dict) -> None:
    """Near and far for the one, in order for the other."""
    graph = graph_of(needs)
    for name in (*needs, *INPUTS):
        assert graph.behind(name) == near_and_far(needs, name)
        assert graph.needed_by(name) == [key for key in graph.order if name in needs[key]]


def quotient(upper: Arithmetic, lower: Arithmetic) -> Arithmetic:
    """Upper over lower [1].

    A rule of
    thumb.
    """
    return upper / lower


def _hidden(upper: Arithmetic) -> Arithmetic:
    """Hidden [1]."""
    return upper


def without_unit(upper: Arithmetic) -> Arithmetic:
    """Without a unit."""
    return upper


def optional(upper: Arithmetic, lower: Arithmetic = 1) -> Arithmetic:
    """With a default [1]."""
    return upper / lower


def read(module: ModuleType) -> tuple[dict[str, Formula], list[Finding]]:
    """The formulas of a module, and what is wrong with any."""
    findings: list[Finding] = []
    return read_formulas(module, ROOT, findings), findings


def line_of(function: object) -> int:
    """The line that a function's definition stands in."""
    lines = (ROOT / "tests" / "test_graph.py").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"def {function.__name__}("))


def test_a_formula_is_read_with_all_that_its_function_says() -> None:
    """Name and unit from the first line, the method from the rest, the needs from the signature."""
    formulas, findings = read(formulas_of(quotient=quotient))
    (formula,) = formulas.values()
    assert (formula.key, formula.name, formula.unit) == ("quotient", "Upper over lower", "1")
    assert (formula.needs, formula.method) == (("upper", "lower"), "A rule of thumb.")
    assert (formula.file, formula.line) == ("tests/test_graph.py", line_of(quotient))
    assert findings == []


def test_a_formula_outside_the_project_is_shown_by_the_name_of_its_file(tmp_path) -> None:
    """No path of a machine is printed."""
    findings: list[Finding] = []
    assert read_formulas(formulas_of(quotient=quotient), tmp_path, findings)["quotient"].file == "test_graph.py"


def test_what_is_hidden_borrowed_or_no_function_is_no_formula() -> None:
    """Formulas after it are read all the same."""
    module = formulas_of(_hidden=_hidden)
    module.number, module.borrowed, module.taken = 5, line_of, b64encode  # of modules after and before it by name
    module.quotient = formulas_of(quotient=quotient).quotient
    formulas, findings = read(module)
    assert (list(formulas), findings) == (["quotient"], [])


def test_faulty_formulas_are_named_each_and_sound_ones_kept() -> None:
    """In the order in which they stand."""
    formulas, findings = read(formulas_of(without_unit=without_unit, optional=optional, quotient=quotient))
    assert list(formulas) == ["quotient"]
    assert [finding.line for finding in findings] == [line_of(without_unit), line_of(optional)]
    assert "Without a unit." in findings[0].problem
    assert findings[1].problem == "optional takes lower"


def test_every_faulty_formula_of_a_graph_is_named_once() -> None:
    """With all that is wrong with it; and no graph comes of them."""
    shape = {"name": "Name", "unit": "1", "method": "", "file": "x.py"}
    formulas = {
        "one": Formula("one", weighted, ("nix", "nothing_like_it"), line=1, **shape),
        "x": Formula("x", weighted, ("one",), line=2, **shape),
        "two": Formula("two", weighted, ("yy",), line=3, **shape),
    }
    findings: list[Finding] = []
    graph = build_graph(formulas, {"x": "1", "y": "1", "nil": "1"}, findings)
    assert (graph.formulas, graph.order) == ({}, ())
    assert [(finding.line, finding.problem) for finding in findings] == [
        (1, 'one needs "nix", which is unknown'),
        (1, 'one needs "nothing_like_it", which is unknown'),
        (2, '"x" is both a formula and an input'),
        (3, 'two needs "yy", which is unknown'),
    ]
    assert [finding.fix for finding in findings] == [
        'write "nil"', "add an assumption or a formula of that name", "rename one of the two", 'write "y"',
    ]  # fmt: skip


def test_a_circle_is_printed_from_where_it_is_named() -> None:
    """Each needs the one after it, and the line is that of the first."""
    shape = {"name": "Name", "unit": "1", "method": "", "file": "x.py"}
    needs = {"sound": ("x",), "one": ("two",), "two": ("three",), "three": ("one", "x"), "outside": ("one",)}
    formulas = {key: Formula(key, weighted, it, line=line, **shape) for line, (key, it) in enumerate(needs.items())}
    findings: list[Finding] = []
    assert build_graph(formulas, {"x": "1"}, findings) == Graph({}, ())
    (finding,) = findings
    circle = finding.problem.removeprefix("circular formula: ").split(" → ")
    assert circle[0] == circle[-1] and sorted(circle[1:]) == ["one", "three", "two"]
    assert all(later in needs[earlier] for earlier, later in pairwise(circle))
    assert finding.line == list(needs).index(circle[-1])


def one(here: Arithmetic, there: Arithmetic, unused: Arithmetic) -> Arithmetic:
    """One [token]."""
    return 3 * here + 2 * there + 1 * here


def test_all_that_is_wrong_with_a_body_is_named() -> None:
    """Every literal, every parameter that it leaves out."""
    findings: list[Finding] = []
    formulas = read_formulas(formulas_of(one=one), ROOT, findings)
    build_graph(formulas, dict.fromkeys(("here", "there", "unused"), "token"), findings)
    assert [finding.problem for finding in findings] == [
        "one contains the literal 2", "one contains the literal 3", "one does not use its parameter unused",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("upper", "lower", "given_"),
    [(1.0, 0.0, "upper = 1, lower = 0"), (1e308, 1e-10, "upper = 1e+308, lower = 1e-10"), (inf, inf, "upper = inf")],
)
def test_what_is_not_a_finite_number_is_refused_with_what_it_was_worked_out_from(upper, lower, given_) -> None:
    """Division by nothing, too large a number, and no number at all."""
    formulas, _ = read(formulas_of(quotient=quotient))
    with pytest.raises(KensanError, match="quotient is not a finite number for ") as caught:
        formulas["quotient"].value({"upper": upper, "lower": lower})
    (finding,) = caught.value.findings
    assert given_ in finding.problem and finding.line == line_of(quotient)


def test_the_real_graph_is_worked_out_in_the_order_of_the_model(book: Book) -> None:
    """Every formula is in it."""
    assert set(book.graph.order) == set(book.graph.formulas)
    assert book.graph.needed_by("break_even") == [
        key for key in book.graph.order if "break_even" in book.graph.formulas[key].needs
    ]
