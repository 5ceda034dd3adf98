"""The change report: what differs between two snapshots, and nothing that does not."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from explainer.diff.alignment import Edit
from explainer.diff.counting import Places, apart, counts, places
from explainer.diff.snapshot import LOOSE, Judgement, Snapshot, Stated
from explainer.diff.walk import ChangedBlock, changed_blocks

NOTHING = Judgement("was not made", [], "", {})
GONE = Judgement("is no longer made", [], "", {})


class Cause(NamedTuple):
    """A field of an entry that was changed, such as the value of "assumption x"; empty where it is not there."""

    entry: str
    field: str
    before: str
    after: str


class NumberChange(NamedTuple):
    """A number before and after, its name by language, and at how many places of the English pages it changed."""

    id: str
    name: dict[str, str]
    before: Stated | None
    after: Stated | None
    places: int

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether any language prints it otherwise."""
        return self.before is None or self.after is None or self.before.texts != self.after.texts


class SentenceChange(NamedTuple):
    """What reads otherwise, by language, and the pages that say it."""

    pages: list[str]
    edits: dict[str, list[Edit]]


class ClaimChange(NamedTuple):
    """A claim with another verdict than before."""

    claim: str
    before: Judgement
    after: Judgement


class ChartChange(NamedTuple):
    """A chart that is touched: whether its marks have moved, and how many of its English labels and cells changed."""

    chart: str
    page: str
    title: str
    is_redrawn: bool
    cells: int


class ScenarioChange(NamedTuple):
    """A scenario that is touched: by quantity, its number before and after."""

    scenario: str
    name: dict[str, str]
    numbers: dict[str, tuple[Stated | None, Stated | None]]


@dataclass(frozen=True)
class Report:
    """All that changed. Languages are by their codes, pages by their addresses.

    `cells` says on which pages how many numbers in tables, sums and charts changed without a word beside them.
    `overdue` has the assumptions that should have been checked, each with the day by which. `faults` are new ones of
    translations. `notes` say how the report was made, where that matters.
    """

    languages: dict[str, str]
    causes: list[Cause]
    numbers: list[NumberChange]
    sentences: list[SentenceChange]
    claims: list[ClaimChange]
    charts: list[ChartChange]
    scenarios: list[ScenarioChange]
    overdue: dict[str, str]
    faults: list[str]
    cells: dict[str, int]
    counts: dict[str, Any]
    notes: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is published changes."""
        return not (self.numbers or self.sentences or self.claims or self.charts or self.scenarios or self.cells)

    def as_data(self) -> dict[str, Any]:
        """The report for programs: plain lists and dictionaries with names."""
        return {
            **asdict(self),
            "causes": [it._asdict() for it in self.causes],
            "numbers": [_sides(it) for it in self.numbers],
            "sentences": [
                {
                    "pages": it.pages,
                    "edits": {code: [edit._asdict() for edit in edits] for code, edits in it.edits.items()},
                }
                for it in self.sentences
            ],
            "claims": [_sides(it) for it in self.claims],
            "charts": [it._asdict() for it in self.charts],
            "scenarios": [
                {
                    **it._asdict(),
                    "numbers": {key: [side and side._asdict() for side in sides] for key, sides in it.numbers.items()},
                }
                for it in self.scenarios
            ],
        }


def _sides(change: NumberChange | ClaimChange) -> dict[str, Any]:
    sides = {"before": change.before and change.before._asdict(), "after": change.after and change.after._asdict()}
    return {**change._asdict(), **sides}


def compare(before: Snapshot, after: Snapshot, today: datetime.date, notes: Iterable[str] = ()) -> Report:
    """The report on what is published after, held against what was published before.

    `today` is the day on which an assumption's day to be checked is past or not.
    """
    blocks = list(changed_blocks(before, after))
    numbers = list(_numbers(before, after))
    said = [it for it in blocks if it.rewritten() and it.is_read_as_sentence]
    sentences = _sentences(said)
    return Report(
        languages={**before.languages, **after.languages},
        causes=list(_causes(before.inputs, after.inputs)),
        numbers=numbers,
        sentences=sentences,
        claims=list(_claims(before, after)),
        charts=list(_charts(before, after, blocks)),
        scenarios=list(_scenarios(before, after)),
        overdue={key: day for key, day in after.due.items() if datetime.date.fromisoformat(day) < today},
        faults=[it for it in after.faults if it not in before.faults],
        cells=dict(Counter(it.page for it in blocks if it.rewritten() and not it.is_read_as_sentence)),
        counts={
            "numbers": len(numbers),
            "numbers_printed_otherwise": sum(it.is_printed_otherwise for it in numbers),
            "sentences": dict(Counter(code for it in sentences for code, found in it.edits.items() for _ in found)),
            **counts(before, after),
        },
        notes=list(notes),
    )


def _causes(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> Iterator[Cause]:
    for entry in dict.fromkeys([*before, *after]):
        old, new = before.get(entry, {}), after.get(entry, {})
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                yield Cause(entry, name, old.get(name, ""), new.get(name, ""))


def _numbers(before: Snapshot, after: Snapshot) -> Iterator[NumberChange]:
    """The figures that changed; then those that only a table states, such as a figure under a scenario."""
    names, placed = {**before.names, **after.names}, (places(before), places(after))
    first = next(iter(after.languages), "")
    for id_ in dict.fromkeys([*before.figures, *after.figures, *placed[0], *placed[1]]):
        was, now = (of.get(id_, {}) for of in placed)
        old, new = before.figures.get(id_), after.figures.get(id_)
        if old == new:
            old, new = _stated(was, now), _stated(now, was)
            if old is None or new is None:
                continue
        count = apart(was.get(first, Counter()).elements(), now.get(first, Counter()).elements())
        yield NumberChange(id_, names.get(id_.split(" (")[0], {}), old, new, count)


def _stated(here: Places, there: Places) -> Stated | None:
    """A number as pages state it here and not there, by language; None if all of it stands there too."""
    alone = {code: [it for it in found if it not in there[code]] for code, found in here.items() if code in there}
    alone = {code: found for code, found in alone.items() if found}
    if not alone:
        return None
    value = next(iter(next(iter(alone.values()))))[0]
    return Stated(value, {code: " / ".join(text for _, text in found) for code, found in alone.items()})


def _sentences(blocks: list[ChangedBlock]) -> list[SentenceChange]:
    """What reads otherwise, once for all pages on which it does so alike."""
    found: dict[str, SentenceChange] = {}
    for block in blocks:
        edits = block.edits()
        alike = found.setdefault(repr(edits), SentenceChange([], edits))
        if block.page not in alike.pages:
            alike.pages.append(block.page)
    return list(found.values())


def _claims(before: Snapshot, after: Snapshot) -> Iterator[ClaimChange]:
    """Claims whose verdict changed; one that is new is among them if it does not hold."""
    for key in dict.fromkeys([*before.claims, *after.claims]):
        old, new = before.claims.get(key, NOTHING), after.claims.get(key, GONE)
        if old.verdict != new.verdict and not (old is NOTHING and not new.why and new.verdict != LOOSE):
            yield ClaimChange(key, old, new)


def _charts(before: Snapshot, after: Snapshot, blocks: list[ChangedBlock]) -> Iterator[ChartChange]:
    cells = Counter((it.page, it.chart) for it in blocks if it.chart)
    for page in dict.fromkeys([*before.charts, *after.charts]):
        old, new = before.charts.get(page, {}), after.charts.get(page, {})
        for chart in dict.fromkeys(key for drawn in (*old.values(), *new.values()) for key in drawn):
            codes = dict.fromkeys([*old, *new])
            is_redrawn = any(old.get(code, {}).get(chart) != new.get(code, {}).get(chart) for code in codes)
            if is_redrawn or cells[page, chart]:
                title = _title(after, page, chart) or _title(before, page, chart)
                yield ChartChange(chart, page, title, is_redrawn, cells[page, chart])


def _title(snapshot: Snapshot, page: str, chart: str) -> str:
    blocks = next(iter(snapshot.pages.get(page, {}).values()), [])
    return next((it.text for it in blocks if it.chart == chart and it.tag == "title"), "")


def _scenarios(before: Snapshot, after: Snapshot) -> Iterator[ScenarioChange]:
    names = {**before.names, **after.names}
    for key in dict.fromkeys([*before.scenarios, *after.scenarios]):
        old, new = before.scenarios.get(key, {}), after.scenarios.get(key, {})
        changed = {name: (old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])}
        changed = {name: sides for name, sides in changed.items() if sides[0] != sides[1]}
        if changed:
            yield ScenarioChange(key, names[f"scenario {key}"], changed)
