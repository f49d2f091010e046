"""The web process never loads the engine, a worker never outlives whoever asked, and doctor says what is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from anpei.cli.checks import simulation
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import Unavailable
from anpei.exercises import evacuation, rollcall, runs, scenarios
from anpei.exercises.evacuation import Inputs, engine
from anpei.exercises.runs import Seat
from tests.exercises.evacuation.halls import plan_in
from tests.helpers.processes import PATIENCE

NOW = 1_795_000_000_000


def test_the_web_process_does_not_load_the_engine() -> None:
    code = "import sys; from anpei.server.routes import all_handlers; all_handlers(); print('jupedsim' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.engine
def test_a_worker_ends_with_whoever_asked(tmp_path: Path) -> None:
    """As when the server is killed with -9: the pipe closes."""
    plan, path = plan_in(tmp_path)
    inputs = Inputs(people={"line": 80}, seeds=40).model_dump(mode="json")
    asked = {"plan": str(path), "sha": plan.sha, "inputs": inputs, "folder": str(tmp_path / "out"), "key": "k"}
    command = [sys.executable, "-m", "anpei.exercises.evacuation.worker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdin is not None and worker.stdout is not None
        worker.stdin.write(json.dumps(asked) + "\n")
        worker.stdin.flush()
        assert "progress" in json.loads(worker.stdout.readline())
        worker.stdin.close()
        assert worker.wait(timeout=PATIENCE) == 3
    assert not (tmp_path / "out").exists()


def test_what_is_missing_is_said_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "engine_version", lambda: "")
    assert not evacuation.available() and "anpei evacuation install" in evacuation.why_not()
    assert "其他功能不受影响" in next(iter(simulation())).message
    with pytest.raises(Unavailable):
        evacuation.require()


def test_expected_stands_beside_what_roll_calls_took(db: Database) -> None:
    script = scenarios.load(Shelves([bundled()])).get("workshop-fire")
    seats = [Seat("k-1", "E1001", tuple(script.roles))]
    run = db.write(
        lambda s: runs.create(s, script, seats, by="D3001", origin="director", seed="s", now=NOW)
    ).result()  # fmt: skip
    people = [rollcall.ExpectedPerson("E1001", "林晓岚"), rollcall.ExpectedPerson("E1002", "周启明")]
    points = [rollcall.Point("south", "集合点")]
    number = rollcall.start(db, kind="drill", run_id=run, by="D3001", points=points, expected=people, now=NOW)
    for person, at in (("E1001", 95_000), ("E1002", 240_000)):
        db.write(
            lambda s, person=person, at=at: rollcall.check(
                s, number, "south", person, "present", "D3001", f"u-{person}", NOW + at
            )
        ).result()
    with db.read() as session:
        (found,) = evacuation.measured(session, "workshop-fire")
        assert evacuation.measured(session, "other") == []
        assert evacuation.expected(session, "workshop-fire") is None
    assert (found.run, found.first_out, found.last_out, found.all_accounted) == (run, 95, 240, 240)
