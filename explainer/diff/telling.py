"""What the Markdown and the HTML of a change report say alike."""

from __future__ import annotations

from explainer.diff.report import Report
from explainer.diff.snapshot import Stated

NOTHING = "No published number changes, and no sentence, claim, chart or scenario."


def headline(report: Report) -> str:
    """What the report comes to, on one line."""
    return NOTHING if report.is_empty else summary(report)


def summary(report: Report) -> str:
    """How much changed, in a sentence or two."""
    counts, sentences = report.counts, max(report.counts["sentences"].values(), default=0)
    hidden = counts["numbers"] - counts["numbers_printed_otherwise"]
    numbers = _count(counts["numbers"], "published number") + (f" ({hidden} of them in value alone)" if hidden else "")
    parts = [
        numbers if counts["numbers"] else "",
        _count(sentences, "sentence") + f" in {_count(len(counts['sentences']), 'language')}" if sentences else "",
        _count(len(report.claims), "claim") if report.claims else "",
        _count(len(report.charts), "chart") if report.charts else "",
        _count(len(report.scenarios), "scenario") if report.scenarios else "",
    ]
    told = f"This changes {', '.join(filter(None, parts))}, on {_count(counts['pages'], 'page')}."
    return told if counts["numbers"] else f"No published number changes. {told}"


def about(report: Report) -> str:
    """The assumptions that should have been checked, on one line; empty if there are none."""
    return f"Past the day to check them: {', '.join(report.overdue)}." if report.overdue else ""


def value_of(stated: Stated | None) -> str:
    """A number's unrounded value; empty where there is none."""
    return stated.value if stated else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
