"""Drawings: what is counted, to scale or mixed in them is counted, measured and unmixed again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recheck.exact import Exact
from recheck.findings import Finding
from recheck.pages import Page

NUMBER = r"-?\d*\.?\d+"
DOT = re.compile(rf"(?:M({NUMBER}) ({NUMBER})|m({NUMBER}) 0)h0")
CUTS = re.compile(rf"M({NUMBER}) 0v({NUMBER})M0 ({NUMBER})h({NUMBER})")
SQUARE = re.compile(rf"M({NUMBER}) ({NUMBER})h1v1h-1z")
FRAME = re.compile(rf"M({NUMBER}) ({NUMBER})h\.8v3h-\.8z")
LINE = re.compile(rf"M({NUMBER}) ({NUMBER})L({NUMBER}) ({NUMBER})")
SHADES = ("small", "middle", "large")
STEPS, SIDE, PITCH = 5, 12, 14
GROUPS, TALL, BELOW = 3, 3, 6
SHOWN = {
    "noise": ["diffusion_steps"],
    "latents": ["image_pixels", "image_latents", "latent_reduction"],
    "frames": ["frames_per_clip", "latent_frames_per_clip", "temporal_compression"],
}
Numbers = list[tuple[float, ...]]


def check_drawings(page: Page, exact: Exact) -> Iterator[Finding]:
    """What is wrong with the drawings of a page."""
    for drawing in page.with_class("drawing"):
        name = next((name for name in SHOWN if drawing.is_a(name)), "")
        shown = [link.get("data-n") for link in drawing.within("a", "n")]
        if not name or shown != SHOWN[name]:
            yield page.finding(drawing.start, f"a drawing with the numbers {shown}", str(SHOWN.get(name, SHOWN)))
            continue
        paths = {path.get("class"): "" for path in drawing.within("path")}
        for path in drawing.within("path"):
            paths[path.get("class")] += path.get("d")
        box = [svg.get("viewBox") for svg in drawing.within("svg")]
        try:
            wrong = {"noise": _noise, "latents": _latents, "frames": _frames}[name](paths, box, exact)
        except KeyError as missing:
            wrong = f"a path of the class {missing}"
        if wrong:
            yield page.finding(drawing.start, f"the drawing of {name}", wrong)


def _numbers(pattern: re.Pattern[str], path: str) -> Numbers:
    """The numbers of each piece of a path that has this form."""
    return [tuple(float(number or 0) for number in found.groups()) for found in pattern.finditer(path)]


def _latents(paths: dict[str, str], box: list[str], exact: Exact) -> str:
    """The large square is as many times as wide as the small one as the encoder compresses a side."""
    cells = exact.values()["spatial_compression"][0]
    many, middle = float(cells), float((cells - 1) / 2)
    if box != [f"0 0 {2 * cells} {cells}"]:
        return f"a box of {2 * cells} by {cells}"
    if _numbers(CUTS, paths["thin"]) != [(cut, many, cut, many) for cut in range(int(cells) + 1)]:
        return f"{cells} squares along each side"
    if CUTS.sub("", SQUARE.sub("", LINE.sub("", paths["thin"] + paths["full"]))):
        return "nothing but squares and lines"
    right = 2 * many - 1
    if _numbers(LINE, paths["thin"]) != [(many, 0, right, middle), (many, many, right, middle + 1)]:
        return "lines from square to square"
    return "" if _numbers(SQUARE, paths["full"]) == [(right, middle)] else "one square of the latent grid"


def _frames(paths: dict[str, str], box: list[str], exact: Exact) -> str:
    """Each latent frame stands below as many frames as compression along time puts into it."""
    many = int(exact.values()["temporal_compression"][0])
    if box != [f"0 0 {GROUPS * many} {TALL + BELOW}"]:
        return f"a box of {GROUPS * many} by {TALL + BELOW}"
    if FRAME.sub("", LINE.sub("", paths["thin"] + paths["full"])):
        return "nothing but frames and lines"
    if not _near(_numbers(FRAME, paths["thin"]), [(frame + 0.1, 0) for frame in range(GROUPS * many)]):
        return f"{GROUPS * many} frames in a row"
    middles = [(group + 0.5) * many for group in range(GROUPS)]
    if not _near(_numbers(FRAME, paths["full"]), [(middle - 0.4, BELOW) for middle in middles]):
        return f"a latent frame below the middle of every {many} frames"
    half = many / 2 - 0.1
    sides: Numbers = [
        (middle + side * half, TALL, middle + side * 0.4, BELOW) for middle in middles for side in (-1, 1)
    ]
    return "" if _near(_numbers(LINE, paths["thin"]), sides) else "lines from the frames to the latent frames"


def _near(found: Numbers, expected: Numbers) -> bool:
    """Whether all numbers are as expected, apart from what adding tenths leaves in a float."""
    return list(map(len, found)) == list(map(len, expected)) and all(
        abs(one - other) < 1e-9 for pair in zip(found, expected, strict=True) for one, other in zip(*pair, strict=True)
    )


def _noise(paths: dict[str, str], box: list[str], exact: Exact) -> str:
    """Every square is the mixture of the first and the last that its place says, to the shade that is drawn."""
    if box != [f"0 0 {(STEPS - 1) * PITCH + SIDE} {SIDE}"] or set(paths) != set(SHADES):
        return f"{STEPS} squares of {SIDE} by {SIDE} dots in {len(SHADES)} shades"
    shades: dict[tuple[float, float], int] = {}
    for shade, name in enumerate(SHADES, 1):
        if DOT.sub("", paths[name]):
            return "nothing but dots"
        x = y = 0.0
        for left, top, step in _numbers(DOT, paths[name]):
            x, y = (x + step, y) if step else (left, top)
            if (x, y) in shades:
                return f"one dot at {x} {y}"
            shades[x, y] = shade
    places = [(x + 0.5, y + 0.5) for x in range(SIDE) for y in range(SIDE)]
    if not set(shades) <= {(x + step * PITCH, y) for x, y in places for step in range(STEPS)}:
        return "every dot in a square"
    for x, y in places:
        row = [shades.get((x + step * PITCH, y), 0) for step in range(STEPS)]
        for step, shade in enumerate(row):
            mixed = row[0] + (row[-1] - row[0]) * step / (STEPS - 1)
            if abs(shade - mixed) > 1:
                return f"a mixture of the first and the last square at {x} {y} of square {step + 1}"
    return ""
