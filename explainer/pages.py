"""What is read from a page's English source before anything is rendered: its macros, its places, its faults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from calc.errors import Finding, refuse
from explainer.tokens import MACRO, PLACEHOLDER, PREFIXES, to_placeholders, token

PRODUCT_NAMES = (
    "H100", "GPT-4", "Llama 2 70B", "Llama 2", "DALL·E 3", "DiT-XL/2", "BF16", "ImageNet-1k", "CC BY 4.0",
    "H200", "H800", "Open-Sora 2.0", "Open-Sora 1.2", "Open-Sora 1.0", "Seaweed-7B", "Wan 2.1", "FlashAttention-3",
    "Llama 3", "Sora 2",
)  # fmt: skip
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
ANY_MACRO = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
ADDRESS = re.compile(r"\]\([^)\s]*\)|<https?://[^>\s]*>")
HEADING = re.compile(r"^(#{1,6})\s+(?P<text>.*)$")
HEADING_ID = re.compile(r"\{ #[a-z][a-z0-9-]* \}\s*$")


@dataclass(frozen=True)
class SourcePage:
    """One English page as it stands in its file."""

    file: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The lines of the file, front matter included."""
        return self.text.splitlines()

    def place(self, block: str) -> tuple[str, int]:
        """File and line of a block's first line (line 1 if it is not found)."""
        first = block.strip().partition("\n")[0].strip()
        for number, line in enumerate(self.lines, 1):
            if first and first in _as_tokens(line):
                return self.file, number
        return self.file, 1

    def line_saying(self, words: str) -> int | None:
        """The line where a piece of a message begins; None if the page does not say it."""
        lines = [to_placeholders(_as_tokens(line)).strip() for line in self.lines]
        for number in range(len(lines)):
            here = " ".join(" ".join(lines[number : number + 4]).split())
            if words in here and words not in " ".join(" ".join(lines[number + 1 : number + 5]).split()):
                return number + 1
        return None

    def sentences(self) -> Iterator[str]:
        """The sentences of the page (one stands on a line), headings and table rows apart; figures as {name}."""
        for line in FRONT_MATTER.sub("", self.text).splitlines():
            sentence = to_placeholders(_as_tokens(line)).strip().removeprefix("- ")
            if sentence and not sentence.startswith(("#", "|", "!!!", "{")):
                yield sentence

    def macros(self) -> Iterator[tuple[int, str, str]]:
        """(line, kind, name) of every macro on the page, and of every figure in its front matter."""
        for number, line in enumerate(self.lines, 1):
            for macro in MACRO.finditer(line):
                yield number, macro["kind"], macro["name"]
        front = FRONT_MATTER.match(self.text)
        for number, line in enumerate(front.group().splitlines() if front else (), 1):
            for name in PLACEHOLDER.findall(line):
                yield number, "n", name

    @property
    def headline(self) -> str | None:
        """The first figure that the page's title or description states; None if they state none."""
        front = FRONT_MATTER.match(self.text)
        found = PLACEHOLDER.search(front.group()) if front else None
        return found.group(1) if found else None

    def findings(self, known: Mapping[str, set[str]]) -> list[Finding]:
        """What is wrong with the page: an unknown macro or name, a typed number, a heading without an id."""
        found = [*self._macro_findings(known), *self._typed_numbers(), *self._heading_findings()]
        return sorted(set(found))

    def _macro_findings(self, known: Mapping[str, set[str]]) -> Iterator[Finding]:
        for number, kind, name in self.macros():
            if kind not in known:
                yield Finding(self.file, number, f'unknown macro "{kind}.{name}"', f"use one of: {', '.join(known)}")
            elif name not in known[kind]:
                near = get_close_matches(name, known[kind], 1)
                fix = f'write "{kind}.{near[0]}"' if near else "see `make numbers` for the names there are"
                yield Finding(self.file, number, f'unknown name "{name}" in "{kind}.{name}"', fix)
        for number, line in enumerate(self.lines, 1):
            for macro in ANY_MACRO.findall(line):
                if not MACRO.fullmatch(macro):
                    fix = f"write {{{{ kind.name }}}} with one of: {', '.join(PREFIXES)}"
                    yield Finding(self.file, number, f'macro "{macro}" is not understood', fix)

    def _typed_numbers(self) -> Iterator[Finding]:
        for number, line in enumerate(self.lines, 1):
            bare = HEADING_ID.sub("", ANY_MACRO.sub("", ADDRESS.sub("]", line)))
            digits = typed_digits(bare)
            if digits:
                fix = "state it with {{ n.name }}, after adding a figure if there is none"
                yield Finding(self.file, number, f'number typed by hand: "{digits}"', fix)

    def _heading_findings(self) -> Iterator[Finding]:
        for number, line in enumerate(self.lines, 1):
            heading = HEADING.match(line)
            if heading and not HEADING_ID.search(heading["text"]):
                fix = "end it with { #an-id }, so that it keeps its id in every language"
                yield Finding(self.file, number, f'heading without an id: "{heading["text"]}"', fix)
            if heading and MACRO.search(heading["text"]):
                yield Finding(self.file, number, "a number in a heading", "move the number into the text below")


def read_pages(root: Path) -> dict[str, SourcePage]:
    """The English pages by their path below docs/.

    Raises KensanError for a page that is a link (it could publish any file of the machine) or is not UTF-8.
    """
    pages, findings = {}, []
    for path in sorted((root / "docs").rglob("*.md")):
        file = path.relative_to(root).as_posix()
        try:
            if path.is_symlink():
                findings.append(Finding(file, 1, "a symbolic link", "put the page itself here"))
            pages[path.relative_to(root / "docs").as_posix()] = SourcePage(file, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            line = path.read_bytes().count(b"\n", 0, error.start) + 1
            findings.append(Finding(file, line, "not UTF-8", "save the page as UTF-8"))
    refuse(findings)
    return pages


def without_names(text: str) -> str:
    """The text without the names of products."""
    for name in PRODUCT_NAMES:
        text = text.replace(name, "")
    return text


def typed_digits(text: str) -> str:
    """The first run of digits (of any script) that is not part of a product's name; empty if there is none."""
    bare = PLACEHOLDER.sub("", without_names(text))
    plain = "".join("0" if unicodedata.category(c) in ("No", "Nl") else c for c in bare)
    digits = unicodedata.normalize("NFKC", plain)
    first = re.search(r"\d", digits)
    return re.split(r"\s", digits[: first.start()])[-1] + re.split(r"\s", digits[first.start() :])[0] if first else ""


def _as_tokens(line: str) -> str:
    def replaced(macro: re.Match[str]) -> str:
        return token(macro["kind"], macro["name"]) if macro["kind"] in PREFIXES else macro.group()

    return MACRO.sub(replaced, line)
