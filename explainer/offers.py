"""What is said to a reader who may read another language better: a module for the browser, loaded when it is said."""

from __future__ import annotations

from explainer.catalogs import SITE
from explainer.javascript import literal
from explainer.project import Project

OFFER, CLOSE = "Read this page in your language:", "Close"
MODULE = "js/offers.js"


def offers_module(project: Project) -> dict[str, bytes]:
    """The module by its path below the folder of assets: for each language, by tag, the offer and what closes it."""
    offers = {
        edition.language.tag: [edition.word(text, SITE, "a word of the theme") for text in (OFFER, CLOSE)]
        for edition in project.editions.values()
    }
    return {MODULE: f"export const offers = {literal(offers)};\n".encode()}
