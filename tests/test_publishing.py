"""What stands between a build and its publication: further checks, headers, packed texts, and a disk that fails."""

import errno
import gzip
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from conftest import ROOT, replace_in

from explainer import publishing
from explainer.assets import PARENT
from explainer.budget import BYTES, Scales, budget_findings, files_loaded
from explainer.commits import is_edited, last_commit, last_commit_time
from explainer.headers import POLICY, headers
from explainer.manifest import files_of
from explainer.packing import pack_beside
from explainer.project import Project
from explainer.publishing import TOLD, making, rechecking
from explainer.site import BuildError
from explainer.site_checks import BuiltPage, check_site

Built = tuple[Path, Project]


@pytest.fixture
def broken(built: Built, tmp_path: Path) -> Path:
    """A copy of the built site that a test may break."""
    return Path(shutil.copytree(built[0], tmp_path / "site"))


PAGE = "ja/about/index.html"
# What is wrong with a page; all are looked at in one go, each on a page of its own.
HARM: dict[str, tuple[str, str, str, str]] = {
    "another policy": (PAGE, "default-src 'none'", "default-src *", 'content security policy is "default-src *'),
    "a script within": ("ja/glossary", "</head>", "<script>x()</script></head>", '"<script> within the page"'),
    "a style within": ("ja/sources", "</head>", "<style>p {}</style></head>", '"<style> within the page"'),
    "a handler": ("ja/background", "<body>", '<body onload="run()">', '"onload=" may not stand'),
    "a script from elsewhere": ("vi/about", "</head>", '<script src="//x.example/"></script></head>', "another host"),
    "a dead link": ("ja/implications", "</article>", '<a href="../nowhere/">x</a></article>', "dead link: ../nowhere/"),
    "a dead anchor": ("vi/glossary", "</article>", '<a href="#nowhere">x</a></article>', "dead anchor: #nowhere"),
    "another alternate": ("vi/implications", 'hreflang="ko" href="', 'hreflang="ko" href="x', "alternates"),
    "another language": ("vi/background", '<html lang="vi"', '<html lang="en"', 'lang is "en", expected "vi"'),
}


@pytest.fixture(scope="module")
def harmed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """The file and the problem of each finding in a site that is harmed in all these ways."""
    folder = Path(shutil.copytree(built[0], tmp_path_factory.mktemp("harmed") / "site"))
    for page, old, new, _ in HARM.values():
        replace_in(folder / file_of(page), old, new)
    return [(finding.file, finding.problem) for finding in check_site(folder, built[1])]


def file_of(page: str) -> str:
    """A page's file."""
    return page if page.endswith(".html") else f"{page}/index.html"


@pytest.mark.site
@pytest.mark.parametrize("name", HARM)
def test_harm_to_a_page_is_found_before_it_is_published(harmed: list[tuple[str, str]], name: str) -> None:
    """By the name of the page."""
    page, _, _, said = HARM[name]
    assert [problem for file, problem in harmed if file == file_of(page) and said in problem]


@pytest.mark.site
def test_no_harm_is_found_where_none_is_done(harmed: list[tuple[str, str]]) -> None:
    """In no other page; that which says to be in English lacks its translations."""
    assert {file for file, _ in harmed if not file.endswith("/vi/background/index.html")} == {
        file_of(page) for page, *_ in HARM.values()
    }


@pytest.mark.site
def test_pages_for_reading_are_within_their_budget(built: Built, pages: dict[str, BuiltPage]) -> None:
    """Without a browser: page, style sheet, script and font, packed; one that is not within it is found."""
    loads = {page.file: [it for it, _ in page.loads] for page in pages.values()}
    assert list(budget_findings(built[0], loads)) == []
    scales = Scales(built[0])
    costs = {file: sum(map(scales.bytes, {file, *files_loaded(file, loads[file])})) for file in ("index.html", PAGE)}
    assert all(BYTES / 2 < cost <= BYTES for cost in costs.values()), costs
    assert len(set(files_loaded(PAGE, loads[PAGE]))) == 3


@pytest.mark.site
def test_a_page_that_costs_too_much_is_found(broken: Path, pages: dict[str, BuiltPage]) -> None:
    """A list of all numbers may cost more."""
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(10_000))
    for file in (PAGE, "numbers/index.html"):
        replace_in(broken / file, "</article>", f"{noise}</article>")
    loads = {page.file: [it for it, _ in page.loads] for page in pages.values()}
    (finding,) = budget_findings(broken, loads)
    assert finding.file == PAGE and "it may cost 20,000" in finding.problem


@pytest.mark.site
def test_a_number_that_is_not_so_stops_the_publication(broken: Path) -> None:
    """It is worked out again apart from what made it; with falling back it is told and stops nothing."""
    page = broken / PAGE
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</article>", "<p>12345</p></article>"), encoding="utf-8")
    with rechecking(ROOT, broken, "as_estimated") as heed, pytest.raises(BuildError, match=r"ja/about/index\.html"):
        heed(False)


@pytest.mark.site
def test_a_reading_back_that_is_not_waited_for_is_ended(built: Built) -> None:
    """When something else stops the build."""
    with pytest.raises(ZeroDivisionError), rechecking(ROOT, built[0], "as_estimated"):
        raise ZeroDivisionError


def test_no_header_stands_in_two_rules() -> None:
    """Hosts would join the two values. Each rule has the form that hosts read."""
    rules = headers().decode("ascii").split("\n/")
    names = [line.partition(":")[0].strip() for rule in rules for line in rule.splitlines()[1:]]
    assert len(names) == len(set(names)) == 4
    assert rules[1].startswith(f"{PARENT}/*\n  Cache-Control: public, max-age=31536000, immutable")
    assert f"  Content-Security-Policy: {POLICY}; frame-ancestors 'none'\n" in headers().decode("ascii")
    assert all(len(line) < 2000 for line in headers().splitlines())


def test_texts_are_packed_beside_themselves(tmp_path: Path) -> None:
    """Where that is smaller, always with the same bytes; what is packed already, and what is tiny, stays alone."""
    (tmp_path / "ja").mkdir()
    text = "検算する。\n" * 100
    for name in ("ja/index.html", "sitemap.xml", "card.png", "tiny.txt"):
        (tmp_path / name).write_text(text if name != "tiny.txt" else "short", encoding="utf-8")
    (tmp_path / "sitemap.xml.gz").write_bytes(b"its own")
    assert pack_beside(tmp_path) == 3
    made = {"ja/index.html.br", "ja/index.html.gz", "sitemap.xml.br"}
    assert set(files_of(tmp_path)) == made | {"ja/index.html", "sitemap.xml", "sitemap.xml.gz", "card.png", "tiny.txt"}
    assert brotli.decompress((tmp_path / "ja/index.html.br").read_bytes()).decode() == text
    packed = (tmp_path / "ja/index.html.gz").read_bytes()
    assert gzip.decompress(packed).decode() == text
    assert packed[3:8] == bytes(5)  # no name, no date


@pytest.mark.parametrize("number", TOLD, ids=errno.errorcode.get)
def test_a_disk_that_fails_is_told_in_two_lines(tmp_path: Path, number: int) -> None:
    """With the place and the fix; nothing is left over."""
    (tmp_path / "root").mkdir()
    with pytest.raises(BuildError) as caught, making(tmp_path / "root", tmp_path / "site") as folder:
        raise OSError(number, "failed", str(folder / "it"))
    place, fix = str(caught.value).split("\n")
    assert "it: " in place and "nothing is published" in place and fix.startswith("  fix: ")
    assert [path.name for path in tmp_path.iterdir()] == ["root"]


def test_another_failure_stays_what_it_is(tmp_path: Path) -> None:
    """For the line that is told of what nobody foresaw."""
    with pytest.raises(FileNotFoundError), making(tmp_path, tmp_path / "site"):
        (tmp_path / "nothing").read_bytes()


def test_a_place_where_a_disk_is_mounted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be exchanged; a folder in it can."""
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda self: True)
    with pytest.raises(BuildError, match="a disk is mounted there\n  fix: name a folder in it"):
        publishing.refuse_target(tmp_path / "root", tmp_path / "site")


@pytest.mark.site
def test_a_build_that_may_write_no_large_file_leaves_the_site(copy: Path) -> None:
    """As one whose disk is full: two lines, no traceback, nothing left over."""
    (copy / "site").mkdir()
    (copy / "site" / "sitemap.xml").write_text("earlier", encoding="utf-8")
    limit: Callable[[], None] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))  # noqa: E731
    command = [sys.executable, "-B", "-m", "explainer", "build"]
    done = subprocess.run(command, cwd=copy, capture_output=True, encoding="utf-8", preexec_fn=limit, check=False)
    assert done.returncode == 1
    assert "a file may not be as large as that here; nothing is published\n  fix: " in done.stderr
    assert "Traceback" not in done.stderr
    assert files_of(copy / "site") == ["sitemap.xml"]
    assert not list(copy.glob(".site-making-*"))


def git(root: Path, *arguments: str) -> str:
    """What git prints, run by somebody."""
    name = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *name, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def test_the_source_is_known_by_its_commit(tmp_path: Path) -> None:
    """And whether it was edited since: of what a site is made from, whatever else lies around."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "mkdocs.yml").write_text("one", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "one", "--date", "2001-02-03T04:05:06Z")
    assert last_commit(tmp_path) == git(tmp_path, "rev-parse", "HEAD")
    assert last_commit_time(tmp_path) == git(tmp_path, "log", "-1", "--format=%ct")
    (tmp_path / "part-ja").mkdir()
    (tmp_path / "part-ja" / "x").write_text("", encoding="utf-8")
    assert not is_edited(tmp_path)
    (tmp_path / "calc").mkdir()
    (tmp_path / "calc" / "new.toml").write_text("", encoding="utf-8")
    assert is_edited(tmp_path)


def test_outside_of_git_nothing_is_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That git refuses a repository is told, because two builds would not be alike."""
    assert (last_commit(tmp_path), is_edited(tmp_path), last_commit_time(tmp_path)) == (None, False, "0")
    assert capsys.readouterr().err == ""
    (tmp_path / ".git").mkdir()
    assert last_commit_time(tmp_path) == "0"
    assert "warning: git tells no commit, so the build is dated 1970" in capsys.readouterr().err
