"""DiT's published sizes as figures: what the architecture gives, beside what the DiT paper prints."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from calc.architecture import Row, macs, parameters, total
from calc.book import Book
from calc.figures import Figure, Statement
from calc.inputs import Estimate

# Counted numbers are rounded as the paper prints them: to the million, and to a hundredth of 10⁹. Of what it prints no
# digit is lost.
PARAMETERS = Statement("counted_parameters", "counted_parameters", "compact", "parameter", decimals=-6, bare=True)
MACS = Statement("counted_macs", "counted_macs", "compact", "MAC", decimals=-7, bare=True)
SIDE = Statement("side", "side", "plain", "pixel_side", decimals=0, bare=True)
DIFFERENCE = Statement("difference", "difference", "percent", decimals=4)


@dataclass(frozen=True)
class Size:
    """A size by its row and name; its figures in the order in which a table shows them.

    These are the image's side, the parameters counted and printed, the multiply-accumulates counted and printed, and
    the distance between these two as a share of what is printed.
    """

    key: str
    name: str
    figures: tuple[Figure, ...]


def sizes(book: Book) -> list[Size]:
    """The sizes of the paper's Table 4, in its order."""
    return [_size(row, _pixels_per_latent(book)) for row in book.architectures.values()]


def _pixels_per_latent(book: Book) -> Decimal:
    return book.assumptions["spatial_compression"].value[0]


def _size(row: Row, pixels_per_latent: Decimal) -> Size:
    counted = total(macs(row.architecture, row.latent_side))
    printed = Fraction(row.printed_macs)
    figures = (
        _figure(SIDE, row.latent_side * pixels_per_latent),
        _figure(PARAMETERS, total(parameters(row.architecture))),
        _figure(PARAMETERS, row.printed_parameters),
        _figure(MACS, counted),
        _figure(MACS, row.printed_macs),
        _figure(DIFFERENCE, abs(counted - printed) / printed),
    )
    return Size(row.key, row.name, figures)


def _figure(statement: Statement, number: int | Decimal | Fraction) -> Figure:
    return statement.figure(Estimate(float(number), float(number)))
