"""What browsers load is what lies in the sources: `dist` was built from them, by nobody's hand."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DISTS = [ROOT / "widgets/anpei_widgets/dist", ROOT / "src/anpei/server/dist", ROOT / "src/anpei/assignments/dist"]
DENO = shutil.which("deno", path=str(Path(sys.executable).parent))
SERVER = ROOT / "src/anpei/server"
NAMED = re.compile(r"""['"]((?!static\b)[a-z]+/[\w-]+\.(?:js|css))['"]""")
WIDGETS = ROOT / "widgets/anpei_widgets"
NEWER_STYLE = re.compile(
    r":has\(|@container|container-type|@layer|@scope|@starting-style|@property|color-mix\(|oklch\(|oklab\(|light-dark\(|"
    r"\bsubgrid\b|^\s*(?:translate|rotate|scale):|^\s*&|anchor-name|field-sizing|animation-timeline|text-box"
)
MOVING, STEADY = re.compile(r"\d[dsl]v[hw]\b"), re.compile(r"\dv[hw]\b")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
NEWER_CALL = re.compile(
    r"\.at\(-|\.(?:findLast|findLastIndex|toSorted|toReversed|toSpliced|groupBy|isWellFormed|toWellFormed|requestSubmit)\(|"
    r"\bstructuredClone\(|\brandomUUID\(|Object\.hasOwn\(|AbortSignal\.(?:timeout|any)\(|Promise\.(?:try|withResolvers)|"
    r"Array\.fromAsync|replaceAll\(/|\.checkVisibility\(|\.showPopover\(|startViewTransition\("
)
REBUILD = "run: .venv/bin/deno task build"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


@pytest.mark.parametrize("dist", DISTS, ids=lambda dist: dist.parent.name)
def test_what_is_served_was_built_from_these_sources(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    stale = [name for name, was in manifest["sources"].items() if sha256(ROOT / name) != was]
    edited = [name for name, was in manifest["outputs"].items() if sha256(dist / name) != was]
    assert (stale, edited) == ([], []), REBUILD
    there = {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}
    assert there == {*manifest["outputs"], "manifest.json"}, REBUILD


def test_every_script_and_sheet_that_a_page_names_is_built() -> None:
    pages = [*SERVER.rglob("*.html"), *SERVER.rglob("*.py"), *(ROOT / "voila_apps").rglob("*.j2")]
    named = {name for page in pages for name in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert {"core/page.css", "exams/exam.js", "live/voila.js"} <= named
    assert [name for name in sorted(named) if not (SERVER / "dist" / name).is_file()] == []


def sources(*endings: str) -> Iterator[tuple[str, str]]:
    """Place and line of every source a browser loads; comments are not code."""
    for path in (path for folder in (WIDGETS, SERVER) for path in sorted(folder.rglob("*")) if path.suffix in endings):
        if not {"dist", "vendor"} & set(path.parts) and not path.name.endswith(".test.js"):
            code = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"))
            yield from ((f"{path.relative_to(ROOT)}:{n}", line) for n, line in enumerate(code.splitlines(), 1))


def test_styles_ask_nothing_of_a_browser_that_the_oldest_lacks() -> None:
    """Chrome 88, Firefox 98, Safari 15.4; a unit for the moving bars of a phone has its older sister before it."""
    lines = list(sources(".css"))
    assert [place for place, line in lines if NEWER_STYLE.search(line)] == []
    moving = [(place, before + line) for (_, before), (place, line) in pairwise(lines) if MOVING.search(line)]
    assert moving
    assert [place for place, both in moving if not STEADY.search(both) and "@supports" not in both] == []


def test_scripts_call_nothing_that_the_oldest_browsers_lack() -> None:
    """The type check's library holds this where types are known; by name it holds everywhere."""
    assert [f"{place}: {line.strip()}" for place, line in sources(".js") if NEWER_CALL.search(line)] == []


def test_every_set_of_rules_has_its_unit_tests() -> None:
    rules = [path for folder in (WIDGETS, SERVER) for path in folder.rglob("rules.js")]
    assert len(rules) > 15
    assert [path for path in rules if not path.with_name("rules.test.js").is_file()] == []


@pytest.mark.skipif(DENO is None, reason="the tool is not installed: it is in the dev extra")
@pytest.mark.parametrize(
    "words",
    [["task", "--quiet", "build", "--check"], ["lint", "--quiet", "tools", "widgets", "src"]],
    ids=["build", "lint"],
)
def test_building_again_changes_nothing_and_no_function_is_too_long(words: list[str]) -> None:
    done = subprocess.run([str(DENO), *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_table_of_the_outbox_in_the_docs_is_the_one_in_the_code() -> None:
    code = (ROOT / "widgets/anpei_widgets/shared/outbox/delivery.js").read_text(encoding="utf-8")
    told = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r'^  \[(\d+), (\d+), "(\w*)", "(\w+)"\],$', code, re.M)
    lines = re.findall(r"^\| (\d+)(?:–(\d+))? \| (\w*) ?\| (\w+) \|", told, re.M)
    assert [(first, last or first, word, meaning) for first, last, word, meaning in lines] == rows
    assert len(rows) > 10
