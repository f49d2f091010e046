"""Kiosks: who sits where, and which run follows whom."""

from __future__ import annotations

import pytest

from anpei.database import Database
from anpei.drills import Script, Seat, create, kiosk_state, kiosks, sat_at, sit, stand, touch
from anpei.drills.kiosk import ABSENT
from anpei.errors import Conflict, Refused
from tests.drills.conftest import KIOSK, NOW
from tests.drills.plays import PERSON


def seated(db: Database, device: str, person: str = PERSON, at: int = NOW) -> int:
    return db.write(lambda s: sit(s, device, person=person, name="林晓岚", now=at)).result()


def shown(db: Database, device: str) -> dict[str, object]:
    with db.read() as session:
        return kiosk_state(session, device)


def called(db: Database, script: Script, staff_no: str = "") -> int:
    seat = Seat(KIOSK, staff_no, tuple(script.roles))
    return db.write(lambda s: create(s, script, [seat], by="D1", origin="director", seed="s", now=NOW)).result()


def test_nobody_sits_at_a_new_kiosk(db: Database) -> None:
    assert shown(db, "k-9") == {"seat": None, "run": 0, "seen": 0, "reserved": "", "roles": []}


def test_tapping_in_goes_on_with_ones_run(db: Database, run: int) -> None:
    assert seated(db, KIOSK) == run


def test_a_run_follows_its_player_to_another_kiosk(db: Database, run: int) -> None:
    seated(db, KIOSK)
    assert seated(db, "k-2") == run
    assert shown(db, KIOSK)["seat"] is None


def test_two_people_do_not_share_a_kiosk(db: Database) -> None:
    seated(db, KIOSK)
    with pytest.raises(Conflict):
        seated(db, KIOSK, "E1002")


def test_a_director_calls_whoever_comes_to_a_kiosk(db: Database, script: Script) -> None:
    run = called(db, script)
    assert shown(db, KIOSK)["reserved"] == script.scenario.title
    assert seated(db, KIOSK, "E1003") == run


def test_a_kiosk_kept_for_one_person_refuses_another(db: Database, script: Script) -> None:
    called(db, script, "E1002")
    with pytest.raises(Refused):
        seated(db, KIOSK, "E1003")


def test_a_kiosk_in_a_drill_is_not_called_to_another(db: Database, script: Script, run: int) -> None:
    with pytest.raises(Conflict):
        called(db, script)


def test_leaving_frees_the_kiosk_and_ends_a_lonely_run(db: Database, script: Script, run: int) -> None:
    seated(db, KIOSK)
    db.write(lambda s: stand(s, KIOSK, now=NOW)).result()
    assert shown(db, KIOSK)["run"] == 0
    assert called(db, script) > run


def test_a_kiosk_silent_for_a_while_is_offline(db: Database) -> None:
    db.write(lambda s: touch(s, KIOSK, NOW)).result()
    with db.read() as session:
        assert kiosks(session, NOW + 5_000)[KIOSK]["online"]
        assert not kiosks(session, NOW + 60_000)[KIOSK]["online"]


def test_a_kiosk_switched_on_again_is_nobodys(db: Database) -> None:
    seated(db, KIOSK)
    db.write(lambda s: touch(s, KIOSK, NOW + ABSENT)).result()
    assert shown(db, KIOSK)["seat"] is not None
    db.write(lambda s: touch(s, KIOSK, NOW + 2 * ABSENT + 1)).result()
    assert shown(db, KIOSK)["seat"] is None


def test_a_drill_that_goes_on_keeps_its_player_through_a_long_silence(db: Database, run: int) -> None:
    seated(db, KIOSK)
    db.write(lambda s: touch(s, KIOSK, NOW + 9 * ABSENT)).result()
    assert shown(db, KIOSK)["seat"] is not None


def team(db: Database, script: Script) -> int:
    """A run of two kiosks: the first leads, the second does everything else."""
    first, *rest = script.roles
    seats = [Seat(KIOSK, "", (first,)), Seat("k-2", "", tuple(rest))]
    return db.write(lambda s: create(s, script, seats, by="D1", origin="director", seed="s", now=NOW)).result()


def test_a_kiosk_kept_for_some_roles_says_which(db: Database, script: Script) -> None:
    team(db, script)
    assert shown(db, KIOSK)["roles"] == [script.scenario.roles[0].title]


def test_whoever_left_a_team_by_mistake_comes_back_anywhere(db: Database, script: Script) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    seated(db, "k-2", "E1002")
    db.write(lambda s: stand(s, "k-2", now=NOW)).result()
    assert seated(db, "k-3", "E1002") == run


def test_a_kiosk_knows_who_has_played_at_it(db: Database, script: Script) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    with db.read() as session:
        assert sat_at(session, run, KIOSK, PERSON)
        assert not sat_at(session, run, "k-2", PERSON)
        assert not sat_at(session, run, KIOSK, "E1002")
