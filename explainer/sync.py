"""Catalogs brought up to date with the English source: every message extracted, every translation kept."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib

from calc.errors import Finding, KensanError
from explainer.catalogs import MODEL, Message, catalog_path, template
from explainer.editions import Edition
from explainer.meanings import meaning
from explainer.project import Project
from explainer.tokens import placeholders


def sync(project: Project, only: str = "") -> Iterator[tuple[str, int, int]]:
    """Merge the messages of a finished build into every catalog, or those of one language; (file, translated, all).

    Needs gettext's msgmerge for catalogs that there are: it keeps a changed message's former English beside it.
    Raises KensanError without it.
    """
    messages = collected(project)
    for edition in project.editions.values():
        if not edition.is_source and only in ("", edition.language.code):
            for domain, found in messages.items():
                yield _merge(project, edition, domain, found)


def collected(project: Project) -> dict[str, list[Message]]:
    """The messages that any edition asked for, by catalog, in the order of the English pages."""
    model = {(message.text, message.plural): message for message in project.model_messages()}
    messages: dict[str, dict[tuple[str, str], Message]] = {MODEL: model}
    for edition in project.editions.values():
        for domain, asked in edition.asked.items():
            for key, message in asked.items():
                messages.setdefault(domain, {}).setdefault(key, _explained(project, message))
    return {domain: list(found.values()) for domain, found in messages.items()}


def _explained(project: Project, message: Message) -> Message:
    """The message with a line for each placeholder, saying what it stands for."""
    names = [name for name in dict.fromkeys(placeholders(message.text)) if name != "number"]
    lines = [f"{{{name}}}: {meaning(project.book, name)}" for name in names]
    return replace(message, comment="\n".join([message.comment, *lines]))


def _merge(project: Project, edition: Edition, domain: str, messages: list[Message]) -> tuple[str, int, int]:
    path = catalog_path(project.root, edition.language.code, domain)
    fresh = template(messages, edition.language.code, edition.plural_forms)
    if path.exists():
        fresh = _with_msgmerge(path, fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.wrapwidth = 0
    fresh.save(str(path), newline="\n")
    return path.relative_to(project.root).as_posix(), len(fresh.translated_entries()), len(messages)


def _with_msgmerge(path: Path, fresh: polib.POFile) -> polib.POFile:
    if shutil.which("msgmerge") is None:
        fix = "install gettext (Debian: apt-get install gettext)"
        raise KensanError([Finding("locales", 1, "msgmerge is not installed", fix)])
    with tempfile.TemporaryDirectory() as folder:
        pot = Path(folder) / "messages.pot"
        fresh.save(str(pot), newline="\n")
        command = ["msgmerge", "--quiet", "--no-wrap", "--previous", str(path), str(pot)]
        merged = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if merged.returncode:
        raise KensanError([Finding(path.name, 1, merged.stderr.strip(), "mend the catalog first")])
    return polib.pofile(merged.stdout)
