"""Nothing foreign: no HTML, no attributes, no scripts, no template code, in no disguise.

Nothing here is decoded in order to be shown. Disguises are undone only to look behind them.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from explainer.checks.case import Case, Fault

PLAIN = "write plain text"
TAG = re.compile(r"<\s{0,3}[A-Za-z/!?]")
ENTITY = re.compile(r"&(?:#|\w{1,32};)")
ATTRIBUTE_LIST = re.compile(
    r"\{\s{0,3}:|:\s{0,3}\}|[{｛]\s{0,3}[#.]\s{0,3}[\w-]+|\bon[a-z]{3,20}\s{0,3}=|\b(?:style|class|id|href|src)\s{0,3}=\s{0,3}[\"'“”]"
)
SCHEME = re.compile(
    r"(?:java|vb|live|j)script:|(?<![a-z])(?:data:[a-z.+-]+[/,;]|(?:blob|filesystem|about|file|mailto|tel):)"
)
TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\$\{|<%|%>|(?<!\w)(?:__\w+__|config\.|self\._)")
IN_THE_WAY = re.compile(r"[\s\x00-\x20\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")


def html_tags(case: Case) -> Iterator[Fault]:
    """A tag, a comment or a declaration, in full-width characters and entities too."""
    for text in (case.text, _undisguised(case.text)):
        found = TAG.search(text)
        if found and not TAG.search(case.source):
            yield Fault(f'HTML: "{found.group()}" may not stand in a translation', PLAIN)
            return


def entities(case: Case) -> Iterator[Fault]:
    """A character reference, behind which anything may stand."""
    found = ENTITY.search(case.text)
    if found and found.group() not in case.source:
        yield Fault(f'"{found.group()}" may not stand in a translation', "write the character itself")


def attribute_lists(case: Case) -> Iterator[Fault]:
    """An id, a class, a style or a handler of events."""
    found = ATTRIBUTE_LIST.search(_undisguised(case.text))
    if found and found.group() not in case.source:
        yield Fault(f'attributes: "{found.group()}" may not stand in a translation', PLAIN)


def schemes(case: Case) -> Iterator[Fault]:
    """javascript: and its kin, whatever stands between the letters."""
    plain = _undisguised(case.text).casefold()
    found = SCHEME.search(plain) or SCHEME.search(IN_THE_WAY.sub("", plain))
    if found and found.group() not in case.source.casefold():
        yield Fault(f'"{found.group()}" may not stand in a translation', PLAIN)


def template_code(case: Case) -> Iterator[Fault]:
    """The marks of Jinja and other template languages."""
    found = TEMPLATE.search(unicodedata.normalize("NFKC", case.text))
    if found and found.group() not in case.source:
        yield Fault(f'template code: "{found.group()}"', "write {name} for a number, and nothing else in braces")


def backslashes(case: Case) -> Iterator[Fault]:
    """A backslash makes Markdown of what follows, or takes it away."""
    if case.text.count("\\") != case.source.count("\\"):
        yield Fault("a backslash", "delete it")


def _undisguised(text: str) -> str:
    """The text with character references and compatible forms undone, twice for those within others."""
    return unicodedata.normalize("NFKC", html.unescape(html.unescape(text)))
