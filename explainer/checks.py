"""What is wrong with a translation, as a list; saying so is done elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from calc.errors import Finding
from explainer.catalogs import Catalog
from explainer.pages import PRODUCT_NAMES, typed_digits, without_names
from explainer.tokens import PLACEHOLDER, placeholders

LINK = re.compile(r"\]\s*(?:\([^)]*\)|\[[^]]*\])")
FORBIDDEN = re.compile(r"\{\{|\{%|\{#|\{:|<[A-Za-z/!?]|&#|&\w+;|\]\s*:")
GLUED_DIGIT = re.compile(r"\d\s*\{number\}|\{number\}\s*\d")
BLANKS = "\ufffd\u115f\u1160\u3164\uffa0\u2800"
MARKS = ("`", "*", "_", "[", "]", "~~")
NUMBER_PATTERN = "{number}"
MOST_CHARACTERS = 2_000


def check_catalog(catalog: Catalog) -> list[Finding]:
    """Everything wrong with the translations of one catalog, each at its line."""
    return [
        Finding(catalog.file, translation.line, problem, fix)
        for (text, plural), translation in catalog.translations.items()
        for number, form in enumerate(translation.forms)
        for problem, fix in check_translation(plural if plural and number else text, form)
    ]


def check_translation(source: str, translation: str) -> Iterator[tuple[str, str]]:
    """(problem, fix) for everything wrong with one translated text."""
    if len(translation) > MOST_CHARACTERS:
        yield f"{len(translation)} characters, expected at most {MOST_CHARACTERS}", "shorten the translation"
        return
    yield from _placeholder_faults(source, translation)
    # A unit may be counted in the pattern itself: "1日あたり{number}分".
    yield from _digit_faults(source, translation)
    yield from _structure_faults(source, translation)
    yield from _character_faults(translation)
    if translation == source and len(re.findall(r"\b[a-z]{2,}\b", PLACEHOLDER.sub("", source))) > 2:
        yield f'the English is repeated: "{source[:60]}"', "translate it"


def _placeholder_faults(source: str, translation: str) -> Iterator[tuple[str, str]]:
    expected, found = Counter(placeholders(source)), Counter(placeholders(translation))
    lost, extra = sorted((expected - found).elements()), sorted((found - expected).elements())
    if lost:
        yield f"lost placeholder {_braced(lost)}", f"put {_braced(lost)} where the English has it"
    if extra:
        yield f"extra placeholder {_braced(extra)}", f"the English has only {_braced(sorted(expected)) or 'none'}"
    stray = re.sub(r"[^{}｛｝]", "", PLACEHOLDER.sub("", translation))
    if stray:
        yield f'stray brace "{stray[0]}"', "write placeholders as {name}, and no other braces"


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _digit_faults(source: str, translation: str) -> Iterator[tuple[str, str]]:
    if GLUED_DIGIT.search(without_names(translation)):
        yield f'a digit beside the number: "{translation}"', "leave the number alone; put a word between"
    digits = typed_digits(translation)
    if digits and not typed_digits(source) and NUMBER_PATTERN not in source:
        names = _braced(placeholders(source))
        yield f'number typed by hand: "{digits}"', f"use the placeholders of the English: {names or 'it has none'}"
    for name in PRODUCT_NAMES:
        if source.count(name) != translation.count(name) and NUMBER_PATTERN not in source:
            yield (
                f'the name "{name}" stands {translation.count(name)} times, expected {source.count(name)}',
                "keep names as they are",
            )
            return


def _structure_faults(source: str, translation: str) -> Iterator[tuple[str, str]]:
    expected, found = sorted(LINK.findall(source)), sorted(LINK.findall(translation))
    if expected != found:
        yield (
            f"links to {found or 'nothing'}, expected {expected or 'none'}",
            "keep every [text](address) with its address",
        )
    words, english = PLACEHOLDER.sub("", translation), PLACEHOLDER.sub("", source)
    odd = [mark for mark in MARKS if words.count(mark) != english.count(mark)]
    if odd:
        yield (
            f'the mark "{odd[0]}" stands {words.count(odd[0])} times, expected {english.count(odd[0])}',
            "keep marks as in the English",
        )
    for mark in FORBIDDEN.findall(translation):
        if mark not in source:
            yield f'"{mark}" may not stand in a translation', "write plain text"
            return
    if "\n" in translation:
        yield "a line break", "write the message as one line"


def _character_faults(translation: str) -> Iterator[tuple[str, str]]:
    for column, character in enumerate(translation, 1):
        odd = unicodedata.category(character) in ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp") or character in BLANKS
        if odd and character != "\n":
            yield f"invisible character U+{ord(character):04X} in column {column}", "delete it"
            return
    if unicodedata.normalize("NFC", translation) != translation:
        yield "letters and accents are stored apart (not NFC)", "save the text in Unicode normal form C"
