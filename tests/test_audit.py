"""The audit of the published versions: tokens read, damage undone, verdicts computed, and what the page shows of it."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, cases, replace_in
from hypothesis import given
from hypothesis import strategies as st

from calc.audit import VERDICTS, Audit, read_audit, rounded_alike
from calc.book import Book, read_book
from calc.errors import KensanError
from calc.figures import round_significant
from calc.inputs import EDITIONS
from calc.readings import last_place, mended, read_print
from explainer.audit import OURS_DIGITS, AuditView, audit_csv, audit_listing
from explainer.project import Project

PRINTS = "prints.toml"


@pytest.fixture(scope="module")
def audit(book: Book) -> Audit:
    """The audit of the repository."""
    return read_audit(book, ROOT / "calc")


@pytest.mark.parametrize("case", cases(PRINTS, "read"), ids=lambda case: case["text"])
def test_a_token_is_read_as_a_person_reads_it(case: dict) -> None:
    """With the marks and scale words of its language."""
    assert read_print(case["text"], case["edition"]) == Fraction(str(case["says"]))


@pytest.mark.parametrize("case", cases(PRINTS, "unread"), ids=lambda case: case["text"] or "nothing")
def test_what_is_no_number_is_not_read(case: dict) -> None:
    """A wrong reading would be worse than none."""
    with pytest.raises(ValueError):
        read_print(case["text"], case["edition"])


@pytest.mark.parametrize("case", cases(PRINTS, "damaged"), ids=lambda case: case["whole"])
def test_damage_is_undone_in_the_three_known_ways(case: dict) -> None:
    """And nothing else is taken for damage."""
    expected = {kind: Fraction(str(case[kind])) for kind in ("exponent", "name", "signs") if kind in case}
    assert dict(mended(case["text"], case["edition"], case["whole"])) == expected


@pytest.mark.parametrize("case", cases(PRINTS, "verdict"), ids=lambda case: f"{case['row']} {case['why']}")
def test_verdicts_are_those_of_a_person(audit: Audit, case: dict) -> None:
    """On the rows whose story the page tells."""
    row = audit.rows[case["row"]]
    assert {edition: audit.verdict(row, edition).kind for edition in EDITIONS} == {it: case[it] for it in EDITIONS}


@given(st.integers(1, 10**9), st.integers(-6, 9))
def test_a_printed_number_agrees_with_itself(digits: int, power: int) -> None:
    """Rounded alike, it stays what it is; and its last place holds a digit that is not zero."""
    number = Fraction(digits) * Fraction(10) ** power
    assert rounded_alike(number, number) == number
    assert number / Fraction(10) ** last_place(number) % 10 != 0


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_rounding_alike_goes_to_the_nearest(ours: int, printed: int) -> None:
    """Never farther than half a step of the printed number; a tie goes up."""
    step = Fraction(10) ** last_place(Fraction(printed))
    alike = rounded_alike(Fraction(ours), Fraction(printed))
    assert alike % step == 0 and -step / 2 <= ours - alike < step / 2


@pytest.mark.parametrize(
    ("number", "place"), [("4200", 2), ("15.3", -1), ("10", 1), ("7", 0), ("-420", 1), ("1e-30", -30)]
)
def test_the_last_digit_is_found(number: str, place: int) -> None:
    """On either side of the point."""
    assert last_place(Fraction(number)) == place


@pytest.mark.parametrize("number", [Fraction(0), Fraction(1, 3), Fraction(1, 2**60)])
def test_what_has_no_last_digit_is_refused(number: Fraction) -> None:
    """Zero, and what has no end as a decimal, or none within 28 digits."""
    with pytest.raises(ValueError):
        last_place(number)


def test_every_row_has_a_verdict_on_every_version(audit: Audit) -> None:
    """137 rows, five versions, and each verdict occurs."""
    verdicts = list(audit.verdicts())
    assert len(audit.rows) == 137 and len(verdicts) == 137 * 5
    assert {verdict.kind for _, _, verdict in verdicts} == set(VERDICTS)


def test_a_verdict_can_be_followed_with_the_digits_that_the_page_shows(project: Project) -> None:
    """Our number as shown, rounded at the last printed place, rounds as the exact one does."""
    view = AuditView(project.editions["en"], project.audit)
    compared = 0
    for row in project.audit.rows.values():
        value = project.audit.value(row)
        if value is None:
            assert view.ours(row) is None
            continue
        shown = Fraction(round_significant(Decimal(value.numerator) / Decimal(value.denominator), OURS_DIGITS))
        for edition in EDITIONS:
            verdict = project.audit.verdict(row, edition)
            said = verdict.mended or verdict.reading
            if said is not None:
                assert rounded_alike(shown, said) == verdict.alike, (row.key, edition)
                compared += 1
    assert compared > 500


def test_verdicts_follow_the_model(copy: Path) -> None:
    """With another share of YouTube the printed sums change places."""
    replace_in(copy / "calc" / "assumptions.toml", "value = 0.15\n", "value = 0.05\n")
    audit = read_audit(read_book(copy / "calc"), copy / "calc")
    row = audit.rows["N-121"]
    assert audit.verdict(row, "zh").kind == "rounded" and audit.verdict(row, "en").kind == "disagrees"


FAULTS = [
    ('about = "break_even"', 'about = "breakeven"', 'unknown quantity "breakeven"'),
    ('number = "15.3 million"', 'number = "15.4 million"', "does not stand in"),
    ('number = "4200"', 'number = "~"', "is no number"),
    ('pick = "low"', 'pick = "middle"', "found 'middle'"),
    ('section = "Introduction"', "", 'has no "section"'),
    ('name = "Authors of the DiT paper"', "", "has neither about nor name"),
    ('"두 저자", says = 2', '"두 저자", says = 2, number = "두"', "several readings"),
    ('"두 저자", says = 2', '"두 저자", says = "2"', "says is '2'"),
    ('"두 저자", says = 2', '"두 저자", above = "2"', "above is '2'"),
    ('"1 070 万分钟", number = "1 070 万"', '"1 070 万分钟"', "is not what N-121 has"),
    ('{ print = "두 저자", says = 2 }', '"두 저자"', "found '두 저자'"),
    ('counted_in = "bit"', 'counted_in = "bits"', 'found unit name "bits"'),
    ('"1 070 万分钟", number = "1 070 万"', '"1 080 万分钟", number = "1 080 万"', "is not what N-121 has"),
    ("[N-001]\n", '[N-001]\nfr = { print = "1" }\n', "unknown key"),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[says for _, _, says in FAULTS])
def test_a_fault_in_a_row_is_refused(copy: Path, old: str, new: str, says: str) -> None:
    """With its file and line."""
    replace_in(copy / "calc" / "publications.toml", old, new)
    with pytest.raises(KensanError, match=re.escape(says)) as caught:
        read_audit(read_book(copy / "calc"), copy / "calc")
    assert all(finding.line > 1 for finding in caught.value.findings)


def test_the_csv_has_every_row_and_version(audit: Audit) -> None:
    """Unrounded, and a comma in a token does no harm."""
    rows = list(csv.DictReader(io.StringIO(audit_csv(audit))))
    assert len(rows) == 137 * 5
    (sum_,) = [row for row in rows if row["row"] == "N-121" and row["edition"] == "vi"]
    assert (sum_["printed"], sum_["reading"], sum_["verdict"]) == ("10,7 triệu phút", "10700000.0", "disagrees")
    assert float(sum_["ours"]) == 14950000.0


def test_the_listing_counts_what_it_lists(audit: Audit) -> None:
    """One line for each token that disagrees or is garbled, then a table of all verdicts."""
    lines = list(audit_listing(audit))
    judged = [line for line in lines if line.startswith("N-")]
    counts = {line.split()[0]: list(map(int, line.split()[1:])) for line in lines[-len(VERDICTS) :]}
    assert len(judged) == counts["disagrees"][-1] + counts["garbled"][-1]
    assert sum(numbers[-1] for numbers in counts.values()) == 137 * 5
    assert all(sum(numbers[:-1]) == numbers[-1] for numbers in counts.values())
