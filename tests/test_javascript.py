"""Formulas in JavaScript: translated from their own lines, or refused with the line."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from calc.book import Book
from calc.errors import KensanError
from calc.graph import Formula
from explainer.browser_module import Reach, browser_modules, followed, model_script
from explainer.javascript import in_javascript, literal
from explainer.project import Project

PLACES = {"a": 0, "b": 1, "c": 12}
TRANSLATED = [
    ("a * b / c", "q[0]*q[1]/q[12]"),
    ("a / (b * c)", "q[0]/(q[1]*q[12])"),
    ("a - (b - c)", "q[0]-(q[1]-q[12])"),
    ("(a - b) - c", "q[0]-q[1]-q[12]"),
    ("a + b * c", "q[0]+q[1]*q[12]"),
    ("(a + b) * c", "(q[0]+q[1])*q[12]"),
    ("1 - a", "1-q[0]"),
]
REFUSED = [
    ("a ** b", "a ** b"),
    ("a // b", "a // b"),
    ("a % b", "a % b"),
    ("-a", "-a"),
    ("a if b else c", "a if b else c"),
    ("a or b", "a or b"),
    ("pow(a, b)", "pow(a, b)"),
    ("a == b", "a == b"),
    ("a.real", "a.real"),
    ("a * 9007199254740993", "9007199254740993"),
    ("a * 0.1", "0.1"),
    ("a * True", "True"),
    ("a * (2 / 3)", "2 / 3, which Python works out in whole numbers"),
    ("a * d", "d, which is no parameter"),
]


def formula(folder: Path, body: str, before: str = "") -> Formula:
    """A formula of three parameters with this body, in a file of its own."""
    file = folder / "it.py"
    file.write_text(f'd = 1\n\n\n{before}def it(a, b, c):\n    """It [1]."""\n{body}', encoding="utf-8")
    spec = importlib.util.spec_from_file_location("it", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Formula("it", module.it, ("a", "b", "c"), "It", "1", "", "it.py", module.it.__code__.co_firstlineno)


@pytest.mark.parametrize(("python", "javascript"), TRANSLATED)
def test_a_formula_keeps_its_order(tmp_path: Path, python: str, javascript: str) -> None:
    """Brackets stand where the order would be another without them."""
    assert in_javascript(formula(tmp_path, f"    return {python}\n"), "q", PLACES) == javascript


@pytest.mark.parametrize(("python", "found"), REFUSED)
def test_what_a_browser_would_work_out_otherwise_is_refused(tmp_path: Path, python: str, found: str) -> None:
    """With file, line and fix."""
    with pytest.raises(KensanError) as refused:
        in_javascript(formula(tmp_path, f"    return {python}\n"), "q", PLACES)
    assert str(refused.value) == (
        f"it.py:6: it cannot be worked out in a browser: found {found}\n"
        "  fix: write one return over + - * / of the parameters"
    )


@pytest.mark.parametrize(
    ("body", "before", "line"),
    [("    a = b\n    return a\n", "", 6), ("    return\n", "", 6), ("    pass\n", "", 6), ("", "", 4)],
)
def test_a_formula_is_one_return(tmp_path: Path, body: str, before: str, line: int) -> None:
    """Nothing else may happen in it."""
    with pytest.raises(KensanError, match=rf"^it\.py:{line}: it cannot be .* found more than one return\n"):
        in_javascript(formula(tmp_path, body, before), "q", PLACES)


def test_every_formula_of_the_model_has_its_equal(book: Book) -> None:
    """Also those that no assumption with a range reaches."""
    places = {name: place for place, name in enumerate([*book.inputs(), *book.graph.order])}
    for it in book.graph.formulas.values():
        assert in_javascript(it, "q", places)


def test_the_small_model_reaches_what_its_one_range_moves(small: Book) -> None:
    """In an order in which each comes after what it needs; what does not move is given as it is."""
    reach = Reach(small)
    assert list(reach.assumptions) == ["days"]
    assert {it.key for it in reach.formulas} == {"pace", "work", "work_again", "ratio"}
    assert reach.inputs == ["days", "frames", "repeats"]
    script = model_script(reach)
    assert 'export const assumptions={days:["1","4.5"]};\n' in script
    assert "export const given=[2.0,[48.0,96.0],3.0];\n" in script
    assert f"q[{reach.places['pace']}]=q[1]/q[0];\n" in script
    assert script.index(f"q[{reach.places['pace']}]=") < script.index(f"q[{reach.places['work']}]=")


def test_data_is_written_as_short_as_may_be() -> None:
    """And cannot end the script, or name a prototype."""
    assert (
        literal({"a": [1, None, 2.5, None], "b c": "é\n", "__proto__": {}})
        == '{a:[1,,2.5],"b c":"é\\n","__proto__":{}}'
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        literal(float("nan"))


def test_pages_follow_in_languages_whose_plural_the_browser_knows(project: Project) -> None:
    """French says "one" of nothing, too."""
    english = project.editions["en"]
    french = replace(english, language=replace(english.language, locale="fr"))
    editions = {**project.editions, "fr": french}
    assert followed(replace(project, editions=editions)) == followed(project) == [*project.editions.values()]


def test_two_builds_give_the_same_modules(project: Project) -> None:
    """Byte for byte, one for each language."""
    modules = browser_modules(project)
    assert modules == browser_modules(project)
    assert list(modules) == [f"js/scenario/{language.tag}.js" for language in project.languages.values()]


def test_scripts_that_declare_a_name_twice_are_refused(
    copy: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined, they share their names."""
    with (copy / "theme" / "js" / "scenario" / "query.js").open("a", encoding="utf-8") as script:
        script.write("\nfunction shortest() {}\n")
    monkeypatch.setattr(project, "root", copy)
    with pytest.raises(KensanError, match=r'theme/js/scenario:1: "shortest" is declared 2 times'):
        browser_modules(project)
