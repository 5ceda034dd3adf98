"""English beside a translation, message by message: one file for reviewers, which no site has."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from calc.errors import Finding, refuse
from explainer.catalogs import read_entries
from explainer.checks import faults
from explainer.editions import Edition
from explainer.explain import domains_of
from explainer.project import Project
from explainer.tokens import PLACEHOLDER

HEAD = Markup(
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>{title}</title>\n<style>\n"
    ":root {{ color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }}\n"
    "table {{ border-collapse: collapse; inline-size: 100%; table-layout: fixed; }}\n"
    "td {{ padding: 0.4rem; vertical-align: top; border-block-start: 1px solid; overflow-wrap: anywhere; }}\n"
    "code {{ opacity: 0.7; }} strong {{ color: #c22; }}\n</style>\n<h1>{title}</h1>\n"
)


def beside(project: Project, language: str) -> str:
    """The page for one language. Raises KensanError for one that there is not, or catalogs that cannot be read."""
    edition, findings = project.editions.get(language), list[Finding]()
    if edition is None or edition.is_source:
        refuse([Finding("locales", 1, f'no translation is called "{language}"', "see locales/languages.toml")])
    assert edition is not None
    parts = [HEAD.format(title=f"English and {edition.language.name}")]
    for domain in domains_of(project):
        rows = Markup("").join(_rows(edition, domain, findings))
        parts.append(Markup("<h2>{}</h2>\n<table>\n{}</table>\n").format(domain, rows))
    refuse(findings)
    return "".join(parts)


def _rows(edition: Edition, domain: str, findings: list[Finding]) -> Iterator[Markup]:
    """A row for each message: the English, the translation with its numbers of today, and what is wrong with it."""
    row = Markup('<tr><td>{}</td><td lang="{}" dir="auto">{}{}</td></tr>\n')
    for entry in read_entries(edition.root, edition.language, domain, findings):
        text = entry.msgstr or " / ".join(entry.msgstr_plural.values())
        wrong = [] if not text or entry.msgid_plural else [it.problem for it in faults(edition.case(entry.msgid, text))]
        told = Markup("").join(Markup("<br><strong>{}</strong>").format(it) for it in (["fuzzy"] * entry.fuzzy + wrong))
        yield row.format(entry.msgid, edition.language.tag, _with_numbers(edition, text), told)


def _with_numbers(edition: Edition, text: str) -> Markup:
    """The text, escaped, with each placeholder as it stands and, after it, what is printed there now."""
    plain = str(escape(text))

    def shown(name: str) -> str:
        printed = escape(str(edition.printed(name))) if name in edition.figures else ""
        return f"<code>{{{name}}}</code>{printed}"

    return Markup(PLACEHOLDER.sub(lambda found: shown(found[1]), plain))
