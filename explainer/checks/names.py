"""Names of products, people and firms: as they are in English, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.case import Case, Fault
from explainer.pages import PRODUCT_NAMES

LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9·+'’/.-]*")
NAME_LIKE = re.compile(r".*(?:\d|[A-Za-z][A-Z])")
FIX = "keep names as they are"


def changed_names(case: Case) -> Iterator[Fault]:
    """A product whose name has a digit, more or less often than in English."""
    if case.is_pattern:
        return
    source, text = case.source, case.text
    for name in PRODUCT_NAMES:
        expected, found = source.count(name), text.count(name)
        if expected != found:
            yield Fault(f'the name "{name}" stands {_times(found)}, expected {expected}', FIX)
            return


def lost_names(case: Case) -> Iterator[Fault]:
    """A name that the English has and the translation has not."""
    for name in case.habits.names:
        if (
            name in case.source
            and name not in case.text
            and name not in case.habits.dropped
            and _has(name, case.source)
        ):
            yield Fault(f'the name "{name}" is missing', FIX)
            return


def foreign_words(case: Case) -> Iterator[Fault]:
    """A word in Latin letters that the English has not: in Vietnamese only if it looks like a name."""
    if not case.habits.latin and not case.habits.scripts:
        return
    for word in LATIN_WORD.findall(case.words):
        looks = NAME_LIKE.match(word) if case.habits.is_latin else len(word) > 1
        if looks and not _known(_plain(word), case):
            yield Fault(f'"{word}" is not in the English', FIX)
            return


def _known(word: str, case: Case) -> bool:
    """Whether a word, or each of its parts, stands in the English or may stand in any translation."""
    known = {_plain(it) for it in LATIN_WORD.findall(case.english)}
    known |= {part for it in known for part in re.split(r"[-/ ]", it)}
    return all(it in known or it in case.habits.known_latin for it in re.split(r"[-/ ]", word) if word not in known)


def _times(count: int) -> str:
    return f"{count} time" + ("" if count == 1 else "s")


def _has(name: str, text: str) -> bool:
    return name in text and re.search(rf"(?<![\w]){re.escape(name)}(?![a-rt-z])", text) is not None


def _plain(word: str) -> str:
    """A word without its plural and the dot of its sentence, in small letters."""
    return re.sub(r"(?:['’]s|s)$", "", word.rstrip(".-/’'").casefold())
