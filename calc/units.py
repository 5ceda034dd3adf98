"""The one unit registry. FLOP, MAC, GPU, image, frame, video time, token, parameter and money are separate
dimensions.

Time is counted in days and video in minutes, because that is how the article's inputs are given: its round numbers
then stay round as floats.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import Any

import pint

DIMENSIONS = {
    "day": "time",
    "FLOP": "computation",
    "MAC": "multiply_accumulate",
    "GPU": "gpu",
    "image": "image",
    "pixel_side": "image_side",
    "latent_side": "latent_image_side",
    "frame": "frame",
    "latent_frame": "latent_frame",
    "clip": "generated_video",
    "upload": "uploaded_video",
    "video_minute": "video_time",
    "token_side": "token_grid_side",
    "channel": "channel",
    "word": "word",
    "bit": "information",
    "document": "document",
    "article": "article",
    "expert": "expert",
    "diffusion_step": "diffusion_step",
    "training_step": "training_step",
    "dollar": "money",
}
DERIVED = {
    "hour": "day / 24",
    "minute": "hour / 60",
    "second": "minute / 60",
    "video_second": "video_minute / 60",
    "pixel": "pixel_side ** 2",
    "latent": "latent_side ** 2",
    "token": "token_side ** 2",
    "parameter": "channel ** 2",  # a weight leads from one number of a vector to one of the next
}
DIMENSIONLESS = "1"
NAMES = frozenset(DIMENSIONS) | frozenset(DERIVED)
SPELLING = re.compile(r"[A-Za-z_]{1,20}(?:[*/][A-Za-z_]{1,20}){0,5}")


class UnitError(ValueError):
    """A unit that is not spelled with the names of this registry."""


@cache
def registry() -> Any:
    """The pint registry: exact (fractions), with the names above and no prefixes."""
    units: Any = pint.UnitRegistry(None, non_int_type=Fraction)
    for name, dimension in DIMENSIONS.items():
        units.define(f"{name} = [{dimension}]")
    for name, definition in DERIVED.items():
        units.define(f"{name} = {definition}")
    return units


@cache
def parse(spelling: str) -> Any:
    """The pint unit for a spelling such as "FLOP/second/GPU"; "1" is a pure number.

    Raises UnitError for anything but allowed names joined by * and /. Nothing else reaches pint's own parser.
    """
    if spelling == DIMENSIONLESS:
        return registry().dimensionless
    if not SPELLING.fullmatch(spelling):
        raise UnitError(f'found unit "{spelling}", expected names joined by * and /, such as "video_minute/day"')
    unknown = [name for name in re.split(r"[*/]", spelling) if name not in NAMES]
    if unknown:
        raise UnitError(f'found unit name "{unknown[0]}", expected one of: {", ".join(sorted(NAMES))}')
    return registry().parse_units(spelling)


@cache
def base_factor(spelling: str) -> Fraction:
    """How many base units (days, minutes of video, FLOP, …) one of this unit is, exactly."""
    return Fraction(registry().Quantity(Fraction(1), parse(spelling)).to_base_units().magnitude)


def spelled(quantity: Any) -> str:
    """The base units of a pint quantity, spelled as here: "FLOP/day/GPU". (pint cannot print fractions as powers.)"""
    powers = {name: int(power) for name, power in quantity.to_base_units().unit_items()}
    above = [name for name, power in powers.items() for _ in range(power)]
    below = [name for name, power in powers.items() for _ in range(-power)]
    return "/".join(["*".join(above) or DIMENSIONLESS, *below])


def same_dimension(one: str, other: str) -> bool:
    """Whether two spellings measure the same thing."""
    return bool(parse(one).dimensionality == parse(other).dimensionality)
