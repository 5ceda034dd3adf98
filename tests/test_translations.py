"""What a translation may and may not do, and what the real catalogs hold."""

import subprocess
from pathlib import Path

import polib
import pytest
from conftest import ROOT, needs, replace_in

from calc.errors import Finding
from explainer.catalogs import MODEL, SITE, domain_of, read_catalog
from explainer.pages import ADDRESS, typed_digits
from explainer.project import Project
from explainer.sync import collected
from explainer.tokens import placeholders

CATALOGS = sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))


def test_every_language_has_a_catalog_for_every_page(project: Project) -> None:
    """And one for the site's words and one for the model's."""
    pages = {domain_of(path.relative_to(ROOT / "docs").as_posix()) for path in (ROOT / "docs").rglob("*.md")}
    assert len(pages) >= 13
    for code in list(project.languages)[1:]:
        assert {path.stem for path in CATALOGS if path.parts[-3] == code} == pages | {SITE, MODEL}


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_catalog_is_complete(path: Path) -> None:
    """Nothing missing, nothing fuzzy, and a file that is sound."""
    catalog = polib.pofile(str(path))
    assert [entry.msgid for entry in catalog.untranslated_entries() + catalog.fuzzy_entries()] == []
    findings: list[Finding] = []
    read = read_catalog(ROOT, path.parts[-3], path.stem, findings)
    assert findings == []
    assert len(read.translations) == len(catalog) - len(catalog.obsolete_entries()) > 0


def test_the_catalogs_hold_just_what_the_pages_ask_for(built: tuple[Path, Project]) -> None:
    """No message is missing from them, and none is left over from an earlier text."""
    for domain, messages in collected(built[1]).items():
        expected = {(message.text, message.plural) for message in messages}
        for code in list(built[1].languages)[1:]:
            path = ROOT / "locales" / code / "LC_MESSAGES" / f"{domain}.po"
            assert expected == {(e.msgid, e.msgid_plural) for e in polib.pofile(str(path)) if not e.obsolete}, path


def test_no_message_holds_a_value(built: tuple[Path, Project]) -> None:
    """So a changed assumption changes no message: numbers stand in it by name alone."""
    named = 0
    for messages in collected(built[1]).values():
        for message in messages:
            named += len(placeholders(message.text))
            assert typed_digits(ADDRESS.sub("]", message.text)) == "", message
    assert named > 200


@needs("msgfmt")
@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_gettexts_own_tool_accepts_a_catalog(path: Path) -> None:
    """With all of its checks, placeholders among them."""
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


@needs("msgfmt")
def test_gettexts_own_tool_sees_a_lost_placeholder(copy: Path) -> None:
    """The flag on our messages is the one that makes it look."""
    path = copy / "locales" / "ja" / "LC_MESSAGES" / "index.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    entry = next(entry for entry in catalog if "{break_even}" in entry.msgid and entry.msgstr)
    entry.msgstr = entry.msgstr.replace("{break_even}", "")
    catalog.save()
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, check=False)
    assert done.returncode == 1


@needs("msgmerge")
def test_sync_changes_nothing_when_nothing_changed(copy: Path, run) -> None:
    """Not a byte, in any catalog."""
    before = {path: path.read_bytes() for path in (copy / "locales").rglob("*.po")}
    done = run("sync")
    assert done.returncode == 0, done.stderr
    changed = [path.name for path, data in before.items() if path.read_bytes() != data]
    assert changed == []


@needs("msgmerge")
def test_sync_keeps_the_former_english_of_an_edited_sentence(copy: Path, run) -> None:
    """The translation becomes fuzzy: kept for the translator, not shown to the reader."""
    replace_in(
        copy / "docs" / "background.md", "Anyone can watch this in Perplexity", "You can watch this in Perplexity"
    )
    assert run("sync").returncode == 0
    for code in ("ja", "ko", "zh", "vi"):
        (entry,) = polib.pofile(str(copy / "locales" / code / "LC_MESSAGES" / "background.po")).fuzzy_entries()
        assert entry.previous_msgid.startswith("Anyone can watch")
        assert entry.msgstr
    refused = run("check")
    assert refused.returncode == 1
    assert 'no translation of "You can watch this' in refused.stderr
