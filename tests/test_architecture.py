"""DiT counted from its architecture: the paper's Table 4, by the paper's own convention."""

import shutil
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import ROOT, replace_in
from hypothesis import given
from hypothesis import strategies as st

from calc.architecture import (
    FILE,
    MODULATIONS,
    Architecture,
    Row,
    attention_macs,
    linear_layers,
    macs,
    parameters,
    read_rows,
    shares,
    tokens,
    total,
)
from calc.book import Book, read_book
from calc.errors import KensanError
from calc.sizes import sizes

ROWS = read_rows()
GIGA = 10**9

# The count's own digits, as the recount that this project began with gives them.
COUNTED = [
    ("XL_2", "parameters", Decimal("674.83e6")),
    ("XL_2", "macs", Decimal("118.621e9")),
    ("XL_2_512px", "parameters", Decimal("674.83e6")),
    ("XL_2_512px", "macs", Decimal("524.538e9")),
]
PARTS_AT_512 = [
    ("token_matrices", Decimal("456.61e9")),
    ("attention", Decimal("67.65e9")),
    ("adaln", Decimal("0.22e9")),
]
WITHIN = Fraction(6, 1000)
LARGE, LARGE_WITHIN = 50 * GIGA, Fraction(2, 10000)


def row_total(row: Row, what: str) -> int:
    """A row's parameters or multiply-accumulates, all parts together."""
    return total(parameters(row.architecture) if what == "parameters" else macs(row.architecture, row.latent_side))


def last_digit(printed: Decimal) -> Fraction:
    """What one step of the last printed digit is worth."""
    return Fraction(10) ** int(printed.as_tuple().exponent)


def prints_as(number: int | Fraction, printed: Decimal) -> bool:
    """Whether a number, rounded to the digits of the printed one, is the printed one."""
    return abs(number - Fraction(printed)) <= last_digit(printed) / 2


@pytest.mark.parametrize(("key", "what", "expected"), COUNTED)
def test_the_count_has_the_digits_of_the_recount(key: str, what: str, expected: Decimal) -> None:
    """674.8 M, 118.6 G and 524.5 G."""
    assert prints_as(row_total(ROWS[key], what), expected)


@pytest.mark.parametrize(("part", "expected"), PARTS_AT_512)
def test_each_part_at_512_pixels_has_the_digits_of_the_recount(part: str, expected: Decimal) -> None:
    """Where the 524.5 G come from."""
    row = ROWS["XL_2_512px"]
    assert prints_as(macs(row.architecture, row.latent_side)[part], expected)


def test_every_size_and_patch_of_the_paper_is_there() -> None:
    """Four sizes by three patches, one more block and one more resolution; no row silently dropped."""
    grid = {f"{size}_{patch}" for size in ("S", "B", "L", "XL") for patch in (2, 4, 8)}
    assert set(ROWS) == grid | {"XL_2_adaLN", "XL_2_512px"}


@pytest.mark.parametrize("key", ROWS)
def test_the_parameters_print_as_in_the_paper(key: str) -> None:
    """To the last digit, in every row."""
    assert prints_as(row_total(ROWS[key], "parameters"), ROWS[key].printed_parameters)


@pytest.mark.parametrize("key", ROWS)
def test_the_macs_are_those_that_the_paper_prints_as_flops(key: str) -> None:
    """Within 0.6 %, which for the smallest is the rounding of the print; the large ones within 0.02 %."""
    printed = Fraction(ROWS[key].printed_macs)
    off = abs(row_total(ROWS[key], "macs") / printed - 1)
    assert off < (LARGE_WITHIN if printed > LARGE else WITHIN)


def test_several_rows_are_large() -> None:
    """So that the narrow bound above is tried."""
    assert sum(row.printed_macs > LARGE for row in ROWS.values()) == 4


def test_position_embeddings_are_not_among_the_papers_parameters() -> None:
    """With them three rows would print one million more; without them every row prints as in the paper."""
    stored = {
        key: row_total(row, "parameters") + tokens(row.architecture, row.latent_side) * row.architecture.width
        for key, row in ROWS.items()
    }
    otherwise = {key for key in ROWS if not prints_as(stored[key], ROWS[key].printed_parameters)}
    assert otherwise == {"B_2", "XL_2_adaLN", "XL_2_512px"}
    # What the authors' train.py reports for XL/2 at 256 pixels, as several public logs of it show.
    assert stored["XL_2"] == 675_129_632


def test_a_counter_that_misses_attention_finds_less() -> None:
    """The 28.8 G that a user measured for XL/4: https://github.com/facebookresearch/DiT/issues/47."""
    count = macs(ROWS["XL_4"].architecture, ROWS["XL_4"].latent_side)
    assert prints_as(total(count) - count["attention"], Decimal("28.8e9"))


def test_the_model_takes_its_inputs_from_the_row_counted_here(book: Book) -> None:
    """As printed; the recount differs by less than the article rounds."""
    row = ROWS["XL_2_512px"]
    assert book.assumptions["dit_parameters"].value == (row.printed_parameters,) * 2
    assert book.assumptions["dit_macs_per_step"].value == (row.printed_macs,) * 2


# The model's quantities for each part; the parameters of a part are its weights and biases.
MACS_OF_PARTS = {
    "token_matrices": "dit_token_macs",
    "attention": "dit_attention_macs",
    "adaln": "dit_adaln_macs",
    "patch_embedding": "dit_patch_macs",
    "timestep_embedder": "dit_timestep_macs",
    "final_layer": "dit_final_macs",
}
WEIGHTS_OF_PARTS = {
    "token_matrices": ["dit_token_weights"],
    "adaln": ["dit_adaln_weights"],
    "patch_embedding": ["dit_patch_weights"],
    "timestep_embedder": ["dit_timestep_weights"],
    "final_layer": ["dit_final_modulation_weights", "dit_final_weights"],
}


@pytest.mark.parametrize(("key", "scenario"), [("XL_2_512px", None), ("XL_2", "smaller_images")])
def test_the_model_and_the_count_agree_to_the_last_bit(book: Book, key: str, scenario: str | None) -> None:
    """Part by part, weights and biases apart, at both resolutions: the page's sums are this module's count."""
    row, values = ROWS[key], book.values(scenario)
    layers, counted = linear_layers(row.architecture), macs(row.architecture, row.latent_side)
    assert set(MACS_OF_PARTS) == {part for part, number in counted.items() if number}
    assert values["dit_tokens"] == (tokens(row.architecture, row.latent_side),) * 2
    for part, quantity in MACS_OF_PARTS.items():
        assert values[quantity] == (counted[part],) * 2, part
    for part, quantities in WEIGHTS_OF_PARTS.items():
        weights = sum(layer.copies * layer.inputs * layer.outputs for layer in layers[part])
        assert sum(values[quantity].low for quantity in quantities) == weights, part
    biases = sum(layer.copies * layer.outputs for part in layers.values() for layer in part)
    assert values["dit_block_biases"].low + values["dit_other_biases"].low == biases
    assert values["dit_label_weights"] == (parameters(row.architecture)["label_embedder"],) * 2
    assert values["dit_macs_counted"] == (row_total(row, "macs"),) * 2
    assert values["dit_parameters_counted"] == (row_total(row, "parameters"),) * 2


def test_the_model_has_the_shape_of_the_row_counted_here(book: Book) -> None:
    """Its assumptions say again what architectures.toml says, and may not drift from it."""
    shape, given = ROWS["XL_2_512px"].architecture, book.assumptions
    same = {
        "dit_depth": shape.depth,
        "dit_width": shape.width,
        "dit_heads": shape.heads,
        "dit_patch": shape.patch,
        "dit_latent_channels": shape.latent_channels,
        "dit_timestep_frequencies": shape.timestep_frequencies,
        "dit_classes": shape.classes,
        "dit_mlp_ratio": shape.mlp_ratio,
        "dit_modulations": MODULATIONS[shape.block],
    }
    assert {key: given[key].value for key in same} == {key: (number,) * 2 for key, number in same.items()}
    sides = {book.values(scenario)["latents_per_side"].low for scenario in (None, "smaller_images")}
    assert sides == {ROWS["XL_2_512px"].latent_side, ROWS["XL_2"].latent_side}


def test_the_table_of_sizes_shows_what_is_printed_digit_for_digit(book: Book) -> None:
    """And beside it what is counted, to the same place."""
    table = sizes(book)
    assert [size.key for size in table] == list(ROWS)
    for size in table:
        row = ROWS[size.key]
        side, counted, printed, counted_macs, printed_macs, difference = (figure.low for figure in size.figures)
        assert (printed, printed_macs) == (row.printed_parameters, row.printed_macs)
        assert side == row.latent_side * 8
        assert counted == printed, "every row's parameters print as in the paper"
        assert abs(counted_macs - row_total(row, "macs")) <= 5 * 10**6
        off = abs(row_total(row, "macs") / Fraction(row.printed_macs) - 1)
        assert abs(Fraction(difference) - off) <= Fraction(5, 10**5) and difference < Decimal("0.006")
    assert [table[index].name for index in (0, -3, -2, -1)] == ["DiT-S/8", "DiT-XL/2", "DiT-XL/2, adaLN", "DiT-XL/2"]


def test_a_row_is_named_by_its_block_where_that_is_not_the_usual_one() -> None:
    """Whatever it is called."""
    row = ROWS["XL_2"]
    names = [replace(row, architecture=replace(row.architecture, block=it)).name for it in ("adaLN-Zero", "in-context")]
    assert names == ["DiT-XL/2", "DiT-XL/2, in-context"]


def test_a_size_is_rounded_as_the_paper_rounds(book: Book) -> None:
    """To the million, and to a hundredth of 10⁹ of multiply-accumulates; the heads of the columns name the units."""
    assert [(it.key, it.style, it.unit, str(it.low), it.decimals, it.bare) for it in sizes(book)[-1].figures] == [
        ("side", "plain", "pixel_side", "512", 0, True),
        ("counted_parameters", "compact", "parameter", "675000000", -6, True),
        ("counted_parameters", "compact", "parameter", "675000000", -6, True),
        ("counted_macs", "compact", "MAC", "524540000000", -7, True),
        ("counted_macs", "compact", "MAC", "524600000000", -7, True),
        ("difference", "percent", "1", "0.0001", 4, False),
    ]


def test_a_fault_in_the_sizes_is_found_with_those_of_the_other_files(copy: Path) -> None:
    """All at once."""
    replace_in(copy / "calc" / FILE, "depth = 24", "depth = 0")
    replace_in(copy / "calc" / "assumptions.toml", "value = 250\n", 'value = "250"\n')
    with pytest.raises(KensanError) as caught:
        read_book(copy / "calc")
    assert {finding.file for finding in caught.value.findings} == {f"calc/{FILE}", "calc/assumptions.toml"}


def test_counted_as_data_sheets_do_a_step_is_twice_the_macs(book: Book) -> None:
    """1,049 GFLOP at 512 pixels, not the 525 that the paper's unit suggests."""
    low, high = book.scenarios["operations_counted_twice"].overrides["operations_per_mac"]
    assert low == high == 2
    assert round(row_total(ROWS["XL_2_512px"], "macs") * Fraction(high) / GIGA) == 1049


@pytest.mark.parametrize(("key", "percent"), [("XL_2", "3.6"), ("XL_2_512px", "12.9")])
def test_the_share_of_attention_grows_with_resolution(key: str, percent: str) -> None:
    """Four times the tokens, sixteen times the products."""
    share = shares(macs(ROWS[key].architecture, ROWS[key].latent_side))["attention"]
    assert prints_as(share * 100, Decimal(percent))


def test_parts_come_in_one_order_for_both_counts() -> None:
    """And shares add up to one."""
    row = ROWS["XL_2_512px"]
    counts = [parameters(row.architecture), macs(row.architecture, row.latent_side)]
    assert [list(count) for count in counts] == [list(linear_layers(row.architecture))] * 2
    assert [sum(shares(count).values()) for count in counts] == [1, 1]
    assert counts[0]["attention"] == 0 < counts[1]["attention"]
    assert counts[1]["label_embedder"] == 0 < counts[0]["label_embedder"]


# ── What holds for any size ──────────────────────────────────────────────────

ARCHITECTURES = st.builds(
    lambda heads, head_width, **others: Architecture(heads=heads, width=heads * head_width, **others),
    heads=st.integers(1, 32),
    head_width=st.integers(1, 128),
    depth=st.integers(1, 100),
    patch=st.integers(1, 16),
    block=st.sampled_from(sorted(MODULATIONS)),
    latent_channels=st.integers(1, 32),
    timestep_frequencies=st.integers(1, 1024),
    classes=st.integers(1, 30_000),
    mlp_ratio=st.integers(1, 8),
)
PATCHES_PER_SIDE = st.integers(1, 256)
MORE = st.integers(1, 100)


@given(ARCHITECTURES, PATCHES_PER_SIDE, MORE, st.sampled_from(["depth", "width", "mlp_ratio"]))
def test_a_deeper_or_wider_network_has_more_of_both(
    architecture: Architecture, per_side: int, more: int, dimension: str
) -> None:
    """Parameters and multiply-accumulates."""
    side = per_side * architecture.patch
    larger = replace(architecture, **{dimension: getattr(architecture, dimension) + more})
    assert total(parameters(larger)) > total(parameters(architecture))
    assert total(macs(larger, side)) > total(macs(architecture, side))


@given(ARCHITECTURES, PATCHES_PER_SIDE, MORE)
def test_attention_grows_with_the_square_of_the_tokens(architecture: Architecture, per_side: int, times: int) -> None:
    """The matrices of a token with the tokens, what is done once per image not at all."""
    one, other = (macs(architecture, side * architecture.patch) for side in (per_side, per_side * times))
    growth = times * times
    assert tokens(architecture, per_side * times * architecture.patch) == growth * per_side * per_side
    assert other["attention"] == growth**2 * one["attention"]
    assert other["token_matrices"] == growth * one["token_matrices"]
    assert other["patch_embedding"] == growth * one["patch_embedding"]
    assert other["adaln"] == one["adaln"]
    assert other["timestep_embedder"] == one["timestep_embedder"]


@given(ARCHITECTURES, st.integers(1, 10**5))
def test_attention_counted_head_by_head_is_the_same(architecture: Architecture, token_count: int) -> None:
    """A head multiplies tokens × head width × tokens, twice."""
    head_width = architecture.width // architecture.heads
    one_product = token_count * head_width * token_count
    by_head = sum(one_product + one_product for _ in range(architecture.heads))
    assert attention_macs(architecture, token_count) == architecture.depth * by_head


@given(ARCHITECTURES, PATCHES_PER_SIDE)
def test_a_side_that_cannot_be_cut_into_patches_is_refused(architecture: Architecture, per_side: int) -> None:
    """Rather than counted without its edge."""
    if architecture.patch > 1:
        with pytest.raises(ValueError, match="cannot be cut into patches"):
            macs(architecture, per_side * architecture.patch + 1)


@given(ARCHITECTURES, PATCHES_PER_SIDE)
def test_counts_are_whole_and_not_negative(architecture: Architecture, per_side: int) -> None:
    """Integers throughout: nothing is rounded."""
    for count in (parameters(architecture), macs(architecture, per_side * architecture.patch)):
        assert all(type(number) is int and number >= 0 for number in count.values())


# ── Faults in the file ───────────────────────────────────────────────────────

# What is replaced, by what, what is said, and the line at fault.
FAULTS = [
    ("depth = 24", 'depth = "24"', "depth of L: found '24', expected a number", 'depth = "24"'),
    ("depth = 24", "depth = 24.5", "found 24.5, expected a whole number", "depth = 24.5"),
    ("depth = 24", "depth = [24, 28]", "expected a whole number", "depth = [24, 28]"),
    ("depth = 24", "depth = 0", "above zero", "depth = 0"),
    ("depth = 24", "depth = true", "expected a number", "depth = true"),
    ("depth = 24\n", "", r'\[L\] has no "depth"', "[L]"),
    ("depth = 24", "dept = 24", 'unknown key "dept"', "dept = 24"),
    ("width = 1152", "width = 1150", "expected a multiple of heads, 16", "width = 1150"),
    ('size = "XL"', 'size = "XXL"', "size of XL_8: found 'XXL'", 'size = "XXL"'),
    ('size = "XL"\n', "", r'\[XL_8\] has no "size"', "[XL_8]"),
    ('block = "adaLN"', 'block = "adaln"', "block of XL_2_adaLN: found 'adaln'", 'block = "adaln"'),
    ("latent_side = 64", "latent_side = 63", "expected a multiple of patch, 2", "latent_side = 63"),
    ("printed_macs = 524.60e9", "printed_macs = [1, 2]", "expected one number", "printed_macs = [1, 2]"),
    ("printed_macs = 524.60e9", "printed_macs = -1", "above zero", "printed_macs = -1"),
    ('where = "Table 4; README', "where = 4 # README", "where of XL_2_512px is not a text", "where = 4 # README"),
    ("[L_8]", "[L_4]", "stands twice, first in line", "[L_4]"),
    ("[common]\nlatent", "[commons]\nlatent", r'\[commons\] has an unknown key "classes"', "classes = 1000"),
    ("[S]\ndepth = 12", "depth = 12\n[S]", r'\[common\] has an unknown key "depth"', "depth = 12"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the file that a test may break."""
    (tmp_path / "calc").mkdir()
    shutil.copy(ROOT / "calc" / FILE, tmp_path / "calc")
    return tmp_path / "calc"


@pytest.mark.parametrize(("old", "new", "said", "at"), FAULTS, ids=[fault[1] or fault[2] for fault in FAULTS])
def test_a_fault_is_refused_with_its_line(folder: Path, old: str, new: str, said: str, at: str) -> None:
    """And with what to write instead."""
    replace_in(folder / FILE, old, new)
    lines = (folder / FILE).read_text(encoding="utf-8").splitlines()
    with pytest.raises(KensanError, match=said) as caught:
        read_rows(folder)
    assert all(finding.file == f"calc/{FILE}" and finding.fix for finding in caught.value.findings)
    assert any(lines[finding.line - 1].startswith(at) for finding in caught.value.findings)


def test_all_faults_of_the_file_are_reported_at_once(folder: Path) -> None:
    """In the common part, in a size and in a row."""
    replace_in(folder / FILE, "classes = 1000", "classes = 1e3")
    replace_in(folder / FILE, "heads = 12", "heads = 11")
    replace_in(folder / FILE, "patch = 8", "patch = 7")
    with pytest.raises(KensanError) as caught:
        read_rows(folder)
    assert len(caught.value.findings) == 3


@pytest.mark.parametrize("missing", ["[common]", "size", "row"])
def test_a_file_without_one_of_its_kinds_is_refused(folder: Path, missing: str) -> None:
    """An empty table would make every test of it pass."""
    kept = {
        "[common]": "[common]\nlatent_channels = 4\ntimestep_frequencies = 256\nclasses = 9\n"
        'mlp_ratio = 4\nwhere = "x"\n',
        "size": '[S]\ndepth = 1\nwidth = 2\nheads = 1\nwhere = "x"\n',
        "row": '[S_1]\nsize = "S"\nblock = "adaLN"\npatch = 1\nlatent_side = 1\n'
        'printed_parameters = 1\nprinted_macs = 1\nwhere = "x"\n',
    }
    (folder / FILE).write_text("".join(kept.values()), encoding="utf-8")
    assert set(read_rows(folder)) == {"S_1"}
    (folder / FILE).write_text("".join(text for kind, text in kept.items() if kind != missing), encoding="utf-8")
    with pytest.raises(KensanError) as caught:
        read_rows(folder)
    (finding,) = [finding for finding in caught.value.findings if f"found no {missing}" in finding.problem]
    assert finding.line == 1


def test_an_entry_with_an_unknown_key_is_not_read_further(folder: Path) -> None:
    """Its values may be meant for other keys."""
    replace_in(folder / FILE, "classes = 1000", 'classes = "1000"\nclass = 1')
    with pytest.raises(KensanError) as caught:
        read_rows(folder)
    assert [finding.problem for finding in caught.value.findings] == ['[common] has an unknown key "class"']
