"""Acknowledged answers per second with two hundred learners, and what a killed server loses: nothing.

Every learner keeps one connection and sends the next answer when the last is acknowledged, as the exam page does.
After a broken connection the same answer goes out again with the same id. In mid-run the learner server is killed with
signal 9; the supervisor starts it again. At the end every acknowledgement is looked up in the database.
"""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from anpei import attempts, bank, clock, papers, records, staff
from anpei.database import Database
from anpei.settings import Site
from benchmarks import crowd
from benchmarks.frame import Row, median, save
from tests.helpers import quiz_shelf
from tests.helpers.platform import Platform, make_site, start
from tests.helpers.processes import stop, wait_for

LEARNERS = 200
TOKEN = "x" * 32


@dataclass
class Learner:
    """One simulated person: where to write, what to send along, and everything that was acknowledged."""

    attempt: int
    slots: list[tuple[str, Any]]
    cookie: str = ""
    acknowledged: list[tuple[int, str, str]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    tries: int = 0
    revisions: dict[str, int] = field(default_factory=dict)


def _value(kind: str, turn: int) -> Any:
    return {"single": "ab"[turn % 2], "truefalse": turn % 2 == 0, "short": f"答 {turn}"}.get(kind, "先报警，再疏散。")


def enrol(site: Site, count: int) -> list[Learner]:
    """People with an open attempt each, and the cookie they would have after signing in."""
    quiz_shelf.write(site.workspace)
    items = bank.load(site.shelves)
    paper = papers.load(site.shelves, items).papers["quiz"]
    lines = [f"L{number:04d},学员{number},生产部,操作工" for number in range(count)]
    roster = staff.read_roster(("工号,姓名,部门,岗位\n" + "\n".join(lines)).encode())
    now, secret = clock.now(), site.secret("draw")
    learners = []
    with Database(site.database_url) as db:
        records.import_roster(db, roster, now=now)
        settled = text(
            "UPDATE person SET must_change_password = 0"
        )  # two hundred first sign-ins are not what is measured
        db.write(lambda s: s.execute(settled) and None).result()
        db.write(
            lambda s: records.assign(s, "paper", "quiz", "everyone", due=now + clock.DAY, by="T2001", now=now)
        ).result()
        records.lay_on(db, now)
        for number in range(count):
            with db.read() as session:
                person = staff.find(session, f"L{number:04d}")
            assert person is not None
            begin = partial(attempts.start, paper=paper, bank=items, person=person, now=now, secret=secret)
            attempt = db.write(partial(begin, zone="Asia/Shanghai")).result()
            with db.read() as session:
                slots = [
                    (s.slot, s.kind) for s in attempts.slots(session, attempt.id) if s.kind not in ("multiple", "order")
                ]
            learners.append(Learner(attempt.id, slots, crowd.cookie(site, db, person.staff_no)))
    return learners


async def _put(stream: Any, learner: Learner, slot: str, body: bytes) -> dict[str, Any]:
    reader, writer = stream
    head = (
        f"PUT /api/attempts/{learner.attempt}/answers/{slot} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {learner.cookie}\r\nX-XSRFToken: {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    status = (await reader.readline()).split()
    if len(status) < 2:
        raise ConnectionError("closed")
    length = 0
    while (line := await reader.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    content = await reader.readexactly(length)
    if status[1] != b"200":
        raise RuntimeError(f"{status[1]!r} {content[:200]!r}")
    answer: dict[str, Any] = json.loads(content)
    return answer


async def sit(learner: Learner, port: int, turns: int) -> None:
    """Answer every slot ``turns`` times; each answer is sent until it is acknowledged."""
    stream: Any = None
    for turn in range(turns):
        for slot, kind in learner.slots:
            mark = uuid.uuid4().hex
            base = learner.revisions.get(slot, 0)
            body = json.dumps({"uuid": mark, "base": base, "value": _value(kind, turn)}).encode()
            begun = time.perf_counter()
            while True:
                learner.tries += 1
                try:
                    stream = stream or await asyncio.open_connection("127.0.0.1", port)
                    answer = await _put(stream, learner, slot, body)
                    break
                except (OSError, asyncio.IncompleteReadError):
                    stream = None
                    await asyncio.sleep(0.2)
            learner.waits.append(time.perf_counter() - begun)
            learner.revisions[slot] = answer["revision"]
            learner.acknowledged.append((learner.attempt, slot, mark))


async def _everybody(learners: list[Learner], port: int, turns: int, kill: Any = None) -> float:
    begun = time.perf_counter()
    sitting = asyncio.gather(*(sit(learner, port, turns) for learner in learners))
    if kill is not None:
        await asyncio.sleep(1.5)
        kill()
    await sitting
    return time.perf_counter() - begun


def kill_learner_server(platform: Platform) -> None:
    for child in psutil.Process(platform.process.pid).children(recursive=True):
        if "learner" in child.cmdline():
            child.send_signal(signal.SIGKILL)


def lost(site: Site, learners: list[Learner]) -> tuple[int, int]:
    """Acknowledged answers, and how many of them the database doesn't have."""
    acknowledged = {fact for learner in learners for fact in learner.acknowledged}
    with Database(site.database_url) as db, db.read() as session:
        rows = session.execute(
            text("SELECT attempt_id, slot, uuid FROM answer_event WHERE outcome IN ('accepted', 'superseded')")
        )
        kept = {(row[0], row[1], row[2]) for row in rows}
    return len(acknowledged), len(acknowledged - kept)


def figures(learners: list[Learner], seconds: float) -> dict[str, float]:
    waits = sorted(wait for learner in learners for wait in learner.waits)
    return {
        "answers": len(waits),
        "per_second": round(len(waits) / seconds, 1),
        "p50_ms": round(median(waits) * 1000, 1),
        "p95_ms": round(waits[int(len(waits) * 0.95)] * 1000, 1),
        "sent_again": sum(learner.tries for learner in learners) - len(waits),
    }


def measure_ours(count: int, turns: int, folder: Path, *, killed: bool) -> dict[str, float]:
    site = make_site(folder)
    learners = enrol(site, count)
    platform = start(site)
    try:
        kill = (lambda: kill_learner_server(platform)) if killed else None
        seconds = asyncio.run(_everybody(learners, site.settings.server.port, turns, kill))
    finally:
        platform.stop()
    acknowledged, missing = lost(site, learners)
    return figures(learners, seconds) | {"acknowledged": acknowledged, "lost": missing}


def _listens(port: int) -> bool:
    """Refused until somebody does."""
    socket.create_connection(("127.0.0.1", port)).close()
    return True


def measure_plain(count: int, turns: int, folder: Path) -> dict[str, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "benchmarks.plain_journal", str(port), str(folder / "plain.db")]
    with subprocess.Popen(command) as process:
        try:
            wait_for(lambda: _listens(port))
            learners = [
                Learner(number, [(f"q{slot:02d}", "single") for slot in range(1, 8)]) for number in range(count)
            ]
            seconds = asyncio.run(_everybody(learners, port, turns))
        finally:
            stop(process)
    return figures(learners, seconds)


def run(*, quick: bool) -> None:
    count, turns, rounds = (50, 2, 1) if quick else (LEARNERS, 5, 3)
    runs: dict[str, list[dict[str, float]]] = {"plain": [], "ours": [], "killed": []}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            runs["plain"].append(measure_plain(count, turns, Path(folder)))
            runs["ours"].append(measure_ours(count, turns, Path(folder) / "site", killed=False))
    with tempfile.TemporaryDirectory() as folder:
        runs["killed"].append(measure_ours(count, turns * 2, Path(folder) / "site", killed=True))
    plain, ours, killed = ({key: median([r[key] for r in runs[name]]) for key in runs[name][0]} for name in runs)
    speed, p95 = ours["per_second"] / plain["per_second"], ours["p95_ms"] / plain["p95_ms"]
    rows = [
        Row(
            "Acknowledged answers per second",
            f"{plain['per_second']:.0f}",
            f"{ours['per_second']:.0f}",
            f"{speed:.2f}×",
        ),
        Row(
            "Wait for the acknowledgement, p95", f"{plain['p95_ms']:.0f} ms", f"{ours['p95_ms']:.0f} ms", f"{p95:.2f}×"
        ),
        Row(
            f"Server killed with signal 9 in mid-run: lost of {killed['acknowledged']:.0f} acknowledged",
            "—",
            f"{killed['lost']:.0f}",
            "",
            "0",
        ),
    ]
    title = f"Journal: {count} learners at once (stock: plain Tornado and SQLite, one commit an answer, no checks)"
    save("journal", title, rows, runs)
