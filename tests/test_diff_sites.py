"""The change report against brute force: two built sites, read here by regular expressions alone and compared."""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from conftest import CODES, cases, replace_in

from explainer.diff.markdown import LIMIT, as_markdown
from explainer.diff.report import Report, compare
from explainer.diff.snapshot import Snapshot, from_json, snapshot
from explainer.project import Project
from explainer.site import build_into

pytestmark = pytest.mark.site
TODAY = datetime.date(2026, 1, 1)
CHANGES = cases("real_changes.toml")
UNREAD = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
STATED = re.compile(
    r'<a class="n [^>]*? data-n="(\w+)"([^>]*)>(.*?)</a>|<(data|span) class="digits" data-n="(\w+)"(.*?)</\4>'
)
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|code|data|em|i|kbd|mark|q|s|small|span|strong|sub|sup|time|var)\b[^>]*>")
SPOKEN = re.compile(r'\s(?:aria-label|alt|title)="([^"]*)"|<meta name="description" content="([^"]*)"')
ENDS = (".", "!", "?", "。", "！", "？")


class Page:
    """What one built page has: its numbers, each with value and text, and the pieces of its text."""

    def __init__(self, path: Path) -> None:
        html = re.sub(r"[ \t\r\n\f]+", " ", UNREAD.sub("", path.read_text(encoding="utf-8")))
        self.numbers = Counter(self._numbers(html))
        pieces = re.split(r"<[^>]*>", re.sub(" +", " ", INLINE.sub("", html)))
        spoken = ["".join(found) for found in SPOKEN.findall(html)]
        self.texts = Counter(text for text in (unescape(it).strip(" ") for it in pieces + spoken) if text)

    def _numbers(self, html: str) -> Iterator[tuple[str, str, str, str]]:
        for key, told, inner, _, plain_key, rest in STATED.findall(html):
            value = re.search(r' value="([^"]*)"', inner or rest)
            text = re.sub(r"<[^>]*>", "", inner or rest.partition(">")[2])
            yield key or plain_key, told, value[1] if value else "", unescape(text)


def pages_of(site: Path, code: str) -> dict[str, Page]:
    """The pages of one language by their addresses below its first."""
    home = site if code == "en" else site / code
    files = [path.relative_to(home).as_posix() for path in home.rglob("index.html")]
    return {file: Page(home / file) for file in files if code != "en" or file.split("/")[0] not in CODES}


def apart(old: Counter, new: Counter) -> int:
    """How many differ, whatever their order."""
    return max((old - new).total(), (new - old).total())


@pytest.fixture(scope="module")
def before(built: tuple[Path, Project]) -> Snapshot:
    """What is published today."""
    folder, project = built
    return snapshot(project, folder)


@pytest.fixture(scope="module")
def sites(built: tuple[Path, Project]) -> dict[str, dict[str, Page]]:
    """The pages of today's site, by language, as brute force reads them."""
    return {code: pages_of(built[0], code) for code in CODES}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change["name"])
def test_the_report_counts_what_brute_force_finds(
    change: dict,
    before: Snapshot,
    sites: dict[str, dict[str, Page]],
    copy: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Numbers, texts and pages, in each language; every sentence, and no other."""
    for edit in change["edits"]:
        replace_in(copy / edit["file"], edit["old"], edit["new"])
    folder = tmp_path_factory.mktemp("after")
    after = snapshot(build_into(copy, folder), folder)
    report = compare(before, after, TODAY)
    built_pages, changed_pages, changed_ids = 0, set(), set()
    for code in CODES:
        old, new = sites[code], pages_of(folder, code)
        assert old.keys() == new.keys() and len(old) == 19
        texts = {file: apart(old[file].texts, new[file].texts) for file in old}
        places = {file: apart(old[file].numbers, new[file].numbers) for file in old}
        assert report.counts["texts"][code] == sum(texts.values())
        assert report.counts["places"][code] == sum(places.values())
        differing = {file for file in old if texts[file] or places[file]}
        built_pages, changed_pages = built_pages + len(differing), changed_pages | differing
        changed_ids |= changed_numbers(old, new)
        the_sentences_are_those_of_the_site(report, code, old, new)
    assert (report.counts["pages"], report.counts["built_pages"]) == (len(changed_pages), built_pages)
    assert {it.id for it in report.numbers} == changed_ids
    assert report.counts["numbers"] == len(changed_ids)
    as_expected(change, report)
    assert len(as_markdown(report, "main", "report.html")) <= LIMIT


def changed_numbers(old: dict[str, Page], new: dict[str, Page]) -> set[str]:
    """The numbers that stood with a value or a text that is gone, and stand with one that is new."""
    stated: list[dict[str, set]] = []
    for pages in (old, new):
        found: dict[str, set] = {}
        for page in pages.values():
            for key, told, value, text in page.numbers:
                more = ", ".join(f"{name}: {it}" for name, it in re.findall(r'data-([a-z]+)="([^"]*)"', told))
                found.setdefault(f"{key} ({more})" if more else key, set()).add((value, text))
        stated.append(found)
    old_ones, new_ones = stated
    both = old_ones.keys() & new_ones.keys()
    return {id_ for id_ in both if old_ones[id_] - new_ones[id_] and new_ones[id_] - old_ones[id_]}


def the_sentences_are_those_of_the_site(report: Report, code: str, old: dict[str, Page], new: dict[str, Page]) -> None:
    """Each that the report has is new on all its pages; each new piece of prose on a page has one of the report's."""
    gained = {file: set(new[file].texts - old[file].texts) for file in new}
    lost = {file: set(old[file].texts - new[file].texts) for file in old}
    told: dict[str, list[str]] = {file: [] for file in new}
    for change in report.sentences:
        for edit in change.edits[code]:
            assert "".join(piece for piece, _ in edit.parts) == edit.before != edit.after
            assert "".join(piece for _, piece in edit.parts) == edit.after
            for file in change.pages:
                told[file].append(edit.after)
                for said, site, differing in ((edit.before, old, lost), (edit.after, new, gained)):
                    # A verdict such as "agrees" may have come in one row of a page and gone from another.
                    among = differing[file] if said.endswith(ENDS) else site[file].texts
                    assert any(said in text for text in among), (file, said)
    for file, texts in gained.items():
        for text in texts:
            assert not text.endswith(ENDS) or any(sentence in text for sentence in told[file]), (file, text)


def as_expected(change: dict, report: Report) -> None:
    """What a person expects of this change is in the report; what changes nothing has one line."""
    assert set(change["numbers"]) <= {it.id for it in report.numbers}
    assert set(change["claims"]) <= {it.claim for it in report.claims}
    assert set(change["charts"]) <= {it.chart for it in report.charts}
    assert set(change["scenarios"]) <= {it.scenario for it in report.scenarios}
    assert report.faults == [] and report.overdue == {}
    if change["numbers"]:
        assert not report.is_empty and report.causes
        return
    assert (report.numbers, report.claims, report.charts, report.scenarios) == ([], [], [], [])
    text = as_markdown(report, "main", "report.html")
    assert text.startswith("**No published number changes")
    assert report.is_empty == (len(text.splitlines()) == 1) == all("calc/" in it["file"] for it in change["edits"])


def test_a_snapshot_is_the_same_after_being_written_and_read(before: Snapshot) -> None:
    """To the last number; one of another format is not read."""
    assert from_json(before.as_json()) == before
    assert from_json('{"format": 0}') is None


def test_a_state_held_against_itself_changes_nothing(before: Snapshot) -> None:
    """But says which assumptions are due by a day."""
    report = compare(before, before, TODAY)
    assert report.is_empty and report.overdue == {}
    late = compare(before, before, datetime.date(2027, 7, 1))
    assert late.overdue and set(late.overdue.values()) == {"2027-06-30"}
    assert len(as_markdown(late, "main", "report.html").splitlines()) == 1
    assert "youtube_ai_share" in as_markdown(late, "main", "report.html").replace("\\", "")
