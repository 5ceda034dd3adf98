"""What stands beside the numbers: dates, descriptions, and the English words that come from `calc/`."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.exact import Exact
from recheck.findings import Finding
from recheck.numerals import NotANumeral, read_date
from recheck.pages import Page
from recheck.reading import Element
from recheck.wording import read_wording


def check_dates(page: Page, exact: Exact) -> Iterator[Finding]:
    """A finding for each date that is no date, not the one of its attribute, or not one of the book's."""
    for time in page.with_tag("time"):
        try:
            parts = read_date(time.text, page.tongue)
        except NotANumeral as wrong:
            yield page.finding(time.start, f'"{time.text}"', str(wrong))
            continue
        expected = ["-".join(f"{part:02}" for part in parts)]
        if not time.closest("section", "receipt"):  # check_receipts knows the dates of its own
            date = exact.dates.get(parts)
            expected = [date.isoformat(), *expected] if date else ["of an entry of calc/dates.toml"]
        if time.get("datetime") not in expected:
            found = f'datetime="{time.get("datetime")}" for "{time.text}"'
            yield page.finding(time.start, found, f'datetime="{expected[0]}"')


def check_words(page: Page, exact: Exact) -> Iterator[Finding]:
    """In English: a finding for each name, method or note that is not as `calc/` has it."""
    if page.tongue.code != "en":
        return
    for element, quantity in _named(page):
        name = exact.book.entry(quantity).name if quantity in exact.quantities else ""
        shown = element.get("aria-label") if "aria-label" in element.attributes else element.text
        if name and shown != name:
            yield page.finding(element.start, f'"{shown}"', f'"{name}"')
    for section in page.with_class("receipt"):
        yield from _receipt_word_findings(page, section, exact)


def check_description(page: Page, exact: Exact) -> Iterator[Finding]:
    """A finding if a page does not begin with the words by which search engines show it."""
    described = [meta.get("content") for meta in page.with_tag("meta") if meta.get("name") == "description"]
    for lede in page.with_class("lede"):
        if [lede.text] != described:
            yield page.finding(lede.start, f'"{lede.text}"', f"the description {described}")
        yield from _headline_findings(page, lede, exact)


def _headline_findings(page: Page, lede: Element, exact: Exact) -> Iterator[Finding]:
    """Words that state a number name its figure, the first if there are several, so that a script can find it."""
    tokens = sorted(read_wording(lede.text, page.tongue), key=lambda token: token.start)
    numbers = [token.value for token in tokens if token.kind == "number"]
    stated = exact.stated.get(lede.get("data-n"))
    if (stated is None) != (not numbers) or (stated and stated.printed not in numbers):
        yield page.finding(lede.start, f'data-n="{lede.get("data-n")}"', "the name of the figure that the words state")


def _named(page: Page) -> Iterator[tuple[Element, str]]:
    """Each element that shows a quantity's name, and the quantity."""
    for equation in page.with_class("equation"):
        yield equation, equation.get("id").removeprefix("eq-")
    for section in page.with_class("receipt"):
        yield from ((heading, section.get("id")) for heading in section.within("h3"))
    for part in page.with_class("part"):
        box = part.closest("section", "receipt")
        numbers = part.within("a", "n") or [link for name in part.within("", "name") for link in name.within("a")]
        of_result = box.get("id") if box and part.is_a("result") else ""
        quantity = page.target(numbers[0].get("href"))[1] if numbers else of_result
        yield from ((name, quantity) for name in part.within("span", "name") if quantity)
    for changes in page.with_class("changes"):
        for name, values in zip(changes.within("dt"), changes.within("dd"), strict=True):
            yield from ((name, link.get("data-n")) for link in values.within("a", "n"))
    for chart in page.with_class("chart"):
        for row in [*chart.within("li"), *chart.within("tr")]:
            heads, numbers = row.within("span", "name") or row.within("th"), row.within("a", "n")
            if len(heads) == len(numbers) == 1:
                yield heads[0], page.target(numbers[0].get("href"))[1]
    for links in page.with_class("inline"):
        yield from ((link, page.target(link.get("href"))[1]) for link in links.within("a"))


def _receipt_word_findings(page: Page, section: Element, exact: Exact) -> Iterator[Finding]:
    quantity, book = section.get("id"), exact.book
    formula, entry = book.graph.formulas.get(quantity), book.assumptions.get(quantity)
    scenario = book.overriding(quantity)
    given = f"{scenario.name} {scenario.note}" if scenario else f"{entry.kind} {entry.note}" if entry else ""
    expected = [formula.method] if formula else [given] if entry else []
    shown = [child.text for child in section.elements if child.tag == "p" and not child.is_a("figure")]
    if shown != expected:
        yield page.finding(section.start, f"the words {shown} for {quantity}", str(expected))
    scenarios = [book.statements[it.key].scenario for it in exact.others(quantity)]
    small = [small.text for small in section.within("small")]
    for name in (book.scenarios[scenario].name for scenario in scenarios if scenario):
        if name not in small:
            yield page.finding(section.start, f"the scenarios {small} for {quantity}", f'"{name}"')
