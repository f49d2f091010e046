"""What was acknowledged is there after the process was killed in mid-run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from anpei import attempts
from anpei.database import Database
from tests.helpers.exam import Exam

ROOT = Path(__file__).parents[2]
WRITER = """
import sys, itertools
from anpei import attempts
from anpei.database import Database
db = Database(sys.argv[1])
for n in itertools.count():
    answer = (f"uuid-{n:08d}", n, "abcd"[n % 4], 1_795_000_000_001)
    ack = db.write(lambda s: attempts.record(s, 1, "q01", "E1", *answer)).result()
    print(ack.uuid, ack.revision, flush=True)
"""


def test_every_acknowledged_answer_survives_kill_9(tmp_path: Path) -> None:
    exam = Exam.set_up(tmp_path)
    exam.start()
    exam.db.close()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, exam.db.url], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(60)]
        writer.kill()
        told += writer.stdout.readlines()
    acknowledged = dict(line.split() for line in told if line.endswith("\n"))
    with Database(exam.db.url) as db, db.read() as session:
        kept = {fact.uuid: str(fact.revision) for fact in attempts.history(session, 1)}
        state = next(state for state in attempts.slots(session, 1) if state.slot == "q01")
    assert len(acknowledged) >= 60
    assert acknowledged.items() <= kept.items()
    assert state.revision == len(kept)
