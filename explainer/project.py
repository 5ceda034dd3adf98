"""The whole project in memory: the book of numbers, the editions, and what a build found out about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from calc.audit import Audit, read_audit
from calc.book import Book, read_book, read_model
from calc.errors import Finding
from calc.inputs import BASE
from calc.sensitivity import Sensitivity
from calc.supposing import supposing
from calc.tables import read_table
from explainer.catalogs import MODEL, Message
from explainer.charts import charts_of
from explainer.editions import Edition
from explainer.languages import Language, read_languages, source_language
from explainer.pages import SourcePage, read_pages
from explainer.tokens import PREFIXES
from explainer.units import read_units

BLOCK_PARTIALS = {
    "architectures", "audit", "comparison", "numbers", "playing", "sampled", "scenarios", "sources", "translations",
}  # fmt: skip


@dataclass
class Project:
    """Everything that a build needs, read once."""

    root: Path
    book: Book
    audit: Audit
    languages: dict[str, Language]
    editions: dict[str, Edition]
    pages: dict[str, SourcePage]

    def known(self) -> dict[str, set[str]]:
        """The names that each kind of macro accepts."""
        names = {
            "n": set(self.book.statements),
            "cite": set(self.book.sources),
            "equation": set(self.book.graph.formulas),
            "chart": set(charts_of(self.editions["en"].sensitivity)),
            "block": BLOCK_PARTIALS,
        }
        assert names.keys() == PREFIXES.keys()
        return names

    def source_findings(self) -> list[Finding]:
        """Everything wrong with the English pages, and every assumption that nothing uses."""
        known = self.known()
        findings = [finding for page in self.pages.values() for finding in page.findings(known)]
        return [*findings, *self.unused_assumptions()]

    def edition_findings(self, editions: Iterable[Edition] | None = None) -> list[Finding]:
        """After a build: everything wrong with the catalogs, what is missing from them and what is left over.

        Of `editions` alone, if others were not built.
        """
        findings = []
        for edition in self.editions.values() if editions is None else editions:
            for message in self.model_messages():
                edition.forms(MODEL, message)
            findings += [
                *edition.findings,
                *edition.refused_findings(),
                *(() if edition.is_source else edition.stale()),
            ]
        return findings

    def stated(self) -> set[str]:
        """The quantities that some page states."""
        used = {name for page in self.pages.values() for _, kind, name in page.macros() if kind == "n"}
        return {self.book.statements[name].quantity for name in used if name in self.book.statements}

    def model_messages(self) -> Iterator[Message]:
        """Every word that `calc` and the units bring along: names, methods, notes, and numbers with their units."""
        for words in self.editions[next(iter(self.editions))].units.values():
            yield words.message
        for key, formula in self.book.graph.formulas.items():
            yield Message(formula.name, place=(formula.file, 0), comment=f"name of the quantity {key}")
            yield Message(formula.method, place=(formula.file, 0), comment=f"how {key} is worked out")
        for key, assumption in self.book.assumptions.items():
            yield Message(assumption.name, place=("calc/assumptions.toml", 0), comment=f"name of the assumption {key}")
            yield Message(assumption.note, place=("calc/assumptions.toml", 0), comment=f"note on the assumption {key}")
        for key, printed in self.book.printed.items():
            yield Message(printed.name, place=("calc/printed.toml", 0), comment=f"name of the printed value {key}")
        for key, row in self.audit.rows.items():
            yield Message(row.section, place=("calc/publications.toml", 0), comment="a part of the article")
            if row.name:
                yield Message(row.name, place=("calc/publications.toml", 0), comment=f"what the row {key} prints")
            if row.note:
                yield Message(row.note, place=("calc/publications.toml", 0), comment=f"note on the row {key}")
        for key, change in self.book.changes.items():
            yield Message(change.why, place=("calc/changes.toml", 0), comment=f"why the number of {key} changed")
        for key, date in self.book.dates.items():
            yield Message(date.name, place=("calc/dates.toml", 0), comment=f"name of the date {key}")
        for key, scenario in self.book.scenarios.items():
            yield Message(scenario.name, place=("calc/scenarios.toml", 0), comment=f"name of the scenario {key}")
            yield Message(scenario.note, place=("calc/scenarios.toml", 0), comment=f"note on the scenario {key}")

    def unused_assumptions(self) -> list[Finding]:
        """A finding for every assumption that feeds no formula and stands on no page."""
        table = read_table(self.root / "calc" / "assumptions.toml", self.root)
        stated = self.stated()
        return [
            table.finding(key, None, f"the assumption {key} is used by no formula and no page", "use it, or delete it")
            for key in self.book.assumptions
            if not self.book.graph.needed_by(key) and key not in stated
        ]


def read_project(root: Path, scenario: str = BASE, supposed: Iterable[str] = ()) -> Project:
    """The project in a folder, under a scenario and with values supposed on top of it ("name=value").

    Raises KensanError with all that is wrong in its data files, or else in those values.

    The formulas are read anew each time, so that a running preview follows an edited formula.
    """
    book = supposing(read_book(root / "calc", read_model(again=True)).under(scenario), supposed, "--set")
    audit, languages = read_audit(book, root / "calc"), read_languages(root)
    source, figures, units = source_language(languages), book.figures(), read_units(root, book.statements)
    sensitivity = Sensitivity(book)
    editions = {
        code: Edition(root, language, language is source, book, audit, figures, units, sensitivity)
        for code, language in languages.items()
    }
    return Project(root, book, audit, languages, editions, read_pages(root))
