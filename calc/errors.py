"""What is said to somebody whose input is wrong: where, what was found, what was expected, and the fix."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 50


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong, at one place."""

    file: str
    line: int
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}\n  fix: {self.fix}"


class KensanError(Exception):
    """Bad input. `findings` holds every fault of the run, in the order of file and line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__(report(self.findings))


def report(findings: list[Finding]) -> str:
    """The findings as text, at most `MOST_SHOWN` of them, then how many were left out."""
    lines = [str(finding) for finding in findings[:MOST_SHOWN]]
    if len(findings) > MOST_SHOWN:
        lines.append(f"… and {len(findings) - MOST_SHOWN} more")
    return "\n".join(lines)


def refuse(findings: list[Finding]) -> None:
    """Raise KensanError if there is anything to report."""
    if findings:
        raise KensanError(findings)
