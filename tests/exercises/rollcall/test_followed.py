"""The list says what the log makes of everybody; news applied one by one make the view a screen would be told anew."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from anpei.database import Database
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Point, Warden
from anpei.exercises.rollcall.counting import count, stopwatch
from anpei.exercises.rollcall.log import entries
from anpei.server.rollcall import view
from tests.helpers import databases

ROOT = Path(__file__).parents[3]
RULES = ROOT / "widgets" / "anpei_widgets" / "drills" / "roll_call" / "rules.js"
APPLIES = f"""
import {{ applied }} from "{RULES.as_uri()}";
const plays = JSON.parse(await new Response(Deno.stdin.readable).text());
const seen = plays.map((answers) => answers.reduce((view, answer) => applied(view, answer), null));
console.log(JSON.stringify(seen));
"""
LIST = [ExpectedPerson(f"E{n}", f"员工{n}", "一车间", phone="138") for n in range(5)]
POINTS = [Point("1", "东门"), Point("2", "西门")]
ALARM = 1_000_000
PLAYS = {"sqlite": 25, "postgres": 5}
"""What is asked of SQL is the same; what differs shows in a few."""
DENO = str(shutil.which("deno", path=str(Path(sys.executable).parent)))


def begun(db: Database) -> int:
    start = {"kind": "drill", "run_id": None, "by": "D", "points": POINTS, "expected": LIST, "now": ALARM}
    return rollcall.start(db, **start)  # type: ignore[arg-type]


def act(session: Session, number: int, chance: random.Random, uuid: str) -> None:
    """One thing that wardens and directors do; taps arrive in any order of their moments."""
    now = ALARM + chance.randrange(0, 900_000)
    key, point = chance.choice([*(who.key for who in LIST), "x:guest"]), chance.choice("12")
    state = chance.choice(["present", "present", "present", "missing", "absent_known", "elsewhere"])
    what = chance.random()
    if what < 0.1 or (key.startswith("x:") and rollcall.standing(session, number).expected == len(LIST)):
        guest = ExpectedPerson("x:guest", "司机", "顺达", "extra")
        rollcall.put_on_list(session, number, guest, by="W", uuid="guest", now=now)
    elif what < 0.2:
        warden = Warden(chance.choice(("W1", "W2")), "清点员", point)
        rollcall.name_warden(session, number, warden, by="D", uuid=uuid, now=now, named=chance.random() < 0.7)
    else:
        at = "" if state in ("absent_known", "elsewhere") or (state == "missing" and chance.random() < 0.3) else point
        note = "调休" if state in ("absent_known", "elsewhere") else ""
        rollcall.check(session, number, at, key, state, "W", uuid, now, note=note)


def told(session: Session, number: int) -> dict[str, Any]:
    """Everything, as a screen gets it first."""
    news, log = rollcall.news(session, number, -1), rollcall.newest_lines(session, number)
    return view.head(news, log, True) | {"people": view.people(news, True)}


def news(session: Session, number: int, since: int) -> dict[str, Any]:
    return view.changed(rollcall.news(session, number, since), since, True)


def played(db: Database, chance: random.Random) -> Iterator[dict[str, Any]]:
    """The answers to a screen that asks now and then while a roll call goes on, and at last the whole anew."""
    number, since = begun(db), 0
    with db.read() as session:
        yield told(session, number)
    for n in range(chance.randrange(5, 40)):
        db.write(lambda s, n=n: act(s, number, chance, f"u{n}")).result()
        if chance.random() < 0.3:
            with db.read() as session:
                answer = news(session, number, since)
            yield answer
            since = answer["seq"]
    if chance.random() < 0.5:
        db.write(lambda s: rollcall.finish(s, number, by="D", note="好", now=ALARM + 1_000_000)).result()
    with db.read() as session:
        log = entries(session, number)
        standing = rollcall.standing(session, number)
        assert standing == count(LIST, POINTS, log, standing.seq)
        assert rollcall.times(session, number) == stopwatch(ALARM, LIST, log)
        summary = rollcall.summary(session, number)
        assert (summary.expected, summary.missing) == (standing.expected, len(standing.missing))
        yield news(session, number, since)
        yield told(session, number)


def by_key(seen: dict[str, Any]) -> dict[str, Any]:
    return {**seen, "since": None, "people": {who["key"]: who for who in seen["people"]}}


@pytest.mark.both_databases
def test_what_a_screen_puts_together_is_what_it_would_be_told_anew(db: Database) -> None:
    plays = [list(played(db, random.Random(seed))) for seed in range(PLAYS[databases.chosen()])]
    asked = json.dumps([*(play[:-1] for play in plays), *(play[-1:] for play in plays)])
    command = [DENO, "eval", APPLIES]
    answer = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, cwd=ROOT)
    seen = json.loads(answer.stdout)
    for followed, anew in zip(seen[: len(plays)], seen[len(plays) :], strict=True):
        assert by_key(followed) == by_key(anew)


def test_a_tick_tells_of_one_person_whoever_else_is_on_the_list(db: Database) -> None:
    number = begun(db)
    db.write(lambda s: rollcall.check(s, number, "1", "E3", "present", "W", "u1", ALARM + 5)).result()
    with db.read() as session:
        assert [who["key"] for who in news(session, number, 0)["people"]] == ["E3"]
        assert news(session, number, 1)["people"] == []


@pytest.mark.parametrize(
    ("asked", "since"),
    [("", None), ("x", None), ("0", 0), ("7", 7), ("-9", 9), ("10", None), ("99999999999", None)],
)
def test_a_number_that_was_never_given_asks_for_everything(asked: str, since: int | None) -> None:
    assert view.since(asked, 9) == since


def test_who_missed_too_much_is_told_everything() -> None:
    assert view.since("1", view.MISSED + 1) == 1
    assert view.since("1", view.MISSED + 2) is None
