"""Publishing: build aside, check everything that can be checked, and only then switch, in one step."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from calc.errors import refuse
from calc.inputs import BASE
from explainer.claims import claim_findings
from explainer.commits import is_edited, last_commit, last_commit_time
from explainer.headers import write_headers
from explainer.manifest import FILE, Made, write_manifest
from explainer.packing import pack_beside
from explainer.project import Project
from explainer.site import BuildError, build_into, site_address, untold_findings
from explainer.site_checks import check_site
from explainer.switch import put_in_place
from explainer.workshop import alone, workshop

NO_FAULT, FAULTS = 0, 1  # statuses of `python -m recheck`
TOLD = {
    errno.ENOSPC: ("the disk is full", "make room, or name another place with --target"),
    errno.EDQUOT: ("the disk's quota is used up", "make room, or name another place with --target"),
    errno.EFBIG: ("a file may not be as large as that here", "raise the limit: ulimit -f unlimited"),
    errno.EROFS: ("what is there can only be read", "name a folder that can be written to with --target"),
    errno.EACCES: ("you may not read or write there", "name another folder with --target, or change who may"),
    errno.EPERM: ("you may not read or write there", "name another folder with --target, or change who may"),
    errno.EBUSY: ("a disk is mounted there", "name a folder in it with --target"),
}


@dataclass(frozen=True)
class Wanted:
    """How a site is to be published.

    A claim that does not hold stops the build, as any fault does; under a scenario some sentences of the article cannot
    be true: there, or `with_false_claims`, they are listed.
    With `fall_back`, what is wrong with translations is listed and stops nothing.
    With `precompress`, texts lie packed beside themselves.
    """

    scenario: str = BASE
    with_false_claims: bool = False
    fall_back: bool = False
    precompress: bool = False


def publish(root: Path, target: Path, wanted: Wanted) -> int:
    """Build, check, and put the result in the place of `target` in one step; the number of pages.

    Until everything has passed, `target` is not touched. Raises KensanError for findings, BuildError for the rest:
    MkDocs gave up, `target` is no earlier site, the disk is full or cannot be written to.
    """
    with making(root, target) as folder:
        fresh = folder / "site"
        made = made_from(root, wanted.scenario)
        project = build_into(root, fresh, scenario=wanted.scenario, fall_back=wanted.fall_back)
        check(root, fresh, project, wanted)
        finish(fresh, made, wanted)
        switch(fresh, target, folder)
    return sum(1 for _ in target.rglob("*.html"))


@contextmanager
def making(root: Path, target: Path) -> Iterator[Path]:
    """A folder to make a site in that is to stand in the place of `target`. Raises BuildError where that cannot be."""
    refuse_target(root, target)
    try:
        with alone(root), workshop(target) as folder:
            yield folder
    except OSError as error:
        if error.errno not in TOLD:
            raise
        problem, fix = TOLD[error.errno]
        name = error.filename2 or error.filename or target  # of a copy, where it goes
        raise BuildError(f"{name}: {problem}; nothing is published\n  fix: {fix}") from error


def refuse_target(root: Path, target: Path) -> None:
    """Raise BuildError unless the target is free, or a folder that an earlier build has made."""
    ours = any((target / name).is_file() for name in ("sitemap.xml", FILE))
    earlier = target.is_dir() and (ours or not any(target.iterdir()))
    if target in (root, *root.parents) or (target.exists() and not earlier):
        raise BuildError(f"{target} is no earlier site\n  fix: name a folder that is not there yet with --target")
    if target.is_mount():
        raise BuildError(f"{target}: a disk is mounted there\n  fix: name a folder in it with --target")


def made_from(root: Path, scenario: str) -> Made:
    """What a site that is built now is made from."""
    dated = int(os.environ.get("SOURCE_DATE_EPOCH") or last_commit_time(root))
    return Made(last_commit(root), is_edited(root), dated, site_address(root), scenario)


def check(root: Path, fresh: Path, project: Project, wanted: Wanted) -> None:
    """Raise KensanError for whatever is wrong with a built site; print what is wrong and stops nothing.

    Its numbers are worked out again by `recheck/`, at the same time and in a process of its own.
    """
    with rechecking(root, fresh, wanted.scenario) as rechecked:
        refuse(check_site(fresh, project, wanted.fall_back))
        false = claim_findings(project) + untold_findings(project)
        if wanted.scenario == BASE and not wanted.with_false_claims:
            refuse(false)
        for finding in false + (sorted(set(project.edition_findings())) if wanted.fall_back else []):
            print(f"warning: {finding}", file=sys.stderr)
        rechecked(wanted.fall_back)


@contextmanager
def rechecking(root: Path, fresh: Path, scenario: str) -> Iterator[Callable[[bool], None]]:
    """Read the site back while something else is done; calling what comes out waits, and heeds what was found."""
    command = [sys.executable, "-m", "recheck", str(fresh), "--scenario", scenario]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:

        def heed(is_lenient: bool) -> None:
            said = process.communicate()[1].strip()
            if process.returncode == FAULTS and is_lenient:
                print(f"warning: read back, the site is not as it should be:\n{said}", file=sys.stderr)
            elif process.returncode != NO_FAULT:
                raise BuildError(f"read back, the site is not as it should be:\n{said}")

        try:
            yield heed
        finally:
            process.kill()


def finish(fresh: Path, made: Made, wanted: Wanted) -> None:
    """Write what is said of a whole site: headers for the hosts, packed texts if wanted, the manifest."""
    write_headers(fresh)
    if wanted.precompress:
        pack_beside(fresh)
    write_manifest(fresh, made)


def switch(fresh: Path, target: Path, folder: Path) -> None:
    """Put a finished folder in the place of `target`, and say so if that took more than one step."""
    if not put_in_place(fresh, target, folder):
        problem = "its disk cannot exchange folders, so that for a moment nothing stood there"
        print(f"warning: {target}: {problem}", file=sys.stderr)
