"""Building the site with MkDocs, into a folder."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from calc.changes import untold
from calc.errors import Finding, KensanError
from calc.inputs import BASE
from explainer.commits import last_commit_time
from explainer.project import Project
from explainer.session import find_session


class BuildError(Exception):
    """MkDocs gave up; the message says why."""


def build_into(
    root: Path, folder: Path, strict: bool = True, scenario: str = BASE, fall_back: bool = False, part: str = ""
) -> Project:
    """Build all languages under a scenario into a folder, and give back the project as the build saw it.

    With `fall_back`, messages without a sound translation stand in English, marked, and do not stop the build.
    With `part`, a language, only its pages are built, and the English ones that they are made from.

    Raises BuildError with MkDocs' own message, in which our findings are listed.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_commit_time(root))
    warnings = _WarningCollector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    logger.propagate = False
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(folder), strict=strict)
        config.extra.update(scenario=scenario, fall_back=fall_back, part=part)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        raise BuildError("\n".join(warnings.lines) or str(error)) from None
    except KensanError as error:
        raise BuildError(str(error)) from None
    finally:
        logger.removeHandler(warnings)
        logger.propagate = True
    session = find_session(config.markdown_extensions)
    assert session is not None
    return session.project


class _WarningCollector(logging.Handler):
    """Keeps MkDocs' warnings and errors, to print them once and in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        text = record.getMessage().strip()
        if not text.startswith(("Error reading page", "Error building page")):  # our findings name the file themselves
            self.lines.append(text)


def site_address(root: Path) -> str:
    """The address that the site is built for, from mkdocs.yml or SITE_URL."""
    return str(load_config(str(root / "mkdocs.yml")).site_url)


def untold_findings(project: Project) -> list[Finding]:
    """A finding for each figure that is no longer what its newest change says, whatever the scenario."""
    return list(untold(project.book.changes, project.book.under(BASE).figures()))
