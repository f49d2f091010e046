"""Every tick that was acknowledged is there after kill -9, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from anpei.database import Database
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Point
from anpei.exercises.rollcall.counting import count
from anpei.exercises.rollcall.log import entries
from anpei.settings import Site

ROOT = Path(__file__).parents[3]
WRITER = """
import sys, itertools
from anpei.exercises import rollcall
from anpei.database import Database
db = Database(sys.argv[1])
for n in itertools.count():
    tick = ("1", f"p{n % 50}", "present" if n % 3 else "missing", "W", f"uuid-{n:06d}", 2_000 + n)
    ack = db.write(lambda s: rollcall.check(s, 1, *tick)).result()
    print(ack.uuid, ack.seq, flush=True)
"""


@pytest.mark.machines
def test_every_acknowledged_tick_survives_kill_9(site: Site) -> None:
    people = [ExpectedPerson(f"p{n}", f"人{n}") for n in range(50)]
    with Database(site.database_url) as db:
        start = {"kind": "test", "run_id": None, "by": "D", "points": [Point("1", "东门")], "expected": people}
        rollcall.start(db, **start, now=1_000)  # type: ignore[arg-type]
    command = [sys.executable, "-c", WRITER, site.database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(60)]
        writer.kill()
        told += writer.stdout.readlines()
    acknowledged = {int(line.split()[1]) for line in told if line.endswith("\n")}
    with Database(site.database_url) as db, db.read() as session:
        log, standing = entries(session, 1), rollcall.standing(session, 1)
    kept = [entry.seq for entry in log]
    assert len(acknowledged) >= 60
    assert acknowledged <= set(kept)
    assert kept == list(range(1, len(kept) + 1))
    assert standing == count(people, [Point("1", "东门")], log, kept[-1]), "a screen that asks on misses nothing"
