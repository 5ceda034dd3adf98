"""Builds killed at random moments, each with everything that it has started: the site must be whole after every one.

Half of the moments lie anywhere in a build. The other half lie where it matters, around the switch: there a process
finishes and switches a site that is built already, again and again, because building takes much longer than switching.
Whole means: there is a manifest, and every file is as it says. `make kills` runs two hundred.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from explainer.deployed import verify

ROOT = Path(__file__).resolve().parent.parent
SWITCHING = """
import shutil, sys
from pathlib import Path
from explainer.publishing import Wanted, finish, made_from, making, switch
root, built, target = map(Path, sys.argv[1:])
for turn in range(1000):
    with making(root, target) as folder:
        fresh = folder / "site"
        shutil.copytree(built, fresh)
        (fresh / "turn.txt").write_text(str(turn), encoding="utf-8")
        finish(fresh, made_from(root, "as_estimated"), Wanted())
        switch(fresh, target, folder)
        print(turn, flush=True)
"""


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A process at the head of a group of its own, which can be killed as a whole."""
    silent = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, start_new_session=True, **silent)


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill the process and all that it has started; whether it was still running."""
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return running


def is_whole(target: Path) -> bool:
    """Whether every file is as the manifest says; what is not is printed."""
    try:
        findings = verify(str(target))[1]
    except Exception as error:
        findings = [error]
    for finding in findings[:5]:
        print(finding, flush=True)
    return not findings


class Kills:
    """Kills of builds for one target, and what came of them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.target, self.built, self.random = folder / "site", folder / "built", random.Random(seed)
        self.counts: Counter[str] = Counter()
        subprocess.run([sys.executable, *self._building], cwd=ROOT, check=True)  # draws pictures that are not kept yet
        began = time.monotonic()
        subprocess.run([sys.executable, *self._building], cwd=ROOT, check=True)
        self.longest = time.monotonic() - began
        shutil.copytree(self.target, self.built)

    @property
    def _building(self) -> list[str]:
        return ["-m", "explainer", "build", "--target", str(self.target)]

    @property
    def killed(self) -> int:
        """How many processes were killed before they had ended."""
        return sum(count for what, count in self.counts.items() if what.endswith(", killed"))

    def while_building(self) -> None:
        """Kill a build at any moment."""
        self._kill_after(start(self._building), self.random.uniform(0, self.longest), "while building")

    def while_switching(self) -> None:
        """Kill a process that finishes and switches, once it has done so before, within three turns or so."""
        process = start(["-c", SWITCHING, *map(str, (ROOT, self.built, self.target))])
        process.stdout.readline()
        began = time.monotonic()
        process.stdout.readline()
        self._kill_after(process, self.random.uniform(0, 3 * (time.monotonic() - began)), "while switching")

    def _kill_after(self, process: subprocess.Popen[bytes], seconds: float, when: str) -> None:
        time.sleep(seconds)
        self.counts[f"{when}, {'killed' if kill(process) else 'done before'}"] += 1
        self.counts["broken"] += not is_whole(self.target)
        self.counts["with something left over"] += any(self.target.parent.glob(".site-making-*"))


def main(count: int, seed: int) -> int:
    """Kill, print what came of it; 1 if any site was broken."""
    with tempfile.TemporaryDirectory() as folder:
        kills = Kills(Path(folder), seed)
        print(f"seed {seed}, a build takes {kills.longest:.1f} s", flush=True)
        while kills.killed < count:  # a build that was done before the moment came is no kill
            (kills.while_building if kills.killed % 2 else kills.while_switching)()
            if not kills.killed % 20:
                print(f"{kills.killed}: {dict(kills.counts)}", flush=True)
        left = [path for path in Path(folder).iterdir() if path.name.startswith(".")]
        kills.counts["left over at the end, before the next build"] = len(left)
    print(f"{count} kills: {dict(kills.counts)}")
    return 1 if kills.counts["broken"] else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many kills (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    arguments = parser.parse_args()
    sys.exit(main(arguments.count, arguments.seed))
