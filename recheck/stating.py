"""Which number a link should show: its figure's own, or that under a scenario, with one assumption moved, or drawn."""

from __future__ import annotations

from recheck.drawing import drawn_by
from recheck.exact import Exact, Stated
from recheck.reading import Element


def stated_by(link: Element, exact: Exact) -> Stated | None:
    """What the number in a link should be, by the figure that the link names and by what else it says of it."""
    key, scenario, moved = link.get("data-n"), link.get("data-scenario"), link.get("data-moved")
    if scenario:
        return exact.under(scenario).stated.get(key) if scenario in exact.book.scenarios else None
    if key not in exact.stated:
        return None
    quantity = exact.stated[key].quantity
    if moved:
        known = moved in exact.ranged and link.get("data-end") in ("low", "high")
        return exact.in_unit(key, exact.alone(moved, link.get("data-end"))[quantity]) if known else None
    if "data-percentile" in link.attributes:
        return drawn_by(link, key, quantity, exact)
    return exact.stated[key]
