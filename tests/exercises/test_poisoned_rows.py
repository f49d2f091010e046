"""A log into which an older version let half a character is shown with � in its place, on either database."""

from __future__ import annotations

import json
from dataclasses import asdict
from uuid import uuid4

import pytest

from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import evaluation, report, rollcall, runs
from anpei.taps import Tap
from tests.helpers.played import DEVICE, NOW, the_script
from tests.helpers.poison import WORDS, poison

pytestmark = pytest.mark.both_databases
SHOWN = "看到�了"


def nothing(_cites: object) -> tuple[()]:
    """No law is cited here."""
    return ()


def begin(db: Database) -> tuple[int, int]:
    """A drill that goes on and a roll call, with those words wherever a person may write; then poisoned."""

    point = db.write(lambda s: rollcall.add_point(s, "东门", "东门外")).result()
    expected = [rollcall.ExpectedPerson("x:1", WORDS, WORDS, "extra")]
    common = {"kind": "live", "run_id": None, "by": "D3001", "points": [point], "expected": expected, "now": NOW}
    muster = rollcall.start(db, title="点", **common)  # type: ignore[arg-type]

    def write(session: object) -> tuple[int, int]:
        script = the_script()
        run = runs.create(
            session, script, [runs.Seat(DEVICE, "E1001", tuple(script.roles))], by="D3001", origin="director",
            seed="seed", now=NOW,
        )  # fmt: skip
        runs.join(session, run, person="E1001", name=WORDS, device=DEVICE, now=NOW)
        message = {"text": WORDS, "to": [], "from": WORDS, "expect": WORDS, "channel": "radio", "set": {}}
        runs.act(session, run, director="D3001", uuid=uuid4().hex, action="message", what=message, now=NOW)
        runs.observe(session, run, by="D3001", uuid=uuid4().hex, text=WORDS, node="", member="E1001", now=NOW)
        families, _ = evaluation.load(Shelves([bundled()]))
        evaluation.open_form(session, run, script, families, now=NOW)
        evaluation.remark(session, run, Tap("V5001", WORDS, uuid4().hex, NOW), "good", WORDS)
        seen = {"name": WORDS, "note": WORDS}
        rollcall.check(session, muster, point.id, "x:1", "elsewhere", "E1002", uuid4().hex, NOW, **seen)
        poison(session)
        return run, muster

    return db.write(write).result()


def test_console_kiosk_roll_call_and_report_show_poisoned_rows(db: Database) -> None:
    run, muster = begin(db)
    with db.read() as session:
        story = runs.run_record(session, run)
        told = {
            "log": runs.events_after(session, run, 0),
            "console": runs.console_view(story.script, story.state, runs.events_after(session, run, 0), NOW),
            "seat": runs.player_view(story.script, story.state, "E1001", NOW, nothing),
            "roll call": [asdict(line) for line in rollcall.lines(session, muster)],
            "filed roll call": asdict(rollcall.record(session, muster)),
            "sheets": [asdict(sheet) for sheet in evaluation.sheets(session, run)],
        }
    for name, value in told.items():
        text = json.dumps(value, ensure_ascii=False, default=str)
        text.encode("utf-8")
        assert SHOWN in text, name


def test_a_poisoned_drill_goes_on_to_its_report(db: Database) -> None:
    run, muster = begin(db)

    def go_on(session: object) -> None:
        runs.observe(session, run, by="D3001", uuid=uuid4().hex, text="还在", node="", member="E1001", now=NOW + 1)
        runs.act(session, run, director="D3001", uuid=uuid4().hex, action="stop", what={}, now=NOW + 2)
        rollcall.finish(session, muster, by="D3001", note="", now=NOW + 2)

    db.write(go_on).result()
    with db.read() as session:
        found = report.compose_report(session, run, enterprise="启明", cite=nothing, zone="Asia/Shanghai")
    paper = json.dumps(asdict(report.paper(found)), ensure_ascii=False, default=str)
    paper.encode("utf-8")
    assert SHOWN in paper
