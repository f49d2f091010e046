"""Each wall is run against from inside a real kernel: with all that this Linux has, and as on one of 2022 (ABI 2)."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from anpei import confinement, content
from anpei.confinement import landlock
from anpei.confinement.kernels import (
    KERNEL,
    ConfinedClientKernel,
    OneKernelSpec,
    lab_limits,
    live_limits,
    walls_for,
)
from anpei.confinement.launch import REFUSED as REFUSED_CODE
from anpei.confinement.walls import VARIABLE
from anpei.settings import Site
from tests.helpers.confined import WALLED, kernel_behind, own_folder, said
from tests.helpers.platform import make_site
from tests.helpers.processes import run_apart

OLD = 2
NOW = landlock.abi()
pytestmark = WALLED


class Ground:
    """A site, somebody else's process and their sockets: what a kernel would like to reach."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        site.secret("cookie")
        self.course, self.other = (site.workspace / "courses" / name for name in ("own", "other"))
        for course in (self.course, self.other):
            course.mkdir(parents=True)
            (course / "data.csv").write_text("a,b\n1,2\n")
        (site.nbgrader / "submitted").mkdir(parents=True)
        (site.nbgrader / "submitted/answers.txt").write_text("what somebody answered")
        self.ledger = site.var / "ledger.db"
        self.neighbour = folder / "another-kernel.json"
        self.neighbour.write_text("its key")
        self.process = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        self.platform = socket.create_server(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind(f"\0anpei-test-{self.process.pid}")
        self.abstract.listen()

    def names(self) -> dict[str, object]:
        """What the attacks below are told of it."""
        self.ledger.write_text("who passed")
        return {
            "site": str(self.site.root), "var": str(self.site.var), "ledger": str(self.ledger),
            "bank": str(content.bundled() / "quizzes/bank"), "other": str(self.other), "own": str(self.course),
            "neighbour": str(self.neighbour), "pid": self.process.pid, "port": self.platform.getsockname()[1],
            "abstract": f"\0anpei-test-{self.process.pid}", "workspace": str(self.site.workspace),
        }  # fmt: skip

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.platform.close()
        self.abstract.close()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("ground")
    ground = Ground(make_site(folder / "site"), folder)
    yield ground
    ground.close()


@pytest.fixture(scope="module", params=[NOW, OLD], ids=["today", "abi-2"])
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def trainers(ground: Ground, version: int) -> Iterator[BlockingKernelClient]:
    """A kernel of the Lab."""
    with own_folder() as own:
        walls = walls_for(ground.site, own, lab_limits(ground.site), write=(ground.site.workspace,))
        with kernel_behind(walls._replace(abi=version), ground.course) as kernel:
            yield kernel


@pytest.fixture(scope="module")
def pages(ground: Ground) -> Iterator[BlockingKernelClient]:
    """A kernel behind a page of a course, as one that builds its chapters."""
    with own_folder() as own:
        walls = walls_for(ground.site, own, live_limits(ground.site), read=(ground.course,))
        with kernel_behind(walls, own) as kernel:
            yield kernel


PTRACE = "import ctypes; r = ctypes.CDLL(None, use_errno=True).ptrace(16, {pid}, 0, 0); assert r == -1, 'reached'"
ATTACKS = {
    "read the cookie secret": (1, "open('{var}/private/cookie', 'rb').read()"),
    "read the database": (1, "open('{ledger}').read()"),
    "add to the database": (1, "open('{ledger}', 'a').write('x')"),
    "take the database away": (1, "import os; os.remove('{ledger}')"),
    "put another in its place": (1, "import os; open('fake','w').close(); os.rename('fake', '{ledger}')"),
    "list var": (1, "import os; os.listdir('{var}')"),
    "read the settings": (1, "open('{site}/anpei.toml').read()"),
    "change the settings": (1, "open('{site}/anpei.toml', 'a').write('#')"),
    "read keys of the bundled bank": (1, "open('{bank}/fire.yaml').read()"),
    "read another kernel's file": (1, "open('{neighbour}').read()"),
    "read a process's memory": (1, "open('/proc/{pid}/mem', 'rb')"),
    "read a process's environment": (1, "open('/proc/{pid}/environ', 'rb').read()"),
    "read a file that a process has open": (1, "open('/proc/{pid}/cwd/x')"),
    "read by a process's root": (1, "open('/proc/{pid}/root{ledger}')"),
    "lay a link for the server to follow": (1, "import os; os.symlink('{var}/private/cookie', '{workspace}/link.txt')"),
    "link to a file that it may not read": (1, "import os; os.link('{ledger}', '{workspace}/ledger.txt')"),
    "lay a pipe for the server to hang on": (1, "import os; os.mkfifo('{workspace}/pipe.ipynb')"),
    "by a program it starts": (1, "import subprocess; subprocess.run(['cat', '{ledger}'], check=True)"),
    "write beside the workspace": (1, "open('{site}/nbgrader_config.py', 'w')"),
    "write into the program": (1, "import anpei_widgets; open(anpei_widgets.__file__, 'a')"),
    "empty the database": (3, "import os; os.truncate('{ledger}', 0)"),
    "connect to the platform": (4, "import socket; socket.create_connection(('127.0.0.1', {port}))"),
    "listen where the platform would": (4, "import socket; socket.create_server(('127.0.0.1', 28790))"),
    "signal a process": (6, "import os; os.kill({pid}, 0)"),
    "reach an abstract socket": (6, "import socket; socket.socket(socket.AF_UNIX).connect({abstract!r})"),
}  # fmt: skip
REFUSED = ("PermissionError", "CalledProcessError", "OSError")


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_trainers_kernel_is_held(ground: Ground, trainers: BlockingKernelClient, version: int, attack: str) -> None:
    """What a wall is there for fails where this Linux has the wall; where it lacks it, it works, and it is said so."""
    since, code = ATTACKS[attack]
    outcome = said(trainers, code.format(**ground.names()))
    if since <= version:
        assert outcome.endswith(REFUSED), outcome
    else:
        assert outcome == ""
        assert since in {wall.since for wall in confinement.lacking(version)}


def test_no_kernel_can_trace_a_process(ground: Ground, trainers: BlockingKernelClient) -> None:
    assert said(trainers, PTRACE.format(pid=ground.process.pid)) == ""


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_pages_kernel_is_held(ground: Ground, pages: BlockingKernelClient, attack: str) -> None:
    assert said(pages, ATTACKS[attack][1].format(**ground.names())).endswith(REFUSED)


@pytest.mark.parametrize(
    "code", ["open('{other}/data.csv').read()", "open('{own}/data.csv', 'a')", "open('{own}/new.txt', 'w')"]
)
def test_a_pages_kernel_reads_its_own_course_and_writes_none(
    ground: Ground, pages: BlockingKernelClient, code: str
) -> None:
    names = ground.names()
    assert said(pages, code.format(**names)) == "PermissionError"
    assert said(pages, "print(open('{own}/data.csv').read())".format(**names)) == "a,b\n1,2"


WORKS = {
    "the workspace": "import os; os.makedirs('made/in', exist_ok=True); open('made/in/a.txt', 'w').write('x')\n"
    "os.replace('made/in/a.txt', 'made/b.txt'); os.remove('made/b.txt'); print('done')",
    "temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile() as f: f.write(b'x')\nprint('done')",
    "pandas": "import pandas as pd; pd.read_csv('{own}/data.csv').to_csv('{workspace}/out.csv'); print('done')",
    "a widget": "import ipywidgets, anywidget, anpei_widgets as aw; aw.smoke_layer(); print('done')",
    "a thread and a program": "import subprocess, sys; subprocess.run([sys.executable, '-c', 'pass'], check=True)\n"
    "from concurrent.futures import ThreadPoolExecutor as P; P().submit(int).result(); print('done')",
    "a port that Linux picks": "import socket; socket.create_server(('127.0.0.1', 0)); print('done')",
    "nbgrader": "import nbgrader.preprocessors; print('done')",
    "the time zone": "import zoneinfo; zoneinfo.ZoneInfo('Asia/Shanghai'); print('done')",
}  # fmt: skip


@pytest.mark.parametrize("work", WORKS)
def test_what_trainers_do_works(ground: Ground, trainers: BlockingKernelClient, work: str) -> None:
    assert said(trainers, WORKS[work].format(**ground.names())).endswith("done")


def test_who_looks_after_some_departments_finds_no_answers(ground: Ground) -> None:
    site = ground.site
    with own_folder() as own:
        walls = walls_for(site, own, lab_limits(site), write=(site.workspace,), hidden=(site.nbgrader,))
        with kernel_behind(walls, ground.course) as kernel:
            assert said(kernel, f"open('{site.nbgrader}/submitted/answers.txt').read()") == "PermissionError"
            assert said(kernel, f"open('{site.nbgrader}/submitted/answers.txt', 'w')") == "PermissionError"
            assert said(kernel, "open('mine.txt', 'w').write('x'); print('done')") == "done"


def test_nothing_in_the_folder_it_starts_in_runs_before_the_walls(ground: Ground) -> None:
    """A module with the name of the launcher's, or of one it needs, would be imported by a program without walls."""
    site, trap = ground.site, ground.site.workspace / "trap"
    trap.mkdir()
    for name in ("anpei", "json", "ctypes", "resource", "sitecustomize", "usercustomize"):
        (trap / f"{name}.py").write_text(f"open('{site.var}/sprung', 'w')")
    walls = walls_for(site, trap, lab_limits(site), write=(site.workspace,))
    command = [sys.executable, "-I", "-m", "anpei.confinement.launch", sys.executable, "-I", "-c", "print('started')"]
    env = {VARIABLE: walls.written(), "HOME": str(trap), "PYTHONPATH": str(trap)}
    done = subprocess.run(command, env=env, cwd=trap, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("started\n", "")
    assert not (site.var / "sprung").exists()


def test_without_walls_nothing_starts(ground: Ground) -> None:
    command = [sys.executable, "-I", "-m", "anpei.confinement.launch", sys.executable, "-c", "print('started')"]
    for told in ({}, {VARIABLE: "[]"}):
        done = subprocess.run(command, env=told, capture_output=True, text=True)
        assert done.returncode == REFUSED_CODE
        assert done.stdout == ""
    manager = ConfinedClientKernel(kernel_name=KERNEL, kernel_spec_manager=OneKernelSpec())
    with pytest.raises(RuntimeError, match="without walls"):
        run_apart(manager.start_kernel(env={}))
