"""Formulas as they are written out: the same sum again, with no bracket too few or too many."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.expression import Operation, Part, Symbol, as_expression, parts

VALUES = {"a": Fraction(2), "b": Fraction(3, 7), "c": Fraction(11), "d": Fraction(13, 5)}
TO_PYTHON = str.maketrans({"−": "-", "×": "*", "÷": "/"})
APPLIED = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}
SIGNS, LITERALS = st.sampled_from(sorted(APPLIED)), st.integers(1, 9)
TREES = st.recursive(
    st.sampled_from(sorted(VALUES)),
    lambda tree: st.tuples(SIGNS, tree, tree) | st.tuples(SIGNS, LITERALS, tree) | st.tuples(SIGNS, tree, LITERALS),
    max_leaves=12,
)


def worked(tree: Any, values: dict[str, Any]) -> Any:
    """A tree of (sign, left, right), worked out with these values."""
    if isinstance(tree, tuple):
        sign, left, right = tree
        return APPLIED[sign](worked(left, values), worked(right, values))
    return values.get(tree, tree)


def written(expression: Any) -> str:
    """A formula as it is written out."""
    return "".join(part.text for part in parts(as_expression(expression)))


def read_back(text: str) -> Fraction:
    """What a written formula comes to, worked out as everybody learns at school."""
    exact = re.sub(r"\d+", r"Fraction(\g<0>)", text.translate(TO_PYTHON))
    return eval(exact, {"Fraction": Fraction}, VALUES)


@given(TREES)
def test_a_written_formula_comes_to_what_the_formula_comes_to(tree: Any) -> None:
    """Whatever it is made of, literals on either side included."""
    symbols = {name: Symbol(name) for name in VALUES}
    try:
        expected = worked(tree, VALUES)
    except ZeroDivisionError:
        assume(False)
    assert read_back(written(worked(tree, symbols))) == expected


A, B, C = Symbol("a"), Symbol("b"), Symbol("c")
WRITTEN = [
    (A + B + C, "a+b+c"),
    (A + (B + C), "a+b+c"),
    (A + (B - C), "a+b−c"),
    (A - B - C, "a−b−c"),
    (A - (B + C), "a−(b+c)"),
    (A - (B - C), "a−(b−c)"),
    (A - B * C, "a−b×c"),
    (A * B / C, "a×b÷c"),
    (A * (B / C), "a×b÷c"),
    (A / B / C, "a÷b÷c"),
    (A / (B * C), "a÷(b×c)"),
    (A / (B / C), "a÷(b÷c)"),
    ((A + B) * C, "(a+b)×c"),
    (A * (B - C), "a×(b−c)"),
    (1 - A, "1−a"),
    (2 / A + 3 * B + 4, "2÷a+3×b+4"),
    (5 + A - 6, "5+a−6"),
]


@pytest.mark.parametrize(("expression", "expected"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_a_formula_has_the_brackets_that_it_needs_and_no_others(expression: Operation, expected: str) -> None:
    """As printed in books."""
    assert written(expression) == expected


def test_names_are_told_from_signs() -> None:
    """A page links the one and not the other."""
    assert parts((A + B) * 2) == [
        Part("sign", "("), Part("name", "a"), Part("sign", "+"), Part("name", "b"), Part("sign", ")"),
        Part("sign", "×"), Part("name", "2"),
    ]  # fmt: skip
