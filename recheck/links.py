"""Where a page's links lead, and how its five languages point to each other."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.findings import Finding
from recheck.pages import Page, Site
from recheck.reading import Element
from recheck.tongues import TONGUES

ADDRESSED = ("href", "src")


def check_links(page: Page, site: Site) -> Iterator[Finding]:
    """A finding for each link within the site that leads nowhere, and for each id that stands twice or is missing."""
    for repeated in (name for name, count in page.ids.items() if count > 1):
        yield page.finding(0, f'the id "{repeated}" twice', "each id once")
    for element in page.elements:
        for name in ADDRESSED:
            if name in element.attributes:
                yield from _link_findings(page, element, element.get(name), site)
        for label in element.get("aria-labelledby").split():
            if label not in page.ids:
                yield page.finding(element.start, f'the label "{label}"', "an id on this page")


def _link_findings(page: Page, element: Element, href: str, site: Site) -> Iterator[Finding]:
    if href.startswith("data:") or element.get("rel") == "icon":
        if (element.get("rel"), href) != ("icon", site.icon):
            yield page.finding(element.start, f'"{href}"', "the icon that the other pages have, and no other picture")
        return
    path, fragment = page.target(href)
    if page.is_not_found:  # shown at any address, so its links begin at the root of the host
        path = path.removeprefix(site.base.partition("://")[2].partition("/")[2])
    if "://" in path:
        return
    file = path + "index.html" if path == "" or path.endswith("/") else path
    target = page if file == page.file else site.pages.get(file)
    if file not in site.files:
        yield page.finding(element.start, f'a link to "{href}"', "a file of this site")
    elif fragment and (target is None or fragment not in target.ids):
        yield page.finding(element.start, f'a link to "{href}"', f"an id that {file} has")


def check_alternates(page: Page, site: Site) -> Iterator[Finding]:
    """What is wrong with a page's language and with its addresses, its own and those in the other languages."""
    html = page.with_tag("html")
    if [it.get("lang") for it in html] != [page.tongue.tag]:
        yield page.finding(0, f"the language {[it.get('lang') for it in html]}", page.tongue.tag)
    links = page.with_tag("link")
    canonical = [link.get("href") for link in links if link.get("rel") == "canonical"]
    if canonical != [site.base + page.path]:
        yield page.finding(0, f"the canonical address {canonical}", site.base + page.path)
    shown = [(link.get("hreflang"), link.get("href")) for link in links if "hreflang" in link.attributes]
    expected = alternates(site.base, page.address)
    if shown != expected:
        yield page.finding(0, f"the alternates {shown}", str(expected))
    for switcher in page.with_class("languages"):
        targets = [(link.get("hreflang"), page.target(link.get("href"))) for link in switcher.within("a")]
        wanted = [(tongue.tag, (tongue.prefix + page.address, "")) for tongue in TONGUES]
        if targets != wanted:
            yield page.finding(switcher.start, f"the languages {targets}", str(wanted))


def alternates(base: str, address: str) -> list[tuple[str, str]]:
    """(language, full address) of a page in every language, and of the one for everybody else."""
    return [*((tongue.tag, base + tongue.prefix + address) for tongue in TONGUES), ("x-default", base + address)]
