"""The receipts as files of their own: each is a piece of the numbers page, which is checked, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recheck.findings import Finding
from recheck.pages import Document, Page, Site
from recheck.tongues import TONGUES
from recheck.wording import DIGIT

NUMBERS_PAGE, FRAME = "numbers/", "receipt-frame.txt"


def check_receipt_files(site: Site, receipts: Mapping[str, str]) -> Iterator[Finding]:
    """A finding for each receipt of a numbers page that has no file of the same bytes, and for each file too many."""
    known = set()
    for folder in (tongue.prefix + NUMBERS_PAGE for tongue in TONGUES):
        page = site.pages.get(f"{folder}index.html")
        expected = _cut(page) if page else {}
        for name, text in expected.items():
            if receipts.get(folder + name) != text:
                found = "another text" if folder + name in receipts else "no such file"
                yield Finding(folder + name, 1, found, f"the receipt of {folder}index.html")
        yield from _frame_findings(folder + FRAME, receipts.get(folder + FRAME, ""))
        known |= {folder + name for name in (*expected, FRAME)}
    for file in sorted(set(receipts) - known):
        yield Finding(file, 1, "a receipt of nothing", "no such file")


def _cut(page: Page) -> dict[str, str]:
    """The receipts of a page as they stand in it, by the names of their files."""
    sections = [section for section in page.with_class("receipt") if section.closing is not None]
    return {
        f"{section.get('id')}.txt": page.text[section.start : (section.closing or 0) + len("section>")] + "\n"
        for section in sections
    }


def _frame_findings(file: str, text: str) -> Iterator[Finding]:
    """A frame has words and no number."""
    document = Document(file, text)
    yield from document.faults()
    if not document.root.within("div"):
        yield document.finding(0, "no frame", "a frame for receipts")
    for digit in DIGIT.finditer(text):
        yield document.finding(digit.start(), digit.group(), "a frame for receipts, with no digits")
