"""What the dock of a page needs, where a reader moves the assumptions: one module for each language.

Made at every build, as the module it rests on (explainer/browser_module.py): the assumptions in groups, the values that
their controls step through, the named scenarios, words, and the scripts that put these to use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from calc.book import Book
from calc.errors import Finding, refuse
from calc.inputs import Assumption
from calc.supposing import ranged
from explainer.assets import COMMENT
from explainer.browser_module import SCRIPTS, followed
from explainer.catalogs import SITE, TITLE, domain_of
from explainer.editions import Edition
from explainer.javascript import literal
from explainer.languages import Language
from explainer.project import Project

ORDER = ("reading", "dock")  # each after what it imports
DATA = "controls"  # what the scripts call the data
IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
PAGE_TITLE = re.compile(r'^title: "(.+)"$', re.MULTILINE)

# An assumption stands with the first of these pages whose result it moves, or else with the last page.
GROUPS = {
    "compute/training.md": "sora_training_gpus",
    "compute/break-even.md": "break_even",
    "compute/demand.md": "peak_gpus",
}
OTHERS = "technical-details.md"

WORDS = {
    "name": "What if",
    "scenario": "Scenario",
    "low": "low estimate",
    "high": "high estimate",
    "range": "Plausible range",
    "unclear": "Not understood",
    "copy": "Copy the link",
    "copied": "Copied",
    "share": "Share",
}
# Scale words that CLDR's forms for print leave out.
OTHER_SCALES = {"thousand": 3, "nghìn": 3, "ngàn": 3, "천": 3, "千": 3, "萬": 4, "億": 8, "tỉ": 9}

MANTISSAS = (10, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90)
DECADE = 10
MOST_STEPS = 20
LARGE = 6  # zeros at the end of a number, from which an address has an exponent in their place


def dock_modules(project: Project) -> dict[str, bytes]:
    """The modules by their paths below the folder of assets.

    Raises KensanError for an assumption whose figure has another unit than its value.
    """
    refuse(list(_unit_findings(project.book)))
    scripts = [(project.root / SCRIPTS / f"{name}.js").read_text(encoding="utf-8") for name in ORDER]
    return {
        dock_of(edition.language): _module(project, edition, scripts).encode("utf-8") for edition in followed(project)
    }


def dock_of(language: Language) -> str:
    """The path of a language's module."""
    return f"js/scenario/dock-{language.tag}.js"


def _module(project: Project, edition: Edition, scripts: list[str]) -> str:
    imports = dict.fromkeys(
        name
        for script in scripts
        for names, file in IMPORT.findall(script)
        if file not in (DATA, *ORDER)
        for name in names.split(", ")
    )
    data = {
        "controls": controls(project.book, edition),
        "groups": _groups(project, edition),
        "presets": [[edition.scenario_name(project.book.scenarios[key]), sets] for key, sets in presets(project.book)],
        "scaleWords": scale_words(project),
        "said": {name: edition.word(word, SITE, "a word of the theme") for name, word in WORDS.items()},
    }
    texts = [COMMENT.sub("", IMPORT.sub("", script)).replace("\n\n", "\n").lstrip() for script in scripts]
    head = f'import{{{",".join(imports)}}}from"./{edition.language.tag}.js";\n'
    return head + "".join([f"const {name}={literal(value)};\n" for name, value in data.items()] + texts)


def _unit_findings(book: Book) -> Iterator[Finding]:
    """A reader writes what the page prints, and an address has the assumption's own unit: the two must be one."""
    for key, assumption in ranged(book).items():
        if book.statements[key].unit != assumption.unit:
            problem = f"the figure {key} has the unit {book.statements[key].unit}, its assumption {assumption.unit}"
            yield Finding("calc/figures.toml", 1, problem, "give both the same unit")


def controls(book: Book, edition: Edition) -> dict[str, list[Any]]:
    """Of each assumption: how it is known (class and word), its steps, where ours stand, and whether it is whole."""
    found = {}
    for key, assumption in ranged(book).items():
        values = steps(book, assumption)
        ours = [values.index(end) for end in dict.fromkeys(_ours(book, assumption))]
        kind = edition.word(assumption.kind, SITE, "a word of the theme")
        found[key] = [assumption.kind, kind, list(map(short, values)), ours, int(is_whole(assumption)) or None]
    return found


def _ours(book: Book, assumption: Assumption) -> tuple[Decimal, Decimal]:
    """What the pages have: the value as it is, or as the scenario has it that the site is built under."""
    return book.scenarios[book.scenario].overrides.get(assumption.key, assumption.value)


def steps(book: Book, assumption: Assumption) -> list[Decimal]:
    """The values that are worth a look: round ones, both ends, ours, and those of the named scenarios."""
    low, high = assumption.low, assumption.high
    assert low is not None and high is not None
    named = [end for it in book.scenarios.values() for end in it.overrides.get(assumption.key, ())]
    round_ones = _over_decades(low, high) if high / low >= DECADE else _evenly(low, high, is_whole(assumption))
    if is_whole(assumption):
        round_ones = [value for value in round_ones if value == value.to_integral_value()]
    return sorted({low, high, *assumption.value, *named, *(value for value in round_ones if low <= value <= high)})


def is_whole(assumption: Assumption) -> bool:
    """Whether it counts what comes in ones: no pure number, and whole in all that we say of it."""
    said = (*assumption.value, assumption.low, assumption.high)
    return assumption.unit != "1" and all(end is not None and end == end.to_integral_value() for end in said)


def _over_decades(low: Decimal, high: Decimal) -> list[Decimal]:
    """Steps of about a tenth to a fifth, however large the number."""
    powers = range(low.adjusted() - 1, high.adjusted())
    return [Decimal(mantissa).scaleb(power) for power in powers for mantissa in MANTISSAS]


def _evenly(low: Decimal, high: Decimal, whole: bool) -> list[Decimal]:
    """The multiples of the smallest 1, 2 or 5 that leaves few steps."""
    power = (high - low).adjusted() - 3
    sizes = (Decimal(first).scaleb(power + more) for more in range(4) for first in (1, 2, 5))
    size = next(it for it in sizes if (high - low) / it <= MOST_STEPS and (it >= 1 or not whole))
    return [size * count for count in range(int(low / size), int(high / size) + 1)]


def short(number: Decimal) -> str:
    """The number as an address has it: 0.05, 250, 34e6."""
    _, digits, power = number.normalize().as_tuple()
    assert isinstance(power, int)
    return f"{number.normalize():f}" if power < LARGE else "".join(map(str, digits)) + f"e{power}"


def _groups(project: Project, edition: Edition) -> list[list[Any]]:
    """Of each group: what its page is called, the result with its name, and the assumptions."""
    left = list(ranged(project.book))
    groups: list[list[Any]] = []
    for page, result in [*GROUPS.items(), (OTHERS, None)]:
        moving = left if result is None else [key for key in left if key in _reached_by(project.book, result)]
        left = [key for key in left if key not in moving]
        title = PAGE_TITLE.search(project.pages[page].text)
        assert title is not None
        named = [result, edition.name(result)] if result else [None, None]
        groups.append([edition.word(title[1], domain_of(page), TITLE), moving, *named])
    return [group for group in groups if group[1]]


def _reached_by(book: Book, result: str) -> set[str]:
    """Everything that a result rests on."""
    found = {result}
    for key in reversed(book.graph.order):
        if key in found:
            found.update(book.graph.formulas[key].needs)
    return found


def presets(book: Book) -> list[tuple[str, dict[str, str]]]:
    """The named scenarios that a reader can suppose: those of assumptions with a range."""
    known = ranged(book)
    return [
        (key, {name: "..".join(map(short, dict.fromkeys(value))) for name, value in scenario.overrides.items()})
        for key, scenario in book.scenarios.items()
        if scenario.overrides and known.keys() >= scenario.overrides.keys()
    ]


def scale_words(project: Project) -> dict[str, int]:
    """The scale words of all languages with their powers of ten, in lower case and without spaces."""
    scales = [scale for language in project.languages.values() for scale in language.scales]
    return {**OTHER_SCALES, **{pattern.strip("0").replace(" ", "").lower(): power for power, pattern in scales}}
