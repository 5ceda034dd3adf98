"""What the browser works out and prints, against Python and against what a person wrote: `make parity` in small."""

import ast
from collections.abc import Iterator

import brotli
import pytest
from conftest import cases, needs
from fuzz import fuzz
from parity import SEED, Chromium, Python, any_quantities, browser_half, differences, explain, scenarios
from playwright.sync_api import Browser
from test_formatting import GOLDEN

from calc.errors import KensanError
from calc.supposing import supposing
from explainer.browser_module import browser_modules
from explainer.project import Project

pytestmark = [pytest.mark.browser, needs("chromium")]
MOST_BYTES = 8192
READ = """async ({ tag, queries }) => {
  const { readQuery } = await import(`/js/scenario/${tag}.js`);
  const before = JSON.stringify(Object.getOwnPropertyNames(Object.prototype));
  const read = queries.map((query) => {
    const { scenario, findings } = readQuery(query);
    return [Object.fromEntries(scenario), findings.map(({ key, why }) => [key, why])];
  });
  return [read, before === JSON.stringify(Object.getOwnPropertyNames(Object.prototype))];
}"""
GOLDEN_TEXTS = """async ({ tags, cases }) => {
  const modules = await Promise.all(tags.map((tag) => import(`/js/scenario/${tag}.js`)));
  const [{ print, state }] = modules;
  return cases.map(({ style, unit, digits, decimals, bare, low, high }) => {
    const entry = [0, style, "1", digits ?? undefined, decimals ?? undefined, undefined, undefined, bare];
    const figure = { ...state(entry, low, high), unit };
    return modules.map(({ language }) => Object.values(print(figure, language)).join(""));
  });
}"""


@pytest.fixture(scope="module")
def half(project: Project, chromium: Browser) -> Iterator[Chromium]:
    """A page that has the modules, and nothing else."""
    with browser_half(project, chromium) as running:
        yield running


def test_a_module_weighs_at_most_eight_kilobytes(project: Project) -> None:
    """Packed, in each language, with all that it needs."""
    sizes = {name: len(brotli.compress(module)) for name, module in browser_modules(project).items()}
    assert len(sizes) == 5
    assert max(sizes.values()) <= MOST_BYTES, sizes


def test_some_hundred_scenarios_come_out_the_same(project: Project, half: Chromium) -> None:
    """Doubles to the last bit, texts to the last character."""
    queries = list(scenarios(project, 300, SEED + 1))
    assert list(explain(Python(project), half, queries[:20])) == []
    python = Python(project)
    figures = python.work(queries)
    assert len(figures) > 30_000
    told = half.work(queries, whole=True)
    assert list(differences(python.told(figures), told, [key for key, _ in figures])) == []


def test_any_doubles_print_the_same(project: Project, half: Chromium) -> None:
    """Ties, changes of scale words, nothing, and below nothing, whether the model can reach them or not."""
    python, quantities = Python(project), any_quantities(project, 4000)
    figures = python.state(quantities)
    found = differences(python.told(figures), half.state(quantities), [key for key, _ in figures])
    assert list(found) == []


def test_a_difference_is_found(project: Project, half: Chromium) -> None:
    """In the last bit of a double, and in one character."""
    python = Python(project)
    figures = python.work(["diffusion_steps=50"])
    doubles, texts = python.told(figures)
    keys = [key for key, _ in figures]
    other = [doubles[0] * (1 + 2**-52), *doubles[1:]]
    changed = [[texts[0][0] + " ", *texts[0][1:]], *texts[1:]]
    found = list(differences((other, changed), half.work(["diffusion_steps=50"], whole=True), keys))
    assert len(found) == 2
    assert all(line.startswith(f"{keys[0]}: Python ") for line in found)


@pytest.mark.parametrize("case", cases("supposed.toml"), ids=lambda case: case["says"])
def test_a_figure_prints_as_a_person_wrote(project: Project, half: Chromium, case: dict) -> None:
    """Also in the browser, in every language."""
    keys = [statement.key for statement in Python(project).reach.figures]
    _, texts = half.work([case["query"]], whole=True)
    shown = {code: column[keys.index(case["figure"])] for code, column in zip(project.editions, texts, strict=True)}
    assert {code: text.replace("\u00a0", " ") for code, text in shown.items()} == case["text"]


def test_the_golden_table_of_formats_holds_in_the_browser(project: Project, half: Chromium) -> None:
    """Every number in it whose unit a figure of the module has."""
    worded = {statement.unit for statement in Python(project).reach.figures if not statement.bare}
    chosen = [case for case in GOLDEN if case["style"] != "date" and case.get("unit", "GPU") in worded]
    assert len(chosen) >= 25
    found = half.page.evaluate(GOLDEN_TEXTS, {"tags": half.tags, "cases": [_for_browser(case) for case in chosen]})
    for case, texts in zip(chosen, found, strict=True):
        shown = dict(zip(project.editions, (text.replace("\u00a0", " ") for text in texts), strict=True))
        assert shown == case["text"], case["says"]


def _for_browser(case: dict) -> dict:
    low, high = case["value"] if isinstance(case["value"], list) else [case["value"]] * 2
    bare = "unit" not in case and case["style"] != "times"
    unit, decimals = case.get("unit", "1"), case.get("decimals")
    digits = None if "decimals" in case else case.get("digits", 6)
    stated = {"style": case["style"], "unit": unit, "bare": bare, "digits": digits, "decimals": decimals}
    return {**stated, "low": float(low), "high": float(high)}


def test_an_address_is_read_as_it_should_be(half: Chromium) -> None:
    """What it supposes, what is told of the rest, and nothing else happens."""
    table = cases("supposed.toml", "query")
    read, is_untouched = half.page.evaluate(READ, {"tag": "en", "queries": [case["query"] for case in table]})
    for case, (takes, findings) in zip(table, read, strict=True):
        assert (takes, findings) == (case["takes"], case["findings"]), case["says"]
    assert is_untouched


def test_a_long_address_is_not_read(half: Chromium) -> None:
    """Two megabytes, and many keys, are told by how they begin."""
    queries = ["?diffusion_steps=50&" + "x" * 2**21, "?" + "&".join(f"key{number}=1" for number in range(65))]
    ((first, second), _) = half.page.evaluate(READ, {"tag": "en", "queries": queries})
    assert first == [{}, [[("diffusion_steps=50&" + "x" * 60)[:59] + "…", "long"]]]
    assert second[0] == {} and second[1][0][1] == "long" and len(second[1]) == 1


def test_the_browser_takes_what_python_takes(project: Project, half: Chromium) -> None:
    """Value by value."""
    values = [
        "8", "250", "8.0", "0008", "2.5e2", "2.5E+2", "1e1", "100e-1", "8..9", "9..8", "7.999", "250.0000000000001", "",
        " 9", "9 ", "9_0", "9,0", ".9e2", "9.", "+9", "-9", "0x9", "٩", "９", "9" * 41, "1e100", "1e99", "9..",
        "..9", "NaN",
    ]  # fmt: skip
    read, _ = half.page.evaluate(READ, {"tag": "en", "queries": [f"?diffusion_steps={value}" for value in values]})
    for value, (_, findings) in zip(values, read, strict=True):
        assert _python_takes(project, value) == (findings == []), value


def _python_takes(project: Project, value: str) -> bool:
    try:
        supposing(project.book, [f"diffusion_steps={value}"], "query")
    except KensanError:
        return False
    return True


def test_hostile_addresses_do_no_harm(half: Chromium) -> None:
    """Some thousands of the million that `make fuzz` reads."""
    faults, taken, refused = fuzz(half, 5000, SEED)
    assert faults == []
    assert taken > 3000 and refused > 8000


def test_a_value_for_programs_reads_as_python_writes_it(half: Chromium) -> None:
    """The same characters, so that a page under a scenario is like one that was built under it."""
    numbers = [0.0, 1.0, -2.5, 0.1, 1e15, 123456789012345.6, 1e16, 1.5e16, 1e21, 1e-4, 1.5e-4, 1e-5, 9.9e-7, 5e-324]
    texts = half.page.evaluate(
        """async (numbers) => {
          const { exactText } = await import("/js/scenario/en.js");
          return numbers.map(exactText);
        }""",
        numbers,
    )
    assert texts == [repr(float(number)) for number in numbers]
    assert [ast.literal_eval(text) for text in texts] == numbers
