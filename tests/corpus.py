"""The corpus of translations, good and bad, and mutants made of the real catalogs; run it to see the counts.

Every mutant is one change to a real translation that a careless or hostile hand could make. The changes are drawn by a
random generator with a fixed seed, so that a run gives the same mutants as the last one.
"""

from __future__ import annotations

import random
import re
import sys
import time
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from explainer.checks import CHECKS, faults  # noqa: E402
from explainer.checks.case import Case  # noqa: E402
from explainer.checks.sizes import size  # noqa: E402
from explainer.editions import Edition  # noqa: E402
from explainer.pages import ADDRESS, PRODUCT_NAMES  # noqa: E402
from explainer.project import read_project  # noqa: E402
from explainer.tokens import PLACEHOLDER  # noqa: E402

SEED = 20261120
ALL_CHECKS = {**CHECKS, size.__name__: size}
LANGUAGES = ("ja", "ko", "zh", "vi")
HEAD = """msgid ""
msgstr ""
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
SCALES = {
    "ja": ("万", "億", "千"),
    "ko": ("억", "만 장", "천 "),
    "zh": ("万", "亿", "百"),
    "vi": (" triệu", " nghìn", " tỷ"),
}
IN_WORDS = {"ja": "一千五百万", "ko": "천오백만", "zh": "一千五百万", "vi": "mười lăm triệu"}
PARTICLES = {"은": "는", "는": "은", "이": "가", "가": "이", "을": "를", "를": "을"}
WIDE = dict(zip(",.()", "，。（）", strict=True))
BENIGN_WORDS = {
    "ja": ("なお、", "一方で、", "万一のために言えば、", "十分に見れば、", "二つ目に、"),
    "ko": ("참고로, ", "한편 ", "만일 그렇다면 ", "천천히 보면 ", "두 번째로 "),
    "zh": ("另外，", "一方面，", "万一如此，", "十分明显，", "第二，"),
    "vi": ("Ngoài ra, ", "Một mặt, ", "Với tỷ lệ ấy, ", "Nói cho vạn năng, ", "Thứ hai, "),
}

Change = Callable[[random.Random, str, str, str], str | None]
"""A change of (random, language, source, text): another text, or None where it does not apply."""


@dataclass(frozen=True)
class Mutant:
    """A changed translation."""

    kind: str
    language: str
    source: str
    text: str


# ── Changes that must be refused ─────────────────────────────────────────────


def _placed(text: str, chance: random.Random) -> re.Match[str] | None:
    found = list(PLACEHOLDER.finditer(text))
    return chance.choice(found) if found else None


def lose_placeholder(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """Without one of its placeholders."""
    it = _placed(text, chance)
    return text[: it.start()] + text[it.end() :] if it else None


def double_placeholder(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With one of them twice."""
    it = _placed(text, chance)
    return text[: it.end()] + it.group() + text[it.end() :] if it else None


def rename_placeholder(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a slip in a name."""
    it = _placed(text, chance)
    return text[: it.start()] + f"{{{it[1][:-1]}}}" + text[it.end() :] if it and len(it[1]) > 2 else None


def other_quantity(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With another quantity."""
    it = _placed(text, chance)
    other = "peak_gpus" if it and it[1] != "peak_gpus" else "break_even"
    return text[: it.start()] + f"{{{other}}}" + text[it.end() :] if it else None


def _beside(marks: tuple[str, ...], after: bool) -> Change:
    def changed(chance: random.Random, language: str, source: str, text: str) -> str | None:
        it = _placed(text, chance)
        if not it or it[1].startswith("cite_"):
            return None
        at, mark = (it.end() if after else it.start()), chance.choice(marks)
        return text[:at] + mark + text[at:]

    return changed


def add_scale(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a scale word after a number."""
    return _beside(SCALES[language], after=True)(chance, language, source, text)


def type_digits(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a number typed instead of the placeholder."""
    it = _placed(text, chance)
    typed = chance.choice(("15", "１５", "١٥", "१५", "⑮", "²⁵"))
    return text[: it.start()] + typed + text[it.end() :] if it else None


def add_digits(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a typed number in the middle."""
    return _inserted(text, " " + chance.choice(("3", "2027", "½", "Ⅻ", "７")) + " ", chance)


def add_words(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a number in words at its end."""
    return text + " " + IN_WORDS[language] + " "


def change_name(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a digit of a product's name changed."""
    found = [name for name in PRODUCT_NAMES if name in text and re.search(r"\d", name)]
    if not found:
        return None
    name = chance.choice(found)
    return text.replace(name, re.sub(r"\d", lambda it: str((int(it.group()) + 1) % 10), name, count=1), 1)


def misspell_name(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a letter of a name doubled."""
    found = [name for name in ("OpenAI", "TikTok", "YouTube", "ChatGPT", "HunyuanVideo", "Plappert") if name in text]
    return text.replace(found[0], found[0][:-1] + found[0][-2] + found[0][-1], 1) if found else None


def change_address(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a link to another place."""
    found = ADDRESS.search(text)
    elsewhere = chance.choice(("](https://evil.example)", "](javascript:alert())", "](index.md)", "]", "](/)", "]()"))
    return text[: found.start()] + elsewhere + text[found.end() :] if found else None


def lose_mark(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """Without one star, bracket or backquote."""
    found = list(re.finditer(r"[*`\[\]]", text))
    it = chance.choice(found) if found else None
    return text[: it.start()] + text[it.end() :] if it else None


def add_markup(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With HTML, attributes or template code."""
    pieces = (
        "<b>", "<script>", "<img src=x onerror=y>", "&lt;", "&#106;", "{{ config }}", "{% x %}", "{# x #}", "{: .x }",
        "${x}", "`x`", "[x](y)", "[^x]", "|", "<!--", "**x**", "\\", "javascript:", "＜script＞", "{", "｝",
    )  # fmt: skip
    return _inserted(text, chance.choice(pieces), chance)


def add_invisible(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a character that nobody sees."""
    signs = "\u200b\u200d\u202e\u2066\u00ad\ufeff\ue000\u3164\u2028\u0000\ufffd\u180e\U000e0041\ufe0f\u2009"
    return _inserted(text, chance.choice(signs), chance)


def add_look_alike(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a letter of another script instead of a Latin one."""
    likes = dict(zip("aeopcxyAEOPCTSVD", "аеорсхуАЕОРСТЅѴⅮ", strict=True))
    found = [
        it
        for it in re.finditer(r"[A-Za-z]", PLACEHOLDER.sub(lambda m: " " * len(m.group()), text))
        if it.group() in likes
    ]
    it = chance.choice(found) if found else None
    return text[: it.start()] + likes[it.group()] + text[it.end() :] if it else None


def apart(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With its accents stored apart."""
    other = unicodedata.normalize("NFD", text)
    return other if other != text else None


def keep_english(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """The English instead."""
    return source if len(re.findall(r"\b[a-z]{2,}\b", PLACEHOLDER.sub("", source))) > 4 else None


def other_language(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a letter of a neighbour's script."""
    return _inserted(text, {"ja": "视频", "ko": "ビデオ", "zh": "ビデオ", "vi": "视频"}[language], chance)


def wrong_marks(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With the full stop or comma of another script."""
    if language in ("ja", "zh"):
        found = re.search(r"(?<=[\u3040-\u9fff])[。，、]", text)
        return text[: found.start()] + {"。": "."}.get(found.group(), ",") + text[found.end() :] if found else None
    found = re.search(r"(?<=\w)[,.](?=\s|$)", text)
    return text[: found.start()] + WIDE[found.group()] + text[found.end() :] if found else None


def wrong_particle(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With the other form of a particle after a number (Korean)."""
    found = re.search(r"(?<=\})[은는이가을를](?![가-힣])", text) if language == "ko" else None
    if not found or re.search(r"\{cite_\w+\}$", text[: found.start()]):
        return None
    return text[: found.start()] + PARTICLES[found.group()] + text[found.end() :]


def lose_end(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """Without its last mark."""
    ends = source.endswith(".") and not source.startswith("[") and re.search(r"[^.。)）]\.$|[^)）」”。]。$", text)
    return text[:-1] if ends else None


def break_line(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a line break and a heading."""
    return text + "\n\n## x"


def too_long(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """Many times over."""
    return text * (2 + (8 * len(source) + 40) // max(len(text), 1))


def _inserted(text: str, piece: str, chance: random.Random) -> str:
    """The text with a piece somewhere outside its placeholders and addresses."""
    taken = [it.span() for pattern in (PLACEHOLDER, ADDRESS) for it in pattern.finditer(text)]
    free = [at for at in range(len(text) + 1) if not any(start < at < end for start, end in taken)]
    at = chance.choice(free)
    return text[:at] + piece + text[at:]


BAD: tuple[Change, ...] = (
    lose_placeholder, double_placeholder, rename_placeholder, other_quantity, add_scale, type_digits, add_digits,
    add_words, change_name, misspell_name, change_address, lose_mark, add_markup, add_invisible, add_look_alike, apart,
    keep_english, other_language, wrong_marks, wrong_particle, lose_end, break_line, too_long,
)  # fmt: skip
GLUED: dict[str, Change] = {
    "glue_digit": _beside(("0", "５", "9"), after=True),
    "glue_sign": _beside(("-", "−", "~", "±", "≈"), after=False),
    "glue_percent": _beside(("%", "％"), after=True),
}


# ── Changes that do no harm ──────────────────────────────────────────────────


def same(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """As it is."""
    return text


def add_remark(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With a few words in front, some of which look like numbers."""
    plain = source.endswith(".") and not source.startswith(("*", "["))
    return chance.choice(BENIGN_WORDS[language]) + text if plain else None


def swap_sentences(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With its sentences in another order."""
    found = re.findall(r"[^。.]+。" if language in ("ja", "zh") else r"[^.。]+[^.。\d]\.(?: |$)", text)
    if "".join(found) != text or len(found) < 2 or source.startswith("**"):
        return None
    whole = [sentence.strip() for sentence in reversed(found)]
    return ("" if language in ("ja", "zh") else " ").join(whole)


def swap_placeholders(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With two citations in another order."""
    found = re.search(r"(\{cite_\w+\})([,;，；、 ]+)(\{cite_\w+\})", text)
    return text[: found.start()] + found[3] + found[2] + found[1] + text[found.end() :] if found else None


def both_particles(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """With both forms of a particle, of which the fitting one is printed (Korean)."""
    pairs = {"은": "은(는)", "는": "은(는)", "이": "이(가)", "가": "이(가)", "을": "을(를)", "를": "을(를)"}
    found = re.search(r"(?<=\})[은는이가을를](?= )", text) if language == "ko" else None
    return text[: found.start()] + pairs[found.group()] + text[found.end() :] if found else None


def lose_word(chance: random.Random, language: str, source: str, text: str) -> str | None:
    """Without a word of a longer text, as an editor would shorten it (Vietnamese)."""
    words = [it for it in re.finditer(r"(?<= )(?:rất|cũng|đã|đang|vẫn|lại) ", text)] if language == "vi" else []
    return text[: words[0].start()] + text[words[0].end() :] if words else None


HARMLESS: tuple[Change, ...] = (same, add_remark, swap_sentences, swap_placeholders, both_particles, lose_word)


# ── Making and judging ───────────────────────────────────────────────────────


def messages(language: str) -> list[tuple[str, str]]:
    """The real messages of a language and their translations, in the order of the catalogs."""
    found = []
    for path in sorted((ROOT / "locales" / language / "LC_MESSAGES").glob("*.po")):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete and not entry.msgid_plural and entry.msgstr:
                found.append((entry.msgid, entry.msgstr))
    return found


def mutants(changes: dict[str, Change], each: int) -> Iterator[Mutant]:
    """For every change and language, at most so many mutants."""
    for language in LANGUAGES:
        real = messages(language)
        for kind, change in changes.items():
            chance = random.Random(f"{SEED} {kind} {language}")
            made = 0
            for source, text in chance.sample(real, len(real)):
                changed = change(chance, language, source, text) if made < each else None
                if changed is not None and (changed != text or change is same):
                    made += 1
                    yield Mutant(kind, language, source, changed)


def bad_mutants(each: int) -> Iterator[Mutant]:
    """Those that must be refused."""
    yield from mutants({**{change.__name__: change for change in BAD}, **GLUED}, each)


def harmless_mutants(each: int) -> Iterator[Mutant]:
    """Those that must pass."""
    yield from mutants({change.__name__: change for change in HARMLESS}, each)


def is_refused(editions: dict[str, Edition], mutant: Mutant) -> bool:
    """Whether a check objects."""
    return next(faults(editions[mutant.language].case(mutant.source, mutant.text)), None) is not None


def cases_of(groups: list[dict], editions: dict[str, Edition]) -> Iterator[tuple[str, str, Case]]:
    """(check, language, case) for each text of the groups of a data file."""
    for group in groups:
        for language in LANGUAGES:
            for text in group.get(language, []):
                yield group.get("check", ""), language, editions[language].case(group["source"], text)


def file_bytes(entry: dict) -> bytes:
    """The bytes of a bad file."""
    text = entry.get("bytes") or entry["text"]
    for short, long in {"HEAD-OF-BRANCH": "ours", "HEAD": HEAD, "LONG": "x" * 20_001}.items():
        text = text.replace(short, long)
    text = text.replace("MANY", "#\n" * 20_001).replace("HUGE", "# " + "x" * 500_000)
    if "replace" in entry:
        assert entry["replace"][0] in text
        text = text.replace(*entry["replace"])
    return text.encode("latin-1" if "bytes" in entry else entry.get("encoding", "utf-8"))


def main() -> int:
    """Print the counts; 1 where they are not what they must be."""
    begun = time.monotonic()
    editions = read_project(ROOT).editions
    data = {
        name: tomllib.loads((ROOT / "tests" / "data" / f"{name}.toml").read_text(encoding="utf-8"))["group"]
        for name in ("bad_messages", "benign_messages")
    }
    bad = [next(faults(case), None) is not None for _, _, case in cases_of(data["bad_messages"], editions)]
    benign = [next(faults(case), None) is not None for _, _, case in cases_of(data["benign_messages"], editions)]
    print(f"bad messages      {sum(bad):5} of {len(bad)} refused")
    print(f"benign messages   {sum(benign):5} of {len(benign)} refused")
    made, harmless = list(bad_mutants(50)), list(harmless_mutants(250))
    missed = [mutant for mutant in made if not is_refused(editions, mutant)]
    stopped = [mutant for mutant in harmless if is_refused(editions, mutant)]
    print(f"mutants           {len(made) - len(missed):5} of {len(made)} refused")
    print(f"harmless mutants  {len(stopped):5} of {len(harmless)} refused")
    for kind, count in Counter(mutant.kind for mutant in missed).most_common():
        print(f"  not refused: {kind} {count}")
    for mutant in missed + stopped:
        if "--show" in sys.argv:
            print(f"  {mutant.kind} {mutant.language}: {mutant.text!r}")
    print(f"{time.monotonic() - begun:.0f} seconds")
    return int(not all(bad) or any(benign) or len(missed) > 0.01 * len(made) or len(stopped) > 0.02 * len(harmless))


if __name__ == "__main__":
    sys.exit(main())
