"""What a placeholder stands for, in a few words for translators."""

from __future__ import annotations

from calc.book import Book
from explainer.tokens import CITATION


def meaning(book: Book, name: str) -> str:
    """The quantity and its unit, or the source that is cited."""
    if name.startswith(CITATION):
        source = book.sources[name.removeprefix(CITATION)]
        return f"a link that reads “{source.short}, …”"
    statement = book.statements[name]
    unit = "" if statement.unit == "1" else f" [{statement.unit}]"
    return book.name(statement.quantity) + unit + (", the number alone" if statement.bare else "")
