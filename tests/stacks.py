"""The site built on another stack, compared byte by byte with the site that our own stack makes.

The other stack is an environment, given by its Python. With --properdocs the fork stands in the place of MkDocs.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
BUILD = "import runpy; runpy.run_module('explainer', run_name='__main__')"
# The fork leads every import of MkDocs to itself. If it did not, we would compare MkDocs with MkDocs.
FORK = (
    "import properdocs.replacement, mkdocs.commands.build as it; "
    "assert it.__name__.startswith('properdocs.'), f'{it.__name__} is not the fork'; "
)


def build(python: str, target: Path, first: str = "") -> None:
    """Build the site into a folder with another Python, which runs a line of its own first.

    Raises CalledProcessError if it fails; what it says stands on stderr by then.
    """
    command = [python, "-c", first + BUILD, "build", "--target", str(target)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """A line for each file that only one folder has, and for each that differs, with its first other line."""
    mine, other = files_of(ours), files_of(theirs)
    for file in sorted(mine.keys() | other.keys()):
        if file not in other:
            yield f"{file}: only in ours"
        elif file not in mine:
            yield f"{file}: only in theirs"
        elif mine[file] != other[file]:
            yield f"{file}: {first_difference(mine[file], other[file])}"


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def first_difference(mine: bytes, other: bytes) -> str:
    """Where two contents part: the line's number, and what each has from there on."""
    place = next((at for at, pair in enumerate(zip(mine, other, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(mine), len(other)) if place is None else place
    shown = " / ".join(ascii(data[start : start + 40].decode("utf-8", "replace")) for data in (mine, other))
    line = mine.count(b"\n", 0, start) + 1
    return f"line {line}: {shown}"


def main() -> int:
    """Build twice and compare; 1 if a byte differs, unless it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("python", help="of the other environment")
    parser.add_argument("--properdocs", action="store_true", help="build with the fork of MkDocs")
    parser.add_argument("--may-differ", action="store_true", help="list what differs, and find nothing wrong with it")
    arguments = parser.parse_args()
    with TemporaryDirectory() as name:
        ours, theirs = Path(name) / "ours", Path(name) / "theirs"
        build(sys.executable, ours)
        build(arguments.python, theirs, FORK if arguments.properdocs else "")
        found, count = list(differences(ours, theirs)), len(files_of(ours))
    print("\n".join([*found, f"{count} files compared, {len(found)} differ"]))
    return int(bool(found) and not arguments.may_differ)


if __name__ == "__main__":
    sys.exit(main())
