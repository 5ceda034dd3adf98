"""What the first view of each page costs in a real Chromium: requests, bytes, script, moved text, time on a slow phone.

Bytes are those of the bodies as a good host sends them, packed by Brotli. Script is work of the processor, in
milliseconds at full speed. The slow phone has slow 4G and a processor four times slower than this machine's; it says
by how much text was moved while loading, and after how long the largest piece of it was painted.
"""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browsing import Server, locale_of, paths_of, prefix_of, served, system_chromium
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PHONE = {"width": 390, "height": 844}
SPEED = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}  # ms, bytes/s
SLOWDOWN = 4
RUNNING = {"EvaluateScript", "FunctionCall", "v8.compile", "v8.compileModule", "v8.evaluateModule"}
ENTRIES = """type => new Promise((resolve) => {
  const tell = (list) => resolve(list.getEntries().map((it) => it.toJSON()));
  new PerformanceObserver(tell).observe({type, buffered: true});
  setTimeout(() => resolve([]), 100);
})"""


@dataclass(frozen=True)
class Weight:
    """What was asked for before anybody touched the page; bytes of the page alone and of all; script in ms."""

    path: str
    asked: list[str]
    failed: list[str]
    foreign: list[str]
    page: int
    bytes: int
    script: float


@dataclass(frozen=True)
class Showing:
    """How far text moved, in the unit of layout shifts, and when the largest piece was painted, in ms."""

    moved: float
    painted: float


@contextmanager
def first_visit(browser: Browser, path: str) -> Iterator[Page]:
    """A window of somebody who has never been here and reads the language of the page."""
    context = browser.new_context(viewport=PHONE, locale=locale_of(path))
    yield context.new_page()
    context.close()


def read(page: Page, address: str) -> None:
    """Load the page and wait until it has nothing left to do."""
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((resolve) => requestIdleCallback(resolve))")


def weigh(browser: Browser, server: Server, path: str) -> Weight:
    """What the first view of a page asks for, and what its scripts do."""
    with first_visit(browser, path) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        server.answers.clear()
        browser.start_tracing(page=page, categories=["v8", "devtools.timeline"])
        read(page, server.address + path)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    answers = list(server.answers)
    return Weight(
        path,
        [name for name, _, _ in answers],
        [name for name, status, _ in answers if status != 200],
        [url for url in asked if not url.startswith((server.address, "data:"))],
        answers[0][2],
        sum(size for _, _, size in answers),
        script_time(events, server.address),
    )


def script_time(events: list[dict[str, Any]], address: str) -> float:
    """Milliseconds of work on scripts in the process that shows the page."""
    ours = {event["pid"] for event in events if event["args"].get("data", {}).get("url", "").startswith(address)}
    return sum(event.get("tdur", 0) for event in events if event["pid"] in ours and event["name"] in RUNNING) / 1000


def show(browser: Browser, server: Server, path: str) -> Showing:
    """How the first view comes to be on a slow phone."""
    with first_visit(browser, path) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SPEED)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        read(page, server.address + path)
        moves, paints = page.evaluate(ENTRIES, "layout-shift"), page.evaluate(ENTRIES, "largest-contentful-paint")
    return Showing(sum(move["value"] for move in moves), paints[-1]["startTime"])


def line(weight: Weight, showing: Showing) -> str:
    """What was seen of a page."""
    return (
        f"{'/' + weight.path:<28}{len(weight.asked):>9}{weight.page:>9,}{weight.bytes:>9,}"
        f"{weight.script:>11.1f}{showing.moved:>8.3f}{showing.painted:>12.0f}"
    )


def main(folder: Path, only: list[str]) -> None:
    """Weigh every page below the folder, or those whose paths are given, and print what was seen."""
    print(f"{'page':<28}{'requests':>9}{'page':>9}{'all':>9}{'script ms':>11}{'moved':>8}{'painted ms':>12}")
    with served(folder) as server, system_chromium() as browser:
        for path in paths_of(folder):
            if not only or path.removeprefix(prefix_of(path)) in only:
                print(line(weigh(browser, server, path), show(browser, server, path)), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="such as compute/demand/, in every language; without any, all")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the folder of a built site")
    arguments = parser.parse_args()
    main(arguments.site, arguments.pages)
