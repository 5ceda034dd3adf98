"""Units: proved by pint for every formula, and spelled only as allowed."""

import time

import pytest
from conftest import ROOT

from calc import units
from calc.audit import read_audit
from calc.book import Book
from calc.graph import build_graph
from calc.units import UnitError, base_factor, parse, registry, same_dimension, spelled


def test_pint_proves_the_unit_of_every_result(book: Book) -> None:
    """Each formula, called with quantities, gives the dimension that its docstring declares."""
    assert len(book.graph.formulas) > 40
    for formula in book.graph.formulas.values():
        needs = [registry().Quantity(1, parse(book.entry(need).unit)) for need in formula.needs]
        assert formula.function(*needs).dimensionality == parse(formula.unit).dimensionality, formula.key


def test_a_wrong_unit_is_refused_by_name_and_line(book: Book) -> None:
    """Declaring another input's unit makes pint object to every formula that uses it."""
    given = {key: entry.unit for key, entry in book.assumptions.items()}
    given |= {key: entry.unit for key, entry in book.printed.items() if entry.value}
    findings: list = []
    build_graph(book.graph.formulas, {**given, "h100_peak": "FLOP/second"}, findings)
    assert {finding.problem.split()[0] for finding in findings} >= {"h100_month", "h100_output"}
    assert all(finding.file == "calc/model.py" and finding.line > 1 for finding in findings)


def test_flop_mac_and_token_do_not_add() -> None:
    """Counting dimensions are dimensions of their own."""
    one, other = registry().Quantity(1, parse("FLOP")), registry().Quantity(1, parse("MAC"))
    with pytest.raises(Exception, match="Cannot convert"):
        one + other
    assert not same_dimension("token", "parameter")


@pytest.mark.parametrize("spelling", ["kWh", "mW", "H", "T", "b", "FLOPS", "flop", "", "FLOP//day", "minutes", "Gpu"])
def test_a_spelling_outside_the_list_is_refused(spelling: str) -> None:
    """Also what pint would read by a prefix or an alias of its own."""
    with pytest.raises(UnitError):
        parse(spelling)


@pytest.mark.parametrize(
    ("spelling", "base"),
    [
        ("1", "1"),
        ("word", "word"),
        ("token", "token_side*token_side"),
        ("hour", "day"),
        ("pixel", "pixel_side*pixel_side"),
        ("FLOP/second", "FLOP/day"),
        ("image/pixel/GPU/GPU", "image/GPU/GPU/pixel_side/pixel_side"),
    ],
)
def test_a_unit_is_spelled_in_base_units(spelling: str, base: str) -> None:
    """What is above joined by *, each that is below after a /."""
    found = spelled(registry().Quantity(1, parse(spelling)))
    above, *below = found.split("/")
    assert [above, *sorted(below)] == base.split("/")


def test_a_unit_with_nothing_above_is_spelled_as_one_over_it() -> None:
    """As in "1/GPU"."""
    assert spelled(1 / registry().Quantity(1, parse("GPU"))) == "1/GPU"


def test_of_several_unknown_names_the_first_is_named() -> None:
    """The next follows when it has been mended."""
    with pytest.raises(UnitError, match='found unit name "joule"'):
        parse("joule*day/watt")


def test_a_hostile_unit_is_refused_at_once() -> None:
    """Nothing but names, * and / reaches pint's parser."""
    begin = time.process_time()
    with pytest.raises(UnitError):
        parse("day**(9**9**9)")
    assert time.process_time() - begin < 0.1


def test_every_unit_is_used(book: Book) -> None:
    """A unit that no quantity and no figure needs is deleted."""
    text = "".join((ROOT / "calc" / name).read_text(encoding="utf-8") for name in ("assumptions.toml", "figures.toml"))
    text += "".join(entry.unit for entry in book.printed.values())
    text += "".join(row.counted_in for row in read_audit(book, ROOT / "calc").rows.values())
    unused = {name for name in units.NAMES if name not in text and name != "minute"}
    assert unused == set()


def test_conversions_are_exact() -> None:
    """A day of seconds and an hour of video are whole numbers, not floats near them."""
    assert 86400 * base_factor("second") == base_factor("day")
    assert 60 * base_factor("video_second") == base_factor("video_minute")
