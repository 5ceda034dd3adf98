"""How the five languages write numbers and dates: written down here anew, on purpose not read from `locales/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
YEAR, MONTH, DAY = r"(?P<year>[12]\d{3})", r"(?P<month>[1-9]|1[0-2])", r"(?P<day>[1-9]|[12]\d|3[01])"
NAMED_MONTH = f"(?P<month>{'|'.join(MONTHS)})"


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language as it stands on the site.

    `gap` is what a number and its scale word have between them, `shares` whether "15–38 million" means two millions;
    `dates` are patterns of a date to the day, to the month and to the year.
    """

    code: str
    tag: str
    prefix: str
    decimal: str
    group: str
    between: str
    scales: Mapping[str, int]
    gap: str
    shares: bool
    dates: tuple[str, str, str]


TONGUES = (
    Tongue(
        "en", "en", "", ".", ",", "–", {"million": 6, "billion": 9, "trillion": 12}, "\u00a0", True,
        (rf"{NAMED_MONTH} {DAY}, {YEAR}", rf"{NAMED_MONTH} {YEAR}", YEAR),
    ),
    Tongue(
        "ja", "ja", "ja/", ".", ",", "～", {"万": 4, "億": 8, "兆": 12}, "", False,
        (f"{YEAR}年{MONTH}月{DAY}日", f"{YEAR}年{MONTH}月", f"{YEAR}年"),
    ),
    Tongue(
        "ko", "ko", "ko/", ".", ",", "~", {"만": 4, "억": 8, "조": 12}, "", False,
        (f"{YEAR}년 {MONTH}월 {DAY}일", f"{YEAR}년 {MONTH}월", f"{YEAR}년"),
    ),
    Tongue(
        "zh", "zh-Hans", "zh/", ".", ",", "–", {"万": 4, "亿": 8, "万亿": 12}, "", False,
        (f"{YEAR}年{MONTH}月{DAY}日", f"{YEAR}年{MONTH}月", f"{YEAR}年"),
    ),
    Tongue(
        "vi", "vi", "vi/", ",", ".", "–", {"nghìn": 3, "triệu": 6, "tỷ": 9, "nghìn tỷ": 12}, "\u00a0", True,
        (f"{DAY} tháng {MONTH} năm {YEAR}", f"tháng {MONTH} năm {YEAR}", YEAR),
    ),
)  # fmt: skip


def tongue_of(file: str) -> Tongue:
    """The language of a built file, by the folder it stands in."""
    return next((tongue for tongue in TONGUES[1:] if file.startswith(tongue.prefix)), TONGUES[0])
