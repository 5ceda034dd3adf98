"""While editing: a saved catalog is on its pages at once, and they are what a whole build would make of them."""

import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import pytest
from conftest import replace_in
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from explainer.preview import rebuild
from explainer.session import find_session

SEED = 20261120
SAVES = 6
SOON, PATIENCE = 3.0, 120.0  # seconds; the first is three times what a translator should wait, on a busy machine
PAGE = "ja/compute/demand/"
CATALOG = "locales/ja/LC_MESSAGES/compute-demand.po"
ADDED = "訳文の確認"


def japanese(root: Path, folder: Path) -> MkDocsConfig:
    """The settings of a build in English and Japanese, as they are once it is done."""
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=False)
    config.extra.update(only="ja")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return config


def edited(path: Path, chance: random.Random) -> None:
    """One translation of a catalog, lengthened."""
    lines = path.read_text(encoding="utf-8").split("\n")
    places = [
        at for at, line in enumerate(lines) if line.startswith('msgstr "') and not line.endswith('""') and at > 20
    ]
    place = chance.choice(places)
    lines[place] = lines[place][:-1] + ADDED + '"'
    path.write_text("\n".join(lines), encoding="utf-8")


def pages_of(folder: Path) -> dict[str, bytes]:
    """Every page, and every receipt."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("index.html")} | {
        str(path.relative_to(folder)): path.read_bytes() for path in (folder / "ja").rglob("numbers/*.txt")
    }


def test_pages_are_those_of_a_whole_build(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """After any order of saved catalogs, of pages, of the theme and of the model."""
    chance = random.Random(SEED)
    site, whole = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("whole")
    config = japanese(copy, site)
    session = find_session(config.markdown_extensions)
    assert session is not None
    before = pages_of(site)
    catalogs = copy / "locales" / "ja" / "LC_MESSAGES"
    names = ["model", "site", "compute-demand", *chance.sample(sorted(it.stem for it in catalogs.glob("*.po")), SAVES)]
    for name in names:
        edited(catalogs / f"{name}.po", chance)
        rebuild(config, session, {name})
    japanese(copy, whole)
    now, wanted = pages_of(site), pages_of(whole)
    assert sum(before[path] != page for path, page in now.items()) >= SAVES
    assets = [next(folder.glob("assets/*")).name.encode() for folder in (site, whole)]
    assert now.keys() == wanted.keys()
    assert [path for path in now if now[path].replace(*assets) != wanted[path]] == []


@pytest.mark.parametrize("name", ["compute-demand", "glossary"])
def test_other_pages_are_left_alone(copy: Path, tmp_path: Path, name: str) -> None:
    """A text of one page is built with that page; one that no page says, with none."""
    config = japanese(copy, tmp_path / "site")
    session = find_session(config.markdown_extensions)
    assert session is not None
    edited(copy / "locales" / "ja" / "LC_MESSAGES" / f"{name}.po", random.Random(SEED))
    assert len(rebuild(config, session, {name})) == 1
    assert rebuild(config, session, {name}) == []


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The site in English and Japanese as `make serve ONLY=ja` serves it; its address."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    environment = {**os.environ, "STRICT": "false", "ONLY": "ja"}
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def wait(seconds: float, is_there: Callable[[], bool]) -> float:
    """How long it took until something was there, at most as long as that."""
    start = time.monotonic()
    while time.monotonic() - start < seconds:
        if is_there():
            break
        time.sleep(0.02)
    return time.monotonic() - start


def says(address: str, text: str) -> bool:
    """Whether a page is served that has a text."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return text in answer.read().decode()
    except OSError:
        return False


@pytest.mark.alone
def test_a_saved_catalog_is_soon_on_the_page(copy: Path) -> None:
    """Served as translators serve it; then a saved page is there, too, by a whole build."""
    with serving(copy) as address:
        assert wait(PATIENCE, lambda: says(address + PAGE, "<html")) < PATIENCE
        edited(copy / CATALOG, random.Random(SEED))
        took = wait(PATIENCE, lambda: says(address + PAGE, ADDED))
        print(f"a saved catalog was on the page after {took:.2f} s")
        assert took < SOON
        replace_in(copy / "docs" / "compute" / "demand.md", "\n## ", "\nQuite another text.\n\n## ")
        assert wait(PATIENCE, lambda: says(address + "compute/demand/", "Quite another text.")) < PATIENCE
