"""DiT's parameters and multiply-accumulates, counted from its architecture.

The DiT paper prints "Gflops", yet counts a multiplication and the addition after it as one operation; GPU data sheets
and the rule of thumb for language models count two. The count below shows it: `linear_layers` lists every matrix of the
network, a matrix holds a number of weights, and each time it is applied every weight is multiplied and accumulated
once. With the two products of attention, which hold no weights, that is all of it.

Shapes are those of the authors' code, https://github.com/facebookresearch/DiT/blob/main/models.py. All counts are
integers. The sizes and what the paper prints for them stand in architectures.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from calc.errors import Finding, refuse
from calc.fields import Entry, choice_faults, number_faults, text_faults
from calc.tables import Table, read_table

FOLDER = Path(__file__).resolve().parent
FILE = "architectures.toml"

# Vectors of a token's width that a block is modulated by: shift and scale before attention and before the MLP, and
# in adaLN-Zero a gate after each (the paper's appendix A).
MODULATIONS = {"adaLN": 4, "adaLN-Zero": 6}
USUAL_BLOCK = "adaLN-Zero"
# Shift and scale before the last matrix.
FINAL_MODULATIONS = 2
# A token's query, key and value come from one matrix.
QUERY_KEY_VALUE = 3
# Queries times keys, then the weights that result times values.
ATTENTION_PRODUCTS = 2
# The network gives the noise and its covariance.
OUTPUTS_PER_CHANNEL = 2
# Beside the classes there is an embedding for "no class", which classifier-free guidance needs.
NULL_CLASSES = 1

Count = Mapping[str, int]


@dataclass(frozen=True)
class Architecture:
    """What shapes a DiT; architectures.toml says what each means."""

    depth: int
    width: int
    heads: int
    patch: int
    block: str
    latent_channels: int
    timestep_frequencies: int
    classes: int
    mlp_ratio: int


@dataclass(frozen=True)
class Row:
    """A row of the paper's Table 4. The printed numbers keep the digits that are printed."""

    key: str
    size: str
    architecture: Architecture
    latent_side: int
    printed_parameters: Decimal
    printed_macs: Decimal
    where: str

    @property
    def name(self) -> str:
        """What the paper calls it: size and patch, and the block where it is not the usual one."""
        usual = f"DiT-{self.size}/{self.architecture.patch}"
        return usual if self.architecture.block == USUAL_BLOCK else f"{usual}, {self.architecture.block}"


class Linear(NamedTuple):
    """A matrix with a bias, standing in `copies` places, applied to every token or once to the image."""

    inputs: int
    outputs: int
    copies: int = 1
    per_token: bool = True


# ── The count ────────────────────────────────────────────────────────────────


def tokens(architecture: Architecture, latent_side: int) -> int:
    """Tokens of an image [token]. Raises ValueError if its side cannot be cut into patches.

    Each patch of latents becomes one token (the paper's figure 4).
    """
    if latent_side % architecture.patch:
        raise ValueError(f"a side of {latent_side} latents cannot be cut into patches of {architecture.patch}")
    patches_per_side = latent_side // architecture.patch
    return patches_per_side * patches_per_side


def linear_layers(architecture: Architecture) -> dict[str, tuple[Linear, ...]]:
    """Every matrix of the network by part; two parts have none.

    The patch embedding is a convolution whose stride is its kernel: a matrix on each patch. A label's embedding is
    looked up, and attention multiplies tokens with tokens. Position embeddings are fixed sines. The normalizations hold
    no weights: adaLN gives them shift and scale, once per image and block, from timestep and label.
    """
    width, depth = architecture.width, architecture.depth
    patch_values = architecture.patch * architecture.patch * architecture.latent_channels
    hidden = architecture.mlp_ratio * width
    return {
        "patch_embedding": (Linear(patch_values, width),),
        "timestep_embedder": (
            Linear(architecture.timestep_frequencies, width, per_token=False),
            Linear(width, width, per_token=False),
        ),
        "label_embedder": (),
        "token_matrices": (
            Linear(width, QUERY_KEY_VALUE * width, copies=depth),
            Linear(width, width, copies=depth),
            Linear(width, hidden, copies=depth),
            Linear(hidden, width, copies=depth),
        ),
        "attention": (),
        "adaln": (Linear(width, MODULATIONS[architecture.block] * width, copies=depth, per_token=False),),
        "final_layer": (
            Linear(width, FINAL_MODULATIONS * width, per_token=False),
            Linear(width, OUTPUTS_PER_CHANNEL * patch_values),
        ),
    }


def linear_parameters(layer: Linear) -> int:
    """Parameters of a matrix [parameter]: its weights, and a bias for each output."""
    return layer.copies * (layer.inputs * layer.outputs + layer.outputs)


def linear_macs(layer: Linear, token_count: int) -> int:
    """Multiply-accumulates of a matrix for one image [MAC]: one for each weight, each time that it is applied."""
    applications = token_count if layer.per_token else 1
    return layer.copies * layer.inputs * layer.outputs * applications


def label_parameters(architecture: Architecture) -> int:
    """Parameters of the label embedder [parameter]: one vector for each class, and one for no class."""
    return (architecture.classes + NULL_CLASSES) * architecture.width


def attention_macs(architecture: Architecture, token_count: int) -> int:
    """Multiply-accumulates of attention for one image, its matrices aside [MAC].

    In either product every token meets every token. A head does so over its share of the width, all heads together over
    the whole of it: their number cancels.
    """
    pairs = token_count * token_count
    return architecture.depth * ATTENTION_PRODUCTS * pairs * architecture.width


def parameters(architecture: Architecture) -> Count:
    """Parameters by part [parameter]; their sum is the "Params" of the paper's Table 4.

    The table of position embeddings is not counted. It is fixed, although the authors' code stores it among the
    parameters; with it, three rows would each print one million more than the paper does.
    """
    matrices = {part: sum(map(linear_parameters, layers)) for part, layers in linear_layers(architecture).items()}
    return matrices | {"label_embedder": label_parameters(architecture)}


def macs(architecture: Architecture, latent_side: int) -> Count:
    """Multiply-accumulates by part of one step for one image [MAC]; their sum is the "Flops" of the paper's Table 4.

    Left out is what multiplies no matrices: normalizations, activations, biases, the softmax, applying shift, scale and
    gate. Raises ValueError if the image cannot be cut into patches.
    """
    token_count = tokens(architecture, latent_side)
    matrices = {
        part: sum(linear_macs(layer, token_count) for layer in layers)
        for part, layers in linear_layers(architecture).items()
    }
    return matrices | {"attention": attention_macs(architecture, token_count)}


def total(count: Count) -> int:
    """The sum over all parts, in the unit of the count."""
    return sum(count.values())


def shares(count: Count) -> dict[str, Fraction]:
    """Each part's share of the whole, exactly [1]."""
    whole = total(count)
    return {part: Fraction(number, whole) for part, number in count.items()}


# ── The published sizes ──────────────────────────────────────────────────────


class Fields(NamedTuple):
    """What an entry of one kind must hold: whole numbers, numbers as printed, texts."""

    kind: str
    whole: tuple[str, ...]
    printed: tuple[str, ...]
    texts: tuple[str, ...]

    def keys(self) -> set[str]:
        """All of them."""
        return {*self.whole, *self.printed, *self.texts}


COMMON = "common"
IN_COMMON = Fields("[common]", ("latent_channels", "timestep_frequencies", "classes", "mlp_ratio"), (), ("where",))
IN_SIZE = Fields("size", ("depth", "width", "heads"), (), ("where",))
IN_ROW = Fields("row", ("patch", "latent_side"), ("printed_parameters", "printed_macs"), ("size", "block", "where"))


def read_rows(folder: Path = FOLDER) -> dict[str, Row]:
    """The rows of the paper's Table 4 by key. Raises KensanError with everything that is wrong in the file."""
    table, findings = read_table(folder / FILE, folder.parent), list[Finding]()
    common = _sound_entries(table, IN_COMMON, findings)
    sizes = _sound_entries(table, IN_SIZE, findings)
    rows = _sound_entries(table, IN_ROW, findings)
    named = _of_kind(table, IN_SIZE).entries
    for key, entry in sizes.items():
        findings += _divisor_faults(table, key, entry, "width", "heads")
    for key, entry in rows.items():
        findings += choice_faults(table, key, entry, "size", named)
        findings += choice_faults(table, key, entry, "block", MODULATIONS)
        findings += _divisor_faults(table, key, entry, "latent_side", "patch")
    refuse(findings)
    return {key: _row(key, entry, sizes[entry["size"]], common[COMMON]) for key, entry in rows.items()}


def _row(key: str, entry: Entry, size: Entry, common: Entry) -> Row:
    shape = {name: size[name] for name in IN_SIZE.whole} | {name: common[name] for name in IN_COMMON.whole}
    architecture = Architecture(patch=entry["patch"], block=entry["block"], **shape)
    printed_parameters, printed_macs = (Decimal(entry[name]) for name in IN_ROW.printed)
    return Row(key, entry["size"], architecture, entry["latent_side"], printed_parameters, printed_macs, entry["where"])


def _of_kind(table: Table, fields: Fields) -> Table:
    """The entries that are, or try to be, of this kind: a row has a key that only rows have."""

    def kind(key: str, entry: Entry) -> Fields:
        if key == COMMON:
            return IN_COMMON
        return IN_ROW if set(entry) & IN_ROW.keys() - IN_SIZE.keys() else IN_SIZE

    return Table(table.file, table.text, {key: it for key, it in table.entries.items() if kind(key, it) is fields})


def _sound_entries(table: Table, fields: Fields, findings: list[Finding]) -> dict[str, Entry]:
    """The entries of a kind whose every field is of the right type; what is wrong with others goes to `findings`."""
    entries, sound = _of_kind(table, fields), {}
    if not entries.entries:
        findings.append(Finding(table.file, 1, f"found no {fields.kind}", "restore the entries of that kind"))
    findings += entries.check_keys(fields.keys(), set())
    for key, entry in entries.entries.items():
        if set(entry) == fields.keys():
            wrong = text_faults(table, key, entry, *fields.texts)
            wrong += _number_faults(table, key, entry, fields.whole, "a whole number", (int,))
            wrong += _number_faults(table, key, entry, fields.printed, "one number", (int, Decimal))
            findings += wrong
            if not wrong:
                sound[key] = entry
    return sound


def _number_faults(
    table: Table, key: str, entry: Entry, names: tuple[str, ...], expected: str, types: tuple[type, ...]
) -> list[Finding]:
    wrong = []
    for name in names:
        faults = number_faults(table, key, entry, name)
        if not faults and type(entry[name]) not in types:
            problem = f"{name} of {key}: found {entry[name]}, expected {expected}"
            faults = [table.finding(key, name, problem, f"write {expected}, without brackets")]
        wrong += faults
    return wrong


def _divisor_faults(table: Table, key: str, entry: Entry, whole: str, part: str) -> list[Finding]:
    if entry[whole] % entry[part] == 0:
        return []
    problem = f"{whole} of {key}: found {entry[whole]}, expected a multiple of {part}, {entry[part]}"
    return [table.finding(key, whole, problem, f"correct {whole} or {part}")]
