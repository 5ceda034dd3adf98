"""What a translator should know of each message: heading, numbers as they now stand, terms, and what has changed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import polib

from calc.errors import Finding, refuse
from explainer.catalogs import MODEL, SITE, catalog_path, domain_of, read_entries
from explainer.editions import Edition
from explainer.meanings import meaning
from explainer.pages import HEADING, HEADING_ID, SourcePage
from explainer.project import Project
from explainer.tokens import CITATION, placeholders

OPEN_ONLY = "open"


def explain(project: Project, language: str, domain: str, words: str = "") -> Iterator[str]:
    """The messages of a catalog that contain some words (or, for "open", that wait for a translator), explained.

    Raises KensanError for a language or catalog that there is not, or a catalog that cannot be read.
    """
    edition, domains = project.editions.get(language), domains_of(project)
    if edition is None or edition.is_source:
        others = ", ".join(code for code, it in project.editions.items() if not it.is_source)
        refuse([Finding("locales", 1, f'no translation is called "{language}"', f"use one of: {others}")])
    if domain not in domains:
        refuse([Finding("locales", 1, f'no catalog is called "{domain}"', f"use one of: {', '.join(domains)}")])
    assert edition is not None
    findings: list[Finding] = []
    path = catalog_path(project.root, language, domain)
    entries = read_entries(project.root, edition.language, domain, findings)
    refuse(findings)
    page = next((page for file, page in project.pages.items() if domain_of(file) == domain), None)
    for entry in entries:
        is_open = entry.fuzzy or not (entry.msgstr or any(entry.msgstr_plural.values()))
        wanted = is_open if words == OPEN_ONLY else words.casefold() in f"{entry.msgid}{entry.msgstr}".casefold()
        if wanted:
            yield "\n".join(_lines(project, edition, page, entry, path.relative_to(project.root)))


def domains_of(project: Project) -> list[str]:
    """The names of the catalogs: one for each page, then the theme's and the model's."""
    return [*map(domain_of, project.pages), SITE, MODEL]


def _lines(
    project: Project, edition: Edition, page: SourcePage | None, entry: polib.POEntry, path: Path
) -> Iterator[str]:
    yield f"{path}:{entry.linenum}"
    yield f"  English   {entry.msgid}"
    if entry.previous_msgid:
        yield f"  before    {changes(entry.previous_msgid, entry.msgid)}"
    yield f"  {edition.language.code:9} {entry.msgstr or '; '.join(entry.msgstr_plural.values()) or '–'}"
    if page is not None:
        yield f"  under     {heading_above(page, entry.msgid)}"
    for name in dict.fromkeys(placeholders(entry.msgid)):
        if name != "number":
            stands = "" if name.startswith(CITATION) else f": now {edition.printed(name)}"
            yield f"  {{{name}}}  {meaning(project.book, name)}{stands}"
    for term in edition.habits.terms:
        if term.found_in(entry.msgid):
            avoid = f"; never {', '.join(term.banned)}" if term.banned else ""
            yield f"  term      {term.english}: {' or '.join(term.renderings)}{avoid}"


def heading_above(page: SourcePage, message: str) -> str:
    """The heading under which a page says something; its title, where it stands above all headings."""
    line = page.line_saying(message[:40]) or 1
    found = [HEADING.match(text) for text in page.lines[:line]]
    texts = [HEADING_ID.sub("", it["text"]).strip() for it in found if it]
    title = re.search(r"^title: (.*)$", page.text, re.MULTILINE)
    return texts[-1] if texts else (title[1].strip("\"'") if title else page.file)


def changes(before: str, now: str) -> str:
    """The former English, with what is gone in [-…-] and what is new in {+…+}."""
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", now)
    pieces = []
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[start:end]), "".join(new[first:last])
        same = kind == "equal"
        pieces.append(gone if same else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else ""))
    return "".join(pieces)
