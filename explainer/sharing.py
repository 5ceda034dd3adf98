"""What a page shows where a link to it is shared, and how it is cited: for Open Graph, BibTeX and CSL-JSON."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from babel.core import get_global

from explainer.catalogs import SITE
from explainer.editions import Edition
from explainer.languages import Language
from explainer.pictures import SIZE, Drawn
from explainer.structured_data import DATASET, Described

PICTURE, BIBTEX, CSL = "card.png", "cite.bib", "cite.json"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What TeX would take for a command. A backslash is replaced first of all.
TEX = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}, "~": r"\~{}", "^": r"\^{}"}


@dataclass(frozen=True)
class Shared:
    """A page in one language, as others see it from outside; `figure` is the first that its description states."""

    page: Described
    edition: Edition
    editions: Sequence[Edition]
    figure: str | None
    author: str

    @property
    def file(self) -> str:
        """The folder of the page below the root of the site, with the slash at its end; empty for the first page."""
        return self.edition.language.prefix + self.page.path

    @property
    def address(self) -> str:
        """The page's full address."""
        return self.page.address(self.edition)

    @property
    def locale(self) -> str:
        """The language as Open Graph names it, with a country."""
        return open_graph_locale(self.edition.language)

    @property
    def other_locales(self) -> list[str]:
        """The other languages that the page stands in."""
        return [open_graph_locale(other.language) for other in self.editions if other is not self.edition]

    @property
    def picture(self) -> str:
        """The full address of the page's picture."""
        return self.address + PICTURE

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        return SIZE

    @property
    def alt(self) -> str:
        """What the picture says."""
        drawn = self.drawn()
        return " – ".join(filter(None, (drawn.title, drawn.name, drawn.figure, drawn.scenario)))

    def drawn(self) -> Drawn:
        """The words of the picture. A figure under a scenario is no headline without the scenario's name."""
        edition, figure, scenario = self.edition, self.figure, self.edition.book.active
        return Drawn(
            self.edition.language.code,
            self.page.title,
            edition.name(edition.figures[figure].quantity) if figure else "",
            str(edition.printed(figure)) if figure else "",
            edition.scenario_name(scenario) if scenario else "",
        )

    @property
    def _key(self) -> str:
        return "-".join(["kensan", *self.page.path.split("/")[:-1], self.edition.language.code])

    @property
    def _site(self) -> str:
        return self.edition.word("Kensan", SITE, "a word of the theme")

    def bibtex(self) -> str:
        """The page as an entry of BibTeX."""
        date = datetime.date.fromisoformat(self.page.date)
        fields = {
            "author": f"{{{_tex(self.author)}}}",  # braces keep the name in one piece, and the capitals of the title
            "title": f"{{{_tex(self.page.title)}}}",
            "howpublished": _tex(self._site),
            "year": str(date.year),
            "language": self.edition.language.tag,
            "url": self.address,
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items()]
        return f"@misc{{{self._key},\n{''.join(lines)}  month = {MONTHS[date.month - 1]},\n}}\n"

    def csl(self) -> str:
        """The page as CSL-JSON, which Zotero and its like read."""
        date = datetime.date.fromisoformat(self.page.date)
        entry = {
            "id": self._key,
            "type": "dataset" if self.page.type == DATASET else "webpage",
            "author": [{"literal": self.author}],
            "title": self.page.title,
            "container-title": self._site,
            "issued": {"date-parts": [[date.year, date.month, date.day]]},
            "language": self.edition.language.tag,
            "URL": self.address,
        }
        return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


def open_graph_locale(language: Language) -> str:
    """The language with the country where most of its readers are (CLDR), such as zh_CN."""
    known = get_global("likely_subtags")  # has no entry for a language with its usual script, such as zh_Hans
    likely = Locale.parse(known.get(language.locale) or known[language.cldr.language])
    return f"{likely.language}_{likely.territory}"


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in text)
