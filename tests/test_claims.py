"""Claims: each holds, each can be made to fail, each stands on its page, and no comparative is without one."""

import dataclasses
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, cases, replace_in

from calc.book import Book, read_book
from calc.claims import Claim, changes_of, read_claims
from calc.errors import KensanError
from explainer.claims import claim_findings, sentences
from explainer.project import Project, read_project

CLAIMS = read_claims(read_book(), ROOT / "calc")
ABOUT_OTHER_THINGS = tomllib.loads((ROOT / "tests" / "data" / "comparatives.toml").read_text(encoding="utf-8"))
COMPARATIVE = re.compile(
    r"\b("
    r"more|less|fewer|larger|smaller|higher|lower|faster|slower|dearer|cheaper|wider|longer|shorter|"
    r"largest|smallest|best|better|most|far|several orders|enormous\w*|slightly|sharply|"
    r"about the same|same result|within days|exceed\w*|surpass\w*|overtake\w*|too low|too high|"
    r"at most|no influence|does not move|cancels?|dominates?|rounds? it up|nothing else|coincidence|"
    r"stays where it is|never enters"
    r")\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_holds(book: Book, claim: Claim) -> None:
    """In the model as it is."""
    assert list(claim.failures(book)) == []


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS.values() if claim.broken_by], ids=lambda claim: claim.key)
def test_a_claim_can_be_made_to_fail(book: Book, claim: Claim) -> None:
    """By the values that its entry names; the failure says what was found and what was expected."""
    (failure, *_) = claim.failures(book, changes_of(book, claim.broken_by))
    assert "expected" in failure and claim.quantity in failure


STRUCTURAL = [claim for claim in CLAIMS.values() if not claim.broken_by]


@pytest.mark.parametrize("claim", STRUCTURAL, ids=lambda claim: claim.key)
def test_what_no_assumption_can_break_a_formula_can(book: Book, claim: Claim) -> None:
    """A GPU's speed would enter break-even only if a formula let it."""
    formula, name = book.graph.formulas[claim.quantity], claim.predicates["unmoved_by"][0]
    altered = dataclasses.replace(
        formula, needs=(*formula.needs, name), function=lambda *values: formula.function(*values[:-1]) * values[-1]
    )
    graph = dataclasses.replace(book.graph, formulas={**book.graph.formulas, claim.quantity: altered})
    assert list(claim.failures(dataclasses.replace(book, graph=graph)))


def test_every_claim_stands_on_its_page_in_every_language(project: Project) -> None:
    """Its sentence is found in the catalogs, so a failure can show it."""
    assert claim_findings(project) == []
    for claim in CLAIMS.values():
        said = sentences(project, claim)
        assert set(said) == set(project.languages)
        assert "(not translated)" not in said.values(), claim.key
        assert len(set(said.values())) == len(said)


def test_every_comparative_in_the_english_text_is_tied_to_a_claim(project: Project) -> None:
    """Or is listed as speaking of something that the model does not know."""
    tied = {page: [claim.words for claim in CLAIMS.values() if claim.page == page] for page in project.pages}
    listed = [sentence for sentences_ in ABOUT_OTHER_THINGS.values() for sentence in sentences_]
    loose, used = [], set()
    for page, source in project.pages.items():
        for sentence in source.sentences():
            if page == "glossary.md" or not COMPARATIVE.search(sentence):
                continue
            known = [text for text in listed if text in sentence]
            used |= set(known)
            if not known and not any(words in sentence or sentence in words for words in tied[page]):
                loose.append(f"{page}: {sentence}")
    assert loose == []
    assert set(listed) - used == set(), "listed sentences that no page says"


def test_a_false_claim_is_shown_with_both_values_page_and_sentences(copy: Path) -> None:
    """In all five languages."""
    replace_in(copy / "calc" / "assumptions.toml", 'value = 1\nunit = "FLOP/MAC"', 'value = 2\nunit = "FLOP/MAC"')
    findings = claim_findings(read_project(copy))
    (finding,) = [finding for finding in findings if "about_the_same_as_llama" in finding.problem]
    assert finding.file == "docs/compute/models.md" and finding.line > 1
    assert "dit_against_llama is 1.87" in finding.problem and "expected at most 1.25" in finding.problem
    assert all(f"\n    {code}  " in finding.problem for code in ("en", "ja", "ko", "zh", "vi"))
    assert "calc/claims.toml:" in finding.fix


FAULTS = [case for case in cases("claim_faults.toml")]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case["says"])
def test_a_fault_in_a_claim_is_refused(numbers: Path, case: dict) -> None:
    """With its line."""
    replace_in(numbers / "claims.toml", case["old"], case["new"])
    with pytest.raises(KensanError, match=re.escape(case["says"])) as caught:
        read_claims(read_book(numbers), numbers)
    assert all(finding.file == "calc/claims.toml" and finding.line > 1 for finding in caught.value.findings)


def test_a_claim_whose_sentence_was_edited_away_is_found(copy: Path) -> None:
    """So that no claim goes on being checked for nobody."""
    replace_in(copy / "docs" / "compute" / "demand.md", "break-even point within days", "break-even point soon")
    (finding,) = claim_findings(read_project(copy))
    assert finding.file == "calc/claims.toml" and "within_days" in finding.problem


@pytest.mark.site
def test_a_false_claim_stops_the_build_unless_told_otherwise(copy: Path, run: Callable) -> None:
    """It names the claim, its value, the page and the sentence in five languages; nothing is published."""
    replace_in(copy / "calc" / "assumptions.toml", "value = 0.15\n", "value = 0.05\n")
    stopped = run("build")
    assert stopped.returncode == 1 and not (copy / "site").exists()
    assert "docs/compute/demand.md:" in stopped.stderr and "printed_pace_does_not_follow is false" in stopped.stderr
    assert all(f"\n    {code}  " in stopped.stderr for code in ("en", "ja", "ko", "zh", "vi"))
    told = run("build", "--with-false-claims")
    assert told.returncode == 0 and "warning: docs/compute/demand.md:" in told.stderr
    assert (copy / "site" / "vi" / "index.html").exists()
