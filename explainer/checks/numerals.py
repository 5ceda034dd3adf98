"""Numbers written in words: read out of a text in any of the languages that we know, with their values.

Counts up to ten are words like others (三つの倍率, 한 장, ba cách) and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

LARGEST_COUNT = 10
Found = tuple[str, int]
"""The words as they stand, and their value."""

ALL_SCALES = re.compile(
    r"[十百千万億亿兆萬拾佰仟]|억(?![지울제양류])|(?:[십백천만]*[십백천억조]|만(?=\s?(?:장|배|명|개|분|초|시간|달러|원)))(?=[\s.,)\]]|$|[배개장분명원])"
    r"|(?:nghìn|ngàn|trăm|triệu|tỷ|tỉ|chục|vạn|hundred|thousand|million|billion|trillion|dozen|lakh|crore)(?![\w])"
    r"|(?:[kKMGTPE]|bn|mn|mio|tr|Tr)(?![\w/-])",
)

# ── Chinese and Japanese ─────────────────────────────────────────────────────

HAN = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {
    "两": 2, "兩": 2, "壹": 1, "壱": 1, "贰": 2, "弐": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "廿": 20,
}  # fmt: skip
HAN_STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN_GROUPS = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
HAN_RUN = re.compile(f"[{''.join([*HAN, *HAN_STEPS, *HAN_GROUPS])}]+")


def han_numbers(text: str) -> Iterator[Found]:
    """一千五百万; a lone 百 too, for 百倍 is a hundred times."""
    for run in HAN_RUN.findall(text):
        digits = all(sign in HAN for sign in run)
        if digits and len(run) > 1 and ("〇" in run or "零" in run or len(run) > 2):
            yield run, int("".join(str(HAN[sign]) for sign in run))
        elif not digits:
            yield run, _value(run, HAN, HAN_STEPS, HAN_GROUPS)


def _value(run: str, digits: dict[str, int], steps: dict[str, int], groups: dict[str, int]) -> int:
    """What a run of numerals comes to: digits times steps, those times groups."""
    whole = group = digit = 0
    for sign in run:
        if sign in digits:
            digit = digits[sign]
        elif sign in steps:
            group, digit = group + (digit or 1) * steps[sign], 0
        else:
            whole, group, digit = whole + ((group + digit) or 1) * groups[sign], 0, 0
    return whole + group + digit


# ── Korean ───────────────────────────────────────────────────────────────────

HANGUL = dict(zip("영공일이삼사오육칠팔구", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
HANGUL_STEPS = {"십": 10, "백": 100, "천": 1000}
HANGUL_GROUPS = {"만": 10**4, "억": 10**8, "조": 10**12}
HANGUL_RUN = re.compile(r"(?<![가-힣])(수|몇)?([영공일이삼사오육칠팔구십백천만억조]+)([가-힣]?)")
HANGUL_SHAPE = re.compile(
    r"(?:(?:[일이삼사오육칠팔구]?[십백천]){1,3}[일이삼사오육칠팔구]?[만억조]?|[이삼사오육칠팔구][억만조])+"
)
COUNTERS = re.compile(r"[배개장분명원년대초건번회층달억]|시간|퍼센트|프로|달러")
NATIVE_TENS = {"스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90}
NATIVE = re.compile(rf"(?<![가-힣])({'|'.join(NATIVE_TENS)})(?=[가-힣]{{0,3}}(?:\s|[.,]|$))")
LONE = re.compile(r"(?<![가-힣])([백천만])\s?(?=(?:배|장|명|개|번|달러|시간|초|대)(?:[\s.,]|[은는이가을를의로]|$))")


def hangul_numbers(text: str) -> Iterator[Found]:
    """천오백만; a run of syllables that is a numeral and nothing else, or is followed by a counter."""
    for found in HANGUL_RUN.finditer(text):
        indefinite, run, following = found.groups()
        rest = text[found.end(2) :]
        ends = not following or COUNTERS.match(rest) is not None
        if len(run) == 2 and run[1] in HANGUL_GROUPS and COUNTERS.match(rest.lstrip()) is None:
            continue  # 구조, 사조, 이만
        if indefinite and run in "백천만억조" and (run != "만" or COUNTERS.match(rest.lstrip())):
            yield indefinite + run, (HANGUL_STEPS | HANGUL_GROUPS)[run]
        elif HANGUL_SHAPE.fullmatch(run) and len(run) > 1 and (ends or len(run) > 2):
            yield run, _value(run, HANGUL, HANGUL_STEPS, HANGUL_GROUPS)
    for found in NATIVE.finditer(text):
        yield found[1], NATIVE_TENS[found[1]]
    for found in LONE.finditer(text):
        yield found[1], (HANGUL_STEPS | HANGUL_GROUPS)[found[1]]


# ── Languages that write numbers as words with spaces ────────────────────────

VIETNAMESE = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
VIETNAMESE_STEPS = {"mười": 10, "mươi": 10, "chục": 10, "trăm": 100}
VIETNAMESE_GROUPS = {"nghìn": 1000, "ngàn": 1000, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ENGLISH_STEPS = {"hundred": 100, "dozen": 12}
ENGLISH_GROUPS = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
JOINING = {"and", "lẻ", "linh"}


def vietnamese_numbers(text: str) -> Iterator[Found]:
    """mười lăm triệu; mười năm is ten years."""
    for run in _runs(text.lower(), VIETNAMESE, VIETNAMESE_STEPS, VIETNAMESE_GROUPS):
        while len(run) > 1 and run[-1] == "năm":
            run = run[:-1]
        if any(word in VIETNAMESE_STEPS or word in VIETNAMESE_GROUPS for word in run):
            yield " ".join(run), _spoken(run, VIETNAMESE, VIETNAMESE_STEPS, VIETNAMESE_GROUPS)


def english_numbers(text: str) -> Iterator[Found]:
    """fifteen million, hundreds, tenfold."""
    words = re.sub(r"(?<=[a-z])(?:s|fold|th)\b", "", text.lower().replace("-", " "))
    for run in _runs(words, ENGLISH, ENGLISH_STEPS, ENGLISH_GROUPS):
        yield " ".join(run), _spoken(run, ENGLISH, ENGLISH_STEPS, ENGLISH_GROUPS)


def _runs(text: str, digits: dict[str, int], steps: dict[str, int], groups: dict[str, int]) -> Iterator[list[str]]:
    """The stretches of words that are numerals."""
    run: list[str] = []
    for word in [*re.findall(r"\w+|[^\w\s]", text), ""]:
        if word in digits or word in steps or word in groups:
            run.append(word)
        elif run and word in JOINING:
            continue
        elif run:
            yield run
            run = []


def _spoken(run: list[str], digits: dict[str, int], steps: dict[str, int], groups: dict[str, int]) -> int:
    """What words come to: mười lăm triệu and hai mươi, one hundred twenty thousand."""
    whole = group = digit = 0
    for word in run:
        if word in digits:
            digit += digits[word]
        elif word in steps:
            group, digit = group + (digit or 1) * steps[word], 0
        else:
            whole, group, digit = whole + ((group + digit) or 1) * groups[word], 0, 0
    return whole + group + digit


READERS: dict[str, Callable[[str], Iterator[Found]]] = {
    "han": han_numbers,
    "hangul": hangul_numbers,
    "vietnamese": vietnamese_numbers,
    "english": english_numbers,
}


def numbers_in(text: str, systems: tuple[str, ...]) -> Iterator[Found]:
    """The numbers above ten that a text has in words, by any of the systems."""
    for system in systems:
        yield from ((words, value) for words, value in READERS[system](text) if value > LARGEST_COUNT)
