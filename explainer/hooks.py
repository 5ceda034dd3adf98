"""The events of MkDocs, a few lines each. The only place, with macros.py, that knows MkDocs."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date, get_relative_url

from calc.errors import Finding, KensanError, refuse, report
from calc.inputs import BASE
from explainer.assets import FOLDERS, folder_of, write_assets
from explainer.catalogs import DESCRIPTION, SITE, TITLE, Message, domain_of
from explainer.components import Components
from explainer.editions import Edition
from explainer.feed import FEED, feed
from explainer.open_data import write_data
from explainer.pictures import picture
from explainer.preview import Preview
from explainer.project import Project, read_project
from explainer.receipts import write_receipts
from explainer.scenario_data import write_scenarios
from explainer.search import write_search
from explainer.session import Session, Shown, find_session
from explainer.sharing import BIBTEX, CSL, PICTURE, Shared
from explainer.status import BADGE, STATUS_FILE, as_json, badge, status, total
from explainer.structured_data import Described, as_script, structured_data

log = logging.getLogger("mkdocs.hooks.kensan")


def session_of(config: MkDocsConfig) -> Session:
    """The session that on_config put among the Markdown extensions."""
    session = find_session(config.markdown_extensions)
    assert session is not None
    return session


def edition_of(config: MkDocsConfig) -> Edition:
    """The edition that is being built. A fallback page says "en" of itself, so the i18n plugin is asked."""
    i18n: Any = config.plugins["i18n"]
    return session_of(config).project.editions[i18n.current_language]


def source_edition(config: MkDocsConfig) -> Edition:
    """The edition in English, of which the others are translations."""
    return next(iter(session_of(config).project.editions.values()))


def on_serve(server: Any, config: MkDocsConfig, builder: Any) -> Any:
    """While editing, a saved catalog is on its pages without a whole build."""
    server.builder = Preview(builder, config)
    return server


@event_priority(0)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the project once for all five passes, and check the English source before anything runs in it."""
    if find_session(config.markdown_extensions) is None:
        try:
            project = read_project(Path(config.config_file_path).parent, config.extra.get("scenario", BASE))
            refuse([*project.source_findings(), *_configuration_faults(config, project)])
            _build_only(config, project)
            part = _part(config, project)
        except KensanError as error:
            raise PluginError(f"\n{error}") from None
        extensions: list[Any] = config.markdown_extensions
        extensions.append(Session(project, bool(config.strict), bool(config.extra.get("fall_back")), part))
    return config


def _part(config: MkDocsConfig, project: Project) -> str:
    """The language to build alone, if one is to be. The others stay known, because its pages lead to them."""
    part = str(config.extra.get("part") or "")
    if not part:
        return ""
    _known_language(part, "--only", project)
    _build_languages(config, {next(iter(project.languages)), part})
    return part


def _known_language(code: str, place: str, project: Project) -> None:
    if code not in project.languages:
        fix = f"use one of: {', '.join(project.languages)}"
        raise KensanError([Finding(place, 1, f'"{code}" is no language of the site', fix)])


def _build_languages(config: MkDocsConfig, codes: set[str]) -> None:
    """Have the i18n plugin build these languages and no others."""
    i18n: Any = config.plugins["i18n"]
    for language in i18n.config.languages:
        language.build = language.locale in codes


def _build_only(config: MkDocsConfig, project: Project) -> None:
    """Leave out all languages but the English and the one that is asked for, if one is."""
    only = str(config.extra.get("only") or "")
    if not only:
        return
    _known_language(only, "mkdocs.yml", project)
    kept = {next(iter(project.languages)), only}
    project.languages = {code: it for code, it in project.languages.items() if code in kept}
    project.editions = {code: it for code, it in project.editions.items() if code in kept}
    _build_languages(config, kept)


def _configuration_faults(config: MkDocsConfig, project: Project) -> Iterator[Finding]:
    """What mkdocs.yml must agree with: the languages of the registry in their order, and an address to publish at."""
    i18n: Any = config.plugins["i18n"]
    listed, registered = [language.locale for language in i18n.config.languages], list(project.languages)
    if listed != registered:
        problem = f"the languages are {', '.join(listed)}; locales/languages.toml has {', '.join(registered)}"
        yield Finding("mkdocs.yml", 1, problem, "list the same languages in the same order")
    if not re.fullmatch(r"https?://[^\s/]+/(\S*/)?", config.site_url or ""):
        problem = f'site_url is "{config.site_url}"'
        yield Finding("mkdocs.yml", 1, problem, "write an address that ends with a slash, also in SITE_URL")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave the theme's own assets out: pages load them joined, from the folder of assets."""
    for file in [file for file in files if file.src_uri.startswith(tuple(f"{folder}/" for folder in FOLDERS))]:
        files.remove(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Translate the titles of sections; those of pages are translated with the pages. Note the order of pages."""
    edition = edition_of(config)
    session_of(config).shown = Shown(edition, files, nav)
    session_of(config).order = [page.url.removeprefix(edition.language.prefix) for page in nav.pages]
    for item in nav.items:
        if isinstance(item, Section):
            item.title = edition.word(item.title, SITE, "a section of the navigation")
    return nav


@event_priority(100)
def _before_macros(markdown: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Tell the translator which page comes next."""
    session, edition = session_of(config), edition_of(config)
    _listen(session, page)
    domain = domain_of(page.file.src_uri)
    ours, theirs = (it.language.cldr.text_direction for it in (edition, source_edition(config)))
    session.source_direction = theirs if ours != theirs else ""
    session.look = lambda message: edition.say(domain, message)
    session.place = session.project.pages[page.file.src_uri].place
    return markdown


def _listen(session: Session, page: Page) -> None:
    assert session.shown is not None
    session.shown.listen(page.url)


@event_priority(-60)
def _after_macros(markdown: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Translate title and description, after macros has run the English title through Jinja."""
    edition, domain, file = edition_of(config), domain_of(page.file.src_uri), page.file.src_uri
    source = source_edition(config)
    for key, comment in (("title", TITLE), ("description", DESCRIPTION)):
        english = str(page.meta[key])
        message = Message(english, place=session_of(config).place(f"{key}: "), comment=comment)
        translated = edition.say(domain, message)
        page.meta[key] = edition.text(translated) if translated else source.text(english)
        page.meta[f"{key}_lang"] = None if translated else source.language.tag
    page.title = page.meta["title"]
    log.debug("translated %s into %s", file, edition.language.code)
    return markdown


on_page_markdown = CombinedEvent(_before_macros, _after_macros)


@event_priority(-50)
def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Any) -> str:
    """Put numbers, citations and blocks in the place of their tokens."""
    components = components_for(page.url, config)
    html = components.fill(html)
    page.meta["cited"] = components.cited
    return html


def components_for(url: str, config: MkDocsConfig) -> Components:
    """The components of a page, with links relative to it."""
    edition, source = edition_of(config), source_edition(config)
    prefix = edition.language.prefix
    return Components(
        edition,
        lambda page: get_relative_url(prefix + page, url),
        lambda file: get_relative_url(file, url),
        source=source,
    )


def on_env(env: Any, config: MkDocsConfig, files: Any) -> Any:
    """Escape by default, and give the theme its words, the list of editions, and what each page is."""
    edition, shown = edition_of(config), session_of(config).shown
    assert shown is not None
    shown.env = env
    env.autoescape = True
    env.globals["_"] = lambda text: edition.word(text, SITE, "a word of the theme")
    env.globals["edition"] = edition
    env.globals["editions"] = list(session_of(config).project.editions.values())
    env.globals["assets"] = folder_of(session_of(config).assets)
    env.globals["icon"] = Markup(session_of(config).icon)
    if not edition.is_source:
        session_of(config).beside[f"{edition.language.prefix}404.html"] = _not_found(env, edition, config).encode()
    return env


def _not_found(env: Any, edition: Edition, config: MkDocsConfig) -> str:
    """The page for unknown addresses in one language, for servers that look for it in the folder of the language."""
    base = urlsplit(config.site_url or "/").path  # it is shown at any address, so its links begin at the root
    return str(env.get_template("404.html").render(only=[edition], config=config, base_url=base, page=None))


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Any) -> Any:
    """Give the template of a page what is said of it to programs, and to people before they come."""
    edition, editions = edition_of(config), list(session_of(config).project.editions.values())
    _listen(session_of(config), page)
    path, file = page.url.removeprefix(edition.language.prefix), page.file.src_uri
    title, description, cited = str(page.meta["title"]), str(page.meta["description"]), page.meta["cited"]
    described = Described(file, path, title, description, config.site_url or "", get_build_date(), cited)
    headline = session_of(config).project.pages[file].headline
    shared = Shared(described, edition, editions, headline, config.site_author or "")
    session_of(config).shared[shared.file] = shared
    data = as_script(structured_data(described, edition, editions))
    return {**context, "shared": shared, "structured_data": data, "improve": improve_address(config, edition, file)}


def improve_address(config: MkDocsConfig, edition: Edition, file: str) -> str:
    """Where a page's translation is improved; empty for the English, and where nobody has said where that is."""
    if edition.is_source:
        return ""
    code, domain = edition.language.code, domain_of(file)
    if config.extra.get("translate_url"):
        return str(config.extra["translate_url"]).replace("{language}", code).replace("{catalog}", domain)
    if not (config.repo_url and config.edit_uri):
        return ""
    catalogs = config.edit_uri.removesuffix("docs/") + f"locales/{code}/LC_MESSAGES/{domain}.po"
    return urljoin(config.repo_url.rstrip("/") + "/", catalogs)


@event_priority(-50)
def on_post_build(config: MkDocsConfig) -> None:
    """After the last language: write the files beside the pages; fail on findings, or tell them while editing."""
    session = session_of(config)
    if edition_of(config) is not session.editions[-1]:
        return
    write_data(session.project, Path(config.site_dir))
    write_assets(session.assets, Path(config.site_dir))
    write_scenarios(session.project, Path(config.site_dir))
    written = [*session.beside.items(), *_feeds(session, config), *_of_sharing(session), *_of_translations(session)]
    for file, content in written:
        (Path(config.site_dir) / file).write_bytes(content)
    write_search(session.project, session.editions, session.order, Path(config.site_dir))
    write_receipts(session.editions, Path(config.site_dir))
    findings = sorted(set(session.project.edition_findings(session.editions)))
    if session.fall_back:
        return
    if findings and session.strict:
        raise PluginError(f"\n{report(findings)}")
    if findings:
        log.warning("\n%s", report(findings))


def _feeds(session: Session, config: MkDocsConfig) -> Iterator[tuple[str, bytes]]:
    for edition in session.editions:
        yield edition.language.prefix + FEED, feed(edition, config.site_url or "").encode()


def _of_translations(session: Session) -> Iterator[tuple[str, bytes]]:
    """How far the translations are, as data, and a badge for each."""
    languages = session.project.languages
    found = status(session.project.root, languages, [])
    yield STATUS_FILE, as_json(found).encode()
    for code in [it.language.code for it in session.editions if not it.is_source]:
        yield languages[code].prefix + BADGE, badge(total(found, code), languages[code].name).encode()


def _of_sharing(session: Session) -> Iterator[tuple[str, bytes]]:
    """What stands beside each page: its picture, and how it is cited. A text that no font has is told."""
    store = session.project.root / ".build" / "pictures"
    for folder, shared in session.shared.items():
        drawn = shared.drawn()
        if missing := drawn.missing():
            problem = f'no font has "{missing}", so its text is left out'
            print(f"warning: {Finding(folder + PICTURE, 1, problem, 'run `make fonts`')}", file=sys.stderr)
        yield folder + PICTURE, picture(drawn, store)
        yield folder + BIBTEX, shared.bibtex().encode()
        yield folder + CSL, shared.csl().encode()
