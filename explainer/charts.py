"""Charts: own SVG with percentage coordinates, so that text keeps its size at every width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log10

from explainer.editions import Edition
from explainer.formatting import power_text


@dataclass(frozen=True)
class LogChart:
    """Quantities as dots on a common logarithmic scale of powers of ten."""

    title: str
    description: str
    quantities: tuple[str, ...]

    def _span(self, edition: Edition) -> tuple[int, int]:
        values = [log10(end) for key in self.quantities for end in edition.figures[key].exact]
        return int(min(values) // 1), int(-(-max(values) // 1))

    def place(self, edition: Edition, quantity: str) -> tuple[float, float]:
        """Where the quantity's low and high end stand, in percent of the chart's width."""
        low, high = self._span(edition)
        first, last = ((log10(end) - low) / (high - low) * 100 for end in edition.figures[quantity].exact)
        return round(first, 2), round(last, 2)

    def ticks(self, edition: Edition) -> Iterator[tuple[float, str]]:
        """(place in percent, text) of every power of ten in the chart."""
        low, high = self._span(edition)
        return ((round((power - low) / (high - low) * 100, 2), power_text(power)) for power in range(low, high + 1))


CHARTS = {
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
