"""Tests of the tests: calc/ is changed in one place at a time, and some test must notice. `make mutants` runs it.

Cosmic Ray makes the changes; trials.py runs the tests on them.
"""

import argparse
import ast
import multiprocessing
import os
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names
from trials import SOUND, TIMED_OUT, Trial, outcomes

ROOT = Path(__file__).resolve().parent.parent
EXPLANATIONS = Path("tests/data/survivors.toml")
LEAST_KILLED = 0.95

# Operators are exchanged within a family only. Across families (a shift of a float, a union of numbers) Python raises
# TypeError at once: such mutants are killed by any test that runs the line and would only raise the percentage.
FAMILIES = ({"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"}, {"Sub", "BitOr", "BitAnd", "BitXor"})


@dataclass(frozen=True)
class Mutant:
    """A module with one change: the line (by number and text) that is changed, and what it becomes."""

    module: str
    number: int
    line: str
    becomes: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Explanation:
    """Why changes of a line are worth no test. Kept by the line's text, which stays true when lines move."""

    module: str
    line: str
    becomes: tuple[str, ...]
    why: str

    def covers(self, mutant: Mutant) -> bool:
        """Whether this mutant is meant."""
        return (self.module, self.line) == (mutant.module, mutant.line) and mutant.becomes in self.becomes


# ── Making mutants ───────────────────────────────────────────────────────────


def switched_on(operator: str) -> bool:
    """Whether an operator of Cosmic Ray, such as "core/ReplaceBinaryOperator_Add_Sub", is of use here.

    Those that take arguments (VariableReplacer, VariableInserter) put in random numbers: two runs would differ.
    """
    kind, _, change = operator.removeprefix("core/").partition("_")
    if kind == "ReplaceBinaryOperator":
        return any(set(change.split("_")) <= family for family in FAMILIES)
    return not get_operator(operator).arguments()


def meaning(code: str) -> str | None:
    """What Python makes of a module, apart from type annotations, which nothing evaluates; None if it is no Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def mutants_of(module: str, code: str) -> list[Mutant]:
    """Every mutant of a module that is another program; of several that are the same program, the first."""
    made, known, nodes = [], {meaning(code), None}, list(ast_nodes(get_ast(code)))
    for name in filter(switched_on, operator_names()):
        operator = get_operator(name)()
        places = [place for node in nodes for place in operator.mutation_positions(node)]
        for number in range(len(places)):
            mutated = _mutated(code, operator, number)
            if (means := meaning(mutated)) not in known:
                known.add(means)
                made.append(_mutant(module, code, mutated, places[number][0][0]))
    return sorted(made, key=lambda mutant: mutant.number)


def _mutated(code: str, operator: Operator, number: int) -> str:
    """The code after a change; as it was where Cosmic Ray fails, which it does on `except module.Error`."""
    try:
        return mutate_code(code, operator, number) or code
    except AttributeError:
        return code


def _mutant(module: str, code: str, mutated: str, start: int) -> Mutant:
    before, after = code.splitlines(), mutated.splitlines()
    if len(before) != len(after):  # a decorator was removed
        return Mutant(module, start, before[start - 1].strip(), "", mutated)
    number, line, becomes = next(it for it in zip(count(1), before, after, strict=False) if it[1] != it[2])
    return Mutant(module, number, line.strip(), becomes.strip(), mutated)


# ── Judging the outcome ──────────────────────────────────────────────────────


def read_explanations(path: Path) -> list[Explanation]:
    """The entries of survivors.toml. Raises TypeError for a missing or unknown key."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["survivor"]
    return [Explanation(**{**entry, "becomes": tuple(entry["becomes"])}) for entry in entries]


def faults(whole: int, survivors: list[Mutant], explanations: list[Explanation]) -> list[str]:
    """What is wrong: too few of the whole were killed, a survivor that nobody explains, an explanation of nothing."""
    found = []
    if whole * (1 - LEAST_KILLED) < len(survivors):
        found.append(f"{len(survivors)} of {whole} mutants survived, expected at most {1 - LEAST_KILLED:.0%}")
    for mutant in survivors:
        if not any(explanation.covers(mutant) for explanation in explanations):
            found.append(f"{mutant.module}:{mutant.number}: no test notices {mutant.becomes or 'its removal'}")
    for explanation in explanations:
        for becomes in explanation.becomes:
            if not any(explanation.covers(mutant) and mutant.becomes == becomes for mutant in survivors):
                found.append(f"{EXPLANATIONS}: nothing survives as {becomes!r} in {explanation.module}")
    return found


def described(survivor: Mutant, explanations: list[Explanation]) -> str:
    """A survivor with its place and its explanation."""
    whys = [explanation.why for explanation in explanations if explanation.covers(survivor)]
    return (
        f"{survivor.module}:{survivor.number}: {survivor.line}\n  survived as: {survivor.becomes or '(removed)'}\n"
        f"  because: {whys[0] if whys else 'NOT EXPLAINED'}"
    )


def counted(tried: list[tuple[Mutant, int]]) -> Iterator[str]:
    """A table of the outcomes in each module and in all."""
    yield f"{'module':<24}{'mutants':>9}{'killed':>9}{'survived':>9}{'timed out':>10}{'killed':>9}"
    for module in [*dict.fromkeys(mutant.module for mutant, _ in tried), "all"]:
        counts = Counter(outcome for mutant, outcome in tried if module in ("all", mutant.module))
        whole, survived, late = counts.total(), counts[SOUND], counts[TIMED_OUT]
        share = (whole - survived) / whole
        yield f"{module:<24}{whole:>9}{whole - survived - late:>9}{survived:>9}{late:>10}{share:>9.1%}"


def main(root: Path, modules: list[str], workers: int, *, anew: bool) -> int:
    """Try the mutants of the modules and print the outcome; 0 if it is as it must be, else 1.

    Those that are explained are tried anew only if asked for, and otherwise counted as survivors: to see that no test
    notices a change takes all tests, fifty times as long as to see that the first one does.
    """
    paths = [root / module for module in modules] or sorted((root / "calc").glob("*.py"))
    modules = [path.relative_to(root).as_posix() for path in paths]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        texts = [path.read_text(encoding="utf-8") for path in paths]
        mutants = [mutant for made in pool.map(mutants_of, modules, texts) for mutant in made]
    explanations = [entry for entry in read_explanations(root / EXPLANATIONS) if entry.module in modules]
    known = [not anew and any(it.covers(mutant) for it in explanations) for mutant in mutants]
    trials = [
        Trial(mutant.module, mutant.code) for mutant, is_known in zip(mutants, known, strict=True) if not is_known
    ]
    tried, found = [], outcomes(root, trials, workers)
    for mutant, is_known in zip(mutants, known, strict=True):
        outcome = SOUND if is_known else next(found)
        tried.append((mutant, outcome))
        if outcome == SOUND:
            print(described(mutant, explanations), flush=True)
        if len(tried) % 100 == 0:
            print(f"{len(tried)} of {len(mutants)} tried", file=sys.stderr)
    assert next(found, None) is None  # only then is the machine known to be sound still
    wrong = faults(len(mutants), [mutant for mutant, outcome in tried if outcome == SOUND], explanations)
    print("\n".join([*counted(tried), *wrong]))
    return int(bool(wrong))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as calc/figures.py; without any, all of calc/")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--anew", action="store_true", help="try also those that survivors.toml explains")
    arguments = parser.parse_args()
    raise SystemExit(main(ROOT, arguments.modules, arguments.workers, anew=arguments.anew))
