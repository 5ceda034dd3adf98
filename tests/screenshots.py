"""Pictures of every kind of page, in five languages, at five widths, light and dark, on one sheet to look over.

They are written to .build/screenshots/, with index.html to open. A picture shows the first window of a page.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from browsing import PREFIXES, locale_of, served, system_chromium
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".build" / "screenshots"
KINDS = (
    "",
    "compute/demand/",
    "compute/break-even/",
    "compute/models/",
    "compute/counting/",
    "compute/sensitivity/",
    "compute/scenarios/",
    "compute/aged/",
    "compute/what-if/",
    "background/",
    "numbers/",
    "audit/",
    "sources/",
    "glossary/",
    "about/",
    "404.html",
)
HEIGHTS = {320: 640, 390: 844, 768: 1024, 1280: 800, 1920: 1080}
THEMES = ("light", "dark")
SMALL = 240  # pixels across on the sheet
STYLE = (
    f"body {{ font: 0.875rem sans-serif }} div {{ display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: start }} "
    f"img {{ width: {SMALL}px; height: auto; border: 1px solid #999 }}"
)


@dataclass(frozen=True)
class Shot:
    """A page as a window shows it."""

    path: str
    width: int
    theme: str

    @property
    def file(self) -> str:
        """The name of its picture."""
        page = self.path.removesuffix(".html").strip("/").replace("/", "-") or "home"
        return f"{page}-{self.width}-{self.theme}.png"


def shots(paths: list[str], widths: list[int]) -> list[Shot]:
    """Every page at every width in both themes, those of a page together."""
    return [Shot(path, width, theme) for path in paths for theme in THEMES for width in widths]


def of_every_language(kind: str) -> Iterator[str]:
    """The paths of a page; there is one page for what is not there."""
    yield from (prefix + kind for prefix in PREFIXES if not (prefix and kind.endswith(".html")))


def take(browser: Browser, address: str, wanted: list[Shot], folder: Path) -> None:
    """Write the pictures into the folder. Each page is loaded once."""
    for path, those in groupby(wanted, key=lambda shot: shot.path):
        context = browser.new_context(locale=locale_of(path), reduced_motion="reduce")
        page = context.new_page()
        page.goto(address + path)
        for shot in those:
            page.emulate_media(color_scheme="dark" if shot.theme == "dark" else "light")
            page.set_viewport_size({"width": shot.width, "height": HEIGHTS[shot.width]})
            page.screenshot(path=folder / shot.file)
        context.close()


def sheet(wanted: list[Shot]) -> str:
    """All pictures on one page, those of a kind of page together, whatever its language."""
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title>',
        f"<style>{STYLE}</style>",
    ]
    for path, those in groupby(wanted, key=lambda shot: shot.path):
        parts.append(f'<h2 id="{path}">/{path}</h2><div>')
        parts += [f'<a href="{it.file}"><img src="{it.file}" alt="{it.file}" loading="lazy"></a>' for it in those]
        parts.append("</div>")
    return "\n".join(parts)


def main(site: Path, folder: Path, kinds: list[str], widths: list[int]) -> None:
    """Take the pictures of a built site and write the sheet."""
    wanted = shots([path for kind in kinds for path in of_every_language(kind)], widths)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with served(site) as server, system_chromium() as browser:
        take(browser, server.address, wanted, folder)
    (folder / "index.html").write_text(sheet(wanted), encoding="utf-8")
    print(f"{len(wanted)} pictures: {folder / 'index.html'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "pages", nargs="*", default=KINDS, help="such as compute/demand/; without any, one of each kind"
    )
    parser.add_argument("--width", type=int, action="append", choices=HEIGHTS, help="in pixels; without it, all")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the folder of a built site")
    arguments = parser.parse_args()
    main(arguments.site, FOLDER, list(arguments.pages), arguments.width or list(HEIGHTS))
