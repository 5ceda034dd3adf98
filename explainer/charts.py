"""Charts: own SVG with percentage coordinates, so that text keeps its size at every width."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log, log10

from calc.figures import Figure, Statement
from calc.inputs import Estimate
from calc.scenarios import FACTOR
from calc.sensitivity import Influence, Sensitivity
from explainer.chains import DEMAND, TRAINING, Chain
from explainer.crossings import BREAK_EVEN, Crossings
from explainer.drawings import DRAWINGS, Drawing
from explainer.editions import Edition
from explainer.scales import LogScale, log_scale


@dataclass(frozen=True)
class LogChart:
    """Quantities as dots on a common logarithmic scale of powers of ten."""

    title: str
    description: str
    quantities: tuple[str, ...]
    partial = "chart"

    def scale(self, edition: Edition) -> LogScale:
        """The powers of ten around all of them."""
        return log_scale(end for key in self.quantities for end in edition.figures[key].exact)

    def place(self, edition: Edition, quantity: str) -> tuple[float, float]:
        """Where the quantity's low and high end stand, in percent of the chart's width."""
        first, last = map(self.scale(edition).place, edition.figures[quantity].exact)
        return first, last


@dataclass(frozen=True)
class Tornado:
    """A result's assumptions as bars on a logarithmic scale of factors, the one that moves it farthest on top.

    A bar goes from the result with its assumption at the low end to the result with it at the high end.
    """

    quantity: str
    description = (
        "Bars around a line, one for each assumption, the longest on top. "
        "The table below the chart has the same numbers."
    )
    partial = "tornado"

    def base(self, edition: Edition) -> Figure:
        """The result with every assumption at its value."""
        return self.figure(edition, edition.sensitivity.base(self.quantity))

    def figure(self, edition: Edition, value: float) -> Figure:
        """A value of the result as its own figure states it."""
        return edition.book.statements[self.quantity].figure(Estimate(value, value))

    def bars(self, edition: Edition) -> list[Influence]:
        """The assumptions that move the result, the strongest first."""
        return edition.sensitivity.influences(self.quantity)

    def span(self, influence: Influence) -> Figure:
        """How many times apart the two ends of a bar are."""
        return FACTOR.figure(Estimate(influence.span, influence.span))

    def _factors(self, edition: Edition) -> tuple[float, float]:
        """The least and the greatest factor against the line that any bar reaches."""
        base = edition.sensitivity.base(self.quantity)
        ends = [end / base for bar in self.bars(edition) for end in (bar.low, bar.high)]
        return min(ends), max(ends)

    def place(self, edition: Edition, value: float) -> float:
        """Where a value of the result stands, in percent of the chart's width; text has its room beside the bars."""
        return self._place(edition, value / edition.sensitivity.base(self.quantity))

    def line(self, edition: Edition) -> float:
        """Where the line of the result with every assumption at its value stands, in percent."""
        return self._place(edition, 1)

    def _place(self, edition: Edition, factor: float) -> float:
        least, most = map(log10, self._factors(edition))
        left, right = BARS
        return round(left + (log10(factor) - least) / (most - least) * (right - left), 2)

    def ticks(self, edition: Edition) -> list[tuple[float, str]]:
        """(place in percent, text) of the factors on the scale: powers of a number that keeps them few."""
        least, most = self._factors(edition)
        for root in TICK_ROOTS:
            powers = range(ceil(log(least, root) - NEARLY), floor(log(most, root) + NEARLY) + 1)
            if len(powers) <= MOST_TICKS:
                break
        factors = [float(root) ** power for power in powers if power]
        figures = [TICK.figure(Estimate(factor, factor)) for factor in factors]
        texts = [str(edition.print(figure)) for figure in figures]
        return [(self._place(edition, factor), text) for factor, text in zip(factors, texts, strict=True)]


Chart = LogChart | Tornado | Chain | Crossings | Drawing
BARS = 29, 71
TICK = Statement("tick", "tick", "plain", digits=3, bare=True)
TICK_ROOTS, MOST_TICKS, NEARLY = (2, 4, 10, 100), 3, 1e-9
CHARTS: dict[str, Chart] = {
    **DRAWINGS,
    "training_against_inference": BREAK_EVEN,
    "dit_to_sora": TRAINING,
    "minutes_to_gpus": DEMAND,
    "compute_per_output": LogChart(
        "Inference compute for one output",
        "Each mark stands for ten times the compute of the mark before it.",
        ("sora_clip_compute", "gpt4_document_compute", "llama_document_compute", "dit_image_compute"),
    ),
    "training_totals": LogChart(
        "GPUs that training would keep busy for a month",
        "Each mark stands for ten times as many GPUs as the mark before it.",
        (
            "sora_training_gpus",
            "movie_gen_training_gpus",
            "seaweed_training_gpus",
            "open_sora_2_training_gpus",
            "open_sora_1_2_training_gpus",
            "open_sora_1_0_training_gpus",
        ),
    ),
    "measured_speed": LogChart(
        "Minutes of video that one GPU makes in an hour",
        "Each mark stands for ten times as many minutes as the mark before it.",
        (
            "h100_output",
            "ltx_pace",
            "open_sora_2_small_pace",
            "sparse_attention_pace",
            "flash_attention_pace",
            "open_sora_2_pace",
            "hunyuan_pace",
            "wan_pace",
            "step_video_pace",
        ),
    ),
}


def charts_of(sensitivity: Sensitivity) -> dict[str, Chart]:
    """Every chart by name: those above, and one for each result that any assumption's range moves."""
    return {**CHARTS, **{f"sensitivity_{quantity}": Tornado(quantity) for quantity in sensitivity.results}}
