"""What pages load, as it is published."""

from pathlib import Path

import pytest
from conftest import ROOT

from explainer.assets import SHEETS, read_assets

SCRIPT = """/**
 * Says what follows. // And this.
 * @param {string} x **
 */
export const url = "https://it.example/"; // stays
  // goes
  /** Goes. */
const mark = `/** stays */`;
const sum = 6 /* stays */ / 2;
"""


def test_scripts_are_published_without_the_comments_on_lines_of_their_own(copy: Path) -> None:
    """And with everything else."""
    (copy / "theme" / "js" / "it.js").write_text(SCRIPT, encoding="utf-8")
    published = read_assets(copy / "theme")["js/it.js"].decode("utf-8")
    assert published.splitlines() == [
        'export const url = "https://it.example/"; // stays',
        "const mark = `/** stays */`;",
        "const sum = 6 /* stays */ / 2;",
    ]


@pytest.mark.parametrize("script", sorted((ROOT / "theme" / "js").glob("*.js")), ids=lambda path: path.name)
def test_no_line_of_a_script_is_lost(script: Path) -> None:
    """Each that is no comment stands in the published script, in its place."""
    published = read_assets(ROOT / "theme")[f"js/{script.name}"].decode("utf-8").splitlines()
    lines = script.read_text(encoding="utf-8").splitlines()
    comments = ("//", "/**", "*")
    kept = [line for line in lines if line and not line.lstrip().startswith(comments)]
    assert [line for line in published if line] == kept
    assert len(kept) > 10


def test_every_sheet_of_the_theme_is_published(copy: Path) -> None:
    """Joined into another or on its own, once in each that has it; the audit's has all that every page loads."""
    for sheet in (copy / "theme" / "css").glob("*.css"):
        with sheet.open("a", encoding="utf-8") as file:
            file.write(f"\n.from-{sheet.stem} {{ color: red; }}\n")
    assets = read_assets(copy / "theme")
    texts = {sheet: assets[sheet].decode("utf-8") for sheet in SHEETS}
    for sheet in (copy / "theme" / "css").glob("*.css"):
        counts = {name: text.count(f".from-{sheet.stem}{{") for name, text in texts.items()}
        assert set(counts.values()) == {0, 1}
        assert counts["css/kensan.css"] <= counts["css/audit.css"]
