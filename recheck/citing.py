"""Citations, and the list of sources that they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recheck.exact import Exact
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element

if TYPE_CHECKING:
    from calc.inputs import Source

SOURCES_PAGE, SOURCE = "sources/", "source-"


def check_citations(page: Page, exact: Exact) -> Iterator[Finding]:
    """A finding for each citation that names another source than it links to."""
    for link in page.with_class("cite"):
        path, fragment = page.target(link.get("href"))
        source = exact.book.sources.get(fragment.removeprefix(SOURCE))
        expected = _with_year(source.short, source) if source else "a citation of a known source"
        if path != page.tongue.prefix + SOURCES_PAGE or link.text != expected:
            yield page.finding(link.start, f'"{link.text}" with a link to {path}#{fragment}', f'"{expected}"')


def _with_year(text: str, source: Source) -> str:
    return f"{text}, {source.year}" if source.year else text


def check_sources(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the list of sources: an entry, its address, or what rests on it."""
    for entries in page.with_class("sources"):
        here = {item.get("id").removeprefix(SOURCE): item for item in entries.elements}
        if sorted(here) != sorted(exact.book.sources):
            yield page.finding(entries.start, f"the sources {sorted(here)}", str(sorted(exact.book.sources)))
        for key in here.keys() & exact.book.sources.keys():
            yield from _source_findings(page, here[key], key, exact)


def _source_findings(page: Page, item: Element, key: str, exact: Exact) -> Iterator[Finding]:
    source, links = exact.book.sources[key], item.within("a")
    expected = f"{source.authors}: {source.title}. {_with_year(source.container, source)}."
    text = item.elements[0].text if item.elements else ""
    if text != expected:
        yield page.finding(item.start, f'"{text}"', f'"{expected}"')
    if not links or links[0].get("href") != source.url:
        yield page.finding(item.start, f"a link to {links[0].get('href') if links else 'nothing'}", source.url)
    resting = [name for name, entry in exact.book.assumptions.items() if entry.source == key]
    linked = [page.target(link.get("href"))[1] for link in links[1:]]
    if linked != resting:
        yield page.finding(item.start, f"the numbers {linked} of {key}", str(resting))
