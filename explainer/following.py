"""What follows a reader's scenario beside the numbers: one more module for each language, loaded with the first one.

It has the claims of calc/claims.toml whose outcome an assumption with a range can change, where a page makes them in
this language, and joined with them the scripts of theme/js/following/: claims.js judges and strikes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from calc.claims import FILE, Claim, read_claims
from calc.errors import Finding, refuse
from calc.inputs import Estimate, Scenario, to_base
from calc.supposing import ranged
from explainer.browser_module import Reach, constants, followed, joined, twice
from explainer.catalogs import SITE, domain_of
from explainer.editions import Edition
from explainer.project import Project
from explainer.sentences import sentence_with
from explainer.tokens import PLACEHOLDER

SCRIPTS = Path("theme/js/following")
ORDER = ("claims", "following")
IMPORTED = (
    'import*as scenario from"../scenario/{tag}.js";\n'
    'import{{assumptions,current,figures,language,madeOf,names,print,state,valuesUnder,words}}from"../scenario/{tag}.js";\n'
)
WORDS = {"false": "No longer holds:", "farthest": "moved farthest by", "varies": "varies with", "nothing": "nothing"}
MARK = "\ufffc"  # stands for whatever is no plain text: a number, a citation, a date
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKUP = re.compile(r"\*+|`")
LEAST = 6  # characters of an opening
BOUNDS, OTHERS = ("at_least", "at_most"), ("same_as", "above", "below", "times_as")
MOVED, SETS = ("rises_with", "falls_with"), ("moved_most_by", "varies_only_with")


def following_modules(project: Project) -> dict[str, bytes]:
    """The modules by their paths below the folder of assets.

    Raises KensanError for a claim that a browser cannot judge.
    """
    reach = Reach(project.book)
    claims = read_claims(project.book, project.root / "calc").values()
    judged = [it for it in (Judged(reach, claim) for claim in claims) if it.can_change]
    refuse([finding for it in judged for finding in it.findings()])
    scenarios = dict.fromkeys(name for it in judged for name in it.scenarios)
    model = constants(
        {
            "judged": [it.record() for it in judged],
            "named": {name: reach.given_by_place(name) for name in scenarios},
            "constant": {key: list(value) for it in judged for key, value in it.constants.items()},
        }
    )
    scripts = joined(project.root / SCRIPTS, ORDER)
    refuse(list(twice(model + scripts, SCRIPTS)))
    return {
        f"js/following/{edition.language.tag}.js": (
            IMPORTED.format(tag=edition.language.tag) + model + _words(project, edition, judged) + scripts
        ).encode("utf-8")
        for edition in followed(project)
    }


def _words(project: Project, edition: Edition, judged: list[Judged]) -> str:
    """What a language needs to say which sentence is false, and why."""
    names = dict.fromkeys(key for it in judged for key in it.quantities)
    scenarios = dict.fromkeys(name for it in judged for name in it.scenarios)
    fixed = {key: value for it in judged for key, value in it.constants.items()}
    return constants(
        {
            "said": _said(project, edition, judged),
            "quantityNames": {key: edition.name(key) for key in names},
            "scenarioNames": {key: edition.scenario_name(edition.book.scenarios[key]) for key in scenarios},
            "constantTexts": {key: [_text(edition, key, end) for end in value] for key, value in fixed.items()},
            "presets": {query: edition.scenario_name(scenario) for query, scenario in _presets(project)},
            "why": {name: edition.word(word, SITE, "a word of the theme") for name, word in WORDS.items()},
        }
    )


def _presets(project: Project) -> Iterator[tuple[str, Scenario]]:
    """The named scenarios that an address can ask for, each with that address's query."""
    known = ranged(project.book)
    for scenario in project.book.scenarios.values():
        if scenario.overrides.keys() <= known.keys():
            yield "&".join(f"{name}={_written(value)}" for name, value in scenario.overrides.items()), scenario


def _written(value: tuple[Decimal, Decimal]) -> str:
    """A value as an address has it."""
    return "..".join(f"{end:f}" for end in dict.fromkeys(value))


def _text(edition: Edition, quantity: str, value: float) -> str:
    return str(edition.print(edition.book.statements[quantity].figure(Estimate(value, value))))


class Judged:
    """A claim as a browser judges it: by quantities that it works out, or that no assumption with a range moves."""

    def __init__(self, reach: Reach, claim: Claim) -> None:
        self.reach, self.claim, self.book = reach, claim, reach.book
        self.scenarios = [name for name in (claim.scenario, claim.against) if name]
        self.wanted = {kind: self._wanted(kind, wanted) for kind, wanted in claim.predicates.items()}

    def _wanted(self, kind: str, wanted: Any) -> Any:
        """What a predicate asks for, in base units; of assumptions those that stand behind the quantity."""
        behind = self.book.graph.behind(self.claim.quantity)
        if kind in BOUNDS:
            return to_base((wanted, wanted), self.book.unit(self.claim.quantity)).low
        if kind == "times":
            return float(wanted)
        if kind == "unmoved_by":
            return [name for name in wanted if name in behind]
        if kind in SETS:
            return [wanted, [name for name in self.reach.assumptions if name in behind]]
        return wanted

    @property
    def quantities(self) -> list[str]:
        """The quantity of the claim, and those with which it is compared."""
        return [self.claim.quantity, *(self.wanted[kind] for kind in OTHERS if kind in self.wanted)]

    @property
    def can_change(self) -> bool:
        """Whether an assumption with a range moves what the claim is about."""
        return any(map(self._is_moved, self.quantities)) and any(it != [] for it in self.wanted.values())

    def _is_moved(self, quantity: str) -> bool:
        place = self.reach.places.get(quantity)
        return quantity in self.reach.assumptions or (place is not None and place >= len(self.reach.inputs))

    @property
    def constants(self) -> dict[str, Estimate]:
        """The quantities among them that stay as they are."""
        return {key: self.book.values()[key] for key in self.quantities if not self._is_moved(key)}

    def findings(self) -> Iterator[Finding]:
        """What of the claim a browser cannot judge."""
        for kind in self.wanted.keys() - JUDGED:
            yield self._finding(f"{kind} is unknown to browsers", f"teach {SCRIPTS.as_posix()}/claims.js what it asks")
        for name in self._moved():
            if name not in self.reach.assumptions:
                yield self._finding(f"{name} has no range", "give it one, or leave it out")
        for key in self.quantities:
            if self.book.statements[key].quantity != key or self.book.statements[key].scenario:
                yield self._finding(f"the figure {key} states another quantity", "name a figure after each quantity")
        for key, value in self.constants.items():
            if any(self.book.values(name)[key] != value for name in self.scenarios):
                yield self._finding(f"{key} changes with the scenario alone", "compare with a quantity that follows")

    def _moved(self) -> Iterator[str]:
        """The assumptions that a predicate moves, and those that vary."""
        yield from self.wanted.get("unmoved_by", [])
        yield from (self.wanted[kind] for kind in MOVED if kind in self.wanted)
        if "varies_only_with" in self.wanted:
            behind = self.book.graph.behind(self.claim.quantity) & self.book.assumptions.keys()
            yield from (name for name in behind if len(set(self.book.values()[name])) > 1)

    def _finding(self, problem: str, fix: str) -> Finding:
        found = f"the claim {self.claim.key} cannot be judged in a browser: {problem}"
        return Finding(f"calc/{FILE}", self.claim.line, found, fix)

    def record(self) -> list[Any]:
        """The claim in the order in which theme/js/following/claims.js takes it."""
        one_end = self.claim.ends[0] if len(self.claim.ends) == 1 else None
        return [self.claim.quantity, self.wanted, one_end, self.claim.scenario, self.claim.against]


JUDGED = {*BOUNDS, *OTHERS, *MOVED, *SETS, "times", "unmoved_by", "at_end"}


def _said(project: Project, edition: Edition, judged: list[Judged]) -> dict[str, Any]:
    """By the address of a page: how each sentence that makes claims begins, how long it is, and those claims."""
    pages: dict[str, dict[str, list[int]]] = {}
    for place, it in enumerate(judged):
        for sentence in sentences_of(project, edition, it.claim):
            pages.setdefault(it.claim.page, {}).setdefault(sentence, []).append(place)
    return {
        _address(page): [[_opening(text, _texts(project, edition, page)), len(text), it] for text, it in said.items()]
        for page, said in pages.items()
    }


def _address(page: str) -> str:
    """Where a page stands below the first page of its language."""
    return "" if page == "index.md" else page.removesuffix(".md") + "/"


def _messages(project: Project, page: str) -> list[str]:
    """The messages of a page, as the catalogs have them."""
    foreign = [it for it in project.editions.values() if not it.is_source]
    return [text for it in foreign[:1] for text, _ in it.catalog(domain_of(page)).translations]


def _translated(edition: Edition, page: str, message: str) -> str:
    """A message in the language of an edition; as it is where the page will show it so."""
    found = None if edition.is_source else edition.catalog(domain_of(page)).find(message)
    return found.forms[0] if found else message


def sentences_of(project: Project, edition: Edition, claim: Claim) -> Iterator[str]:
    """The sentence that makes a claim, as the text of its page has it; none if no message does."""
    for message in _messages(project, claim.page):
        if claim.words in message:
            text = _translated(edition, claim.page, message)
            start, end = sentence_with(claim.words, message, text)
            yield _plain(text[start:end])


def _texts(project: Project, edition: Edition, page: str) -> list[str]:
    return [_plain(_translated(edition, page, message)) for message in _messages(project, page)]


def _opening(sentence: str, texts: list[str]) -> str:
    """The first characters of a sentence, as many as nothing else on its page has."""
    lengths = range(LEAST, len(sentence))
    few = (sentence[:length] for length in lengths if sum(it.count(sentence[:length]) for it in texts) == 1)
    return next(few, sentence)


def _plain(text: str) -> str:
    """A message as the text of its block, with MARK for each number, citation and date."""
    return PLACEHOLDER.sub(MARK, MARKUP.sub("", LINK.sub(r"\1", text)))
