"""One commit makes the same bytes anywhere. `make reproduce` tries more ways."""

from pathlib import Path

import pytest
from reproduce import TRIALS, build, same


@pytest.mark.site
def test_two_builds_that_differ_in_all_around_them_are_alike(tmp_path: Path) -> None:
    """In path, time zone, locale, hash seed, umask and year."""
    first, other = (build(trial, tmp_path / str(number)) for number, trial in enumerate(TRIALS[:2]))
    assert same(first, other)
    (other / "index.html").write_text("another", encoding="utf-8")
    assert not same(first, other)


def test_there_are_ten_ways_and_no_variable_fixes_a_date() -> None:
    """Each in a place and an environment of its own, most in a year of their own."""
    assert len({trial.folder for trial in TRIALS}) == len(TRIALS) >= 10
    assert len({trial.year for trial in TRIALS}) >= 10
    assert all("SOURCE_DATE_EPOCH" not in trial.environment for trial in TRIALS)
