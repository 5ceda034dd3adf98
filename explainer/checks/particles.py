"""Korean particles right after a placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.case import Case, Fault
from explainer.particles import PAIRS, ends_in, form
from explainer.tokens import CITATION, PLACEHOLDER

PARTICLE = re.compile(
    PLACEHOLDER.pattern
    + r"(은\(는\)|이\(가\)|을\(를\)|과\(와\)|\(으\)로|(?:은|는|이|가|을|를|과|와|으로|로)(?![가-힣])|으로(?=[써서]))"
)


def wrong_particles(case: Case) -> Iterator[Fault]:
    """A particle that does not fit the number as it is read aloud, or that only fits while the number stays."""
    if not case.habits.particles or not case.stated:
        return
    for found in PARTICLE.finditer(case.text):
        name, particle = found[1], found[2]
        if name.startswith(CITATION) or particle in PAIRS:
            continue
        stated = case.stated.get(name)
        pair = next(pair for pair, forms in PAIRS.items() if particle in forms)
        if stated is None or not stated.text:
            continue
        end, ends_with_a_digit = ends_in(stated.text), stated.text[-1:].isdigit()
        if ends_with_a_digit:
            yield Fault(
                f"{particle} after {{{name}}} fits some numbers only", f"write {pair}: the one that fits is printed"
            )
            return
        if end and form(PAIRS[pair], end) != particle:
            yield Fault(f'{particle} after "{stated.text}"', f"write {form(PAIRS[pair], end)}, or {pair}")
            return
