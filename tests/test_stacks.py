"""The comparison of two built sites, and the guard that the fork is what was built with."""

import subprocess
import sys
from pathlib import Path

import pytest
from stacks import FORK, differences

SAME = {"index.html": b"<p>one\n<p>two\n", "ja/index.html": "<p>一".encode()}
CASES = [
    ({}, {}, []),
    ({"a.txt": b"1"}, {}, ["a.txt: only in ours"]),
    ({}, {"a.txt": b"1", "b/c.txt": b""}, ["a.txt: only in theirs", "b/c.txt: only in theirs"]),
    ({"a.txt": b"1\n2\n3"}, {"a.txt": b"1\n2\n4"}, ["a.txt: line 3: '3' / '4'"]),
    ({"a.txt": b"1\n"}, {"a.txt": b"1\n2"}, ["a.txt: line 2: '' / '2'"]),
    ({"a.png": b"\x89\xff\x00"}, {"a.png": b"\x89\xff\x01"}, ["a.png: line 1: '\\x00' / '\\x01'"]),
    ({"a.txt": "é".encode()}, {"a.txt": b"e"}, ["a.txt: line 1: '\\xe9' / 'e'"]),
]


def written(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(("mine", "other", "expected"), CASES)
def test_what_differs_is_named(tmp_path: Path, mine: dict, other: dict, expected: list[str]) -> None:
    """And nothing else."""
    ours, theirs = (written(tmp_path / name, SAME | own) for name, own in (("ours", mine), ("theirs", other)))
    assert list(differences(ours, theirs)) == expected


def test_without_the_fork_there_is_no_comparison(tmp_path: Path) -> None:
    """A redirection that does nothing is refused: MkDocs would be compared with itself."""
    written(tmp_path, {"properdocs/__init__.py": b"", "properdocs/replacement.py": b""})
    done = subprocess.run([sys.executable, "-c", FORK], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode and "mkdocs.commands.build is not the fork" in done.stderr
