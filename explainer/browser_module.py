"""What a browser needs to work the numbers out again under other assumptions: one module for each language.

It is made at every build and never committed: the assumptions that have a range, the formulas that any of them reaches,
the figures that state them, how the language prints, and with them, joined, the scripts of theme/js/scenario/ that put
all this to use. Joined because it is a third smaller so, and one request: what those scripts import from model.js and
language.js is what is made here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from calc.book import Book
from calc.errors import Finding, refuse
from calc.figures import Statement
from calc.inputs import Estimate
from calc.supposing import former_names, ranged
from calc.units import base_factor
from explainer.assets import COMMENT
from explainer.catalogs import SITE
from explainer.editions import Edition
from explainer.formatting import NO_BREAK, TIMES_UNIT, around
from explainer.javascript import in_javascript, literal
from explainer.languages import Language
from explainer.project import Project

SCRIPTS = Path("theme/js/scenario")
ORDER = ("decimals", "figures", "printing", "query", "page")  # each after what it imports
IMPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE)
DECLARED = re.compile(r"^(?:export )?(?:const|let|function|class) (\w+)", re.MULTILINE)
VALUES = "q"
ONE = "i in 1 and v in 0"  # CLDR's rule for the singular, which the browser knows
WORDLESS = ("percent", "date", "verbatim")
WORDS = {
    "changed": "Assumptions changed",
    "reset": "Reset",
    "refused": "Not understood, so our values stand:",
    "close": "Close",
}


def followed(project: Project) -> list[Edition]:
    """The editions whose pages can follow a reader's scenario: theme/js/scenario/printing.js knows their plural.

    Pages in a further language keep to our values.
    """
    known: list[dict[str, str]] = [{}, {"one": ONE}]
    return [it for it in project.editions.values() if dict(it.language.cldr.plural_form.rules) in known]


def browser_modules(project: Project) -> dict[str, bytes]:
    """The modules by their paths below the folder of assets, for each language whose plural the browser knows.

    Raises KensanError for a formula that has no equal in JavaScript.
    """
    reach = Reach(project.book)
    model, scripts = model_script(reach), joined(project.root / SCRIPTS, ORDER)
    modules = {
        module_of(edition.language): model + language_script(edition, reach) + scripts for edition in followed(project)
    }
    refuse([finding for module in modules.values() for finding in twice(module, SCRIPTS)])
    return {name: module.encode("utf-8") for name, module in modules.items()}


def module_of(language: Language) -> str:
    """The path of a language's module."""
    return f"js/scenario/{language.tag}.js"


def joined(folder: Path, order: Iterable[str]) -> str:
    """Scripts of a folder joined, which then share their names, without imports and comments."""
    texts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in order]
    return "".join(COMMENT.sub("", IMPORT.sub("", text)).replace("\n\n", "\n").lstrip() for text in texts)


def twice(module: str, folder: Path) -> Iterator[Finding]:
    """A finding for each name that two of the joined scripts declare: a browser would run none of them."""
    for name, count in Counter(DECLARED.findall(module)).items():
        if count > 1:
            yield Finding(folder.as_posix(), 1, f'"{name}" is declared {count} times', "rename all of them but one")


class Reach:
    """How far the assumptions that have a range reach: `formulas` and `figures`, and what else those rest on.

    `places` are those of quantities in an array: the assumptions first, then what is needed beside them, then results.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.assumptions = ranged(book)
        moved = set(self.assumptions)
        for key in book.graph.order:
            if moved.intersection(book.graph.formulas[key].needs):
                moved.add(key)
        self.formulas = [book.graph.formulas[key] for key in book.graph.order if key in moved]
        self.figures = [statement for statement in book.statements.values() if statement.quantity in moved]
        self.scenarios = sorted({statement.scenario for statement in self.figures if statement.scenario})
        needed = sorted({need for formula in self.formulas for need in formula.needs} - moved)
        self.inputs = [*self.assumptions, *needed]
        order = [*self.inputs, *(formula.key for formula in self.formulas)]
        self.places = {key: place for place, key in enumerate(order)}

    def given(self, scenario: str | None = None) -> dict[str, Estimate]:
        """What the formulas rest on, in base units: as it is, or what of it a further scenario makes another."""
        values = self.book.values(scenario)
        if scenario is None:
            return {key: values[key] for key in self.inputs}
        overrides, ours = self.book.scenarios[scenario].overrides, self.given()
        return {key: values[key] for key in ours if key in overrides or values[key] != ours[key]}

    def given_by_place(self, scenario: str) -> dict[str, Any]:
        """The same of a further scenario, by places as a browser looks them up."""
        return {str(self.places[key]): _either(value) for key, value in self.given(scenario).items()}


def model_script(reach: Reach) -> str:
    """What is the same in every language: assumptions, inputs, figures, and the formulas one after the other."""
    places = reach.places
    scenarios = {name: reach.given_by_place(name) for name in reach.scenarios}
    scales = {unit: _scale(unit) for unit in dict.fromkeys(statement.unit for statement in reach.figures)}
    data = {
        "assumptions": {key: _assumption(reach.book, key) for key in reach.assumptions},
        "formerNames": former_names(reach.book),
        "given": [_either(value) for value in reach.given().values()],
        "scenarios": scenarios,
        "units": {unit: scale for unit, scale in scales.items() if scale != [1, 1]},
        "figures": {it.key: _figure(it, places[it.quantity]) for it in reach.figures},
    }
    formulas = [f"{VALUES}[{places[it.key]}]={in_javascript(it, VALUES, places)};\n" for it in reach.formulas]
    return f"{constants(data)}function workOut({VALUES}){{\n{''.join(formulas)}return {VALUES}}}\n"


def constants(data: dict[str, Any]) -> str:
    """Exported constants of a module, by their names."""
    return "".join(f"export const {name}={literal(value)};\n" for name, value in data.items())


def _either(value: Estimate) -> Any:
    """One number, or two where low and high differ."""
    return value.low if value.low == value.high else list(value)


def _scale(unit: str) -> list[int]:
    """What a value in base units is multiplied and then divided by to be one in this unit."""
    factor = base_factor(unit)
    return [factor.denominator, factor.numerator]


def _assumption(book: Book, key: str) -> list[Any]:
    """The range of an assumption as written, and what a value is multiplied and divided by to be in base units."""
    assumption = book.assumptions[key]
    factor = base_factor(assumption.unit)
    scale = [] if factor == 1 else [factor.numerator, factor.denominator]
    return [str(assumption.low), str(assumption.high), *scale]


def _figure(statement: Statement, place: int) -> list[Any]:
    """How a figure is made, and of what, in the order in which state() of theme/js/scenario/figures.js takes it."""
    pick = {"low": 0, "high": 1}.get(statement.pick or "")
    numbers = [statement.digits, statement.decimals, pick]
    return [place, statement.style, statement.unit, *numbers, statement.scenario, statement.bare or None]


def language_script(edition: Edition, reach: Reach) -> str:
    """How a language prints: its marks and scale words (CLDR), its units; what assumptions are called, and words."""
    language = edition.language
    worded = dict.fromkeys(filter(None, map(_worded, reach.figures)))
    prints = {
        "decimal": language.decimal_mark,
        "group": language.group_mark,
        "range": language.range,
        "scales": [(power, pattern.replace(" ", NO_BREAK)) for power, pattern in language.scales],
        "sharedScale": language.shared_scale,
        "counterGap": language.counter_gap,
        "percent": language.percent_pattern,
        "units": {unit: _wording(edition, unit) for unit in worded},
    }
    ours = edition.scenario_name(edition.book.scenarios[edition.book.scenario])
    words = {name: edition.word(word, SITE, "a word of the theme") for name, word in WORDS.items()}
    names = {key: edition.name(key) for key in reach.assumptions}
    return constants({"language": prints, "names": names, "words": {"ours": ours, **words}})


def _worded(statement: Statement) -> str | None:
    """The unit whose words stand beside a figure; None if none do."""
    if statement.bare or statement.style in WORDLESS:
        return None
    return TIMES_UNIT if statement.style == "times" else statement.unit


def _wording(edition: Edition, unit: str) -> list[str]:
    """What stands before and after a number, and, where they differ, before and after a 1."""
    many, one = (around(edition.unit_pattern(unit, singular)) for singular in (False, True))
    return [*many] if many == one else [*many, *one]
