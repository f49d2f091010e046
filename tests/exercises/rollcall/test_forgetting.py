"""Names of people from outside are deleted when their time is over; how many they were and when they came is kept."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from anpei.cli.staff import app
from anpei.clock import DAY
from anpei.database import Database
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Forgotten, Point, Record
from anpei.settings import Site

NOW = 1_800_000_000_000
SECRETS = ("马德里", "迅达电梯", "13800000000", "老郭", "顺达", "扶着墙走")


def signed_in(session: Session) -> int:
    guest = {"name": "马德里", "firm": "迅达电梯", "host": "林晓岚", "phone": "13800000000", "group": "contractor"}
    return rollcall.sign_in(session, **guest, by="A9001", uuid="guest", now=NOW).visitor_id


def called(db: Database, kind: str = "drill") -> int:
    """A roll call of a colleague and the visitor, with a driver nobody expected; over at NOW."""
    people = [ExpectedPerson("E1001", "林晓岚", "生产部"), *db.write(rollcall.on_site).result()]
    points = [Point("1", "东门")]
    number = rollcall.start(db, kind=kind, run_id=None, by="D3001", points=points, expected=people, now=NOW)
    driver = ExpectedPerson("x:u1", "老郭", "顺达", "extra")

    def seen(session: Session) -> None:
        rollcall.put_on_list(session, number, driver, by="W", uuid="u1", now=NOW)
        for uuid, key, note in (("u2", "E1001", ""), ("u3", "v:1", "扶着墙走"), ("u1", driver.key, "")):
            rollcall.check(session, number, "1", key, "present", "W", uuid, NOW + 5_000, note=note)
        rollcall.finish(session, number, by="D3001", note="", now=NOW + 9_000)

    db.write(seen).result()
    return number


def forget(db: Database, day: int) -> Forgotten:
    """What the server does some days later."""
    return db.write(lambda s: rollcall.forget(s, now=NOW + day * DAY + 10_000, keep=30, keep_live=365)).result()


@pytest.fixture
def visitor(db: Database) -> int:
    return db.write(signed_in).result()


def record(db: Database, number: int) -> Record:
    with db.read() as session:
        return rollcall.record(session, number)


def test_after_their_time_nothing_tells_who_they_were(db: Database, visitor: int) -> None:
    number = called(db)
    db.write(lambda s: rollcall.sign_out(s, visitor, now=NOW)).result()
    before = record(db, number)
    assert all(secret in str(before) for secret in SECRETS)
    assert forget(db, 29) == Forgotten(0, 0)
    assert forget(db, 30) == Forgotten(1, 1)
    after = record(db, number)
    assert not any(secret in str(after) for secret in SECRETS)
    assert [status.who.name for status in after.standing.people] == ["林晓岚", "承包商 1 号", "名单外人员"]
    assert (after.times, after.standing.accounted) == (before.times, before.standing.accounted)
    assert [(line.seq, line.at) for line in after.lines] == [(line.seq, line.at) for line in before.lines]
    assert forget(db, 31) == Forgotten(0, 0), "what is gone is not looked for again"
    with db.read() as session:
        assert rollcall.visitors(session, present=False) == []


def test_who_is_still_there_keeps_their_name_in_old_roll_calls_too(db: Database, visitor: int) -> None:
    number = called(db)
    assert forget(db, 100) == Forgotten(0, 0)
    assert "马德里" in str(record(db, number))


def test_the_list_of_a_real_emergency_is_kept_longer(db: Database, visitor: int) -> None:
    number = called(db, "live")
    db.write(lambda s: rollcall.sign_out(s, visitor, now=NOW)).result()
    assert forget(db, 364) == Forgotten(1, 0)
    assert "马德里" in str(record(db, number))
    assert forget(db, 365) == Forgotten(0, 1)


def test_a_roll_call_that_goes_on_forgets_nobody(db: Database, visitor: int) -> None:
    people = db.write(rollcall.on_site).result()
    common = {"kind": "drill", "run_id": None, "by": "D3001", "points": [Point("1", "东门")], "expected": people}
    number = rollcall.start(db, now=NOW, **common)  # type: ignore[arg-type]
    db.write(lambda s: rollcall.sign_out(s, visitor, now=NOW)).result()
    assert forget(db, 31) == Forgotten(1, 0)
    assert "马德里" in str(record(db, number))


def test_the_command_does_the_same_at_once(site: Site, db: Database, visitor: int) -> None:
    db.write(lambda s: rollcall.sign_out(s, visitor, now=DAY)).result()  # a long time ago by the command's own clock
    said = CliRunner().invoke(app, ["forget-visitors", "--site", str(site.root)])
    assert said.exit_code == 0
    assert "已删除 1 位访客" in said.output
