"""Hostile links, read by the browser: `make fuzz` reads a million. None throws, none changes a prototype, none gets in.

The queries are made in the browser, from a seed: known names and strangers, good values and bad ones, markup, broken
encodings, repetitions and lengths. What each must give is known where its making tells.
"""

import argparse
import sys
import time

from browsing import system_chromium
from parity import ROOT, SEED, Chromium, browser_half

from explainer.project import read_project

COUNT, CHUNK = 1_000_000, 20_000
FUZZ = (ROOT / "tests" / "fuzz.js").read_text(encoding="utf-8")


def fuzz(chromium: Chromium, count: int, seed: int) -> tuple[list[str], int, int]:
    """Read hostile queries: what went wrong, and how many values were taken and how many refused."""
    told = chromium.page.evaluate(FUZZ, {"tag": chromium.tags[0], "count": count, "seed": seed})
    return told["faults"], told["taken"], told["refused"]


def main() -> int:
    """Read them all; 1 if any does harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many queries ({COUNT})")
    count, started = parser.parse_args().count, time.monotonic()
    faults, taken, refused = list[str](), 0, 0
    with system_chromium() as browser, browser_half(read_project(ROOT), browser) as chromium:
        for start in range(0, count, CHUNK):
            wrong, more_taken, more_refused = fuzz(chromium, min(CHUNK, count - start), SEED + start)
            faults, taken, refused = faults + wrong, taken + more_taken, refused + more_refused
            if faults:
                print("\n".join(faults))
                return 1
    print(
        f"{count:,} queries: {taken:,} values taken, {refused:,} findings, none threw, no prototype changed "
        f"({time.monotonic() - started:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
