"""How much differs between two snapshots, counted without setting anything beside anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any

from explainer.diff.alignment import stated
from explainer.diff.published import Block
from explainer.diff.snapshot import THEME, Snapshot

Places = dict[str, Counter[tuple[str, str]]]
"""By language: how often a number has each value and text."""


def counts(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """How many pages differ, and by language how many texts and numbers of them, whatever their order on a page.

    `texts` are pieces of text and `places` numbers that have a name, each with its value. A page in five languages
    is one of the `pages` and five of the `built_pages`.
    """
    texts, places, pages = Counter[str](), Counter[str](), set[tuple[str, str]]()
    for page in {*before.pages, *after.pages} - {THEME}:
        old, new = before.pages.get(page, {}), after.pages.get(page, {})
        for code in {*old, *new}:
            was, now = old.get(code, []), new.get(code, [])
            texts[code] += (of_texts := apart((it.text for it in was), (it.text for it in now)))
            places[code] += (of_numbers := apart(_numbers(was), _numbers(now)))
            pages |= {(page, code)} if of_texts or of_numbers else set()
    return {
        "texts": {code: texts[code] for code in after.languages},
        "places": {code: places[code] for code in after.languages},
        "pages": len({page for page, _ in pages}),
        "built_pages": len(pages),
    }


def places(snapshot: Snapshot) -> dict[str, Places]:
    """By number: how often pages state it with each value and text, in each language."""
    found: dict[str, Places] = {}
    for by_language in snapshot.pages.values():
        for code, blocks in by_language.items():
            for id_, value, text in _numbers(blocks):
                found.setdefault(id_, {}).setdefault(code, Counter())[value, text] += 1
    return found


def apart(old: Iterable[Hashable], new: Iterable[Hashable]) -> int:
    """How many of the things are in only one of two lists; one in the place of another counts once."""
    was, now = Counter(old), Counter(new)
    return max((was - now).total(), (now - was).total())


def _numbers(blocks: Iterable[Block]) -> list[tuple[str, str, str]]:
    """The numbers of a page that have a name, with their values and texts."""
    return [it for block in blocks for it in stated(block)]
