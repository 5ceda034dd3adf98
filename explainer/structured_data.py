"""What a page is, said to programs: JSON-LD with the words of https://schema.org.

A page is an Article that rests on the original one; the numbers are a Dataset; what is for looking things up is a plain
page. English is the original of each, the other languages are its translations.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from explainer.catalogs import SITE
from explainer.editions import Edition
from explainer.open_data import FILES
from explainer.scenario_data import SCENARIO_FILES

CONTEXT = "https://schema.org"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
ORIGINAL = "factorial"  # the source that the site retells
ARTICLE, DATASET = "Article", "Dataset"
OTHER_TYPES = {
    "about.md": "AboutPage",
    "glossary.md": "CollectionPage",
    "numbers.md": DATASET,
    "sources.md": "CollectionPage",
}
FORMATS = {".schema.json": "application/schema+json", ".json": "application/json", ".csv": "text/csv"}
KEYWORDS = ("Sora", "video generation", "training compute", "inference compute", "break-even point")
# What could end the element, or a line of a script, is written by its number; to JSON that is the same text.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}

Data = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """A page in one language, as far as structured data speaks of it.

    `source` is its English file below docs/, `path` its address below the language's folder, `site` the address of the
    site with a slash at its end, `date` the day of the build, written YYYY-MM-DD, and `cited` the sources it cites.
    """

    source: str
    path: str
    title: str
    description: str
    site: str
    date: str
    cited: Collection[str] = ()

    @property
    def type(self) -> str:
        """What schema.org calls a page of this kind."""
        return OTHER_TYPES.get(self.source, ARTICLE)

    def address(self, edition: Edition) -> str:
        """The page's full address in a language."""
        return self.site + edition.language.prefix + self.path


def structured_data(page: Described, edition: Edition, editions: Sequence[Edition]) -> Data:
    """The page's data in the words of one language; `editions` are all of them, the original first."""
    address, organisation = page.address(edition), _organisation(page, edition)
    data: Data = {
        "@context": CONTEXT,
        "@type": page.type,
        "@id": address,
        "url": address,
        "inLanguage": edition.language.tag,
        "description": page.description,
        "license": LICENSE,
        "publisher": organisation,
        "datePublished": page.date,
        "dateModified": page.date,
    }
    return data | _of_type(page, edition, organisation) | _translations(page, edition, editions)


def as_script(data: Mapping[str, Any]) -> Markup:
    """The data as an element for a page's head. No text in it, whatever it holds, can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(text))


def _organisation(page: Described, edition: Edition) -> Data:
    name = edition.word("Kensan", SITE, "a word of the theme")
    return {"@type": "Organization", "name": name, "url": page.site}


def _of_type(page: Described, edition: Edition, organisation: Data) -> Data:
    """What only pages of this type say."""
    if page.type == ARTICLE:
        sources = edition.book.sources
        cited = [source.url for key, source in sources.items() if key in page.cited]
        data = {"headline": page.title, "author": organisation, "isBasedOn": sources[ORIGINAL].url}
        return {**data, "citation": cited} if cited else data
    if page.type == DATASET:
        return {
            "name": f"{page.title} – {organisation['name']}",
            "creator": organisation,
            "isAccessibleForFree": True,
            "keywords": [edition.word(word, SITE, "a keyword by which the numbers are found") for word in KEYWORDS],
            "distribution": [_download(page.site, file) for file in (*FILES, *SCENARIO_FILES)],
        }
    return {"name": page.title}


def _download(site: str, file: str) -> Data:
    form = next(form for ending, form in FORMATS.items() if file.endswith(ending))
    return {"@type": "DataDownload", "name": file, "encodingFormat": form, "contentUrl": site + file}


def _translations(page: Described, edition: Edition, editions: Sequence[Edition]) -> Data:
    """The original's translations, or the translation's original."""
    original, *translations = editions
    if edition is original:
        return {"workTranslation": [_other(page, other) for other in translations]}
    return {"translationOfWork": _other(page, original)}


def _other(page: Described, edition: Edition) -> Data:
    return {"@type": page.type, "@id": page.address(edition), "inLanguage": edition.language.tag}
