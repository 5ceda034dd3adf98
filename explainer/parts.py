"""A site made on several machines: each builds a language alone, and merged they are what one would have built.

A file belongs to the language in whose folder it stands; all others belong to the English part. So no two parts have a
file in common, and nothing that is in a part has to be changed when they come together.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from calc.errors import Finding, refuse
from explainer.languages import Language, source_language
from explainer.manifest import FILE, Made, Manifest, check_folder, files_of, read_folder, write_manifest
from explainer.project import read_project
from explainer.publishing import Wanted, check, finish, made_from, making, switch
from explainer.site import build_into

AGAIN = "build all parts of one commit, with the same SITE_URL and the same scenario"


def owner_of(file: str, languages: Mapping[str, Language]) -> str:
    """The code of the language that a file of the site belongs to."""
    source = source_language(languages).code
    return next((code for code, it in languages.items() if it.prefix and file.startswith(it.prefix)), source)


def build_part(root: Path, target: Path, only: str, wanted: Wanted) -> int:
    """Build what belongs to one language, and put it in the place of `target` in one step; the number of files.

    Faults of its catalogs stop the build. Links and numbers take the whole site, and are checked when parts are merged.
    Raises KensanError and BuildError as publishing does.
    """
    with making(root, target) as folder:
        fresh = folder / "site"
        made = made_from(root, wanted.scenario)
        project = build_into(root, fresh, scenario=wanted.scenario, fall_back=wanted.fall_back, part=only)
        _leave_out(fresh, [file for file in files_of(fresh) if owner_of(file, project.languages) != only])
        manifest = write_manifest(fresh, made, only)
        switch(fresh, target, folder)
    return len(manifest.files)


def _leave_out(folder: Path, files: Sequence[str]) -> None:
    """Delete files, and the folders that are empty then."""
    for file in files:
        (folder / file).unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def merge(root: Path, parts: Sequence[Path], target: Path, wanted: Wanted) -> int:
    """Put parts together, check the whole, and put it in the place of `target` in one step; the number of pages.

    Raises KensanError for parts that do not fit together, and as publishing does.
    """
    manifests = {part: read_folder(part) for part in parts}
    refuse([finding for part, manifest in manifests.items() for finding in _damage(part, manifest)])
    scenario = next((manifest.made.scenario for manifest in manifests.values()), wanted.scenario)
    wanted, made = replace(wanted, scenario=scenario), made_from(root, scenario)
    project = read_project(root, scenario)
    refuse([*_strangers(manifests, made), *_misfits(manifests, project.languages)])
    with making(root, target) as folder:
        fresh = folder / "site"
        for part, manifest in manifests.items():
            _add(part, manifest, fresh)
        check(root, fresh, project, wanted)
        finish(fresh, made, wanted)
        switch(fresh, target, folder)
    return sum(1 for _ in target.rglob("*.html"))


def _damage(part: Path, manifest: Manifest) -> Iterator[Finding]:
    """A finding for each file of a part that is not as its manifest says."""
    for finding in check_folder(part, manifest):
        yield Finding(str(part / finding.file), 1, finding.problem, f"take {part} from where it was built again")


def _strangers(manifests: Mapping[Path, Manifest], made: Made) -> Iterator[Finding]:
    """A finding for each part that is not made from what stands here."""
    here = asdict(made)
    for part, manifest in manifests.items():
        theirs = asdict(manifest.made)
        odd = [f"{name} {theirs[name]} (here {here[name]})" for name in here if theirs[name] != here[name]]
        if odd:
            yield Finding(str(part / FILE), 1, f"is made from {', '.join(odd)}", AGAIN)


def _misfits(manifests: Mapping[Path, Manifest], languages: Mapping[str, Language]) -> Iterator[Finding]:
    """A finding for each language without a part, each part without a language, and each file where it may not be."""
    for code in languages.keys() - {manifest.only for manifest in manifests.values()}:
        fix = f"python -m explainer build --only {code} --target part-{code}"
        yield Finding(languages[code].prefix or "index.html", 1, f"no part has the language {code}", fix)
    seen: dict[str, tuple[Path, Manifest]] = {}
    for part, manifest in manifests.items():
        if manifest.only not in languages:
            yield Finding(str(part / FILE), 1, f"is no part of one language: only is {manifest.only!r}", AGAIN)
            continue
        for file, entry in manifest.files.items():
            if (owner := owner_of(file, languages)) != manifest.only:
                yield Finding(str(part / file), 1, f"belongs to {owner}, not to {manifest.only}", AGAIN)
            other, theirs = seen.setdefault(file, (part, manifest))
            if theirs.files[file] != entry:
                yield Finding(str(part / file), 1, f"is not the same as in {other}", AGAIN)


def _add(part: Path, manifest: Manifest, fresh: Path) -> None:
    """Copy the files of a part."""
    for file in manifest.files:
        (fresh / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(part / file, fresh / file)
