"""References: the few signs that stand in a page under another name, such as &amp; and &#39;."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

REFERENCE = re.compile(r"&[^;&\s]*;?")
REFERENCES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'"}
FILLER = "\u2060"


class Fault(NamedTuple):
    """Something that cannot be read: where, what stands there, what should."""

    start: int
    found: str
    expected: str


def decoded(raw: str) -> str:
    """Text with its references replaced by what they mean."""
    return REFERENCE.sub(lambda found: REFERENCES.get(found.group(), found.group()), raw) if "&" in raw else raw


def masked(raw: str) -> str:
    """Text as it is meant, at its old length: a reference is its character and a filler."""
    return REFERENCE.sub(lambda found: decoded(found.group()).ljust(len(found.group()), FILLER), raw)


def reference_faults(raw: str, start: int) -> Iterator[Fault]:
    """A fault for every reference but those that this site needs, and for a quotation mark inside a word."""
    if "&" not in raw:
        return
    for found in REFERENCE.finditer(raw):
        if found.group() not in REFERENCES:
            yield Fault(start + found.start(), found.group(), f"one of {' '.join(REFERENCES)}")
    for quoted in re.finditer(r'\w("|&quot;|&#34;)\w', raw):
        yield Fault(start + quoted.start(), quoted.group(), "an apostrophe between two letters")
