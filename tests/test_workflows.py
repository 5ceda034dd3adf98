"""The workflows: what they may do, and that each rule would notice its fault. Nothing here runs one."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, skipped_unless

from explainer.__main__ import COMMANDS

GITHUB = ROOT / ".github"
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted((GITHUB / "workflows").glob("*.yml"))}
BIN = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
USES = re.compile(r"uses: *(\S+)(.*)")
VERSION = re.compile(r" # v\d+\.\d+\.\d+")
IMAGE = re.compile(r"ubuntu-\d\d\.\d\d")
FOREIGN_EVENTS = {"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "fork", "watch"}
# What else than reading the repository each job is for.
WRITES = {
    "main.yml": {"publish": {"pages", "id-token"}},
    "weekly.yml": {"due": {"issues"}, "links": {"issues"}},
    "release.yml": {"release": {"contents", "id-token", "attestations"}},
}
PUBLISHING = {"contents", "pages", "id-token", "attestations"}
LONGEST = 60


def faults(name: str, text: str) -> list[str]:
    """What a workflow does that it must not, a phrase for each."""
    workflow = yaml.safe_load(text)
    found = [*events(workflow), *actions(text), *whole(workflow, text)]
    for job, steps in workflow["jobs"].items():
        found += rights(steps, WRITES.get(name, {}).get(job, set()))
        found += [fault for step in steps["steps"] for fault in step_faults(step)]
        if not 0 < steps.get("timeout-minutes", 0) <= LONGEST:
            found.append("no timeout")
        if not IMAGE.fullmatch(str(steps.get("runs-on"))):
            found.append("image that moves")
    return found


def events(workflow: dict[Any, Any]) -> Iterator[str]:
    """Events at which a stranger's words or code would meet a token that can write. YAML reads `on` as true."""
    if FOREIGN_EVENTS & set(workflow[True]):
        yield "foreign event"


def actions(text: str) -> Iterator[str]:
    """Actions that are not pinned by commit, or do not say which version that is."""
    for action, rest in USES.findall(text):
        if not PINNED.fullmatch(action):
            yield "action not pinned"
        if not VERSION.match(rest):
            yield "version not named"


def whole(workflow: dict[Any, Any], text: str) -> Iterator[str]:
    """What a workflow as a whole must have: no rights, one run at a time, no secret."""
    if workflow.get("permissions") != {}:
        yield "rights for all jobs"
    if "group" not in workflow.get("concurrency", {}):
        yield "runs beside itself"
    if re.search(r"\bsecrets\b", text):
        yield "secret"


def rights(job: dict[str, Any], writes: set[str]) -> Iterator[str]:
    """Rights that the job is not known to need; and code of the project where something can be published."""
    given = job.get("permissions")
    if not isinstance(given, dict):
        yield "rights not stated"
        return
    if {right for right, kind in given.items() if kind != "read"} != writes:
        yield "rights beyond need"
    fetches = any("checkout" in step.get("uses", "") or "make" in step.get("run", "") for step in job["steps"])
    if writes & PUBLISHING and fetches:
        yield "project's code where something is published"


def step_faults(step: dict[str, Any]) -> Iterator[str]:
    """Expressions in a shell, tokens left behind, and shells that go on after an error."""
    if "${{" in step.get("run", ""):
        yield "expression in a shell"
    if "actions/checkout" in step.get("uses", "") and step.get("with", {}).get("persist-credentials") is not False:
        yield "token left behind"
    if "continue-on-error" in step:
        yield "goes on after an error"


# The workflow, what is replaced in it, by what, and the fault that must be found.
PLANTED = [
    ("pull-request.yml", "  pull_request:", "  pull_request_target:", "foreign event"),
    ("weekly.yml", "  workflow_dispatch:", "  issue_comment:", "foreign event"),
    ("main.yml", "upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9", "upload-pages-artifact@v5",
     "action not pinned"),
    ("main.yml", "deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "deploy-pages@cd2ce8f", "action not pinned"),
    ("release.yml", " # v4.2.2", "", "version not named"),
    ("main.yml", "permissions: {}", "permissions: {contents: read}", "rights for all jobs"),
    ("main.yml", "permissions: {}\n", "", "rights for all jobs"),
    ("pull-request.yml", "      contents: read #", "      contents: write #", "rights beyond need"),
    ("pull-request.yml", "      contents: read #", "      pull-requests: write #", "rights beyond need"),
    ("pull-request.yml", "    permissions:\n      contents: read", "    if: true\n    env:\n      it: 1",
     "rights not stated"),
    ("release.yml", "    permissions:\n      contents: write", "    permissions: write-all\n    env:\n      x: 1",
     "rights not stated"),
    ("release.yml", "          name: archive\n          path: archive\n",
     "          name: archive\n          path: archive\n      - run: make site\n",
     "project's code where something is published"),
    ("pull-request.yml", 'BASE="$BASE"', 'BASE="${{ github.head_ref }}"', "expression in a shell"),
    ("release.yml", 'create "$TAG"', "create ${{ github.ref_name }}", "expression in a shell"),
    ("main.yml", "          persist-credentials: false\n", "          fetch-depth: 1\n", "token left behind"),
    ("main.yml", "        with:\n          persist-credentials: false\n", "", "token left behind"),
    ("weekly.yml", "    timeout-minutes: 10\n", "", "no timeout"),
    ("weekly.yml", "timeout-minutes: 10", "timeout-minutes: 360", "no timeout"),
    ("weekly.yml", "runs-on: ubuntu-24.04", "runs-on: ubuntu-latest", "image that moves"),
    ("weekly.yml", "concurrency:\n  group: weekly\n  cancel-in-progress: false\n", "", "runs beside itself"),
    ("weekly.yml", "${{ github.token }}", "${{ secrets.GITHUB_TOKEN }}", "secret"),
    ("main.yml", "        run: make recheck", "        continue-on-error: true\n        run: make recheck",
     "goes on after an error"),
]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_workflow_keeps_the_rules(name: str) -> None:
    """All of them."""
    assert faults(name, FILES[name]) == []


@pytest.mark.parametrize(("name", "old", "new", "fault"), PLANTED)
def test_a_planted_fault_is_found(name: str, old: str, new: str, fault: str) -> None:
    """So no rule is asleep."""
    assert old in FILES[name]
    assert fault in faults(name, FILES[name].replace(old, new, 1))


def test_every_rule_has_its_fault() -> None:
    """Each phrase of the rules above is planted, and there are the four workflows."""
    source = Path(__file__).read_text(encoding="utf-8").split("\nPLANTED")[0]
    phrases = set(re.findall(r'(?:yield|append\() ?"([a-z\' ]+)"', source))
    assert phrases == {fault for *_, fault in PLANTED}
    assert set(FILES) == {"main.yml", "pull-request.yml", "release.yml", "weekly.yml"}


def test_the_same_action_is_the_same_commit_everywhere() -> None:
    """And the lines that prepare a machine are of one Python."""
    pins = {line.split("@")[0]: set() for text in FILES.values() for line, _ in USES.findall(text)}
    for text in FILES.values():
        for action, version in USES.findall(text):
            pins[action.split("@")[0]].add(action.split("@")[1] + version)
    assert len(pins) > 5 and all(len(commits) == 1 for commits in pins.values()), pins
    versions = {found for text in FILES.values() for found in re.findall(r'python-version: "(.*)"', text)}
    assert versions == {"3.11"}


def test_the_commands_that_workflows_run_are_there() -> None:
    """Make's targets, those of a matrix among them, and the commands of the explainer."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shells = "\n".join(step.get("run", "") for text in FILES.values() for step in steps_of(text))
    targets = set(re.findall(r"\bmake ([a-z-]+)", shells))
    for text in FILES.values():
        for job in yaml.safe_load(text)["jobs"].values():
            targets |= set(job.get("strategy", {}).get("matrix", {}).get("what", []))
    assert {"check", "recheck", "forks", "lowest", "newest"} <= targets
    missing = [target for target in sorted(targets) if not re.search(rf"^{target}:", makefile, re.MULTILINE)]
    assert missing == []
    assert set(re.findall(r"-m explainer ([a-z-]+)", shells)) <= COMMANDS.keys()


def steps_of(text: str) -> list[dict[str, Any]]:
    """The steps of all jobs of a workflow."""
    return [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]


def test_the_architecture_page_tells_of_each() -> None:
    """By its name, with what it may write."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+\.yml)` \|", text, re.MULTILINE)) == set(FILES)


def test_the_scripts_that_workflows_name_can_be_run() -> None:
    """And every right says in a comment what it is for."""
    named = {name for text in FILES.values() for name in re.findall(r"run: (\.github/\S+)", text)}
    assert named and all(os.access(ROOT / name, os.X_OK) for name in named)
    rights = [line for text in FILES.values() for line in re.findall(r"^ +[a-z-]+: (?:read|write)\b.*", text, re.M)]
    assert len(rights) > 8 and all(" # to " in line for line in rights)


# ── What others' tools say ───────────────────────────────────────────────────


def tool(name: str) -> pytest.MarkDecorator:
    """Skip, and say so, where the tool is not in the environment."""
    return skipped_unless(shutil.which(name, path=BIN) is not None, f"{name} is not installed: make lock")


def judged(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A tool's judgement."""
    program = shutil.which(name, path=BIN)
    assert program is not None
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)


@tool("zizmor")
def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    """At its strictest, without asking anybody; and it finds what is planted."""
    options = ("--offline", "--no-config", "--persona=pedantic", "--no-progress")
    done = judged("zizmor", *options, GITHUB)
    assert done.returncode == 0, done.stdout
    copy = shutil.copytree(GITHUB / "workflows", tmp_path / ".github" / "workflows")
    text = FILES["pull-request.yml"].replace('BASE="$BASE"', 'BASE="${{ github.head_ref }}"')
    (copy / "pull-request.yml").write_text(text, encoding="utf-8")
    done = judged("zizmor", *options, copy)
    assert done.returncode != 0 and "template-injection" in done.stdout


@tool("check-jsonschema")
@pytest.mark.parametrize(
    ("schema", "file", "old", "new"),
    [("workflows", f"workflows/{name}", "runs-on:", "run-on:") for name in FILES]
    + [("dependabot", "dependabot.yml", "interval: weekly", "interval: seldom")],
)
def test_the_schemas_hold(schema: str, file: str, old: str, new: str, tmp_path: Path) -> None:
    """Those of workflows and of dependabot.yml; and not for a misspelt key or an unknown word."""
    name = "vendor.dependabot" if schema == "dependabot" else "vendor.github-workflows"
    done = judged("check-jsonschema", "--builtin-schema", name, GITHUB / file)
    assert done.returncode == 0, done.stdout
    text = (GITHUB / file).read_text(encoding="utf-8")
    assert old in text
    bad = tmp_path / Path(file).name
    bad.write_text(text.replace(old, new), encoding="utf-8")
    assert judged("check-jsonschema", "--builtin-schema", name, bad).returncode != 0
