"""The Python-Markdown extension that puts each block's translation in the place of its English.

It runs after Python-Markdown has found the blocks and before it reads what is inside them, so that a translation
cannot open a block, and its links and emphasis are read as the page's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from explainer.catalogs import Message
from explainer.tokens import in_source, is_block, to_placeholders, to_tokens

BLOCKS = {"p", "li", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd"}
WITH_ID = {"h2", "h3", "h4", "h5", "h6", "dt"}
ATTRIBUTES = re.compile(r"\s*\{:?\s*[^{}\n]*\}\s*$")
AFTER_BLOCKS_BEFORE_INLINE = 25
UNTRANSLATED = "untranslated"

Look = Callable[[Message], str | None]


@dataclass
class TranslateExtension(Extension):
    """Holds the look-up for the page that is being rendered; hooks set it before each page."""

    look: Look | None = None
    source_tag: str = "en"
    source_direction: str = ""
    """Empty where the page is written in the same direction as English."""
    place: Callable[[str], tuple[str, int]] = field(default=lambda text: ("", 0))

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the treeprocessor."""
        md.treeprocessors.register(BlockTranslator(md, self), "kensan-translate", AFTER_BLOCKS_BEFORE_INLINE)

    def __hash__(self) -> int:
        return id(self)


class BlockTranslator(Treeprocessor):
    """Replaces the raw text of every block by its translation."""

    def __init__(self, md: Markdown, extension: TranslateExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: Element) -> None:
        """Translate in place; a block without a translation keeps its English, marked as such."""
        if self.extension.look is None:
            return
        for element in root.iter():
            text = element.text or ""
            if element.tag in BLOCKS and text.strip() and not is_block(text):
                self._translate(element, text)

    def _translate(self, element: Element, text: str) -> None:
        assert self.extension.look is not None
        body, attributes = split_attributes(text) if element.tag in WITH_ID else (text, "")
        message = Message(message_text(body), place=self.extension.place(body), comment=f"<{element.tag}>")
        translated = self.extension.look(message)
        if translated is None:
            element.text = in_source(text)
            element.set("lang", self.extension.source_tag)
            if self.extension.source_direction:
                element.set("dir", self.extension.source_direction)
            element.set("class", " ".join([*(element.get("class") or "").split(), UNTRANSLATED]))
        else:
            element.text = to_tokens(translated) + attributes


def split_attributes(text: str) -> tuple[str, str]:
    """The text of a heading or a term, and the `{ #id }` that ends it."""
    found = ATTRIBUTES.search(text)
    return (text[: found.start()], " " + found.group().strip()) if found else (text, "")


def message_text(text: str) -> str:
    """A block's raw text as a message: one line, tokens as {name}."""
    return " ".join(to_placeholders(text).split())
