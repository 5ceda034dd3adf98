"""The command that compares with a commit: by that commit's own code, or by today's where it has none for this."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import needs, replace_in

from explainer.diff.commits import LENT

pytestmark = [pytest.mark.site, needs("git")]
Run = Callable[..., subprocess.CompletedProcess[str]]
NOTHING = "No published number changes, and no sentence, claim, chart or scenario."


@pytest.fixture
def commit(copy: Path) -> Callable[[], None]:
    """Commits the copy as it is, as somebody."""

    def command(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=copy, check=True, capture_output=True)

    def committed() -> None:
        command("init", "--quiet")
        command("add", "--all")
        command("commit", "--quiet", "--message", "x")

    return committed


def test_a_changed_formula_is_reported_against_the_commit_before(
    copy: Path, run: Run, commit: Callable[[], None]
) -> None:
    """Each side by its own formulas, into three files, and nothing else is left of it."""
    commit()
    model = copy / "calc" / "model.py"
    replace_in(
        model,
        "peak_gpus(steady_gpus: Q, demand_multiple: Q)",
        "peak_gpus(steady_gpus: Q, demand_multiple: Q, peak_to_mean: Q)",
    )
    replace_in(model, "return steady_gpus * demand_multiple", "return steady_gpus * demand_multiple * peak_to_mean")
    done = run("diff", "--base", "HEAD", "--today", "2027-07-01", "--whole", "the artifact")
    assert done.returncode == 0, done.stderr
    folder = copy / ".build" / "diff"
    data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    figures = {it["id"]: it for it in data["numbers"] if "(" not in it["id"]}
    peak = figures["peak_gpus"]
    assert float(peak["after"]["value"]) == 2 * float(peak["before"]["value"]) and "steady_gpus" not in figures
    assert (peak["before"]["texts"]["zh"], peak["after"]["texts"]["zh"]) == ("99.1万块H100", "198万块H100")
    assert [it["entry"] for it in data["causes"]] == ["formula peak_gpus"]
    assert data["notes"] == [] and "youtube_ai_share" in data["overdue"] and data["against"].startswith("HEAD (")
    assert done.stdout.startswith(f"This changes {len(data['numbers'])} published numbers")
    assert "The whole report: the artifact." in (folder / "report.md").read_text(encoding="utf-8")
    assert "<script" not in (folder / "report.html").read_text(encoding="utf-8")
    assert {path.name for path in (copy / ".build").iterdir()} == {"diff", "pictures"}


def test_a_commit_without_snapshots_is_read_by_the_code_of_today(
    copy: Path, run: Run, commit: Callable[[], None]
) -> None:
    """With its own words, data and formulas; and the report says so, on the one line of a change of nothing."""
    kept = shutil.copytree(copy / "explainer", copy.parent / f"{copy.name}-explainer")
    shutil.rmtree(copy / "explainer" / "diff")
    commit()
    shutil.rmtree(copy / "explainer")
    kept.rename(copy / "explainer")
    done = run("diff", "--base", "HEAD", "--today", "2026-01-01")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == NOTHING
    assert (copy / ".build" / "diff" / "report.md").read_text(encoding="utf-8") == f"**{NOTHING}** {LENT}\n"


@pytest.mark.parametrize("base", ["no-such-branch", "--output=x", ""])
def test_a_commit_that_is_not_there_is_refused(base: str, copy: Path, run: Run, commit: Callable[[], None]) -> None:
    """In one sentence, with what to do; nothing of it is taken for an option."""
    commit()
    done = run("diff", f"--base={base}")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert f'there is no commit "{base}"\n  fix: name a branch' in done.stderr
    assert not (copy / "x").exists() and not (copy / ".build" / "diff").exists()


def test_a_state_that_cannot_be_built_is_named(copy: Path, run: Run, commit: Callable[[], None]) -> None:
    """With what its own code says of it."""
    commit()
    replace_in(copy / "docs" / "compute" / "demand.md", "n.h100_output }}", "n.h100_outputs }}")
    done = run("diff", "--base", "HEAD")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "the folder as it is" in done.stderr and 'unknown name "h100_outputs"' in done.stderr
