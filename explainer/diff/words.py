"""Which words of a text changed. A number is one word; a character is, in Chinese, Japanese and Korean script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from explainer.diff.published import Number

CHARACTER = "[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
WORD = re.compile(rf"\s+|\d+(?:[.,]\d+)*|{CHARACTER}|(?:(?!{CHARACTER}|\d)\w)+|.", re.DOTALL)

Part = tuple[str, str]
"""A piece of two texts: what it was and what it is; the same where it did not change, empty where there is none."""


def marked(before: str, after: str, numbers: tuple[tuple[Number, ...], tuple[Number, ...]] = ((), ())) -> list[Part]:
    """The pieces of two texts from left to right. `numbers` are those of each text, none of which is cut."""
    old, new = (list(words(text, within)) for text, within in zip((before, after), numbers, strict=True))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    pieces = [("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in matcher.get_opcodes()]
    return list(_joined(pieces))


def words(text: str, numbers: tuple[Number, ...] = ()) -> Iterator[str]:
    """The words of a text, with the spaces and marks between them."""
    end = 0
    for number in numbers:
        yield from WORD.findall(text[end : number.start])
        yield text[number.start : number.end]
        end = number.end
    yield from WORD.findall(text[end:])


def _joined(pieces: list[Part]) -> Iterator[Part]:
    """The pieces, with two changes that only a space parts made one; what changed keeps no space at its end."""
    run: Part | None = None
    for place, (old, new) in enumerate(pieces):
        is_gap = old == new and old.isspace() and 0 < place < len(pieces) - 1
        if run is not None and (old != new or is_gap):
            run = run[0] + old, run[1] + new
            continue
        if run is not None:
            yield run
            run = None
        if old != new:
            run = old, new
        else:
            yield old, new
    if run is not None:
        yield run
