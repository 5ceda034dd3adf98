"""The draws of the sensitivity page, made again with logarithms, of which the site itself uses none.

Only the numbers between 0 and 1 from which they begin are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from math import exp, log, sqrt
from random import Random

from calc.units import base_factor
from recheck.exact import Exact, Stated, to_digits
from recheck.reading import Element

SEED = 20240215
DRAWS = 10_001
PERCENTILES = ("5", "50", "95")
DIGITS = 2
NEAR = 1e-3  # the site takes the nearest of 65,536 steps of each range


def drawn_by(link: Element, key: str, quantity: str, exact: Exact) -> Stated | None:
    """What a percentile should be: the value that its link gives to programs, if that is near the one drawn here."""
    percentile = link.get("data-percentile")
    if percentile not in PERCENTILES or quantity not in results_of(exact):
        return None
    drawn = results_of(exact)[quantity][int(percentile) * (DRAWS - 1) // 100]
    drawn /= float(base_factor(exact.book.statements[key].unit))
    told = [data.get("value") for data in link.within("data")]
    try:
        value = float(told[0])
    except (IndexError, ValueError):
        value = drawn
    near = value if abs(value - drawn) <= NEAR * drawn else drawn
    return to_digits(key, exact.stated[key].style, (Fraction(near),) * 2, DIGITS)


@cache
def results_of(exact: Exact) -> Mapping[str, list[float]]:
    """The drawn values of every headline in base units, in rising order."""
    graph = exact.book.graph
    headlines = [statement.quantity for statement in exact.book.headlines()]
    behind = set().union(*map(graph.behind, headlines))
    formulas = [(name, graph.formulas[name]) for name in graph.order if name in behind]
    columns = {name: _draws(name, exact) for name in exact.ranged if name in behind}
    inputs = {name: float(low) for name, (low, _) in exact.values().items()}
    results: dict[str, list[float]] = {quantity: [] for quantity in headlines}
    for row in range(DRAWS):
        values = {**inputs, **{name: column[row] for name, column in columns.items()}}
        for name, formula in formulas:
            values[name] = formula.function(*(values[need] for need in formula.needs))
        for quantity, drawn in results.items():
            drawn.append(values[quantity])
    return {quantity: sorted(drawn) for quantity, drawn in results.items()}


def _draws(name: str, exact: Exact) -> list[float]:
    """The values of an assumption, one from each of the equally likely parts of its range."""
    random = Random(int.from_bytes(name.encode("ascii"), "big") + SEED)
    order = sorted((random.random(), part) for part in range(DRAWS))
    low, high = (log(end) for end in exact.range_of(name))
    corners = [(log(end) - low) / (high - low) for end in exact.values()[name]]
    return [exp(low + (high - low) * _place((part + random.random()) / DRAWS, *corners)) for _, part in order]


def _place(share: float, rise: float, fall: float) -> float:
    """The place left of which that share of a density lies: it rises from 0 to `rise`, and falls from `fall` to 1.

    The area under the density is half of (1 + fall - rise) times its height.
    """
    area = share * (1 + fall - rise)
    if area < rise:
        return sqrt(area * rise)
    if area < 2 * fall - rise:
        return (area + rise) / 2
    return 1 - sqrt((1 - share) * (1 + fall - rise) * (1 - fall))
