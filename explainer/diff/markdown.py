"""The change report as Markdown for a pull request: short enough for a comment, with each language folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explainer.diff.plain import BREAK, at_line_start, code, in_html, in_markdown
from explainer.diff.report import NumberChange, Report, SentenceChange
from explainer.diff.snapshot import Judgement
from explainer.diff.telling import about, headline, value_of
from explainer.diff.words import Part

LIMIT = 65_000
"""Characters. GitHub refuses a comment of more than 65,536."""
ENDING = 2_000


@dataclass(frozen=True)
class Section:
    """A part of the report: its heading, the lines that open and close it, and items of which some may be left out."""

    name: str
    opening: str
    items: list[str]
    closing: str = ""


def as_markdown(report: Report, against: str, whole: str, limit: int = LIMIT) -> str:
    """The report, of at most `limit` characters; what is left out is said, and that `whole` is where it stands."""
    head = [f"**{headline(report)}**", *_notes(report)]
    if report.is_empty:
        return " ".join([*head, in_markdown(about(report))]).strip() + "\n"
    told = "".join(f"{line}\n\n" for line in [*head, f"Against {in_markdown(against)}.", *_causes(report)])
    return told + _fitting(list(_sections(report)), limit - len(told), whole)


def _fitting(sections: list[Section], room: int, whole: str) -> str:
    """The sections, each with as many of its items as its share of the room allows."""
    sizes = [len(it.opening) + len(it.closing) + sum(map(len, it.items)) + 1 for it in sections]
    text, left_out = [], []
    for section, share in zip(sections, shares(sizes, room - ENDING), strict=True):
        kept, used = [], len(section.opening) + len(section.closing) + 1
        for item in section.items:
            used += len(item)
            if used > share:
                break
            kept.append(item)
        if kept:
            text.append(f"{section.opening}{''.join(kept)}{section.closing}\n")
        if len(kept) < len(section.items):
            left_out.append(f"{len(section.items) - len(kept)} of {len(section.items)} {in_markdown(section.name)}")
    if left_out:
        text.append(f"Left out here, because a comment has its limit: {'; '.join(left_out)}.\n")
    return "".join([*text, f"The whole report: {in_markdown(whole)}.\n"])


def shares(sizes: list[int], room: int) -> list[int]:
    """How much room each size gets: what it needs, or else an equal part of what the smaller ones leave."""
    given, left = [0] * len(sizes), room
    for done, place in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        given[place] = min(sizes[place], max(left, 0) // (len(sizes) - done))
        left -= given[place]
    return given


def _notes(report: Report) -> Iterator[str]:
    yield from map(in_markdown, report.notes)


def _causes(report: Report) -> Iterator[str]:
    """What was changed in the model's files."""
    shown = [f"{code(it.entry)} {in_markdown(it.field)}: {_arrow(it.before, it.after)}" for it in report.causes]
    if shown:
        more = f"; and {len(shown) - 12} more" if len(shown) > 12 else ""
        yield f"Changed in the model: {'; '.join(shown[:12])}{more}."


def _sections(report: Report) -> Iterator[Section]:
    first, *others = report.languages or ["en"]
    figures = [it for it in report.numbers if " (" not in it.id]
    further = [it for it in report.numbers if " (" in it.id]
    yield from _listed("claims that change", list(_claims(report)))
    yield from _table("numbers", figures, report)
    yield from _listed(f"sentences in {report.languages.get(first, '')}", list(_sentences(report, first)))
    for language in others:
        name = f"sentences in {report.languages[language]}"
        yield from _folded(name, list(_sentences(report, language)))
    yield from _listed("charts", list(_charts(report)))
    yield from _listed("scenarios", list(_scenarios(report, first)))
    faults = [f"- {in_markdown(it)}\n" for it in report.faults]
    yield from _listed("translations that are missing, left over or refused", faults)
    cells = [f"- {code(page)}: {count}\n" for page, count in report.cells.items()]
    yield from _folded("pages with numbers in tables, sums and charts", cells)
    if further:
        yield from _table("numbers under a scenario or at the end of a range", further, report, is_folded=True)
    yield from _listed(
        "assumptions past the day to check them", [f"- {code(key)}: {day}\n" for key, day in report.overdue.items()]
    )


def _heading(name: str, items: list[str]) -> str:
    return f"### {in_markdown(_capital(name))} ({len(items)})"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _listed(name: str, items: list[str]) -> Iterator[Section]:
    if items:
        yield Section(name, f"{_heading(name, items)}\n\n", items)


def _folded(name: str, items: list[str], opening: str = "") -> Iterator[Section]:
    if items:
        head = f"<details><summary>{in_html(_capital(name))} ({len(items)})</summary>\n\n{opening}"
        yield Section(name, head, items, "\n</details>\n")


def _table(name: str, numbers: list[NumberChange], report: Report, is_folded: bool = False) -> Iterator[Section]:
    columns = ["number", *report.languages]
    head = f"| {' | '.join(map(in_markdown, columns))} |\n|{' --- |' * len(columns)}\n"
    rows = [f"| {' | '.join(_row(it, report.languages))} |\n" for it in numbers]
    if is_folded:
        yield from _folded(name, rows, head)
    elif rows:
        yield Section(name, f"{_heading(name, rows)}\n\n{head}", rows)


def _row(change: NumberChange, languages: Iterable[str]) -> Iterator[str]:
    """A number's name, and in each language its text before and after; once if only its unrounded value changed."""
    name = next(iter(change.name.values()), "")
    exact = (
        "" if change.is_printed_otherwise else f" unrounded {_arrow(value_of(change.before), value_of(change.after))}"
    )
    yield f"{in_markdown(name)} {code(change.id)}{exact}"
    for language in languages:
        old, new = (side.texts.get(language, "") if side else "" for side in (change.before, change.after))
        yield in_markdown(new) if old == new else _arrow(old, new)


def _arrow(old: str, new: str) -> str:
    return f"{in_markdown(_cut(old)) or '(none)'} → {in_markdown(_cut(new)) or '(none)'}"


def _cut(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"


def _sentences(report: Report, language: str) -> Iterator[str]:
    for change in report.sentences:
        for edit in change.edits.get(language, []):
            yield f"- {marks(edit.parts)} ({_pages(change)})\n"


def _pages(change: SentenceChange) -> str:
    more = f" and {len(change.pages) - 1} more" if len(change.pages) > 1 else ""
    return code(change.pages[0]) + more


def marks(parts: list[Part]) -> str:
    """The pieces of an edit in a row: ~~what it was~~ **what it is**."""
    told = ""
    for place, (old, new) in enumerate(parts):
        if old == new:
            told += _between(old)
            continue
        gone, come = _within("~~", old), _within("**", new)
        following = parts[place + 1][0] if place + 1 < len(parts) else ""
        told += _gap(told[-1:], old or new) + gone + (" " if gone and come else "") + come
        told += _gap(following[:1], (new or old)[::-1])
    return at_line_start(told.strip(" "))


def _between(text: str) -> str:
    """A piece as it was, with the spaces at its ends."""
    stripped = text.strip(" ")
    lead, end = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return lead + in_markdown(stripped) + (end if stripped else "")


def _within(mark: str, text: str) -> str:
    """A piece within marks, which must touch no space."""
    inner = in_markdown(text.strip())
    return f"{mark}{inner}{mark}" if inner else ""


def _gap(beside: str, piece: str) -> str:
    """What parts a marked piece from the character beside it, without which its marks could be read as text.

    The space at the end of the piece itself, or a comment where none of the two has one.
    """
    if piece[:1].isspace():
        return " "
    return BREAK if beside.strip() else ""


def _claims(report: Report) -> Iterator[str]:
    for it in report.claims:
        why = f" ({'; '.join(map(in_markdown, it.after.why))})" if it.after.why else ""
        verdicts = f"{in_markdown(it.before.verdict)} → **{in_markdown(it.after.verdict)}**"
        yield f"- {code(it.claim)} {verdicts}{why}{_said(it.after if it.after.says else it.before)}\n"


def _said(judgement: Judgement) -> str:
    return "".join(f"<br>{in_markdown(language)}: {in_markdown(text)}" for language, text in judgement.says.items())


def _charts(report: Report) -> Iterator[str]:
    for it in report.charts:
        drawn = "drawn otherwise" if it.is_redrawn else "drawn as before"
        yield f"- {code(it.chart)} ({in_markdown(it.title)}) on {code(it.page)}: {drawn}, {it.cells} labels and cells\n"


def _scenarios(report: Report, first: str) -> Iterator[str]:
    for it in report.scenarios:
        name = in_markdown(it.name.get(first, ""))
        yield f"- {code(it.scenario)} ({name}): {', '.join(code(key) for key in it.numbers)}\n"
