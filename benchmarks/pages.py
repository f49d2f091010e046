"""What a page costs at 60, 1,000, 10,000 and 50,000 people: CPU of the learner server, and bytes.

The server runs alone over a laid crowd; each page is asked for several times in a row by one browser, and the CPU that
all of the server's threads took meanwhile is divided by the number of requests; what it takes idle is taken off. The
event loop's own share is told apart: while it works, nobody's answer is taken, so none of it may be long in one piece,
and a request's whole share is more than its longest piece. Times are of the kernel's scheduler, in nanoseconds; a busy
machine stretches them, so growth and ratios tell more.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from anpei.attempts.tables import AttemptRow
from anpei.database import Database
from anpei.settings import Site
from benchmarks import crowd
from benchmarks.frame import Row, median, save
from benchmarks.wire import Wire
from tests.helpers.platform import make_site
from tests.helpers.processes import stop

SIZES, QUICK = (60, 1000, 10_000, 50_000), (60, 1000)
LEARNER, ADMIN = crowd.number(14), "A9001"
ROUNDS, PER_ROUND, IDLE = 3, 3, 5.0
NOTHING = "nothing asked, a second"
AIMS = "a trainer's page: 100 ms and 200 kB at 10,000 people"


@dataclass(frozen=True)
class Asked:
    """A page and whose it is; ``expected``: what it answers, 0 where that depends on the size."""

    name: str
    who: str
    path: str
    expected: int = 200


T = crowd.TRAINER
PAGES = (
    Asked("board", T, "board"),
    Asked("board, its last pages", T, "board?page=200"),
    Asked("board, by a name's part", T, "board?q=学员12"),
    Asked("board, by department and state", T, "board?department=5&status=未开始"),
    Asked("board, by what is due", T, f"board?target=paper:{crowd.PAPER}"),
    Asked("board as a workbook, to its waiting page", T, "board/export.xlsx", expected=0),
    Asked("hours", T, "board/hours"),
    Asked("hours, by a name's part", T, "board/hours?q=学员12"),
    Asked("assign", T, "board/assign"),
    Asked("law reviews", T, "board/reviews"),
    Asked("somebody's record", T, f"record/{LEARNER}"),
    Asked("drills", T, "drills"),
    Asked("corrective actions", T, "drills/actions"),
    Asked("roll calls", T, "musters"),
    Asked("people and devices", ADMIN, "admin"),
    Asked("people, as somebody types", T, "api/people?q=学员12"),
    Asked("我的培训", LEARNER, "my"),
    Asked("own record", LEARNER, "record"),
    Asked("exam's cover", LEARNER, f"papers/{crowd.PAPER}"),
    Asked("exam's page", "sitting", "exam/{attempt}"),
    Asked("result", LEARNER, "exam/{result}/result"),
    Asked("course", LEARNER, f"courses/{crowd.COURSE}"),
    Asked("law", LEARNER, "laws/xiaofang"),
    Asked("clock of an attempt (identity and little else)", "sitting", "api/attempts/{attempt}/clock"),
    Asked("sign-in", "", "login"),
)


class Server:
    """A learner server on its own, and the CPU it took (seconds): all threads', and the event loop's."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._threads: dict[str, int] = {}  # those that ended, too

    def spent(self) -> tuple[float, float]:
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                self._threads[task.name] = int((task / "schedstat").read_text().split()[0])
        return sum(self._threads.values()) / 1e9, self._threads[str(self.process.pid)] / 1e9


@contextmanager
def served(site: Site) -> Iterator[Server]:
    command = [sys.executable, "-m", "anpei.server.processes.child", "learner", str(site.root)]
    with (site.root / "learner.out").open("wb") as sink, subprocess.Popen(command, stdout=sink, stderr=sink) as process:
        try:
            asyncio.run(_answers(site.settings.server.port))
            yield Server(process)
        finally:
            stop(process)


async def _answers(port: int) -> None:
    while True:
        try:
            if (await Wire(port).ask("GET", "/healthz")).status == 200:
                return
        except (OSError, EOFError):
            await asyncio.sleep(0.2)


async def measure(site: Site, server: Server) -> dict[str, dict[str, float]]:
    """CPU (ms) and bytes of each page, by its name."""
    with Database(site.database_url) as db:
        with db.read() as session:
            who, attempt = crowd.sitting(session)[0]
            done = session.scalar(select(AttemptRow.id).where(AttemptRow.staff_no == LEARNER))
        people = {asked.who for asked in PAGES} - {"", "sitting"}
        cookies = {"": "", "sitting": crowd.cookie(site, db, who)} | {
            one: crowd.cookie(site, db, one) for one in people
        }
    await asyncio.sleep(IDLE)  # what a server does first of all
    idle = await _idle(server)
    found = {NOTHING: {"cpu": round(idle[0] * 1000, 2), "loop": round(idle[1] * 1000, 2), "bytes": 0.0}}
    for asked in PAGES:
        path = "/" + asked.path.format(attempt=attempt, result=done)
        found[asked.name] = await _page(Wire(site.settings.server.port, cookies[asked.who]), path, asked, server, idle)
    return found


async def _page(wire: Wire, path: str, asked: Asked, server: Server, idle: tuple[float, float]) -> dict[str, float]:
    for _ in range(2):
        answer = await wire.ask("GET", path)
        assert asked.expected in (0, answer.status), (path, answer)
    rounds = []
    for _ in range(ROUNDS):
        begun, before = time.perf_counter(), server.spent()
        for _ in range(PER_ROUND):
            await wire.ask("GET", path)
        passed = time.perf_counter() - begun
        pairs = zip(server.spent(), before, idle, strict=True)
        rounds.append([max(0.0, now - then - rest * passed) / PER_ROUND * 1000 for now, then, rest in pairs])
    wire.close()
    cpu, loop = (round(median([each[part] for each in rounds]), 2) for part in (0, 1))
    return {"cpu": cpu, "loop": loop, "bytes": len(answer.body)}


async def _idle(server: Server) -> tuple[float, float]:
    """What the server takes when nobody asks, a second."""
    begun, before = time.perf_counter(), server.spent()
    await asyncio.sleep(IDLE)
    passed = time.perf_counter() - begun
    total, loop = ((now - then) / passed for now, then in zip(server.spent(), before, strict=True))
    return total, loop


def run(*, quick: bool) -> None:
    runs: dict[str, Any] = {}
    for people in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            site = make_site(Path(folder) / "site")
            crowd.lay(site, people)
            load = os.getloadavg()[0]
            with served(site) as server:
                runs[str(people)] = asyncio.run(measure(site, server)) | {"": {"load": round(load, 1)}}
        for name, one in runs[str(people)].items():
            print(f"{people:6} {name:50} {one}", flush=True)
        _keep(runs)


def _keep(runs: dict[str, Any]) -> None:
    names = [NOTHING, *(asked.name for asked in PAGES)]
    rows = [Row(name, *(_words(runs.get(str(size), {}).get(name)) for size in SIZES)) for name in names]
    note = (
        "CPU of the whole learner server a request, of that its event loop's, and bytes; the median of "
        f"{ROUNDS} rounds of {PER_ROUND}. Aims: {AIMS}."
    )
    heads = [f"{size:,} people" for size in SIZES]
    save("pages", "Pages: CPU, the event loop's share, and bytes, by people on the roster", rows, runs, heads, note)


def _words(one: dict[str, float] | None) -> str:
    return f"{one['cpu']:.0f} ms, {one['loop']:.0f} ms, {one['bytes'] / 1000:.0f} kB" if one else "—"
