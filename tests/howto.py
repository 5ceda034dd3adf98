"""HOWTO.md as steps: what its blocks change in which file, what is run, and what that prints."""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

PLACE = re.compile(r"(?:^|[.:] )(At the end of|In|A new file) `([^`]+)`[^`]*:$")
RUN = re.compile(r"\bRun\b[^`]*:$")
PRINTS = "It prints, among other lines:"
# The environment is there already: make is told not to build one, and finds this one under its names.
MAKE = ["make", "-o", ".venv/ready", "-o", ".venv-test/ready"]


@dataclass(frozen=True)
class Step:
    """A block of the page. `kind` is append, change, create, translate, run or prints; `file` what it is about."""

    kind: str
    file: str
    text: str


def sections(page: str) -> dict[str, list[Step]]:
    """The steps of each section by its heading. Raises ValueError for a block that does not say what to do."""
    found: dict[str, list[Step]] = {}
    heading, before, lines = "", "", iter(page.splitlines())
    for line in lines:
        if line.startswith("## "):
            heading, before = line[3:], ""
            found[heading] = []
        elif line.startswith("```"):
            text = "".join(f"{it}\n" for it in takewhile(lambda it: it != "```", lines))
            found[heading].append(_step(before, line[3:], text))
            before = ""
        elif line:
            before = f"{before} {line}".strip()
    return found


def _step(before: str, language: str, text: str) -> Step:
    """What the words before a block, since the last one, say of it."""
    if before.endswith(PRINTS) and language == "text":
        return Step("prints", "", text)
    if RUN.search(before) and language == "sh":
        return Step("run", "", text)
    place = PLACE.search(before)
    kinds = {"At the end of": "append", "A new file": "create", "In": {"po": "translate"}.get(language, "change")}
    if place is None or (kinds[place[1]] == "change") != (language == "diff"):
        raise ValueError(f"the block after {before!r} does not say where it goes")
    return Step(kinds[place[1]], place[2], text)


def apply(step: Step, root: Path) -> None:
    """Change a file as the step says. Raises ValueError where the file is not as the page believes."""
    path = root / step.file
    if step.kind == "create":
        if path.exists():
            raise ValueError(f"{step.file} is there already")
        path.write_text(step.text, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    if step.kind == "append":
        path.write_text(text + step.text, encoding="utf-8")
        return
    old, new = _translation(step.text) if step.kind == "translate" else _change(step.text)
    if text.count(old) != 1:
        raise ValueError(f"{step.file} has {text.count(old)} times: {old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _change(text: str) -> tuple[str, str]:
    """What stands there, and what is to stand there, of a block whose lines begin with a blank, - or +."""
    lines = text.splitlines(keepends=True)
    return tuple("".join(line[1:] for line in lines if line[0] in kept) for kept in (" -", " +"))


def _translation(text: str) -> tuple[str, str]:
    """A message without its translation, and with it."""
    return re.sub(r'^msgstr ".*"$', 'msgstr ""', text, flags=re.MULTILINE), text


def run(command: str, root: Path) -> str:
    """What a command of the page prints, run in the root. Raises CalledProcessError if it fails."""
    words = shlex.split(command)
    words = {"python": [sys.executable], "make": MAKE}.get(words[0], words[:1]) + words[1:]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def walk(steps: list[Step], root: Path) -> None:
    """Do every step in order. Raises AssertionError where a command fails, or does not print what the page shows."""
    printed: list[str] = []
    for step in steps:
        if step.kind == "run":
            printed = [line for command in step.text.splitlines() for line in run(command, root).splitlines()]
        elif step.kind == "prints":
            missing = [line for line in step.text.splitlines() if not any(_shows(line, it) for it in printed)]
            assert missing == [], "\n".join(["not printed:", *missing, "but:", *printed])
        else:
            apply(step, root)


def _shows(line: str, printed: str) -> bool:
    """Whether a line was printed as the page has it, or begins so where the page breaks it off with a …

    The page has plain spaces where numbers are printed with such as never break.
    """
    printed = printed.replace("\u00a0", " ")
    return printed.startswith(line[:-1]) if line.endswith("…") else printed == line
