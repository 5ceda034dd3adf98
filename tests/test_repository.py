"""The repository: what it promises and what must not be in it."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

from explainer.project import Project

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def tracked() -> list[Path]:
    """The files of the repository; where there is no git, the test that asks fails."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_imports_point_down() -> None:
    """The order of the layers stands in pyproject.toml."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_index(lock: Path) -> None:
    """Every package has its hashes, and no line an address."""
    text = lock.read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9._-]+==", text, re.MULTILINE)
    assert len(packages) > 20
    assert len(re.findall(r"^[a-z0-9._-]+==.*\\\n\s+--hash=sha256:", text, re.MULTILINE)) == len(packages)
    assert re.search(r"https?://|index-url|find-links|file:", text) is None


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    """Each dependency by name; the locks of development and of the fork hold all of the site's."""
    development, fork, site = (lock.read_text(encoding="utf-8") for lock in LOCKS)
    for dependency in PYPROJECT["project"]["dependencies"]:
        name = re.match(r"[A-Za-z0-9-]+", dependency)[0].lower()
        assert f"\n{name}==" in site and f"\n{name}==" in development
    pins = set(re.findall(r"^(\S+==\S+)", site, re.MULTILINE))
    for larger in (development, fork):
        assert pins <= set(re.findall(r"^(\S+==\S+)", larger, re.MULTILINE))
    assert "\nproperdocs==" in fork


def test_every_pin_has_a_lower_bound_and_its_reason_beside_it() -> None:
    """The comment stands right above the line."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    requirements = [
        *PYPROJECT["project"]["dependencies"],
        *(requirement for group in PYPROJECT["dependency-groups"].values() for requirement in group),
    ]
    assert len(requirements) > 25
    for requirement in requirements:
        assert re.fullmatch(r"[\w-]+>=[\d.]+(,<\d+)?", requirement), f"{requirement} has no lower bound"
        above = lines[lines.index(f'  "{requirement}",') - 1]
        assert above.startswith("  # "), f"{requirement} has no reason"


def test_the_configuration_knows_the_languages_of_the_registry(project: Project) -> None:
    """In the same order and by the same names."""
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV", "")
    plugins = yaml.safe_load(configuration)["plugins"]
    listed = [(entry["locale"], entry["name"]) for entry in plugins[0]["i18n"]["languages"]]
    assert listed == [(language.code, language.name) for language in project.languages.values()]


def test_the_readme_is_short_and_its_commands_exist() -> None:
    """The two commands come first; every make target named in the documents is in the Makefile."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) < 90
    assert readme.index("make site") < readme.index("make test") < readme.index("\n## ")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        for target in re.findall(r"`make ([a-z-]+)", (ROOT / name).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name}: make {target}"


def test_every_path_in_the_documents_exists() -> None:
    """README, CONTRIBUTING and ARCHITECTURE name files that are there."""
    named = 0
    for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"):
        for path in re.findall(
            r"`((?:calc|docs|explainer|locales|recheck|tests|theme)/[\w./-]*)`",
            (ROOT / name).read_text(encoding="utf-8"),
        ):
            named += 1
            assert (ROOT / path).exists(), f"{name}: {path}"
    assert named > 20


def test_the_architecture_page_names_every_module() -> None:
    """And none that is gone (the paths are tested above)."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = [path for folder in ("calc", "explainer") for path in (ROOT / folder).glob("*.py")]
    assert len(modules) > 25
    missing = [path.name for path in modules if path.name != "__init__.py" and f"`{path.name}`" not in text]
    assert missing == []


def test_nothing_foreign_is_in_the_repository() -> None:
    """No registry's host, no path of a machine, no unfinished mark."""
    forbidden = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|/(?:home|root|work)/|\bTODO\b|\bFIXME\b|\bXXX\b")
    files = [path for path in tracked() if path.suffix not in (".woff2", ".png")]
    assert len(files) > 60
    for path in files:
        if path != Path(__file__):
            found = forbidden.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path.relative_to(ROOT)}: {found.group()}"
