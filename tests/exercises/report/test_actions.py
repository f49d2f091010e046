"""Corrective actions go one step at a time, by the right person, and leave a history."""

from __future__ import annotations

from typing import Any

import pytest

from anpei.clock import DAY
from anpei.database import Database
from anpei.errors import Conflict, Forbidden, NotFound, Refused
from anpei.exercises import report
from anpei.exercises.report import Action

NOW = 1_800_000_000_000
OWNER, DIRECTOR, OTHER = "E1001", "D3001", "A9001"


def put(db: Database, **changed: Any) -> Action:
    told = {
        "problem": "二号门被堵",
        "measure": "划线禁停",
        "owner": OWNER,
        "due": NOW + DAY,
        "by": DIRECTOR,
        "uuid": "u",
    }
    return db.write(lambda s: report.open_action(s, 1, now=NOW, **(told | changed))).result()


def step(db: Database, one: Action, kind: str, by: str, note: str = "看过照片") -> Action:
    directing = by != OWNER
    return db.write(
        lambda s: report.take_step(s, one.id, kind, by=by, directing=directing, note=note, now=NOW)
    ).result()


def test_from_open_to_closed(db: Database) -> None:
    one = put(db)
    for kind, by in (("done", OWNER), ("returned", DIRECTOR), ("done", OWNER), ("verified", DIRECTOR)):
        one = step(db, one, kind, by)
    one = step(db, one, "closed", DIRECTOR, note="")
    assert one.word == "已销项"
    assert [s.title for s in one.steps] == ["提出", "整改完成", "退回重改", "整改完成", "验证通过", "销项"]
    assert one.steps[1].name == "林晓岚"


def test_only_the_owner_reports_it_done(db: Database) -> None:
    one = put(db)
    with pytest.raises(Forbidden, match="责任人"):
        step(db, one, "done", DIRECTOR)


def test_nobody_verifies_their_own(db: Database) -> None:
    one = put(db, owner=DIRECTOR)
    step(db, one, "done", DIRECTOR)
    with pytest.raises(Forbidden, match="自己"):
        step(db, one, "verified", DIRECTOR)
    assert step(db, one, "verified", OTHER).status == "verified"


def test_an_employee_neither_verifies_nor_closes(db: Database) -> None:
    one = put(db)
    step(db, one, "done", OWNER)
    with pytest.raises(Forbidden, match="导调员"):
        step(db, one, "verified", OWNER)


def test_a_step_out_of_turn_or_without_words_is_refused(db: Database) -> None:
    one = put(db)
    with pytest.raises(Conflict, match="待整改"):
        step(db, one, "closed", DIRECTOR)
    with pytest.raises(Refused, match="依据"):
        step(db, one, "done", OWNER, note="  ")
    assert [s.kind for s in put(db).steps] == ["opened"]  # the same uuid: the one that stands


@pytest.mark.parametrize("changed", [{"due": NOW}, {"problem": " "}, {"measure": ""}])
def test_an_action_needs_words_and_a_date(db: Database, changed: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        put(db, **changed)


def test_a_stranger_can_not_own_one(db: Database) -> None:
    with pytest.raises(NotFound):
        put(db, owner="X1")


def test_a_change_of_owner_leaves_the_old_one_in_the_history(db: Database) -> None:
    one = put(db)
    moved = db.write(
        lambda s: report.rearrange(s, one.id, owner="E1002", due=NOW + 2 * DAY, reason="调岗", by=DIRECTOR, now=NOW)
    ).result()
    assert (moved.owner, moved.due) == ("E1002", NOW + 2 * DAY)
    assert "原责任人 林晓岚" in moved.steps[-1].note


def test_late_is_who_has_not_done_it(db: Database) -> None:
    one = put(db)
    assert one.overdue(NOW + DAY + 1)
    assert not step(db, one, "done", OWNER).overdue(NOW + 2 * DAY)
    with db.read() as session:
        assert [a.id for a in report.actions(session, owner=OWNER, unclosed=True)] == [one.id]
