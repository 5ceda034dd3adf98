"""The numbers that changed, as an Atom feed (RFC 4287) in one language, newest first."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement
from xml.sax.saxutils import escape

from calc.changes import Change
from explainer.catalogs import SITE
from explainer.components import NUMBERS_PAGE
from explainer.editions import Edition

FEED = "feed.xml"
TITLE = "Changed numbers"
ATOM, MEDIA = "http://www.w3.org/2005/Atom", "application/atom+xml"


def feed(edition: Edition, site: str) -> str:
    """The feed as XML. `site` is the address of the site with a slash at its end."""
    home, changes = site + edition.language.prefix, list(edition.book.changes.values())
    root = Element("feed", {"xmlns": ATOM, "xml:lang": edition.language.tag})
    kensan = edition.word("Kensan", SITE, "a word of the theme")
    _text(root, "id", _tag(home, min(change.date for change in changes), "changes"))
    _text(root, "title", f"{edition.word(TITLE, SITE, 'a word of the theme')} – {kensan}")
    _text(root, "updated", _moment(max(change.date for change in changes)))
    _text(SubElement(root, "author"), "name", kensan)
    SubElement(root, "link", {"rel": "self", "type": MEDIA, "href": home + FEED})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": home})
    for change in changes:
        _entry(root, change, edition, home)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _entry(root: Element, change: Change, edition: Edition, home: str) -> None:
    """A change: what is stated now as the title; from what, to what and why as the content."""
    before, after = (edition.print(figure) for figure in change.figures())
    why = edition.word(change.why, comment=f"why the number of {change.key} changed")
    entry = SubElement(root, "entry")
    _text(entry, "id", _tag(home, change.date, f"changes/{change.key}"))
    _text(entry, "title", f"{edition.name(change.statement.quantity)} – {after}")
    _text(entry, "updated", _moment(change.date))
    SubElement(entry, "link", {"href": f"{home}{NUMBERS_PAGE}#{change.statement.quantity}"})
    _text(entry, "content", f"<p>{escape(f'{before} → {after}')}</p><p>{escape(why)}</p>", type="html")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = text


def _tag(home: str, date: datetime.date, name: str) -> str:
    """A name that stays when the feed moves to another address (RFC 4151)."""
    parts = urlsplit(home)
    return f"tag:{parts.hostname},{date.isoformat()}:{parts.path}{name}"


def _moment(date: datetime.date) -> str:
    return f"{date.isoformat()}T00:00:00Z"
