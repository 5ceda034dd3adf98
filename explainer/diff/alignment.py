"""Which block of a page was which before, and which sentences and numbers of it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from explainer.diff.published import Block, Number
from explainer.diff.words import Part, marked
from explainer.sentences import Span, sentences

ALIKE = 0.5  # the share of a block that must be the same for it to count as the same block, edited
AHEAD = 20  # blocks among which the same one, edited, is looked for

Pair = tuple[int | None, int | None]
"""Places before and after; None where there is none."""


class Edit(NamedTuple):
    """A sentence before and after (empty where there is none), and its pieces: see `words.Part`."""

    before: str
    after: str
    parts: list[Part]


class Restated(NamedTuple):
    """A number at one place of a page: its value and text before and after; None where it does not stand there."""

    id: str
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def pairs(before: Sequence[Block], after: Sequence[Block]) -> list[Pair]:
    """The blocks of two states of a page side by side, in the order of the page."""
    old, new = ([(it.tag, it.chart, it.words) for it in blocks] for blocks in (before, after))
    if old == new:
        return [(place, place) for place in range(len(old))]
    found: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(a, b), range(c, d), strict=True)
        else:
            found += _replaced(before, after, range(a, b), range(c, d))
    return found


def _replaced(before: Sequence[Block], after: Sequence[Block], old: range, new: range) -> Iterator[Pair]:
    """Blocks of which none is as it was: one by one if they are as many, or else each beside the first like it."""
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    rest = list(new)
    for place in old:
        like = next((other for other in rest[:AHEAD] if _alike(before[place], after[other])), None)
        if like is None:
            yield place, None
            continue
        while rest[0] != like:
            yield None, rest.pop(0)
        yield place, rest.pop(0)
    yield from ((None, other) for other in rest)


def _alike(one: Block, other: Block) -> bool:
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    return one.tag == other.tag and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def changed_sentences(before: Block | None, after: Block | None) -> list[Edit]:
    """The sentences of a block that changed, with their pieces."""
    old, new = (_sentences(block) if block else [] for block in (before, after))
    matcher = SequenceMatcher(None, [text for text, _ in old], [text for text, _ in new], autojunk=False)
    edits = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and b - a == d - c:
            edits += [_edit([one], [other]) for one, other in zip(old[a:b], new[c:d], strict=True)]
        elif tag != "equal":
            edits.append(_edit(old[a:b], new[c:d]))
    return edits


Sentence = tuple[str, tuple[Number, ...]]


def _sentences(block: Block) -> list[Sentence]:
    """The sentences of a block with their numbers; a mark between two numbers ends none."""
    return [(block.text[start:end], _within(block.numbers, (start, end))) for start, end in sentences(block.text)]


def _within(numbers: tuple[Number, ...], span: Span) -> tuple[Number, ...]:
    """The numbers within a span, with their places counted from its beginning."""
    start, end = span
    inside = (it for it in numbers if start <= it.start and it.end <= end)
    return tuple(it._replace(start=it.start - start, end=it.end - start) for it in inside)


def _edit(old: list[Sentence], new: list[Sentence]) -> Edit:
    before, after = _whole(old), _whole(new)
    return Edit(before[0], after[0], marked(before[0], after[0], (before[1], after[1])))


def _whole(several: list[Sentence]) -> Sentence:
    """Sentences in a row as one."""
    text, numbers = "", list[Number]()
    for sentence, within in several:
        text += " " if text else ""
        numbers += [it._replace(start=it.start + len(text), end=it.end + len(text)) for it in within]
        text += sentence
    return text, tuple(numbers)


def changed_numbers(before: Block | None, after: Block | None) -> list[Restated]:
    """The named numbers of a block that changed in value or in print, that were added, or that went."""
    old, new = (stated(block) if block else [] for block in (before, after))
    if old == new:
        return []
    found: list[Restated] = []
    for _, a, b, c, d in SequenceMatcher(None, [it[0] for it in old], [it[0] for it in new], False).get_opcodes():
        for was, now in zip_longest(old[a:b], new[c:d]):
            if was and now and was[0] == now[0]:
                found += [Restated(was[0], was[1:], now[1:])] if was != now else []
            else:
                found += [Restated(was[0], was[1:], None)] if was else []
                found += [Restated(now[0], None, now[1:])] if now else []
    return found


def stated(block: Block) -> list[tuple[str, str, str]]:
    """The named numbers of a block: id, value and text."""
    return [(it.id, it.value, block.text[it.start : it.end]) for it in block.numbers if it.id]
