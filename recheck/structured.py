"""Structured data: what a page says of itself to programs is what it shows to readers."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from recheck.exact import Exact
from recheck.findings import Finding
from recheck.pages import Page, Site
from recheck.reading import Element
from recheck.tongues import TONGUES, Tongue
from recheck.wording import DIGIT

LD = "application/ld+json"
ARTICLE, DATASET = "Article", "Dataset"
KINDS = {"about/": "AboutPage", "glossary/": "CollectionPage", "sources/": "CollectionPage", "numbers/": DATASET}
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
FILES = {
    "numbers.json": "application/json",
    "numbers.csv": "text/csv",
    "numbers.schema.json": "application/schema+json",
    "audit.csv": "text/csv",
    "scenarios.json": "application/json",
    "scenarios.csv": "text/csv",
    "scenarios.schema.json": "application/schema+json",
}
DATES = ("datePublished", "dateModified")
OF_NO_LANGUAGE = ("@context", "@type", "license", "isBasedOn", "citation", *DATES)


def is_structured(element: Element) -> bool:
    """Whether an element holds structured data."""
    return element.tag == "script" and element.get("type") == LD


def said_to_programs(raw: str) -> object:
    """What the data says whatever the language, as a text; the text as it is, if it is no data."""
    data = _read(raw)
    return json.dumps({key: data.get(key) for key in OF_NO_LANGUAGE}) if data is not None else raw


def check_structured(page: Page, exact: Exact, site: Site) -> Iterator[Finding]:
    """What is wrong with the structured data of a page: that it is there once, and each thing that it says."""
    elements = [element for element in page.with_tag("script") if is_structured(element)]
    if len(elements) != (not page.is_not_found):
        yield page.finding(0, f"{len(elements)} times structured data", "one on every page but those for no address")
        return
    for element in elements:
        data = _read("".join(text.raw for text in element.texts))
        if data is None:
            yield page.finding(element.start, "something else", "structured data as JSON")
            continue
        expected = _expected(page, exact, site)
        for key in sorted(data.keys() | expected.keys()):
            if data.get(key) != expected.get(key) and key not in (*DATES, "keywords"):
                yield page.finding(element.start, f"{key}: {data.get(key)}", f"{key}: {expected.get(key)}")
        yield from _free_findings(page, element, data, site)


def _free_findings(page: Page, element: Element, data: Mapping[str, Any], site: Site) -> Iterator[Finding]:
    """Dates must be days, the same on all pages; keywords must be words."""
    for key in DATES:
        if not _is_day(data.get(key)) or data[key] != date_of(site):
            yield page.finding(element.start, f"{key}: {data.get(key)}", f"{date_of(site)}, as on most pages")
    words = data.get("keywords", [] if _kind(page) != DATASET else None)
    if not isinstance(words, list) or not all(map(_is_word, words)):
        yield page.finding(element.start, f"keywords: {words}", "a list of words without digits")


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip()) and not DIGIT.search(word)


def _is_day(text: object) -> bool:
    try:
        return datetime.date.fromisoformat(str(text)).isoformat() == text
    except ValueError:
        return False


@cache
def date_of(site: Site) -> str:
    """The day that most pages give as that of their last change."""
    days = [
        str(data.get("dateModified"))
        for page in site.pages.values()
        for element in page.with_tag("script")
        if is_structured(element) and (data := _read("".join(text.raw for text in element.texts))) is not None
    ]
    return max(days, key=days.count, default="")


def _read(raw: str) -> dict[str, Any] | None:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _kind(page: Page) -> str:
    return KINDS.get(page.address, ARTICLE)


def _expected(page: Page, exact: Exact, site: Site) -> dict[str, Any]:
    kind, maker = _kind(page), {"@type": "Organization", "name": "Kensan", "url": site.base}
    title = " ".join(element.text for element in page.with_tag("h1"))
    described = [meta.get("content") for meta in page.with_tag("meta") if meta.get("name") == "description"]
    expected: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": site.base + page.path,
        "url": site.base + page.path,
        "inLanguage": page.tongue.tag,
        "description": "".join(described),
        "license": LICENSE,
        "publisher": maker,
        **dict.fromkeys(DATES, date_of(site)),
    }
    if kind == ARTICLE:
        expected |= {"headline": title, "author": maker, "isBasedOn": exact.book.sources["factorial"].url}
        cited = {page.target(link.get("href"))[1].removeprefix("source-") for link in page.with_class("cite")}
        if cited:
            expected["citation"] = [source.url for key, source in exact.book.sources.items() if key in cited]
    elif kind == DATASET:
        files = [(name, form, site.base + name) for name, form in FILES.items()]
        expected |= {
            "name": f"{title} – Kensan",
            "creator": maker,
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "name": name, "encodingFormat": form, "contentUrl": address}
                for name, form, address in files
            ],
        }
    else:
        expected |= {"name": title}
    original, *others = (_version(page, kind, tongue, site) for tongue in TONGUES)
    key, value = ("workTranslation", others) if page.tongue is TONGUES[0] else ("translationOfWork", original)
    return {**expected, key: value}


def _version(page: Page, kind: str, tongue: Tongue, site: Site) -> dict[str, str]:
    return {"@type": kind, "@id": site.base + tongue.prefix + page.address, "inLanguage": tongue.tag}
