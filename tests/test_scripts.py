"""What browsers load is what lies in the sources: `dist` was built from them, by nobody's hand."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DISTS = [ROOT / "widgets/anpei_widgets/dist"]
DENO = shutil.which("deno", path=str(Path(sys.executable).parent))
REBUILD = "run: .venv/bin/deno task build"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


@pytest.mark.parametrize("dist", DISTS, ids=lambda dist: dist.parent.name)
def test_what_is_served_was_built_from_these_sources(dist: Path) -> None:
    manifest = json.loads((dist / "manifest.json").read_text(encoding="utf-8"))
    stale = [name for name, was in manifest["sources"].items() if sha256(ROOT / name) != was]
    edited = [name for name, was in manifest["outputs"].items() if sha256(dist / name) != was]
    assert (stale, edited) == ([], []), REBUILD
    assert {path.name for path in dist.iterdir()} == {*manifest["outputs"], "manifest.json"}, REBUILD


@pytest.mark.skipif(DENO is None, reason="the tool is not installed: it is in the dev extra")
def test_building_again_changes_nothing() -> None:
    done = subprocess.run(
        [str(DENO), "task", "--quiet", "build", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
