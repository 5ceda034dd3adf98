"""Punctuation and spaces as the language has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.case import Case, Fault
from explainer.tokens import PLACEHOLDER

PAIRS = {"(": ")", "（": "）", "「": "」", "『": "』", "《": "》", "“": "”", "[": "]"}
EAST_ASIAN = r"\u3040-\u30ff\u3400-\u9fff"
ENDS = ".!?。！？…:：)）”」』》"
HALF_WIDTH = re.compile(
    rf"(?<=[{EAST_ASIAN}}}])\s*([,;!?])|(?<=[{EAST_ASIAN}）」])(\.)(?![A-Za-z0-9])|(?<=[{EAST_ASIAN}])(:)(?!//)|(?<=[{EAST_ASIAN}])\s*(\()|(?<=[{EAST_ASIAN}])(\))"
)
FULL_WIDTH = re.compile(r"[，。、；：！？（）「」『』％＋－／]")
ODD_SPACES = re.compile(r"^\s|\s$|  |\s[,.;:!?，。、；：！？）)」](?!\w)|[(（「]\s|\u3000")
BETWEEN = re.compile(
    rf"[{EAST_ASIAN}] +[A-Za-z0-9{EAST_ASIAN}]|[A-Za-z0-9] +[{EAST_ASIAN}]"
    r"|[、。，（）「」] +| +[、。，（）「」]"
)


def foreign_punctuation(case: Case) -> Iterator[Fault]:
    """Half-width marks in Chinese and Japanese, full-width ones in Korean and Vietnamese, Japanese ones in Chinese."""
    text = PLACEHOLDER.sub("}", case.text)
    if case.habits.full_width:
        found = HALF_WIDTH.search(re.sub(r"\]\([^)]*\)", "]", text))
        if found:
            mark = next(filter(None, found.groups()))
            yield Fault(f'half-width "{mark}"', "use the full-width mark of the language")
            return
    elif case.habits.scripts and (wide := FULL_WIDTH.search(text)):
        yield Fault(f'full-width "{wide.group()}"', "use the half-width mark")
        return
    for mark in case.habits.no_marks:
        if mark in text and mark not in case.source:
            yield Fault(f'"{mark}" is not a mark of this language', "see locales/tone.md for its marks")
            return


def odd_spaces(case: Case) -> Iterator[Fault]:
    """Spaces at the ends, two together, before a mark, or between Chinese or Japanese and Latin letters."""
    found = ODD_SPACES.search(case.text)
    if not found and case.habits.full_width:
        found = BETWEEN.search(PLACEHOLDER.sub("}", case.text)) if not case.is_pattern else None
    if found and not ODD_SPACES.search(case.source):
        yield Fault(f'a space too many: "{found.group()}"', "delete the space")


def unpaired_brackets(case: Case) -> Iterator[Fault]:
    """Brackets and quotation marks that open and do not close."""
    for opening, closing in PAIRS.items():
        here, there = case.text.count(opening), case.text.count(closing)
        if here != there and case.source.count(opening) == case.source.count(closing):
            yield Fault(f'"{opening}" stands {here} times and "{closing}" {there}', "close what is opened")
            return


def lost_end(case: Case) -> Iterator[Fault]:
    """A sentence that ends with no mark, or a heading that ends with one."""
    if not case.habits.scripts or not case.text.strip():
        return
    source, text = case.source.rstrip("*_ "), case.text.rstrip("*_ ")
    if source.endswith(".") and not source.startswith("[") and text[-1:] not in ENDS:
        yield Fault("the last sentence has no mark at its end", "end it as the language ends a sentence")
    elif source[-1:].isalpha() and text.endswith((".", "。")) and not source.endswith(("etc", "al")):
        yield Fault(f'ends with "{text[-1]}" where the English has no mark', "delete the mark")
