"""The browser works out and prints what Python does: `make parity` compares the two over random scenarios.

Python makes the scenarios, works them out and prints them in every language, in processes side by side; a real Chromium
does the same from the queries alone. Doubles are compared bit by bit and texts character by character, in chunks by
their digests; a chunk that differs is looked through for what does.
"""

import argparse
import hashlib
import multiprocessing
import random
import struct
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from browsing import NOT_FOUND, served, system_chromium
from playwright.sync_api import Browser, Page

from calc.figures import Figure
from calc.inputs import Assumption, Estimate, to_base
from calc.supposing import ranged, supposing
from explainer.assets import read_assets
from explainer.browser_module import Reach, browser_modules
from explainer.project import Project, read_project

ROOT = Path(__file__).resolve().parent.parent
COUNT, CHUNK, WORKERS, SEED, STEP = 100_000, 200, 2, 20240301, 10_000
HARNESS = """
  const modules = await Promise.all(tags.map((tag) => import(`/js/scenario/${tag}.js`)));
  const languages = modules.map((module) => module.language);
  const [{ figures: entries, print, readQuery, state, work }] = modules;
  const text = (figure, language) => Object.values(print(figure, language)).join("");
  const digest = async (bytes) => {
    const all = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...all].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const told = async (figures, whole) => {
    const doubles = figures.flatMap((figure) => figure.exact);
    const texts = languages.map((language) => figures.map((figure) => text(figure, language)));
    if (whole) return [doubles, texts];
    const packed = texts.map((all) => digest(new TextEncoder().encode(all.join("\\n"))));
    return [await digest(new Float64Array(doubles)), await Promise.all(packed)];
  };
"""
WORK = f"""async ({{ tags, queries, whole }}) => {{
  {HARNESS}
  const figures = queries.flatMap((query) => {{
    const {{ scenario, findings }} = readQuery(query);
    if (findings.length) throw new Error(`${{query}}: ${{JSON.stringify(findings)}}`);
    return [...work(scenario).values()];
  }});
  return told(figures, whole);
}}"""
STATE = f"""async ({{ tags, quantities, whole }}) => {{
  {HARNESS}
  return told(quantities.map(([key, low, high]) => state(entries[key], low, high)), whole);
}}"""

Told = tuple[list[float], list[list[str]]]
Digests = tuple[str, list[str]]


class Python:
    """The Python half, in a process of its own or in this one."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.reach = Reach(project.book)
        self._texts: dict[tuple[str, Decimal, Decimal], tuple[str, ...]] = {}

    def work(self, queries: list[str]) -> list[tuple[str, Figure]]:
        """The figures of scenarios, one scenario after the other, each with its name."""
        figures = []
        for query in queries:
            book = supposing(self.project.book, query.split("&") if query else [], "query")
            values = {name: book.values(name) for name in (None, *self.reach.scenarios)}
            figures += [(it.key, it.figure(values[it.scenario][it.quantity])) for it in self.reach.figures]
        return figures

    def state(self, quantities: list[tuple[str, float, float]]) -> list[tuple[str, Figure]]:
        """Any doubles as figures state them."""
        statements = self.project.book.statements
        return [(key, statements[key].figure(Estimate(low, high))) for key, low, high in quantities]

    def texts(self, key: str, figure: Figure) -> tuple[str, ...]:
        """The figure in every language; what was printed once is kept."""
        place = (key, figure.low, figure.high)
        if place not in self._texts:
            self._texts[place] = tuple(str(edition.print(figure)) for edition in self.project.editions.values())
        return self._texts[place]

    def told(self, figures: list[tuple[str, Figure]]) -> Told:
        """Every double, and every text by language."""
        doubles = [end for _, figure in figures for end in figure.exact]
        texts = [list(column) for column in zip(*(self.texts(*it) for it in figures), strict=True)]
        return doubles, texts


def digests(told: Told) -> Digests:
    """What the browser's half gives for the same."""
    doubles, texts = told
    packed = struct.pack(f"<{len(doubles)}d", *doubles)
    return hashlib.sha256(packed).hexdigest(), [
        hashlib.sha256("\n".join(column).encode("utf-8")).hexdigest() for column in texts
    ]


class Chromium:
    """The browser's half."""

    def __init__(self, page: Page, tags: list[str]) -> None:
        self.page, self.tags = page, tags

    def work(self, queries: list[str], whole: bool = False) -> Told | Digests:
        """The figures of scenarios, from their queries."""
        doubles, texts = self.page.evaluate(WORK, {"tags": self.tags, "queries": queries, "whole": whole})
        return doubles, texts

    def state(self, quantities: list[tuple[str, float, float]]) -> Told:
        """Any doubles as figures state them."""
        given = {"tags": self.tags, "quantities": [list(it) for it in quantities], "whole": True}
        doubles, texts = self.page.evaluate(STATE, given)
        return doubles, texts


@contextmanager
def modules_served(project: Project, folder: Path) -> Iterator[str]:
    """The address of the modules that pages load, without the pages."""
    for name, content in {**read_assets(project.root / "theme"), **browser_modules(project)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for page in ("index.html", NOT_FOUND):
        (folder / page).write_text("<!doctype html><title>Kensan</title>", encoding="utf-8")
    with served(folder) as server:
        yield server.address


@contextmanager
def browser_half(project: Project, browser: Browser) -> Iterator[Chromium]:
    """A page that has the modules."""
    with TemporaryDirectory() as folder, modules_served(project, Path(folder)) as address:
        page = browser.new_page()
        page.goto(address)
        yield Chromium(page, [language.tag for language in project.languages.values()])
        page.close()


# ── Scenarios ────────────────────────────────────────────────────────────────


def scenarios(project: Project, count: int, seed: int = SEED) -> Iterator[str]:
    """Random scenarios as queries: at ends, between them, as ranges, and just where a scale word changes."""
    dice = random.Random(seed)
    known = ranged(project.book)
    edges = boundaries(project)
    for number in range(count):
        if number % 4 == 0:
            name, text = edges[dice.randrange(len(edges))]
            chosen = {name: text}
        else:
            names = dice.sample(sorted(known), dice.randint(1, len(known)))
            chosen = {name: any_value(known[name], dice) for name in names}
        yield "&".join(f"{name}={text}" for name, text in chosen.items())


def any_value(assumption: Assumption, dice: random.Random) -> str:
    """A value that the assumption may have, as somebody may write it."""
    low, high = assumption.low, assumption.high
    assert low is not None and high is not None
    if dice.random() < 0.2:
        return "..".join(written(it, dice) for it in sorted((point(low, high, dice), point(low, high, dice))))
    return written(point(low, high, dice), dice)


def point(low: Decimal, high: Decimal, dice: random.Random) -> Decimal:
    """An end of the range, or a number between, evenly or by its logarithm, with up to 17 digits."""
    if (choice := dice.random()) < 0.15:
        return low if choice < 0.075 else high
    share = Decimal(dice.random())
    between = low + (high - low) * share if choice < 0.6 else low * (high / low) ** share
    rounded = Context(prec=dice.randint(1, 17), rounding=ROUND_HALF_EVEN).plus(between)
    return min(max(rounded, low), high)


def written(number: Decimal, dice: random.Random) -> str:
    """In plain digits, or with an exponent."""
    return f"{number:f}" if dice.random() < 0.8 else f"{number:e}".replace("+", dice.choice(("", "+")))


@cache
def edge_values() -> tuple[Decimal, ...]:
    """Where scale words change, and where rounding just reaches them."""
    powers = [Decimal(10) ** power for power in (3, 4, 6, 8, 9, 12, 16)]
    near = [
        Decimal(it) for it in ("1", "0.9995", "0.99949999", "0.99995", "0.999949999", "0.999995", "1.0005", "1.005")
    ]
    return tuple(power * factor for power in powers for factor in near)


def boundaries(project: Project) -> list[tuple[str, str]]:
    """Values of one assumption that bring a figure to a change of its scale word, as far as ranges allow.

    A figure that an assumption moves in proportion, or against it, is there exactly; others come near.
    """
    book, found = project.book, []
    figures = [it for it in book.headlines() if it.style == "compact"]
    values = book.values()
    for statement in figures:
        for name in sorted(book.graph.behind(statement.quantity) & set(ranged(book))):
            assumption = book.assumptions[name]
            for end in statement.figure(values[statement.quantity]).exact:
                for edge in edge_values():
                    factor = edge / Decimal(end)
                    for value in (assumption.value[0] * factor, assumption.value[0] / factor):
                        if assumption.low <= value <= assumption.high:
                            found += [(name, f"{value:.{digits}e}".replace("+", "")) for digits in (16, 8)]
    return [(name, text) for name, text in found if within(book.assumptions[name], Decimal(text))]


def within(assumption: Assumption, value: Decimal) -> bool:
    """Whether the value lies in the assumption's range."""
    return assumption.low is not None and assumption.high is not None and assumption.low <= value <= assumption.high


def any_quantities(project: Project, count: int, seed: int = SEED) -> list[tuple[str, float, float]]:
    """Random doubles for figures: ties, boundaries of scale words, one, nothing, and below nothing."""
    dice = random.Random(seed)
    figures = Reach(project.book).figures
    quantities = []
    for _ in range(count):
        statement = dice.choice(figures)
        low, high = sorted(any_double(dice, statement.decimals is not None) for _ in range(2))
        scale = to_base((Decimal(1), Decimal(1)), statement.unit).low
        quantities.append((statement.key, low * scale, (high if dice.random() < 0.5 else low) * scale))
    return quantities


def any_double(dice: random.Random, is_small: bool) -> float:
    """A double that rounding or a scale word may stumble over."""
    kind = dice.randrange(5)
    if kind == 0:
        number = float(dice.choice(edge_values()))
    elif kind == 1:
        number = dice.randint(0, 10**6) / 2 ** dice.randint(0, 4)  # ties are common among these
    elif kind == 2:
        number = dice.choice((0.0, 1.0, 10.0, 0.5, 1.5, 0.05, 0.995, 9.995, 99.95, 1e21, 9.995e21, 1e-7))
    else:
        number = dice.random() * 10.0 ** dice.randint(-9, 26)
    number = number % 1e15 if is_small else number
    return -number if dice.random() < 0.05 else number


# ── Comparing ────────────────────────────────────────────────────────────────


def differences(python: Told, chromium: Told, keys: list[str]) -> Iterator[str]:
    """What differs, in words."""
    for place, (ours, theirs) in enumerate(zip(python[0], chromium[0], strict=True)):
        if struct.pack("<d", ours) != struct.pack("<d", theirs):
            yield f"{keys[place // 2]}: Python {ours!r}, Chromium {theirs!r}"
    for column, other in zip(python[1], chromium[1], strict=True):
        for key, ours, theirs in zip(keys, column, other, strict=True):
            if ours != theirs:
                yield f'{key}: Python "{ours}", Chromium "{theirs}"'


def explain(python: Python, chromium: Chromium, queries: list[str]) -> Iterator[str]:
    """What differs in a chunk, scenario by scenario."""
    for query in queries:
        figures = python.work([query])
        doubles, texts = chromium.work([query], whole=True)
        for difference in differences(python.told(figures), (doubles, texts), [key for key, _ in figures]):
            yield f"?{query}: {difference}"


_here: Python


def _begin() -> None:
    global _here
    _here = Python(read_project(ROOT))


def _chunk(queries: list[str]) -> tuple[list[str], Digests]:
    return queries, digests(_here.told(_here.work(queries)))


def main() -> int:
    """Compare; 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many scenarios ({COUNT})")
    count, started, done = parser.parse_args().count, time.monotonic(), 0
    project = read_project(ROOT)
    queries = list(scenarios(project, count))
    chunks = [queries[start : start + CHUNK] for start in range(0, count, CHUNK)]
    spawn = multiprocessing.get_context("spawn")
    with (
        system_chromium() as browser,
        browser_half(project, browser) as chromium,
        ProcessPoolExecutor(WORKERS, spawn, _begin) as pool,
    ):
        for chunk, expected in pool.map(_chunk, chunks):
            if chromium.work(chunk) != expected:
                print("\n".join(list(explain(Python(project), chromium, chunk))[:20]))
                return 1
            done += len(chunk)
            if done % STEP == 0:
                print(f"{done:,} scenarios", file=sys.stderr)
    figures, languages = len(Reach(project.book).figures), len(project.languages)
    print(
        f"{count:,} scenarios, {count * figures:,} figures: doubles the same to the last bit, and texts the same "
        f"in {languages} languages, in Python and Chromium ({time.monotonic() - started:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
