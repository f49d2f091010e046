"""Badges: digits that stand for a person at a kiosk until they're reported lost or replaced."""

from __future__ import annotations

import pytest

from anpei import staff
from anpei.clock import MINUTE
from anpei.database import Database
from anpei.settings import SigninRules
from anpei.staff.badges import BADGE_DIGITS
from tests.staff.conftest import NOW, Import

SECRET = b"s" * 32
KIOSK = staff.Device("k-1", "一号终端", "", NOW)
RULES = SigninRules(address_per_minute=3)


@pytest.fixture(autouse=True)
def _people(load: Import, roster: str) -> None:
    load(roster)


def issued(db: Database, *numbers: str, at: int = NOW) -> list[staff.Badge]:
    return staff.issue_badges(db, numbers, SECRET, now=at)


def holder(db: Database, code: str, secret: bytes = SECRET) -> str:
    with db.read() as session:
        person = staff.badge_person(session, code, secret)
    return person.name if person else ""


def scanned(db: Database, code: str, at: int = NOW) -> str:
    return db.write(lambda s: staff.scan(s, code, SECRET, device=KIOSK, now=at, rules=RULES)).result().outcome


def test_a_badge_is_digits_that_name_a_person(db: Database) -> None:
    (badge,) = issued(db, "E1002")
    assert badge.code.isdigit() and len(badge.code) == BADGE_DIGITS
    assert (badge.name, badge.department) == ("周启明", "生产部")
    assert holder(db, badge.code) == "周启明"


def test_printed_again_it_is_the_same_badge(db: Database) -> None:
    assert issued(db, "E1002", at=NOW)[0] == issued(db, "E1002", at=NOW + MINUTE)[0]


def test_a_forged_badge_is_nobody_s(db: Database) -> None:
    code = issued(db, "E1002")[0].code
    other = str((int(code[-1]) + 1) % 10)
    assert holder(db, code[:-1] + other) == ""
    assert holder(db, code, b"another secret") == ""
    assert [holder(db, words) for words in ("", "E1002", "１" * BADGE_DIGITS, "9" * BADGE_DIGITS)] == [""] * 4


def test_a_lost_badge_opens_nothing_and_can_be_replaced(db: Database) -> None:
    old = issued(db, "E1002")[0].code
    db.write(lambda session: staff.revoke_badge(session, "E1002", now=NOW)).result()
    assert holder(db, old) == ""
    new = issued(db, "E1002", at=NOW + MINUTE)[0].code
    assert (holder(db, old), holder(db, new)) == ("", "周启明")


def test_a_renewed_badge_voids_the_old_one(db: Database) -> None:
    old = issued(db, "E1002")[0].code
    new = db.write(lambda session: staff.renew_badge(session, "E1002", SECRET, now=NOW)).result().code
    assert (holder(db, old), holder(db, new)) == ("", "周启明")


def test_guessing_at_a_kiosk_is_throttled(db: Database) -> None:
    good = issued(db, "E1002")[0].code
    assert [scanned(db, "1" * BADGE_DIGITS) for _ in range(4)] == ["wrong"] * 3 + ["throttled"]
    assert scanned(db, good) == "throttled"
    assert scanned(db, good, NOW + MINUTE) == "ok"


def test_a_leaver_s_badge_says_so(db: Database, load: Import) -> None:
    code = issued(db, "E1002")[0].code
    load("工号,姓名,部门,状态\nE1002,周启明,生产部,离职\n")
    assert scanned(db, code) == "left"
    assert issued(db, "E1002") == []
