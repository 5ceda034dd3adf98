"""The table of DiT's published sizes: each size counted again, block by block, and compared with what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from recheck.exact import Exact, Stated, half_up
from recheck.findings import Finding
from recheck.pages import Page
from recheck.reading import Element
from recheck.receipts import Shown

if TYPE_CHECKING:
    from calc.architecture import Architecture, Row

SIZES, ROW = "sizes", "size-"
MODULATED = {"adaLN": 4, "adaLN-Zero": 6}  # vectors of a token's width, in each block
USUAL = "adaLN-Zero"
MILLION, TEN_MILLION, ONE, BASIS_POINT = Fraction(10**6), Fraction(10**7), Fraction(1), Fraction(1, 10**4)


def size_numbers(page: Page, exact: Exact) -> list[Shown]:
    """The numbers of every table of sizes, row by row; those of a row that should not be there are of nothing known."""
    shown = []
    for cells in (line.within("span", "digits") for line in _lines(page)):
        row = exact.book.architectures.get(_key(cells[0])) if cells else None
        expected = _expected(row, exact) if row else []
        known = expected if len(expected) == len(cells) else [None] * len(cells)
        shown += [Shown(cell, stated) for cell, stated in zip(cells, known, strict=True)]
    return shown


def check_sizes(page: Page, exact: Exact) -> Iterator[Finding]:
    """A finding if the rows are not those of calc/architectures.toml in their order, and for each wrong name."""
    for table in page.with_class(SIZES):
        keys = [line.get("id").removeprefix(ROW) for line in table.within("tr") if "id" in line.attributes]
        if keys != list(exact.book.architectures):
            yield page.finding(table.start, f"the sizes {keys}", str(list(exact.book.architectures)))
    for line in _lines(page):
        row = exact.book.architectures.get(line.get("id").removeprefix(ROW))
        names = [head.text for head in line.within("th")]
        if row and names != [_name(row)]:
            yield page.finding(line.start, f"the name {names}", f'"{_name(row)}"')


def _lines(page: Page) -> Iterator[Element]:
    return (line for table in page.with_class(SIZES) for line in table.within("tr") if line.within("td"))


def _key(cell: Element) -> str:
    line = cell.closest("tr")
    return line.get("id").removeprefix(ROW) if line else ""


def _name(row: Row) -> str:
    block = "" if row.architecture.block == USUAL else f", {row.architecture.block}"
    return f"DiT-{row.size}/{row.architecture.patch}{block}"


def _expected(row: Row, exact: Exact) -> list[Stated]:
    """The numbers of a row in the order of the columns."""
    counted, printed = Fraction(macs(row.architecture, row.latent_side)), Fraction(row.printed_macs)
    side = row.latent_side * Fraction(exact.book.assumptions["spatial_compression"].value[0])
    return [
        _stated(f"the side of {row.key}", "plain", side, ONE),
        _stated(f"the counted parameters of {row.key}", "compact", Fraction(parameters(row.architecture)), MILLION),
        _stated(f"the printed parameters of {row.key}", "compact", Fraction(row.printed_parameters), MILLION),
        _stated(f"the counted operations of {row.key}", "compact", counted, TEN_MILLION),
        _stated(f"the printed operations of {row.key}", "compact", printed, TEN_MILLION),
        _stated(f"the difference of {row.key}", "percent", abs(counted - printed) / printed, BASIS_POINT),
    ]


def _stated(key: str, style: str, number: Fraction, step: Fraction) -> Stated:
    return Stated(key, key, style, (number, number), (step, step), (half_up(number, step),), None)


def macs(shape: Architecture, side: int) -> int:
    """Multiply-accumulates of one step for an image of that many latents on a side [MAC]."""
    width, tokens = shape.width, (side // shape.patch) ** 2
    matrices = (4 + 2 * shape.mlp_ratio) * width**2  # query, key, value, output; the MLP up and down
    block = tokens * matrices + 2 * tokens**2 * width + MODULATED[shape.block] * width**2
    ends = 3 * tokens * width * _patch(shape)  # a patch in, noise and covariance out
    return shape.depth * block + ends + (shape.timestep_frequencies + width + 2 * width) * width


def parameters(shape: Architecture) -> int:
    """Parameters, the fixed position embeddings aside [parameter]."""
    width, ratio = shape.width, shape.mlp_ratio
    to_width = [width] * (4 + MODULATED[shape.block]) + [width] * ratio + [ratio * width]  # what feeds each output
    block = sum((inputs + 1) * width for inputs in to_width)
    into = (_patch(shape) + 1) * width + (shape.timestep_frequencies + 1) * width + (width + 1) * width
    out = 2 * (width + 1) * width + 2 * (width + 1) * _patch(shape)
    return shape.depth * block + into + (shape.classes + 1) * width + out


def _patch(shape: Architecture) -> int:
    """The numbers of one patch."""
    return shape.patch**2 * shape.latent_channels
