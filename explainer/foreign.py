"""What a page says in another language than its own, marked so that it is read aloud as what it is (WCAG 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markupsafe import escape

from calc.inputs import Source

OWN_NAME, ITS_LANGUAGE = "検算", "ja"
LEAST_WORDS = 4  # a shorter title, such as ImageNet, is a name, and names belong to no language


def mark_foreign(text: str, code: str, sources: Iterable[Source]) -> str:
    """A text without tags of a page in the language `code`, with titles of sources and this site's name marked."""
    languages = _languages(tuple(sources))
    pattern = _pattern(tuple(it for it, language in languages.items() if language != code))
    return pattern.sub(lambda found: f'<span lang="{languages[found.group()]}">{found.group()}</span>', text)


@cache
def _languages(sources: tuple[Source, ...]) -> dict[str, str]:
    """What may stand in a page of any language, as its HTML has it, and the language that it is in."""
    titles = {str(escape(it.title)): it.language for it in sources if len(it.title.split()) >= LEAST_WORDS}
    return {OWN_NAME: ITS_LANGUAGE} | titles


@cache
def _pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the texts, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))
