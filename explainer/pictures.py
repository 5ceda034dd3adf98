"""The picture of a page where a link to it is shared: the red check mark, the title, one figure over a double rule.

Drawn with the fonts of explainer/fonts/ alone, never those of a machine, so that the same words give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import PIL
from PIL import Image, ImageChops, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONTS, MARK = HERE / "fonts", HERE.parent / "theme" / "icon.svg"
LATIN = "latin"
SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 80  # around everything
BRAND, MARK_SIDE = "Kensan", 52
BASELINES = {"brand": 116, "title": 254, "name": 444, "figure": 522}
RULES = (548, 557)  # the two lines under the result, each as thick as
THICK = 3
TITLES = [(92, 1), (84, 1), (76, 1), (68, 1), (72, 2), (60, 2), (48, 2)]  # size, and how many lines at most
FIGURE_SIZES, SMALL_SIZES = (72, 64, 56, 48, 40), (30, 26, 22)
LEADING = 1.25
PAPER, INKS = (255, 255, 255), {"ink": (23, 33, 43), "soft": (86, 99, 114), "red": (200, 53, 43)}
SHADES = 16  # of each ink, from paper to full
FINER = 4  # how much larger the mark is drawn before it is reduced
STEPS = 12  # straight pieces for each curve of the mark
NOT_FIRST = "、。，．！？：；）」』】”’ー…·・～"  # what may not begin a line
WIDE = re.compile(r"[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef]")  # scripts written without spaces


@dataclass(frozen=True)
class Drawn:
    """The words of a picture in one language; `name`, `figure` and `scenario` may be empty."""

    code: str
    title: str
    name: str
    figure: str
    scenario: str

    def missing(self) -> str:
        """The characters that no font has, each once. A text with one of them is left out of the picture."""
        return "".join(dict.fromkeys(sign for text in astuple(self)[1:] for sign in _missing(text, self.code)))


def picture(drawn: Drawn, store: Path) -> bytes:
    """The picture as PNG, 1200 by 630 pixels; taken from the folder `store` if it was drawn before."""
    kept = store / f"{_digest(drawn)}.png"
    if not kept.is_file():
        store.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(".new")
        fresh.write_bytes(draw(drawn))
        fresh.replace(kept)
    return kept.read_bytes()


def _digest(drawn: Drawn) -> str:
    return hashlib.sha256(f"{_means()} {astuple(drawn)}".encode()).hexdigest()[:20]


@cache
def _means() -> str:
    """All but the words that a picture depends on."""
    files = [Path(__file__), MARK, *sorted(FONTS.glob("*.woff2"))]
    return " ".join([PIL.__version__, *(hashlib.sha256(file.read_bytes()).hexdigest() for file in files)])


def draw(drawn: Drawn) -> bytes:
    """The picture as PNG, drawn anew."""
    layers = {ink: Image.new("L", SIZE) for ink in INKS}
    pens = {ink: ImageDraw.Draw(layer) for ink, layer in layers.items()}
    texts = [*_frame(drawn), *_title(drawn), *_figure(drawn)]
    for text in texts:
        if not _missing(text.text, drawn.code):
            _write(pens[text.ink], text, drawn.code)
    for top in RULES:
        pens["ink"].rectangle((EDGE, top, WIDTH - EDGE - 1, top + THICK - 1), fill=255)
    layers["red"].paste(_mark(), (EDGE, BASELINES["brand"] - MARK_SIDE + 8))
    return _png(layers)


@dataclass(frozen=True)
class _Text:
    """A line of text: its place on the left, its baseline, its size and ink."""

    text: str
    left: float
    baseline: float
    size: int
    ink: str


def _frame(drawn: Drawn) -> Iterator[_Text]:
    """The name of the site, and the scenario on the right if there is one."""
    yield _Text(BRAND, EDGE + MARK_SIDE + 16, BASELINES["brand"], 40, "ink")
    if drawn.scenario:
        size = _fitting(drawn.scenario, drawn.code, SMALL_SIZES, 560)
        left = WIDTH - EDGE - _length(drawn.scenario, drawn.code, size)
        yield _Text(drawn.scenario, left, BASELINES["brand"], size, "red")


def _title(drawn: Drawn) -> Iterator[_Text]:
    """The title on as few lines as it needs at a good size."""
    for size, most in TITLES:
        lines = _balanced(drawn.title, drawn.code, size)
        if len(lines) <= most:
            break
    for number, line in enumerate(lines[:most]):
        yield _Text(line, EDGE, BASELINES["title"] + number * size * LEADING, size, "ink")


def _figure(drawn: Drawn) -> Iterator[_Text]:
    """What is stated, and the statement."""
    if drawn.figure:
        room = WIDTH - 2 * EDGE
        name = _fitting(drawn.name, drawn.code, SMALL_SIZES, room)
        yield _Text(drawn.name, EDGE, BASELINES["name"], name, "soft")
        size = _fitting(drawn.figure, drawn.code, FIGURE_SIZES, room)
        yield _Text(drawn.figure, EDGE, BASELINES["figure"], size, "ink")


def _fitting(text: str, code: str, sizes: tuple[int, ...], room: float) -> int:
    """The largest size at which the text has room, or the smallest of all."""
    return next((size for size in sizes if _length(text, code, size) <= room), sizes[-1])


def _balanced(text: str, code: str, size: int) -> list[str]:
    """The text on as few lines as have room, and these about equally long."""
    room = WIDTH - 2 * EDGE
    fewest = len(_wrapped(text, code, size, room))
    narrower = (_wrapped(text, code, size, width) for width in range(room // fewest, room, 16))
    return next((lines for lines in narrower if len(lines) == fewest), _wrapped(text, code, size, room))


def _wrapped(text: str, code: str, size: int, room: float) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and _length((lines[-1] + piece).rstrip(), code, size) > room:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Where the text may be broken: after spaces, and beside a sign of a script that has none."""
    pieces = [text[:1]]
    for before, sign in pairwise(text):
        free = (WIDE.match(sign) or WIDE.match(before)) and sign not in NOT_FIRST
        if (before == " " or free) and sign != " ":
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _write(pen: ImageDraw.ImageDraw, text: _Text, code: str) -> None:
    left = text.left
    for font, run in _runs(text.text, code, text.size):
        pen.text((left, text.baseline), run, fill=255, font=font, anchor="ls")
        left += font.getlength(run)


def _length(text: str, code: str, size: int) -> float:
    return sum(font.getlength(run) for font, run in _runs(text, code, size))


def _runs(text: str, code: str, size: int) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
    """The text in stretches of one font each: the language's own where it has the character, else the Latin one."""
    for name, signs in groupby(text, key=lambda sign: _font_of(sign, code)):
        yield _font(name or LATIN, size), "".join(signs)


def _missing(text: str, code: str) -> str:
    return "".join(sign for sign in text if _font_of(sign, code) is None)


@cache
def _font_of(sign: str, code: str) -> str | None:
    """The font that has a character; None if neither has. In these fonts what is missing draws nothing."""
    own = code if (FONTS / f"{code}.woff2").is_file() else LATIN
    has = (name for name in (own, LATIN) if _font(name, SMALL_SIZES[0]).getmask(sign).getbbox())
    return LATIN if sign.isspace() else next(has, None)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic layout is the same wherever Pillow is, and enough: these scripts are written letter after letter.
    return ImageFont.truetype(FONTS / f"{name}.woff2", size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _mark() -> Image.Image:
    """The check mark of the site, from its icon."""
    path, side = re.findall(r' d="([^"]+)"', MARK.read_text(encoding="utf-8"))[0], MARK_SIDE * FINER
    large = Image.new("L", (side, side))
    ImageDraw.Draw(large).polygon([(x * side / 24, y * side / 24) for x, y in _outline(path)], fill=255)
    return large.resize((MARK_SIDE, MARK_SIDE), Image.Resampling.LANCZOS)


def _outline(path: str) -> Iterator[tuple[float, float]]:
    """The points of an SVG path of one shape made of curves: M, c, C and z."""
    here = 0j
    for command, rest in re.findall(r"([MCc])([^A-Za-z]+)", path):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        points = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        if command == "M":
            (here,) = points
        for start in range(0, len(points) - 2, 3):
            curve = [here, *(point + (here if command == "c" else 0) for point in points[start : start + 3])]
            yield from (_on(curve, step / STEPS) for step in range(STEPS))
            here = curve[-1]


def _on(curve: list[complex], part: float) -> tuple[float, float]:
    """The point of a Bézier curve at a part of its way (de Casteljau)."""
    while len(curve) > 1:
        curve = [one + (other - one) * part for one, other in pairwise(curve)]
    return curve[0].real, curve[0].imag


def _png(layers: dict[str, Image.Image]) -> bytes:
    """The layers, which never overlap, as one picture with few colours."""
    image, palette = Image.new("L", SIZE), [*PAPER]
    for number, (ink, colour) in enumerate(INKS.items()):
        first = 1 + number * SHADES
        shades = [0 if depth < 256 // SHADES // 2 else first + depth * (SHADES - 1) // 255 for depth in range(256)]
        image = ImageChops.lighter(image, layers[ink].point(shades))
        for shade in range(SHADES):
            part = shade / (SHADES - 1)
            palette += [round(paper + (full - paper) * part) for paper, full in zip(PAPER, colour, strict=True)]
    flat = Image.frombytes("P", SIZE, image.tobytes())
    flat.putpalette(palette)
    file = io.BytesIO()
    flat.save(file, "PNG", compress_level=6)
    return file.getvalue()
