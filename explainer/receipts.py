"""Receipts as files of their own, cut out of the numbers page, and the frame that a page shows them in.

A reader who presses a number loads its receipt alone, not the whole page. The files are pieces of pages, to be read by
a script: they do not end in .html, so that nobody takes them for pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from explainer.components import NUMBERS_PAGE, Components
from explainer.editions import Edition

RECEIPT = re.compile(r'<section class="receipt" id="([a-z][a-z0-9_]*)">.*?</section>\n', re.DOTALL)
FRAME = "receipt-frame"  # no quantity has a name with a hyphen


def write_receipts(editions: Iterable[Edition], site: Path) -> None:
    """Write each edition's receipts and their frame beside its numbers page, which is built."""
    for edition in editions:
        folder = site / edition.language.prefix / NUMBERS_PAGE
        page = (folder / "index.html").read_text(encoding="utf-8")
        pieces = {found[1]: found[0] for found in RECEIPT.finditer(page)}
        pieces[FRAME] = str(Components(edition, str, str).render(FRAME))
        for name, html in pieces.items():
            (folder / f"{name}.txt").write_text(html, encoding="utf-8", newline="\n")
