"""From a tap at a kiosk to the director's screen, with many kiosks at once, beside one Jupyter kernel for every kiosk.

Everybody is simulated: a kiosk keeps the stream of events open and posts a decision some while after it was asked, as
the kiosk's page does; a console keeps its stream open and notes when it sees the decision. The other way is the usual
one of Jupyter: every kiosk and console is a widget in a kernel of its own behind stock Voila, a tap is a message to
that kernel, which writes it to the same kind of SQLite file, and all kernels look into it as often as our server does.
It knows no rules, no clock and no people, so it has less to do.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tornado.web import create_signed_value

from anpei import clock, records, staff
from anpei.database import Database
from anpei.exercises import runs, scenarios
from anpei.server.core.identity import DEVICE_COOKIE
from anpei.settings import Site
from benchmarks import crowd, drill_kernels, drill_tablets
from benchmarks.frame import Row, median, save
from benchmarks.static_chapter import usage
from tests.browser.drills import quick_drill
from tests.helpers.platform import Platform, make_site, start

TEAM, TURNS, ROUNDS = 6, 6, 3
THINK = (0.8, 2.2)
QUIET = 10.0
TOKEN = "x" * 32


@dataclass
class Kiosk:
    """A simulated tablet: its cookies, who sits there, and in which run."""

    cookie: str
    person: str
    run: int


@dataclass
class Watched:
    """When every decision was sent, and when its run's console showed it."""

    sent: dict[tuple[int, str], float] = field(default_factory=dict)
    seen: dict[tuple[int, str], float] = field(default_factory=dict)

    def waits(self) -> list[float]:
        return sorted(self.seen[key] - at for key, at in self.sent.items() if key in self.seen)


def run(quick: bool = False) -> None:
    """Measure both ways, a few times by turns; print and keep."""
    sizes = (6,) if quick else (30, 100)
    runs: dict[str, list[dict[str, float]]] = {}
    for number in range(1 if quick else ROUNDS):
        for size in sizes:
            runs.setdefault(f"ours_{size}", []).append(_apart(ours, size))
        if number == 0:
            runs["kernels"] = [_apart(drill_kernels.measure, sizes[0])]
            runs["tablets"] = [_apart(drill_tablets.measure, TEAM)]
    rows = [row for size in sizes for row in _rows(size, sizes[0], runs)]
    stock, mine = runs["kernels"][0]["mb_screen"], runs["tablets"][0]["mb"]
    ratio = f"{stock / mine:.0f} ×" if mine > 0 else "—"
    rows.append(Row("memory of an open tablet, once it shows (PSS)", f"{stock:.1f} MB", f"{mine:.1f} MB", ratio))
    title = "Drill: tap at a kiosk to the director's screen, everybody simulated (stock: a kernel for every kiosk)"
    save("drill_load", title, rows, runs)


def _apart(measure: Any, size: int) -> dict[str, float]:
    folder = Path(tempfile.mkdtemp(prefix="anpei-bench-"))
    try:
        found: dict[str, float] = measure(folder, size)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(measure.__module__, size, found, flush=True)
    return found


def _rows(size: int, kernels: int, runs: dict[str, list[dict[str, float]]]) -> list[Row]:
    """Both ways side by side; of the kernels there is one size only, whatever ours is."""
    stock, mine = runs["kernels"], runs[f"ours_{size}"]
    beside = "" if size == kernels else f" (stock: {kernels})"
    told = (
        ("p50_ms", "p50", lambda v: f"{v:.0f} ms"),
        ("p95_ms", "p95", lambda v: f"{v:.0f} ms"),
        ("cpu", "server CPU, share of one core", lambda v: f"{100 * v:.0f} %"),
        ("mb", "server memory in all (PSS)", lambda v: f"{v:.0f} MB"),
    )
    rows = []
    for key, words, show in told:
        theirs, ours_ = (median([each[key] for each in side]) for side in (stock, mine))
        rows.append(Row(f"{size} kiosks{beside}: {words}", show(theirs), show(ours_), f"{theirs / ours_:.1f} ×"))
    lost = sum(each["sent"] - each["seen"] for each in mine)
    total = sum(each["sent"] for each in mine)
    return [*rows, Row(f"{size} kiosks: lost of {total:.0f} decisions", "—", f"{lost:.0f}", "", "0")]


def ours(folder: Path, size: int) -> dict[str, float]:
    """So many kiosks in teams of six, every team in a run of its own with a console."""
    site = make_site(folder / "site")
    lay(site)
    with Database(site.database_url) as db:
        kiosks, director = seated(site, db, size)
    platform = start(site)
    try:
        return asyncio.run(play(platform, kiosks, director))
    finally:
        platform.stop()


def lay(site: Site) -> None:
    """A drill for a team: six roles, each with a chain of questions of its own, asked of all at the same time."""
    roles = ", ".join(f"{{id: r{r}, title: 角色{r}, duty: 作决定}}" for r in range(TEAM))
    nodes = ""
    for role in range(TEAM):
        names = [f"q{role}_{turn}" for turn in range(TURNS)]
        for name, after in zip(names, ["start", *names], strict=False):
            nodes += quick_drill.NODE.format(id=name, after=after).replace("role: one", f"role: r{role}")
    head = quick_drill.HEAD.replace("{id: one, title: 指挥, duty: 下命令}", roles)
    every = ", ".join(f"q{role}_{turn}" for role in range(TEAM) for turn in range(TURNS))
    text = head.replace("q1, q2, q3", every) + nodes + quick_drill.FOOT
    folder = site.workspace / "drills" / "load"
    folder.mkdir(parents=True)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    (folder / "plan.svg").write_text(quick_drill.PLAN, encoding="utf-8")


def seated(site: Site, db: Database, size: int) -> tuple[list[Kiosk], str]:
    """Enrolled kiosks with somebody at each, in teams whose runs begin when the last one sits down."""
    lines = [f"L{n:04d},演员{n},生产部,操作工" for n in range(size)]
    roster = staff.read_roster(("工号,姓名,部门,岗位\n" + "\n".join(lines)).encode())
    now, script = clock.now(), scenarios.load(site.shelves).get("load")
    records.import_roster(db, roster, now=now)
    with db.read() as session:
        person = staff.find(session, "D3001")
    assert person is not None
    director = crowd.cookie(site, db, person.staff_no)
    kiosks: list[Kiosk] = []
    for first in range(0, size, TEAM):
        members = range(first, min(first + TEAM, size))
        kiosks += db.write(partial(_team, site=site, script=script, members=members, now=now)).result()
    return kiosks, director


def _team(session: Any, site: Site, script: scenarios.CompiledScenario, members: range, now: int) -> list[Kiosk]:
    """Enrol the kiosks of a team, make its run, and let everybody tap in."""
    tokens = [staff.enrol_link(session, f"{n + 1} 号终端", now=now) for n in members]
    session.flush()
    devices = [staff.enrol(session, token, now=now) for token in tokens]
    session.flush()
    places = [list(script.roles)[place :: len(members)] for place in range(len(members))]
    seats = [runs.Seat(device.device_id, "", tuple(roles)) for (device, _), roles in zip(devices, places, strict=True)]
    run = runs.create(session, script, seats, by="D3001", origin="director", seed=str(members.start), now=now)
    kiosks = []
    for n, (device, secret) in zip(members, devices, strict=True):
        runs.sit(session, device.device_id, person=f"L{n:04d}", name=f"演员{n}", now=now)
        kiosks.append(Kiosk(_cookie(site, DEVICE_COOKIE, secret), f"L{n:04d}", run))
    return kiosks


def _cookie(site: Site, name: str, value: str) -> str:
    return f"{name}={create_signed_value(site.secret('cookie'), name, value).decode()}; _xsrf={TOKEN}"


async def play(platform: Platform, kiosks: list[Kiosk], director: str) -> dict[str, float]:
    """Everybody connects, then plays to the end; CPU and memory are those of the learner server and all below it."""
    port, watched = platform.site.settings.server.port, Watched()
    runs = sorted({kiosk.run for kiosk in kiosks})
    before, begun = usage(platform.process.pid), time.perf_counter()
    watching = [asyncio.ensure_future(console(port, director, number, watched)) for number in runs]
    await asyncio.gather(*(sit(port, kiosk, watched) for kiosk in kiosks))
    await asyncio.wait(watching, timeout=QUIET)
    seconds, after = time.perf_counter() - begun, usage(platform.process.pid)
    return figures(watched, after[0] - before[0], seconds, after[1])


def figures(watched: Watched, cpu: float, seconds: float, memory: float) -> dict[str, float]:
    waits = watched.waits()
    return {
        "sent": len(watched.sent),
        "seen": len(waits),
        "p50_ms": round(1000 * median(waits), 1),
        "p95_ms": round(1000 * waits[int(len(waits) * 0.95)], 1),
        "worst_ms": round(1000 * waits[-1], 1),
        "per_second": round(len(waits) / seconds, 1),
        "cpu": round(cpu / seconds, 3),
        "mb": round(memory / 1e6, 1),
    }


async def console(port: int, cookie: str, run: int, watched: Watched) -> None:
    """A director's screen: notes every decision when it first shows it."""
    async for view in views(port, cookie, f"/api/drills/runs/{run}/events"):
        now = time.perf_counter()
        for node in view["nodes"]:
            if node["status"] == "done":
                watched.seen.setdefault((run, node["id"]), now)
        if view["status"] == "ended":
            return


async def sit(port: int, kiosk: Kiosk, watched: Watched) -> None:
    """A participant: reads each question for a moment, then decides."""
    asked, deciding = set(), []
    async for view in views(port, kiosk.cookie, f"/api/drills/runs/{kiosk.run}/events?as=kiosk"):
        node = view["node"]
        if node and node["id"] not in asked:
            asked.add(node["id"])
            deciding.append(asyncio.ensure_future(decide(port, kiosk, node["id"], watched)))
        if view["status"] == "ended":
            break
    await asyncio.gather(*deciding)


async def decide(port: int, kiosk: Kiosk, node: str, watched: Watched) -> None:
    await asyncio.sleep(random.uniform(*THINK))
    body = {"uuid": uuid.uuid4().hex, "node": node, "option": "a", "elapsed": 1000, "person": kiosk.person}
    watched.sent[kiosk.run, node] = time.perf_counter()
    status = await post(port, kiosk.cookie, f"/api/drills/runs/{kiosk.run}/decisions?as=kiosk", body)
    if status != 200:
        raise RuntimeError(f"decision {node}: {status}")


async def views(port: int, cookie: str, path: str) -> AsyncIterator[dict[str, Any]]:
    """What a stream of server-sent events says, view by view."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode())
    event = ""
    while line := await reader.readline():
        if line.startswith(b"event:"):
            event = line[6:].strip().decode()
        elif line.startswith(b"data:") and event == "view":
            yield json.loads(line[5:])
    writer.close()


async def post(port: int, cookie: str, path: str, body: dict[str, Any]) -> int:
    """Send JSON on a connection of its own; the answer's status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nX-XSRFToken: {TOKEN}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
    )
    writer.write(head.encode() + data)
    status = int((await reader.readline()).split()[1])
    await reader.read()
    writer.close()
    return status
