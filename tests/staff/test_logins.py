"""Where somebody is signed in: listed, ended one by one or all at once, from anywhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from anpei import staff
from anpei.clock import DAY
from anpei.database import Database
from anpei.errors import NotFound
from anpei.staff.tables import LoginRow

NOW = 1_795_000_000_000
PHONE, OFFICE = "手机 · 微信", "电脑 · Edge"

pytestmark = pytest.mark.both_databases


@pytest.fixture
def lookup(db: Database, load: Callable[..., object], roster: str) -> staff.StaffLookup:
    load(roster)
    return staff.StaffLookup(db)


def begin(db: Database, who: str = "E1001", browser: str = PHONE, now: int = NOW) -> str:
    place = {"browser": browser, "address": "10.0.0.7"}
    return db.write(lambda session: staff.begin_login(session, who, now=now, days=7, **place)).result()


def listed(db: Database, who: str = "E1001") -> list[staff.Login]:
    with db.read() as session:
        return staff.logins(session, who)


def test_a_token_says_who_signed_in_and_where(db: Database, lookup: staff.StaffLookup) -> None:
    found = lookup.signed_in(begin(db))
    assert found is not None
    person, login = found
    assert person.name == "林晓岚"
    assert (login.browser, login.address, login.begun, login.proven) == (PHONE, "10.0.0.7", NOW, NOW)


def test_nothing_in_the_table_opens_anything(db: Database, lookup: staff.StaffLookup) -> None:
    token = begin(db)
    with db.read() as session:
        (row,) = session.execute(select(*LoginRow.__table__.columns)).all()
    assert token not in row
    assert lookup.signed_in(row.token_hash) is None


def test_signing_out_ends_a_copied_token_too(db: Database, lookup: staff.StaffLookup) -> None:
    phone, office = begin(db), begin(db, browser=OFFICE, now=NOW + 1)
    assert [login.browser for login in listed(db)] == [OFFICE, PHONE]
    db.write(lambda session: staff.end_login(session, "E1001", listed(db)[1].id, now=NOW + 2)).result()
    assert lookup.signed_in(phone) is None and lookup.signed_in(office) is not None
    assert [login.browser for login in listed(db)] == [OFFICE]


def test_everywhere_else_and_everywhere(db: Database, lookup: staff.StaffLookup) -> None:
    tokens = [begin(db) for _ in range(3)]
    kept = lookup.signed_in(tokens[1])
    assert kept is not None
    db.write(lambda session: staff.end_other_logins(session, "E1001", kept[1].id, now=NOW)).result()
    assert [lookup.signed_in(token) is not None for token in tokens] == [False, True, False]
    db.write(lambda session: staff.end_every_login(session, "E1001", now=NOW)).result()
    assert lookup.signed_in(tokens[1]) is None and not listed(db)


def test_another_password_signs_out_everywhere(db: Database, lookup: staff.StaffLookup) -> None:
    token = begin(db)
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW + 1)
    assert lookup.signed_in(token) is None and not listed(db)


def test_a_leaver_is_out(db: Database, lookup: staff.StaffLookup, load: Callable[..., object]) -> None:
    token = begin(db)
    load("工号,姓名,部门,状态\nE1001,林晓岚,生产部,离职\n")
    assert lookup.signed_in(token) is None


def test_a_login_of_somebody_else_is_not_there(db: Database, lookup: staff.StaffLookup) -> None:
    begin(db)
    with pytest.raises(NotFound):
        db.write(lambda session: staff.end_login(session, "E1002", listed(db)[0].id, now=NOW)).result()


def test_logins_nobody_can_use_any_more_go(db: Database, lookup: staff.StaffLookup) -> None:
    begin(db)
    begin(db, now=NOW + 8 * DAY)
    assert len(listed(db)) == 1


def test_when_the_password_was_last_given_is_kept(db: Database, lookup: staff.StaffLookup) -> None:
    token = begin(db)
    login = listed(db)[0]
    db.write(lambda session: staff.prove_login(session, login.id, now=NOW + 5)).result()
    found = lookup.signed_in(token)
    assert found is not None and found[1].proven == NOW + 5
