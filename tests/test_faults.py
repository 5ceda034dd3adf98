"""Bad input in calc/ is refused by file and line, with the fix; all faults of a run at once."""

from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT, replace_in
from small import formulas_of

from calc import model
from calc.arithmetic import Arithmetic
from calc.book import Book, read_book
from calc.errors import KensanError
from calc.graph import build_graph, read_formulas
from calc.inputs import Estimate
from explainer.project import read_project

DATA_FAULTS = [
    ("assumptions.toml", 'unit = "pixel_side"', 'unit = "kWh"', 'unknown|found unit name "kWh"'),
    ("assumptions.toml", 'unit = "pixel_side"\n', "", 'has no "unit"'),
    ("assumptions.toml", "value = 512", 'value = "512"', "expected a number"),
    ("assumptions.toml", "value = 512", "value = true", "expected a number"),
    ("assumptions.toml", "value = 512", "value = nan", "expected a finite number"),
    ("assumptions.toml", "value = 512", "value = 1e400", "at most forty digits"),
    ("assumptions.toml", "value = 512", "value = -512", "above zero"),
    ("assumptions.toml", "value = 512", "value = 0", "above zero"),
    ("assumptions.toml", "value = 512", "value = [1, 2, 3]", "found 3 numbers"),
    ("assumptions.toml", "value = 512", "value = [5, 4]", "is above"),
    ("assumptions.toml", "value = 250", "value = 251", "outside low 8 and high 250"),
    ("assumptions.toml", "low = 8\nhigh = 250\n", "low = 8\n", "only one of low and high"),
    ("assumptions.toml", 'kind = "chosen"', 'kind = "choosen"', "found 'choosen'"),
    ("assumptions.toml", 'source = "factorial"', 'source = "factoral"', "found 'factoral'"),
    ("assumptions.toml", "as_of = 2024-03-01", 'as_of = "March"', "found 'March'"),
    ("assumptions.toml", "[image_side]", "[image_side]\nkinds = 1", 'unknown key "kinds"'),
    ("assumptions.toml", "[image_side]", "[image_side", "not valid TOML"),
    ("assumptions.toml", "[spatial_compression]", "[image_side]", "stands twice, first in line"),
    ("assumptions.toml", "[image_side]", "stray = 1\n[image_side]", "outside any entry"),
    ("figures.toml", 'unit = "pixel"\n', 'unit = "latent"\n', "expected a multiple of pixel"),
    ("figures.toml", 'style = "plain"', 'style = "plane"', "found 'plane'"),
    ("figures.toml", "decimals = 0\n", "", "needs digits or decimals"),
    ("figures.toml", "[image_pixels]", "[image_pixel]", 'unknown quantity "image_pixel"'),
    ("figures.toml", "digits = 2", 'digits = "2"', "found '2'"),
    ("figures.toml", "digits = 2", "digits = 0", "digits of spatial_compression: found 0"),
    ("figures.toml", "digits = 2", "digits = true", "found True"),
    ("figures.toml", "decimals = 0", "decimals = 99", "found 99"),
    ("figures.toml", "bare = true", 'bare = "yes"', "found 'yes'"),
    ("figures.toml", 'stands_in = ["steady_gpus"]', 'stands_in = "steady_gpus"', "found 'steady_gpus'"),
    ("figures.toml", 'unit = "pixel"\n', "unit = 5\n", "unit of image_pixels: found 5"),
    ("dates.toml", "[sora_announced]", "[break_even]", '"break_even" is a quantity already'),
    ("figures.toml", 'pick = "low"', 'pick = "lowest"', "found 'lowest'"),
    ("figures.toml", 'scenario = "unrounded_dit_training"', 'scenario = "x"', 'unknown scenario "x"'),
    ("figures.toml", 'stands_in = ["steady_gpus"]', 'stands_in = ["steady_gpu"]', 'unknown formula "steady_gpu"'),
    ("scenarios.toml", "operations_per_mac = 2", "operations_per_mca = 2", 'unknown key "operations_per_mca"'),
    ("scenarios.toml", "operations_per_mac = 2", "", "operations_counted_twice. changes no assumption"),
    ("scenarios.toml", "operations_per_mac = 2", "operations_per_mac = 3", "found 3, outside low 1 and high 2"),
    ("scenarios.toml", "operations_per_mac = 2", "operations_per_mac = [2, 1]", "2 is above 1"),
    ("scenarios.toml", 'source = "dit_issue"', 'source = "dit_isue"', "found 'dit_isue'"),
    ("scenarios.toml", '"llama3", "step_video"', '"llama3", "step_vidio"', "found 'step_vidio'"),
    ("scenarios.toml", "[as_estimated]", "[as_is]", 'no scenario is named "as_estimated"'),
    ("scenarios.toml", "[as_estimated]", "[as_estimated]\nvideo_share = 0.4", "changes video_share"),
    ("scenarios.toml", 'name = "As estimated"', 'name = ""', "name of as_estimated is not a text"),
    (
        "figures.toml",
        'scenario = "unrounded_dit_training"',
        'scenario = "as_estimated"',
        'unknown scenario "as_estimated"',
    ),
    ("figures.toml", "headline = true", "headline = 1", "headline of sora_training_gpus: found 1"),
    ("sources.toml", 'url = "https://arxiv', 'url = "javascript://arxiv', "is no web address"),
    ("sources.toml", 'seen = "primary"', 'seen = "once"', "found 'once'"),
    ("sources.toml", 'language = "fr"', 'language = "french"', "found 'french'"),
    ("sources.toml", "year = 2024", 'year = "2024"', "found '2024'"),
    ("dates.toml", 'precision = "day"', 'precision = "hour"', "found 'hour'"),
    ("printed.toml", 'text = "1021"', 'text = "1021"\nvalue = 1021', "either value and unit, or text"),
    ("printed.toml", 'editions = ["ko"]', 'editions = ["kr"]', 'unknown edition "kr"'),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), DATA_FAULTS, ids=[fault[3] for fault in DATA_FAULTS])
def test_a_fault_in_a_data_file_is_refused_with_its_line(
    numbers: Path, file: str, old: str, new: str, said: str
) -> None:
    """And says what to write instead."""
    replace_in(numbers / file, old, new)
    with pytest.raises(KensanError, match=said) as caught:
        read_book(numbers)
    text = (numbers / file).read_text(encoding="utf-8")
    assert any(
        f.file == f"calc/{file}" and 1 <= f.line <= text.count("\n") + 1 and f.fix for f in caught.value.findings
    )


def test_the_line_named_is_the_line_at_fault(numbers: Path) -> None:
    """The key's own line where there is one."""
    replace_in(numbers / "assumptions.toml", "value = 250", 'value = "many"')
    lines = (numbers / "assumptions.toml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(KensanError) as caught:
        read_book(numbers)
    assert lines[caught.value.findings[0].line - 1] == 'value = "many"'


def test_all_faults_of_a_run_are_reported(numbers: Path) -> None:
    """Not only the first."""
    replace_in(numbers / "assumptions.toml", "value = 512", 'value = "512"')
    replace_in(numbers / "assumptions.toml", 'unit = "parameter"', 'unit = "parameters"')
    replace_in(numbers / "dates.toml", 'precision = "day"', 'precision = "hour"')
    with pytest.raises(KensanError) as caught:
        read_book(numbers)
    assert len(caught.value.findings) == 3


def test_bytes_that_are_not_utf8_are_refused_with_their_line(numbers: Path) -> None:
    """Before any parser sees them."""
    path = numbers / "dates.toml"
    path.write_bytes(path.read_bytes().replace(b"announced", b"annonc\xe9", 1))
    with pytest.raises(KensanError, match="not UTF-8"):
        read_book(numbers)


def refusal(module: ModuleType, units: dict[str, str]) -> str:
    """What is said of a module of formulas."""
    findings: list = []
    build_graph(read_formulas(module, ROOT, findings), units, findings)
    assert findings, "nothing was refused"
    assert all(finding.line > 1 and finding.file.endswith("test_faults.py") for finding in findings)
    return "\n".join(map(str, findings))


def test_a_circle_is_refused_and_printed() -> None:
    """With its members in order."""

    def one(two: Arithmetic) -> Arithmetic:
        """One [1]."""
        return two

    def two(one: Arithmetic) -> Arithmetic:
        """Two [1]."""
        return one

    assert "circular formula" in (said := refusal(formulas_of(one=one, two=two), {}))
    assert "one → two → one" in said or "two → one → two" in said


def test_an_unknown_parameter_is_refused_with_the_nearest_name() -> None:
    """Misspelling is the likeliest reason."""

    def one(video_shore: Arithmetic) -> Arithmetic:
        """One [1]."""
        return video_shore

    said = refusal(formulas_of(one=one), {"video_share": "1"})
    assert 'one needs "video_shore", which is unknown' in said
    assert 'write "video_share"' in said


def test_a_result_in_another_unit_is_refused() -> None:
    """The declared and the found unit are both named."""

    def one(video_minutes: Arithmetic) -> Arithmetic:
        """One [token]."""
        return video_minutes

    assert "declared in token, but its formula gives video_minute" in refusal(
        formulas_of(one=one), {"video_minutes": "video_minute"}
    )


def test_adding_unlike_quantities_is_refused() -> None:
    """Minutes of video and hours of GPU do not add."""

    def one(here: Arithmetic, there: Arithmetic) -> Arithmetic:
        """One [token]."""
        return here + there

    assert "add and subtract only quantities of one unit" in refusal(
        formulas_of(one=one), {"here": "token", "there": "GPU"}
    )


SHAPES = {
    "a power": (lambda here: here**2, "is more than + - * /"),
    "a condition": (lambda here: here if here > 1 else 1, "is more than + - * /"),
    "nothing": (lambda here: None, "does not use its parameter here"),
    "a literal": (lambda here: 2 * here, "contains the literal 2"),
    "an unused parameter": (lambda here, there: here, "does not use its parameter there"),
    "a default": (lambda here=1: here, "takes here"),
    "any number of parameters": (lambda *here: here[0], "takes here"),
    "a parameter without a name for callers": (lambda here, /: here, "takes here"),
    "no parameter": (lambda: 1, "takes nothing"),
}


@pytest.mark.parametrize(("function", "said"), SHAPES.values(), ids=SHAPES)
def test_a_body_that_is_not_plain_arithmetic_is_refused(function, said: str) -> None:
    """So that it can be read as a formula, and worked out in a browser to the last bit."""
    function.__doc__ = "One [token]."
    assert said in refusal(formulas_of(one=function), {"here": "token", "there": "token"})


def test_a_formula_that_divides_by_nothing_is_refused_by_name(book: Book) -> None:
    """With the inputs that made it so."""
    with pytest.raises(KensanError, match=r"is not a finite number for .*sora_minute_compute = 0"):
        book.values(replaced={"sora_minute_compute": Estimate(0.0, 0.0)})


@pytest.mark.parametrize("text", ["def broken(:\n", "import nothing_of_this_name\n", "1 / 0\n"])
def test_a_model_that_cannot_be_imported_is_refused(copy: Path, run, text: str) -> None:
    """With its line, and without a traceback."""
    path = copy / "calc" / "model.py"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    done = run("numbers")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    line = path.read_text(encoding="utf-8").count("\n")
    assert f"calc/model.py:{line}: " in done.stderr


def test_a_docstring_without_a_unit_is_refused() -> None:
    """It is where a formula's name and unit come from."""

    def one(here: Arithmetic) -> Arithmetic:
        """Whatever."""
        return here

    assert "the docstring begins" in refusal(formulas_of(one=one), {"here": "token"})


def test_a_formula_with_the_name_of_an_input_is_refused() -> None:
    """One name, one quantity."""

    def here(there: Arithmetic) -> Arithmetic:
        """Here [token]."""
        return there

    assert "both a formula and an input" in refusal(formulas_of(here=here), {"here": "token", "there": "token"})


def test_an_assumption_that_nothing_uses_is_refused_by_name_and_line(copy: Path) -> None:
    """No formula takes it and no page states it."""
    entry = '\n[idle]\nname = "Idle"\nvalue = 1\nunit = "1"\nkind = "chosen"\nsource = "dit"\n'
    entry += 'as_of = 2024-01-01\ncheck_by = 2027-01-01\nnote = "Idle."\n'
    path = copy / "calc" / "assumptions.toml"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    figures = copy / "calc" / "figures.toml"
    figures.write_text(
        figures.read_text(encoding="utf-8") + '\n[idle]\nunit = "1"\nstyle = "times"\ndigits = 1\n', encoding="utf-8"
    )
    findings = read_project(copy).unused_assumptions()
    idle = [finding for finding in findings if "idle" in finding.problem]
    assert len(idle) == 1
    assert path.read_text(encoding="utf-8").splitlines()[idle[0].line - 1] == "[idle]"


def test_the_real_formulas_are_one_return_over_arithmetic() -> None:
    """Nothing that could differ between Python and a browser, and no literal but 1."""
    import ast
    import inspect

    functions = [node for node in ast.parse(inspect.getsource(model)).body if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 40
    for function in functions:
        doc, returned = function.body
        assert isinstance(doc, ast.Expr) and isinstance(returned, ast.Return)
        for node in ast.walk(returned):
            assert not isinstance(node, ast.Call | ast.Attribute | ast.Pow | ast.Subscript), function.name
            assert not isinstance(node, ast.Constant) or node.value == 1, function.name
