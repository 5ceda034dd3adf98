"""The change report as one HTML file, whole: no script, nothing of anybody else's, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from explainer.diff.plain import shown
from explainer.diff.report import ChartChange, ClaimChange, NumberChange, Report, ScenarioChange, SentenceChange
from explainer.diff.snapshot import Stated
from explainer.diff.telling import about, headline, value_of
from explainer.diff.words import Part

HEAD = Markup(
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>What changes</title>\n<style>\n"
    ":root {{ color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }}\n"
    "body {{ max-inline-size: 75rem; margin: 1rem auto; padding-inline: 1rem; overflow-wrap: anywhere; }}\n"
    "table {{ border-collapse: collapse; }}\n"
    "th, td {{ padding: 0.3rem 0.5rem; border: 1px solid; text-align: start; vertical-align: top; }}\n"
    ".table {{ overflow-x: auto; }}\n"
    "del {{ background: #f7c6c533; color: light-dark(#8c1d18, #ff9c94); }}\n"
    "ins {{ background: #bfe8c533; color: light-dark(#0b5d1e, #7fd88f); font-weight: bold; text-decoration: none; }}\n"
    "</style>\n<h1>What changes</h1>\n<p>Against {against}.</p>\n"
)


def as_html(report: Report, against: str) -> str:
    """The whole report."""
    told = [headline(report), *report.notes]
    parts = [HEAD.format(against=shown(against)), *(Markup("<p>{}</p>\n").format(line) for line in told)]
    languages = list(report.languages)
    parts += _section("Changed in the model", ["entry", "field", "change"], map(_cause, report.causes))
    parts += _section(
        "Claims that change", ["claim", "before", "after", *languages], (_claim(it, languages) for it in report.claims)
    )
    numbers = (_number(it, languages) for it in report.numbers)
    parts += _section("Numbers", ["number", "unrounded", "places", *languages], numbers)
    sentences = (_sentence(it, languages) for it in report.sentences)
    parts += _section("Sentences", ["pages", *languages], sentences)
    parts += _section("Charts", ["chart", "page", "drawn", "labels and cells"], map(_chart, report.charts))
    rows = (row for it in report.scenarios for row in _scenario(it, languages))
    parts += _section("Scenarios", ["scenario", "quantity", *languages], rows)
    cells = ([page, str(count)] for page, count in report.cells.items())
    parts += _section("Numbers in tables, sums and charts", ["page", "pieces of text"], cells)
    faults = ([it] for it in report.faults)
    parts += _section("Translations that are missing, left over or refused", ["fault"], faults)
    if report.overdue:
        parts.append(Markup("<p>{}</p>\n").format(about(report)))
    return "".join(parts)


Cell = str | Markup


def _section(title: str, columns: list[str], rows: Iterable[list[Cell]]) -> Iterator[Markup]:
    body = [Markup("<tr>{}</tr>\n").format(Markup("").join(map(_cell, row))) for row in rows]
    if body:
        head = Markup("").join(Markup('<th scope="col">{}</th>').format(column) for column in columns)
        table = '<h2>{} ({})</h2>\n<div class="table"><table>\n<tr>{}</tr>\n{}</table></div>\n'
        yield Markup(table).format(title, len(body), head, Markup("").join(body))


def _cell(content: Cell) -> Markup:
    return Markup('<td dir="auto">{}</td>').format(content if isinstance(content, Markup) else shown(content))


def _cause(cause: tuple[str, str, str, str]) -> list[Cell]:
    entry, field, old, new = cause
    return [entry, field, _changed(old, new)]


def _claim(change: ClaimChange, languages: list[str]) -> list[Cell]:
    after = "; ".join([change.after.verdict, *change.after.why])
    says = change.after.says or change.before.says
    return [change.claim, change.before.verdict, after, *(says.get(code, "") for code in languages)]


def _number(change: NumberChange, languages: list[str]) -> list[Cell]:
    name = next(iter(change.name.values()), "")
    exact = _changed(value_of(change.before), value_of(change.after))
    return [f"{name} {change.id}", exact, str(change.places), *_texts(change.before, change.after, languages)]


def _texts(before: Stated | None, after: Stated | None, languages: list[str]) -> Iterator[Cell]:
    for code in languages:
        old, new = (side.texts.get(code, "") if side else "" for side in (before, after))
        yield _changed(old, new)


def _sentence(change: SentenceChange, languages: list[str]) -> list[Cell]:
    edits = (change.edits.get(code, []) for code in languages)
    return [", ".join(change.pages), *(Markup("<br>").join(marked_html(it.parts) for it in found) for found in edits)]


def _chart(change: ChartChange) -> list[Cell]:
    drawn = "otherwise" if change.is_redrawn else "as before"
    return [f"{change.title} {change.chart}", change.page, drawn, str(change.cells)]


def _scenario(change: ScenarioChange, languages: list[str]) -> Iterator[list[Cell]]:
    for quantity, sides in change.numbers.items():
        yield [change.scenario, quantity, *_texts(*sides, languages)]


def _changed(old: str, new: str) -> Markup:
    """A text before and after; once where it did not change."""
    return marked_html([(old, new)])


def marked_html(parts: list[Part]) -> Markup:
    """The pieces of an edit in a row, with <del> around what it was and <ins> around what it is."""
    return Markup("").join(_piece(old, new) for old, new in parts)


def _piece(old: str, new: str) -> Markup:
    if old == new:
        return Markup("{}").format(_visible(old))
    gone = Markup("<del>{}</del>").format(_visible(old)) if old else Markup("")
    come = Markup("<ins>{}</ins>").format(_visible(new)) if new else Markup("")
    return gone + (Markup(" ") if old and new else Markup("")) + come


def _visible(text: str) -> str:
    """A piece with the spaces at its ends, which `shown` would take off."""
    inner = shown(text)
    return inner if not inner else text[: len(text) - len(text.lstrip(" "))] + inner + text[len(text.rstrip(" ")) :]
