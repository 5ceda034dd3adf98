"""Where a site is made before it is published: a hidden folder beside its place, held by a lock while somebody works.

Beside it, because only within one file system can folders be exchanged, and because a place that cannot be written to
is then found out before anything is built. What a killed build leaves behind, the next one for the same place removes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from explainer.switch import put_back


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """A new folder beside `target`, removed at the end. Raises OSError where none can be made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_left_overs(target)
    folder, lock = _locked(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remove_left_overs(target: Path) -> None:
    """Remove the workshops beside `target` that nobody holds any more; a former site found in one goes back first."""
    for folder in target.parent.glob(_prefix(target) + "*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if place := put_back(folder):
                print(f"{place}: put back after a build that was killed while publishing", file=sys.stderr)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass  # somebody works there
        finally:
            os.close(lock)


def _prefix(target: Path) -> str:
    return f".{target.name}-making-"


def _locked(target: Path) -> tuple[Path, int]:
    """A new folder and the lock on it; another if somebody took it for a left-over before it was locked."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.is_dir() and os.path.samestat(os.fstat(lock), folder.stat()):
            return folder, lock
        os.close(lock)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Let one build of a repository run at a time; a second one says so and waits."""
    lock = root / ".build" / "lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another build is running; waiting for it", file=sys.stderr)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
