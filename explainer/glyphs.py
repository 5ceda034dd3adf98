"""The fonts of the pictures, taken out of larger ones: the characters that the catalogs are written in."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path

import polib

from calc.errors import Finding, KensanError
from calc.inputs import PRECISIONS
from explainer.catalogs import catalog_path
from explainer.formatting import date_text
from explainer.languages import Language, read_languages
from explainer.pictures import FONTS

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")  # of Debian's fonts-noto-cjk
FACES = {"ja": 0, "ko": 1, "zh": 2}
FIRST = 0x2018  # what comes before it, and the signs of numbers, is drawn with the Latin font
OF_NUMBERS = range(0x2070, 0x20A0)


def make_fonts(root: Path) -> Iterator[tuple[str, int]]:
    """Write the font of each language that has a script of its own; (file, number of characters) for each.

    Needs fontTools, and the font that the glyphs are taken from. Raises KensanError without the latter.
    """
    if not SOURCE.is_file():
        raise KensanError([Finding(str(SOURCE), 1, "no such font", "run `make tools`, which installs it")])
    languages = read_languages(root)
    for code, face in FACES.items():
        file, signs = FONTS / f"{code}.woff2", characters(root, languages[code])
        file.write_bytes(_subset(face, signs, f"Kensan Pictures {code}"))
        yield file.relative_to(root).as_posix(), len(signs)


def characters(root: Path, language: Language) -> str:
    """The characters of a language's catalogs and numbers that the Latin font is not for, in order."""
    catalogs = sorted(catalog_path(root, language.code, "site").parent.glob("*.po"))
    texts = [text for path in catalogs for entry in polib.pofile(str(path)) for text in _texts(entry)]
    texts += [language.range, *(scale for _, scale in language.scales)]
    texts += [date_text(datetime.date(2024, month, 1), it, language) for it in PRECISIONS for month in range(1, 13)]
    signs = {sign for text in texts for sign in text}
    return "".join(sorted(sign for sign in signs if ord(sign) >= FIRST and ord(sign) not in OF_NUMBERS))


def _texts(entry: polib.POEntry) -> Iterator[str]:
    yield entry.msgstr
    yield from entry.msgstr_plural.values()


def _subset(face: int, signs: str, family: str) -> bytes:
    from fontTools import subset

    options = subset.Options(
        font_number=face, flavor="woff2", layout_features=[], hinting=False, notdef_outline=False, name_IDs=[0, 13, 14]
    )
    font = subset.load_font(str(SOURCE), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=signs)
    chosen.subset(font)
    postscript = family.replace(" ", "")
    for number, text in {1: family, 2: "Bold", 3: family, 4: family, 6: postscript}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [postscript]
    font["head"].modified = font["head"].created
    file = io.BytesIO()
    font.recalcTimestamp = False
    subset.save_font(font, file, options)
    return file.getvalue()
