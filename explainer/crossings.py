"""Training against inference: compute used, drawn against outputs made, and where the two are level."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.editions import Edition

TOP = 75  # how far along both axes the last break-even point stands, in percent


@dataclass(frozen=True)
class Panel:
    """The quantities of one model: what its training and one output of it take, and the outputs that make them level.

    Training takes the same however much is made, so it is a level line, or a band from low to high.
    """

    training: str
    output: str
    break_even: str

    def points(self, edition: Edition) -> list[tuple[float, float]]:
        """The break-even points, low and high or both in one, in percent from the left and from the top.

        Inference goes from corner to corner: the scale of compute ends where that of outputs does.
        """
        values = edition.book.values()
        outputs = sorted(values[self.break_even])
        most = outputs[-1] * 100 / TOP
        used = sorted(
            total / (each * most) for total, each in zip(values[self.training], values[self.output], strict=True)
        )
        points = [
            (round(made / most * 100, 2), round(100 - share * 100, 2))
            for made, share in zip(outputs, used, strict=True)
        ]
        return list(dict.fromkeys(points))


@dataclass(frozen=True)
class Crossings:
    """Panels side by side, each with scales of its own."""

    title: str
    description: str
    panels: tuple[Panel, ...]
    partial = "crossings"

    @property
    def quantities(self) -> list[str]:
        """All that the panels show, in their order."""
        return [name for it in self.panels for name in (it.training, it.output, it.break_even)]


BREAK_EVEN = Crossings(
    "Training against inference",
    "Upwards the compute used, to the right the outputs made. "
    "A ring marks the point where inference has used as much as training.",
    (
        Panel("dit_training_compute", "dit_image_compute", "dit_break_even"),
        Panel("sora_training_compute", "sora_minute_compute", "break_even"),
    ),
)
