"""Drawings of our own: paths worked out here, the same on every machine, without any text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from random import Random

from explainer.editions import Edition


@dataclass(frozen=True)
class Sketch:
    """What is to be seen: paths with the class that tells how each is drawn, in a box of this size."""

    width: float
    height: float
    paths: list[tuple[str, str]]


@dataclass(frozen=True)
class Drawing:
    """A picture of a step of the method, with the figures that it shows."""

    title: str
    description: str
    figures: tuple[str, ...]
    sketch: Callable[[Edition], Sketch]
    partial = "drawing"


# ── Noise ────────────────────────────────────────────────────────────────────

SIDE, GAP, STEPS, SEED = 12, 2, 5, 7
SHADES = ("small", "middle", "large")


def noise(edition: Edition) -> Sketch:
    """Squares of dots: the first pure noise, the last a picture, those between them mixtures at equal distances."""
    dots = sorted(_dots(), key=lambda dot: SHADES.index(dot[0]))
    shades = [(shade, _path(place for _, place in group)) for shade, group in groupby(dots, lambda dot: dot[0])]
    return Sketch(STEPS * (SIDE + GAP) - GAP, SIDE, shades)


def _dots() -> Iterator[tuple[str, tuple[int, int]]]:
    """(shade, place) of every dot, row by row through all squares; the lightest are left out."""
    random = Random(SEED)
    drawn = [[sum(random.random() for _ in range(4)) / 2 - 0.5 for _ in range(SIDE)] for _ in range(SIDE)]
    for y in range(SIDE):
        for step in range(STEPS):
            share = step / (STEPS - 1)
            for x in range(SIDE):
                dark = share * _picture((x + 0.5) / SIDE, (y + 0.5) / SIDE) + (1 - share) * drawn[y][x]
                level = round(min(max(dark, 0), 1) * len(SHADES))
                if level:
                    yield SHADES[level - 1], (step * (SIDE + GAP) + x, y)


def _picture(x: float, y: float) -> float:
    """How dark the picture is at a place: a mountain, a hill behind it, and a sun."""
    if (x - 0.75) ** 2 + (y - 0.25) ** 2 < 0.026:
        return 1
    if y > 0.95 - 0.62 * max(0, 1 - abs(x - 0.36) / 0.42):
        return 0.85
    return 0.5 if y > 0.98 - 0.42 * max(0, 1 - abs(x - 0.78) / 0.4) else 0


def _path(places: Iterator[tuple[int, int]]) -> str:
    """A path with a dot (a line without length) at each place; those of a row are told from the one before."""
    path, last = "", (0, -1)
    for x, y in places:
        path += f"m{x - last[0]} 0h0" if y == last[1] else f"M{x + 0.5:g} {y + 0.5:g}h0"
        last = x, y
    return path


# ── Latents, and frames ──────────────────────────────────────────────────────


def latents(edition: Edition) -> Sketch:
    """To scale: the pixels as a large square, cut into squares of the size of the latent grid, and that grid."""
    cells = round(edition.figures["spatial_compression"].exact[0])
    right, top = 2 * cells - 1, (cells - 1) / 2
    lines = "".join(f"M{cut} 0v{cells}M0 {cut}h{cells}" for cut in range(cells + 1))
    return Sketch(
        2 * cells,
        cells,
        [
            ("thin", lines),
            ("thin", f"M{cells} 0L{right} {top:g}M{cells} {cells}L{right} {top + 1:g}"),
            ("full", f"M{right} {top:g}h1v1h-1z"),
        ],
    )


GROUPS, TALL, DEEP, INSET = 3, 3, 3, 0.1


def frames(edition: Edition) -> Sketch:
    """Frames in a row, and below them as many latent frames as are left of them, each under the frames it holds."""
    many, low = round(edition.figures["temporal_compression"].exact[0]), TALL + DEEP
    above = "".join(_frame(place, 0) for place in range(GROUPS * many))
    lines, below = "", ""
    for first in range(0, GROUPS * many, many):
        place = first + (many - 1) / 2
        lines += f"M{first + INSET:g} {TALL}L{place + INSET:g} {low}"
        lines += f"M{first + many - INSET:g} {TALL}L{place + 1 - INSET:g} {low}"
        below += _frame(place, low)
    return Sketch(GROUPS * many, low + TALL, [("thin", above), ("thin", lines), ("full", below)])


def _frame(left: float, top: float) -> str:
    """A frame in a space that is one wide."""
    return f"M{left + INSET:g} {top}h.8v{TALL}h-.8z"


DRAWINGS = {
    "noise": Drawing(
        "From noise to a picture",
        "Every step takes away a little of the noise. Drawn by us, not made by a model.",
        ("diffusion_steps",),
        noise,
    ),
    "latents": Drawing(
        "From pixels to latents, to scale",
        "On the left the pixels, cut into squares as large as the whole latent grid on the right.",
        ("image_pixels", "image_latents", "latent_reduction"),
        latents,
    ),
    "frames": Drawing(
        "From frames to latent frames",
        "Above the frames in a row, below what compression along time leaves of them.",
        ("frames_per_clip", "latent_frames_per_clip", "temporal_compression"),
        frames,
    ),
}
