"""What many tests share: the project as it is, a copy of it to break, and the site built once."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import Server, served, system_chromium
from playwright.sync_api import Browser, BrowserContext, Page
from small import small_book, small_folder

from calc.book import Book, read_book
from explainer.project import Project, read_project
from explainer.site import build_into
from explainer.site_checks import BuiltPage, read_pages

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("calc", "docs", "explainer", "locales", "recheck", "theme", "mkdocs.yml")
CODES = ("en", "ja", "ko", "zh", "vi")


def cases(file: str, kind: str = "case") -> list[dict]:
    """The cases of one kind in a data file; a file without any is refused."""
    found = tomllib.loads((ROOT / "tests" / "data" / file).read_text(encoding="utf-8")).get(kind)
    assert found, f"{file} has no [[{kind}]]"
    return found


def skipped_unless(is_there: bool, reason: str) -> pytest.MarkDecorator:
    """Skip, and say so, where something is missing; with REQUIRE_ALL set (as in CI) it must be there."""
    return pytest.mark.skipif(not (is_there or os.environ.get("REQUIRE_ALL")), reason=reason)


def needs(program: str) -> pytest.MarkDecorator:
    """Skip where a program is not installed."""
    return skipped_unless(shutil.which(program) is not None, f"{program} is not installed: make tools")


@pytest.fixture(scope="session")
def book() -> Book:
    """The numbers as they are."""
    return read_book()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book, so that a test of the machinery does not change with our numbers."""
    return small_book(small_folder(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def project() -> Project:
    """The whole project as it is, not yet built."""
    return read_project(ROOT)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Project]:
    """The folder of the site, built once, and the project as the build saw it."""
    folder = tmp_path_factory.mktemp("site")
    return folder, build_into(ROOT, folder)


@pytest.fixture(scope="session")
def pages(built: tuple[Path, Project]) -> dict[str, BuiltPage]:
    """Every page of the built site, read."""
    return read_pages(built[0])


@pytest.fixture(scope="module")
def server(built: tuple[Path, Project]) -> Iterator[Server]:
    """The built site, served on this machine."""
    with served(built[0]) as running:
        yield running


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    """Where the built site is served."""
    return server.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    with system_chromium() as browser:
        yield browser


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows of any kind, and closes them."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        contexts.append(chromium.new_context(reduced_motion="reduce", **options))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A window of a desktop's size."""
    return window(viewport={"width": 1280, "height": 900})


def prefix(code: str) -> str:
    """Where an edition stands."""
    return "" if code == "en" else f"{code}/"


def tag(code: str) -> str:
    """The language's tag."""
    return {"zh": "zh-Hans"}.get(code, code)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / part)
    return tmp_path


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    """A copy of calc/ alone that a test may break; many tests do, and the whole project takes long to copy."""
    return shutil.copytree(ROOT / "calc", tmp_path / "calc", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def run(copy: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line, run in the copy."""

    def command(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "explainer", *arguments],
            cwd=copy,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return command


def replace_in(path: Path, old: str, new: str, count: int = 1) -> None:
    """Replace a text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, count), encoding="utf-8")
