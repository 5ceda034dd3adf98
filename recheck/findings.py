"""What is reported: where, what was found, what was expected, and the fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 50
REBUILD = "build the site again; if it stays, correct what prints this place"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, at one place of a built file."""

    file: str
    line: int
    found: str
    expected: str
    fix: str = REBUILD

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: found {self.found}, expected {self.expected}\n  fix: {self.fix}"


def report(findings: Iterable[Finding]) -> str:
    """The findings as text in the order of file and line, at most `MOST_SHOWN` of them, then how many were left out."""
    ordered = sorted(set(findings))
    lines = [str(finding) for finding in ordered[:MOST_SHOWN]]
    if len(ordered) > MOST_SHOWN:
        lines.append(f"… and {len(ordered) - MOST_SHOWN} more")
    return "\n".join(lines)
