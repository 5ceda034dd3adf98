"""What is wrong with a built site: dead links, missing alternates, tokens left over, languages that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from calc.errors import Finding
from explainer.budget import budget_findings
from explainer.headers import POLICY
from explainer.project import Project
from explainer.sharing import PICTURE
from explainer.tokens import CLOSE, OPEN

LEFT_OVER = re.compile(rf"[{OPEN}{CLOSE}]|\{{\{{|\{{%|\{{[a-z][a-z0-9_]*\}}|\b(?:nan|inf|NaN|Infinity|undefined)\b")
ALLOWED_TAGS = {
    "a", "abbr", "aside", "b", "br", "button", "circle", "cite", "code", "data", "dd", "defs", "desc", "details",
    "div", "dl", "dt", "ellipse", "em", "fieldset", "figcaption", "figure", "form", "g", "h1", "h2", "h3", "h4",
    "header", "hr", "i", "input", "kbd", "label", "legend", "li", "line", "link", "mark", "math", "meta", "mfrac",
    "mi", "mn", "mo", "mrow", "msup", "mtext", "nav", "ol", "option", "output", "p", "path", "polygon", "polyline",
    "pre", "q", "rect", "rp", "rt", "ruby", "section", "select", "small", "span", "strong", "sub", "summary", "sup",
    "svg", "table", "tbody", "td", "template", "text", "th", "thead", "time", "title", "tr", "tspan", "ul", "use",
    "var",
}  # fmt: skip
"""What an article may be made of. Nothing here runs, loads or frames anything."""
NEVER = re.compile(r"on.*|style|srcdoc|formaction|ping|background")
DATA = "application/ld+json"
SCHEMES = {"http", "https", "mailto"}
SITE_ROOT = "http://site.invalid/"
LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("use", "href")}
NOT_LOADED = {"canonical", "alternate", "license", "prev", "next", "author"}


@dataclass
class BuiltPage(HTMLParser):
    """One HTML page: its language, ids, links, figures and visible text."""

    file: str
    lang: str = ""
    ids: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    loads: list[tuple[str, int]] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    picture: str = ""
    policy: str = ""
    figures: list[str] = field(default_factory=list)
    untranslated: list[int] = field(default_factory=list)
    text: list[tuple[str, int]] = field(default_factory=list)
    foreign: list[tuple[str, int]] = field(default_factory=list)
    hidden: bool = False
    in_article: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take from a tag what the checks need."""
        values, line = {name: value or "" for name, value in attrs}, self.getpos()[0]
        self.hidden = tag in ("script", "style")
        self.in_article = self.in_article or tag == "article"
        self._foreign(tag, values, line)
        if tag == "html":
            self.lang = values.get("lang", "")
        if "id" in values:
            self.ids.append(values["id"])
            self.headings += [values["id"]] if re.fullmatch("h[2-6]", tag) else []
        if tag == "a" and "href" in values:
            self.links.append((values["href"], line))
        self.figures += [values["data-n"]] if "data-n" in values else []
        self.untranslated += [line] if "untranslated" in values.get("class", "").split() else []
        self._loads(tag, values, line)
        self.text += [
            (value, line) for name, value in values.items() if name in ("title", "alt", "content", "aria-label")
        ]

        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if values.get("property") == "og:image":
            self.picture = values["content"]

    def _foreign(self, tag: str, values: dict[str, str], line: int) -> None:
        """Note what no page of ours has: other tags in the text, handlers, styles, odd addresses."""
        if self.in_article and tag not in ALLOWED_TAGS | {"article"}:
            self.foreign.append((f"<{tag}>", line))
        elif tag == "style" or (tag == "script" and "src" not in values and values.get("type") != DATA):
            self.foreign.append((f"<{tag}> within the page", line))
        self.foreign += [(f"{name}=", line) for name in values if NEVER.fullmatch(name)]
        address = re.sub(r"[\s\x00-\x20]", "", values.get("href", "") or values.get("action", ""))
        scheme = re.match(r"([A-Za-z][\w+.-]*):", address)
        if scheme and scheme[1].lower() not in SCHEMES and values.get("rel") != "icon":
            self.foreign.append((scheme.group(), line))

    def _loads(self, tag: str, values: dict[str, str], line: int) -> None:
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        if tag == "link" and values.get("rel") == "alternate" and "hreflang" in values:
            self.alternates[values["hreflang"]] = values["href"]
        if values.get("rel") not in NOT_LOADED:
            self.loads += [(value, line) for name, value in values.items() if (tag, name) in LOADED]

    def handle_data(self, data: str) -> None:
        """Keep the text that a reader sees."""
        if not self.hidden:
            self.text.append((data, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        """After a script or a style, text is visible again."""
        self.hidden = False
        self.in_article = self.in_article and tag != "article"


def check_site(folder: Path, project: Project, fall_back: bool = False) -> list[Finding]:
    """Everything wrong with the built site in a folder; with `fall_back`, untranslated paragraphs are not."""
    pages = read_pages(folder)
    if fall_back:
        for page in pages.values():
            page.untranslated.clear()
    findings = [finding for page in pages.values() for finding in _page_findings(page, pages, folder)]
    findings += _language_findings(pages, project)
    findings += budget_findings(folder, {page.file: [it for it, _ in page.loads] for page in pages.values()})
    return sorted(set(findings))


def read_pages(folder: Path) -> dict[str, BuiltPage]:
    """Every HTML page below the folder, by its path."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        page = BuiltPage(path.relative_to(folder).as_posix())
        page.feed(path.read_text(encoding="utf-8"))
        pages[page.file] = page
    return pages


def _page_findings(page: BuiltPage, pages: dict[str, BuiltPage], folder: Path) -> Iterator[Finding]:
    for text, line in page.text:
        left = LEFT_OVER.search(text)
        if left:
            yield Finding(page.file, line, f'"{left.group()}" is left in the page', "find the macro or word behind it")
    for found, line in page.foreign:
        yield Finding(page.file, line, f'"{found}" may not stand in a page', "find the text or template behind it")
    for repeated in (name for name, count in Counter(page.ids).items() if count > 1):
        yield Finding(page.file, 1, f'the id "{repeated}" stands twice', "rename one of the two")
    if page.policy != POLICY:
        problem = f'its content security policy is "{page.policy}"'
        yield Finding(page.file, 1, problem, "see theme/partials/base.html and explainer/headers.py")
    for line in page.untranslated:
        yield Finding(page.file, line, "an untranslated paragraph", "run `make check` to see the message")
    if page.canonical and page.picture != page.canonical + PICTURE:
        yield Finding(page.file, 1, f'its picture is "{page.picture}"', f"it must be the page's own {PICTURE}")
    elif page.canonical and not (folder / page.file).with_name(PICTURE).is_file():
        yield Finding(page.file, 1, f"no {PICTURE} is beside it", "see explainer/pictures.py")
    for address, line in page.loads:
        if urlsplit(address).netloc:
            yield Finding(page.file, line, f"loads {address} from another host", "serve it from this site")
        else:
            yield from _link_finding(page, address, line, pages, folder)
    for address, line in page.links:
        yield from _link_finding(page, address, line, pages, folder)


def _link_finding(
    page: BuiltPage, address: str, line: int, pages: dict[str, BuiltPage], folder: Path
) -> Iterator[Finding]:
    """A finding if a link within the site leads nowhere."""
    target = urlsplit(urljoin(SITE_ROOT + page.file, address))
    if f"{target.scheme}://{target.netloc}/" != SITE_ROOT:
        return
    path = unquote(target.path).lstrip("/")
    path = path + "index.html" if path == "" or path.endswith("/") else path
    if not (folder / path).is_file():
        yield Finding(page.file, line, f"dead link: {address}", "correct the address")
    elif target.fragment and path in pages and unquote(target.fragment) not in pages[path].ids:
        yield Finding(page.file, line, f"dead anchor: {address}", "correct the part after #")


def _language_findings(pages: dict[str, BuiltPage], project: Project) -> Iterator[Finding]:
    """Every page in every language, with the same headings, the same figures and mutual alternates."""
    languages = list(project.languages.values())
    tags = {language.tag for language in languages} | {"x-default"}
    for source in [page for page in pages.values() if page.lang == languages[0].tag and page.file != "404.html"]:
        for language in languages:
            file = language.prefix + source.file
            page = pages.get(file)
            if page is None:
                yield Finding(file, 1, "the page is missing", "build again; every page stands in every language")
                continue
            if page.lang != language.tag:
                yield Finding(file, 1, f'lang is "{page.lang}", expected "{language.tag}"', "see theme/main.html")
            if set(page.alternates) != tags or page.alternates != source.alternates:
                problem = f"alternates {sorted(page.alternates)}, expected {sorted(tags)}"
                yield Finding(file, 1, problem, "see theme/main.html")
            if page.canonical != page.alternates.get(language.tag):
                yield Finding(file, 1, f"canonical is {page.canonical}", "it must be the page's own alternate")
            if page.headings != source.headings:
                yield Finding(file, 1, "headings have other ids than in English", "see explainer/translate.py")
            here, there = Counter(page.figures), Counter(source.figures)
            if here != there:
                odd = sorted((here - there) + (there - here))
                yield Finding(file, 1, f"figures differ from the English page: {odd}", "correct the placeholders")
