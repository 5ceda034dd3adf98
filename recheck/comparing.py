"""The five languages of a page side by side: the same numbers, dates, names, links and markup in the same blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from recheck.findings import Finding
from recheck.pages import Page
from recheck.pieces import Piece

FIX = "correct the translation of this block, or what prints it"
OF_ONE_LANGUAGE = {"reference"}  # an apostrophe is not a fact


class Version:
    """One page with its pieces."""

    def __init__(self, page: Page, pieces: Sequence[Piece]) -> None:
        self.page, self.pieces = page, pieces

    @cached_property
    def said(self) -> Mapping[tuple[str, str], Mapping[object, int]]:
        """What the page says, and how often, by block and kind."""
        said: dict[tuple[str, str], dict[object, int]] = {}
        for piece in self.pieces:
            if piece.kind not in OF_ONE_LANGUAGE:
                here = said.setdefault((piece.place, piece.kind), {})
                here[piece.value] = here.get(piece.value, 0) + 1
        return said

    def start(self, place: str, kind: str, values: Counter[object]) -> int:
        """Where one of these values stands, or else the first piece of the block, or of the block around it."""
        exact = (it.start for it in self.pieces if (it.place, it.kind) == (place, kind) and it.value in values)
        around = (it.start for it in self.pieces if it.place.startswith(place))
        outside = (it.start for it in self.pieces if it.place == place.rpartition("/")[0])
        return next((start for places in (exact, around, outside) for start in places), 0)


def compare(versions: Sequence[Version]) -> Iterator[Finding]:
    """A finding for each block in which one language says something else than most do."""
    for place, kind in sorted(set().union(*(version.said for version in versions))):
        all_said = [version.said.get((place, kind), {}) for version in versions]
        if all(said == all_said[0] for said in all_said):
            continue
        usual = max(all_said, key=all_said.count)
        for version, said in zip(versions, all_said, strict=True):
            more, less = Counter(said) - Counter(usual), Counter(usual) - Counter(said)
            if more or less:
                start, expected = version.start(place, kind, more), f"{as_text(*less)}, as in most languages"
                yield version.page.finding(start, f"{kind} {as_text(*more)}", expected, FIX)


def compare_alone(version: Version, known: Collection[tuple[str, object]]) -> Iterator[Finding]:
    """A finding for each thing with a digit on a page without other languages that is not known from other pages."""
    for piece in version.pieces:
        if piece.kind not in OF_ONE_LANGUAGE | {"address"} and (piece.kind, piece.value) not in known:
            found = f"{piece.kind} {as_text(piece.value)}"
            yield version.page.finding(piece.start, found, "something that other pages have, too")


def as_text(*values: object) -> str:
    """Values of pieces for people to read; "nothing" if there are none."""
    return " and ".join(sorted(map(_as_text, values))) or "nothing"


def _as_text(value: object) -> str:
    if isinstance(value, tuple):
        return "–".join(f"{float(it):.12g}" if isinstance(it, Fraction) else str(it) for it in value)
    return f'"{value}"'
