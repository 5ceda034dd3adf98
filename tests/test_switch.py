"""One folder in the place of another: whole at every moment, wherever a process is killed."""

import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from explainer import switch
from explainer.switch import exchange, put_back, put_in_place
from explainer.workshop import workshop

# Where a process kills itself, by what is replaced with what; and what stands in the place of the site then.
KILLS = {
    "before the switch": ("explainer.switch.exchange = lambda *them: die()", "former"),
    "right after the switch": ("explainer.switch.exchange = lambda *them: (exchange(*them), die())", "fresh"),
    "while the former is removed": ("shutil.rmtree = lambda *it, **more: (tear(it[0]), die())", "fresh"),
    "before the only step onto nothing": ("target_is_gone(); Path.rename = lambda *it: die()", None),
    "between two steps": ("unable(); Path.rename = lambda *it: (rename(*it), die())", None),
    "after two steps": ("unable(); shutil.rmtree = lambda *it, **more: die()", "fresh"),
}
SCRIPT = """
import errno, os, shutil, signal, sys
from pathlib import Path
import explainer.switch
from explainer.switch import exchange
from explainer.workshop import workshop
target, rename, rmtree = Path(sys.argv[1]), Path.rename, shutil.rmtree
def die(): os.kill(os.getpid(), signal.SIGKILL)
def unable():
    def fails(*them): raise OSError(errno.EINVAL, "cannot")
    explainer.switch.exchange = fails
def tear(folder): next(path for path in Path(folder).rglob("*") if path.is_file()).unlink()
def target_is_gone(): rmtree(target)
with workshop(target) as folder:
    write = folder / "site"
    write.mkdir()
    (write / "index.html").write_text("fresh", encoding="utf-8")
    (write / "page.html").write_text("fresh", encoding="utf-8")
    REPLACED
    explainer.switch.put_in_place(write, target, folder)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two pages."""
    return filled(tmp_path / "site", "former")


def filled(folder: Path, text: str) -> Path:
    """A folder with two files that say this."""
    folder.mkdir()
    for name in ("index.html", "page.html"):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def said(folder: Path) -> str | None:
    """What all files of a folder say; None if there is no folder."""
    if not folder.exists():
        return None
    (text,) = {path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert len(list(folder.iterdir())) == 2
    return text


def test_two_folders_are_exchanged(site: Path, tmp_path: Path) -> None:
    """Each with all that is in it."""
    other = filled(tmp_path / "other", "fresh")
    exchange(site, other)
    assert (said(site), said(other)) == ("fresh", "former")


def test_nothing_is_exchanged_with_what_is_not_there(site: Path, tmp_path: Path) -> None:
    """And says what it was."""
    with pytest.raises(FileNotFoundError, match="site"):
        exchange(tmp_path / "nothing", site)
    assert said(site) == "former"


@pytest.mark.parametrize("able", [True, False])
def test_the_fresh_takes_the_place_of_the_former(
    site: Path, tmp_path: Path, able: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one step, or where the disk cannot, in two; and of nothing, in one."""
    if not able:
        monkeypatch.setattr(switch, "exchange", unable)
    with workshop(site) as folder:
        assert put_in_place(filled(folder / "site", "fresh"), site, folder) is able
        assert said(site) == "fresh"
        assert put_in_place(filled(folder / "again", "first"), tmp_path / "new", folder) is True
    assert said(tmp_path / "new") == "first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "site"]


def unable(*folders: Path) -> None:
    """A disk that cannot exchange folders."""
    raise OSError(errno.EINVAL, "cannot")


def test_a_second_step_that_fails_takes_the_first_back(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And raises what went wrong."""
    monkeypatch.setattr(switch, "exchange", unable)
    with workshop(site) as folder, pytest.raises(OSError, match="No such file"):
        put_in_place(folder / "missing", site, folder)
    assert said(site) == "former"


def test_other_failures_are_told(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leave the site."""

    def full(*folders: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(switch, "exchange", full)
    with workshop(site) as folder, pytest.raises(OSError, match="No space"):
        put_in_place(filled(folder / "site", "fresh"), site, folder)
    assert said(site) == "former"


@pytest.mark.parametrize(("replaced", "stands"), KILLS.values(), ids=KILLS)
def test_a_kill_around_the_switch_leaves_one_of_the_two(site: Path, replaced: str, stands: str | None) -> None:
    """Whole; what is missing after a kill between two steps is put back by the next build, which removes the rest."""
    script = SCRIPT.replace("REPLACED", replaced)
    done = subprocess.run([sys.executable, "-c", script, str(site)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert said(site) == stands
    assert len(list(site.parent.glob(".site-making-*"))) == 1
    with workshop(site) as folder:
        assert list(site.parent.glob(".site-making-*")) == [folder]
    after = None if "target_is_gone" in replaced else stands or "former"
    assert said(site) == after
    assert [path.name for path in site.parent.iterdir()] == (["site"] if after else [])


def test_a_workshop_is_left_to_whoever_works_in_it(site: Path) -> None:
    """And those of other sites, and what was made by others, to them."""
    ours = [site.parent / name for name in (".other-making-x", ".site", "site-making-y")]
    for folder in ours:
        folder.mkdir()
    with workshop(site) as first, workshop(site) as second:
        assert first.is_dir() and second.is_dir() and first != second
    assert all(folder.is_dir() for folder in ours)


def test_nothing_is_put_back_over_a_site(site: Path, tmp_path: Path) -> None:
    """Nor from a workshop that has none."""
    folder = tmp_path / "workshop"
    folder.mkdir()
    assert put_back(folder) is None
    filled(folder / "former", "earlier")
    (folder / "place").write_bytes(bytes(site))
    assert put_back(folder) is None
    assert said(site) == "former"
