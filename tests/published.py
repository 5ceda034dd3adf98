"""A small state of what is published, for tests of the change report."""

import datetime
from dataclasses import replace
from typing import Any

from explainer.diff.published import Block, Number
from explainer.diff.snapshot import HOLDS, Judgement, Snapshot, Stated

TODAY = datetime.date(2026, 6, 30)


def block(text: str, value: str = "5", chart: str = "") -> Block:
    """A sentence whose only number is the fifth character."""
    return Block("p", chart, bool(chart), text, (Number("pace", value, 4, 5),))


def taken(**other: Any) -> Snapshot:
    """A small snapshot in two languages, of which some is otherwise."""
    page = {
        "en": [block("It: 5 a day."), block("5", chart="bars")],
        "ja": [block("それは：5日。"), block("5", chart="bars")],
    }
    return replace(
        Snapshot(
            languages={"en": "English", "ja": "日本語"},
            names={"pace": {"en": "Pace", "ja": "速度"}, "scenario few": {"en": "Few", "ja": "少"}},
            figures={"pace": Stated("5.0", {"en": "5 a day", "ja": "一日5"})},
            scenarios={"few": {"pace": Stated("3.0", {"en": "3 a day", "ja": "一日3"})}},
            claims={"slow": Judgement(HOLDS, [], "index.md", {"en": "It is slow.", "ja": "遅い。"})},
            inputs={"assumption pace": {"value": "5", "unit": "1/day"}},
            due={"pace": "2026-06-30"},
            faults=[],
            pages={"index.html": page},
            charts={"index.html": {"en": {"bars": "line.x1=1%"}, "ja": {"bars": "line.x1=1%"}}},
        ),
        **other,
    )


def pace(value: str, en: str, ja: str) -> dict[str, Stated]:
    """The only figure."""
    return {"pace": Stated(value, {"en": en, "ja": ja})}
