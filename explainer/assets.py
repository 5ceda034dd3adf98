"""What pages load: the theme's style sheets joined, its scripts and its font, in a folder of their own.

The folder's name changes with any byte of them, so a browser may keep what it has loaded for ever. The icon is in the
pages themselves, in the very words in which they draw the mark: packed, it weighs next to nothing there.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import rcssmin

PARENT = "assets"
FOLDERS = ("css", "js", "fonts")
# Of pages, of the audit; the others when a module asks for them.
SHEETS = tuple(f"css/{name}.css" for name in ("kensan", "audit", "receipts", "scenario", "dock", "playing"))
IMPORT = re.compile(r'@import "\./([a-z-]+\.css)"( print)?;\n')
ICON = "icon.svg"
COMMENT = re.compile(r"^ *(?://.*|/\*\*[^*]*(?:\*(?!/)[^*]*)*\*/)\n", re.MULTILINE)  # on lines of its own
PUBLISHED = {".css", ".js", ".woff2"}


def read_assets(theme: Path) -> dict[str, bytes]:
    """The files that pages load, by their paths below the folder of assets.

    Raises OSError if one cannot be read, among them a style sheet that kensan.css imports.
    """
    assets = {sheet: _joined(theme / sheet).encode("utf-8") for sheet in SHEETS}
    for path in sorted(it for folder in FOLDERS for it in (theme / folder).glob("*")):
        if path.suffix in PUBLISHED - {".css"}:
            assets[path.relative_to(theme).as_posix()] = _without_comments(path)
    return assets


def _joined(sheet: Path) -> str:
    """A style sheet with those that it imports in their place, without comments and spaces."""
    return str(rcssmin.cssmin(_text(sheet)))


def _text(sheet: Path) -> str:
    """A style sheet with those that it imports in their place, and so on."""

    def imported(found: re.Match[str]) -> str:
        text = _text(sheet.parent / found[1])
        return f"@media print {{\n{text}}}\n" if found[2] else text

    return IMPORT.sub(imported, sheet.read_text(encoding="utf-8"))


def _without_comments(path: Path) -> bytes:
    """A file as it is, a script without its comments: most of its bytes explain the others."""
    if path.suffix != ".js":
        return path.read_bytes()
    return COMMENT.sub("", path.read_text(encoding="utf-8")).lstrip().encode("utf-8")


def icon_address(theme: Path) -> str:
    """The site's icon as an address that holds all of it, so that no browser has to ask for it."""
    text = (theme / ICON).read_text(encoding="utf-8").strip().replace('"', "'")
    return "data:image/svg+xml," + quote(text, safe="/:=',")


def folder_of(assets: dict[str, bytes]) -> str:
    """The folder that the assets are published in, below the root of the site."""
    digest = hashlib.sha256()
    for name, content in sorted(assets.items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return f"{PARENT}/{digest.hexdigest()[:12]}"


def write_assets(assets: dict[str, bytes], site: Path) -> None:
    """Write the assets below the root of a site."""
    for name, content in assets.items():
        path = site / folder_of(assets) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
