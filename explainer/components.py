"""The pieces of a page that stand for tokens: numbers, citations, equations, charts, lists of numbers and sources."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from calc.expression import parts
from calc.figures import Figure
from calc.inputs import BASE, Source
from calc.scenarios import Comparison, compare
from calc.sensitivity import PERCENTILES
from calc.sizes import sizes
from explainer.audit import CSV as AUDIT_CSV
from explainer.audit import AuditView
from explainer.charts import charts_of
from explainer.editions import Edition
from explainer.languages import read_languages
from explainer.open_data import FILES
from explainer.scenario_data import SCENARIO_FILES
from explainer.status import STATUS_FILE, status, total
from explainer.tokens import CITATION, SOURCE, TOKEN

AUDIT_PAGE, NUMBERS_PAGE, SOURCES_PAGE = "audit/", "numbers/", "sources/"
SCENARIOS_PAGE = "compute/scenarios/"
SENSITIVITY_PAGE, SAMPLED = "compute/sensitivity/", "together"
TAG = re.compile(r"<[^<>]*>")
TABLE_BOX = '<div class="table">'  # a table scrolls in a box of its own, so that the page never does
LONE_BLOCK = re.compile(f"<p>\\s*({TOKEN.pattern})\\s*</p>")


@dataclass(frozen=True)
class Term:
    """One piece of an equation: a sign, a literal, or a quantity's figure with its name."""

    sign: str = ""
    literal: str = ""
    number: str = ""
    name: str = ""
    quantity: str = ""
    figure: str = ""


@dataclass(frozen=True)
class Components:
    """Renders the pieces for one page of one edition.

    `link` gives the address, from this page, of a page of this edition; `shared` that of a file of the whole site.
    `cited` are the sources that the page has cited so far; `source` is the edition in English, for paragraphs that
    are not translated.
    """

    edition: Edition
    link: Callable[[str], str]
    shared: Callable[[str], str]
    cited: set[str] = field(default_factory=set)
    source: Edition | None = None

    def fill(self, html: str) -> str:
        """A page's HTML with every token replaced: links in the text, plain text inside tags, blocks on their own."""
        html = html.replace("<table>", TABLE_BOX + "<table>").replace("</table>", "</table></div>")
        html = LONE_BLOCK.sub(lambda found: self.replace(found.group(2)), html)
        pieces, end = [], 0
        for tag in TAG.finditer(html):
            pieces += [self._text(html[end : tag.start()]), TOKEN.sub(self._plain, tag.group())]
            end = tag.end()
        return "".join([*pieces, self._text(html[end:])])

    def _text(self, text: str) -> str:
        """A text between two tags, with its tokens replaced and its foreign parts marked."""
        return TOKEN.sub(self._linked, self.edition.mark_foreign(text))

    def replace(self, name: str) -> Markup:
        """The HTML for a token's name."""
        if name.startswith(SOURCE):
            return dataclasses.replace(self, edition=self.source or self.edition).number(name.removeprefix(SOURCE))
        if name.startswith(CITATION):
            return self.citation(name.removeprefix(CITATION))
        kind, _, rest = name.partition("_")
        if kind == "equation":
            return self.render("equation", terms=self.equation(rest), quantity=rest)
        if kind == "chart":
            return self.chart(rest)
        if kind == "block":
            return self.render(rest, **self._block(rest))
        return self.number(name)

    def _linked(self, found: re.Match[str]) -> str:
        return str(self.replace(found.group(1)))

    def _plain(self, found: re.Match[str]) -> str:
        name = found.group(1).removeprefix(SOURCE)
        edition = self.source if found.group(1).startswith(SOURCE) else None
        return str(Markup.escape(str((edition or self.edition).printed(name))))

    def render(self, partial: str, **values: Any) -> Markup:
        """A template of theme/partials with this edition's words at hand."""
        template = environment(self.edition.root).get_template(f"{partial}.html")
        return Markup(template.render(c=self, edition=self.edition, _=self.word, **values))

    def word(self, text: str) -> str:
        """A word of the theme."""
        return self.edition.word(text, "site", "a word of the theme")

    def number(self, key: str) -> Markup:
        """A figure as a link to its working; a date as a date."""
        figure, printed = self.edition.figures[key], self.edition.printed(key)
        if figure.date is not None:
            return Markup('<time datetime="{}">{}</time>').format(figure.date.isoformat(), printed.number)
        return self.linked(figure)

    def linked(self, figure: Figure, **data: str) -> Markup:
        """Any figure as a link to the working of its quantity; `data` tells programs how it differs from its entry."""
        return self._anchor(figure, self.origin(figure.quantity), f"{self.link(NUMBERS_PAGE)}#{figure.quantity}", data)

    def sampled(self, figure: Figure, percentile: int) -> Markup:
        """A percentile of a result as a link to how it was drawn."""
        address = f"{self.link(SENSITIVITY_PAGE)}#{SAMPLED}"
        return self._anchor(figure, "sampled", address, {"percentile": str(percentile)})

    def _anchor(self, figure: Figure, origin: str, address: str, data: Mapping[str, str]) -> Markup:
        printed = self.edition.print(figure)
        told = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in data.items())
        return Markup('<a class="n n-{}" href="{}" data-n="{}"{}>{}<data value="{}">{}</data>{}</a>').format(
            origin, address, figure.key, told,
            printed.before, machine_value(figure), printed.number, printed.after,
        )  # fmt: skip

    def origin(self, quantity: str) -> str:
        """computed, given or printed: where a quantity comes from."""
        book = self.edition.book
        return "computed" if quantity in book.graph.formulas else "printed" if quantity in book.printed else "given"

    def citation(self, key: str) -> Markup:
        """A link to a source in the bibliography."""
        self.cited.add(key)
        source = self.edition.book.sources[key]
        text = f"{source.short}, {source.year}" if source.year else source.short
        return Markup('<a class="cite" href="{}#source-{}">{}</a>').format(self.link(SOURCES_PAGE), key, text)

    def name(self, quantity: str) -> str:
        """What a quantity is called in this language."""
        return self.edition.name(quantity)

    def equation(self, quantity: str) -> list[Term]:
        """A formula's pieces from left to right, its result last."""
        terms = []
        for part in parts(self.edition.book.graph.formulas[quantity].expression):
            terms.append(Term(sign=part.text) if part.kind == "sign" else self._term(part.text, quantity))
        return [*terms, Term(sign="="), self._term(quantity, quantity)]

    def _term(self, name: str, formula: str) -> Term:
        if name not in self.edition.figures:
            return Term(literal=name)
        figure = self.edition.book.figure_in(name, formula)
        return Term(number=self.number(figure), name=self.name(name), quantity=name, figure=figure)

    def chart(self, key: str) -> Markup:
        """A chart with its title, description and table."""
        chart = charts_of(self.edition.sensitivity)[key]
        return self.render(chart.partial, chart=chart, key=key)

    def _block(self, name: str) -> dict[str, Any]:
        """What the template of a block needs."""
        blocks = {
            "architectures": self._architectures,
            "audit": self._audit,
            "numbers": self._numbers,
            "sources": self._sources,
            "scenarios": self._scenarios,
            "comparison": self._comparison,
            "playing": self._playing,
            "sampled": self._sampled,
            "translations": self._translations,
        }
        return blocks[name]()

    def _architectures(self) -> dict[str, Any]:
        counted = sizes(self.edition.book)
        return {"rows": [(size, [self.edition.print(figure) for figure in size.figures]) for size in counted]}

    def _audit(self) -> dict[str, Any]:
        return {"view": self.audit, "numbers": self.link(NUMBERS_PAGE), "data": self._files((AUDIT_CSV,))}

    def _sources(self) -> dict[str, Any]:
        sources = self.edition.book.sources.values()
        return {"sources": sorted(sources, key=lambda source: (source.authors, source.year or 0))}

    def _scenarios(self) -> dict[str, Any]:
        return {"compared": compare(self.edition.book), "base": BASE, "data": self._files(SCENARIO_FILES)}

    def _comparison(self) -> dict[str, Any]:
        return {"compared": compare(self.edition.book), "described": self.link(SCENARIOS_PAGE).removeprefix("./")}

    def _playing(self) -> dict[str, Any]:
        return {"headlines": self.edition.book.headlines()}

    def _sampled(self) -> dict[str, Any]:
        book, sensitivity = self.edition.book, self.edition.sensitivity
        results = [statement for statement in book.headlines() if statement.quantity in sensitivity.results]
        return {"rows": [(it, list(zip(PERCENTILES, sensitivity.figures(it), strict=True))) for it in results]}

    def _translations(self) -> dict[str, Any]:
        languages = read_languages(self.edition.root)
        found = status(self.edition.root, languages, [])
        rows = [(languages[code], total(found, code)) for code in dict.fromkeys(it.language for it in found)]
        return {"rows": rows, "data": self._files((STATUS_FILE,))}

    def _numbers(self) -> dict[str, Any]:
        book = self.edition.book
        return {
            "data": self._files((*FILES, *SCENARIO_FILES)),
            "audit": self.link(AUDIT_PAGE),
            "groups": [
                (self.word("Computed"), "computed", list(book.graph.formulas.values())),
                (self.word("Given"), "given", list(book.assumptions.values())),
                (self.word("Printed by earlier versions"), "printed", list(book.printed.values())),
            ],
        }

    @property
    def audit(self) -> AuditView:
        """The audit in this language."""
        return AuditView(self.edition, self.edition.audit)

    def _files(self, files: Iterable[str]) -> dict[str, str]:
        """The addresses of data files by their names."""
        return {file: self.shared(file) for file in files}

    def under(self, compared: Comparison, key: str, scenario: str) -> Markup:
        """A figure as it stands under a scenario, whichever the site is built under."""
        return self.linked(compared.figure(self.edition.book.statements[key], scenario), scenario=scenario)

    def other_figures(self, quantity: str) -> list[Figure]:
        """The figures that state this quantity otherwise than the one of its own name."""
        figures = self.edition.figures.values()
        return [figure for figure in figures if figure.quantity == quantity and figure.key != quantity]

    def former(self, quantity: str) -> list[str]:
        """The ids that figures of this quantity once had, which old links still ask for."""
        return self.edition.book.former(quantity)

    def exact(self, quantity: str) -> str:
        """The unrounded value of a quantity, for programs."""
        return machine_value(self.edition.figures[quantity])

    def difference(self, figure: Figure) -> str:
        """In words, of which end or which scenario a further figure speaks; empty if it is only printed otherwise."""
        statement = self.edition.book.statements[figure.key]
        if statement.scenario:
            return self.edition.scenario_name(self.edition.book.scenarios[statement.scenario])
        if statement.pick:
            return self.word("low estimate") if statement.pick == "low" else self.word("high estimate")
        return ""

    def sourced(self, source: Source) -> Iterator[str]:
        """The assumptions that cite a source."""
        return (key for key, assumption in self.edition.book.assumptions.items() if assumption.source == source.key)


@cache
def environment(root: Path) -> jinja2.Environment:
    """The environment of the partial templates: escaping, and failing on an unknown name."""
    loader = jinja2.FileSystemLoader(root / "theme" / "partials")
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def machine_value(figure: Figure) -> str:
    """The unrounded value for programs: one number, or two with a slash between."""
    if figure.style == "verbatim":
        return figure.text
    return "/".join(dict.fromkeys(repr(value) for value in figure.exact))
