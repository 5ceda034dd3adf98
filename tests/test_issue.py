"""The one issue that a weekly report keeps: opened, brought up to date, closed; on a stand-in for GitHub's command."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, needs

pytestmark = needs("bash")
SCRIPT = ROOT / ".github" / "one-issue.sh"
LABEL, TITLE = "assumptions-due", "Assumptions to look at again"
# Keeps issues in a file as GitHub would, and refuses every option that the script does not need.
GH = """#!/usr/bin/env python3
import json, os, sys
from argparse import ArgumentParser
from pathlib import Path

top = ArgumentParser(allow_abbrev=False)
top.add_argument("kind", choices=["label", "issue"])
top.add_argument("verb")
top.add_argument("what", nargs="?")
for option in ("color", "description", "label", "state", "limit", "json", "jq", "comment", "title", "body-file"):
    top.add_argument(f"--{option}")
top.add_argument("--force", action="store_true")
given = top.parse_args()
path = Path(os.environ["ISSUES"])
state = json.loads(path.read_text()) if path.exists() else {"labels": [], "issues": []}
if given.kind == "label":
    assert given.verb == "create" and given.force
    state["labels"].append(given.what)
elif given.verb == "list":
    assert (given.state, given.json, given.jq) == ("open", "number", "sort_by(.number)[].number")
    found = [it["number"] for it in state["issues"] if it["open"] and given.label == it["label"]]
    print(*sorted(found), sep="\\n", end="\\n" if found else "")
elif given.verb == "create":
    assert given.label in state["labels"]
    body = Path(given.body_file).read_text()
    number = len(state["issues"]) + 1
    state["issues"].append({"number": number, "open": True, "label": given.label, "title": given.title, "body": body})
else:
    issue = state["issues"][int(given.what) - 1]
    if given.verb == "close":
        issue |= {"open": False, "comment": given.comment}
    else:
        assert given.verb == "edit"
        issue |= {"title": given.title, "body": Path(given.body_file).read_text()}
path.write_text(json.dumps(state))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the stand-in and its issues are."""
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    return tmp_path


def run(folder: Path, report: str | None, label: str = LABEL) -> list[dict]:
    """Run the script with a report (or without the file), and give back the issues."""
    if report is not None:
        (folder / "report.md").write_text(report, encoding="utf-8")
    environment = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "ISSUES": str(folder / "issues.json")}
    command = ["bash", str(SCRIPT), label, TITLE, str(folder / "report.md")]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    path = folder / "issues.json"
    return json.loads(path.read_text(encoding="utf-8"))["issues"] if path.exists() else []


def test_weeks_make_one_issue(folder: Path) -> None:
    """Opened once, its text replaced, closed when nothing is left, and a new one opened later."""
    assert run(folder, "") == []
    (issue,) = run(folder, "one $(id) `id`\n")
    assert issue == {"number": 1, "open": True, "label": LABEL, "title": TITLE, "body": "one $(id) `id`\n"}
    (issue,) = run(folder, "two\n")
    assert issue["body"] == "two\n" and issue["open"]
    (issue,) = run(folder, "")
    assert not issue["open"] and issue["comment"] == "Nothing is left to report."
    assert [it["open"] for it in run(folder, "three\n")] == [False, True]


def test_other_issues_are_left_alone(folder: Path) -> None:
    """Those with another label; of several of its own the eldest is kept."""
    run(folder, "links\n", label="dead-links")
    run(folder, "one\n")
    state = json.loads((folder / "issues.json").read_text(encoding="utf-8"))
    state["issues"].append({**state["issues"][1], "number": 3})
    (folder / "issues.json").write_text(json.dumps(state), encoding="utf-8")
    links, eldest, other = run(folder, "two\n")
    assert (links["open"], links["body"]) == (True, "links\n")
    assert (eldest["open"], eldest["body"]) == (True, "two\n")
    assert (other["open"], other["comment"]) == (False, "See #2, which has the same report.")


def test_without_a_report_nothing_is_closed(folder: Path) -> None:
    """A command that failed before it wrote one must not say that all is well."""
    run(folder, "one\n")
    (folder / "report.md").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        run(folder, None)
    state = json.loads((folder / "issues.json").read_text(encoding="utf-8"))
    assert [it["open"] for it in state["issues"]] == [True]
