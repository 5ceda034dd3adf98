"""The numbers page: which number stands where in the receipt of a quantity, and what else it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from recheck.exact import Exact, Stated
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element


class Shown(NamedTuple):
    """An element with nothing but a number in it, and what that number should be; None if nobody knows."""

    element: Element
    stated: Stated | None


def receipt_numbers(section: Element, page: Page, exact: Exact) -> Iterator[Shown]:
    """The numbers of a receipt: its own, those of its sum, the plausible range, and the other ways to state it."""
    quantity = section.get("id")
    others = iter(exact.others(quantity))
    for digits in section.within("", "digits"):
        stated = None
        if digits.closest("p", "figure"):
            stated = exact.stated.get(quantity)
        elif part := digits.closest("div", "part"):
            stated = exact.stated.get(exact.book.figure_in(_of_part(part, quantity, page), quantity))
        elif digits.closest("li"):
            stated = next(others, None)
        elif digits.closest("dd") and quantity in exact.book.assumptions:
            stated = exact.bounds(quantity)
        yield Shown(digits, stated)


def _of_part(part: Element, quantity: str, page: Page) -> str:
    """The quantity that a part of a sum shows: the one that its name links to, or the receipt's own."""
    links = part.within("a")
    return page.target(links[0].get("href"))[1] if links else quantity


def check_receipts(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the receipts of a page: which there are, and their dates, sources and links."""
    sections = page.with_class("receipt")
    if not sections:
        return
    book = exact.book
    expected = [*book.graph.formulas, *book.assumptions, *book.printed]
    here = [section.get("id") for section in sections]
    for missing in set(expected) - set(here):
        yield page.finding(sections[0].start, f"no receipt of {missing}", f'<section class="receipt" id="{missing}">')
    for section in sections:
        if section.get("id") not in expected:
            yield page.finding(section.start, f'a receipt of "{section.get("id")}"', "one of a known quantity")
        else:
            yield from _receipt_findings(page, section, exact)


def _receipt_findings(page: Page, section: Element, exact: Exact) -> Iterator[Finding]:
    quantity, book = section.get("id"), exact.book
    inside, entry = section.within(), book.assumptions.get(quantity)
    scenario = book.overriding(quantity)
    dates = [entry.as_of.isoformat(), entry.check_by.isoformat()] if entry and not scenario else []
    shown = [time.get("datetime") for time in inside if time.tag == "time"]
    if len(shown) != len(dates) or not all(map(str.startswith, dates, shown)):  # to the day or to the month
        yield page.finding(section.start, f"the dates {shown}", f"{dates} for {quantity}")
    keys = scenario.sources if scenario else (entry.source,) if entry else ()
    sources = [f"source-{key}" for key in keys]
    cited = [page.target(link.get("href"))[1] for link in inside if link.is_a("cite")]
    if cited != sources:
        yield page.finding(section.start, f"the sources {cited}", f"{sources} for {quantity}")
    needed = [book.graph.needed_by(quantity)]
    lists = [it for it in inside if it.tag == "ul" and it.within("a") and not it.is_a("rows")]
    linked = [[page.target(link.get("href"))[1] for link in links.within("a")] for links in lists]
    if linked != (needed if needed[0] else []):
        yield page.finding(section.start, f"needed for {linked}", f"{needed} for {quantity}")
    former = [old for old, alias in book.aliases.items() if book.statements[alias.now].quantity == quantity]
    anchors = [link.get("id") for link in inside if link.tag == "a" and "id" in link.attributes]
    if anchors != former:
        yield page.finding(section.start, f"the former ids {anchors}", f"{former} for {quantity}")
    yield from _count_findings(page, section, exact)
    yield from _figure_findings(page, section, exact)


def _figure_findings(page: Page, section: Element, exact: Exact) -> Iterator[Finding]:
    """Each number names its figure, so that a script can find it; a plausible range has none of its own."""
    for digits, stated in receipt_numbers(section, page, exact):
        is_range = digits.closest("dd") and not digits.closest("li")
        expected = "" if is_range or stated is None else stated.key
        if digits.get("data-n") != expected:
            yield page.finding(digits.start, f'data-n="{digits.get("data-n")}"', f'data-n="{expected}"')


def _count_findings(page: Page, section: Element, exact: Exact) -> Iterator[Finding]:
    """The receipt leaves out none of its numbers."""
    quantity, book = section.get("id"), exact.book
    digits = section.within("", "digits")
    exact_values = [digit for digit in digits if digit.tag == "data" and digit.closest("p", "figure")]
    if len(exact_values) != 1:
        yield page.finding(section.start, f"{len(exact_values)} exact values of {quantity}", "1")
    sum_ = [digit for digit in digits if digit.closest("div", "part")]
    bounds = quantity in book.assumptions and exact.bounds(quantity) is not None
    expected = 1 + len(exact.others(quantity)) + bounds
    if len(digits) - len(sum_) != expected:
        problem = f"{len(digits) - len(sum_)} numbers of {quantity} beside its sum"
        yield page.finding(section.start, problem, str(expected))
    if bool(sum_) != (quantity in book.graph.formulas):
        yield page.finding(section.start, f"{len(sum_)} numbers in a sum for {quantity}", "a sum for what is computed")
