"""Text of others made harmless: what somebody wrote into a page or a catalog is never markup of the report."""

from __future__ import annotations

import re
import unicodedata

from markupsafe import escape

PUNCTUATION = re.compile(r"[\\`*_\[\]()~|!^=]")
LINE_START = re.compile(r"^(?:([-+#])|(\d+)([.)])(?=\s|$))")
BIDI = {"\u061c", "\u200e", "\u200f", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
SEEN, HERE = "\ufffd", "\ue000"
NAME = re.compile(r"[A-Za-z0-9_][\w ()./:,-]*", re.ASCII)
BREAK = "<!-- -->"
LINKING = re.compile(r"(@|#|:|\bGH-|\bwww)(?=[\w./-])", re.IGNORECASE)
"""Where GitHub would make a link, a mention or a reference, even in a text without markup."""


def shown(text: str) -> str:
    """A text on one line, with a mark in the place of characters that would turn or hide what follows them."""
    line = "".join(" " if _kind(it) in ("Cc", "Zl", "Zp") else SEEN if _is_hiding(it) else it for it in text)
    return line.strip(" ")


def _kind(character: str) -> str:
    return unicodedata.category(character)


def _is_hiding(character: str) -> bool:
    return character in BIDI or _kind(character) in ("Cs", "Co")


def in_markdown(text: str) -> str:
    """A text as Markdown that reads as the text: no markup, no link, no mention, no reference, no formula."""
    escaped = PUNCTUATION.sub(r"\\\g<0>", LINKING.sub(rf"\1{HERE}", shown(text)).replace("&", "&amp;"))
    return escaped.replace("<", "&lt;").replace(">", "&gt;").replace("$", "&#36;").replace(HERE, BREAK)


def at_line_start(markdown: str) -> str:
    """A text, already Markdown, that begins no list and no heading at the start of a line."""
    return LINE_START.sub(lambda it: f"{it[2] or ''}\\{it[1] or it[3]}", markdown)


def in_html(text: str) -> str:
    """A text as HTML within Markdown, where a mention or a reference would still be found."""
    return str(escape(LINKING.sub(rf"\1{HERE}", shown(text)))).replace(HERE, BREAK)


def code(text: str) -> str:
    """A name of ours as code; as a text if it is none."""
    return f"`{text}`" if NAME.fullmatch(text) else in_markdown(text)
