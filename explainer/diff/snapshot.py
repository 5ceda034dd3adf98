"""A snapshot: all that a state of the project publishes, as data that another state can be compared with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from calc.claims import Claim, read_claims
from calc.expression import parts
from calc.figures import Figure
from calc.inputs import Assumption
from calc.scenarios import compare
from explainer.catalogs import SITE, domain_of
from explainer.components import machine_value
from explainer.diff.published import Block, Number, PublishedPage
from explainer.editions import Edition
from explainer.following import LINK, MARKUP
from explainer.project import Project
from explainer.sentences import sentence_with

FORMAT = 1
NOT_FOUND, THEME = "404.html", "words of the theme"
HOLDS, FAILS, LOOSE = "holds", "does not hold", "stands on no page"


class Stated(NamedTuple):
    """A number as it is stated: its unrounded value ("1.5", "1/2" for a range, a date), and its text by language."""

    value: str
    texts: dict[str, str]


class Judgement(NamedTuple):
    """Whether a claim holds, why not, on which page it is made, and its sentence by language."""

    verdict: str
    why: list[str]
    page: str
    says: dict[str, str]


@dataclass(frozen=True)
class Snapshot:
    """What is published. Texts are by the codes of languages, pages by their addresses.

    `inputs` are the entries from which everything follows, field by field: "assumption x", "formula x", "figure x",
    "scenario x". `due` says by which day (ISO 8601) each assumption is to be checked, and `faults` what is
    wrong with translations, in whose place pages show English.
    """

    languages: dict[str, str]
    names: dict[str, dict[str, str]]
    figures: dict[str, Stated]
    scenarios: dict[str, dict[str, Stated]]
    claims: dict[str, Judgement]
    inputs: dict[str, dict[str, str]]
    due: dict[str, str]
    faults: list[str]
    pages: dict[str, dict[str, list[Block]]] = field(default_factory=dict)
    charts: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> str:
        """The snapshot as text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Snapshot | None:
    """The snapshot that a text holds; None if it is of another format."""
    read: dict[str, Any] = json.loads(text)
    if read.get("format") != FORMAT:
        return None
    read["figures"] = {key: Stated(*it) for key, it in read["figures"].items()}
    read["claims"] = {key: Judgement(*it) for key, it in read["claims"].items()}
    for of in read["scenarios"].values():
        of.update({key: Stated(*it) for key, it in of.items()})
    for by_language in read["pages"].values():
        by_language.update({code: [_block(it) for it in blocks] for code, blocks in by_language.items()})
    return Snapshot(**read)


def _block(row: list[Any]) -> Block:
    tag, chart, is_cell, text, numbers = row
    return Block(tag, chart, is_cell, text, tuple(Number(*number) for number in numbers))


def snapshot(project: Project, site: Path) -> Snapshot:
    """The snapshot of a project whose site has just been built into a folder."""
    editions = project.editions
    read = {address: dict(_read(editions, site, address)) for address in _addresses(project)}
    shown = {address: {code: page.blocks for code, page in pages.items()} for address, pages in read.items()}
    return Snapshot(
        languages={code: edition.language.name for code, edition in editions.items()},
        names=_names(project),
        figures={key: _stated(project, figure) for key, figure in project.book.figures().items()},
        scenarios=dict(_scenarios(project)),
        claims={
            key: _judged(project, claim) for key, claim in read_claims(project.book, project.root / "calc").items()
        },
        inputs=dict(_inputs(project)),
        due={key: it.check_by.isoformat() for key, it in project.book.assumptions.items()},
        faults=[f"{it.file}: {it.problem}" for it in sorted(set(project.edition_findings()))],
        pages={**shown, THEME: _words(editions)},
        charts={address: {code: page.charts for code, page in pages.items()} for address, pages in read.items()},
    )


def _addresses(project: Project) -> Iterator[str]:
    """Where pages stand below the first page of their language."""
    for page in project.pages:
        yield "index.html" if page == "index.md" else page.removesuffix(".md") + "/index.html"
    yield NOT_FOUND


def _read(editions: dict[str, Edition], site: Path, address: str) -> Iterator[tuple[str, PublishedPage]]:
    for code, edition in editions.items():
        file = site / edition.language.prefix / address
        if file.is_file():
            yield code, PublishedPage(file.read_text(encoding="utf-8"))


def _words(editions: dict[str, Edition]) -> dict[str, list[Block]]:
    """The words of the theme, some of which stand on no page as it is built, because a script puts them there."""
    asked = {key: it for edition in editions.values() for key, it in edition.asked.get(SITE, {}).items()}
    return {
        code: [Block("word", "", False, edition.say(SITE, it) or it.text, ()) for it in asked.values()]
        for code, edition in editions.items()
    }


def _stated(project: Project, figure: Figure) -> Stated:
    value = figure.date.isoformat() if figure.date else machine_value(figure)
    return Stated(value, {code: str(edition.print(figure)) for code, edition in project.editions.items()})


def _names(project: Project) -> dict[str, dict[str, str]]:
    """What figures and scenarios are called."""
    called = {
        key: {code: edition.name(statement.quantity) for code, edition in project.editions.items()}
        for key, statement in project.book.statements.items()
    }
    for key, scenario in project.book.scenarios.items():
        named = {code: edition.scenario_name(scenario) for code, edition in project.editions.items()}
        called[f"scenario {key}"] = named
    return called


def _scenarios(project: Project) -> Iterator[tuple[str, dict[str, Stated]]]:
    """By scenario: every quantity as the figure of its own name would state it."""
    compared = compare(project.book)
    for key in compared.book.scenarios:
        figures = (compared.figure(compared.book.statements[quantity], key) for quantity in compared.values[key])
        yield key, {figure.key: _stated(project, figure) for figure in figures}


def _judged(project: Project, claim: Claim) -> Judgement:
    page = project.pages.get(claim.page)
    if page is None or page.line_saying(claim.words) is None:
        return Judgement(LOOSE, [], claim.page, {})
    why = list(dict.fromkeys(claim.failures(project.book)))
    says = {code: _said(project, edition, claim) for code, edition in project.editions.items()}
    return Judgement(FAILS if why else HOLDS, why, claim.page, says)


def _said(project: Project, edition: Edition, claim: Claim) -> str:
    """The sentence of a claim as plain text, in English where its translation is missing or refused."""
    domain = domain_of(claim.page)
    asked = next((it for it in edition.asked.get(domain, {}).values() if claim.words in it.text), None)
    if asked is None:
        return next(iter(project.editions.values())).text_with_sources(claim.words)
    translated = edition.say(domain, asked)
    speaking = edition if translated else next(iter(project.editions.values()))
    text = translated or asked.text
    start, end = sentence_with(claim.words, asked.text, text)
    return speaking.text_with_sources(MARKUP.sub("", LINK.sub(r"\1", text[start:end])))


def _inputs(project: Project) -> Iterator[tuple[str, dict[str, str]]]:
    """Every entry of the model with its fields as text."""
    book = project.book
    for key, assumption in book.assumptions.items():
        yield f"assumption {key}", dict(_fields(assumption))
    for key, formula in book.graph.formulas.items():
        yield f"formula {key}", {"formula": " ".join(part.text for part in parts(formula.expression))}
    for key, statement in book.statements.items():
        yield f"figure {key}", {name: str(value) for name, value in asdict(statement).items() if name != "key"}
    for key, scenario in book.scenarios.items():
        yield f"scenario {key}", {name: _written(value) for name, value in scenario.overrides.items()}


def _fields(assumption: Assumption) -> Iterator[tuple[str, str]]:
    for name, value in asdict(assumption).items():
        if name != "key" and value is not None:
            yield name, _written(value) if name == "value" else str(value)


def _written(value: tuple[Any, Any]) -> str:
    """A value as its file has it: one number, or two."""
    return " to ".join(dict.fromkeys(f"{end:f}" for end in value))
