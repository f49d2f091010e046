"""Signing in: wrong secrets make wait where they were given; the answer never says whether a staff number exists."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from anpei import staff
from anpei.clock import DAY, MINUTE
from anpei.database import Database
from anpei.settings import SigninRules
from anpei.staff import SignIn

NOW = 1_795_000_000_000
ZONE = "Asia/Shanghai"
RIGHT, PIN = "moqie-ji-2026", "830416"
HALF = 30_000
KIOSK = staff.Device("k-1", "一车间东门", "一车间", NOW)
OTHER_KIOSK = staff.Device("k-2", "一车间西门", "一车间", NOW)
RULES = SigninRules(address_per_minute=100)


@dataclass
class Door:
    """The two ways in, with everything but the claim filled in."""

    db: Database

    def __call__(
        self, staff_no: str, password: str, at: int = 0, address: str = "10.0.0.7", rules=RULES, browser: str = ""
    ) -> SignIn:
        now = NOW + at
        return staff.sign_in(self.db, staff_no, password, address=address, now=now, rules=rules, browser=browser)

    def tap(self, staff_no: str, pin: str, at: int = 0, device: staff.Device = KIOSK) -> SignIn:
        return staff.tap_in(self.db, staff_no, pin, device=device, now=NOW + at, rules=RULES)


@pytest.fixture
def door(db: Database, load: Callable[..., object], roster: str) -> Door:
    load(roster)
    staff.set_password(db, "E1001", RIGHT, now=NOW)
    staff.set_pin(db, "E1001", PIN, now=NOW)
    return Door(db)


def test_the_right_password_lets_in(door: Door) -> None:
    result = door("E1001", RIGHT)
    assert result.outcome == "ok" and result.person is not None and result.person.name == "林晓岚"


def test_staff_number_and_password_may_be_typed_full_width_and_in_small_letters(door: Door) -> None:
    assert door("ｅ１００１ ", "ｍｏｑｉｅ-ｊｉ-２０２６").outcome == "ok"


def test_the_fifth_wrong_password_and_those_after_it_make_wait_longer_and_longer(door: Door) -> None:
    outcomes = [door("E1001", "wrong").outcome for _ in range(5)]
    assert outcomes == ["wrong"] * 4 + ["locked"]
    assert door("E1001", RIGHT, at=HALF - 1) == SignIn("locked", until=NOW + HALF)
    at, waits = HALF, []
    for _ in range(6):
        until = door("E1001", "wrong", at=at).until
        assert until is not None
        waits.append((until - NOW - at) // HALF)
        at = until - NOW
    assert waits == [2, 4, 8, 16, 30, 30]  # half minutes, never more than a quarter of an hour
    assert door("E1001", RIGHT, at=at).outcome == "ok"


def test_nobody_is_locked_out_by_who_tries_elsewhere(door: Door) -> None:
    for _ in range(8):
        door("E1001", "wrong", address="10.0.0.66")
    assert door("E1001", RIGHT, address="10.0.0.66").outcome == "locked"
    assert door("E1001", RIGHT).outcome == "ok"


def test_who_signed_in_at_a_browser_before_gets_in_there_whatever_others_try_from_the_same_address(door: Door) -> None:
    rules = SigninRules(address_per_minute=3)
    for number in range(3):
        door(f"X{number}", "wrong", rules=rules)
    for _ in range(8):
        door("E1001", "wrong", address="10.0.0.66")
    assert door("E1001", RIGHT, rules=rules).outcome == "throttled"
    assert door("E1001", RIGHT, rules=rules, browser="b1").outcome == "ok"


def test_a_browser_of_ones_own_makes_wait_too_where_wrong_passwords_are_given(door: Door) -> None:
    assert [door("E1001", "wrong", browser="b1").outcome for _ in range(5)][-1] == "locked"
    assert door("E1001", RIGHT, browser="b1").outcome == "locked"
    assert door("E1001", RIGHT, browser="b2").outcome == "ok"


def test_who_guesses_from_many_addresses_waits_at_all_of_them(door: Door) -> None:
    tried = [door("E1001", "wrong", address=f"10.1.{place}.1").outcome for place in range(13) for _ in range(4)]
    assert tried.count("wrong") == 50 and set(tried) == {"wrong", "locked"}
    assert door("E1001", RIGHT, address="10.9.9.9") == SignIn("locked", until=NOW + 15 * MINUTE)
    assert door("E1001", RIGHT, address="10.9.9.9", browser="b1").outcome == "ok"


def test_an_address_whose_own_wait_is_over_waits_with_all_the_others(door: Door) -> None:
    assert [door("E1001", "wrong", address="10.2.0.1").until for _ in range(5)][-1] == NOW + HALF
    for place in range(12):
        for _ in range(4):
            door("E1001", "wrong", address=f"10.1.{place}.1")
    assert door("E1001", RIGHT, at=HALF, address="10.2.0.1") == SignIn("locked", until=NOW + 15 * MINUTE)
    assert door("E1001", RIGHT, at=15 * MINUTE, address="10.2.0.1").outcome == "ok"


def test_wrong_pins_make_wait_a_minute_at_most_at_that_kiosk_and_nowhere_else(door: Door) -> None:
    assert [door.tap("E1001", "000000").outcome for _ in range(5)][-1] == "locked"
    assert door.tap("E1001", PIN) == SignIn("locked", until=NOW + 5_000)
    assert door.tap("E1001", PIN, device=OTHER_KIOSK).outcome == "ok"
    assert door("E1001", RIGHT).outcome == "ok"
    at = 5_000
    for _ in range(8):
        until = door.tap("E1001", "000000", at=at).until
        assert until is not None and until - NOW - at <= MINUTE
        at = until - NOW
    assert door.tap("E1001", PIN, at=at).outcome == "ok"


def test_wrong_passwords_lock_the_portal_and_not_the_kiosk(door: Door) -> None:
    assert [door("E1001", "wrong").outcome for _ in range(5)][-1] == "locked"
    assert door.tap("E1001", PIN).outcome == "ok"


def test_a_success_forgives_the_failures_before_it(door: Door) -> None:
    for _ in range(3):
        assert [door("E1001", "wrong").outcome for _ in range(4)] == ["wrong"] * 4
        assert door("E1001", RIGHT).outcome == "ok"


def test_the_lock_outlives_a_restart(door: Door, db: Database) -> None:
    for _ in range(5):
        door("E1001", "wrong")
    with Database(db.url) as again:
        assert Door(again)("E1001", RIGHT).outcome == "locked"


def test_an_unknown_number_is_answered_like_a_known_one(door: Door) -> None:
    known = [door("E1001", "wrong") for _ in range(6)]
    unknown = [door("E9999", "wrong") for _ in range(6)]
    told = [[(a.outcome, a.until, a.message(ZONE)) for a in each] for each in (known, unknown)]
    assert told[0] == told[1]


@pytest.mark.parametrize("staff_no", ["", "' OR 1=1 --", "../../etc", "9" * 5000, "\ud800"])
def test_nonsense_as_a_number_is_simply_wrong(door: Door, staff_no: str) -> None:
    assert door(staff_no, "x" * 5000).outcome == "wrong"
    assert door("E1001", staff_no).outcome == "wrong"


def test_who_has_no_password_yet_cant_sign_in(door: Door) -> None:
    assert door("E1002", "").outcome == "wrong"
    assert door.tap("E1002", "").outcome == "wrong"


def test_a_leaver_is_told_only_with_the_right_password(door: Door, load: Callable[..., object]) -> None:
    load("工号,姓名,部门,状态\nE1001,林晓岚,生产部,离职\n")
    assert door("E1001", "wrong").outcome == "wrong"
    assert door("E1001", RIGHT).outcome == "left"


def test_one_address_may_fail_so_often_in_a_minute(door: Door) -> None:
    rules = SigninRules(address_per_minute=3)
    for number in range(3):
        assert door(f"X{number}", "wrong", rules=rules).outcome == "wrong"
    assert door("E1001", RIGHT, rules=rules) == SignIn("throttled", until=NOW + MINUTE)
    assert door("E1001", RIGHT, address="10.0.0.8", rules=rules).outcome == "ok"
    assert door("E1001", RIGHT, at=MINUTE, rules=rules).outcome == "ok"


def test_a_whole_class_behind_one_address_gets_in(door: Door) -> None:
    rules = SigninRules(address_per_minute=2)
    assert {door("E1001", RIGHT, rules=rules).outcome for _ in range(10)} == {"ok"}


def test_an_ipv6_client_cant_dodge_by_changing_its_address(door: Door) -> None:
    rules = SigninRules(address_per_minute=2)
    for number in (1, 2):
        door(f"X{number}", "wrong", address=f"2001:db8::{number}", rules=rules)
    assert door("E1001", RIGHT, address="2001:db8::3", rules=rules).outcome == "throttled"
    assert door("E1001", RIGHT, address="2001:db8:1::3", rules=rules).outcome == "ok"


def test_guesses_in_parallel_gain_nothing(door: Door) -> None:
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: door("E1001", f"guess-{n}").outcome, range(20)))
    assert outcomes.count("wrong") == 4


def test_an_administrator_unlocks(door: Door, db: Database) -> None:
    for _ in range(5):
        door("E1001", "wrong")
    assert db.write(lambda session: staff.unlock(session, "E1001")).result() is True
    assert door("E1001", RIGHT).outcome == "ok"


def test_counters_of_the_past_are_not_kept(door: Door, db: Database) -> None:
    from anpei.staff.tables import AddressRow, FailureRow

    for number in range(10):
        door(f"X{number}", "wrong", address=f"10.0.1.{number}")
    door("E1001", RIGHT, at=31 * MINUTE)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(FailureRow)) == 0
        assert session.scalar(select(func.count()).select_from(AddressRow)) == 1


def test_a_temporary_password_lets_in_for_a_month(door: Door, db: Database) -> None:
    word = staff.reset(db, "E1001", now=NOW)
    assert door("E1001", word, at=30 * DAY - 1).outcome == "ok"
    assert door("E1001", word, at=30 * DAY).outcome == "expired"
    staff.set_password(db, "E1001", RIGHT, now=NOW)
    assert door("E1001", RIGHT, at=90 * DAY).outcome == "ok"


def test_every_outcome_has_a_sentence() -> None:
    for outcome in ("ok", "wrong", "locked", "throttled", "left", "expired"):
        assert SignIn(outcome, until=NOW).message(ZONE).endswith("。")
