"""While editing: what a saved catalog changes is on its pages at once, without a whole build."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

from calc.errors import Finding, report
from explainer.catalogs import TITLE
from explainer.components import NUMBERS_PAGE
from explainer.receipts import write_receipts
from explainer.session import Session, Shown, find_session

log = logging.getLogger("mkdocs.hooks.kensan")


class Preview:
    """Builds in the place of MkDocs' own builder, which it calls where more has changed than catalogs.

    MkDocs leaves its settings as the last language needs them, so only the pages of that one can be built alone. What
    is not on a page, such as the index of the search, follows with the next whole build.
    """

    def __init__(self, build_whole: Callable[[MkDocsConfig], None], config: MkDocsConfig) -> None:
        self._build_whole, self._config = build_whole, config
        self._root = Path(config.config_file_path).parent
        self._stamps = self._stamp()

    def __call__(self) -> None:
        """Bring the site up to date with the files."""
        before, self._stamps = self._stamps, self._stamp()
        changed = {path for path in before.keys() | self._stamps.keys() if before.get(path) != self._stamps.get(path)}
        session = find_session(self._config.markdown_extensions)
        if session and session.shown and changed and all(self._is_catalog_of(session.shown, path) for path in changed):
            rebuild(self._config, session, {path.stem for path in changed})
        else:
            self._config = self._fresh()
            self._build_whole(self._config)

    def _fresh(self) -> MkDocsConfig:
        """The settings read again."""
        config = load_config(self._config.config_file_path, site_dir=self._config.site_dir, strict=self._config.strict)
        config.site_url = self._config.site_url
        return config

    def _is_catalog_of(self, shown: Shown, path: Path) -> bool:
        folder = self._root / "locales" / shown.edition.language.code / "LC_MESSAGES"
        return path.parent == folder and path.suffix == ".po" and path.exists()

    def _stamp(self) -> dict[Path, tuple[int, int]]:
        """When each watched file was written, and its size."""
        watched = [
            self._config.docs_dir,
            *self._config.theme.dirs,
            *(str(self._root / it) for it in self._config.watch),
        ]
        files = [path for folder in watched for path in Path(folder).rglob("*") if path.is_file()]
        stats = {path: path.stat() for path in [*files, Path(self._config.config_file_path)]}
        return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in stats.items()}


def rebuild(config: MkDocsConfig, session: Session, domains: set[str]) -> list[str]:
    """Build those pages of the language built last anew that say something of these catalogs; their addresses."""
    start, shown = time.monotonic(), session.shown
    assert shown is not None
    edition = shown.edition
    moved = {asked for domain in domains for asked in edition.reread(domain)}
    names_pages = any(edition.asked.get(domain, {}).get(key, None) in _titles(shown) for domain, key in moved)
    pages = [page for page in shown.nav.pages if names_pages or shown.asked[page.url] & moved]
    _build(config, shown, pages)
    urls = [page.url for page in pages]
    if edition.language.prefix + NUMBERS_PAGE in urls:
        write_receipts([edition], Path(config.site_dir))
    log.info("Built %d pages again in %.2f seconds", len(pages), time.monotonic() - start)
    if found := sorted(set(_findings(shown, domains))):
        log.warning("\n%s", report(found))
    return urls


def _titles(shown: Shown) -> list[object]:
    """The messages that give pages their titles, which other pages have in their contents."""
    return [message for asked in shown.edition.asked.values() for message in asked.values() if message.comment == TITLE]


def _build(config: MkDocsConfig, shown: Shown, pages: list[Page]) -> None:
    """As MkDocs does: all texts first, because pages name each other."""
    for page in pages:
        build._populate_page(page, config, shown.files)
    for page in pages:
        build._build_page(page, config, shown.files.documentation_pages(), shown.nav, shown.env)


def _findings(shown: Shown, domains: set[str]) -> Iterator[Finding]:
    """What is wrong with these catalogs."""
    catalogs = {shown.edition.catalog(domain).file for domain in domains}
    found = (*shown.edition.findings, *shown.edition.refused_findings(), *shown.edition.stale())
    yield from (finding for finding in found if finding.file in catalogs)
