"""What somebody supposes in the place of our assumptions: how it is read, what follows, and what is refused."""

import subprocess
from collections.abc import Callable

import pytest
from conftest import cases
from test_values import work_out

from calc.book import Book
from calc.errors import KensanError
from calc.inputs import Estimate
from calc.supposing import supposing
from explainer.project import Project

Run = Callable[..., subprocess.CompletedProcess[str]]
REFUSED = [
    ("diffusion_steps", 'found "diffusion_steps"'),
    ("diffusion_steps=", 'diffusion_steps: found "", expected a number'),
    ("diffusion_steps=0x10", 'diffusion_steps: found "0x10", expected a number'),
    ("diffusion_steps=NaN", 'diffusion_steps: found "NaN", expected a number'),
    ("diffusion_steps=1e400", 'diffusion_steps: found "1e400", expected a number'),
    ("diffusion_steps=５０", 'diffusion_steps: found "５０", expected a number'),
    ("diffusion_steps=50\n", 'diffusion_steps: found "50\n", expected a number'),
    ("diffusion_steps=8..", 'diffusion_steps: found "8..", expected a number'),
    ("diffusion_steps=251", "diffusion_steps: found 251, expected a number from 8 to 250"),
    ("diffusion_steps=7", "diffusion_steps: found 7, expected a number from 8 to 250"),
    ("diffusion_steps=60..50", "diffusion_steps: found 60..50, expected a number from 8 to 250"),
    ("diffusion_step=50", 'no assumption is named "diffusion_step"\n  fix: write "diffusion_steps"'),
    ("image_side=512", "image_side has no range"),
    ("__proto__=1", 'no assumption is named "__proto__"'),
    (f"diffusion_steps={'x' * 60}", f'diffusion_steps: found "{"x" * 60}", expected a number'),
    (f"diffusion_steps={'9' * 100}", f'diffusion_steps: found "{"9" * 59}…", expected a number'),
]


@pytest.mark.parametrize("case", cases("supposed.toml"), ids=lambda case: case["says"])
def test_a_figure_under_other_assumptions_is_its_sum_and_prints_as_a_person_wrote(project: Project, case: dict) -> None:
    """In every language; the sums and the texts were written apart from the code."""
    book = supposing(project.book, case["query"].split("&"), "query")
    figure = book.figures()[case["figure"]]
    ends = sorted(float(work_out(sum_)) for sum_ in case["sum"])
    assert figure.exact == pytest.approx((ends[0], ends[-1]), rel=1e-12)
    texts = {code: str(edition.print(figure)).replace("\u00a0", " ") for code, edition in project.editions.items()}
    assert texts == case["text"]


@pytest.mark.parametrize(("given", "problem"), REFUSED, ids=lambda text: text[:30])
def test_what_cannot_be_supposed_is_refused(book: Book, given: str, problem: str) -> None:
    """With the place, what was found and the fix."""
    with pytest.raises(KensanError) as refused:
        supposing(book, ["video_share=0.5", given], "--set")
    assert str(refused.value).startswith(f"--set:2: {problem}")
    assert "\n  fix: " in str(refused.value)


def test_an_assumption_is_supposed_once(book: Book) -> None:
    """By whichever of its names."""
    with pytest.raises(KensanError, match="--set:2: candidates_per_upload is given twice"):
        supposing(book, ["candidates_multiple=3", "candidates_per_upload=3"], "--set")


def test_what_is_supposed_lies_on_the_scenario_of_the_book_and_below_that_of_a_figure(book: Book) -> None:
    """A further scenario says what it says, whatever is supposed."""
    supposed = supposing(book.under("few_steps_50"), ["diffusion_steps=100", "operations_per_mac=1.5"], "--set")
    assert supposed.inputs()["diffusion_steps"] == Estimate(100.0, 100.0)
    assert supposed.inputs("few_steps_8")["diffusion_steps"] == Estimate(8.0, 8.0)
    assert supposed.inputs("few_steps_8")["operations_per_mac"] == Estimate(1.5, 1.5)
    lengths = supposing(book, ["tiktok_upload_length=24..30"], "").inputs()["tiktok_upload_length"]
    assert lengths == Estimate(0.4, 0.5)  # minutes


def test_the_command_prints_the_figures_that_follow(run: Run) -> None:
    """In every language, with what was set and what it was."""
    done = run("numbers", "diffusion_steps", "break_even", "--set", "diffusion_steps=50")
    assert (done.returncode, done.stderr) == (0, "")
    assert "set by --set; as estimated it is 250 diffusion_step\n" in done.stdout
    assert "  exactly 76248570.33930613 to 190621425.8" in done.stdout
    assert "  vi  76,2–191 triệu phút" in done.stdout.replace("\u00a0", " ")


def test_the_command_refuses_in_a_few_lines(run: Run) -> None:
    """And prints no figure."""
    done = run("numbers", "break_even", "--set", "diffusion_steps=5000", "--set", "image_side=512")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == "--set:1: diffusion_steps: found 5000, expected a number from 8 to 250"
    assert done.stderr.splitlines()[2] == "--set:2: image_side has no range"
    assert len(done.stderr.splitlines()) == 4
