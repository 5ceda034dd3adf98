"""The change report as files: Markdown for a pull request, HTML for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from explainer.diff.html import as_html
from explainer.diff.markdown import as_markdown
from explainer.diff.report import Report

MARKDOWN, HTML, JSON = "report.md", "report.html", "report.json"


def write_report(report: Report, against: str, folder: Path, whole: str) -> Iterator[Path]:
    """Write the three files into a folder, and give back each. `whole` says where the Markdown's readers find all."""
    texts = {
        MARKDOWN: as_markdown(report, against, whole),
        HTML: as_html(report, against),
        JSON: json.dumps({"against": against, **report.as_data()}, ensure_ascii=False, indent=1) + "\n",
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        yield folder / name
