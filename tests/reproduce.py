"""One commit built in other places, time zones, locales, years and hash seeds: every byte must be the same.

Each trial is a fresh clone and an environment of its own; no variable that fixes a date is set. Its clock is moved for
Python alone, by a module that Python loads first; a trial whose clock does not show the year wanted is void.
`make reproduce` runs them all; the tests run the first two.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from dataclasses import dataclass, field
from pathlib import Path

from explainer.manifest import FILE, check_folder, read_folder, read_manifest

ROOT = Path(__file__).resolve().parent.parent
KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH")
YEAR = 365.2425 * 24 * 3600  # s
CLOCK = """
    import datetime, os, time
    SHIFT = float(os.environ["CLOCK_SHIFT"])
    now, now_ns, local, universal, text = time.time, time.time_ns, time.localtime, time.gmtime, time.strftime
    time.time = lambda: now() + SHIFT
    time.time_ns = lambda: now_ns() + int(SHIFT * 10**9)
    time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
    time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)
    time.strftime = lambda form, when=None: text(form, time.localtime() if when is None else when)

    def moved(kind, **methods):
        class Kind(type(kind)):
            def __instancecheck__(cls, value): return isinstance(value, kind)
            def __subclasscheck__(cls, other): return issubclass(other, kind)
        return Kind(kind.__name__, (kind,), {name: classmethod(it) for name, it in methods.items()})

    date, moment = datetime.date, datetime.datetime
    datetime.date = moved(date, today=lambda cls: date.fromtimestamp(time.time()))
    datetime.datetime = moved(
        moment,
        now=lambda cls, tz=None: moment.fromtimestamp(time.time(), tz),
        today=lambda cls: moment.fromtimestamp(time.time()),
        utcnow=lambda cls: moment.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None),
    )
"""


@dataclass(frozen=True)
class Trial:
    """One way to build: where, in which year, with which umask and in which environment."""

    folder: str
    year: int
    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022


TRIALS = (
    Trial("here", time.localtime().tm_year),
    Trial("a folder/検算", 2038, {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, 0o077),
    Trial("b", 1999, {"TZ": "America/St_Johns", "LC_ALL": "POSIX", "PYTHONHASHSEED": "2"}),
    Trial("c", 2100, {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "3"}),
    Trial("d", 2019, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "4"}),
    Trial("e/f/g/h/i/j/k", 2040, {"TZ": "Australia/Lord_Howe", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    Trial("é", 1980, {"TZ": "XYZ-14:59:59", "LANG": "ja_JP.EUC-JP", "PYTHONHASHSEED": "4294967295"}),
    Trial("l" * 60, 2026, {"TZ": "UTC", "COLUMNS": "20", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}),
    Trial("m", 2030, {"TZ": "America/Sao_Paulo", "LC_NUMERIC": "de_DE.UTF-8", "PYTHONOPTIMIZE": "1"}, 0o002),
    Trial("n", 2024, {"TZ": "Africa/Casablanca", "HOME": "/nonexistent", "USER": "nobody", "PYTHONHASHSEED": "5"}),
    Trial("o", 2262, {"TZ": "Antarctica/Troll", "LC_TIME": "ko_KR.UTF-8", "LC_COLLATE": "C", "PYTHONHASHSEED": "6"}),
    Trial("p.q", 1971, {"TZ": "", "LC_ALL": "", "LANG": "", "MALLOC_PERTURB_": "165", "PYTHONHASHSEED": "7"}),
)


def build(trial: Trial, around: Path, root: Path = ROOT) -> Path:
    """The folder of the site that a trial builds below `around`. Raises CalledProcessError if it does not build."""
    clone, site = around / trial.folder, around / "built"
    clone.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    (around / "clock").mkdir()
    (around / "clock" / "sitecustomize.py").write_text(textwrap.dedent(CLOCK), encoding="utf-8")
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    shift = (trial.year - time.localtime().tm_year) * YEAR
    environment = {**kept, "PYTHONPATH": str(around / "clock"), "CLOCK_SHIFT": str(shift), **trial.environment}

    def run(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, *arguments], cwd=clone, env=environment, umask=trial.umask, stdout=subprocess.PIPE,
            encoding="utf-8", check=True,
        ).stdout  # fmt: skip

    shown = run("-c", "import datetime, time; print(datetime.date.today().year, time.localtime().tm_year)")
    assert {abs(int(year) - trial.year) <= 1 for year in shown.split()} == {True}, f"the clock shows {shown}"
    run("-m", "explainer", "build", "--target", str(site))
    shutil.rmtree(clone)
    return site


def same(first: Path, other: Path) -> bool:
    """Whether two sites are the same to the last byte; what is not is printed."""
    findings = check_folder(other, read_folder(first))
    for finding in findings[:10]:
        print(f"{other}: {finding}", flush=True)
    return not findings and (first / FILE).read_bytes() == (other / FILE).read_bytes()


def main(count: int) -> int:
    """Run the first `count` trials and print what came of each; 1 if any differs from the first."""
    with tempfile.TemporaryDirectory() as folder:
        sites, alike = [], []
        for number, trial in enumerate(TRIALS[:count]):
            sites.append(build(trial, Path(folder, str(number))))
            alike.append(same(sites[0], sites[-1]))
            print(f"{'the same' if alike[-1] else 'DIFFERENT'}: {trial}", flush=True)
            if number:
                shutil.rmtree(sites[-1])
        manifest = read_manifest((sites[0] / FILE).read_bytes(), FILE)
    print(f"{sum(alike)} of {len(alike)} builds of {manifest.made.commit} alike, {len(manifest.files)} files each")
    return 0 if all(alike) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=len(TRIALS), help=f"how many trials ({len(TRIALS)})")
    sys.exit(main(parser.parse_args().count))
