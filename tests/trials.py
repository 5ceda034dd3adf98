"""Tests tried on a module whose code is replaced: in copies of the repository, one for each worker.

Python is not started anew for each trial: a process that has the libraries loaded is forked, which takes a fraction of
the time. Nothing here knows what a mutant is.
"""

from __future__ import annotations

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
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pytest

# Statuses of pytest: no failure, no test; and, beside them, ours for too long and for anything else.
SOUND, NO_TESTS, TIMED_OUT, BROKEN = 0, 5, -signal.SIGVTALRM, 70
MOST_MEMORY = 4 * 2**30
SLOWEST = 600.0
LONGEST = 30.0  # seconds of a processor; the longest test takes three
NOT_COPIED = shutil.ignore_patterns(".*", "site", "__pycache__")
IMPORTS_CALC = re.compile(r"^(from|import) calc\b", re.MULTILINE)
NEEDS_SITE = "pytestmark = pytest.mark.site"
RUN_FIRST = 2  # files
GUARDS_WORDS = {"test_translations.py"}  # imports KensanError alone, and takes longer than all others together


class Trial(NamedTuple):
    """A module, such as "calc/figures.py", and the code that stands in its place."""

    module: str
    code: str


class Quick:
    """A plugin for pytest: hypothesis tries the same examples in every run, and does not look for the simplest.

    A test that runs for ever ends the process, by SIGVTALRM, long before the tests are out of time together. The file
    of a test that fails is written down.
    """

    def __init__(self, noticed: Path) -> None:
        self.noticed = noticed

    def pytest_configure(self) -> None:
        """Before any test is read."""
        from hypothesis import Phase, settings

        self.pytest_runtest_logstart()

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)
        settings.load_profile("mutants")

    def pytest_runtest_logstart(self) -> None:
        """Before each test: the time starts again."""
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """After each part of a test."""
        if report.failed:
            self.noticed.write_text(report.nodeid.partition("::")[0], encoding="utf-8")


def guards(root: Path, module: str) -> list[str]:
    """The test files that import from calc/ and need no site; those named as the module or importing it come first."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / "tests").glob("test_*.py"))}
    name = Path(module).stem

    def distance(path: Path) -> int:
        return 0 if path.stem == f"test_{name}" else 1 if re.search(rf"\bcalc[. ].*\b{name}\b", texts[path]) else 2

    found = [path for path, text in texts.items() if IMPORTS_CALC.search(text) and NEEDS_SITE not in text]
    found = [path for path in found if path.name not in GUARDS_WORDS]
    return [path.relative_to(root).as_posix() for path in sorted(found, key=distance)]


def run_tests(root: Path, files: list[str]) -> int:
    """Pytest's exit status for those tests of the files that need no built site, until the first that fails.

    Tests that failed last time come first. What pytest says, and which file noticed something, is written beside root.
    """
    with root.with_suffix(".txt").open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(root)
    sys.path[0] = str(root)
    sys.argv[:] = ["pytest"]
    import pytest

    options = ["-x", "-q", "--failed-first", "--tb=line", "-m", "not site and not browser"]
    # Libraries are loaded before pytest could rewrite their assertions.
    options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += [f"--basetemp={root}.tmp", "--rootdir", str(root), *files]
    return int(pytest.main(options, plugins=[Quick(root.with_suffix(".noticed"))]))


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
    """A copy of the repository in which one trial is made after the other.

    The test files that of late noticed a change of the same module are run before all others are even read: reading
    takes longer than most trials.
    """

    def __init__(self, source: Path, root: Path, ignore: Callable[..., set[str]] | None = None) -> None:
        self.root, self.said, self.noticed = root, root.with_suffix(".txt"), root.with_suffix(".noticed")
        self.first: dict[str, list[str]] = {}
        shutil.copytree(source, root, ignore=ignore)

    def prepare(self, module: str) -> float:
        """Load the libraries that the tests use. Returns the seconds within which any outcome must come.

        The tests are run twice on the code as it is, the second time just as in a trial. Exits if any fails: then what
        fails later could be laid to no trial.
        """
        loaded = self.root.with_suffix(".loaded")

        def work() -> int:
            sys.dont_write_bytecode = False
            status = run_tests(self.root, guards(self.root, module))
            loaded.write_text("\n".join(_libraries(self.root)), encoding="utf-8")
            return status

        self._expect_sound(in_child(work, SLOWEST))
        for name in loaded.read_text(encoding="utf-8").splitlines():
            with suppress(Exception):  # some libraries load others only where these are installed
                importlib.import_module(name)
        gc.freeze()  # what is loaded by now is swept neither here nor in the processes forked from this one
        # Bytecode of the tests is kept. Of calc/ it could be mistaken for that of other code as long and as old.
        shutil.rmtree(self.root / "calc" / "__pycache__", ignore_errors=True)
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        begin = time.monotonic()
        itself = Trial(module, (self.root / module).read_text(encoding="utf-8"))
        self._expect_sound(self.outcome(itself, SLOWEST))
        return 20 + 5 * (time.monotonic() - begin)

    def _expect_sound(self, status: int) -> None:
        if status != SOUND:
            raise SystemExit(
                f"{self.said.read_text(encoding='utf-8')}\nmend these tests first: they fail on the code as it is"
            )

    def outcome(self, trial: Trial, limit: float) -> int:
        """The status of the tests; SOUND if none of them failed."""
        path = self.root / trial.module
        sound = path.read_bytes()
        path.write_text(trial.code, encoding="utf-8")
        try:
            return self._status(trial.module, limit)
        finally:
            path.write_bytes(sound)

    def _status(self, module: str, limit: float) -> int:
        known = guards(self.root, module)
        first = self.first.get(module, known[:1])
        self.noticed.unlink(missing_ok=True)
        for files in (first, [name for name in known if name not in first]):
            status = in_child(partial(run_tests, self.root, files), limit) if files else SOUND
            if status != SOUND:
                break
        if self.noticed.exists():
            name = self.noticed.read_text(encoding="utf-8")
            self.first[module] = [name, *(other for other in first if other != name)][:RUN_FIRST]
        return status


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


def _outcome(trial: Trial, limit: float) -> int:
    status = _copy.outcome(trial, limit)
    if status in (NO_TESTS, BROKEN):
        raise RuntimeError(f"no test could be run on {trial.module}:\n{_copy.said.read_text(encoding='utf-8')}")
    return status


def outcomes(root: Path, trials: list[Trial], workers: int) -> Iterator[int]:
    """The outcome of each trial, in order: SOUND if no test fails. Exits if one fails on the code as it is.

    That is tried before the trials and after them, because whatever else makes tests fail, such as a full disk, would
    pass for their vigilance.
    """
    if not trials:
        return
    last = trials[-1].module
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        first = Copy(root, Path(folder) / "first", NOT_COPIED)
        limit = first.prepare(trials[0].module)
        with ProcessPoolExecutor(workers, multiprocessing.get_context("fork"), _start, (first.root,)) as pool:
            yield from pool.map(_outcome, trials, repeat(limit))
            sound = Trial(last, (root / last).read_text(encoding="utf-8"))
            if any(status != SOUND for status in pool.map(_outcome, [sound] * workers, repeat(limit))):
                raise SystemExit(f"a test fails on {last} as it is: run this again on a sound machine")
