"""Sentences of messages, and which of a translation's stand for which of the English: where a statement is made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from explainer.tokens import PLACEHOLDER

END = re.compile(r"""(?<=[.!?])["”’)*]*\s+(?=[^\sa-z])|(?<=[。！？])[」』”）*]*\s*""")
JOINED = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))  # sentences of the English, and of the translation
JOINING, STRAY = 0.4, 1.0  # what it costs to join sentences, and to set a placeholder against none

Span = tuple[int, int]


def sentences(text: str) -> list[Span]:
    """Where each sentence begins and ends, without the space between two."""
    ends = [0, *(found.end() for found in END.finditer(text)), len(text)]
    spans = ((start, start + len(text[start:end].rstrip())) for start, end in pairwise(ends))
    return [(start, end) for start, end in spans if start < end]


def sentence_with(words: str, english: str, text: str) -> Span:
    """Where a text says what the English sentence with these words does; both may be the same text."""
    at = english.index(words)
    theirs = sentences(english)
    place = next(place for place, (_, end) in enumerate(theirs) if at < end)
    if english == text:
        return theirs[place]
    first, last = _aligned([english[start:end] for start, end in theirs], text)[place]
    return first, last


def _aligned(english: list[str], text: str) -> list[Span]:
    """The part of the translation for each English sentence, by length and placeholders, in their order.

    After Gale and Church (1993, Computational Linguistics 19, 75-102). All of it for each if no order fits.
    """
    spans = sentences(text)
    ratio = _length(text) / sum(map(_length, english))
    best: dict[tuple[int, int], tuple[float, list[Span]]] = {(0, 0): (0.0, [])}
    for here in sorted((i, j) for i in range(len(english) + 1) for j in range(len(spans) + 1)):
        for (ours, theirs), cost, so_far in _steps(here, best, english, spans, text, ratio):
            there = here[0] + ours, here[1] + theirs
            if there not in best or cost < best[there][0]:
                best[there] = cost, so_far
    whole = [(0, len(text))] * len(english)
    return best.get((len(english), len(spans)), (0.0, whole))[1]


def _steps(
    here: tuple[int, int], best: dict[tuple[int, int], tuple[float, list[Span]]],
    english: list[str], spans: list[Span], text: str, ratio: float,
) -> Iterator[tuple[tuple[int, int], float, list[Span]]]:  # fmt: skip
    """The ways on from a pair of places: how many sentences each takes, at what cost, and the spans so far."""
    if here not in best:
        return
    cost, so_far = best[here]
    for ours, theirs in JOINED:
        if here[0] + ours <= len(english) and here[1] + theirs <= len(spans):
            span = spans[here[1]][0], spans[here[1] + theirs - 1][1]
            source = " ".join(english[here[0] : here[0] + ours])
            more = _unlike(source, text[span[0] : span[1]], ratio) + JOINING * (ours + theirs - 2)
            yield (ours, theirs), cost + more, [*so_far, *[span] * ours]


def _unlike(english: str, other: str, ratio: float) -> float:
    """How little two texts look like translations of each other."""
    expected, length = _length(english) * ratio, _length(other)
    names, others = (Counter(PLACEHOLDER.findall(text)) for text in (english, other))
    stray = ((names - others) + (others - names)).total()
    return abs(expected - length) / max(expected, length, 1) + STRAY * stray


def _length(text: str) -> int:
    """How long a text is but for the names of its placeholders, which no language has."""
    return len(PLACEHOLDER.sub("0", text))
