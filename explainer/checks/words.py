"""Words: the terms of the glossary, and English left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.case import Case, Fault
from explainer.checks.characters import script_of

QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|「[^」]*」|《[^》]*》|\([^)]*\)|（[^）]*）|`[^`]*`")
ENGLISH_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
LONGEST_COPY = 4


def missing_terms(case: Case) -> Iterator[Fault]:
    """A term of the glossary that the English has, without its standard rendering."""
    for term in case.habits.terms:
        if term.required and term.found_in(case.english) and not term.rendered_in(case.words):
            wanted = " or ".join(f'"{it}"' for it in term.renderings)
            yield Fault(f'"{term.english}" without its rendering', f"write {wanted}, as in locales/glossary.toml")
            return


def banned_terms(case: Case) -> Iterator[Fault]:
    """A rendering that means something else."""
    for term in case.habits.terms:
        for word in term.banned:
            if word.casefold() in case.words.casefold():
                yield Fault(f'"{word}" does not mean "{term.english}"', f'write "{term.renderings[0]}"')
                return


def untranslated(case: Case) -> Iterator[Fault]:
    """The English repeated, whole or in part; names, quoted titles and code may stay."""
    source, words = QUOTED.sub(" ", case.english), QUOTED.sub(" ", case.words)
    written = [it.casefold() for it in ENGLISH_WORD.findall(words)]
    if case.text.strip() == case.source.strip():
        small = re.findall(r"\b[a-z]{2,}\b", source)
        if len(small) > (2 if case.habits.is_latin or not case.habits.scripts else 0):
            yield Fault(f'the English is repeated: "{case.source[:60]}"', "translate it")
            return
    runs = _runs(source)
    for start in range(len(written) - LONGEST_COPY + 1):
        run = tuple(written[start : start + LONGEST_COPY])
        if run in runs:
            yield Fault(f'English is left: "{" ".join(run)} …"', "translate it")
            return
    own = {script for script in case.habits.scripts if script != "LATIN"}
    small = [word for word in re.findall(r"\b[a-z]{3,}\b", source) if word not in case.habits.latin]
    if own and len(small) > 1 and not case.is_pattern and not any(script_of(sign) in own for sign in case.words):
        yield Fault("not a letter of the language", "translate it")


def _runs(text: str) -> set[tuple[str, ...]]:
    """The runs of English words, at least one of them in small letters, that a copy would share."""
    words = ENGLISH_WORD.findall(text)
    runs = (words[start : start + LONGEST_COPY] for start in range(len(words) - LONGEST_COPY + 1))
    return {tuple(it.casefold() for it in run) for run in runs if sum(it.islower() for it in run) > 1}
