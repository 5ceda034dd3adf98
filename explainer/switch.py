"""A fresh folder in the place of a former one, in a single step: at every moment one of the two stands there, whole.

`site/` stays a plain folder, because that is what servers and uploads take; some of them would copy a symbolic link as
a link. So the two folders are exchanged, which Linux and macOS do at once: renameat2(2), renamex_np(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2
UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
FORMER, PLACE = "former", "place"


def put_in_place(fresh: Path, target: Path, workshop: Path) -> bool:
    """Put `fresh` in the place of `target`; whether that was a single step. What stood there is in the workshop then.

    Where a file system cannot exchange folders it takes two steps, and `put_back` mends what a kill in between leaves.
    Raises OSError, and leaves `target` as it was, if it cannot be done at all.
    """
    if not target.exists():
        fresh.rename(target)
        return True
    try:
        exchange(fresh, target)
    except OSError as error:
        if error.errno not in UNABLE:
            raise
        _in_two_steps(fresh, target, workshop)
        return False
    return True


def exchange(one: Path, other: Path) -> None:
    """Exchange two folders in one step. Raises OSError, one of UNABLE where the system or the disk cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, RENAME_SWAP)
    elif sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(other))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


def _in_two_steps(fresh: Path, target: Path, workshop: Path) -> None:
    """Move the former site aside, having noted where it stood, and the fresh one in; back again if that fails."""
    (workshop / PLACE).write_bytes(os.fsencode(target))
    target.rename(workshop / FORMER)
    try:
        fresh.rename(target)
    except OSError:
        (workshop / FORMER).rename(target)
        raise


def put_back(workshop: Path) -> Path | None:
    """After a kill between two steps: the former site again where it stood; its place, or None if none was missing."""
    if not (workshop / FORMER).is_dir() or not (workshop / PLACE).is_file():
        return None
    target = Path(os.fsdecode((workshop / PLACE).read_bytes()))
    if target.exists():
        return None
    (workshop / FORMER).rename(target)
    return target
