"""What lives through all five passes of one build. MkDocs carries it among its Markdown extensions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from explainer.assets import icon_address, read_assets
from explainer.browser_module import browser_modules
from explainer.dock import dock_modules
from explainer.editions import Edition
from explainer.following import following_modules
from explainer.offers import offers_module
from explainer.project import Project
from explainer.sharing import Shared
from explainer.translate import TranslateExtension


@dataclass
class Shown:
    """What MkDocs built the pages of a language with, and which messages each page asked for, by its address."""

    edition: Edition
    files: Any = None
    nav: Any = None
    env: Any = None
    asked: dict[str, set[tuple[str, tuple[str, str]]]] = field(default_factory=dict)

    def listen(self, url: str) -> None:
        """Take up what is asked for from now on as the page's."""
        self.edition.asking = self.asked.setdefault(url, set())


class Session(TranslateExtension):
    """The Markdown extension, and with it the project, its assets, and whether anything wrong stops the build.

    With `fall_back`, what is wrong with a translation stops nothing: its English stands there, marked.
    `beside` are files to be written beside the pages, and `shared` the pages as others see them, by their folders.
    With `part`, a language, only its pages are built, and the English ones that they are made from.
    `order` are the addresses of a language's pages, without its prefix, as the contents have them.
    `shown` is the language that was built last.

    MkDocs loads hooks.py under a name of its own, so what others need of a build cannot live there.
    """

    def __init__(self, project: Project, strict: bool, fall_back: bool = False, part: str = "") -> None:
        super().__init__()
        self.part = part
        self.project, self.strict, self.fall_back = project, strict, fall_back
        made = {
            **browser_modules(project),
            **dock_modules(project),
            **following_modules(project),
            **offers_module(project),
        }
        self.assets = {**read_assets(project.root / "theme"), **made}
        self.icon = icon_address(project.root / "theme")
        self.beside: dict[str, bytes] = {}
        self.shared: dict[str, Shared] = {}
        self.order: list[str] = []
        self.shown: Shown | None = None

    @property
    def editions(self) -> list[Edition]:
        """The editions whose pages are built, the original first."""
        editions = self.project.editions
        return [it for code, it in editions.items() if it.is_source or self.part in ("", code)]


def find_session(extensions: Iterable[Any]) -> Session | None:
    """The session among the Markdown extensions; None before it is there."""
    return next((extension for extension in extensions if isinstance(extension, Session)), None)
