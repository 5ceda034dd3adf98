"""The small files beside the pages: feeds of changed numbers, citations, and what is said to robots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from recheck.exact import Exact, unrepeated
from recheck.findings import Finding
from recheck.pages import CSL, FEED, ROBOTS, Document, Page, Site
from recheck.reading import Element
from recheck.sharing import title_of
from recheck.structured import KINDS, date_of
from recheck.tongues import MONTHS, Tongue, tongue_of
from recheck.wording import read_wording

if TYPE_CHECKING:
    from calc.changes import Change

AUTHOR, NAME = "The Kensan authors", "Kensan"
OF_TEX = re.compile("[&%$#_{}]")
FIELD = re.compile(r"  ([a-z]+) = (.+),")
CONTENT = re.compile(r"<p>(?P<before>[^<>→]+) → (?P<after>[^<>→]+)</p><p>(?P<why>[^<>]+)</p>")


def check_beside(file: str, text: str, exact: Exact, site: Site) -> Iterator[Finding]:
    """Everything in a file that is not as the pages and `calc/` make it."""
    if file == ROBOTS:
        expected = f"User-agent: *\nAllow: /\n\nSitemap: {site.base}sitemap.xml"
        if text.rstrip("\n") != expected:
            yield Finding(file, 1, repr(text), repr(expected))
    elif file.endswith(FEED):
        yield from _feed_findings(Document(file, text), tongue_of(file), exact, site)
    else:
        yield from _citation_findings(file, text, site)


# ── Feeds ────────────────────────────────────────────────────────────────────


def _feed_findings(document: Document, tongue: Tongue, exact: Exact, site: Site) -> Iterator[Finding]:
    yield from document.faults()
    feeds = document.root.elements
    if [it.tag for it in feeds] != ["feed"] or not document.text.startswith("<?xml "):
        yield document.finding(0, f"{[it.tag for it in feeds]}", "one feed, after the first line of XML")
        return
    home, changes = site.base + tongue.prefix, list(exact.book.changes.values())
    entries = [it for it in feeds[0].elements if it.tag == "entry"]
    days = sorted(change.date.isoformat() for change in changes)
    expected: dict[str, object] = {
        "attributes": {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": tongue.tag},
        "id": [_tag(home, days[0], "changes")],
        "updated": [f"{days[-1]}T00:00:00Z"],
        "author": [NAME],
        "links": [("self", f"{home}{FEED}"), ("alternate", home)],
        "entries": len(changes),
    }
    found = _said(feeds[0]) | {"entries": len(entries)}
    titles = found.pop("title")
    for name in expected:
        if found.get(name) != expected[name]:
            yield document.finding(feeds[0].start, f"{name}: {found.get(name)}", f"{name}: {expected[name]}")
    if not isinstance(titles, list) or len(titles) != 1 or not str(titles[0]).endswith(f" – {NAME}"):
        yield document.finding(feeds[0].start, f"the title {titles}", f"one that ends with {NAME}")
    for entry, change in zip(entries, changes, strict=False):
        yield from _entry_findings(document, entry, change, tongue, site)


def _said(element: Element) -> dict[str, Any]:
    """What a feed or an entry says of itself."""
    own = element.elements
    texts = {tag: [it.text for it in own if it.tag == tag] for tag in ("id", "title", "updated", "author", "content")}
    links = [(it.get("rel"), it.get("href")) for it in own if it.tag == "link"]
    return {**texts, "links": links, "attributes": {name: it.value for name, it in element.attributes.items()}}


def _entry_findings(
    document: Document, entry: Element, change: Change, tongue: Tongue, site: Site
) -> Iterator[Finding]:
    """An entry is of its change: name (as the numbers page has it), day, link, both numbers, in English the reason."""
    quantity, said, home = change.statement.quantity, _said(entry), site.base + tongue.prefix
    expected: dict[str, object] = {
        "id": [_tag(home, change.date.isoformat(), f"changes/{change.key}")],
        "updated": [f"{change.date.isoformat()}T00:00:00Z"],
        "links": [("", f"{home}numbers/#{quantity}")],
    }
    title, content = ("".join(said[key]) for key in ("title", "content"))
    name, _, now = title.partition(" – ")
    read = CONTENT.fullmatch(content)
    before, after, why = read.group("before", "after", "why") if read else ("", "", "")
    ends = [unrepeated(map(Fraction, pair)) for pair in (change.before, change.after)]
    units = [value for value in _digits(now, tongue) if isinstance(value, str)]  # such as H100
    found = {key: said[key] for key in expected} | {"name": name, "after": after}
    found |= {"now": _digits(now, tongue), "before": _digits(before, tongue), "in why": _digits(why, tongue)}
    expected |= {"name": _name_of(quantity, tongue, site), "after": now}
    expected |= {"now": [ends[1], *units], "before": [ends[0], *units], "in why": []}
    if tongue.code == "en":
        found["why"], expected["why"] = why, change.why
    for key in expected:
        if found[key] != expected[key]:
            problem = f"{key} of {change.key}: {_plain(found[key])}"
            yield document.finding(entry.start, problem, f"{key}: {_plain(expected[key])}")


def _name_of(quantity: str, tongue: Tongue, site: Site) -> str:
    """What the numbers page calls a quantity."""
    page = site.pages.get(f"{tongue.prefix}numbers/index.html")
    sections = page.with_class("receipt") if page else []
    return next((it.within("h3")[0].text for it in sections if it.get("id") == quantity), "")


def _plain(value: object) -> str:
    """Numbers for people to read."""
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    pair = value if isinstance(value, tuple) else (value,)
    return "–".join(f"{float(it):.12g}" if isinstance(it, Fraction) else str(it) for it in pair)


def _digits(text: str, tongue: Tongue) -> list[object]:
    """What in a text has digits: the numbers first, then as texts the names of products and what is neither."""
    return sorted((token.value for token in read_wording(text, tongue)), key=lambda value: isinstance(value, str))


def _tag(home: str, day: str, name: str) -> str:
    parts = urlsplit(home)
    return f"tag:{parts.hostname},{day}:{parts.path}{name}"


# ── Citations ────────────────────────────────────────────────────────────────


def _citation_findings(file: str, text: str, site: Site) -> Iterator[Finding]:
    """A citation is that of the page that it stands beside."""
    page = site.pages.get(f"{file.rpartition('/')[0]}/index.html".removeprefix("/"))
    if page is None:
        yield Finding(file, 1, "a citation of no page", "a page in its folder")
        return
    found, expected = (
        (_csl(text), _as_csl(page, site)) if file.endswith(CSL) else (_bibtex(text), _as_bibtex(page, site))
    )
    if found != expected:
        yield Finding(file, 1, str(found), str(expected))


def _key(page: Page) -> str:
    return "-".join(["kensan", *page.address.split("/")[:-1], page.tongue.code])


def _csl(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _as_csl(page: Page, site: Site) -> list[dict[str, Any]]:
    return [
        {
            "id": _key(page),
            "type": "dataset" if KINDS.get(page.address) == "Dataset" else "webpage",
            "author": [{"literal": AUTHOR}],
            "title": title_of(page),
            "container-title": NAME,
            "issued": {"date-parts": [[int(part) for part in date_of(site).split("-")]]},
            "language": page.tongue.tag,
            "URL": site.base + page.path,
        }
    ]


def _bibtex(text: str) -> dict[str, str]:
    """The fields of an entry, what begins it, and what in it is no field."""
    lines = text.splitlines()
    fields = [(line, FIELD.fullmatch(line)) for line in lines[1:-1]]
    read = {found[1]: found[2] for _, found in fields if found}
    odd = [line for line, found in fields if not found] + lines[-1:]
    return {"entry": lines[0] if lines else "", "odd": "\n".join(odd), **read}


def _as_bibtex(page: Page, site: Site) -> dict[str, str]:
    year, month, _ = date_of(site).split("-")
    return {
        "entry": f"@misc{{{_key(page)},",
        "odd": "}",
        "author": f"{{{{{AUTHOR}}}}}",
        "title": f"{{{{{OF_TEX.sub(_escaped, title_of(page))}}}}}",
        "howpublished": f"{{{NAME}}}",
        "year": f"{{{year}}}",
        "language": f"{{{page.tongue.tag}}}",
        "url": f"{{{site.base}{page.path}}}",
        "month": MONTHS[int(month) - 1][:3].lower(),
    }


def _escaped(sign: re.Match[str]) -> str:
    return f"\\{sign.group()}"
