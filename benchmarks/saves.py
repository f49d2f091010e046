"""How long two hundred learners wait for 已保存 while other things go on: one platform, one crowd, phase by phase.

Eleven thousand people on the roster, two hundred of them at an exam: each sends an answer every two seconds, as a
quick reader would, and waits for its acknowledgement. Beside them, one after the other, a trainer works (opens the
board three times, filtered too, and exports it), hundreds of colleagues hand in at once, and the exams of all who
are left run out at the same moment. Every wait is counted, from the request's first byte to the answer's last; what
the measuring process itself adds is told by its own lateness. The grading worker shares the machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from anpei import attempts, clock
from anpei.database import Database
from anpei.settings import Site
from benchmarks import crowd
from benchmarks.frame import Row, save
from benchmarks.wire import Wire
from tests.helpers.platform import make_site, start

PEOPLE, LEARNERS, TOGETHER, PAUSE = 11_000, 200, 500, 2.0
QUIET = 20.0
WORDS = {
    "quiet": "nothing else",
    "trainer": "a trainer opens the board three times and exports it",
    "quiet again": "nothing else, again",
    "handed in together": f"{TOGETHER} others hand in at the same moment",
    "graded after": "the worker takes them into the gradebook",
    "run out": "the exams of {ran_out} others run out at the same moment",
    "graded after that": "the worker takes these into the gradebook",
}
SIMPLE = ("single", "truefalse", "short")


@dataclass
class Learner:
    """Somebody at the exam; ``waits`` are moments of sending and seconds until the acknowledgement."""

    wire: Wire
    attempt: int
    slots: Sequence[tuple[str, str]]
    revisions: dict[str, int] = field(default_factory=dict)
    waits: list[tuple[float, float]] = field(default_factory=list)

    async def answer(self, turn: int) -> None:
        slot, kind = self.slots[turn % len(self.slots)]
        value: Any = {"single": "ab"[turn % 2], "truefalse": turn % 2 == 0, "short": f"答 {turn}"}[kind]
        body = {"uuid": uuid.uuid4().hex, "base": self.revisions.get(slot, 0), "value": value}
        begun = time.perf_counter()
        answer = await self.wire.ask("PUT", f"/api/attempts/{self.attempt}/answers/{slot}", json.dumps(body).encode())
        self.waits.append((begun, time.perf_counter() - begun))
        assert answer.status == 200, answer
        self.revisions[slot] = answer.json()["revision"]

    async def keep_on(self, over: asyncio.Event, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, PAUSE))
        turn = 0
        while not over.is_set():
            await self.answer(turn)
            turn += 1
            await asyncio.sleep(chance.uniform(0.5, 1.5) * PAUSE)


@dataclass(frozen=True)
class Phase:
    name: str
    begun: float
    ended: float

    def figures(self, learners: list[Learner], late: list[tuple[float, float]]) -> dict[str, float]:
        """Waits (ms) that fell into this phase, wherever they began, and the measuring process's own lateness."""
        waits = self._within([each for learner in learners for each in learner.waits])
        own = self._within(late)
        return {
            "seconds": round(self.ended - self.begun, 1), "answers": len(waits), "p50": _share(waits, 0.5),
            "p95": _share(waits, 0.95), "most": _share(waits, 1), "own_p95": _share(own, 0.95),
        }  # fmt: skip

    def _within(self, moments: list[tuple[float, float]]) -> list[float]:
        return sorted(wait for at, wait in moments if at < self.ended and at + wait > self.begun)


def _share(waits: list[float], share: float) -> float:
    return round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 1) if waits else 0.0


class Scene:
    """The people of one run, and what is done beside the learners' answers."""

    def __init__(self, site: Site, db: Database) -> None:
        self.site, self.db, self.port = site, db, site.settings.server.port
        with db.read() as session:
            self.sitting = crowd.sitting(session)
        self.learners = [self._learner(*one) for one in self.sitting[:LEARNERS]]
        self.together = [
            (attempt, Wire(self.port, crowd.cookie(site, db, who)))
            for who, attempt in self.sitting[LEARNERS : LEARNERS + TOGETHER]
        ]
        self.trainer = Wire(self.port, crowd.cookie(site, db, crowd.TRAINER))
        self.kept = [attempt for _, attempt in self.sitting[:LEARNERS]]

    def _learner(self, who: str, attempt: int) -> Learner:
        with self.db.read() as session:
            slots = [(one.slot, one.kind) for one in attempts.slots(session, attempt) if one.kind in SIMPLE]
            revisions = {one.slot: one.revision for one in attempts.slots(session, attempt)}
        return Learner(Wire(self.port, crowd.cookie(self.site, self.db, who)), attempt, slots, revisions)

    async def quiet(self) -> None:
        await asyncio.sleep(QUIET)

    async def trainer_works(self) -> None:
        """The board three times, each time looked at for a moment, then the whole of it as a workbook."""
        for query in ("", "?q=1234", "?status=逾期"):
            assert (await self.trainer.ask("GET", f"/board{query}")).status == 200
            await asyncio.sleep(1)
        answer = await self.trainer.ask("GET", "/board/export.xlsx")
        if answer.status == 303:  # made apart; the page asks how far it is
            state = f"/api{answer.headers['location']}"
            while (await self.trainer.ask("GET", state)).json()["state"] == "going":  # noqa: ASYNC110 - as a page asks
                await asyncio.sleep(1)

    async def hand_in_together(self) -> None:
        asked = (wire.ask("POST", f"/api/attempts/{attempt}/hand-in", b"{}") for attempt, wire in self.together)
        answers = await asyncio.gather(*asked)
        assert all(answer.status == 200 for answer in answers), answers[:3]

    async def run_out(self) -> None:
        """The time of everybody but the learners is up; waits until all of them are marked."""
        over = text(
            "UPDATE attempt SET deadline = :at WHERE handed_in IS NULL "
            "AND id NOT IN (SELECT value FROM json_each(:kept))"
        )
        at = {"at": clock.now() - clock.HOUR, "kept": json.dumps(self.kept)}
        await self.db.awrite(lambda session: session.execute(over, at) and None)
        await self._until("SELECT count(*) FROM attempt WHERE handed_in IS NULL", LEARNERS)
        await self._until(
            "SELECT count(*) FROM attempt a WHERE handed_in IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM attempt_result r WHERE r.attempt_id = a.id)", 0,
        )  # fmt: skip

    async def graded(self) -> None:
        """The grading worker takes what was handed in into the gradebook; a part of it is enough to know."""
        await asyncio.sleep(QUIET)

    async def _until(self, query: str, expected: int) -> None:
        def count() -> int:
            with self.db.read() as session:
                return int(session.execute(text(query)).scalar_one())

        while await asyncio.to_thread(count) > expected:  # noqa: ASYNC110 - others write it
            await asyncio.sleep(0.5)


async def _late(over: asyncio.Event, found: list[tuple[float, float]]) -> None:
    """How late this process is for its own appointments."""
    while not over.is_set():
        begun = time.perf_counter()
        await asyncio.sleep(0.05)
        found.append((begun, time.perf_counter() - begun - 0.05))


async def play(scene: Scene, acts: list[tuple[str, Callable[[], Awaitable[None]]]]) -> dict[str, Any]:
    """Learners answer all the while; each act is a phase of its own, with a pause before the next."""
    over, chance = asyncio.Event(), random.Random(9)
    late: list[tuple[float, float]] = []
    phases: list[tuple[Phase, float]] = []
    sitting = [asyncio.create_task(learner.keep_on(over, chance)) for learner in scene.learners]
    watch = asyncio.create_task(_late(over, late))
    await asyncio.sleep(PAUSE * 2)
    for name, act in acts:
        begun, load = time.perf_counter(), os.getloadavg()[0]
        await act()
        phases.append((Phase(name, begun, time.perf_counter()), load))
        print(name, phases[-1][0].figures(scene.learners, late), f"load {load:.1f}", flush=True)
        await asyncio.sleep(3)
    over.set()
    await asyncio.gather(watch, *sitting)
    return {phase.name: phase.figures(scene.learners, late) | {"load": round(load, 1)} for phase, load in phases}


def measure(folder: Path, people: int) -> dict[str, Any]:
    site = make_site(folder)
    crowd.lay(site, people, sitting=(8, 9))
    platform = start(site)
    try:
        with Database(site.database_url) as db:
            scene = Scene(site, db)
            acts: list[tuple[str, Callable[[], Awaitable[None]]]] = [
                ("quiet", scene.quiet),
                ("trainer", scene.trainer_works),
                ("quiet again", scene.quiet),
                ("handed in together", scene.hand_in_together),
                ("graded after", scene.graded),
                ("run out", scene.run_out),
                ("graded after that", scene.graded),
            ]
            found = asyncio.run(play(scene, acts))
            found["people"], found["ran_out"] = people, len(scene.sitting) - LEARNERS - TOGETHER
            return found
    finally:
        platform.stop()


def run(*, quick: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "site", 5000 if quick else PEOPLE)
    quiet = found["quiet"]
    rows = [
        Row(
            WORDS[name].format(**found),
            f"{one['p50']:.0f} ms",
            f"{one['p95']:.0f} ms",
            f"{one['most']:.0f} ms",
            f"{one['p95'] / quiet['p95']:.1f} ×, {one['answers'] / one['seconds']:.0f}/s",
        )
        for name, one in found.items()
        if name in WORDS
    ]
    title = f"Saves: {LEARNERS} learners at an exam, {found['people']} people on the roster, while other things go on"
    note = (
        "Time from sending an answer to its acknowledgement on disk, all phases in one run; the last column is the "
        "p95 beside that of the first quiet phase, and how many answers were acknowledged a second."
    )
    save("saves", title, rows, found, heads=("p50", "p95", "longest", "beside quiet"), note=note)
