"""Placeholders: the same ones as in English, as often, and nothing else in braces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from explainer.checks.case import Case, Fault
from explainer.tokens import PLACEHOLDER, placeholders

BRACES = re.compile(r"[{}｛｝﹛﹜❴❵⦃⦄]")


def lost_placeholders(case: Case) -> Iterator[Fault]:
    """A number or a link that the reader of the translation would not get."""
    lost = _surplus(case.source, case.text)
    if lost:
        yield Fault(f"lost placeholder {braced(lost)}", f"put {braced(lost)} where the English has it")


def extra_placeholders(case: Case) -> Iterator[Fault]:
    """A number that the English does not state here, or not as often."""
    extra, lost = _surplus(case.text, case.source), _surplus(case.source, case.text)
    if extra:
        near = get_close_matches(extra[0], lost, 1)
        only = braced(placeholders(case.source)) or "none"
        fix = f"write {braced(near)} for {braced(extra[:1])}" if near else f"the English has only {only}"
        yield Fault(f"extra placeholder {braced(extra)}", fix)


def stray_braces(case: Case) -> Iterator[Fault]:
    """A brace that belongs to no placeholder, full-width ones too."""
    found = BRACES.search(PLACEHOLDER.sub("", case.text))
    if found:
        yield Fault(f'stray brace "{found.group()}"', "write placeholders as {name}, and no other braces")


def braced(names: Iterable[str]) -> str:
    """Names of placeholders as a person writes them."""
    return ", ".join(f"{{{name}}}" for name in names)


def _surplus(one: str, other: str) -> list[str]:
    """The placeholders that stand more often in the one text than in the other."""
    return sorted((Counter(placeholders(one)) - Counter(placeholders(other))).elements())
