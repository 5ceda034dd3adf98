"""PO files as bytes and lines: what is refused before any library reads them.

gettext, Babel and polib each accept files that the others read otherwise, or decode them as the file itself asks.
So a catalog is UTF-8, its lines follow a small grammar, and its header says what we would have written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib

from calc.errors import Finding

MOST_BYTES = 500_000
MOST_LINES = 20_000
LONGEST_LINE = 20_000
LINE = re.compile(r'(?:(?P<keyword>msgid_plural|msgid|msgstr(?:\[[0-5]\])?) )?"(?:[^"\\]|\\["\\n])*"')
BOMS = {b"\xef\xbb\xbf": "a UTF-8 byte order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
OLD_ENCODINGS = {"ja": ("shift_jis", "euc_jp"), "ko": ("euc_kr",), "zh": ("gb18030",), "vi": ("cp1258",)}
FOLLOWS = {
    "": ("msgid",), "msgid": ("msgid_plural", "msgstr"), "msgid_plural": ("msgstr[0]",), "msgstr": ("msgid",),
}  # fmt: skip
AS_UTF8 = "save the catalog as UTF-8, without a byte order mark"
FIX = 'mend the line: a keyword and a text in straight quotes, with no escapes but \\" \\\\ and \\n'


def read_text(path: Path, file: str) -> tuple[str, list[Finding]]:
    """The text of a catalog, with lines that end in a line feed; or what is wrong with its bytes."""
    if path.is_symlink():
        return "", [Finding(file, 1, "a symbolic link", "put the catalog itself here")]
    if path.stat().st_size > MOST_BYTES:
        problem = f"{path.stat().st_size} bytes, expected at most {MOST_BYTES}"
        return "", [Finding(file, 1, problem, "a catalog holds one page; leave the rest out")]
    data = path.read_bytes()
    for mark, name in BOMS.items():
        if data.startswith(mark):
            return "", [Finding(file, 1, f"begins with {name}", AS_UTF8)]
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return "", [Finding(file, line, f"not UTF-8{_guess(data, path)}", AS_UTF8)]
    return text, list(_sign_faults(file, text))


def _guess(data: bytes, path: Path) -> str:
    """What the bytes may be instead, as far as the language of the folder tells."""
    for encoding in OLD_ENCODINGS.get(path.parts[-3] if len(path.parts) > 2 else "", ()):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f", perhaps {encoding}"
    return ""


def _sign_faults(file: str, text: str) -> Iterator[Finding]:
    """Too many lines, one too long, or controls that no editor shows."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        yield Finding(file, MOST_LINES, f"{len(lines)} lines, expected at most {MOST_LINES}", "leave the rest out")
        return
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            problem = f"a line of {len(line)} characters, expected at most {LONGEST_LINE}"
            yield Finding(file, number, problem, "shorten it")
        odd = re.search(r"[\x00-\x1f\x7f\x85\u2028\u2029]", line)
        if odd:
            yield Finding(file, number, f"a control character, U+{ord(odd.group()):04X}", "delete it")


def po_faults(file: str, text: str) -> Iterator[Finding]:
    """Lines that no gettext tool could have meant, keywords out of order, and messages that stop half-way."""
    last, opened = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(" ")
        if bare.startswith(("<<<<<<<", "=======", ">>>>>>>", "#<<<<<<<")):
            yield Finding(file, number, "a mark of an unfinished merge", "keep one of the two versions")
            return
        if bare.startswith("#~") and not LINE.fullmatch(bare[2:].lstrip("| ")):
            yield Finding(file, number, f"not a line of a PO file: {line[:60]}", FIX)
            return
        if not bare or bare.startswith("#"):
            if last.startswith("msgid"):
                yield Finding(file, number, f"{last} of line {opened} has no msgstr", 'add msgstr "" below it')
                return
            continue
        found = LINE.fullmatch(bare)
        if found is None:
            yield Finding(file, number, f"not a line of a PO file: {line[:60]}", FIX)
            return
        keyword = found["keyword"]
        if keyword is None and not last:
            yield Finding(file, number, f"a text without a keyword: {line[:60]}", "write msgid or msgstr before it")
            return
        if keyword and keyword not in _next(last):
            problem = f"{keyword} after {last or 'nothing'}, expected {' or '.join(_next(last))}"
            yield Finding(file, number, problem, "bring the lines of the message into their order")
            return
        if keyword:
            last, opened = keyword, number
    if last.startswith("msgid"):
        yield Finding(file, opened, f"{last} has no msgstr", 'add msgstr "" below it')  # no line feed at the end


def _next(keyword: str) -> tuple[str, ...]:
    """The keywords that may follow one."""
    found = re.fullmatch(r"msgstr\[(\d)\]", keyword)
    return (f"msgstr[{int(found[1]) + 1}]", "msgid") if found else FOLLOWS[keyword]


def header_faults(file: str, text: str, parsed: polib.POFile, language: str, plurals: int) -> Iterator[Finding]:
    """A header that is missing, stands elsewhere, or says another language, encoding or plural than ours."""
    metadata = parsed.metadata
    if metadata.get("Language") != language:
        found = metadata.get("Language", "nothing")
        yield Finding(file, 1, f'header "Language" is {found}', f'write "Language: {language}\\n"')
    if metadata.get("Content-Type", "") != "text/plain; charset=UTF-8":
        found = metadata.get("Content-Type", "nothing")
        fix = 'write "Content-Type: text/plain; charset=UTF-8\\n"'
        yield Finding(file, 1, f'header "Content-Type" is {found}, which does not say charset=UTF-8', fix)
    if metadata.get("Content-Transfer-Encoding", "8bit") != "8bit":
        fix = 'write "Content-Transfer-Encoding: 8bit\\n"'
        yield Finding(file, 1, f'header "Content-Transfer-Encoding" is {metadata["Content-Transfer-Encoding"]}', fix)
    forms = re.fullmatch(r"nplurals=(\d); plural=[n\d %&|!=<>()?:]{1,200};", metadata.get("Plural-Forms", ""))
    if forms is None or int(forms[1]) != plurals:
        found = metadata.get("Plural-Forms", "nothing")[:60]
        yield Finding(file, 1, f'header "Plural-Forms" is {found}', f"the language has {plurals}: run `make sync`")
    headers = [number for number, line in enumerate(text.split("\n"), 1) if re.fullmatch(r'msgid ""\s*', line)]
    yield from _more_headers(file, text.split("\n"), headers)


def _more_headers(file: str, lines: list[str], starts: list[int]) -> Iterator[Finding]:
    """A header after the first message; a text on several lines begins with an empty one too."""
    empty = [start for start in starts if start < len(lines) and not lines[start].startswith('"')]
    for second in empty[1:]:
        yield Finding(file, second, f"a second header; the first is in line {empty[0]}", "delete it")
