"""Formulas in JavaScript, from the very lines of Python that the model runs.

Both languages read + − × ÷ and brackets alike, from the same precedence and from left to right, and both work in the
same doubles. What else Python could say is refused, not imitated.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from calc.errors import Finding, KensanError
from calc.graph import Formula

SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
LARGEST = 2**53  # beyond it a double skips whole numbers
FIX = "write one return over + - * / of the parameters"


def in_javascript(formula: Formula, values: str, places: Mapping[str, int]) -> str:
    """The formula as an expression over `values`, the name of an array in which quantities have these places.

    Raises KensanError where it says what JavaScript would not work out to the same last bit.
    """
    result = _result(formula)
    for node in ast.walk(result):
        _refuse(formula, node)
    return ast.unparse(_Placed(values, places).visit(result)).replace(" ", "")


class _Placed(ast.NodeTransformer):
    """Quantities as items of an array."""

    def __init__(self, values: str, places: Mapping[str, int]) -> None:
        self._values, self._places = ast.Name(values), places

    def visit_Name(self, node: ast.Name) -> ast.Subscript:
        """The item at the place of that name."""
        return ast.Subscript(self._values, ast.Constant(self._places[node.id]))


def _result(formula: Formula) -> ast.expr:
    """What the formula's one return gives."""
    function = _tree(formula.function)
    body = [it for it in function.body if not (isinstance(it, ast.Expr) and isinstance(it.value, ast.Constant))]
    if function.decorator_list or len(body) != 1 or not isinstance(body[0], ast.Return) or body[0].value is None:
        raise _refusal(formula, body[0] if body else function, "more than one return")
    return body[0].value


def _tree(function: Callable[..., Any]) -> ast.FunctionDef:
    """The function as it stands in its file, with the lines that it has there."""
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    ast.increment_lineno(tree, max(first, 1) - 1)
    return tree


def _refuse(formula: Formula, node: ast.AST) -> None:
    """Raise KensanError unless the node is a quantity, a whole number, or two of them joined by a sign."""
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, SIGNS):
            raise _refusal(formula, node, ast.unparse(node))
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
            raise _refusal(formula, node, f"{ast.unparse(node)}, which Python works out in whole numbers")
    elif isinstance(node, ast.Constant):
        if type(node.value) is not int or not 0 <= node.value <= LARGEST:
            raise _refusal(formula, node, repr(node.value))
    elif isinstance(node, ast.Name):
        if node.id not in formula.needs:
            raise _refusal(formula, node, f"{node.id}, which is no parameter")
    elif not isinstance(node, (*SIGNS, ast.Load)):
        raise _refusal(formula, node, ast.unparse(node))


def _refusal(formula: Formula, node: ast.AST, found: str) -> KensanError:
    line = getattr(node, "lineno", formula.line)
    problem = f"{formula.key} cannot be worked out in a browser: found {found}"
    return KensanError([Finding(formula.file, line, problem, FIX)])


def literal(value: Any) -> str:
    """Plain data as a JavaScript literal, as short as may be.

    Keys that are names stand without quotes, and None leaves its place in a list empty.
    """
    if isinstance(value, dict):
        return "{" + ",".join(f"{_key(key)}:{literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join("" if item is None else literal(item) for item in value).rstrip(",") + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _key(name: str) -> str:
    return name if name.isidentifier() and name.isascii() and name != "__proto__" else json.dumps(name)
