"""Tests of the tests: calc/ is changed in one place at a time, and some test must notice. `make mutants` runs it.

Cosmic Ray makes the changes. Its own runner starts Python anew for each; ours forks a process that has the libraries
loaded, which takes a fifth of the time. Everything happens in copies of the repository, one for each worker.
"""

import argparse
import ast
import gc
import importlib
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, repeat
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
EXPLANATIONS = Path("tests/data/survivors.toml")
LEAST_KILLED = 0.95
MOST_MEMORY = 4 * 2**30
SLOWEST = 600.0
# Statuses of pytest: no failure; a failing test or module; and, beside them, ours for too long and for anything else.
SOUND, NO_TESTS, TIMED_OUT, BROKEN = 0, 5, -100, 70
NOT_COPIED = shutil.ignore_patterns(".*", "site", "__pycache__")
IMPORTS_CALC = re.compile(r"^(from|import) calc\b", re.MULTILINE)
NEEDS_SITE = "pytestmark = pytest.mark.site"
GUARDS_WORDS = {"test_translations.py"}  # imports KensanError alone, and takes longer than all others together

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


# ── Running tests ────────────────────────────────────────────────────────────


class Quick:
    """A plugin for pytest: hypothesis tries the same examples in every run, and does not look for the simplest."""

    def pytest_configure(self) -> None:
        """Before any test is read."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
        settings.load_profile("mutants")


def guards(root: Path, module: str) -> list[str]:
    """The test files that import from calc/ and need no site; those named as the module or importing it come first."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / "tests").glob("test_*.py"))}
    name = Path(module).stem

    def distance(path: Path) -> int:
        return 0 if path.stem == f"test_{name}" else 1 if re.search(rf"\bcalc[. ].*\b{name}\b", texts[path]) else 2

    found = [path for path, text in texts.items() if IMPORTS_CALC.search(text) and NEEDS_SITE not in text]
    found = [path for path in found if path.name not in GUARDS_WORDS]
    return [path.relative_to(root).as_posix() for path in sorted(found, key=distance)]


def run_tests(root: Path, module: str, said: Path) -> int:
    """Pytest's exit status for the tests that need no built site, in this process, until the first that fails.

    Tests that failed last time come first.
    """
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(root)
    sys.path[0] = str(root)
    sys.argv[:] = ["pytest"]
    import pytest

    options = ["-x", "-q", "--failed-first", "--tb=line", "-m", "not site and not browser"]
    # Libraries are loaded before pytest could rewrite their assertions.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += [f"--basetemp={root}.tmp", "--rootdir", str(root), *guards(root, module)]
    return int(pytest.main(options, plugins=[Quick()]))


def in_child(work: Callable[[], int], limit: float) -> int:
    """The status that the work ends with in a process of its own, or TIMED_OUT; what it started is ended with it."""
    child = os.fork()
    if child == 0:
        status = BROKEN
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            status = work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return TIMED_OUT


class Copy:
    """A copy of the repository in which one mutant after the other is tried."""

    def __init__(self, source: Path, root: Path, ignore: Callable[..., set[str]] | None = None) -> None:
        self.root, self.said = root, root.with_suffix(".txt")
        shutil.copytree(source, root, ignore=ignore)

    def prepare(self, module: str) -> float:
        """Load the libraries that the tests use. Returns the seconds within which any outcome must come.

        The tests are run twice on the code as it is, the second time just as with a mutant. Exits if any fails: then
        nothing that fails later could be laid to a mutant.
        """
        loaded = self.root.with_suffix(".loaded")

        def work() -> int:
            sys.dont_write_bytecode = False
            status = run_tests(self.root, module, self.said)
            loaded.write_text("\n".join(_libraries(self.root)), encoding="utf-8")
            return status

        self._expect_sound(in_child(work, SLOWEST))
        for name in loaded.read_text(encoding="utf-8").splitlines():
            with suppress(Exception):  # some libraries load others only where these are installed
                importlib.import_module(name)
        gc.freeze()  # what is loaded by now is swept neither here nor in the processes forked from this one
        # Bytecode of the tests is kept. Of calc/ it could be mistaken for that of a mutant as long and as old.
        shutil.rmtree(self.root / "calc" / "__pycache__", ignore_errors=True)
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        begin = time.monotonic()
        self._expect_sound(self.outcome(module, (self.root / module).read_text(encoding="utf-8"), SLOWEST))
        return 20 + 5 * (time.monotonic() - begin)

    def _expect_sound(self, status: int) -> None:
        if status != SOUND:
            raise SystemExit(f"{self.said.read_text(encoding='utf-8')}\nwithout any mutant: mend the tests first")

    def outcome(self, module: str, code: str, limit: float) -> int:
        """The status of the tests with this code as that module; SOUND if none of them noticed."""
        path = self.root / module
        sound = path.read_bytes()
        path.write_text(code, encoding="utf-8")
        try:
            return in_child(lambda: run_tests(self.root, module, self.said), limit)
        finally:
            path.write_bytes(sound)


def _libraries(root: Path) -> Iterator[str]:
    """The modules that are loaded and are not the project's own."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and not Path(file).is_relative_to(root) and name != "__main__":
            yield name


_copy: Copy  # each worker's own


def _start(source: Path) -> None:
    global _copy
    _copy = Copy(source, source.with_name(f"copy-{os.getpid()}"))


def _outcome(mutant: Mutant, limit: float) -> int:
    status = _copy.outcome(mutant.module, mutant.code, limit)
    if status in (NO_TESTS, BROKEN):
        raise RuntimeError(f"no test could be run: {mutant}\n{_copy.said.read_text(encoding='utf-8')}")
    return status


def try_all(root: Path, mutants: list[Mutant], workers: int) -> Iterator[tuple[Mutant, int]]:
    """Each mutant with its outcome, in order. Exits if a test fails without any mutant."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = Copy(root, Path(folder) / "first", NOT_COPIED)
        limit = first.prepare(mutants[0].module)
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _start, (first.root,)) as pool:
            yield from zip(mutants, pool.map(_outcome, mutants, repeat(limit)), strict=True)


# ── Judging the outcome ──────────────────────────────────────────────────────


def read_explanations(path: Path) -> list[Explanation]:
    """The entries of survivors.toml. Raises TypeError for a missing or unknown key."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["survivor"]
    return [Explanation(**{**entry, "becomes": tuple(entry["becomes"])}) for entry in entries]


def faults(mutants: Iterable[Mutant], survivors: list[Mutant], explanations: list[Explanation]) -> list[str]:
    """What is wrong with the outcome: too few killed, a survivor that nobody explains, an explanation of nothing."""
    whole, found = len(list(mutants)), []
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


def counted(outcomes: list[tuple[Mutant, int]]) -> Iterator[str]:
    """A table of the outcomes in each module and in all."""
    yield f"{'module':<24}{'mutants':>9}{'killed':>9}{'survived':>9}{'timed out':>10}{'killed':>9}"
    for module in [*dict.fromkeys(mutant.module for mutant, _ in outcomes), "all"]:
        counts = Counter(outcome for mutant, outcome in outcomes if module in ("all", mutant.module))
        whole, survived, late = counts.total(), counts[SOUND], counts[TIMED_OUT]
        share = (whole - survived) / whole
        yield f"{module:<24}{whole:>9}{whole - survived - late:>9}{survived:>9}{late:>10}{share:>9.1%}"


def main(root: Path, modules: list[str], workers: int) -> int:
    """Try all mutants of the modules and print the outcome; 0 if it is as it must be, else 1."""
    paths = [root / module for module in modules] or sorted((root / "calc").glob("*.py"))
    modules = [path.relative_to(root).as_posix() for path in paths]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        texts = [path.read_text(encoding="utf-8") for path in paths]
        mutants = [mutant for made in pool.map(mutants_of, modules, texts) for mutant in made]
    explanations = [entry for entry in read_explanations(root / EXPLANATIONS) if entry.module in modules]
    outcomes = []
    for mutant, outcome in try_all(root, mutants, workers):
        outcomes.append((mutant, outcome))
        if outcome == SOUND:
            print(described(mutant, explanations), flush=True)
        if len(outcomes) % 100 == 0:
            print(f"{len(outcomes)} of {len(mutants)} tried", file=sys.stderr)
    wrong = faults(mutants, [mutant for mutant, outcome in outcomes if outcome == SOUND], explanations)
    print("\n".join([*counted(outcomes), *wrong]))
    return int(bool(wrong))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", help="such as calc/figures.py; without any, all of calc/")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    raise SystemExit(main(ROOT, arguments.modules, arguments.workers))
