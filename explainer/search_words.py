"""The words that a search finds, and on which pages: few, and yet some for whatever a page has to say.

A word is kept once on a page, on the pages that have it most often, and not at all where nearly all places have it.
Japanese is cut where the script changes, Chinese into pairs of characters that belong together, Korean words are
reduced to their stems, and all others stand between spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

PAGES_A_WORD = 2
EVERYWHERE = 0.3  # a word of more than this part of all places tells none from another
ASSOCIATED = 100  # how closely two Chinese characters belong together that make a word

HAN, HIRAGANA, KATAKANA, HANGUL = "々-〇㐀-䶿一-鿿", "ぁ-ゟ", "ァ-ヺー-ヿ", "가-힣"
LETTER = rf"[^\W_{HAN}{HIRAGANA}{KATAKANA}{HANGUL}]"
# Hiragana joins Japanese words and inflects them, so it is left out.
RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<hangul>[{HANGUL}]+)|[{KATAKANA}]+|{LETTER}+(?:[-.]{LETTER}+)*")
is_han, is_hangul = re.compile(f"[{HAN}]").match, re.compile(f"[{HANGUL}]").match

# Chinese characters that join words rather than make them.
JOINING = frozenset(
    "的是了在和与为而这那有也就不都把被从对到以及其之于中上下个种很更最但若则会能可要"
    "它们我你他所因此每各一二两三又再仅只并由用使让给比按如何什么样些还没无"
)

# What follows a Korean noun; some of it may as well be the end of a verb.
ONLY_NOUNS = "으로써|으로는|에서는|에서도|으로|에서|에게|부터|까지|보다|처럼|마다|을|를|의|와|과"
PARTICLE = re.compile(f"(?<=[가-힣]{{2}})(?:{ONLY_NOUNS}|이나|라도|이라|이다|이며|은|는|이|가|에|도|만|로)$")
NOUN = re.compile(f"([가-힣]{{2,}}?)(?:{ONLY_NOUNS})")

# How a Korean verb or adjective ends.
PREDICATE = re.compile(
    "(?:다|며|고|면|서|해|히|게|지|한|할|된|될|인|던|려|여|어|아|워|까|도록|듯|은|는|을|를|함|됨|기|니|요|라|자)$"
)


@dataclass(frozen=True)
class Words:
    """The words of the texts of each page. A unit is a word, or a pair of Chinese characters."""

    pages: Mapping[str, Sequence[str]]

    def of(self, page: str) -> Iterator[list[str]]:
        """For each text of a page the words that it is found by, in their order."""
        wanted = set(self._wanted[page])
        for runs in self._runs[page]:
            yield [stretch for run in runs for stretch in self._stretches(run, wanted)]

    def _stretches(self, run: re.Match[str], wanted: set[str]) -> Iterator[str]:
        """What of a run holds wanted units, which are then wanted no more."""
        kept = [False] * len(run[0])
        for start, end, unit in self._units(run):
            if unit in wanted:
                wanted.remove(unit)
                kept[start:end] = [True] * (end - start)
        yield from "".join(it if keep else " " for it, keep in zip(run[0], kept, strict=True)).split()

    def _units(self, run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
        """(start, end, unit) in a run of letters."""
        if run["han"]:
            yield from ((at, at + 2, run[0][at : at + 2]) for at in range(len(run[0]) - 1))
        elif len(run[0]) > 1:
            unit = self._stem(run[0]) if run["hangul"] else run[0]
            yield 0, len(unit), unit.lower()

    def _stem(self, word: str) -> str:
        """The shortest beginning of a Korean word that is a word by itself."""
        word = PARTICLE.sub("", word)
        return next((word[:end] for end in range(2, len(word)) if word[:end] in self._korean), word)

    @cached_property
    def _korean(self) -> set[str]:
        """The Korean words of all pages without their particles."""
        return {PARTICLE.sub("", run[0]) for run in self._all_runs if run["hangul"] and len(run[0]) > 1}

    @cached_property
    def _nouns(self) -> set[str]:
        """The Korean words that stand somewhere with a particle of nouns."""
        found = (NOUN.fullmatch(run[0]) for run in self._all_runs if run["hangul"])
        return {noun[1] for noun in found if noun}

    @cached_property
    def _runs(self) -> dict[str, list[list[re.Match[str]]]]:
        """The runs of letters in each text of each page."""
        return {
            page: [list(RUN.finditer(unicodedata.normalize("NFC", text))) for text in texts]
            for page, texts in self.pages.items()
        }

    @cached_property
    def _all_runs(self) -> list[re.Match[str]]:
        return [run for texts in self._runs.values() for runs in texts for run in runs]

    @cached_property
    def _characters(self) -> tuple[Counter[str], int]:
        """How often each Chinese character stands in all texts, and how many there are."""
        counted = Counter("".join(run[0] for run in self._all_runs if run["han"]))
        return counted, counted.total()

    def _tells(self, unit: str, times: int) -> bool:
        """Whether a unit that stands so many times in all texts is a word that somebody may look for."""
        if is_hangul(unit):
            return unit in self._nouns or not PREDICATE.search(unit)
        if not is_han(unit):
            return True
        characters, total = self._characters
        by_chance = characters[unit[0]] * characters[unit[1]] / total
        return JOINING.isdisjoint(unit) and times**2 >= ASSOCIATED * by_chance

    @cached_property
    def _wanted(self) -> dict[str, set[str]]:
        """For each page the units that it is to be found by."""
        on_pages: dict[str, Counter[str]] = defaultdict(Counter)
        in_texts: Counter[str] = Counter()
        for page, texts in self._runs.items():
            for runs in texts:
                units = [unit for run in runs for _, _, unit in self._units(run)]
                in_texts.update(set(units))
                for unit in units:
                    on_pages[unit][page] += 1
        most = EVERYWHERE * sum(map(len, self._runs.values()))
        wanted: dict[str, set[str]] = {page: set() for page in self._runs}
        for unit, pages in on_pages.items():
            if in_texts[unit] <= most and self._tells(unit, pages.total()):
                for page, _ in pages.most_common(PAGES_A_WORD):
                    wanted[page].add(unit)
        return wanted
