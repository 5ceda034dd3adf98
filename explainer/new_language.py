"""A further language from nothing: an entry in each list of languages, and how its script is read.

What it writes is a beginning that builds at once, in marked English; translators and a look at the page do the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from calc.errors import Finding, KensanError
from explainer.habits import FILE as HABITS
from explainer.languages import CODE, read_languages

REGISTRY, CONFIGURATION, STYLES = "locales/languages.toml", "mkdocs.yml", "theme/css"
LAST_IMPORT = '@import "./print.css" print;'


@dataclass(frozen=True)
class Script:
    """How a script is called in Unicode, and what its readers need."""

    name: str = ""
    fonts: str = "system-ui, sans-serif"
    leading: str = "1.65"
    joiners: str = ""
    style: str = ""


STRICT = "  line-break: strict;\n"
JOINERS = r"\u200c\u200d"
SCRIPTS = {
    "Latn": Script(),
    "Cyrl": Script("CYRILLIC"),
    "Grek": Script("GREEK"),
    "Armn": Script("ARMENIAN"),
    "Geor": Script("GEORGIAN", leading="1.7"),
    "Arab": Script("ARABIC", '"Noto Naskh Arabic", "Geeza Pro", "Segoe UI", sans-serif', "1.9", JOINERS),
    "Hebr": Script("HEBREW", '"Noto Sans Hebrew", "Arial Hebrew", "Segoe UI", sans-serif', "1.75"),
    "Deva": Script("DEVANAGARI", '"Noto Sans Devanagari", "Nirmala UI", sans-serif', "1.8", JOINERS),
    "Beng": Script("BENGALI", '"Noto Sans Bengali", "Nirmala UI", sans-serif', "1.8", JOINERS),
    "Taml": Script("TAMIL", '"Noto Sans Tamil", "Tamil Sangam MN", "Nirmala UI", sans-serif', "1.8"),
    "Thai": Script("THAI", '"Noto Sans Thai", Thonburi, "Leelawadee UI", sans-serif', "1.9", style=STRICT),
    "Khmr": Script("KHMER", '"Noto Sans Khmer", "Khmer Sangam MN", sans-serif', "1.9", style=STRICT),
}  # fmt: skip


def add_language(root: Path, code: str, locale: str = "", name: str = "") -> Iterator[str]:
    """Register a language; the files that were written. Raises KensanError, having written nothing, if it cannot be."""
    cldr = _locale(root, code, locale or code)
    name = name or str(cldr.get_display_name(cldr) or "")
    tag = str(cldr).replace("_", "-")
    entry = (
        f'\n[{code}]\ntag = "{tag}"\nlocale = "{cldr}"\nname = "{name}"\nrange = "–"\nsmallest_scale = 6\n'
        'shared_scale = false\ncounter_gap = false\nday = "long"\n'
    )
    yield _append(root / REGISTRY, entry, root)
    yield _insert(
        root / CONFIGURATION,
        r"(?m)^( *)- \{locale: .*\n(?! *- \{locale)",
        f"- {{locale: {code}, name: {name}, build: true}}",
        root,
    )
    read_languages(root)
    script = _script(code, cldr)
    if script.name:
        joiners = f'joiners = "{script.joiners}"\n' if script.joiners else ""
        yield _append(root / HABITS, f'\n[{code}]\nscripts = ["{script.name}"]\n{joiners}', root)
    yield _style(root, code, script)


def _locale(root: Path, code: str, locale: str) -> Locale:
    """CLDR's data for a language that is not there yet."""
    problem = fix = ""
    if not CODE.fullmatch(code):
        problem, fix = f'"{code}" is no language code', "use two or three small letters"
    elif code in read_languages(root):
        problem, fix = f'"{code}" is there already', "run `make sync` for its catalogs"
    else:
        try:
            return Locale.parse(locale)
        except (UnknownLocaleError, ValueError):
            problem, fix = f'CLDR has no locale "{locale}"', "name one with --locale, such as zh_Hant"
    raise KensanError([Finding(REGISTRY, 1, problem, fix)])


def _script(code: str, cldr: Locale) -> Script:
    likely = get_global("likely_subtags").get(code, "")
    named = cldr.script or next((part for part in likely.split("_") if len(part) == 4), "")
    return SCRIPTS.get(named, Script())


def _append(path: Path, text: str, root: Path) -> str:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path.relative_to(root).as_posix()


def _insert(path: Path, last: str, line: str, root: Path) -> str:
    """The file with a line after the last of its kind, set in as far."""
    text = path.read_text(encoding="utf-8")
    found = re.search(last, text)
    assert found is not None
    path.write_text(text[: found.end()] + found[1] + line + "\n" + text[found.end() :], encoding="utf-8")
    return path.relative_to(root).as_posix()


def _style(root: Path, code: str, script: Script) -> str:
    """A sheet with the fonts, the leading and the line breaks of a script."""
    sheet = root / STYLES / f"{code}.css"
    rule = f":lang({code}) {{\n  --text: {script.fonts};\n  --leading: {script.leading};\n{script.style}}}\n"
    sheet.write_text(
        f"/* How {code} is set: a beginning, for somebody who reads it to correct. */\n\n{rule}", encoding="utf-8"
    )
    joined = root / STYLES / "kensan.css"
    text = joined.read_text(encoding="utf-8").replace(LAST_IMPORT, f'@import "./{code}.css";\n{LAST_IMPORT}')
    joined.write_text(text, encoding="utf-8")
    return sheet.relative_to(root).as_posix()
