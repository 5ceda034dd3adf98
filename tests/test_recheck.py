"""The re-check of the published pages: it passes on the site as built, and finds any digit that is changed."""

import ast
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from calc.book import Book
from explainer.project import Project
from recheck.checking import Checked
from recheck.exact import Exact, half_up
from recheck.numerals import NotANumeral, read_date, read_numeral
from recheck.pages import SITEMAP, Page, read_site
from recheck.pieces import Piece
from recheck.reading import read_tree
from recheck.sums import worked_out
from recheck.tongues import TONGUES
from recheck.whole import Recheck
from recheck.wording import DIGIT, read_wording

pytestmark = pytest.mark.site
TONGUE = {tongue.code: tongue for tongue in TONGUES}
SEED = 20240215
PLAIN, RAISED = "0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"
STATED = ("number", "mention", "value", "date", "citation", "source", "term")


@pytest.fixture(scope="module")
def recheck(built: tuple[Path, Project], book: Book) -> Recheck:
    """The built site, read once."""
    return Recheck(read_site(built[0]), Exact(book))


def text_of(recheck: Recheck, file: str) -> str:
    """A built file as it is."""
    if file == SITEMAP:
        return recheck.site.sitemap
    return recheck.site.receipts.get(file) or recheck.site.pages[file].text


# ── The site as built ────────────────────────────────────────────────────────


def test_the_built_site_says_what_the_model_says(recheck: Recheck) -> None:
    """In five languages, and alike in all of them."""
    assert recheck.findings() == []


def test_the_recheck_has_read_everything(recheck: Recheck) -> None:
    """No kind of thing was passed over, and every digit of every page has been read as something."""
    least = {"number": 3000, "value": 1300, "date": 900, "citation": 300, "source": 100, "name": 1700, "mention": 50}
    least |= {"address": 7000, "markup": 3000, "power": 25, "term": 5, "data": 65}
    pieces = recheck.pieces()
    assert all(pieces[kind] >= count for kind, count in least.items()), pieces
    assert pieces["digits"] == 0
    assert recheck.sums() >= 400
    files = [*recheck.site.pages, *recheck.site.receipts, SITEMAP]
    assert len(files) >= 66
    digits = sum(len(DIGIT.findall(text_of(recheck, file))) for file in files)
    assert recheck.digits().total() == digits >= 50_000


def test_a_file_read_again_as_it_is_has_no_finding(recheck: Recheck) -> None:
    """So what the mutations below find is the mutation."""
    for file in (*recheck.site.pages, *list(recheck.site.receipts)[::100], SITEMAP):
        assert recheck.findings_with(file, text_of(recheck, file)) == [], file


def test_both_ways_of_rounding_agree_on_every_figure(book: Book) -> None:
    """Exact fractions here, floats and decimals in `calc/figures.py`."""
    stated = {key: it for key, it in Exact(book).stated.items() if it.style != "verbatim"}
    assert len(stated) > 120
    for key, figure in book.figures().items():
        if key in stated:
            assert stated[key].printed == tuple(dict.fromkeys((Fraction(figure.low), Fraction(figure.high)))), key


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command line."""
    command = [sys.executable, "-m", "recheck", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_says_what_it_read(built: tuple[Path, Project], recheck: Recheck) -> None:
    """In one line."""
    done = run(built[0])
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{recheck.summary()}, 0 findings\n", "")


def test_the_command_fails_on_a_wrong_digit(built: tuple[Path, Project], tmp_path: Path) -> None:
    """And says where, what was found, what was expected, and the fix."""
    folder = tmp_path / "site"
    shutil.copytree(built[0], folder)
    page = folder / "vi" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("15,2–38,1", "15,2–38,7", 1), encoding="utf-8")
    done = run(folder)
    assert done.returncode == 1
    assert re.search(
        r"vi/index\.html:\d+: found .*15200000–38700000, expected 15200000–38100000.*\n  fix: ", done.stderr
    )
    assert re.search(r" [1-9]\d* findings$", done.stdout)


def test_the_command_asks_for_a_site(tmp_path: Path) -> None:
    """An empty folder is no site without faults."""
    done = run(tmp_path)
    assert done.returncode == 2
    assert "make site" in done.stderr


# ── Independence ─────────────────────────────────────────────────────────────


def test_nothing_of_the_formatter_is_loaded() -> None:
    """Nor of the libraries that it prints with. (Babel comes with pint, where it is installed.)"""
    code = "import sys, recheck.__main__; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"calc", "recheck"} <= loaded
    assert not loaded & {"explainer", "jinja2", "markupsafe", "mkdocs", "markdown", "polib"}


def test_of_calc_only_the_book_and_the_units_are_used() -> None:
    """Rounding in particular is not."""
    files = sorted((ROOT / "recheck").glob("*.py"))
    assert len(files) > 10
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        typing_only = [node for block in tree.body if isinstance(block, ast.If) for node in ast.walk(block)]
        imported = [
            name
            for node in ast.walk(tree)
            if node not in typing_only and isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [it.name for it in node.names])
        ]
        own = {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names | {"recheck"}}
        assert own <= {"calc.book", "calc.units", "calc.errors"}, file.name


# ── Reading numbers and dates ────────────────────────────────────────────────

NUMERALS = [
    ("en", "15.2–38.1 million", ["15.2e6", "38.1e6"]),
    ("en", "850,000–1.2 million", ["850000", "1.2e6"]),
    ("en", "1.5 trillion", ["1.5e12"]),
    ("en", "4,211–10,528", ["4211", "10528"]),
    ("en", "0.39", ["0.39"]),
    ("en", "1.0", ["1"]),
    ("en", "1.08–2.7 × 10²⁵", ["1.08e25", "2.7e25"]),
    ("en", "9 × 10²⁴–1.1 × 10²⁵", ["9e24", "1.1e25"]),
    ("en", "10²¹", ["1e21"]),
    ("en", "5.6 × 10⁻³", ["5.6e-3"]),
    ("en", "30–50%", ["0.3", "0.5"]),
    ("ja", "1520万～3810万", ["15.2e6", "38.1e6"]),
    ("ja", "85万～120万", ["850000", "1.2e6"]),
    ("ja", "9000～1.2万", ["9000", "12000"]),
    ("ja", "14.95億", ["14.95e8"]),
    ("ja", "1.5兆", ["1.5e12"]),
    ("ja", "1.08～2.7 × 10²⁵", ["1.08e25", "2.7e25"]),
    ("ko", "1520만~3810만", ["15.2e6", "38.1e6"]),
    ("ko", "200억", ["20e9"]),
    ("ko", "1.5조", ["1.5e12"]),
    ("ko", "4,211~10,528", ["4211", "10528"]),
    ("zh", "1520万–3810万", ["15.2e6", "38.1e6"]),
    ("zh", "14.95亿", ["14.95e8"]),
    ("zh", "1.5万亿", ["1.5e12"]),
    ("vi", "15,2–38,1 triệu", ["15.2e6", "38.1e6"]),
    ("vi", "850 nghìn–1,2 triệu", ["850000", "1.2e6"]),
    ("vi", "991 nghìn", ["991000"]),
    ("vi", "1,5 nghìn tỷ", ["1.5e12"]),
    ("vi", "20 tỷ", ["20e9"]),
    ("vi", "4.211–10.528", ["4211", "10528"]),
    ("vi", "0,56%", ["0.0056"]),
    ("vi", "−82,5%", ["-0.825"]),
    ("en", "−1.2 million", ["-1.2e6"]),
    ("en", "−3–5", ["-3", "5"]),
    ("vi", "9 × 10²⁴–1,1 × 10²⁵", ["9e24", "1.1e25"]),
    ("vi", "1.000", ["1000"]),
    ("vi", "4,211", ["4.211"]),
    ("en", "4.211", ["4.211"]),
]
NO_NUMERALS = {
    "en": [
        "", " 5", "01", "007", "1.", ".5", "-5", "1,52", "1,0000", "1.2.3", "1e6", "12a", "½", "１２", "50 %", "50%%",
        "15,2 million", "15.2million", "15.2 Million", "1.5 million%", "1520万", "38.1–15.2 million", "5–5", "1–2–3",
        "950–1.2 million", "1,08–2,7 × 10²⁵", "1.08 x 10²⁵", "0.5 × 10²", "15 × 10²⁵", "10 ²¹", "10²¹⁻", "10⁰¹",
        "10²¹%",
    ],
    "ja": ["1520万–3810万", "1520 万", "1520만", "1520亿", "一五二〇万", "3810万～1520万", "15.2 million"],
    "ko": ["1520만～3810만", "1520 만", "1520万", "14.95億"],
    "zh": ["1520万～3810万", "1520 万", "14.95億", "1.5兆"],
    "vi": ["15.2–38.1 triệu", "1.52", "991nghìn", "1,5 tỷ nghìn", "0.56%", "38,1–15,2 triệu", "1,5 million"],
}  # fmt: skip
DATES = [
    ("en", "February 15, 2024", (2024, 2, 15)), ("en", "March 2024", (2024, 3)), ("en", "2016", (2016,)),
    ("ja", "2024年2月15日", (2024, 2, 15)), ("ja", "2024年3月", (2024, 3)), ("ja", "2016年", (2016,)),
    ("ko", "2024년 2월 15일", (2024, 2, 15)), ("ko", "2024년 3월", (2024, 3)), ("ko", "2016년", (2016,)),
    ("zh", "2024年2月15日", (2024, 2, 15)), ("zh", "2024年3月", (2024, 3)), ("zh", "2016年", (2016,)),
    ("vi", "15 tháng 2 năm 2024", (2024, 2, 15)), ("vi", "tháng 3 năm 2024", (2024, 3)), ("vi", "2016", (2016,)),
]  # fmt: skip
NO_DATES = [
    ("en", "February 32, 2024"), ("en", "February 05, 2024"), ("en", "15 February 2024"), ("en", "Mars 2024"),
    ("ja", "2024年13月"), ("ja", "2024年2月0日"), ("ja", "2024年02月"), ("ja", "2024년 2월"), ("ja", "2024"),
    ("ko", "2024년2월"), ("zh", "2024年3"), ("vi", "15 tháng 13 năm 2024"), ("vi", "tháng 3, 2024"), ("vi", "0016"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "ends"), NUMERALS)
def test_a_printed_number_is_read_as_the_number_it_is(code: str, text: str, ends: list[str]) -> None:
    """Exactly, in each language's way of writing it."""
    assert read_numeral(unbroken(text), TONGUE[code]).ends == tuple(map(Fraction, ends))


def unbroken(text: str) -> str:
    """A text with no-break spaces, as numbers have them."""
    return text.replace(" ", "\u00a0")


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in NO_NUMERALS.items() for text in texts])
def test_what_a_language_does_not_write_is_refused(code: str, text: str) -> None:
    """Also what another language does."""
    with pytest.raises(NotANumeral):
        read_numeral(unbroken(text), TONGUE[code])


@pytest.mark.parametrize(("code", "text", "parts"), DATES)
def test_a_date_is_read_as_far_as_it_goes(code: str, text: str, parts: tuple[int, ...]) -> None:
    """Year, month and day."""
    assert read_date(text, TONGUE[code]) == parts


@pytest.mark.parametrize(("code", "text"), NO_DATES)
def test_what_is_no_date_is_refused(code: str, text: str) -> None:
    """Also a date as another language writes it."""
    with pytest.raises(NotANumeral):
        read_date(text, TONGUE[code])


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "after 15.2–38.1\u00a0million minutes, on 2\u00a0H100s.", ["name H100", "number", "number"]),
        ("ja", "H100\u00a099.1万基、2024年3月のLlama 2 70Bで", ["date", "name H100", "name Llama 2 70B", "number"]),
        ("vi", "tháng 3 năm 2024, 991\u00a0nghìn GPU H100.", ["date", "name H100", "number"]),
        (
            "en",
            "Sora 2 at $0.10 a second, Open-Sora 2.0 at $2–3 an hour.",
            ["name Open-Sora 2.0", "name Sora 2", "number", "number"],
        ),
        ("en", "B200, GPT-5, Llama 2.5x, BF161 and 1,52 of ⅔", ["digits"] * 8),
    ],
)
def test_running_text_is_names_dates_and_numbers(code: str, text: str, expected: list[str]) -> None:
    """And the rest is digits that nobody can read."""
    tokens = read_wording(text, TONGUE[code])
    shown = [f"name {it.value}" if it.kind == "name" else it.kind for it in tokens]
    assert sorted(shown) == expected


@given(
    st.text(alphabet=st.sampled_from('0159.,–～~×⁻²⁵%万만億 \u00a0<>/="&#39;pah2-年月일xH')), st.sampled_from(TONGUES)
)
def test_no_text_makes_the_reading_fail(text: str, tongue) -> None:
    """It is read, or refused; every digit of it is in one token."""
    with suppress(NotANumeral):
        assert read_numeral(text, tongue).ends
    digits = sum(len(DIGIT.findall(text, token.start, token.end)) for token in read_wording(text, tongue))
    assert digits == len(DIGIT.findall(text))
    read_tree(text)


@pytest.mark.parametrize(
    ("number", "step", "expected"),
    [
        ("2.5", "1", "3"),
        ("2.4999", "1", "2"),
        ("999950", "100", "1000000"),
        ("-2.5", "1", "-3"),
        ("0.125", "0.01", "0.13"),
    ],
)
def test_halves_are_rounded_away_from_zero(number: str, step: str, expected: str) -> None:
    """As readers round."""
    assert half_up(Fraction(number), Fraction(step)) == Fraction(expected)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([6, "−", 2, "−", 1], 3),
        ([2, "+", 3, "×", 4], 14),
        (["(", 2, "+", 3, ")", "×", 4], 20),
        ([8, "÷", 4, "÷", 2], 1),
    ],
)
def test_a_written_sum_is_worked_out_as_one_reads_it(terms: list[str | int], expected: int) -> None:
    """From left to right, × and ÷ first, brackets before all."""
    values = [term if isinstance(term, str) else (Fraction(term), Fraction(term)) for term in terms]
    assert worked_out(values) == (expected, expected)


@pytest.mark.parametrize("terms", [[], ["×"], [(1, 1), "×"], ["(", (1, 1)], [(1, 1), (2, 2)], [(1, 1), ")"]])
def test_what_is_no_sum_is_refused(terms: list) -> None:
    """Rather than given some value."""
    with pytest.raises(ValueError, match=r"\S"):
        worked_out(terms)


# ── Finding what is wrong ────────────────────────────────────────────────────


def other_digit(chance: random.Random, digit: str) -> str:
    """Another digit of the same height."""
    digits = PLAIN if digit in PLAIN else RAISED
    return chance.choice([other for other in digits if other != digit])


def changed_digits(
    recheck: Recheck, chance: random.Random, each: int, more: int
) -> Iterator[tuple[str, str, int, str]]:
    """(file, kind, place, other digit): in every file each kind once, then what is stated; `more` in receipts."""
    for file, checked in sorted(recheck.checked.items()):
        text, by_kind = checked.page.text, dict[str, list[int]]()
        for piece in checked.pieces:
            places = [found.start() for found in DIGIT.finditer(text, piece.start, piece.end)]
            by_kind.setdefault(piece.kind, []).extend(places)
        kinds = [(kind, places) for kind, places in sorted(by_kind.items()) if places]
        stated = [it for it in kinds if it[0] in STATED]
        wanted = max(each, len(kinds)) + (more if checked.page.with_class("receipt") else 0)
        for turn in range(wanted):
            kind, places = kinds[turn] if turn < len(kinds) else chance.choice(stated or kinds)
            place = chance.choice(places)
            yield file, kind, place, other_digit(chance, text[place])
    for found in DIGIT.finditer(recheck.site.sitemap):
        yield SITEMAP, "sitemap", found.start(), other_digit(chance, found.group())


def test_any_digit_that_is_changed_is_found(recheck: Recheck) -> None:
    """Hundreds of them, one at a time, in all files, languages and kinds of things."""
    survivors, kinds, files, counted = [], Counter[str](), set(), 0
    for file, kind, place, digit in changed_digits(recheck, random.Random(SEED), each=9, more=5):
        text = text_of(recheck, file)
        if not recheck.findings_with(file, text[:place] + digit + text[place + 1 :]):
            survivors.append(
                f"{file}: {text[max(0, place - 40) : place]}[{text[place]}→{digit}]{text[place + 1 :][:20]}"
            )
        kinds[kind] += 1
        files.add(file)
        counted += 1
    assert survivors == []
    assert counted >= 550
    assert files == {*recheck.site.pages, SITEMAP}
    assert {"number", "value", "date", "citation", "source", "name", "mention", "address", "markup"} <= set(kinds)
    assert {"power", "term", "reference", "data", "sitemap"} <= set(kinds)


def stated_places(checked: Checked) -> list[tuple[int, int]]:
    """Where the numbers and dates of a page stand, without what is around them."""
    text, places = checked.page.text, []
    for piece in checked.pieces:
        if piece.kind in STATED:
            raw = text[piece.start : piece.end]
            start = raw.index('"') + 1 if "=" in raw else len(raw) - len(raw.lstrip())
            end = len(raw) - 1 if "=" in raw else len(raw.rstrip())
            places.append((piece.start + start, piece.start + end))
    return places


def swapped(text: str, checked: Checked, chance: random.Random) -> str:
    """The text with two numbers or dates in each other's place."""
    (a, b), (c, d) = sorted(chance.sample(stated_places(checked), 2))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def shifted(text: str, checked: Checked, chance: random.Random) -> str:
    """The text with a decimal or group mark one digit to the left or to the right."""
    pieces = [piece for piece in checked.pieces if piece.kind in (*STATED, "name", "markup")]
    marks = [mark for piece in pieces for mark in re.compile(r"\d([.,])\d").finditer(text, piece.start, piece.end)]
    if not marks:
        return text
    mark = chance.choice(marks)
    left, sign, right = mark.group()
    return text[: mark.start()] + chance.choice([sign + left + right, left + right + sign]) + text[mark.end() :]


@pytest.mark.parametrize("change", [swapped, shifted])
def test_numbers_that_are_swapped_or_shifted_are_found(
    recheck: Recheck, change: Callable[[str, Checked, random.Random], str]
) -> None:
    """One at a time, on every page that has numbers."""
    chance, survivors, counted = random.Random(SEED), [], 0
    for file, checked in sorted(recheck.checked.items()):
        for _ in range(2 if len(stated_places(checked)) > 1 else 0):
            text = checked.page.text
            new = change(text, checked, chance)
            counted += new != text
            if new != text and not recheck.findings_with(file, new):
                differing = next(place for place, pair in enumerate(zip(text, new, strict=False)) if pair[0] != pair[1])
                survivors.append(f"{file}: {new[differing - 40 : differing + 40]}")
    assert survivors == []
    assert counted >= 80


def test_a_wrong_number_is_found_without_its_other_languages(recheck: Recheck) -> None:
    """So the same wrong number in all five is found, too: numbers, dates, citations and sources are worked out anew.

    A number in running text (a title, a description) bears no name, so it is held to the other languages instead.
    """
    chance, survivors, counted = random.Random(SEED), [], Counter[str]()
    for file, checked in sorted(recheck.checked.items()):
        if checked.page.with_class("receipt") and checked.page.tongue.code not in ("en", "vi"):
            continue
        of_kind: dict[str, list[Piece]] = {}
        for piece in checked.pieces:
            of_kind.setdefault(piece.kind, []).append(piece)
        for kind in sorted({"number", "date", "citation", "source", "power", "term"} & of_kind.keys()):
            piece, text = chance.choice(of_kind[kind]), checked.page.text
            place = chance.choice([found.start() for found in DIGIT.finditer(text, piece.start, piece.end)])
            new = text[:place] + other_digit(chance, text[place]) + text[place + 1 :]
            counted[kind] += 1
            if not Checked(Page(file, new), recheck.exact).findings:
                survivors.append(f"{file}: {new[place - 40 : place + 20]}")
    assert survivors == []
    assert counted.total() >= 120
    assert len(counted) == 6


FAULTS = [
    ("a sign of a sum", "index.html", 'class="sign">÷</span>', 'class="sign">×</span>', "a sum that comes out"),
    ("another figure of its quantity", "index.html", 'data-n="peak_gpus"', 'data-n="steady_gpus"', "steady_gpus"),
    ("a link to another quantity", "ja/index.html", "numbers/#peak_gpus", "numbers/#steady_gpus", "for peak_gpus"),
    ("the mark of another kind", "ko/index.html", "n n-computed", "n n-given", 'class="n n-computed"'),
    ("a typed number", "zh/index.html", "</p>\n<h2", "7 </p>\n<h2", "a number that links to its working"),
    ("another source", "vi/index.html", "#source-factorial", "#source-dit", "Peebles"),
    ("an address of another page", "index.html", 'canonical" href="http', 'canonical" href="ftp', "canonical"),
    ("a language too few", "ja/index.html", 'hreflang="ko"', 'hreflang="kr"', "alternates"),
    ("a dead link", "about/index.html", 'href="../numbers/"', 'href="../number/"', "a file of this site"),
    ("a dead anchor", "index.html", "numbers/#peak_gpus", "numbers/#peak_gpu", "an id that numbers/index.html has"),
    ("an id that stands twice", "index.html", 'id="corrections"', 'id="next"', "each id once"),
    ("an end tag too few", "ko/index.html", "</strong>", "", "</"),
    ("an unknown reference", "numbers/index.html", "&#39;", "&#38;", "&#39;"),
    ("a quotation mark in a word", "numbers/index.html", "&#39;", "&#34;", "an apostrophe"),
    ("another name", "numbers/index.html", "Break-even point of Sora</a>", "Break-even of Sora</a>", "point of Sora"),
    ("a receipt under another name", "ja/numbers/index.html", '<section class="receipt" id="ai_minutes">',
     '<section class="receipt" id="ai_hours">', "ai_minutes"),
    ("a range that falls", "vi/numbers/index.html", "15,2–38,1", "38,1–15,2", "from a lower to a higher number"),
    ("a trailing zero", "vi/numbers/index.html", ">14,95\u00a0triệu<", ">14,950\u00a0triệu<", "no trailing zero"),
    ("a year that is not the source's", "ko/sources/index.html", "ICCV, 2023", "ICCV, 2022", "ICCV, 2023"),
    ("a mark of a chart", "compute/models/index.html", 'x1="25.0%"', 'x1="52.0%"', 'x1="25.0%"'),
    ("another number than in the table", "compute/models/index.html",
     'Compute of one Sora video</th><td><a class="n n-computed" href="../../numbers/#sora_clip_compute" data-n="sora',
     'Compute of one Sora video</th><td><a class="n n-computed" href="../../numbers/#sora_clip_compute" data-n="dit',
     "of the table"),
    ("another description", "compute/demand/index.html", '<p class="lede" data-n="peak_gpus">',
     '<p class="lede" data-n="peak_gpus">So ', "the description"),
    ("another figure of a description", "compute/demand/index.html", 'class="lede" data-n="peak_gpus"',
     'class="lede" data-n="steady_gpus"', "the figure that the words state"),
    ("no figure of a description", "compute/demand/index.html", 'class="lede" data-n="peak_gpus"', 'class="lede"',
     "the figure that the words state"),
    ("another figure in a receipt", "numbers/index.html", 'class="digits" data-n="peak_gpus" value',
     'class="digits" data-n="steady_gpus" value', 'data-n="peak_gpus"'),
    ("another size", "compute/counting/index.html", ">DiT-L/4<", ">DiT-L/2<", '"DiT-L/4"'),
    ("a row of another size", "compute/counting/index.html", 'id="size-L_4"', 'id="size-L_3"', "'L_3'"),
    ("a size counted wrong", "vi/compute/counting/index.html", ">524,54\u00a0tỷ<", ">524,45\u00a0tỷ<", "of XL_2_512px"),
    ("a wrong difference", "compute/counting/index.html", ">0.56%<", ">0.65%<", "the difference of S_8"),
    ("a lost former id", "ko/numbers/index.html", 'id="candidates_multiple"', 'id="candidates"', "the former ids"),
    ("another day for programs", "about/index.html", '"dateModified":"2', '"dateModified":"1', "as on most pages"),
    ("a day that is none", "ja/index.html", '"datePublished":"2', '"datePublished":"2 ', "as on most pages"),
    ("another licence", "vi/index.html", "licenses/by/4.0/", "licenses/by/3.0/", "license: "),
    ("a headline that is not the title", "index.html", '"headline":"', '"headline":"On ', "headline: "),
    ("another original", "index.html", '"isBasedOn":"http:', '"isBasedOn":"https:', "isBasedOn: "),
    ("another file", "numbers/index.html", '"contentUrl":"', '"contentUrl":"x', "distribution: "),
    ("a keyword with a number", "numbers/index.html", '"keywords":["', '"keywords":["15 ', "without digits"),
    ("broken data for programs", "zh/sources/index.html", '{"@context"', '{"@context', "structured data as JSON"),
    ("no data for programs", "index.html", "application/ld+json", "text/plain", "0 times structured data"),
    ("a number without its exact value", "ko/numbers/index.html", '<data class="digits"', '<data class="other"',
     "0 exact values of"),
    ("an exact value that is another", "vi/numbers/index.html", 'value="15249714.067861227/', 'value="15249714.1/',
     'value="15249714.1/'),
    ("a receipt that is not the page's", "ja/numbers/break_even.txt", "FLOP", "MAC", "the receipt of ja/numbers/index"),
    ("a frame with a number", "vi/numbers/receipt-frame.txt", "×", "7", "no digits"),
    ("a frame that cannot be read", "numbers/receipt-frame.txt", "</div>", "", "</div>"),
    ("a page too few in the sitemap", SITEMAP, "/ja/about/</loc>", "/ja/</loc>", "no entry for"),
    ("another language in the sitemap", SITEMAP, 'hreflang="zh-Hans"', 'hreflang="zh-Hant"', "xhtml:link"),
    ("a dead link in all languages", "404.html", 'vi/" hreflang', 'vn/" hreflang', "a file of this site"),
]  # fmt: skip


@pytest.mark.parametrize(("says", "file", "old", "new", "expected"), FAULTS)
def test_each_check_finds_what_it_is_for(
    recheck: Recheck, says: str, file: str, old: str, new: str, expected: str
) -> None:
    """And says what should be there."""
    text = text_of(recheck, file)
    assert old in text, f"{says}: the page no longer has {old}"
    found = recheck.findings_with(file, text.replace(old, new, 1))
    assert expected in "\n".join(map(str, found)), says


@pytest.mark.parametrize("file", ["vi/about/index.html", "404.html"])
def test_a_page_that_is_missing_is_found(built: tuple[Path, Project], book: Book, file: str) -> None:
    """In any language."""
    site = read_site(built[0])
    del site.pages[file]
    site.files -= {file}
    found = Recheck(site, Exact(book)).findings()
    assert (file, "no such page") in {(finding.file, finding.found) for finding in found}
