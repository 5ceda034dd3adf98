"""Snapshots of two states of the project: of a commit, taken by its own code, and of the folder as it is."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from calc.errors import Finding, KensanError
from explainer.diff.snapshot import Snapshot, from_json

SNAPSHOT = "snapshot.json"
MACHINERY = ("explainer", "theme")
FORMULAS = "model.py"
LENT = (
    "The code of that commit takes no snapshot that can be read here. "
    "Its words and numbers were put through the code and the templates of today: a change to those is not shown."
)


def snapshots(root: Path, base: str, workshop: Path) -> tuple[Snapshot, Snapshot, str, list[str]]:
    """The snapshot of a commit, that of the folder, the commit's short name, and what is to be said of them.

    Raises KensanError if there is no such commit, or one of the two cannot be built.
    """
    commit = _commit(root, base)
    earlier = workshop / "base"
    _check_out(root, commit, earlier)
    now = _begin(root, workshop / "now.json")
    try:
        before, notes = _earlier_snapshot(root, earlier, base)
    finally:
        said = now.communicate()[1]
    after = _read(workshop / "now.json", said, "the folder as it is")
    if after is None:
        raise KensanError(
            [_fault("explainer", "takes a snapshot of an unknown format", "see explainer/diff/snapshot.py")]
        )
    return before, after, commit[:7], notes


def _commit(root: Path, base: str) -> str:
    """The full name of a commit."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        fix = "name a branch, a tag or a commit that is here, as in: make diff BASE=main"
        raise KensanError([_fault("BASE", f'there is no commit "{base}"', fix)])
    return done.stdout.strip()


def _check_out(root: Path, commit: str, folder: Path) -> None:
    """Write the files of a commit into a folder. No branch and no index is touched."""
    done = subprocess.run(["git", "-C", str(root), "archive", "--format=tar", commit], capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _earlier_snapshot(root: Path, folder: Path, base: str) -> tuple[Snapshot, list[str]]:
    """By the commit's own code, or else by today's over its data, and then a note that says so."""
    target = folder / SNAPSHOT
    if (folder / "explainer" / "diff" / "snapshot.py").is_file():
        said = _begin(folder, target).communicate()[1]
        if own := _read(target, said, base):
            return own, []
    _lend(root, folder)
    said = _begin(folder, target).communicate()[1]
    lent = _read(target, said, base)
    assert lent is not None  # by the code that reads it
    return lent, [LENT]


def _lend(root: Path, folder: Path) -> None:
    """Put today's code in the place of the folder's, but for the formulas, which are its own."""
    for part in MACHINERY:
        shutil.rmtree(folder / part)
        shutil.copytree(root / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (root / "calc").glob("*.py"):
        if module.name != FORMULAS:
            shutil.copy(module, folder / "calc")


def _begin(folder: Path, target: Path) -> subprocess.Popen[str]:
    """Take the snapshot of a folder with the code that is in it; both sides are built as of one moment."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0"}
    environment.pop("PYTHONPATH", None)
    command = [sys.executable, "-m", "explainer", "snapshot", str(target)]
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _read(file: Path, said: str, name: str) -> Snapshot | None:
    """A snapshot that was taken. Raises KensanError with what its code said, if there is none."""
    if not file.is_file():
        problem = f"no snapshot could be taken:\n{said.strip()}"
        raise KensanError([_fault(name, problem, "mend it, or compare with another commit")])
    return from_json(file.read_text(encoding="utf-8"))


def _fault(file: str, problem: str, fix: str) -> Finding:
    return Finding(file, 1, problem, fix)
