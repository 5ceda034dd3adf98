"""How each language prints numbers: the golden table, and what must hold for any number."""

import datetime
import re
from decimal import Decimal

import pytest
from conftest import cases
from hypothesis import given
from hypothesis import strategies as st

from calc.figures import Figure, Statement
from calc.inputs import Estimate
from explainer.formatting import number_text, print_figure
from explainer.languages import read_languages
from explainer.project import Project

GOLDEN = cases("formats.toml")
STYLES = st.sampled_from(["plain", "compact", "scientific", "percent", "times"])
NUMBERS = st.floats(1e-9, 1e30)


def golden_figure(case: dict) -> Figure:
    """The figure that a case of the golden table describes."""
    if case["style"] == "date":
        return Figure("x", "x", "date", date=case["date"], precision=case["precision"])
    value = case["value"] if isinstance(case["value"], list) else [case["value"]] * 2
    digits = None if "decimals" in case else case.get("digits", 6)
    bare = "unit" not in case and case["style"] != "times"
    statement = Statement("x", "x", case["style"], digits=digits, decimals=case.get("decimals"), bare=bare)
    figure = statement.figure(Estimate(*(float(number) for number in value)))
    return Figure(**{**vars(figure), "unit": case.get("unit", "1")})


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["says"])
@pytest.mark.parametrize("code", ["en", "ja", "ko", "zh", "vi"])
def test_a_number_prints_as_the_golden_table_says(project: Project, case: dict, code: str) -> None:
    """Character for character; spaces in numbers are no-break spaces."""
    edition = project.editions[code]
    text = str(print_figure(golden_figure(case), edition.language, edition.unit_pattern))
    assert text.replace("\u00a0", " ") == case["text"][code]
    if "unit" not in case:
        assert case["style"] in ("date", "times") or " " not in text


def test_the_golden_table_covers_every_style() -> None:
    """And ranges, dates and rates among them."""
    assert {case["style"] for case in GOLDEN} == {"plain", "compact", "scientific", "percent", "times", "date"}
    assert any(isinstance(case.get("value"), list) for case in GOLDEN)
    assert {"video_minute", "hour", "day", "video_minute/day"} <= {case.get("unit") for case in GOLDEN}


@given(STYLES, NUMBERS, NUMBERS, st.integers(1, 8))
def test_nothing_ever_prints_what_is_not_a_number(style: str, one: float, other: float, digits: int) -> None:
    """No nan, no inf, no bare exponent, no thousand thousands, no minus nothing."""
    figure = Statement("x", "x", style, digits=digits, bare=True).figure(Estimate(one, other))
    for language in project_languages().values():
        text = number_text(figure, language)
        assert re.search(r"nan|inf|[eE]\+?\d|\d[KMB]\b|-0", text) is None
        assert "1000 million" not in text.replace("\u00a0", " ")


@given(NUMBERS, st.integers(1, 6))
def test_a_compact_number_reads_back(value: float, digits: int) -> None:
    """Mantissa times scale word is the rounded value, in every language."""
    figure = Statement("x", "x", "compact", digits=digits, bare=True).figure(Estimate(value, value))
    for language in project_languages().values():
        text = number_text(figure, language)
        power = next(
            (p for p, pattern in language.scales if text.endswith(pattern.strip("0").replace(" ", "\u00a0"))), 0
        )
        plain = re.sub(r"[^\d.,]", "", text).replace(language.group_mark, "").replace(language.decimal_mark, ".")
        assert Decimal(plain).scaleb(power) == figure.low


def test_dates_keep_to_what_is_known(project: Project) -> None:
    """A date known to the month shows no day."""
    figure = Figure("x", "x", "date", date=datetime.date(2024, 3, 1), precision="month")
    texts = {code: number_text(figure, edition.language) for code, edition in project.editions.items()}
    assert not any(re.search(r"\b1\b", text) for text in texts.values())


LANGUAGES: dict = {}


def project_languages() -> dict:
    """The registry, read once for the properties above (which cannot take a fixture)."""
    if not LANGUAGES:
        from conftest import ROOT

        LANGUAGES.update(read_languages(ROOT))
    return LANGUAGES
