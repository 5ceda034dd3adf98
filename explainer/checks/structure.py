"""Links, code, emphasis, tables, lists, headings and footnotes: a translation has the skeleton of its English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.case import Case, Fault
from explainer.pages import without_names
from explainer.tokens import PLACEHOLDER

LINK = re.compile(r"\]\s{0,3}(?:\([^)]{0,500}\)|\[[^]]{0,200}\])")
EMPTY_LINK = re.compile(r"\[\s*\]\s{0,3}[(\[]")
ADDRESS = re.compile(
    r"(?:https?|ftp|file|ws)\s?:|//[\w-]+\.|\bwww\.|\b[\w-]+\.(?:com|org|net|io|ai|dev|example)\b", re.IGNORECASE
)
CODE = re.compile(r"`[^`]{0,500}`")
MARKS = ("`", "*", "_", "[", "]", "~~", "==", "^^")
BLOCK = re.compile(
    r"\s*(?:#{1,6}\s|[-+*]\s|\d{1,9}[.)]\s|>|`{3}|~{3}|!{3}|\?{3}|:\s|={3,}\s*$|-{3,}\s*$|\|)|(?: {4}|\t)"
)
FOOTNOTE = re.compile(r"\[\^[^]]{0,80}\]|\]\s?:|\[\[")


def links(case: Case) -> Iterator[Fault]:
    """The same addresses as in English, in any order."""
    expected, found = sorted(LINK.findall(case.source)), sorted(LINK.findall(case.text))
    if expected != found:
        problem = f"links to {', '.join(found) or 'nothing'}, expected {', '.join(expected) or 'none'}"
        yield Fault(problem, "keep every [text](address) with its address")


def empty_links(case: Case) -> Iterator[Fault]:
    """A link that nobody sees."""
    if EMPTY_LINK.search(case.text):
        yield Fault("a link without text", "write the link's words between [ and ]")


def addresses(case: Case) -> Iterator[Fault]:
    """A bare address of a page or a site that the English has not."""
    found = ADDRESS.search(case.text)
    if found and found.group().casefold() not in case.source.casefold():
        yield Fault(f'an address: "{found.group()}"', "leave it out; links are the English's own")


def code(case: Case) -> Iterator[Fault]:
    """What stands between backquotes is not translated."""
    expected, found = sorted(CODE.findall(case.source)), sorted(CODE.findall(case.text))
    if expected != found:
        yield Fault(
            f"code {', '.join(found) or 'lost'}, expected {', '.join(expected) or 'none'}", "keep code as it is"
        )


def marks(case: Case) -> Iterator[Fault]:
    """As many stars, brackets and backquotes as in English, so that emphasis opens and closes."""
    words, english = PLACEHOLDER.sub("", case.text), PLACEHOLDER.sub("", case.source)
    odd = [mark for mark in MARKS if words.count(mark) != english.count(mark)]
    if odd:
        count, expected = words.count(odd[0]), english.count(odd[0])
        yield Fault(f'the mark "{odd[0]}" stands {count} times, expected {expected}', "keep marks as in the English")


def block_marks(case: Case) -> Iterator[Fault]:
    """A heading, a list, a quotation or a rule is opened by the English, never by a translation."""
    found = BLOCK.match(without_names(case.text))
    if found and not BLOCK.match(without_names(case.source)):
        yield Fault(f'begins with "{found.group()}", as a block of its own would', "begin with a word")


def table_cells(case: Case) -> Iterator[Fault]:
    """A message stands in one cell of a table."""
    count, expected = case.text.count("|"), case.source.count("|")
    if count != expected:
        yield Fault(f'"|" stands {count} times, expected {expected}', "leave the columns of a table to the English")


def footnotes(case: Case) -> Iterator[Fault]:
    """A footnote or the definition of a link: both are the page's, not a paragraph's."""
    expected, found = sorted(FOOTNOTE.findall(case.source)), sorted(FOOTNOTE.findall(case.text))
    if expected != found:
        problem = f"footnotes or definitions {', '.join(found) or 'lost'}, expected {', '.join(expected) or 'none'}"
        yield Fault(problem, "keep those of the English, and add none")
