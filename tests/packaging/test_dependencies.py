"""What is imported is declared, what is declared is imported or says why not, and each has its reason in the docs."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from anpei.exercises.evacuation import engine

ROOT = Path(__file__).parents[2]
OURS = ("anpei", "anpei_widgets", "tests", "benchmarks", "making")
TOOLS = ("tests", "benchmarks", "docs", "deploy")
HALVES = {"pydantic-core": "pydantic"}
"""What is installed with another package in exactly one version, as part of it."""
IMPORTED, STARTED, POSTGRES, EVACUATION, DEV = (
    "Imported by the house and the widgets",
    "Needed to run, imported by nobody here",
    "With `anpei[postgres]`",
    "With `anpei evacuation install`",
    "For who works on Anpei: `anpei[dev]`",
)


def named(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(line).name) for line in requirements}


@cache
def project() -> dict[str, set[str]]:
    """Declared packages: ``""`` for everybody, and by extra."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"": named(told["dependencies"])} | {k: named(v) for k, v in told["optional-dependencies"].items()}


@cache
def reasons() -> dict[str, set[str]]:
    """Packages by section of the page; a row without a reason is an error."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("| `"):
            packages, why = line.strip("|").split("|")
            assert why.strip(), packages
            found.setdefault(section, set()).update(map(canonicalize_name, re.findall(r"`([^`]+)`", packages)))
    return found


def sources(*folders: str) -> Iterator[tuple[str, str]]:
    """Every Python file and every code cell of a course or app below these folders: where it is, and its text."""
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*"))):
        if path.suffix == ".py":
            yield str(path), path.read_text(encoding="utf-8")
        elif path.suffix == ".ipynb" and folders != TOOLS:
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    yield str(path), "".join(cell["source"])


def imports(*folders: str) -> set[str]:
    """The packages these folders import, by the name they are installed under."""
    providers, found = packages_distributions(), set()
    for path, text in sources(*folders):
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - set(OURS):
                found.add(canonicalize_name(providers.get(top, [f"{top} ({path})"])[0]))
    return {HALVES.get(name, name) for name in found}


def test_what_the_house_imports_is_declared_and_what_is_declared_is_imported() -> None:
    used = imports("src", "widgets", "courses", "voila_apps")
    assert used - reasons()[EVACUATION] == reasons()[IMPORTED]
    assert not used & reasons()[STARTED]


def test_the_page_gives_a_reason_for_every_package_and_for_no_other() -> None:
    told, declared = reasons(), project()
    assert told[IMPORTED] | told[STARTED] == declared[""]
    assert told[POSTGRES] == declared["postgres"] and told[DEV] == declared["dev"]
    assert told[EVACUATION] == named([engine.PINNED]) | declared["evacuation"]
    assert named(engine.beside()) == declared["evacuation"], "what the command installs is what is declared"


def test_tests_and_tools_import_only_what_is_declared() -> None:
    known = set[str]().union(*reasons().values())
    assert imports(*TOOLS) <= known


def test_every_declared_package_is_pinned() -> None:
    pinned = named((ROOT / "deploy/constraints.txt").read_text(encoding="utf-8").splitlines())
    assert project()[""] | project()["dev"] <= pinned
