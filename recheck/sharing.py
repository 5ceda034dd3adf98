"""How a page looks where a link to it is shared: it is the page's own title, description, address and picture."""

from __future__ import annotations

from collections.abc import Iterator

from recheck.findings import Finding
from recheck.pages import FEED, PICTURE, Page, Site
from recheck.tongues import TONGUES, Tongue
from recheck.wording import read_wording

LOCALES = {"en": "en_US", "ja": "ja_JP", "ko": "ko_KR", "zh": "zh_CN", "vi": "vi_VN"}
SIZE = 1200, 630
ALT = "og:image:alt"


def title_of(page: Page) -> str:
    """The page's title, as it shows it."""
    return " ".join(element.text for element in page.with_tag("h1"))


def described(page: Page) -> str:
    """The page's description."""
    return "".join(meta.get("content") for meta in page.with_tag("meta") if meta.get("name") == "description")


def check_sharing(page: Page, site: Site) -> Iterator[Finding]:
    """What is wrong with what a page says to those who show a link to it, and with its link to the feed."""
    metas = [meta for meta in page.with_tag("meta") if "property" in meta.attributes]
    shown, expected = [(meta.get("property"), meta.get("content")) for meta in metas], _expected(page, site)
    alt = dict(shown).get(ALT, "")
    if [it for it in shown if it[0] != ALT] != expected:
        odd = sorted(set(shown) ^ set(expected) - {(ALT, alt)})
        yield page.finding(metas[0].start if metas else 0, f"for sharing {odd or shown}", str(expected))
    stated, known = (_numbers(text, page.tongue) for text in (alt, described(page)))
    if not alt.startswith(title_of(page)) or len(stated) != bool(known) or not set(stated) <= set(known):
        expected_alt = f'"{title_of(page)}", with the number of the description if it has one'
        yield page.finding(metas[0].start if metas else 0, f'the picture as "{alt}"', expected_alt)
    cards = [meta.get("content") for meta in page.with_tag("meta") if meta.get("name") == "twitter:card"]
    if cards != ["summary_large_image"]:
        yield page.finding(0, f"the cards {cards}", "summary_large_image")
    feeds = [page.target(link.get("href"))[0] for link in page.with_tag("link") if "atom" in link.get("type")]
    if feeds != [page.tongue.prefix + FEED]:
        yield page.finding(0, f"the feeds {feeds}", page.tongue.prefix + FEED)


def _expected(page: Page, site: Site) -> list[tuple[str, str]]:
    """What a page should say, in its order, without the words that stand for the picture."""
    address, width, height = site.base + page.path, *map(str, SIZE)
    others = [tongue.code for tongue in TONGUES if tongue is not page.tongue]
    return [
        ("og:type", "article"),
        ("og:site_name", "Kensan"),
        ("og:title", title_of(page)),
        ("og:description", described(page)),
        ("og:url", address),
        ("og:locale", LOCALES[page.tongue.code]),
        *(("og:locale:alternate", LOCALES[code]) for code in others),
        ("og:image", address + PICTURE),
        ("og:image:width", width),
        ("og:image:height", height),
    ]


def _numbers(text: str, tongue: Tongue) -> list[object]:
    return [token.value for token in read_wording(text, tongue) if token.kind == "number"]


def check_pictures(site: Site) -> Iterator[Finding]:
    """A finding for each picture that is not of the size that its page gives."""
    for file, size in site.pictures.items():
        if size != SIZE:
            yield Finding(file, 1, f"a picture of {size[0]} by {size[1]}", f"a PNG of {SIZE[0]} by {SIZE[1]}")
