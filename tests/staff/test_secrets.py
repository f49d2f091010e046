"""Passwords and PINs: what is refused, what is kept, and who is signed out when they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from anpei import staff
from anpei.database import Database
from anpei.errors import Forbidden, NotFound, Refused
from anpei.settings import SigninRules
from anpei.staff.tables import PersonRow

NOW = 1_795_000_000_000
ZONE = "Asia/Shanghai"
RULES = SigninRules()
Find = Callable[[str], staff.Person]


@pytest.fixture(autouse=True)
def _people(load: Callable[..., object], roster: str) -> None:
    load(roster)


@pytest.mark.parametrize(
    "weak",
    ["", "short7!", "E1001E1001", "e1001abc", "12345678", "87654321", "aaaaaaaa", "abababab", "password", "qwertyui",
     "1qaz2wsx", " spaces- ", "bell\x07bell-9", "x" * 129],
)  # fmt: skip
def test_weak_passwords_are_refused_with_a_reason(weak: str) -> None:
    assert staff.password_problem(weak, "E1001")


@pytest.mark.parametrize("good", ["moqie-ji-2026", "安全生产人人有责", "E1001-and-much-more", "correct horse"])
def test_good_passwords_pass(good: str) -> None:
    assert staff.password_problem(good, "E1001") is None


@pytest.mark.parametrize(
    "weak",
    ["", "123", "1234567", "12a4", "0000", "1234", "4321", "7890", "1212", "121212", "123123", "1314", "1001", "١٢٣٤٥"],
)
def test_trivial_pins_are_refused_with_a_reason(weak: str) -> None:
    assert staff.pin_problem(weak, "E1001")


@pytest.mark.parametrize("good", ["8304", "83041", "830416", "８３０４"])
def test_good_pins_pass(good: str) -> None:
    assert staff.pin_problem(good, "E1001") is None


@given(st.text(max_size=150))
def test_no_text_makes_the_rules_crash(text: str) -> None:
    staff.password_problem(text, "E1001")
    staff.pin_problem(text, "E1001")


def test_only_argon2id_hashes_are_kept(db: Database) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    staff.set_pin(db, "E1001", "830416", now=NOW)
    with db.read() as session:
        row = session.scalars(select(PersonRow).filter_by(staff_no="E1001")).one()
        for kept in (row.password_hash, row.pin_hash):
            assert kept is not None and kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_reset_gives_a_temporary_password_that_must_be_changed(db: Database, person: Find) -> None:
    password = staff.reset(db, "E1001", now=NOW)
    result = staff.sign_in(db, "E1001", password, address="::1", now=NOW, rules=RULES)
    assert result.outcome == "ok" and result.person is not None and result.person.must_change_password


def test_the_first_own_password_ends_the_temporary_one(db: Database, person: Find) -> None:
    temporary = staff.reset(db, "E1001", now=NOW)
    with pytest.raises(Refused, match="相同"):
        staff.first_password(db, "E1001", temporary, now=NOW)
    staff.first_password(db, "E1001", "moqie-ji-2026", now=NOW)
    assert not person("E1001").must_change_password
    with pytest.raises(Forbidden):
        staff.first_password(db, "E1001", "another-one-2026", now=NOW)


def test_a_changed_password_signs_every_other_device_out(db: Database, person: Find) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    before = person("E1001").stamp
    changed = staff.change_password(db, "E1001", "moqie-ji-2026", "hutu-bao-2027", now=NOW, zone=ZONE, rules=RULES)
    assert changed.stamp != before and changed.stamp == person("E1001").stamp


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("guessed", "hutu-bao-2027", "wrong_password"),
        ("moqie-ji-2026", "moqie-ji-2026", "same_password"),
        ("moqie-ji-2026", "E1001E1001", "weak_password"),
    ],
)
def test_a_change_is_refused_with_its_reason(db: Database, person: Find, old: str, new: str, code: str) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    before = person("E1001")
    with pytest.raises(Refused) as refusal:
        staff.change_password(db, "E1001", old, new, now=NOW, zone=ZONE, rules=RULES)
    assert refusal.value.code == code and person("E1001") == before


def test_who_finds_an_open_session_cant_guess_the_password_at_leisure(db: Database) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    codes = []
    for _ in range(6):
        with pytest.raises(Refused) as refusal:
            staff.change_password(db, "E1001", "guessed", "hutu-bao-2027", now=NOW, zone=ZONE, rules=RULES)
        codes.append(refusal.value.code)
    assert codes == ["wrong_password"] * 4 + ["locked"] * 2


def test_passwords_are_issued_to_those_without_one_and_only_once(db: Database) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    seen: list[tuple[int, int]] = []
    issued = staff.issue_passwords(db, now=NOW, progress=lambda done, total: seen.append((done, total)))
    assert set(issued) == {"E1002", "E1003", "A0001"} and seen[-1] == (3, 3)
    assert staff.issue_passwords(db, now=NOW) == {}
    assert staff.sign_in(db, "E1002", issued["E1002"], address="::1", now=NOW, rules=RULES).outcome == "ok"


def test_a_reset_pin_works_at_the_kiosk(db: Database) -> None:
    pin = staff.reset_pin(db, "E1001", now=NOW)
    kiosk = staff.Device("k-1", "一车间东门", "", NOW)
    assert staff.tap_in(db, "E1001", pin, device=kiosk, now=NOW, rules=RULES).outcome == "ok"


def test_nobody_can_be_reset(db: Database) -> None:
    with pytest.raises(NotFound):
        staff.reset(db, "E9999", now=NOW)


def test_a_person_chooses_their_own_pin_with_the_password(db: Database) -> None:
    staff.set_password(db, "E1001", "moqie-ji-2026", now=NOW)
    with pytest.raises(Refused) as wrong:
        staff.change_pin(db, "E1001", "guess-the-word", "830416", now=NOW, zone=ZONE, rules=RULES)
    with pytest.raises(Refused) as weak:
        staff.change_pin(db, "E1001", "moqie-ji-2026", "1234", now=NOW, zone=ZONE, rules=RULES)
    assert (wrong.value.code, weak.value.code) == ("wrong_password", "weak_pin")
    assert staff.change_pin(db, "E1001", "moqie-ji-2026", "830416", now=NOW, zone=ZONE, rules=RULES).has_pin


def test_a_pin_that_reached_nobody_is_as_good_as_none(db: Database) -> None:
    """The platform dies over the letters: the same act again means the same people."""
    with db.read() as session:
        before = staff.without_pin(session)
    staff.issue_pins(db, before, now=NOW)
    with db.read() as session:
        assert staff.without_pin(session) == before == ["A0001", "E1001", "E1002", "E1003"]
    staff.note_letters(db, before[:2])
    staff.set_pin(db, "E1002", "830416", now=NOW)
    with db.read() as session:
        assert staff.without_pin(session) == ["E1003"]


def test_no_password_counts_before_the_list_of_all_is_kept(db: Database) -> None:
    def full(secrets: Mapping[str, str]) -> None:
        raise OSError(f"no room for {len(secrets)}")

    with pytest.raises(OSError, match="no room for 4"):
        staff.issue_passwords(db, now=NOW, keep=full)
    with db.read() as session:
        assert staff.without_password(session) == 4


def test_pins_for_many_are_different_and_let_them_in(db: Database, person: Find) -> None:
    pins = staff.issue_pins(db, ["E1001", "E1002", "E1003"], now=NOW)
    assert len(set(pins.values())) == 3
    device = staff.Device("k-1", "一号终端", "", NOW)
    for staff_no, pin in pins.items():
        assert staff.tap_in(db, staff_no, pin, device=device, now=NOW, rules=RULES).outcome == "ok"
