"""The whole site: every page by itself, every page against its other languages, the sitemap against all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from recheck.beside import check_beside
from recheck.checking import Checked
from recheck.comparing import compare, compare_alone
from recheck.exact import Exact
from recheck.findings import Finding
from recheck.links import check_alternates, check_links
from recheck.pages import BIBTEX, CSL, FEED, NOT_FOUND, PICTURE, ROBOTS, SITEMAP, Page, Site
from recheck.receipt_files import check_receipt_files
from recheck.sharing import check_pictures, check_sharing
from recheck.sitemap import check_sitemap
from recheck.structured import check_structured
from recheck.tongues import TONGUES
from recheck.wording import DIGIT

NUMBERS, DATES = ("number", "mention", "power", "term"), ("date", "day")


class Recheck:
    """A site read once, and compared with the exact values of the model."""

    def __init__(self, site: Site, exact: Exact) -> None:
        self.site, self.exact = site, exact
        self.checked = {file: Checked(page, exact) for file, page in site.pages.items()}

    @cached_property
    def _addresses(self) -> list[str]:
        """The address of each page, the same in every language."""
        return sorted({page.address for page in self.site.pages.values() if not page.is_not_found})

    def findings(self) -> list[Finding]:
        """Everything that is wrong with the site."""
        found = [*check_sitemap(self.site.sitemap, self.site), *self._missing(), *check_pictures(self.site)]
        found += [finding for file in self.site.beside for finding in self._findings_beside(file)]
        found += check_receipt_files(self.site, self.site.receipts)
        for checked in self.checked.values():
            found += self._findings_of(checked)
        for address in self._addresses:
            found += self._compared(address)
        for checked in self.checked.values():
            found += self._alone(checked) if checked.page.is_not_found else ()
        return sorted(set(found))

    def findings_with(self, file: str, text: str) -> list[Finding]:
        """What would be wrong with one file if it had this text, by itself and beside the others as they are."""
        if file == SITEMAP:
            return list(check_sitemap(text, self.site))
        if file in self.site.beside:
            return list(self._findings_beside(file, text))
        if file in self.site.receipts:
            return list(check_receipt_files(self.site, {**self.site.receipts, file: text}))
        changed = Checked(Page(file, text), self.exact)
        around = self._alone(changed) if changed.page.is_not_found else self._compared(changed.page.address, changed)
        return [*self._findings_of(changed), *around]

    def _findings_of(self, checked: Checked) -> list[Finding]:
        """What is wrong with a page by itself, with its links, and with what it says to programs."""
        page = checked.page
        outside = () if page.is_not_found else [*check_alternates(page, self.site), *check_sharing(page, self.site)]
        structured = check_structured(page, self.exact, self.site)
        return [*checked.findings, *check_links(page, self.site), *outside, *structured]

    def _findings_beside(self, file: str, text: str | None = None) -> Iterator[Finding]:
        """What is wrong with a small file that is no page, as it is or with another text."""
        return check_beside(file, self.site.beside[file] if text is None else text, self.exact, self.site)

    def _compared(self, address: str, changed: Checked | None = None) -> Iterator[Finding]:
        """What is wrong between the languages of a page, one of them perhaps changed."""
        files = [f"{tongue.prefix}{address}index.html" for tongue in TONGUES]
        versions = [self.checked[file] for file in files if file in self.checked]
        return compare([changed if changed and changed.page.file == it.page.file else it for it in versions])

    def _alone(self, page: Checked) -> Iterator[Finding]:
        """What is wrong with a page for unknown addresses, which has no other languages."""
        return compare_alone(page, self._known)

    @cached_property
    def _known(self) -> frozenset[tuple[str, object]]:
        """What the pages say that have an address: (kind, value) of each piece."""
        pages = [checked for checked in self.checked.values() if not checked.page.is_not_found]
        return frozenset((piece.kind, piece.value) for page in pages for piece in page.pieces)

    def _missing(self) -> Iterator[Finding]:
        """A finding for each page, and each file beside one, that does not stand in every language."""
        folders = [tongue.prefix + address for address in self._addresses for tongue in TONGUES]
        files = [folder + name for folder in folders for name in ("index.html", PICTURE, BIBTEX, CSL)]
        files += [tongue.prefix + name for tongue in TONGUES for name in (NOT_FOUND, FEED)]
        for file in (*files, ROBOTS):
            if file not in self.site.files:
                yield Finding(file, 1, "no such page" if file.endswith(".html") else "no such file", "one of each")

    def digits(self) -> Counter[str]:
        """How many digits of the pages are in pieces of which kind."""
        counts: Counter[str] = Counter()
        for checked in self.checked.values():
            for piece in checked.pieces:
                counts[piece.kind] += len(DIGIT.findall(checked.page.text, piece.start, piece.end))
        counts["receipt"] = sum(len(DIGIT.findall(text)) for text in self.site.receipts.values())
        counts["sitemap"] = len(DIGIT.findall(self.site.sitemap))
        return counts

    def pieces(self) -> Counter[str]:
        """How many pieces of which kind the pages have."""
        return Counter(piece.kind for checked in self.checked.values() for piece in checked.pieces)

    def summary(self) -> str:
        """One line: what was read."""
        pieces = self.pieces()
        numbers, dates = (sum(pieces[kind] for kind in kinds) for kinds in (NUMBERS, DATES))
        languages = {page.tongue.code for page in self.site.pages.values()}
        return (
            f"{len(self.site.pages)} pages, {len(languages)} languages, {numbers:,} numbers, {dates:,} dates, "
            f"{self.sums()} sums, {sum(self.digits().values()):,} digits accounted for"
        )

    def sums(self) -> int:
        """How many written sums the pages have."""
        return sum(len(page.with_class("sum")) for page in self.site.pages.values())
