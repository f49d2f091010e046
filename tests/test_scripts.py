"""What browsers load is what lies in the sources: `dist` was built from them, by nobody's hand."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DISTS = [ROOT / "widgets/anpei_widgets/dist", ROOT / "src/anpei/server/dist", ROOT / "src/anpei/assignments/dist"]
DENO = shutil.which("deno", path=str(Path(sys.executable).parent))
SERVER = ROOT / "src/anpei/server"
NAMED = re.compile(r"""['"]((?!static\b)[a-z]+/[\w-]+\.(?:js|css))['"]""")
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


@pytest.mark.skipif(DENO is None, reason="the tool is not installed: it is in the dev extra")
def test_building_again_changes_nothing() -> None:
    done = subprocess.run(
        [str(DENO), "task", "--quiet", "build", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
