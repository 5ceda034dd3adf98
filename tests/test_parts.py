"""A language built alone, and parts put together: the same bytes as one machine makes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CODES, ROOT, prefix

from calc.errors import KensanError
from explainer.manifest import FILE, Made, files_of, read_folder, write_manifest
from explainer.parts import merge, owner_of
from explainer.project import Project
from explainer.publishing import Wanted, finish, made_from
from explainer.site import build_into

pytestmark = pytest.mark.site
Built = tuple[Path, Project]
OTHERS = Made("0" * 40, False, 0, "https://elsewhere.example/", "as_estimated")


@pytest.mark.parametrize("code", ["en", "vi"])
def test_a_language_built_alone_is_the_same(built: Built, tmp_path: Path, code: str) -> None:
    """Every file that belongs to it, with the same bytes; the English part has all that belongs to no other."""
    project = build_into(ROOT, tmp_path, part=code)
    whole = [file for file in files_of(built[0]) if owner_of(file, project.languages) == code]
    assert [file for file in files_of(tmp_path) if owner_of(file, project.languages) == code] == whole
    assert [file for file in whole if (tmp_path / file).read_bytes() != (built[0] / file).read_bytes()] == []
    assert len(whole) > 300


@pytest.fixture
def parts(built: Built, tmp_path: Path) -> dict[str, Path]:
    """The built site in five parts, as five machines would leave them."""
    made = made_from(ROOT, "as_estimated")
    folders = {code: tmp_path / f"part-{code}" for code in CODES}
    for file in files_of(built[0]):
        path = folders[owner_of(file, built[1].languages)] / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built[0] / file, path)
    for code, folder in folders.items():
        write_manifest(folder, made, code)
    return folders


def test_merged_parts_are_the_whole_site(parts: dict[str, Path], built: Built, tmp_path: Path) -> None:
    """In any order, checked and read back; with its headers and its manifest."""
    assert merge(ROOT, list(reversed(parts.values())), tmp_path / "merged", Wanted()) == 100
    shutil.copytree(built[0], tmp_path / "whole")
    finish(tmp_path / "whole", made_from(ROOT, "as_estimated"), Wanted())
    assert read_folder(tmp_path / "merged") == read_folder(tmp_path / "whole")
    assert (tmp_path / "merged" / FILE).read_bytes() == (tmp_path / "whole" / FILE).read_bytes()


def stray(parts: dict[str, Path], file: str) -> None:
    """Put a file into the Japanese part."""
    (parts["ja"] / file).parent.mkdir(parents=True, exist_ok=True)
    (parts["ja"] / file).write_text("stray", encoding="utf-8")
    write_manifest(parts["ja"], read_folder(parts["ja"]).made, "ja")


def twice(parts: dict[str, Path], text: str) -> None:
    """A second part of the same language, in which a page says something else."""
    shutil.copytree(parts["ko"], parts["ko"].with_name("part-ko2"))
    parts["ko2"] = parts["ko"].with_name("part-ko2")
    (parts["ko2"] / "ko" / "index.html").write_text(text, encoding="utf-8")
    write_manifest(parts["ko2"], read_folder(parts["ko"]).made, "ko")


def renamed(parts: dict[str, Path], only: str | None) -> None:
    """A part that says of itself to be another's."""
    write_manifest(parts["vi"], read_folder(parts["vi"]).made, only)


FAULTS: dict[str, tuple[Callable[[dict[str, Path]], object], str]] = {
    "a language is missing": (lambda parts: parts.pop("zh"), "no part has the language zh"),
    "a file is damaged": (
        lambda parts: (parts["ko"] / "ko/index.html").write_text("x"),
        "index.html:1: is changed: 1 ",
    ),
    "a file is lost": (lambda parts: (parts["en"] / "sitemap.xml").unlink(), "sitemap.xml:1: is missing"),
    "a manifest is lost": (lambda parts: (parts["en"] / FILE).unlink(), "there is no manifest"),
    "a file of another language": (lambda parts: stray(parts, "vi/more.txt"), "belongs to vi, not to ja"),
    "a file of all languages": (lambda parts: stray(parts, "sitemap.xml"), "belongs to en, not to ja"),
    "the same file with other bytes": (lambda parts: twice(parts, "other"), "is not the same as in"),
    "another commit": (lambda parts: write_manifest(parts["vi"], OTHERS, "vi"), "is made from commit 000"),
    "an unknown language": (lambda parts: renamed(parts, "xx"), "is no part of one language: only is 'xx'"),
    "a whole site for a part": (lambda parts: renamed(parts, None), "is no part of one language: only is None"),
}


@pytest.mark.parametrize(("fault", "problem"), FAULTS.values(), ids=FAULTS)
def test_parts_that_do_not_fit_are_refused(
    parts: dict[str, Path], tmp_path: Path, fault: Callable[[dict[str, Path]], object], problem: str
) -> None:
    """And the earlier site stands as it was."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitemap.xml").write_text("earlier", encoding="utf-8")
    fault(parts)
    with pytest.raises(KensanError) as caught:
        merge(ROOT, list(parts.values()), tmp_path / "site", Wanted())
    assert problem in str(caught.value)
    assert files_of(tmp_path / "site") == ["sitemap.xml"]


def test_a_part_says_of_an_unknown_language_which_there_are(run) -> None:
    """And builds nothing."""
    done = run("build", "--only", "xx", "--target", "part-xx")
    assert done.returncode == 1
    assert '"xx" is no language of the site' in done.stderr and "use one of: en, ja, ko, zh, vi" in done.stderr


def test_every_file_has_one_owner(built: Built) -> None:
    """A language has the files in its folder, English all others."""
    for file in files_of(built[0]):
        code = owner_of(file, built[1].languages)
        assert file.startswith(prefix(code))
        assert code != "en" or not file.startswith(tuple(map(prefix, CODES[1:])))
