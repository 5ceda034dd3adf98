"""TOML files of named entries, read strictly: exact decimals, a closed list of keys, every fault with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from calc.errors import Finding, KensanError

MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Table:
    """One file's entries, and where in the file each stands."""

    file: str
    text: str
    entries: Mapping[str, Mapping[str, Any]]

    def line(self, entry: str, key: str | None = None) -> int:
        """The line of an entry's header, or of one of its keys (the header's, if the key is absent)."""
        header = re.search(rf'^\["?{re.escape(entry)}"?\]', self.text, re.MULTILINE)
        if header is None:
            return 1
        start = header.start()
        if key is not None:
            end = self.text.find("\n[", start)
            found = re.compile(rf"^{re.escape(key)}\s*=", re.MULTILINE).search(
                self.text, start, len(self.text) if end < 0 else end
            )
            start = found.start() if found else start
        return self.text.count("\n", 0, start) + 1

    def finding(self, entry: str, key: str | None, problem: str, fix: str) -> Finding:
        """A finding at the place of an entry or of one of its keys."""
        return Finding(self.file, self.line(entry, key), problem, fix)

    def check_keys(self, required: set[str], optional: set[str]) -> list[Finding]:
        """A finding for each key that is missing or unknown."""
        findings = []
        for name, entry in self.entries.items():
            for key in sorted(required - set(entry)):
                findings.append(
                    self.finding(name, None, f'[{name}] has no "{key}"', f'add a line "{key} = …" below [{name}]')
                )
            for key in sorted(set(entry) - required - optional):
                findings.append(self._unknown_key(name, key, sorted(required | optional)))
        return findings

    def _unknown_key(self, entry: str, key: str, known: list[str]) -> Finding:
        near = get_close_matches(key, known, 1)
        fix = f'write "{near[0]}"' if near else f"use one of: {', '.join(known)}"
        return self.finding(entry, key, f'[{entry}] has an unknown key "{key}"', fix)


def read_table(path: Path, root: Path) -> Table:
    """The entries of one TOML file. Raises KensanError if it is not UTF-8, not TOML, or no table of tables."""
    file = path.relative_to(root).as_posix()
    text = _read_text(path, file)
    try:
        entries = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise KensanError([_syntax_finding(file, text, error)]) from None
    table = Table(file, text, entries)
    stray = [name for name, entry in entries.items() if not isinstance(entry, dict)]
    if stray:
        found = re.search(rf"^{re.escape(stray[0])}\s*=", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        fix = "move it below a [name] header"
        raise KensanError([Finding(file, line, f'"{stray[0]}" stands outside any entry', fix)])
    return table


def _read_text(path: Path, file: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KensanError([Finding(file, 1, f"cannot be read: {error.strerror}", "restore the file")]) from None
    if len(data) > MOST_BYTES:
        raise KensanError([Finding(file, 1, f"{len(data)} bytes, expected at most {MOST_BYTES}", "shorten the file")])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KensanError([Finding(file, line, "not UTF-8", "save the file as UTF-8")]) from None


def _syntax_finding(file: str, text: str, error: Exception) -> Finding:
    place = re.search(r"at line (\d+)", str(error))
    line = int(place.group(1)) if place else text.count("\n") + 1
    message = re.sub(r"\s*\(at .*\)$", "", str(error)) or type(error).__name__
    repeated = _repeated_header(text)
    if repeated:
        name, first, line = repeated
        return Finding(file, line, f"[{name}] stands twice, first in line {first}", "keep one of the two")
    return Finding(
        file, line, f"not valid TOML: {message}", "mend this line; strings need quotes, entries a [name] header"
    )


def _repeated_header(text: str) -> tuple[str, int, int] | None:
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\[([A-Za-z0-9_]+)\]", line)
        if header:
            if header.group(1) in seen:
                return header.group(1), seen[header.group(1)], number
            seen[header.group(1)] = number
    return None
