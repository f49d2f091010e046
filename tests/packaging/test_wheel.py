"""What leaves the house: the wheel holds all content and nothing that was written at run time, and runs on its own."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.helpers.platform import free_ports
from tests.helpers.processes import stop, wait_for

ROOT = Path(__file__).parent.parent.parent
RUNTIME = re.compile(r"\.(db|db-wal|db-shm|log)$|(^|/)(var|site|\.ipynb_checkpoints|__pycache__)/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("anpei-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with nothing but the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    constraints = str(ROOT / "deploy/constraints.txt")
    command = [str(folder / "bin/pip"), "install", "-q", "--disable-pip-version-check", "-c", constraints, str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_every_shelf_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "anpei/_content/laws/registry.yaml",
        "anpei/_content/quizzes/papers/fire-basics.yaml",
        "anpei/_content/courses/fire-escape/course.yaml",
        "anpei/_content/drills/workshop-fire/scenario.yaml",
        "anpei/_content/voila_apps/kiosk.ipynb",
        "anpei/server/static/host.js",
        "anpei/server/templates/layout.html",
        "anpei_widgets/choice.js",
    ):
        assert wanted in names


def test_nothing_written_at_run_time_is_inside(wheel: Path) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if RUNTIME.search(name)] == []


def test_migrations_are_inside(wheel: Path) -> None:
    assert any("anpei/migrations/versions/0001" in name for name in zipfile.ZipFile(wheel).namelist())


@pytest.mark.machines
def test_an_empty_environment_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    port, lab_port = free_ports(2)
    ports = ["--port", str(port), "--lab-port", str(lab_port)]
    command = [str(installed / "bin/anpei"), "demo", str(tmp_path / "site"), "--no-lan", *ports]
    log = tmp_path / "demo.log"
    with log.open("w") as sink, subprocess.Popen(command, stdout=sink, stderr=sink, cwd=tmp_path) as demo:
        try:
            wait_for(lambda: b"<form" in urllib.request.urlopen(f"http://127.0.0.1:{port}/login").read(), seconds=240)
        except TimeoutError:
            pytest.fail(log.read_text())
        finally:
            stop(demo)
