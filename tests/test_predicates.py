"""The predicates of claims: what each accepts, where it begins to refuse, and what it then says."""

from dataclasses import replace
from decimal import Decimal
from math import inf, nextafter
from pathlib import Path
from typing import Any

import pytest

from calc.book import Book
from calc.claims import SAME, Claim, _World, changes_of, read_claims
from calc.errors import KensanError
from calc.inputs import Estimate


def claim(quantity: str, scenario: str | None = None, against: str | None = None, ends=(0, 1), **predicates) -> Claim:
    """A claim about a quantity."""
    return Claim("it", "index.md", "It.", quantity, predicates, scenario, against, ends, {}, 1)


def said(book: Book, it: Claim, **changes: Any) -> list[str]:
    """What does not hold of a claim when quantities have these values, in their own units."""
    return list(it.failures(book, changes_of(book, changes)))


# Of the small book: pace is 1 to 2 frames an hour, work 3 to 6, ratio 3. In the scenario it is 4, and work 4 to 8.
PACE, WORK = "pace is {:g} frame/hour, expected ", "work is {:g} frame/hour, expected "
GOES = "work goes from 3 frame/hour to {:g} frame/hour when {} doubles, expected {}"
CHANGES = " changes to {} times what it was, expected {}"
SAYS = [
    (claim("pace", at_least=1), []),
    (claim("pace", at_least=1.5), [PACE.format(1) + "at least 1.5"]),
    (claim("pace", at_least=1.5, ends=(1,)), []),
    (claim("pace", at_least=3, ends=(1,)), [PACE.format(2) + "at least 3"]),
    (claim("pace", at_least=3), [PACE.format(1) + "at least 3", PACE.format(2) + "at least 3"]),
    (claim("pace", at_most=2), []),
    (claim("pace", at_most=1.5), [PACE.format(2) + "at most 1.5"]),
    (claim("pace", at_most=1.5, ends=(0,)), []),
    (claim("pace", at_most=0.5, ends=(0,)), [PACE.format(1) + "at most 0.5"]),
    (claim("pace", at_least=2, at_most=1), [PACE.format(1) + "at least 2", PACE.format(2) + "at most 1"]),
    (claim("ratio", at_most=3), []),
    (claim("ratio", at_most=2), ["ratio is 3, expected at most 2"] * 2),
    (claim("ratio", "often", at_most=3), ["ratio is 4, expected at most 3"] * 2),
    (claim("ratio", "often", at_least=4), []),
    (claim("work", same_as="work_again"), []),
    (claim("work", "often", same_as="work_again", against="often"), []),
    (
        claim("work", "often", same_as="work_again"),
        [
            WORK.format(4) + "the same as work_again, which is 3 frame/hour",
            WORK.format(8) + "the same as work_again, which is 6 frame/hour",
        ],
    ),
    (
        claim("work", same_as="work_again", against="often", ends=(0,)),
        [WORK.format(3) + "the same as work_again, which is 4 frame/hour"],
    ),
    (claim("work", above="pace"), []),
    (
        claim("work", below="pace"),
        [WORK.format(3) + "below pace, which is 1 frame/hour", WORK.format(6) + "below pace, which is 2 frame/hour"],
    ),
    (claim("pace", below="work"), []),
    (claim("pace", above="work", ends=(1,)), [PACE.format(2) + "above work, which is 6 frame/hour"]),
    (claim("pace", above="pace", ends=(0,)), [PACE.format(1) + "above pace, which is 1 frame/hour"]),
    (claim("pace", below="pace", ends=(0,)), [PACE.format(1) + "below pace, which is 1 frame/hour"]),
    (claim("work", unmoved_by=["other"]), []),
    (
        claim("work", unmoved_by=["frames", "other", "days"]),
        [GOES.format(6, "frames", "no change"), GOES.format(1.5, "days", "no change")],
    ),
    (claim("work", unmoved_by=["frames"], ends=(1,)), [GOES.format(6, "frames", "no change")]),
    (claim("work", rises_with="frames"), []),
    (claim("work", falls_with="frames"), [GOES.format(6, "frames", "a fall")]),
    (claim("work", falls_with="days"), []),
    (claim("work", rises_with="days"), [GOES.format(1.5, "days", "a rise")]),
    (claim("work", rises_with="other"), [GOES.format(3, "other", "a rise")]),
    (claim("work", falls_with="other", ends=(1,)), [GOES.format(3, "other", "a fall")]),
    (claim("work", varies_only_with=["frames"]), []),
    (
        claim("work", varies_only_with=["repeats", "days"]),
        ["work varies with frames, expected only repeats, days"],
    ),
    (claim("ratio", varies_only_with=[]), ["ratio varies with frames, expected only "]),
    (claim("other", varies_only_with=["frames"]), ["other varies with nothing, expected only frames"]),
    (claim("ratio", "seldom", "often", times=Decimal("0.5")), []),
    (claim("ratio", "seldom", "often", times=Decimal(2)), ["ratio" + CHANGES.format("0.5", "2 times")] * 2),
    (claim("pace", "seldom", times=Decimal("0.5"), ends=(1,)), []),
    (claim("pace", "seldom", times=Decimal("0.5")), ["pace" + CHANGES.format("0.666667", "0.5 times")]),
    (claim("work", "often", times_as="ratio"), []),
    (claim("work", None, "often", times_as="ratio"), []),
    (
        claim("work", "seldom", times_as="ratio"),
        [
            "work" + CHANGES.format("0.444444", "0.666667 as ratio does"),
            "work" + CHANGES.format("0.333333", "0.666667 as ratio does"),
        ],
    ),
    (
        claim("ratio", "seldom", times_as="work", ends=(0,)),
        ["ratio" + CHANGES.format("0.666667", "0.444444 as work does")],
    ),
    (claim("days", at_end="low"), ["days is 2 day, expected its low end, which is 1 day"]),
    (claim("days", at_end="high"), ["days is 2 day, expected its high end, which is 4.5 day"]),
    (claim("work", moved_most_by=["days"]), []),
    (claim("work", moved_most_by=["frames", "pace"]), ["work is moved farthest by days, expected frames, pace"]),
    (claim("ratio", moved_most_by=["days"]), ["ratio is moved farthest by nothing, expected days"]),
    (claim("other", moved_most_by=["days"]), ["other is moved farthest by nothing, expected days"]),
]


@pytest.mark.parametrize(
    ("it", "failures"), SAYS, ids=[f"{it.quantity}-{number}" for number, (it, _) in enumerate(SAYS)]
)
def test_a_predicate_says_what_does_not_hold_and_nothing_else(small: Book, it: Claim, failures: list[str]) -> None:
    """Both values, in the units of their quantities."""
    assert said(small, it) == failures


@pytest.mark.parametrize(
    ("predicate", "last", "outward"),
    [("at_least", 1000 * (1 - SAME), -inf), ("at_most", 1000 * (1 + SAME), inf)],
)
def test_a_bound_is_borne_to_a_trillionth_and_no_further(
    small: Book, predicate: str, last: float, outward: float
) -> None:
    """That much the last digits of a float may differ."""
    assert SAME == 1e-12
    it = claim("ratio", **{predicate: 1000})
    for value, failures in ((1000.0, 0), (last, 0), (nextafter(last, outward), 2)):
        changes = {"ratio": Estimate(value, value)}
        assert len(list(it.failures(small, changes))) == failures


@pytest.mark.parametrize(("share", "same"), [(0, True), (1, True), (3, False), (-1, True), (-3, False)])
def test_two_quantities_are_the_same_to_a_trillionth(small: Book, share: int, same: bool) -> None:
    """On either side."""
    value = 1000 * (1 + share * 0.5e-12)
    changes = {"pace": Estimate(value, value), "work": Estimate(1000.0, 1000.0)}
    assert (list(claim("pace", same_as="work").failures(small, changes)) == []) == same


@pytest.mark.parametrize(("other", "moved"), [(7.0, False), (20.0, True)])
def test_what_moves_by_less_than_a_trillionth_does_not_move(small: Book, other: float, moved: bool) -> None:
    """Where a formula adds, the last digits of a float may."""
    formula = replace(small.graph.formulas["ratio"], needs=("other",), function=lambda other: 1000 + 1e-10 * other)
    graph = replace(small.graph, formulas={**small.graph.formulas, "ratio": formula})
    it, changes = claim("ratio", unmoved_by=["other"]), {"other": Estimate(other, other)}
    assert bool(list(it.failures(replace(small, graph=graph), changes))) == moved


@pytest.mark.parametrize(
    ("wanted", "failures"),
    [("0.5", 0), ("0.5000000000004", 0), ("0.4999999999996", 0), ("0.500000000001", 2), ("0.499999999999", 2)],
)
def test_a_factor_is_the_wanted_one_to_a_trillionth(small: Book, wanted: str, failures: int) -> None:
    """Of itself, on either side."""
    it = claim("ratio", "seldom", "often", times=Decimal(wanted))
    assert len(list(it.failures(small))) == failures


@pytest.mark.parametrize(("more", "failures"), [(2.6e-10, 0), (-2.6e-10, 0), (3.4e-10, 1), (-3.4e-10, 1)])
def test_two_factors_are_the_same_to_a_trillionth(small: Book, more: float, failures: int) -> None:
    """On either side."""
    formula = small.graph.formulas["work_again"]
    altered = replace(formula, function=lambda *values: formula.function(*values) + more)
    graph = replace(small.graph, formulas={**small.graph.formulas, "work_again": altered})
    it = claim("work", "often", times_as="work_again", ends=(0,))
    assert len(list(it.failures(replace(small, graph=graph)))) == failures


@pytest.mark.parametrize(
    ("days", "end", "failures"), [(1, "low", 0), (4.5, "high", 0), ([1, 2], "low", 1), (1, "high", 1)]
)
def test_an_assumption_at_an_end_is_there_with_both_values(small: Book, days: Any, end: str, failures: int) -> None:
    """In base units."""
    assert len(said(small, claim("days", at_end=end), days=days)) == failures


@pytest.mark.parametrize(
    ("low", "high", "farthest"),
    [("1", "4.5", ["repeats", "days"]), ("2", "5", ["days"]), ("1", "9", ["repeats"]), ("0.2", "1", ["repeats"])],
)
def test_what_moves_a_result_farthest_does_so_by_the_ratio_of_its_ends(
    small: Book, low: str, high: str, farthest: list[str]
) -> None:
    """Whichever of the two is the larger result; two that move it as far are both named."""
    repeats = replace(small.assumptions["repeats"], low=Decimal(low), high=Decimal(high))
    book = replace(small, assumptions={**small.assumptions, "repeats": repeats})
    assert said(book, claim("work", moved_most_by=farthest)) == []
    assert len(said(book, claim("work", moved_most_by=["frames"]))) == 1


def test_what_moves_a_result_a_little_moves_it(small: Book) -> None:
    """By less than one, or by less than twice."""
    assert said(small, claim("work", rises_with="frames"), frames=0.01) == []
    repeats = replace(small.assumptions["repeats"], low=Decimal(1), high=Decimal("1.5"))
    book = replace(small, assumptions={**small.assumptions, "repeats": repeats})
    assert said(book, claim("ratio", moved_most_by=["repeats"])) == []


def test_nothing_is_the_same_as_nothing_and_does_not_move(small: Book) -> None:
    """However often it is doubled."""
    nothing = dict.fromkeys(("pace", "work", "ratio"), Estimate(0.0, 0.0))
    assert list(claim("pace", same_as="work").failures(small, nothing)) == []
    assert list(claim("work", unmoved_by=["frames"]).failures(small, nothing)) == []


@pytest.mark.parametrize(("bound", "failures"), [((3.0, 5.0), 0), ((2.0, 5.0), 1), ((3.0, 4.0), 1), ((2.0, 4.0), 2)])
def test_each_end_is_compared_with_the_same_end_of_the_other(small: Book, bound: tuple, failures: int) -> None:
    """Low with low, high with high."""
    changes = {"pace": Estimate(2.0, 4.0), "work": Estimate(*bound)}
    assert len(list(claim("pace", below="work").failures(small, changes))) == failures


def test_doubling_doubles_both_ends(small: Book) -> None:
    """In base units."""
    assert _World(small, {}).doubled("frames") == {"frames": Estimate(96.0, 192.0)}
    changes = {"frames": Estimate(3.0, 5.0)}
    assert _World(small, changes).doubled("frames") == {"frames": Estimate(6.0, 10.0)}


# ── Reading ──────────────────────────────────────────────────────────────────

ENTRY = '[{key}]\npage = "index.md"\nwords = "It."\nquantity = "{quantity}"\nbroken_by = {{ {broken} }}\n{more}\n'


def written(folder: Path, *entries: dict[str, str]) -> Path:
    """A folder with a claims.toml of these entries."""
    text = "".join(
        ENTRY.format(**{"key": f"it_{number}", "quantity": "work", "broken": "", "more": "", **entry})
        for number, entry in enumerate(entries)
    )
    (folder / "calc").mkdir()
    (folder / "calc" / "claims.toml").write_text(text, encoding="utf-8")
    return folder / "calc"


def test_a_claim_is_read_with_all_that_its_entry_says(tmp_path: Path, small: Book) -> None:
    """And with defaults for what it leaves out."""
    more = 'at_least = 3\nabove = "work"\nends = "high"\nscenario = "often"'
    against = 'same_as = "pace"\nagainst = "often"\nends = "low"'
    full, other, plain = read_claims(
        small,
        written(tmp_path, {"more": more, "broken": "days = 2"}, {"more": against}, {"more": "at_most = 2"}),
    ).values()
    assert (full.key, full.page, full.words, full.quantity) == ("it_0", "index.md", "It.", "work")
    assert full.predicates == {"at_least": 3, "above": "work"}
    assert (full.ends, full.scenario, full.against) == ((1,), "often", None)
    assert (full.broken_by, full.line) == ({"days": 2}, 1)
    assert (other.ends, other.scenario, other.against) == ((0,), None, "often")
    assert (plain.ends, plain.scenario, plain.against, plain.broken_by) == ((0, 1), None, None, {})


def test_every_faulty_claim_is_named(tmp_path: Path, small: Book) -> None:
    """With each of its faults; sound ones between them are not."""
    folder = written(
        tmp_path,
        {"more": 'wrds = "x"'},
        {"quantity": "nothing", "broken": "nought = 1", "more": "at_least = 1"},
        {"more": "at_least = 1"},
        {"more": 'unmoved_by = ["days", "nil", "nix"]\nvaries_only_with = "none"\nagainst = "nowhere"'},
        {"more": 'above = "naught"\nscenario = "never"\nends = "middle"'},
        {},
    )
    with pytest.raises(KensanError) as caught:
        read_claims(small, folder)
    problems = [finding.problem for finding in caught.value.findings]
    assert sorted(problems) == sorted(
        [
            '[it_0] has an unknown key "wrds"',
            "[it_0] says nothing that could be false",
            '[it_1] names an unknown quantity "nothing"',
            '[it_1] names an unknown quantity "nought"',
            '[it_3] names an unknown quantity "nil"',
            '[it_3] names an unknown quantity "nix"',
            '[it_3] names an unknown quantity "none"',
            'unknown scenario "nowhere"',
            '[it_4] names an unknown quantity "naught"',
            'unknown scenario "never"',
            "ends of it_4: found 'middle'",
            "[it_5] says nothing that could be false",
        ]
    )


def test_only_what_has_a_range_is_at_an_end_of_it(tmp_path: Path, small: Book) -> None:
    """Neither a formula nor an assumption with a value alone."""
    entries = [("work", "low"), ("frames", "high"), ("days", "high"), ("days", "middle"), ("frames", "middle")]
    folder = written(tmp_path, *({"quantity": name, "more": f'at_end = "{end}"'} for name, end in entries))
    with pytest.raises(KensanError) as caught:
        read_claims(small, folder)
    found = [(finding.line, finding.problem) for finding in caught.value.findings]
    lines = [
        number for number, line in enumerate((folder / "claims.toml").read_text().splitlines(), 1) if "at_end" in line
    ]
    assert found == [
        (lines[0], "at_end of it_0: work has no range"),
        (lines[1], "at_end of it_1: frames has no range"),
        (lines[3], "at_end of it_3: found 'middle'"),
        (lines[4], "at_end of it_4: found 'middle'"),
    ]


def test_a_claim_that_lacks_a_key_does_not_hide_the_faults_of_others(tmp_path: Path, small: Book) -> None:
    """Nor is it read further."""
    folder = written(tmp_path, {"more": "at_least = 1"}, {"quantity": "nothing", "more": "at_least = 1"})
    path = folder / "claims.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('words = "It."\n', "", 1), encoding="utf-8")
    with pytest.raises(KensanError) as caught:
        read_claims(small, folder)
    assert [finding.problem for finding in caught.value.findings] == [
        '[it_0] has no "words"', '[it_1] names an unknown quantity "nothing"',
    ]  # fmt: skip


def test_a_printed_value_may_be_claimed_about_and_damaged_print_may_not(tmp_path: Path, small: Book) -> None:
    """The one is a quantity, the other is characters."""
    number, text = (next(key for key, it in small.printed.items() if bool(it.value) == has) for has in (True, False))
    folder = written(tmp_path, {"quantity": number, "more": "at_least = 1"}, {"quantity": text, "more": "at_least = 1"})
    with pytest.raises(KensanError) as caught:
        read_claims(small, folder)
    assert [finding.problem for finding in caught.value.findings] == [f'[it_1] names an unknown quantity "{text}"']


def test_changes_are_read_in_the_units_of_their_quantities(small: Book) -> None:
    """A number, or a range."""
    changes = changes_of(small, {"pace": 24, "days": [1, 2]})
    assert changes == {"pace": Estimate(576.0, 576.0), "days": Estimate(1.0, 2.0)}
