"""The command line: python -m explainer COMMAND. Every failure is a few lines and exit status 1."""

from __future__ import annotations

import argparse
import datetime
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from calc.errors import Finding, KensanError, refuse
from calc.inputs import BASE

if TYPE_CHECKING:
    from explainer.publishing import Wanted

ROOT = Path(__file__).resolve().parent.parent


def numbers(arguments: argparse.Namespace) -> None:
    """Print every figure: unit, formula, inputs, value, and its text in every language."""
    from explainer.listing import listing
    from explainer.project import read_project

    print("\n\n".join(listing(read_project(ROOT, arguments.scenario, arguments.set), arguments.names)))


def audit(arguments: argparse.Namespace) -> None:
    """Print what earlier versions print wrongly, each with its arithmetic, and the counts of all verdicts."""
    from explainer.audit import audit_listing
    from explainer.project import read_project

    print("\n".join(audit_listing(read_project(ROOT).audit)))


def due(arguments: argparse.Namespace) -> None:
    """Print the assumptions that somebody should look at again: their day has passed, or comes soon."""
    from calc.book import read_book
    from calc.due import due as found
    from explainer.due import FORMATS

    book = read_book(ROOT / "calc")
    text = FORMATS[arguments.format](book, found(book, arguments.on or _today(), arguments.within))
    print(text, end="\n" if text else "")


def build(arguments: argparse.Namespace) -> None:
    """Build the site in every language, check it, and put it in the place of the former one."""
    from explainer.parts import build_part
    from explainer.publishing import publish

    if arguments.only:
        files = build_part(ROOT, arguments.target.resolve(), arguments.only, _wanted(arguments))
        print(f"{files} files in {arguments.target}, to be checked when all parts are merged")
    else:
        print(f"{publish(ROOT, arguments.target.resolve(), _wanted(arguments))} pages in {arguments.target}")


def _wanted(arguments: argparse.Namespace) -> Wanted:
    """How the site is to be published."""
    from explainer.publishing import Wanted

    scenario = getattr(arguments, "scenario", BASE)  # parts say theirs themselves
    return Wanted(scenario, arguments.with_false_claims, arguments.fall_back, arguments.precompress)


def merge(arguments: argparse.Namespace) -> None:
    """Put the parts of a site together that were built alone, check it, and put it in the place of the former one."""
    from explainer.parts import merge as merged

    print(
        f"{merged(ROOT, arguments.parts, arguments.target.resolve(), _wanted(arguments))} pages in {arguments.target}"
    )


def verify(arguments: argparse.Namespace) -> None:
    """Hold a deployed copy of the site, a folder or an address, against its manifest."""
    from explainer.deployed import verify as verified

    manifest, findings = verified(arguments.where, arguments.manifest)
    refuse(findings)
    commit = f"commit {manifest.made.commit}" if manifest.made.commit else "no commit"
    print(f"{len(manifest.files)} files as the manifest says: {commit}{', edited' if manifest.made.edited else ''}")


def sync(arguments: argparse.Namespace) -> None:
    """Bring every catalog up to date with the English source and the theme."""
    from explainer.site import build_into
    from explainer.sync import sync as merge

    with tempfile.TemporaryDirectory() as folder:
        project = build_into(ROOT, Path(folder), strict=False)
    for file, translated, count in merge(project):
        print(f"{file}: {translated} of {count}")


def check(arguments: argparse.Namespace) -> None:
    """Check data, pages, catalogs and claims, and the site that they make, without publishing it."""
    from explainer.claims import claim_findings
    from explainer.site import build_into, untold_findings
    from explainer.site_checks import check_site

    with tempfile.TemporaryDirectory() as folder:
        project = build_into(ROOT, Path(folder))
        refuse([*check_site(Path(folder), project), *claim_findings(project), *untold_findings(project)])
    messages = sum(len(asked) for asked in project.editions[next(iter(project.editions))].asked.values())
    print(f"{len(project.pages)} pages, {messages} messages, {len(project.languages)} languages: nothing wrong")


def status(arguments: argparse.Namespace) -> None:
    """Print how far each translation is, by page: translated, stale, missing, and by whose hand."""
    from explainer.languages import read_languages
    from explainer.status import as_json, as_text
    from explainer.status import status as counted

    findings: list[Finding] = []
    found = counted(ROOT, read_languages(ROOT), findings)
    refuse(findings)
    print(as_json(found) if arguments.json else "\n".join(as_text(found)), end="" if arguments.json else "\n")


def explain(arguments: argparse.Namespace) -> None:
    """Print what a translator should know of messages: heading, numbers, terms, and what changed in English."""
    from explainer.explain import explain as explained
    from explainer.project import read_project

    project = read_project(ROOT)
    print("\n\n".join(explained(project, arguments.language, arguments.catalog, " ".join(arguments.words))))


def beside(arguments: argparse.Namespace) -> None:
    """Write one file for reviewers: English beside a translation, message by message, and what is wrong with it."""
    from explainer.beside import beside as page
    from explainer.project import read_project

    target = arguments.target or ROOT / ".build" / f"beside-{arguments.language}.html"
    text = page(read_project(ROOT), arguments.language)
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(target)


def new_language(arguments: argparse.Namespace) -> None:
    """Begin a further language: its entries, empty catalogs, and the fonts and line breaks of its script."""
    from explainer.new_language import add_language
    from explainer.site import build_into
    from explainer.sync import sync as merge

    for file in add_language(ROOT, arguments.language, arguments.locale, arguments.name):
        print(file)
    with tempfile.TemporaryDirectory() as folder:
        project = build_into(ROOT, Path(folder), fall_back=True)
    print(f"{sum(1 for _ in merge(project, arguments.language))} empty catalogs in locales/{arguments.language}")
    print("next: python -m explainer build --fall-back")


def fonts(arguments: argparse.Namespace) -> None:
    """Make the fonts of the pictures again, with the characters that the catalogs have now."""
    from explainer.glyphs import make_fonts

    for file, count in make_fonts(ROOT):
        print(f"{file}: {count} characters")


def snapshot(arguments: argparse.Namespace) -> None:
    """Write all that is published into a file, for a later comparison."""
    from explainer.diff.snapshot import snapshot as taken
    from explainer.site import build_into

    with tempfile.TemporaryDirectory() as folder:
        project = build_into(ROOT, Path(folder), strict=False, fall_back=True)
        arguments.target.write_text(taken(project, Path(folder)).as_json(), encoding="utf-8")


def diff(arguments: argparse.Namespace) -> None:
    """Write what has changed since a commit: numbers, sentences, claims, charts, scenarios, in every language."""
    from explainer.diff.commits import snapshots
    from explainer.diff.report import compare
    from explainer.diff.telling import headline
    from explainer.diff.writing import write_report

    (ROOT / ".build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".build") as workshop:
        before, after, commit, notes = snapshots(ROOT, arguments.base, Path(workshop))
    report = compare(before, after, arguments.today, notes)
    print(headline(report))
    for file in write_report(report, f"{arguments.base} ({commit})", arguments.target, arguments.whole):
        print(file)


COMMANDS: dict[str, Callable[[argparse.Namespace], None]] = {
    "numbers": numbers,
    "audit": audit,
    "due": due,
    "build": build,
    "check": check,
    "merge": merge,
    "verify": verify,
    "fonts": fonts,
    "sync": sync,
    "status": status,
    "explain": explain,
    "beside": beside,
    "new-language": new_language,
    "snapshot": snapshot,
    "diff": diff,
}


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="python -m explainer", description="Kensan: the arithmetic behind Sora, checked."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, function in COMMANDS.items():
        commands.add_parser(name, help=(function.__doc__ or "").strip(), description=function.__doc__)
    commands.choices["numbers"].add_argument("names", nargs="*", metavar="NAME", help="only these figures")
    commands.choices["numbers"].add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="suppose this of an assumption (repeatable)"
    )
    _add_due(commands.choices["due"])
    commands.choices["status"].add_argument("--json", action="store_true", help="as JSON")
    commands.choices["explain"].add_argument("language", help="such as ja")
    commands.choices["explain"].add_argument("catalog", help="such as compute-demand, site or model")
    commands.choices["explain"].add_argument("words", nargs="*", help="words of the message, or: open")
    commands.choices["beside"].add_argument("language", help="such as ja")
    commands.choices["beside"].add_argument("--target", type=Path, help="file to write (.build/beside-ja.html)")
    commands.choices["new-language"].add_argument("language", metavar="CODE", help="two or three small letters")
    commands.choices["new-language"].add_argument("--locale", default="", help="of CLDR, if it is not the code")
    commands.choices["new-language"].add_argument("--name", default="", help="the language's own name, if not CLDR's")
    commands.choices["snapshot"].add_argument("target", type=Path, help="file to write")
    _add_diff(commands.choices["diff"])
    for name in ("numbers", "build"):
        help_ = f"evaluate everything under this entry of calc/scenarios.toml ({BASE})"
        commands.choices[name].add_argument("--scenario", default=BASE, metavar="NAME", help=help_)
    commands.choices["build"].add_argument("--only", default="", metavar="CODE", help="a part: this language alone")
    commands.choices["merge"].add_argument("parts", nargs="+", type=Path, metavar="PART", help="folders of parts")
    for name in ("build", "merge"):
        _add_publishing(commands.choices[name])
    commands.choices["verify"].add_argument("where", metavar="FOLDER|ADDRESS", help="such as site or https://…/")
    help_ = "a manifest that you trust, instead of the copy's own"
    commands.choices["verify"].add_argument("--manifest", type=Path, metavar="FILE", help=help_)
    return top


def _add_diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("--base", default="main", help="branch, tag or commit to compare with (main)")
    command.add_argument("--today", type=_day, default=_today(), help="day on which assumptions are due")
    command.add_argument("--target", type=Path, default=ROOT / ".build" / "diff", help="folder to write (.build/diff)")
    command.add_argument("--whole", default="report.html", help="where a shortened report says that the whole one is")


def _add_publishing(command: argparse.ArgumentParser) -> None:
    """Add the options of commands that put a site in the place of another."""
    help_ = "build although sentences are no longer true, and list them"
    command.add_argument("--with-false-claims", action="store_true", help=help_)
    help_ = "publish English, marked, for translations that are missing or refused"
    command.add_argument("--fall-back", action="store_true", help=help_)
    help_ = "lay every text beside itself as .br and .gz, for servers that send these"
    command.add_argument("--precompress", action="store_true", help=help_)
    command.add_argument("--target", type=Path, default=ROOT / "site", help="folder to write (site)")


def _add_due(command: argparse.ArgumentParser) -> None:
    command.add_argument("--within", type=int, default=60, metavar="DAYS", help="how far ahead to look (60)")
    command.add_argument("--on", type=_day, metavar="YYYY-MM-DD", help="as if it were this day (today)")
    command.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="(text)")


def _day(text: str) -> datetime.date:
    """A day as it is written in the data files; argparse says what is wrong with any other text."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'found "{text}", expected a day such as 2027-06-30') from None


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def main() -> int:
    """Run one command; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    arguments = parser().parse_args()
    try:
        COMMANDS[arguments.command](arguments)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except (KensanError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as error:
        if os.environ.get("KENSAN_TRACEBACK"):
            raise
        print(_one_line(error), file=sys.stderr)
        return 1
    return 0


def _one_line(error: Exception) -> str:
    """An error that nobody foresaw, with its place; MkDocs' own refusals as they are."""
    if type(error).__name__ == "BuildError":
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = getattr(error, "filename", None) or place.filename
    line = getattr(error, "lineno", None) or place.lineno
    return f"{where}:{line}: {type(error).__name__}: {error}\n  fix: KENSAN_TRACEBACK=1 shows where this comes from"


if __name__ == "__main__":
    sys.exit(main())
