"""Claims checked against the model: one that is false is shown with its sentence in every language."""

from __future__ import annotations

from calc.claims import Claim, read_claims
from calc.errors import Finding
from explainer.catalogs import domain_of
from explainer.editions import Edition
from explainer.project import Project

FILE = "calc/claims.toml"


def claim_findings(project: Project) -> list[Finding]:
    """A finding for every claim that does not hold, and for every claim whose sentence is not on its page."""
    claims = read_claims(project.book, project.root / "calc")
    return [finding for claim in claims.values() for finding in _findings(project, claim)]


def _findings(project: Project, claim: Claim) -> list[Finding]:
    page = project.pages.get(claim.page)
    line = page.line_saying(claim.words) if page else None
    if page is None or line is None:
        problem = f'the claim {claim.key} is tied to words that {claim.page} does not say: "{claim.words}"'
        return [Finding(FILE, claim.line, problem, "give the words as the page has them, or delete the claim")]
    false = list(dict.fromkeys(claim.failures(project.book)))
    if not false:
        return []
    said = "".join(f"\n    {code}  {sentence}" for code, sentence in sentences(project, claim).items())
    problem = f"the claim {claim.key} is false: {'; '.join(false)}{said}"
    return [Finding(page.file, line, problem, f"change the sentence, or what made it false; see {FILE}:{claim.line}")]


def sentences(project: Project, claim: Claim) -> dict[str, str]:
    """The message that makes a claim, in every language, with its numbers as they print."""
    return {code: _sentence(edition, claim) for code, edition in project.editions.items()}


def _sentence(edition: Edition, claim: Claim) -> str:
    if edition.is_source:
        return edition.text(claim.words)
    for (text, _), translation in edition.catalog(domain_of(claim.page)).translations.items():
        if claim.words in text:
            return edition.text_with_sources(translation.forms[0])
    return "(not translated)"
