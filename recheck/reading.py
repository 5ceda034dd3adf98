"""Built HTML (or XML) as a tree of elements, read more strictly than a browser would, with the place of everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from recheck.references import Fault, decoded, reference_faults

TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->|<!(?P<doctype>[^<>]*)>|<\?(?P<instruction>[^<>]*)\?>"
    r"|</(?P<end>[A-Za-z][\w:-]*)\s*>"
    r"|<(?P<tag>[A-Za-z][\w:-]*)(?P<attributes>[^<>]*?)(?P<empty>/?)>"
    r"|(?P<text>[^<]+)|(?P<stray><)",
    re.DOTALL,
)
ATTRIBUTE = re.compile(r'\s+(?P<name>[A-Za-z][\w:.-]*)(?:="(?P<value>[^"]*)")?')
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Attribute(NamedTuple):
    """An attribute as it stands in the file, its name included in the place."""

    name: str
    raw: str
    start: int
    end: int

    @property
    def value(self) -> str:
        """The value as it is meant, without references."""
        return decoded(self.raw)


@dataclass(eq=False)
class Text:
    """A run of text between two tags."""

    parent: Element
    raw: str
    start: int


@dataclass(eq=False)
class Element:
    """An element, its attributes and what is in it. `closing` is the place of the name in its end tag."""

    tag: str
    attributes: dict[str, Attribute]
    start: int
    parent: Element | None
    children: list[Element | Text] = field(default_factory=list)
    closing: int | None = None

    def get(self, name: str) -> str:
        """The value of an attribute; empty if there is none."""
        return self.attributes[name].value if name in self.attributes else ""

    def is_a(self, name: str) -> bool:
        """Whether the element has this class."""
        return "class" in self.attributes and name in self.attributes["class"].raw.split()

    @property
    def text(self) -> str:
        """All text in the element, its spaces and line ends reduced to single spaces (no-break ones stay)."""
        pieces = (decoded(text.raw) for text in self.walk() if isinstance(text, Text))
        return re.sub("[ \n]+", " ", "".join(pieces)).strip(" ")

    @property
    def elements(self) -> list[Element]:
        """The elements directly in this one."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def texts(self) -> list[Text]:
        """The runs of text directly in this one."""
        return [child for child in self.children if isinstance(child, Text)]

    def walk(self) -> Iterator[Element | Text]:
        """Everything in the element, in the order of the file, the element itself first."""
        waiting: list[Element | Text] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Element):
                waiting += reversed(node.children)

    def within(self, tag: str = "", name: str = "") -> list[Element]:
        """The elements below this one with that tag and that class."""
        below = (node for node in self.walk() if isinstance(node, Element) and node is not self)
        return [node for node in below if tag in ("", node.tag) and (not name or node.is_a(name))]

    def closest(self, tag: str = "", name: str = "") -> Element | None:
        """The nearest element around this one with that tag and that class."""
        around = self.parent
        while around and not (tag in ("", around.tag) and (not name or around.is_a(name))):
            around = around.parent
        return around


def read_tree(text: str) -> tuple[Element, list[Fault]]:
    """The whole file as one element (without a tag), and what in it is not as it should be."""
    root = Element("", {}, 0, None)
    here, faults = root, list[Fault]()
    for token in TOKEN.finditer(text):
        kind, start = token.lastgroup, token.start()
        if kind == "text":
            here.children.append(Text(here, token.group(), start))
            faults += reference_faults(token.group(), start)
        elif token["tag"]:
            element = Element(token["tag"], _attributes(token, faults), start, here)
            here.children.append(element)
            here = here if token["empty"] or element.tag in VOID else element
        elif kind == "end" and here.parent is not None and here.tag == token["end"]:
            here.closing = start + 2
            here = here.parent
        elif kind == "end":
            faults.append(Fault(start, token.group(), f"</{here.tag}>"))
        elif token.group() not in ("<!doctype html>", '<?xml version="1.0" encoding="UTF-8"?>'):
            faults.append(Fault(start, token.group(), "only tags and text after the usual first line"))
    if here is not root:
        faults.append(Fault(here.start, f"<{here.tag}> without an end", f"</{here.tag}>"))
    return root, faults


def _attributes(token: re.Match[str], faults: list[Fault]) -> dict[str, Attribute]:
    attributes: dict[str, Attribute] = {}
    start, end = token.start("attributes"), 0
    for found in ATTRIBUTE.finditer(token["attributes"]):
        name, raw = found["name"], found["value"] or ""
        if found.start() != end or name in attributes:
            faults.append(Fault(start + found.start(), found.group().strip(), "each attribute once, in quotes"))
        attributes[name] = Attribute(name, raw, start + found.start("name"), start + found.end())
        faults += reference_faults(raw, start + max(found.start("value"), 0))
        end = found.end()
    if token["attributes"][end:].strip():
        faults.append(Fault(start + end, token["attributes"][end:].strip(), "attributes in quotes"))
    return attributes
