"""Findings: in order, each once, and not more of them than anyone reads."""

import pytest

from calc.errors import MOST_SHOWN, Finding, KensanError, refuse, report


def findings(count: int) -> list[Finding]:
    """That many findings, in order."""
    return [Finding("calc/x.toml", line, f"problem {line}", "mend it") for line in range(1, count + 1)]


def test_a_finding_is_shown_with_place_and_fix() -> None:
    """In the form that editors turn into a link."""
    assert str(Finding("calc/x.toml", 7, "found 1", "write 2")) == "calc/x.toml:7: found 1\n  fix: write 2"


@pytest.mark.parametrize("count", [1, 49, 50])
def test_up_to_fifty_findings_are_all_shown(count: int) -> None:
    """And nothing is said of others."""
    assert report(findings(count)).split("\n") == [line for it in findings(count) for line in str(it).split("\n")]


@pytest.mark.parametrize(("count", "last"), [(51, "… and 1 more"), (130, "… and 80 more")])
def test_of_more_than_fifty_the_others_are_counted(count: int, last: str) -> None:
    """So that nobody takes those shown for all."""
    *shown, said = report(findings(count)).split("\n")
    assert said == last
    assert shown == report(findings(MOST_SHOWN)).split("\n")
    assert MOST_SHOWN == 50


def test_an_error_holds_each_finding_once_in_order_of_place() -> None:
    """Whatever the order in which they were found."""
    first, second, third = findings(3)
    error = KensanError([third, first, second, first])
    assert error.findings == [first, second, third]
    assert str(error) == report([first, second, third])


def test_only_something_is_refused() -> None:
    """No findings, no error."""
    refuse([])
    with pytest.raises(KensanError):
        refuse(findings(1))
