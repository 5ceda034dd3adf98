"""Every printed number that names its quantity: what it should say, and whether it does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from recheck.chains import chain_numbers
from recheck.exact import Exact, Stated, unrepeated
from recheck.findings import Finding
from recheck.numerals import NotANumeral, read_numeral
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown, receipt_numbers
from recheck.scenarios import factors_of
from recheck.sizes import size_numbers
from recheck.stating import stated_by
from recheck.tongues import Tongue
from recheck.tornado import bar_numbers

FORMS = {"scientific": {"power"}, "percent": {"percent"}, "compact": {"plain", "scaled"}}
FLOAT_STEPS = 4  # how far the site's floats may lie from the exact fraction, in steps of a float
NUMBERS_PAGE, SENSITIVITY_PAGE = "numbers/", "compute/sensitivity/"


def shown_numbers(page: Page, exact: Exact, audited: list[Shown]) -> list[Shown]:
    """Every number that stands in an element of its own on a page; `audited` are those of the audit."""
    found = [Shown(data, stated_by(link, exact)) for link in page.with_class("n") for data in link.within("data")]
    found += [*size_numbers(page, exact), *audited]
    found += [it for section in page.with_class("receipt") for it in receipt_numbers(section, page, exact)]
    found += [it for table in page.with_class("comparison") for it in factors_of(table, exact)]
    found += [it for chart in page.with_class("tornado") for it in bar_numbers(chart, exact)]
    found += [it for chart in page.with_class("chain") for it in chain_numbers(chart, exact)]
    known = {id(it.element) for it in found}
    alone = [element for element in page.with_class("digits") if element.tag == "span"] + page.with_tag("data")
    return [*found, *(Shown(it, None) for it in alone if id(it) not in known)]


def check_numbers(page: Page, shown: list[Shown], exact: Exact) -> Iterator[Finding]:
    """What is wrong with the numbers of a page: text, machine value, link, name."""
    for element, stated in shown:
        if stated is None:
            fix = "write it in a form that recheck/numbers.py knows, or teach it the new form"
            yield page.finding(element.start, f'"{element.text}"', "a number of a known quantity", fix)
            continue
        wrong = text_fault(element.text, stated, page.tongue_at(element))
        if wrong:
            yield page.finding(element.start, f'"{element.text}"', wrong)
        if "value" in element.attributes and not _is_machine_value(element.get("value"), stated):
            yield page.finding(element.start, f'value="{element.get("value")}"', str(stated))
    for link in page.with_class("n"):
        yield from _link_findings(page, link, exact)


def _link_findings(page: Page, link: Element, exact: Exact) -> Iterator[Finding]:
    """The link leads to the working of the quantity, which is of the kind that its class tells."""
    stated, book = stated_by(link, exact), exact.book
    if stated is None or len(link.within("data")) != 1:
        return
    here = page.target(link.get("href"))
    drawn = "data-percentile" in link.attributes
    expected = page.tongue.prefix + NUMBERS_PAGE, exact.stated[link.get("data-n")].quantity
    if drawn:
        expected = page.tongue.prefix + SENSITIVITY_PAGE, "together"
    if here != expected:
        yield page.finding(link.start, f"a link to {'#'.join(here)}", f"{'#'.join(expected)} for {stated.key}")
    made = "computed" if stated.quantity in book.graph.formulas else "given"
    origin = "sampled" if drawn else "printed" if stated.quantity in book.printed else made
    if link.get("class") != f"n n-{origin}":
        yield page.finding(link.start, f'class="{link.get("class")}"', f'class="n n-{origin}" for {stated.key}')


def text_fault(text: str, stated: Stated, tongue: Tongue) -> str:
    """What should stand in the place of a printed number; empty if it is right."""
    if stated.style == "verbatim":
        return "" if text == stated.verbatim else stated.verbatim
    try:
        numeral = read_numeral(text, tongue)
    except NotANumeral as wrong:
        return str(wrong)
    if numeral.ends != stated.printed:
        return str(stated)
    if numeral.form not in FORMS.get(stated.style, {"plain"}):
        return f"the style {stated.style} for {stated.key}"
    places = {stated.decimals} if stated.decimals is not None and stated.decimals >= 0 else set(numeral.places)
    if set(numeral.places) != places:
        return f"{stated.decimals} decimal places for {stated.key}"
    if stated.decimals is None and any(_ends_in_zero(end, tongue) for end in text.split(tongue.between)):
        return f"no trailing zero for {stated.key}"
    return ""


def _ends_in_zero(end: str, tongue: Tongue) -> bool:
    """Whether the last of the decimals is a zero, as in 1.50 or 1.50 million."""
    decimals = end.partition(tongue.decimal)[2]
    digits = decimals[: len(decimals) - len(decimals.lstrip("0123456789"))]
    return digits.endswith("0")


def _is_machine_value(text: str, stated: Stated) -> bool:
    """Whether the attribute gives each exact end as a float does, one number or two with a slash between."""
    if stated.style == "verbatim":
        return text == stated.verbatim
    ends, expected = text.split("/"), unrepeated(stated.exact)
    return len(ends) == len(expected) and all(map(_is_float_of, ends, expected))


def _is_float_of(text: str, exact: Fraction) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    near = math.isfinite(number) and abs(Fraction(number) - exact) <= FLOAT_STEPS * Fraction(math.ulp(number))
    return near and repr(number) == text
