"""What git knows of the source that a site is made from."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SOURCES = ("calc", "docs", "explainer", "locales", "recheck", "theme", "mkdocs.yml")
OURS_ALONE = {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}  # git writes nothing, and speaks one language


def last_commit_time(root: Path) -> str:
    """Seconds since the epoch of the last commit, so that two builds of one commit are alike; 0 outside of git.

    That git refuses a repository, or is not there to read it, is told.
    """
    try:
        return _git(root, "log", "-1", "--format=%ct", "--no-show-signature")
    except (OSError, subprocess.CalledProcessError) as error:
        if (root / ".git").exists():
            said = getattr(error, "stderr", "").strip() or error
            print(f"warning: git tells no commit, so the build is dated 1970: {said}", file=sys.stderr)
        return "0"


def last_commit(root: Path) -> str | None:
    """The last commit's name; None outside of git."""
    with suppress(OSError, subprocess.CalledProcessError):
        return _git(root, "rev-parse", "--verify", "HEAD")
    return None


def is_edited(root: Path) -> bool:
    """Whether anything that a site is made from differs from the last commit; False outside of git."""
    with suppress(OSError, subprocess.CalledProcessError):
        return bool(_git(root, "status", "--porcelain", "--", *SOURCES))
    return False


def _git(root: Path, *arguments: str) -> str:
    """What git prints. Raises OSError where there is none, CalledProcessError where it refuses."""
    command, environment = ["git", "-C", str(root), *arguments], {**os.environ, **OURS_ALONE}
    done = subprocess.run(command, capture_output=True, env=environment, encoding="utf-8", check=True)
    return done.stdout.strip()
