"""One field of an entry: what is sound, what is not, and where the border runs."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from calc.fields import as_pair, choice_faults, date_faults, number_faults, text_faults, unit_faults
from calc.tables import Table

TABLE = Table("calc/x.toml", '[other]\nvalue = 1\n\n[it]\nname = "It"\nvalue = 5\n', {})
IN_IT = 6  # the line of its value


def said(value: Any, **ends: Any) -> list[str]:
    """What is said of a value, with its low and high if given."""
    return [finding.problem for finding in number_faults(TABLE, "it", {"value": value, **ends})]


SOUND = [
    (1, {}),
    (Decimal("0.5"), {}),
    (Decimal("9.99e39"), {}),
    (Decimal("1.01e-40"), {}),
    ([3, 4], {}),
    ([4, 4], {}),
    (5, {"low": 5, "high": 5}),
    (5, {"low": 4, "high": 6}),
    ([5, 6], {"low": 5, "high": 6}),
]


@pytest.mark.parametrize(("value", "ends"), SOUND, ids=str)
def test_a_positive_number_or_a_range_within_its_bounds_is_sound(value: Any, ends: dict) -> None:
    """Up to and including the bounds."""
    assert said(value, **ends) == []


FAULTY = [
    (0, {}, "value of it: found 0, expected a finite number above zero"),
    (-1, {}, "value of it: found -1, expected a finite number above zero"),
    (Decimal("inf"), {}, "value of it: found Infinity, expected a finite number above zero"),
    (Decimal("1e40"), {}, "value of it: found 1E+40, expected a number of at most forty digits"),
    (Decimal("1e-40"), {}, "value of it: found 1E-40, expected a number of at most forty digits"),
    (Decimal("1e-41"), {}, "value of it: found 1E-41, expected a number of at most forty digits"),
    (True, {}, "value of it: found True, expected a number"),
    ("5", {}, "value of it: found '5', expected a number"),
    ([], {}, "value of it: found 0 numbers"),
    ([5], {}, "value of it: found 1 numbers"),
    ([1, 2, 3], {}, "value of it: found 3 numbers"),
    ([5, "6"], {}, "value of it: found '6', expected a number"),
    ([5, 4], {}, "value of it: 5 is above 4"),
    (5, {"low": 4}, "it has only one of low and high"),
    (5, {"high": 6}, "it has only one of low and high"),
    (5, {"low": 4, "high": "6"}, "value of it: found '6', expected a number"),
    (3, {"low": 4, "high": 6}, "value of it: found 3, outside low 4 and high 6"),
    (7, {"low": 4, "high": 6}, "value of it: found 7, outside low 4 and high 6"),
    ([3, 5], {"low": 4, "high": 6}, "value of it: found 3 to 5, outside low 4 and high 6"),
    ([5, 7], {"low": 4, "high": 6}, "value of it: found 5 to 7, outside low 4 and high 6"),
]


@pytest.mark.parametrize(("value", "ends", "problem"), FAULTY, ids=[fault[2] for fault in FAULTY])
def test_any_other_is_refused_once_with_what_was_found(value: Any, ends: dict, problem: str) -> None:
    """At the line of the field."""
    assert said(value, **ends) == [problem]
    assert [finding.line for finding in number_faults(TABLE, "it", {"value": value, **ends})] == [IN_IT]


def test_low_and_high_are_those_of_a_value_and_of_no_other_field() -> None:
    """A scenario may override an assumption that is called otherwise."""
    for name in ("width", "assumed"):
        assert number_faults(TABLE, "it", {name: 5, "low": 9, "high": 7}, name) == []


def test_a_single_number_is_its_own_low_and_high() -> None:
    """Exactly."""
    assert as_pair(Decimal("0.1")) == (Decimal("0.1"), Decimal("0.1"))
    assert as_pair([1, Decimal("2.5")]) == (Decimal(1), Decimal("2.5"))


def test_a_unit_is_one_of_those_listed() -> None:
    """Whatever stands in its place."""
    assert unit_faults(TABLE, "it", "FLOP/day") == []
    for unit in ("kWh", 5, None):
        (finding,) = unit_faults(TABLE, "it", unit)
        assert str(unit) in finding.problem


def test_a_choice_is_one_of_those_listed() -> None:
    """The fix lists them."""
    assert choice_faults(TABLE, "it", {"name": "b"}, "name", ("a", "b")) == []
    (finding,) = choice_faults(TABLE, "it", {"name": "c"}, "name", ("a", "b"))
    assert (finding.problem, finding.fix, finding.line) == ("name of it: found 'c'", "use one of: a, b", 5)


@pytest.mark.parametrize("text", ["", "  ", 5, None, ["a"]])
def test_a_text_is_in_quotes_and_not_blank(text: Any) -> None:
    """Each that is not is named."""
    assert text_faults(TABLE, "it", {"name": "It", "note": "A note."}, "name", "note") == []
    (finding,) = text_faults(TABLE, "it", {"name": "It", "note": text}, "name", "note")
    assert finding.problem == "note of it is not a text"


@pytest.mark.parametrize("date", ["2024-03-01", 2024, datetime.datetime(2024, 3, 1), None])
def test_a_date_is_a_day(date: Any) -> None:
    """Not a moment, and not a text."""
    day = datetime.date(2024, 3, 1)
    assert date_faults(TABLE, "it", {"as_of": day, "check_by": day}, "as_of", "check_by") == []
    (finding,) = date_faults(TABLE, "it", {"as_of": day, "check_by": date}, "as_of", "check_by")
    assert finding.problem == f"check_by of it: found {date!r}"
