"""Opaque tokens: what a macro prints into the English page, and what stands for it in a message.

A token is a name between two private-use characters. It passes through Markdown untouched; in a message the same
name stands in braces; at the very end it becomes a number, a citation or a block in the page's language.
"""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"
NAME = r"[a-z][a-z0-9_]*"
TOKEN = re.compile(f"{OPEN}({NAME}){CLOSE}")
PLACEHOLDER = re.compile(r"\{(" + NAME + r")\}")
MACRO = re.compile(r"\{\{\s*(?P<kind>[a-z]+)\.(?P<name>[A-Za-z_0-9]+)\s*\}\}")
SOURCE = "source__"
"""Before the name of a figure that is printed in English: it stands in a paragraph that is not translated."""
CITATION, BLOCKS = "cite_", ("equation_", "chart_", "block_")
PREFIXES = {"n": "", "cite": CITATION, "equation": "equation_", "chart": "chart_", "block": "block_"}


def token(kind: str, name: str) -> str:
    """The token for a macro such as `n.break_even` or `cite.dit`."""
    return f"{OPEN}{PREFIXES[kind]}{name}{CLOSE}"


def to_placeholders(text: str) -> str:
    """A page's text as a message: tokens become {name}."""
    return TOKEN.sub(r"{\1}", text)


def to_tokens(text: str) -> str:
    """A message as a page's text: {name} becomes a token."""
    return PLACEHOLDER.sub(f"{OPEN}\\1{CLOSE}", text)


def in_source(text: str) -> str:
    """A page's English text that stays as it is on a page of another language: its numbers are printed in English."""
    kept = (CITATION, *BLOCKS)
    return TOKEN.sub(lambda it: it[0] if it[1].startswith(kept) else f"{OPEN}{SOURCE}{it[1]}{CLOSE}", text)


def placeholders(text: str) -> list[str]:
    """The names of the placeholders in a message, sorted, each as often as it stands there."""
    return sorted(PLACEHOLDER.findall(text))


def is_block(text: str) -> bool:
    """Whether the text is nothing but one block's token, which no translator needs to see."""
    found = TOKEN.fullmatch(text.strip())
    return found is not None and found.group(1).startswith(BLOCKS)
