"""Two snapshots page by page: which blocks changed, in which languages, with their sentences and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from explainer.diff.alignment import Edit, Pair, Restated, changed_numbers, changed_sentences, pairs
from explainer.diff.published import Block
from explainer.diff.snapshot import Snapshot
from explainer.sentences import END

NAME, WORDS = re.compile(r"\{[^{}]*\}"), re.compile(r"[^\W\d_]+")

Sides = tuple[Block | None, Block | None]


@dataclass(frozen=True)
class ChangedBlock:
    """A block that changed in some language: by language, the block before and after."""

    page: str
    sides: dict[str, Sides]

    @property
    def chart(self) -> str:
        """The chart that it belongs to; empty if to none."""
        return next(block.chart for block in self._blocks())

    @property
    def is_read_as_sentence(self) -> bool:
        """Whether it is prose, or a cell of a table or a sum in which words changed, and not numbers alone."""
        if any(not block.is_cell or END.search(block.text) for block in self._blocks()):
            return True
        return not self.chart and any(old and new and _words(old) != _words(new) for old, new in self.sides.values())

    def edits(self) -> dict[str, list[Edit]]:
        """By language: the sentences that read otherwise."""
        found = {code: changed_sentences(*sides) for code, sides in self.sides.items()}
        return {code: edits for code, edits in found.items() if edits}

    def numbers(self) -> dict[str, list[Restated]]:
        """By language: the named numbers that changed."""
        return {code: changed_numbers(*sides) for code, sides in self.sides.items()}

    def rewritten(self) -> list[str]:
        """The languages in which the block reads otherwise."""
        return [code for code, (old, new) in self.sides.items() if _text(old) != _text(new)]

    def _blocks(self) -> Iterator[Block]:
        return (block for sides in self.sides.values() for block in sides if block is not None)


def changed_blocks(before: Snapshot, after: Snapshot) -> Iterator[ChangedBlock]:
    """Every block that changed in any language, page by page."""
    for page in dict.fromkeys([*before.pages, *after.pages]):
        old, new = before.pages.get(page, {}), after.pages.get(page, {})
        codes = list(dict.fromkeys([*old, *new]))
        if _parallel(old, codes) and _parallel(new, codes):
            yield from _together(page, codes, old, new)
        else:
            for code in codes:
                yield from _together(page, [code], old, new)


def _together(
    page: str, codes: list[str], old: dict[str, list[Block]], new: dict[str, list[Block]]
) -> Iterator[ChangedBlock]:
    """Languages whose blocks stand side by side, which the first of them sets beside their earlier ones."""
    first = codes[0]
    for pair in pairs(old.get(first, []), new.get(first, [])):
        sides = {code: _sides(pair, old.get(code, []), new.get(code, [])) for code in codes}
        changed = {code: it for code, it in sides.items() if _is_changed(*it)}
        if changed:
            yield ChangedBlock(page, changed)


def _parallel(pages: dict[str, list[Block]], codes: list[str]) -> bool:
    """Whether a page has the same blocks in all languages, or is in none."""
    shapes = {tuple((it.tag, it.chart, it.is_cell) for it in pages.get(code, [])) for code in codes}
    return len(shapes) == 1


def _sides(pair: Pair, old: list[Block], new: list[Block]) -> Sides:
    was, now = pair
    return None if was is None else old[was], None if now is None else new[now]


def _is_changed(old: Block | None, new: Block | None) -> bool:
    return _text(old) != _text(new) or changed_numbers(old, new) != []


def _text(block: Block | None) -> str:
    return block.text if block else ""


def _words(block: Block) -> list[str]:
    """The words of a block, without its numbers."""
    return WORDS.findall(NAME.sub("", block.words))
