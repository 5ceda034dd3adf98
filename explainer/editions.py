"""The site in one language: every word and every number as this language says it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from babel.messages.plurals import get_plural

from calc.audit import Audit
from calc.book import Book
from calc.errors import Finding
from calc.figures import Figure
from calc.inputs import Scenario
from calc.sensitivity import Sensitivity
from explainer.catalogs import MODEL, Catalog, Message, catalog_path, read_catalog
from explainer.checks import check_catalog
from explainer.formatting import Printed, date_text, print_figure
from explainer.languages import Language
from explainer.tokens import PLACEHOLDER, TOKEN
from explainer.units import UnitWords


@dataclass
class Edition:
    """One language's words. Looks messages up, and remembers which were asked for and which were missing."""

    root: Path
    language: Language
    is_source: bool
    book: Book
    audit: Audit
    figures: Mapping[str, Figure]
    units: Mapping[str, UnitWords]
    sensitivity: Sensitivity
    findings: list[Finding] = field(default_factory=list)
    asked: dict[str, dict[tuple[str, str], Message]] = field(default_factory=dict)
    _catalogs: dict[str, Catalog] = field(default_factory=dict)
    _printed: dict[str, Printed] = field(default_factory=dict)

    def catalog(self, domain: str) -> Catalog:
        """The catalog of a page, of the site or of the numbers."""
        if domain not in self._catalogs:
            plurals = get_plural(self.language.locale).num_plurals
            catalog = read_catalog(self.root, self.language.code, domain, self.findings, plurals)
            self.findings += check_catalog(catalog)
            self._catalogs[domain] = catalog
        return self._catalogs[domain]

    def say(self, domain: str, message: Message) -> str | None:
        """The message in this language; None where the catalog lacks it (which is remembered as a finding)."""
        forms = self.forms(domain, message)
        return forms[0] if forms else None

    def forms(self, domain: str, message: Message) -> tuple[str, ...] | None:
        """The message's plural forms in this language; None where the catalog lacks it."""
        self.asked.setdefault(domain, {}).setdefault((message.text, message.plural), message)
        if self.is_source:
            return (message.text, message.plural or message.text)
        found = self.catalog(domain).find(message.text, message.plural)
        if found is None:
            self._miss(domain, message)
            return None
        return found.forms

    def stale(self) -> Iterator[Finding]:
        """After a build: a finding for every message, and every catalog, that nothing asked for."""
        fix = "run `make sync`"
        for domain, asked in self.asked.items():
            catalog = self.catalog(domain)
            for key in catalog.places.keys() - asked.keys():
                problem = f'no page says "{_shortened(key[0])}" any more'
                yield Finding(catalog.file, catalog.places[key], problem, fix)
        for path in sorted((self.root / "locales" / self.language.code).rglob("*")):
            if path.is_file() and (path.stem not in self.asked or path.suffix != ".po"):
                yield Finding(path.relative_to(self.root).as_posix(), 1, "no page has this catalog", "delete the file")

    def _miss(self, domain: str, message: Message) -> None:
        file = catalog_path(self.root, self.language.code, domain).relative_to(self.root).as_posix()
        source = ":".join(str(part) for part in message.place if part)
        problem = f'no translation of "{_shortened(message.text)}"' + (f" ({source})" if source else "")
        self.findings.append(
            Finding(file, self._line_of(file, message.text), problem, "run `make sync`, then translate it")
        )

    def _line_of(self, file: str, text: str) -> int:
        path = self.root / file
        needle = text[:40].replace("\\", "\\\\").replace('"', '\\"')
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return next((number for number, line in enumerate(lines, 1) if needle in line), 1)

    def word(self, text: str, domain: str = MODEL, comment: str = "", place: tuple[str, int] = ("", 0)) -> str:
        """A short text in this language, or the English where the catalog lacks it."""
        return self.say(domain, Message(text, place=place, comment=comment)) or text

    def scenario_name(self, scenario: Scenario) -> str:
        """What a scenario is called."""
        return self.word(scenario.name, comment=f"name of the scenario {scenario.key}")

    def scenario_note(self, scenario: Scenario) -> str:
        """What a scenario is, in a sentence."""
        return self.word(scenario.note, comment=f"note on the scenario {scenario.key}")

    def name(self, quantity: str) -> str:
        """What a quantity is called."""
        return self.word(self.book.name(quantity), comment=f"name of the quantity {quantity}")

    def printed(self, figure: str) -> Printed:
        """A figure's text, in pieces."""
        if figure not in self._printed:
            self._printed[figure] = self.print(self.figures[figure])
        return self._printed[figure]

    def print(self, figure: Figure) -> Printed:
        """Any figure's text, also of one that no page names: a bound, a factor, a result under another scenario."""
        return print_figure(figure, self.language, self.unit_pattern)

    def text_with_sources(self, message: str) -> str:
        """A message as plain text, citations included, for reports."""
        return self.text(re.sub(r"\{cite_([a-z0-9_]+)\}", lambda it: self.book.sources[it.group(1)].short, message))

    def bounds(self, key: str) -> Printed | None:
        """How far an assumption could be pushed, printed as its figure is; None where nothing is in doubt."""
        bounds = self.book.bounds(key)
        return self.print(bounds) if bounds else None

    def month(self, date: datetime.date) -> str:
        """The month of a date, which is how closely the dates of assumptions are known."""
        return date_text(date, "month", self.language)

    def unit_pattern(self, unit: str, singular: bool) -> str:
        """How a number and its unit read, with {number} in it."""
        message = self.units[unit].message
        forms = self.forms(MODEL, message) or (message.text, message.plural or message.text)
        return forms[0] if singular or len(forms) == 1 else forms[1]

    def text(self, message: str) -> str:
        """A message with its placeholders (or tokens) replaced by plain text, for titles and attributes."""
        plain = PLACEHOLDER.sub(lambda found: str(self.printed(found.group(1))), message)
        return TOKEN.sub(lambda found: str(self.printed(found.group(1))), plain)

    @cached_property
    def plural_forms(self) -> str:
        """The catalog header for this language's plural."""
        return str(get_plural(self.language.locale))


def _shortened(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"
