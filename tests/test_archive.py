"""The archive of a release: the same bytes for the same site, and a tag that is a text and nothing else."""

import os
import shutil
import subprocess
import tarfile
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, needs

pytestmark = needs("make")
FILES = {"index.html": "<p>one", "ja/index.html": "<p>一", "sitemap.xml": "<urlset/>"}
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
HOSTILE = [
    "",
    VERSION,
    f"v{VERSION}1",
    f"v{VERSION} ",
    f'v{VERSION}"; touch caught; "',
    "$(shell touch caught)",
    "`touch caught`",
]


def project(folder: Path, *, reverse: bool = False) -> Path:
    """A project with a site, its files written in one order or the other, at other times and with other rights."""
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for age, (name, text) in enumerate(sorted(FILES.items(), reverse=reverse)):
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600 if reverse else 0o644)
        os.utime(path, (age * 1e6, age * 1e6))
    return folder


def packed(folder: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """What `make archive` says."""
    environment = {**os.environ, "TAG": tag}
    command = ["make", "archive"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_same_site_gives_the_same_archive(tmp_path: Path) -> None:
    """Whatever the order, the times and the rights of its files."""
    archives = []
    for reverse in (False, True):
        folder = project(tmp_path / str(reverse), reverse=reverse)
        done = packed(folder, f"v{VERSION}")
        assert done.returncode == 0, done.stderr
        (archive,) = (folder / ".build" / "archive").iterdir()
        assert archive.name == f"kensan-{VERSION}.tar.gz"
        archives.append(archive)
    assert archives[0].read_bytes() == archives[1].read_bytes()
    with tarfile.open(archives[0]) as archive:
        files = {it.name: archive.extractfile(it).read().decode() for it in archive if it.isfile()}
    assert files == {f"kensan-{VERSION}/{name}": text for name, text in FILES.items()}


@pytest.mark.parametrize("tag", HOSTILE)
def test_another_tag_is_refused_and_not_run(tmp_path: Path, tag: str) -> None:
    """With what was found and expected, and without an archive."""
    folder = project(tmp_path / "it")
    done = packed(folder, tag)
    assert done.returncode and f"the tag is '{tag}', expected 'v{VERSION}'" in done.stderr
    assert not (folder / "caught").exists() and not (folder / ".build").exists()


def test_without_a_site_there_is_no_archive(tmp_path: Path) -> None:
    """And the command that makes one is named."""
    folder = project(tmp_path / "it")
    shutil.rmtree(folder / "site")
    done = packed(folder, f"v{VERSION}")
    assert done.returncode and "no site is there: make site" in done.stderr
