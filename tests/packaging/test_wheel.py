"""What leaves the house: the wheel holds all content and nothing that was written at run time, and runs on its own."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from anpei.version import reckoned
from tests import prepare
from tests.helpers.platform import free_ports
from tests.helpers.processes import stop, wait_for
from tests.packaging import environments

ROOT = Path(__file__).parent.parent.parent
CHAPTER = "fire-escape/01-first-minute"
RUNTIME = re.compile(r"\.(db|db-wal|db-shm|log)$|(^|/)(var|site|\.ipynb_checkpoints|__pycache__)/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("anpei-*.whl"))


def test_every_shelf_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "anpei/_content/laws/registry.yaml",
        "anpei/_content/quizzes/papers/fire-basics.yaml",
        "anpei/_content/courses/fire-escape/course.yaml",
        "anpei/_content/drills/workshop-fire/scenario.yaml",
        "anpei/_content/voila_apps/kiosk.ipynb",
        "anpei/_content/docs/howto/operate.md",
        "anpei/_content/deploy/anpei.toml",
        "anpei/_content/deploy/anpei.service",
        "anpei/server/dist/core/host.js",
        "anpei/server/core/vendor/jsqr-1.4.0/jsQR.js",
        "anpei/server/core/layout.html",
        "anpei_widgets/dist/choice.js",
        "anpei_widgets/drills/evacuation_map/sample.json",
    ):
        assert wanted in names


def test_nothing_written_at_run_time_is_inside(wheel: Path) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if RUNTIME.search(name)] == []


def test_scripts_are_inside_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    scripts = [name for name in names if re.match(r"(anpei_widgets|anpei/server)/.*\.(js|css)$", name)]
    assert [name for name in scripts if "/dist/" not in name and "/vendor/" not in name] == []


def test_migrations_are_inside(wheel: Path) -> None:
    assert any("anpei/migrations/versions/0001" in name for name in zipfile.ZipFile(wheel).namelist())


def test_it_bears_the_version_of_the_source_it_was_made_from(wheel: Path) -> None:
    name = f"anpei-{reckoned(ROOT)}-py3-none-any.whl"
    assert wheel.name == name
    [told] = [line for line in _metadata(wheel) if line.startswith("Version: ")]
    assert told == f"Version: {reckoned(ROOT)}"


def _metadata(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as packed:
        [name] = [name for name in packed.namelist() if name.endswith(".dist-info/METADATA")]
        return packed.read(name).decode().splitlines()


@pytest.mark.long
@pytest.mark.machines
def test_with_what_it_requires_it_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    env = environments.without_downloads(tmp_path / "env", wheel)
    site, ports = tmp_path / "site", free_ports(2)
    _make_site(env, site, *ports)
    _run_demo(env, site, *ports)
    assert list(site.glob(f"var/built/courses/{CHAPTER}.*.json")), "a kernel of this environment ran it"


@pytest.mark.machines
@pytest.mark.long
@pytest.mark.timeout(1800)
def test_an_empty_environment_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    env = environments.downloaded(tmp_path / "env", wheel, ROOT / "deploy/constraints.txt")
    _run_demo(env, tmp_path / "site", *free_ports(2))


def _make_site(env: Path, site: Path, port: int, lab_port: int) -> None:
    """The demo's site as its first start makes it, where every chapter but one has been built already."""
    code = (
        "import pathlib, sys; from anpei import demo; demo.build(pathlib.Path(sys.argv[1]), 10**12, server=sys.argv[2])"
    )
    server = f"port = {port}\nlab_port = {lab_port}\n"
    subprocess.run([str(env / "bin/python"), "-P", "-c", code, str(site), server], check=True)
    prepare.lay_built(site / "var/built")
    for built in site.glob(f"var/built/courses/{CHAPTER}.*"):
        built.unlink()


def _run_demo(env: Path, site: Path, port: int, lab_port: int) -> None:
    """Start it and wait for the form to sign in; whatever it said instead is the failure."""
    command = [str(env / "bin/anpei"), "demo", str(site), "--no-lan", "--port", str(port), "--lab-port", str(lab_port)]
    log = site.with_name("demo.log")
    with log.open("w") as sink, subprocess.Popen(command, stdout=sink, stderr=sink, cwd=site.parent) as demo:
        try:
            wait_for(lambda: b"<form" in urllib.request.urlopen(f"http://127.0.0.1:{port}/login").read(), seconds=240)
        except TimeoutError:
            pytest.fail(log.read_text())
        finally:
            stop(demo)
