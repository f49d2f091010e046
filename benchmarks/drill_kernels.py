"""The usual way of Jupyter for :mod:`benchmarks.drill_load`: a kernel for every kiosk and console behind stock Voila.

Real kernels, real widget messages over real websockets; only the browsers are simulated. A kiosk's kernel writes the
decision to a log in SQLite, committed to disk, and every kernel looks into the log every tenth of a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import nbformat
from tornado.websocket import WebSocketClientConnection, websocket_connect

from benchmarks import drill_load
from benchmarks.static_chapter import usage
from tests.helpers.platform import free_ports
from tests.helpers.processes import stop, wait_for

BREATH = 2.5
OPENING_TOGETHER = 2
"""So many pages are opened side by side: more only wait for each other."""

CODE = """
import asyncio, sqlite3
import anywidget, traitlets

log = sqlite3.connect("log.db", timeout=30, isolation_level=None)
for pragma in ("journal_mode=WAL", "synchronous=FULL"):
    log.execute(f"PRAGMA {pragma}")
log.execute("CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, run INTEGER, node TEXT, UNIQUE (run, node))")

class Screen(anywidget.AnyWidget):
    _esm = "export default { render({ model, el }) { el.textContent = JSON.stringify(model.get('view')); } }"
    run = traitlets.Int().tag(sync=True)
    decision = traitlets.Unicode().tag(sync=True)
    view = traitlets.List().tag(sync=True)

    @traitlets.observe("decision")
    def decided(self, change):
        log.execute("INSERT OR IGNORE INTO event (run, node) VALUES (?, ?)", (self.run, change["new"]))

    async def follow(self):
        while True:
            await asyncio.sleep(0.1)
            rows = log.execute("SELECT node FROM event WHERE run = ? ORDER BY seq", (self.run,)).fetchall()
            if len(rows) != len(self.view):
                self.view = [node for (node,) in rows]

screen = Screen()
following = asyncio.get_running_loop().create_task(screen.follow())
screen
"""


def measure(folder: Path, size: int) -> dict[str, float]:
    """As many kiosks and consoles as :func:`benchmarks.drill_load.ours` has, one kernel each."""
    with voila(folder) as (port, process):
        return asyncio.run(play(port, process.pid, size))


@contextmanager
def voila(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Stock Voila over the notebook; yields its port and process."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata=kernel)
    nbformat.write(notebook, folder / "drill.ipynb")
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "voila", "drill.ipynb", "--no-browser", f"--port={port}"]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder)}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: httpx.get(f"http://127.0.0.1:{port}/voila/static/x").status_code, seconds=120)
        yield port, process
    finally:
        stop(process)


class Screen:
    """A simulated browser with the page open: its kernel, its widget, its websocket."""

    def __init__(self, port: int, run: int) -> None:
        self.port, self.run, self.view = port, run, list[str]()
        self.socket: WebSocketClientConnection
        self.widget = ""

    async def open(self) -> None:
        """Load the page, which starts the kernel and runs the notebook, and connect to its widget."""
        address = f"http://127.0.0.1:{self.port}/"
        async with httpx.AsyncClient(timeout=600) as client:
            page = (await client.get(address)).text
        kernel = re.search(r'"kernelId": "([0-9a-f-]+)"', page)
        widget = re.search(r'"model_id": "([0-9a-f]+)"', page)
        assert kernel and widget, page[-2000:]
        self.widget = widget[1]
        self.socket = await websocket_connect(f"ws://127.0.0.1:{self.port}/api/kernels/{kernel[1]}/channels")
        await self.set(run=self.run)

    async def set(self, **state: Any) -> None:
        """What the page's model.save_changes sends."""
        content = {"comm_id": self.widget, "data": {"method": "update", "state": state, "buffer_paths": []}}
        header = {
            "msg_id": uuid.uuid4().hex, "session": "bench", "username": "", "date": "2026-01-01T00:00:00Z",
            "msg_type": "comm_msg", "version": "5.3",
        }  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self.socket.write_message(json.dumps(message))

    async def changes(self, until: int) -> None:
        """Follow the widget's view until it has so many decisions."""
        while len(self.view) < until:
            text = await self.socket.read_message()
            if text is None:
                raise ConnectionError("the kernel's websocket was closed")
            told = json.loads(text)
            if told["msg_type"] == "comm_msg" and told["content"]["comm_id"] == self.widget:
                state = told["content"]["data"].get("state", {})
                self.heard(state.get("view"))

    def heard(self, view: list[str] | None) -> None:
        if view is not None:
            self.view = view


class Console(Screen):
    """A director's screen, which notes every decision when it first shows it."""

    def __init__(self, port: int, run: int, watched: drill_load.Watched) -> None:
        super().__init__(port, run)
        self.watched = watched

    def heard(self, view: list[str] | None) -> None:
        super().heard(view)
        for node in view or ():
            self.watched.seen.setdefault((self.run, node), time.perf_counter())


async def play(port: int, pid: int, size: int) -> dict[str, float]:
    watched, teams = drill_load.Watched(), range(-(-size // drill_load.TEAM))
    kiosks = [Screen(port, number // drill_load.TEAM) for number in range(size)]
    consoles = [Console(port, team, watched) for team in teams]
    gate = asyncio.Semaphore(OPENING_TOGETHER)

    async def opened(screen: Screen) -> None:
        async with gate:
            await screen.open()

    closed = usage(pid)[1]
    await asyncio.gather(*map(opened, [*kiosks, *consoles]))
    members = {team: sum(kiosk.run == team for kiosk in kiosks) for team in teams}
    before, begun = usage(pid), time.perf_counter()
    following = [s.changes(members[s.run] * drill_load.TURNS) for s in [*kiosks, *consoles]]
    await asyncio.gather(*following, *(decide(n, kiosk, watched) for n, kiosk in enumerate(kiosks)))
    seconds, after = time.perf_counter() - begun, usage(pid)
    screen = round((after[1] - closed) / 1e6 / (len(kiosks) + len(consoles)), 2)
    return drill_load.figures(watched, after[0] - before[0], seconds, after[1]) | {"mb_screen": screen}


async def decide(number: int, kiosk: Screen, watched: drill_load.Watched) -> None:
    """A participant: the same pauses as with our server."""
    for turn in range(drill_load.TURNS):
        await asyncio.sleep(BREATH + random.uniform(*drill_load.THINK))
        node = f"q{number}_{turn}"
        watched.sent[kiosk.run, node] = time.perf_counter()
        await kiosk.set(decision=node)
