"""Texts packed beforehand, beside the files themselves, for servers that send them as they lie there."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

from explainer.manifest import files_of

TEXTS = {".bib", ".css", ".csv", ".html", ".js", ".json", ".svg", ".txt", ".xml"}
BROTLI, GZIP = ".br", ".gz"
LEAST = 256  # bytes; below, headers outweigh what packing saves


def pack_beside(folder: Path) -> int:
    """Write every text of a site again as `.br` and `.gz`, where that is smaller; how many files that makes.

    The same bytes at any time: neither form has a date or a name in it.
    """
    made = 0
    for path in [folder / file for file in files_of(folder)]:
        content = path.read_bytes()
        if path.suffix not in TEXTS or len(content) < LEAST:
            continue
        forms = {BROTLI: brotli.compress(content), GZIP: gzip.compress(content, mtime=0)}
        for ending, packed in forms.items():
            beside = path.with_name(path.name + ending)
            if len(packed) < len(content) and not beside.exists():  # the sitemap has its own
                beside.write_bytes(packed)
                made += 1
    return made
