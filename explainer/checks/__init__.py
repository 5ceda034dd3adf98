"""What is wrong with a translation, as a list; saying so is done elsewhere.

Every check is a function of a case that yields faults. `CHECKS` has them all; the corpus in tests/data/ has, for
each, messages that it alone must refuse. A translation is read with regular expressions only and is never run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from explainer.checks.case import Case, Fault
from explainer.checks.characters import (
    accents_apart,
    invisible_characters,
    line_breaks,
    look_alike_characters,
    other_script,
    piled_marks,
)
from explainer.checks.markup import attribute_lists, backslashes, entities, html_tags, schemes, template_code
from explainer.checks.names import changed_names, foreign_words, lost_names
from explainer.checks.neighbours import (
    glued_digits,
    glued_letters,
    glued_percent,
    glued_scales,
    glued_signs,
    glued_units,
)
from explainer.checks.numbers import number_words, percent_words, typed_numbers
from explainer.checks.particles import wrong_particles
from explainer.checks.placeholders import extra_placeholders, lost_placeholders, stray_braces
from explainer.checks.punctuation import (
    foreign_punctuation,
    lost_end,
    odd_spaces,
    unpaired_brackets,
)
from explainer.checks.sizes import size
from explainer.checks.structure import addresses, block_marks, code, empty_links, footnotes, links, marks, table_cells
from explainer.checks.words import banned_terms, missing_terms, untranslated

Check = Callable[[Case], Iterator[Fault]]

CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        lost_placeholders, extra_placeholders, stray_braces,
        glued_digits, glued_signs, glued_percent, glued_scales, glued_units, glued_letters,
        typed_numbers, number_words, percent_words,
        changed_names, lost_names, foreign_words,
        links, empty_links, addresses, code, marks, block_marks, table_cells, footnotes,
        html_tags, entities, attribute_lists, schemes, template_code, backslashes,
        line_breaks, invisible_characters, look_alike_characters, other_script, accents_apart, piled_marks,
        missing_terms, banned_terms, untranslated,
        wrong_particles, foreign_punctuation, odd_spaces, unpaired_brackets, lost_end,
    )
}  # fmt: skip


def faults(case: Case, checks: Iterable[Check] = tuple(CHECKS.values())) -> Iterator[Fault]:
    """Everything wrong with one translated text; of one that is far too long, only that."""
    too_long = list(size(case))
    yield from too_long
    if not too_long:
        for check in checks:
            yield from check(case)
