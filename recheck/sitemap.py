"""The sitemap: each page in each language once, with the addresses of its other languages."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from recheck.findings import Finding
from recheck.links import alternates
from recheck.pages import SITEMAP, Document, Site
from recheck.reading import Element
from recheck.tongues import TONGUES

SPACES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


def check_sitemap(text: str, site: Site) -> Iterator[Finding]:
    """Everything in the sitemap that is not exactly as the pages make it."""
    document = Document(SITEMAP, text)
    yield from document.faults()
    tops = document.root.elements
    if len(tops) != 1 or tops[0].tag != "urlset":
        yield document.finding(0, f"{[top.tag for top in tops]}", "one urlset")
        return
    spaces = {name: attribute.value for name, attribute in tops[0].attributes.items()}
    if spaces != SPACES:
        yield document.finding(tops[0].start, str(spaces), str(SPACES))
    if not text.startswith("<?xml "):
        yield document.finding(0, text[:20], '<?xml version="1.0" encoding="UTF-8"?>')
    addresses = {site.base + page.path: page.address for page in site.pages.values() if not page.is_not_found}
    listed = [url.within("loc")[0].text if url.within("loc") else "" for url in tops[0].elements]
    for missing in sorted(set(addresses) - set(listed)):
        yield document.finding(0, f"no entry for {missing}", f"<loc>{missing}</loc>")
    for url, address in zip(tops[0].elements, listed, strict=True):
        if address not in addresses or listed.count(address) > 1:
            yield document.finding(url.start, f'the address "{address}"', "each page of the site once")
        else:
            yield from _url_findings(document, url, address, alternates(site.base, addresses[address]))


def _url_findings(document: Document, url: Element, address: str, expected: list[tuple[str, str]]) -> Iterator[Finding]:
    """A finding if an entry is not its address and one link for each language, and nothing else."""
    tags = ["loc", *["xhtml:link"] * (len(TONGUES) + 1)]
    links = [
        (link.get("hreflang"), link.get("href"))
        for link in url.elements[1:]
        if set(link.attributes) == {"rel", "hreflang", "href"} and link.get("rel") == "alternate"
    ]
    if url.tag != "url" or [child.tag for child in url.elements] != tags or url.text != address or links != expected:
        found = f"{[child.tag for child in url.elements]} with {links} for {address}"
        yield document.finding(url.start, found, f"{tags} with {expected}")


def check_packed(folder: Path, site: Site) -> Iterator[Finding]:
    """A finding if the compressed sitemap is not the sitemap."""
    packed = folder / f"{SITEMAP}.gz"
    if not packed.is_file():
        return
    try:
        text = gzip.decompress(packed.read_bytes()).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        text = str(error)
    if text != site.sitemap:
        yield Finding(packed.name, 1, "another text", f"the text of {SITEMAP}")
