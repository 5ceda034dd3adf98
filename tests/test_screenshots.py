"""The contact sheet shows what it says."""

import re
import struct
from pathlib import Path

import pytest
import screenshots
from conftest import needs

from explainer.project import Project


@pytest.mark.browser
@needs("chromium")
def test_a_page_is_pictured_in_every_language_light_and_dark(built: tuple[Path, Project], tmp_path: Path) -> None:
    """As wide as asked for, no two of them alike, and all of them on the sheet; those of an earlier run are gone."""
    (tmp_path / "old.png").touch()
    screenshots.main(built[0], tmp_path, ["about/"], [320])
    pictures = {file.name: file.read_bytes() for file in tmp_path.glob("*.png")}
    assert len(pictures) == len(set(pictures.values())) == 10
    assert {struct.unpack(">2I", picture[16:24]) for picture in pictures.values()} == {(320, 640)}
    sheet = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert sorted(re.findall(r'<img src="([^"]+)"', sheet)) == sorted(pictures)


def test_every_kind_of_page_is_there_to_be_pictured(built: tuple[Path, Project]) -> None:
    """In every language that it is in."""
    paths = [path for kind in screenshots.KINDS for path in screenshots.of_every_language(kind)]
    assert len(paths) == len(set(paths)) == 5 * (len(screenshots.KINDS) - 1) + 1
    assert [path for path in paths if not (built[0] / path).exists()] == []
