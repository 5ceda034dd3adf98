"""The book: what its files say, read whole; and every fault of any of them, each where it stands."""

import datetime
import re
from dataclasses import replace
from decimal import Decimal
from math import inf, nan
from pathlib import Path

import pytest
from conftest import cases, replace_in
from small import FORMULAS, formulas_of, small_book, small_folder

from calc import book as module
from calc.arithmetic import Arithmetic
from calc.book import Book, read_book, read_model
from calc.errors import Finding, KensanError
from calc.figures import Figure
from calc.inputs import Assumption, Estimate, KnownDate, Printed, Scenario, Source, to_base

DAY = datetime.date


# ── What is read ─────────────────────────────────────────────────────────────


def test_inputs_are_read_as_they_are_written(small: Book) -> None:
    """Numbers exactly, in their own units."""
    assert small.assumptions["frames"] == Assumption(
        "frames", "Frames", (Decimal(48), Decimal(96)), "frame", None, None, "chosen", "us",
        DAY(2024, 1, 2), DAY(2025, 3, 4), "It is.",
    )  # fmt: skip
    assert small.assumptions["days"].value == (Decimal(2), Decimal(2))
    assert (small.assumptions["days"].low, small.assumptions["days"].high) == (Decimal(1), Decimal("4.5"))
    assert list(small.assumptions) == ["frames", "days", "repeats", "other"]
    assert small.printed["printed_pace"] == Printed(
        "printed_pace", "Printed pace", (Decimal(3), Decimal(3)), "frame/hour", "", ("ja", "vi"), ("N-1", "N-2")
    )
    assert small.printed["damaged"] == Printed("damaged", "Damaged", None, "1", "1021", ("ko",), ())
    assert small.sources == {
        "us": Source("us", "Us", "We", "Ours", "Here", "https://us.example/", "primary", None),
        "them": Source("them", "Them", "They", "Theirs", "There", "https://them.example/it.pdf", "abstract", 2020),
    }
    assert small.dates == {
        "begun": KnownDate("begun", "Begun", DAY(2024, 5, 6), "month", "us"),
        "ended": KnownDate("ended", "Ended", DAY(2024, 7, 8), "day", "them"),
    }
    assert small.scenarios == {
        "as_estimated": Scenario("as_estimated", "As estimated", "Nothing changed.", (), {}),
        "often": Scenario("often", "Often", "More often.", ("us",), {"repeats": (Decimal(4), Decimal(4))}),
        "seldom": Scenario(
            "seldom", "Seldom", "Over more days.", (),
            {"days": (Decimal(3), Decimal(4)), "repeats": (Decimal(2), Decimal(2))},
        ),
    }  # fmt: skip


def test_values_are_worked_out_in_base_units_under_any_scenario(small: Book) -> None:
    """48 to 96 frames in two days; a printed number is an input, damaged print is not."""
    assert small.inputs()["printed_pace"] == Estimate(72.0, 72.0)
    values = small.values()
    assert set(values) == {*small.assumptions, *small.graph.formulas, "printed_pace"}
    assert (values["pace"], values["work"], values["work_again"]) == ((24, 48), (72, 144), (72, 144))
    assert (values["ratio"], values["other"]) == ((3, 3), (7, 7))
    assert small.values("often")["work"] == (96, 192)
    assert small.values("seldom")["work"] == (32, 48)
    assert small.values("often", {"pace": Estimate(1.0, 2.0)})["work"] == (4, 8)
    assert small.values() == values


def test_a_value_is_converted_exactly_and_rounded_once() -> None:
    """A tenth of a second is the float nearest to 1/864000 of a day."""
    assert to_base((Decimal("0.1"), Decimal(3)), "second") == (1 / 864000, 3 / 86400)


def test_figures_are_what_statements_say(small: Book) -> None:
    """Also of dates and of damaged print, and under a scenario."""
    figures = small.figures()
    assert list(figures) == list(small.statements)
    assert figures["work"] == Figure("work", "work", "plain", "frame/hour", Decimal(3), Decimal(6), (3.0, 6.0))
    assert figures["work_often"] == Figure(
        "work_often", "work", "compact", "frame/day", Decimal("192.0"), Decimal("192.0"), (192.0, 192.0), 1, True
    )
    assert figures["begun"] == Figure("begun", "begun", "date", date=DAY(2024, 5, 6), precision="month")
    assert figures["damaged"] == Figure("damaged", "damaged", "verbatim", text="1021")
    for key in ("begun", "damaged"):
        assert (figures[key].low, figures[key].high, figures[key].exact) == (0, 0, (0.0, 0.0))
    assert figures["work"].is_range and not figures["ratio"].is_range


def test_a_figure_may_stand_in_where_a_formula_is_written_out(small: Book) -> None:
    """And nowhere else."""
    assert small.figure_in("work", "ratio") == "work_often"
    assert small.figure_in("work", "pace") == "work"
    assert small.figure_in("pace", "ratio") == "pace"
    assert small.figure_in("work_again", "ratio") == "work_again"


def test_a_scenario_is_found_by_its_name_alone(small: Book) -> None:
    """An unknown one is refused with the nearest, or with all where none is near."""
    assert (small.active, small.under("as_estimated").active) == (None, None)
    assert small.under("".join(["as_", "estimated"])).active is None
    assert small.under("often").active == small.scenarios["often"]
    assert small.under("often").under("seldom").active == small.scenarios["seldom"]
    first = replace(small, scenarios={**small.scenarios, "a_few": small.scenarios["often"]}).under("a_few")
    assert first.active == small.scenarios["often"]
    for name, fix in (("offen", 'write "often"'), ("x", "use one of: as_estimated, often, seldom")):
        with pytest.raises(KensanError) as caught:
            small.under(name)
        assert caught.value.findings == [Finding("calc/scenarios.toml", 1, f'no scenario is named "{name}"', fix)]


def test_an_assumption_knows_the_scenario_that_gives_its_value(small: Book) -> None:
    """None if it is the base, or one that leaves it alone."""
    often = small.under("often")
    assert often.overriding("repeats") == small.scenarios["often"]
    assert (often.overriding("days"), small.overriding("repeats")) == (None, None)


def test_a_quantity_knows_the_former_ids_of_its_figures(small: Book) -> None:
    """Those of its own alone."""
    assert small.former("".join(["wo", "rk"])) == ["work_frequently"]
    assert small.former("work_again") == small.former("pace") == small.former("ratio") == []


def test_bounds_are_a_figure_in_the_style_of_the_assumptions_own(small: Book) -> None:
    """Where it has any."""
    assert small.bounds("days") == Figure("days", "days", "plain", "day", Decimal(1), Decimal("4.5"), (1.0, 4.5))
    assert small.bounds("frames") is None


def test_every_quantity_has_a_name_and_all_but_dates_a_unit(small: Book) -> None:
    """Computed, assumed, printed."""
    names = ("pace", "frames", "printed_pace", "damaged", "begun")
    assert [small.name(it) for it in names] == ["Pace", "Frames", "Printed pace", "Damaged", "Begun"]
    assert [small.unit(it) for it in names[:-1]] == ["frame/hour", "frame", "frame/hour", "1"]
    with pytest.raises(AssertionError):
        small.unit("begun")


# ── What is refused ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", cases("book_faults.toml"), ids=lambda case: f"{case['file']}: {case['said'][0][1]}")
def test_every_fault_is_named_at_its_line_and_nothing_else_is(tmp_path: Path, case: dict) -> None:
    """A fault in one entry hides none in another. (What rests on a faulty entry is refused too, in other files.)"""
    folder, file = small_folder(tmp_path), f"{case['file']}.toml"
    path = folder / file
    path.write_text("# at the top\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    for old, new in case["replaced"]:
        replace_in(path, old, new)
    lines = path.read_text(encoding="utf-8").splitlines()
    with pytest.raises(KensanError) as caught:
        small_book(folder)
    found = [(it.problem, lines[it.line - 1]) for it in caught.value.findings if it.file == f"calc/{file}"]
    expected = sorted((problem, line) for line, problem in case["said"])
    assert len(found) == len(expected), found
    for (problem, line), (begins, at) in zip(sorted(found), expected, strict=True):
        assert (problem[: len(begins)], line) == (begins, at)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("figures", "decimals = 1\n", "decimals = 12\n"),
        ("figures", "decimals = 1\n", "decimals = -6\n"),
        ("figures", "decimals = 1\n", "digits = 1\n"),
        ("figures", "decimals = 1\n", "digits = 15\n"),
        ("figures", 'pick = "high"\n', 'pick = "low"\n'),
        ("figures", 'pick = "high"\n', ""),
        ("figures", 'scenario = "often"\n', ""),
        ("figures", 'quantity = "work"', 'quantity = "printed_pace"'),
        ("printed", 'value = 3\nunit = "frame/hour"', 'value = [3, 4]\nunit = "frame/day"'),
        ("sources", "year = 2020\n", ""),
        ("scenarios", "days = [3, 4]", "days = [1, 4.5]"),
        ("scenarios", "days = [3, 4]", "days = 3"),
        ("scenarios", "days = [3, 4]", "days = 3.5"),
        ("sources", "https://us.example/", "http://us.example/~a?b=c#d"),
    ],
)
def test_what_is_allowed_is_read(tmp_path: Path, file: str, old: str, new: str) -> None:
    """Up to the last number of a range, and with or without what is optional."""
    folder = small_folder(tmp_path)
    replace_in(folder / f"{file}.toml", old, new)
    assert isinstance(small_book(folder), Book)


def test_faults_of_several_files_are_named_together(tmp_path: Path) -> None:
    """As far as they can be told apart from each other."""
    folder = small_folder(tmp_path)
    for file, old in (("printed", "value = 3"), ("dates", 'precision = "day"'), ("scenarios", "repeats = 4")):
        replace_in(folder / f"{file}.toml", old, f"{old.split()[0]} = nan")
    with pytest.raises(KensanError) as caught:
        small_book(folder)
    assert [finding.file for finding in caught.value.findings] == [
        "calc/dates.toml", "calc/printed.toml", "calc/scenarios.toml",
    ]  # fmt: skip


def test_a_faulty_formula_is_named_before_any_figure_is_read(tmp_path: Path) -> None:
    """A figure of a quantity that does not come about would be called unknown."""

    def pace(frames: Arithmetic, weeks: Arithmetic) -> Arithmetic:
        """Pace [frame/hour]."""
        return frames / weeks

    with pytest.raises(KensanError) as caught:
        read_book(small_folder(tmp_path), formulas_of(pace=pace))
    (finding,) = caught.value.findings
    assert finding.problem == 'pace needs "weeks", which is unknown'


# ── The module of formulas ───────────────────────────────────────────────────


def test_the_model_is_read_anew_only_if_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """While serving, formulas are edited; otherwise they are not."""
    reloaded = []
    monkeypatch.setattr(module, "reload", lambda model: reloaded.append(model) or FORMULAS)
    assert read_model().__name__ == "calc.model" and reloaded == []
    assert read_model(again=True) is FORMULAS and [model.__name__ for model in reloaded] == ["calc.model"]


def test_a_model_without_a_line_at_fault_is_shown_at_its_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python names none for bytes that cannot be text."""

    def fail(name: str) -> None:
        raise SyntaxError("source code string cannot contain null bytes")

    monkeypatch.setattr(module, "import_module", fail)
    with pytest.raises(KensanError) as caught:
        read_model()
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("calc/model.py", 1)


def test_a_model_that_fails_is_shown_where_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the innermost call."""

    def fail(name: str) -> None:
        exec(compile("\n\ndef f():\n    return 1 / 0\n\n\nf()\n", "model", "exec"), {})

    monkeypatch.setattr(module, "import_module", fail)
    with pytest.raises(KensanError, match=re.escape("calc/model.py:4: cannot be imported: ZeroDivisionError")):
        read_model()


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_no_figure_is_made_of_what_is_no_number(small: Book, value: float) -> None:
    """At either end."""
    for estimate in (Estimate(1.0, value), Estimate(value, 1.0)):
        with pytest.raises(ValueError, match="work is"):
            small.statements["work"].figure(estimate)
