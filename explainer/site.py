"""Building the site: aside, checked, and only then in the place of the former one."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from calc.changes import untold
from calc.errors import Finding, KensanError, refuse
from calc.inputs import BASE
from explainer.claims import claim_findings
from explainer.project import Project
from explainer.session import find_session
from explainer.site_checks import check_site


class BuildError(Exception):
    """MkDocs gave up; the message says why."""


def build_into(root: Path, folder: Path, strict: bool = True, scenario: str = BASE, fall_back: bool = False) -> Project:
    """Build all languages under a scenario into a folder, and give back the project as the build saw it.

    With `fall_back`, messages without a sound translation stand in English, marked, and do not stop the build.

    Raises BuildError with MkDocs' own message, in which our findings are listed.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit_time(root))
    warnings = _WarningCollector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    logger.propagate = False
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=strict)
        config.extra.update(scenario=scenario, fall_back=fall_back)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        raise BuildError("\n".join(warnings.lines) or str(error)) from None
    except KensanError as error:
        raise BuildError(str(error)) from None
    finally:
        logger.removeHandler(warnings)
        logger.propagate = True
    session = find_session(config.markdown_extensions)
    assert session is not None
    return session.project


class _WarningCollector(logging.Handler):
    """Keeps MkDocs' warnings and errors, to print them once and in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        text = record.getMessage().strip()
        if not text.startswith(("Error reading page", "Error building page")):  # our findings name the file themselves
            self.lines.append(text)


def publish(
    root: Path, target: Path, scenario: str = BASE, with_false_claims: bool = False, fall_back: bool = False
) -> int:
    """Build under a scenario, check, and put the result in the place of `target`; the number of pages.

    Until everything has passed, `target` is not touched. A claim that does not hold stops the build, as any fault does,
    and so does a figure that is no longer what its newest change says.
    With `fall_back`, what is wrong with translations is listed and stops nothing.
    Under a scenario some sentences of the article cannot be true: there, or `with_false_claims`, they are listed.
    """
    _refuse_target(root, target)
    with _alone(root), _workshop(root) as workshop:
        fresh = workshop / "site"
        project = build_into(root, fresh, scenario=scenario, fall_back=fall_back)
        refuse(check_site(fresh, project, fall_back))
        false = claim_findings(project) + untold_findings(project)
        if scenario == BASE and not with_false_claims:
            refuse(false)
        for finding in false + (sorted(set(project.edition_findings())) if fall_back else []):
            print(f"warning: {finding}", file=sys.stderr)
        if target.exists():
            target.rename(workshop / "former")
        fresh.rename(target)
    return len(list(target.rglob("*.html")))


def untold_findings(project: Project) -> list[Finding]:
    """A finding for each figure that is no longer what its newest change says, whatever the scenario."""
    return list(untold(project.book.changes, project.book.under(BASE).figures()))


def _refuse_target(root: Path, target: Path) -> None:
    """Raise BuildError unless the target is free, or a folder that an earlier build has made."""
    earlier = target.is_dir() and ((target / "sitemap.xml").is_file() or not any(target.iterdir()))
    if target in (root, *root.parents) or (target.exists() and not earlier):
        raise BuildError(f"{target} is no earlier site\n  fix: name a folder that is not there yet with --target")


@contextmanager
def _workshop(root: Path) -> Iterator[Path]:
    """A folder beside the site, so that moving into place is a rename; removed at the end."""
    parent = root / ".build"
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one build run at a time; a second one waits."""
    lock = root / ".build" / "lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another build is running; waiting for it", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def last_commit_time(root: Path) -> str:
    """Seconds since the epoch of the last commit, so that two builds of one commit are alike; 0 outside of git."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, encoding="ascii", check=True)
    except (OSError, subprocess.CalledProcessError):
        return "0"
    return done.stdout.strip() or "0"
