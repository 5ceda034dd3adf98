"""A formula called with symbols gives its own structure back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}


class Expression:
    """Base of the two kinds of expression; arithmetic on either builds a new one."""

    def __add__(self, other: Any) -> Operation:
        return Operation("+", self, as_expression(other))

    def __radd__(self, other: Any) -> Operation:
        return Operation("+", as_expression(other), self)

    def __sub__(self, other: Any) -> Operation:
        return Operation("-", self, as_expression(other))

    def __rsub__(self, other: Any) -> Operation:
        return Operation("-", as_expression(other), self)

    def __mul__(self, other: Any) -> Operation:
        return Operation("*", self, as_expression(other))

    def __rmul__(self, other: Any) -> Operation:
        return Operation("*", as_expression(other), self)

    def __truediv__(self, other: Any) -> Operation:
        return Operation("/", self, as_expression(other))

    def __rtruediv__(self, other: Any) -> Operation:
        return Operation("/", as_expression(other), self)


@dataclass(frozen=True)
class Symbol(Expression):
    """A quantity by its name, or a literal number as it is written."""

    name: str


@dataclass(frozen=True)
class Operation(Expression):
    """Two expressions joined by one of + - * /."""

    sign: str
    left: Expression
    right: Expression


def as_expression(value: Any) -> Expression:
    """The value itself if it is an expression, else a symbol that shows the literal."""
    return value if isinstance(value, Expression) else Symbol(str(value))


@dataclass(frozen=True)
class Part:
    """A piece of a written formula: a sign ("×", "(", …), or the name of a quantity or a literal."""

    kind: str
    text: str


def parts(expression: Expression) -> list[Part]:
    """The formula from left to right, with the brackets it needs."""
    if isinstance(expression, Symbol):
        return [Part("name", expression.name)]
    assert isinstance(expression, Operation)
    rank = PRECEDENCE[expression.sign]
    left = _bracketed(expression.left, lambda inner: inner < rank)
    right = _bracketed(expression.right, lambda inner: inner < rank or (inner == rank and expression.sign in "-/"))
    return [*left, Part("sign", SIGNS[expression.sign]), *right]


def _bracketed(expression: Expression, needed: Callable[[int], bool]) -> list[Part]:
    inner = parts(expression)
    if isinstance(expression, Operation) and needed(PRECEDENCE[expression.sign]):
        return [Part("sign", "("), *inner, Part("sign", ")")]
    return inner
