"""The assumptions that are due for checking, as text for a terminal, as Markdown for an issue, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from calc.book import Book
from calc.due import Due
from calc.inputs import Assumption

MOST_RESULTS = 3
HEAD = (
    "These assumptions were to be looked at again by the day that stands beside them.\n"
    "Read the source again, or find a better one; then change `value`, `as_of` and `check_by` in "
    "`calc/assumptions.toml`, and see with `make diff` what follows.\n"
)
COLUMNS = ("Assumption", "Check by", "", "Value", "Source", "Main results that it moves")


def as_text(book: Book, found: list[Due]) -> str:
    """A line for each, and below it the value, its source and what it moves; a sentence if there are none."""
    paragraphs = (
        f"{it.assumption.check_by}  {it.assumption.key} — {it.assumption.name} ({when(it.days)})\n"
        f"  {value(it.assumption)}, {it.assumption.kind}, as of {it.assumption.as_of}, source {it.assumption.source}: "
        f"{book.sources[it.assumption.source].url}\n"
        f"  moves {moved(it)}"
        for it in found
    )
    return "\n".join(paragraphs) or "no assumption is due"


def as_markdown(book: Book, found: list[Due]) -> str:
    """A table for an issue; nothing at all if there are none, so that the issue can be closed."""
    if not found:
        return ""
    overdue = sum(it.is_overdue for it in found)
    rows = [COLUMNS, ("---",) * len(COLUMNS), *(_row(book, it) for it in found)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{overdue} overdue, {len(found) - overdue} due soon.\n\n{HEAD}\n{table}\n"


def as_json(book: Book, found: list[Due]) -> str:
    """A list for programs, in the same order."""
    return json.dumps([_entry(book, it) for it in found], ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[Book, list[Due]], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}


def when(days: int) -> str:
    """How long until the day, or since, in words."""
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return "today" if days == 0 else f"in {count}" if days > 0 else f"{count} overdue"


def value(assumption: Assumption) -> str:
    """The value as it is written, with its unit."""
    number = " to ".join(dict.fromkeys(str(end) for end in assumption.value))
    return number if assumption.unit == "1" else f"{number} {assumption.unit}"


def moved(it: Due) -> str:
    """The first main results that an assumption moves, and how many more there are."""
    shown, more = it.results[:MOST_RESULTS], len(it.results) - MOST_RESULTS
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "") or "no main result"


def _row(book: Book, it: Due) -> tuple[str, ...]:
    entry = it.assumption
    source = book.sources[entry.source]
    days = f"**{when(it.days)}**" if it.is_overdue else when(it.days)
    name = f"{plain(entry.name)} ({plain(entry.key)})"
    return (
        name,
        str(entry.check_by),
        days,
        plain(value(entry)),
        f"[{plain(source.short)}](<{source.url}>)",
        plain(moved(it)),
    )


def plain(text: str) -> str:
    """The text as Markdown that shows it and does nothing else: no markup, no end of a cell, nobody called."""
    marked = "".join(f"&#{ord(character)};" if character in "\\`*_[]()<>|#&~!" else character for character in text)
    return " ".join(marked.split()).replace("@", "@<!-- -->")


def _entry(book: Book, it: Due) -> dict[str, object]:
    entry = it.assumption
    return {
        "assumption": entry.key,
        "name": entry.name,
        "check_by": entry.check_by.isoformat(),
        "days": it.days,
        "is_overdue": it.is_overdue,
        "value": [str(end) for end in entry.value],
        "unit": entry.unit,
        "kind": entry.kind,
        "as_of": entry.as_of.isoformat(),
        "source": {
            "key": entry.source,
            "title": book.sources[entry.source].title,
            "url": book.sources[entry.source].url,
        },
        "results": list(it.results),
    }
