"""Changed numbers: read strictly, held to the figures as they are, and told in a feed of each language."""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import cases, replace_in
from small import small_book, small_folder

from calc.book import Book, read_book
from calc.changes import untold
from calc.errors import KensanError
from explainer.feed import FEED, feed
from explainer.pages import typed_digits
from explainer.project import Project
from explainer.site import untold_findings

ATOM = {"": "http://www.w3.org/2005/Atom"}
SITE = "https://example.org:8000/x/"
ENTRY = """[faster]
date = 2024-11-13
figure = "pace"
from = [1, 2]
to = 2.5
unit = "frame/hour"
why = "It was counted again."

"""


@pytest.fixture
def changed(small_calc: Path) -> Path:
    """The small project with a second change, above the first."""
    file = small_calc / "changes.toml"
    file.write_text(ENTRY + file.read_text(encoding="utf-8"), encoding="utf-8")
    return small_calc


@pytest.fixture
def small_calc(tmp_path: Path) -> Path:
    """The files of the small project; its change begins with a printed value."""
    folder = small_folder(tmp_path)
    replace_in(folder / "changes.toml", "from = 3", 'from = "printed_pace"')
    return folder


# ── Reading ──────────────────────────────────────────────────────────────────


def test_a_change_has_both_numbers_its_day_and_its_reason(changed: Path) -> None:
    """The first `from` is a printed value, by its name; the second the number to which the first change led."""
    changes = small_book(changed).changes
    faster, slower = changes.values()
    assert [*changes] == ["faster", "slower"]
    assert (slower.before, slower.after, slower.printed) == ((3, 3), (1, 2), "printed_pace")
    assert (faster.before, faster.after, faster.printed) == ((1, 2), (Decimal("2.5"),) * 2, "")
    assert (faster.date, faster.why, faster.line) == (datetime.date(2024, 11, 13), "It was counted again.", 1)
    assert slower.line == 9
    before, after = slower.figures()
    assert (before.is_range, after.is_range, after.low, after.high) == (False, True, 1, 2)
    assert (after.key, after.quantity, after.unit, after.style) == ("pace", "pace", "frame/hour", "plain")
    assert (after.exact, after.decimals, after.bare) == ((1.0, 2.0), None, False)


def test_without_changes_nothing_is_wrong(small_calc: Path) -> None:
    """As long as no number has changed."""
    (small_calc / "changes.toml").write_text("", encoding="utf-8")
    assert small_book(small_calc).changes == {}


@pytest.mark.parametrize("case", cases("change_faults.toml"), ids=lambda case: case["says"])
def test_a_fault_in_a_change_is_refused_with_its_line(changed: Path, case: dict) -> None:
    """And with what to do."""
    replace_in(changed / "changes.toml", case["old"], case["new"])
    with pytest.raises(KensanError, match=re.escape(case["says"])) as caught:
        small_book(changed)
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("calc/changes.toml", case["line"])
    assert case["fix"] in finding.fix


def test_a_key_by_another_name_is_missing_and_unknown(changed: Path) -> None:
    """Both are said at once, and nothing else of the entry."""
    replace_in(changed / "changes.toml", "why = ", "because = ")
    with pytest.raises(KensanError) as caught:
        small_book(changed)
    said = [finding.problem for finding in caught.value.findings]
    assert said == ['[faster] has no "why"', '[faster] has an unknown key "because"']


def test_faults_of_several_changes_are_named_together(changed: Path) -> None:
    """An older one whose keys are wrong hides nothing of a newer one."""
    replace_in(changed / "changes.toml", 'from = "printed_pace"', 'since = "printed_pace"')
    replace_in(changed / "changes.toml", 'figure = "pace"', 'figure = "pase"')
    with pytest.raises(KensanError) as caught:
        small_book(changed)
    assert [finding.line for finding in caught.value.findings] == [3, 9, 12]


HISTORY = """[lately]
date = 2024-11-16
figure = "frames"
from = [40, 80]
to = [48, 96]
unit = "frame"
why = "They were counted."

[more_work]
date = 2024-11-15
figure = "work"
from = 7
to = [3, 6]
unit = "frame/hour"
why = "It was counted."

[fastest]
date = 2024-11-14
figure = "pace"
from = 2.5
to = 3.5
unit = "frame/hour"
why = "It was counted a third time."

"""


def with_history(changed: Path, old: str = "", new: str = "") -> Path:
    """The two changes below three others, in which a text is replaced."""
    file = changed / "changes.toml"
    file.write_text(HISTORY + file.read_text(encoding="utf-8"), encoding="utf-8")
    replace_in(file, old, new)
    return changed


def test_changes_of_several_figures_may_follow_each_other(changed: Path) -> None:
    """Each figure has a history of its own."""
    assert [*small_book(with_history(changed)).changes] == ["lately", "more_work", "fastest", "faster", "slower"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("date = 2024-11-14", "date = 2024-11-12", "fastest is older than faster below it"),
        ("from = 2.5", "from = 3", "from of fastest: found 3, but faster led to 2.5"),
        ("from = 2.5", "from = 2", "from of fastest: found 2, but faster led to 2.5"),
        ("from = 2.5", "from = [1, 2]", "from of fastest: found 1 to 2, but faster led to 2.5"),
    ],
)
def test_a_change_is_held_against_the_last_one_before_it(changed: Path, old: str, new: str, says: str) -> None:
    """By its day, and by its number against that of the same figure."""
    with pytest.raises(KensanError) as caught:
        small_book(with_history(changed, old, new))
    (finding,) = caught.value.findings
    assert finding.problem == says


def test_a_figure_that_its_newest_change_does_not_tell_is_found(changed: Path) -> None:
    """By the place of that change; older ones are history."""
    book = small_book(changed)
    (finding,) = untold(book.changes, book.figures())
    assert (finding.file, finding.line) == ("calc/changes.toml", 1)
    assert finding.problem == "pace is 1 to 2 frame/hour, but faster says 2.5"
    replace_in(changed / "changes.toml", "to = 2.5", "to = 0.5")
    book = small_book(changed)
    (finding,) = untold(book.changes, book.figures())
    assert finding.problem == "pace is 1 to 2 frame/hour, but faster says 0.5"
    replace_in(changed / "changes.toml", "to = 0.5", "to = 2.5")
    replace_in(changed / "changes.toml", ENTRY, "")
    book = small_book(changed)
    assert list(untold(book.changes, book.figures())) == []


# ── Ours ─────────────────────────────────────────────────────────────────────


def test_every_figure_is_what_its_newest_change_says(project: Project) -> None:
    """Under every scenario the changes are those of the site as estimated."""
    assert len(project.book.changes) >= 4
    assert untold_findings(project) == []


def test_a_changed_assumption_must_be_told(numbers: Path) -> None:
    """A number that the feed has spoken of cannot change in silence."""
    replace_in(numbers / "assumptions.toml", "value = 0.15", "value = 0.05")
    book = read_book(numbers)
    told = {finding.problem.split()[0] for finding in untold(book.changes, book.figures())}
    assert told == {"ai_minutes", "peak_gpus"}


def test_reasons_type_no_number(book: Book) -> None:
    """Numbers are printed by the machine, here as everywhere."""
    assert [change.key for change in book.changes.values() if typed_digits(change.why)] == []


# ── The feed ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["en", "ja", "ko", "zh", "vi"])
def test_a_feed_is_whole(project: Project, code: str) -> None:
    """What Atom requires: ids of their own, titles, moments, an author, and its own address."""
    edition = project.editions[code]
    root = ElementTree.fromstring(feed(edition, SITE))
    home = SITE + edition.language.prefix
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == edition.language.tag
    assert {link.get("rel"): link.get("href") for link in root.findall("link", ATOM)} == {
        "self": home + FEED,
        "alternate": home,
    }
    assert root.findtext("author/name", namespaces=ATOM)
    entries = root.findall("entry", ATOM)
    ids = [it.findtext("id", namespaces=ATOM) for it in (root, *entries)]
    assert len(set(ids)) == len(ids) == len(project.book.changes) + 1
    assert all(
        re.fullmatch(rf"tag:example\.org,20\d\d-\d\d-\d\d:/x/{edition.language.prefix}changes\S*", it) for it in ids
    )
    moments = [it.findtext("updated", namespaces=ATOM) for it in entries]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext("updated", namespaces=ATOM) == moments[0]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", moment) for moment in moments)


def test_an_entry_says_what_changed_into_what_and_why(project: Project) -> None:
    """In the language's own numbers."""
    root = ElementTree.fromstring(feed(project.editions["vi"], SITE))
    entry = next(it for it in root.findall("entry", ATOM) if "/changes/peak_gpus" in it.findtext("id", "", ATOM))
    assert "991\u00a0nghìn" in entry.findtext("title", "", ATOM)
    content = entry.find("content", ATOM)
    assert content.get("type") == "html"
    numbers, why = re.fullmatch("<p>(.*)</p><p>(.*)</p>", content.text).groups()
    before, after = numbers.split(" → ")
    assert "720\u00a0nghìn" in before and "991\u00a0nghìn" in after and why
    assert entry.find("link", ATOM).get("href") == f"{SITE}vi/numbers/#peak_gpus"


@pytest.mark.site
def test_every_page_leads_to_the_feed_of_its_language(built: tuple[Path, Project]) -> None:
    """In the head for programs, in the footer for people; and it is there."""
    folder, project = built
    for language in project.languages.values():
        assert (folder / language.prefix / FEED).is_file()
        text = (folder / language.prefix / "compute" / "demand" / "index.html").read_text(encoding="utf-8")
        up = "../../../" if language.prefix else "../../"
        assert text.count('type="application/atom+xml"') == 2
        assert len(re.findall(rf'href="{re.escape(up + language.prefix)}(?:\./)?feed\.xml"', text)) == 2
