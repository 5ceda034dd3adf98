"""The site in one language: every word and every number as this language says it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
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
from explainer.catalogs import MODEL, Catalog, Message, Translation, catalog_path, read_catalog
from explainer.checks import faults
from explainer.checks.case import Case, Fault, Stated
from explainer.foreign import foreign_marker
from explainer.formatting import Printed, date_text, print_figure
from explainer.habits import Habits, read_habits
from explainer.languages import Language
from explainer.particles import choose
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
    judged: dict[tuple[str, tuple[str, str]], list[tuple[Translation, Fault]]] = field(default_factory=dict)
    """By catalog and message: what is wrong with its translation, which then no page shows."""
    asking: set[tuple[str, tuple[str, str]]] = field(default_factory=set)
    """Takes up every message that is asked for, by catalog; who wants to know lays out a set of their own."""
    _catalogs: dict[str, Catalog] = field(default_factory=dict)
    _printed: dict[str, Printed] = field(default_factory=dict)

    def catalog(self, domain: str) -> Catalog:
        """The catalog of a page, of the site or of the numbers."""
        if domain not in self._catalogs:
            plurals = get_plural(self.language.locale).num_plurals
            catalog = read_catalog(self.root, self.language.code, domain, self.findings, plurals)
            self._catalogs[domain] = catalog
        return self._catalogs[domain]

    def reread(self, domain: str) -> set[tuple[str, tuple[str, str]]]:
        """Read a catalog again, which was edited; the messages that it translates otherwise than before."""
        before = self._catalogs.pop(domain).translations if domain in self._catalogs else {}
        self.judged = {asked: found for asked, found in self.judged.items() if asked[0] != domain}
        self._printed.clear()
        after = self.catalog(domain).translations
        forms = [{key: found.forms for key, found in one.items()} for one in (before, after)]
        return {(domain, key) for key in before.keys() | after.keys() if forms[0].get(key) != forms[1].get(key)}

    def _refused(self, domain: str, key: tuple[str, str], translation: Translation) -> bool:
        """Whether a translation has a fault; each is looked at once, when it is first asked for."""
        if (domain, key) not in self.judged:
            self.judged[domain, key] = [
                (translation, fault)
                for number, form in enumerate(translation.forms)
                for fault in faults(self.case(key[1] if key[1] and number else key[0], form))
            ]
        return bool(self.judged[domain, key])

    def case(self, source: str, text: str) -> Case:
        """A translated text with all that the checks may want to know of it."""
        names = {name for name in PLACEHOLDER.findall(text) if name in self.figures}
        return Case(source, text, self.habits, {name: self._stated(name) for name in names})

    @cached_property
    def habits(self) -> Habits:
        """How this language is written."""
        return read_habits(self.root, self.language.code)

    @cached_property
    def mark_foreign(self) -> Callable[[str], str]:
        """Marks what a text of this edition says in another language."""
        return foreign_marker(self.language.code, self.book.sources.values())

    def _stated(self, name: str) -> Stated:
        figure = self.figures[name]
        return Stated(str(self.printed(name)), not figure.bare and figure.style != "verbatim")

    def refused_findings(self) -> Iterator[Finding]:
        """After a build: a finding for every fault of a translation, with the place of its English."""
        for (domain, key), found in self.judged.items():
            message = self.asked.get(domain, {}).get(key, Message(key[0]))
            place = ":".join(str(part) for part in message.place if part)
            for translation, fault in found:
                source = f"\n  source{f' ({place})' if place else ''}: {_shortened(message.text)}"
                yield Finding(translation.file, translation.line, fault.problem + source, fault.fix)

    def say(self, domain: str, message: Message) -> str | None:
        """The message in this language; None where the catalog lacks it (which is remembered as a finding)."""
        forms = self.forms(domain, message)
        return forms[0] if forms else None

    def forms(self, domain: str, message: Message) -> tuple[str, ...] | None:
        """The message's plural forms in this language; None where the catalog lacks it."""
        self.asked.setdefault(domain, {}).setdefault((message.text, message.plural), message)
        if self.is_source:
            return (message.text, message.plural or message.text)
        key = (message.text, message.plural)
        self.asking.add((domain, key))
        found = self.catalog(domain).find(*key)
        if found is None:
            self._miss(domain, message)
        if found is None or self._refused(domain, key, found):
            return None
        return tuple(choose(form, self._aloud) for form in found.forms) if self.habits.particles else found.forms

    def _aloud(self, name: str) -> str:
        """What stands on the page for a placeholder after which a particle is chosen; nothing for a citation."""
        return str(self.printed(name)) if name in self.figures else ""

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
        return forms[0] if singular else forms[-1]

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
