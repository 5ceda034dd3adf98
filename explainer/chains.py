"""Written sums as pictures: a bar for each line, which begins where the one before it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from calc.figures import Figure
from calc.inputs import Estimate
from explainer.editions import Edition
from explainer.scales import LinearScale, LogScale, linear_scale, log_scale

Ends = tuple[float, float]
NOTHING = Estimate(0.0, 0.0)


@dataclass(frozen=True)
class Line:
    """A line of a sum: its sign, the figure after it, and the amount that the sum has then come to.

    `amount` is stated as the last amount of its own; it is None for what the amount is divided by.
    """

    sign: str
    figure: Figure
    before: Figure | None = None
    amount: Figure | None = None

    @property
    def is_amount(self) -> bool:
        """Whether the figure is an amount itself, and not what turns one into the next."""
        return self.sign in AMOUNTS

    @property
    def short(self) -> Figure:
        """The figure as it stands after its sign, which says "times" already."""
        return replace(self.figure, bare=True) if self.sign == "×" else self.figure


@dataclass(frozen=True)
class Part:
    """Lines whose amounts have the same unit, on a scale of their own."""

    lines: list[Line]
    scale: LinearScale | LogScale

    def ends(self, amount: Figure) -> Ends:
        """Where the low and the high end of an amount stand, in percent."""
        low, high = amount.exact
        return self.scale.place(low), self.scale.place(high)


@dataclass(frozen=True)
class Chain:
    """A sum from top to bottom. Signs: none for its beginning, +, ×, ÷, = for a result, ≠ for what others printed.

    A division changes the unit, and with it the scale.
    """

    title: str
    description: str
    sum: tuple[tuple[str, str], ...]
    is_logarithmic: bool = False
    partial = "chain"

    def parts(self, edition: Edition) -> list[Part]:
        """The sum, cut at its divisions, each of which opens a part."""
        cut: list[list[Line]] = [[]]
        for line in self._lines(edition):
            if line.amount is None:
                cut.append([])
            cut[-1].append(line)
        return [Part(lines, self._scale(lines)) for lines in cut]

    def _scale(self, lines: list[Line]) -> LinearScale | LogScale:
        numbers = [end for line in lines if line.amount for end in line.amount.exact]
        return log_scale(numbers) if self.is_logarithmic else linear_scale(numbers)

    def _lines(self, edition: Edition) -> Iterator[Line]:
        values, statements = edition.book.values(), edition.book.statements
        amount, before = NOTHING, None
        for place, (sign, key) in enumerate(self.sum):
            value, figure = values[statements[key].quantity], edition.figures[key]
            if sign == "÷":
                yield Line(sign, figure)
                continue
            after = value if sign in AMOUNTS else _joined(amount, sign, value)
            # A line without an amount of its own is stated like the result to which it leads.
            stated = key if sign in AMOUNTS else next(name for mark, name in self.sum[place:] if mark == "=")
            shown = statements[stated].figure(after)
            yield Line(sign, figure, None if sign in AMOUNTS else before, shown)
            if sign != PRINTED:
                amount, before = after, shown


def _joined(amount: Estimate, sign: str, value: Estimate) -> Estimate:
    """The amount with a value added, or times a value, at both ends."""
    if sign == "+":
        return Estimate(amount.low + value.low, amount.high + value.high)
    return Estimate(amount.low * value.low, amount.high * value.high)


PRINTED = "≠"
AMOUNTS = ("", "=", PRINTED)
TRAINING = Chain(
    "From DiT to Sora",
    "Each mark stands for ten times the compute of the mark before it. "
    "A bar is a multiplier and begins where the one before it ends.",
    (
        ("", "dit_training_compute"),
        ("×", "model_multiple"),
        ("×", "training_video_multiple"),
        ("×", "data_multiple"),
        ("=", "sora_training_compute"),
    ),
    is_logarithmic=True,
)
DEMAND = Chain(
    "From minutes of video to GPUs at the peak",
    "Each bar begins where the one before it ends. Thin bars are as printed by earlier versions.",
    (
        ("", "tiktok_ai_minutes"),
        ("+", "youtube_ai_minutes"),
        ("=", "ai_minutes"),
        ("÷", "h100_output_per_day"),
        ("=", "steady_gpus"),
        (PRINTED, "printed_steady_gpus"),
        ("×", "utilization_multiple"),
        ("×", "peak_to_mean"),
        ("×", "candidates_per_upload"),
        ("=", "peak_gpus"),
        (PRINTED, "printed_peak_gpus"),
    ),
)
