"""What a page says in another language than its own, marked so that it is read aloud as what it is (WCAG 2.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import escape

from calc.inputs import Source

OWN_NAME, ITS_LANGUAGE = "検算", "ja"
LEAST_WORDS = 4  # a shorter title, such as ImageNet, is a name, and names belong to no language


def foreign_marker(code: str, sources: Iterable[Source]) -> Callable[[str], str]:
    """What marks, in a text without tags of a page in the language `code`, titles of sources and this site's name."""
    languages = _languages(sources)
    pattern = _pattern(tuple(it for it, language in languages.items() if language != code))

    def marked(text: str) -> str:
        return pattern.sub(lambda found: f'<span lang="{languages[found.group()]}">{found.group()}</span>', text)

    return marked


def _languages(sources: Iterable[Source]) -> dict[str, str]:
    """What may stand in a page of any language, as its HTML has it, and the language that it is in."""
    titles = {str(escape(it.title)): it.language for it in sources if len(it.title.split()) >= LEAST_WORDS}
    return {OWN_NAME: ITS_LANGUAGE} | titles


def _pattern(texts: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the texts, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))
