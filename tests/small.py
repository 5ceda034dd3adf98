"""A small project of four inputs and four formulas, so that tests of the machinery hold no number of ours."""

from pathlib import Path
from types import ModuleType

from calc.arithmetic import Arithmetic
from calc.book import Book, read_book


def pace(frames: Arithmetic, days: Arithmetic) -> Arithmetic:
    """Pace [frame/hour]."""
    return frames / days


def work(pace: Arithmetic, repeats: Arithmetic) -> Arithmetic:
    """Work [frame/hour]."""
    return pace * repeats


def work_again(frames: Arithmetic, repeats: Arithmetic, days: Arithmetic) -> Arithmetic:
    """Work by another way [frame/hour]."""
    return frames * repeats / days


def ratio(work: Arithmetic, pace: Arithmetic) -> Arithmetic:
    """Ratio [1]."""
    return work / pace


UNITS = {
    "frames": "frame", "days": "day", "repeats": "1", "other": "1", "pace": "frame/hour", "work": "frame/hour",
    "work_again": "frame/hour", "ratio": "1", "printed_pace": "frame/hour",
}  # fmt: skip
COMMON = 'source = "us"\nas_of = 2024-01-02\ncheck_by = 2025-03-04\nnote = "It is."\n'
FILES = {
    "sources": """[us]
short = "Us"
authors = "We"
title = "Ours"
container = "Here"
url = "https://us.example/"
seen = "primary"

[them]
short = "Them"
authors = "They"
title = "Theirs"
container = "There"
url = "https://them.example/it.pdf"
seen = "abstract"
year = 2020
""",
    "assumptions": f"""[frames]
name = "Frames"
value = [48, 96]
unit = "frame"
kind = "chosen"
{COMMON}
[days]
name = "Days"
value = 2
unit = "day"
kind = "guessed"
low = 1
high = 4.5
{COMMON}
[repeats]
name = "Repeats"
value = 3
unit = "1"
kind = "measured"
{COMMON}
[other]
name = "Other"
value = 7
unit = "1"
kind = "reported"
{COMMON}""",
    "printed": """[printed_pace]
name = "Printed pace"
value = 3
unit = "frame/hour"
editions = ["ja", "vi"]
rows = ["N-1", "N-2"]

[damaged]
name = "Damaged"
text = "1021"
editions = ["ko"]
rows = []
""",
    "dates": """[begun]
name = "Begun"
date = 2024-05-06
precision = "month"
source = "us"

[ended]
name = "Ended"
date = 2024-07-08
precision = "day"
source = "them"
""",
    "scenarios": """[as_estimated]
name = "As estimated"
note = "Nothing changed."

[often]
name = "Often"
note = "More often."
source = "us"
repeats = 4

[seldom]
name = "Seldom"
note = "Over more days."
days = [3, 4]
repeats = 2
""",
    "aliases": """[work_frequently]
now = "work_often"
renamed = 2024-09-10
""",
    "changes": """[slower]
date = 2024-11-12
figure = "pace"
from = 3
to = [1, 2]
unit = "frame/hour"
why = "It was counted."
""",
    "architectures": """[common]
latent_channels = 4
timestep_frequencies = 8
classes = 10
mlp_ratio = 4
where = "Here"

[S]
depth = 2
width = 16
heads = 2
where = "Here"

[S_2]
size = "S"
block = "adaLN"
patch = 2
latent_side = 8
printed_parameters = 1e4
printed_macs = 1e5
where = "There"
""",
    "figures": "".join(f'[{key}]\nunit = "{unit}"\nstyle = "plain"\ndigits = 3\n\n' for key, unit in UNITS.items())
    + """[damaged]
style = "verbatim"

[begun]
style = "date"

[ended]
style = "date"

[work_often]
quantity = "work"
unit = "frame/day"
style = "compact"
decimals = 1
scenario = "often"
pick = "high"
bare = true
stands_in = ["ratio"]
""",
}


def formulas_of(**functions: object) -> ModuleType:
    """A module with these functions as its formulas."""
    module = ModuleType("formulas")
    for name, function in functions.items():
        function.__module__ = "formulas"  # type: ignore[attr-defined]
        function.__name__ = name  # type: ignore[attr-defined]
        setattr(module, name, function)
    return module


FORMULAS = formulas_of(pace=pace, work=work, work_again=work_again, ratio=ratio)


def small_folder(parent: Path) -> Path:
    """Its files, written to a folder that a test may break."""
    folder = parent / "calc"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def small_book(folder: Path) -> Book:
    """What its files say."""
    return read_book(folder, FORMULAS)
