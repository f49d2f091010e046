"""The audit log: act and row together or neither, never changed, whole or shown not to be, bounded for strangers."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from anpei import audit, staff
from anpei.database import Database
from anpei.engines import on_postgres
from anpei.errors import Refused
from anpei.settings import Settings

ADMIN = audit.Origin("A9001", "10.0.0.7", "苹果手机 · 微信")


SETTING_UP = ""
"""Rows of the roster that the site was made with were written by nobody who acted."""


def rows(db: Database, **query: object) -> list[audit.AuditEntry]:
    with db.read() as session:
        found = audit.entries(session, audit.AuditQuery(**query), 100)  # type: ignore[arg-type]
    return [row for row in found if row.who != SETTING_UP]


def soundness(db: Database) -> audit.Soundness:
    with db.read() as session:
        return audit.soundness(session)


def some(db: Database, number: int = 3) -> None:
    for each in range(number):
        db.write(lambda s, each=each: audit.add(s, ADMIN, "account.reset", f"E100{each}", 第=each)).result()


def refuse(session: Session) -> None:
    staff.end_every_login(session, "E1001", now=1)
    raise Refused("不行。")


def test_an_act_and_its_row_are_there_together_or_not_at_all(db: Database) -> None:
    with audit.acting(audit.Acting(ADMIN, "account.signout", "E1001", {"原因": "手机丢了"})) as act:
        with pytest.raises(Refused):
            db.write(refuse).result()
        assert rows(db) == [] and not act.noted
        db.write(lambda session: staff.end_every_login(session, "E1001", now=1)).result()
        db.write(lambda session: staff.unlock(session, "E1002")).result()
    db.write(lambda session: staff.unlock(session, "E1001")).result()
    (row,) = rows(db)
    assert (row.who, row.act, row.about, row.detail) == ("A9001", "account.signout", "E1001", {"原因": "手机丢了"})
    assert (row.address, row.browser) == ("10.0.0.7", "苹果手机 · 微信")


def test_trying_a_password_is_no_act(db: Database) -> None:
    with audit.acting(audit.Acting(ADMIN, "account.password")):
        staff.confirm(db, "E1001", "wrong", now=1, rules=Settings().signin)
        assert rows(db) == []
        staff.set_password(db, "E1001", "eine lange Losung", now=1)
    assert [row.act for row in rows(db)] == ["account.password"]


def test_roles_given_and_taken_by_a_roster_are_rows_of_their_own(db: Database) -> None:
    from anpei import records

    told = "工号,姓名,部门,角色,状态\nE1001,甲,生产部,管理员,在职\nE1002,乙,生产部,,离职\n"
    with audit.acting(audit.Acting(ADMIN, "roster.import", "名册.csv")):
        records.import_roster(db, staff.read_roster(told.encode(), "名册.csv"), now=1)
    found = {row.act: row for row in rows(db)}
    assert set(found) == {"roster.import", "account.roles", "account.left"}
    assert (
        found["account.roles"].detail == {"原来": "学员", "现在": "学员、管理员"}
        and found["account.roles"].who == "A9001"
    )
    assert found["account.left"].about == "E1002"


@pytest.mark.both_databases
def test_the_database_lets_nobody_change_or_shorten_it(db: Database) -> None:
    some(db)
    statements = ["UPDATE audit SET who = 'E1001'", "DELETE FROM audit", "DELETE FROM audit WHERE id = 3"]
    if on_postgres(db.url):
        statements.append("TRUNCATE audit")
    else:
        values = "2, 1, 'x', 'x', 'x', '{}', '', '', ''"
        statements.append(f"INSERT OR REPLACE INTO audit VALUES ({values})")
    for statement in statements:
        with pytest.raises((SQLAlchemyError, Exception), match="never changed or deleted"):
            db.write(lambda session, statement=statement: session.execute(text(statement))).result()
    assert len(rows(db)) == 3 and soundness(db).broken == 0


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE audit SET about = 'E9999' WHERE about = 'E1001'", "E9999"),
        ("UPDATE audit SET detail = '{}' WHERE about = 'E1001'", "E1001"),
        ("DELETE FROM audit WHERE about = 'E1001'", "E1002"),
    ],
)
def test_who_gets_round_that_is_found(db: Database, deed: str, found: str) -> None:
    some(db)
    assert soundness(db).broken == 0

    def tamper(session: Session) -> None:
        if on_postgres(db.url):
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        else:
            session.execute(text("DROP TRIGGER audit_no_update"))
            session.execute(text("DROP TRIGGER audit_no_delete"))
        session.execute(text(deed))

    db.write(tamper).result()
    broken = soundness(db).broken
    assert [row.about for row in rows(db) if row.id == broken] == [found]


def test_a_guesser_doesnt_fill_the_disk(db: Database) -> None:
    def fail(session: Session) -> None:
        for number in range(30):
            audit.note_failed(session, audit.Origin("", "10.0.0.9"), "login.failed", f"E{number}", 原因="密码不对")
        for number in range(600):
            audit.note_failed(session, audit.Origin("", f"10.1.{number // 250}.{number % 250}"), "login.failed", "")

    db.write(fail).result()
    with db.read() as session:
        assert audit.how_many(session, audit.AuditQuery(group="login")) == 500
        assert "太多了" in str(audit.entries(session, audit.AuditQuery(), 1)[0].detail)
        here = [row for row in audit.every_entry(session, audit.AuditQuery()) if row.address == "10.0.0.9"]
    assert len(here) == 20 and here[0].detail["说明"] and here[1].detail == {"原因": "密码不对"}


def test_it_is_read_by_person_kind_and_day_a_page_at_a_time(db: Database) -> None:
    some(db)
    db.write(lambda session: audit.add(session, audit.Origin("E1001"), "login.in")).result()
    newest = rows(db)[0]
    assert [row.act for row in rows(db, people=("E1001",))] == ["login.in", "account.reset"]
    assert [row.about for row in rows(db, group="account")] == ["E1002", "E1001", "E1000"]
    assert rows(db, since=newest.at + 1) == [] and len(rows(db, until=newest.at + 1)) == 4
    assert [row.id for row in rows(db, before=newest.id)] == [newest.id - 1, newest.id - 2, newest.id - 3]


def test_no_act_without_a_name() -> None:
    groups = {act.partition(".")[0] for act in audit.ACTS}
    assert groups == set(audit.GROUPS) and len(set(audit.ACTS.values())) == len(audit.ACTS)
    assert max(map(len, audit.ACTS)) <= 32
