"""Kiosks: who sits where, and which run follows whom."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from anpei.database import Database
from anpei.errors import Conflict, Refused
from anpei.exercises.runs import (
    NOTICES,
    ExerciseType,
    RunState,
    Seat,
    act,
    create,
    engine,
    kiosk_state,
    kiosks,
    player_view,
    run_record,
    sat_at,
    set_exercise_type,
    sit,
    stand,
    tick,
    touch,
)
from anpei.exercises.runs.kiosk import ABSENT, HEARD
from anpei.exercises.runs.tables import DrillRun, KioskSeat
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.conftest import KIOSK, NOW
from tests.exercises.drills.plays import PERSON


def seated(db: Database, device: str, person: str = PERSON, at: int = NOW) -> int:
    return db.write(lambda s: sit(s, device, person=person, name="林晓岚", now=at)).result()


def shown(db: Database, device: str) -> dict[str, object]:
    with db.read() as session:
        return kiosk_state(session, device)


def called(db: Database, script: CompiledScenario, staff_no: str = "") -> int:
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


def test_a_director_calls_whoever_comes_to_a_kiosk(db: Database, script: CompiledScenario) -> None:
    run = called(db, script)
    assert shown(db, KIOSK)["reserved"] == script.scenario.title
    assert seated(db, KIOSK, "E1003") == run


def test_a_kiosk_kept_for_one_person_refuses_another(db: Database, script: CompiledScenario) -> None:
    called(db, script, "E1002")
    with pytest.raises(Refused):
        seated(db, KIOSK, "E1003")


def test_a_kiosk_called_to_one_drill_is_not_taken_along_to_another(
    db: Database, script: CompiledScenario, run: int
) -> None:
    """Whoever plays elsewhere finds another kiosk; this one still waits for its own."""
    called_to = Seat("k-2", "", tuple(script.roles))
    other = db.write(lambda s: create(s, script, [called_to], by="D1", origin="director", seed="s", now=NOW)).result()
    seated(db, KIOSK)
    with pytest.raises(Refused, match="另一场演练"):
        seated(db, "k-2")
    assert shown(db, KIOSK)["run"] == run
    assert seated(db, "k-2", "E1002") == other


def test_a_kiosk_in_a_drill_is_not_called_to_another(db: Database, script: CompiledScenario, run: int) -> None:
    with pytest.raises(Conflict):
        called(db, script)


def test_leaving_frees_the_kiosk_and_ends_a_lonely_run(db: Database, script: CompiledScenario, run: int) -> None:
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


def team(db: Database, script: CompiledScenario, kept_for: str = "") -> int:
    """A run of two kiosks: the first leads, the second does everything else."""
    first, *rest = script.roles
    seats = [Seat(KIOSK, kept_for, (first,)), Seat("k-2", "", tuple(rest))]
    return db.write(lambda s: create(s, script, seats, by="D1", origin="director", seed="s", now=NOW)).result()


def test_a_kiosk_kept_for_some_roles_says_which(db: Database, script: CompiledScenario) -> None:
    team(db, script)
    assert shown(db, KIOSK)["roles"] == [script.scenario.roles[0].title]


def left(db: Database, device: str) -> None:
    db.write(lambda s: stand(s, device, now=NOW)).result()


def state(db: Database, run: int) -> RunState:
    with db.read() as session:
        return run_record(session, run).state


def test_whoever_left_by_mistake_comes_back_at_the_same_kiosk_and_is_pulled_in_nowhere_else(
    db: Database, script: CompiledScenario
) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    seated(db, "k-2", "E1002")
    left(db, "k-2")
    assert seated(db, "k-3", "E1002") == 0
    assert seated(db, "k-2", "E1002") == run
    roles = tuple(script.roles)[1:]
    assert [(m.person, m.roles) for m in state(db, run).members if m.person == "E1002"] == [("E1002", roles)]


def test_the_only_one_of_a_waiting_team_leaves_and_the_others_still_come(
    db: Database, script: CompiledScenario
) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    left(db, KIOSK)
    assert state(db, run).status == "waiting"
    assert shown(db, KIOSK)["reserved"] == script.scenario.title


@pytest.mark.parametrize("kept_for", ["", PERSON], ids=["whoever", "by name"])
def test_a_stand_in_takes_over_at_the_kiosk_of_whoever_left(
    db: Database, script: CompiledScenario, kept_for: str
) -> None:
    run = team(db, script, kept_for)
    seated(db, KIOSK)
    seated(db, "k-2", "E1002")
    left(db, KIOSK)
    assert seated(db, KIOSK, "E1009") == run
    now = state(db, run)
    leader = next(iter(script.roles))
    assert (now.status, now.holder(leader).person) == ("running", "E1009")  # type: ignore[union-attr]
    assert engine.player_of(now, leader) == "E1009"


def test_the_question_of_whoever_left_is_asked_anew_of_the_stand_in(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    seated(db, "k-2", "E1002")
    db.write(lambda s: tick(s, run, NOW + 6_000)).result()
    (node,) = state(db, run).open_nodes()
    player = state(db, run).nodes[node].player
    device = KIOSK if player == PERSON else "k-2"
    left(db, device)
    assert seated(db, device, "E1009", NOW + 20_000) == run
    asked = state(db, run).nodes[node]
    assert (asked.status, asked.player, asked.opened) == ("open", "E1009", 20_000)


def test_a_replacement_does_not_fill_the_seat_that_is_still_empty(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    left(db, KIOSK)
    seated(db, KIOSK, "E1009")
    assert state(db, run).status == "waiting"
    seated(db, "k-2", "E1002")
    assert state(db, run).status == "running"


def test_one_tablet_too_few_and_two_people_change_places(db: Database, script: CompiledScenario) -> None:
    """Who goes on at a teammate's kiosk takes the seat along; the teammate finds theirs at the other one."""
    run = team(db, script)
    seated(db, KIOSK)
    assert seated(db, "k-2") == run
    assert shown(db, KIOSK)["reserved"] == script.scenario.title
    assert seated(db, KIOSK, "E1002") == run
    assert [m.roles[0] for m in state(db, run).members] == list(script.roles)[:2]
    assert state(db, run).status == "running"


def test_a_free_seat_is_not_kept_for_a_role_that_was_given_away(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    taken = list(script.roles)[1]
    ordered(db, run, "move", role=taken, to=PERSON)
    seated(db, "k-2", "E1002")
    assert [m.person for m in state(db, run).members if taken in m.roles] == [PERSON]


def ordered(db: Database, run: int, action: str, **what: str) -> None:
    db.write(lambda s: act(s, run, director="D1", uuid=action, action=action, what=what, now=NOW)).result()


def test_whoever_sits_at_a_kiosk_that_is_called_in_is_in_at_once(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    seated(db, "k-7", "E1009")
    ordered(db, run, "seat", device="k-7")
    assert state(db, run).members[-1].person == "E1009"


def test_a_kiosk_that_plays_elsewhere_cannot_be_called_in_and_the_director_is_told(
    db: Database, script: CompiledScenario, run: int
) -> None:
    other = db.write(
        lambda s: create(
            s, script, [Seat("k-5", "", tuple(script.roles))], by="D1", origin="director", seed="s", now=NOW
        )
    ).result()
    with pytest.raises(Conflict, match="正在演练"):
        ordered(db, other, "seat", device=KIOSK)


def test_a_kiosk_of_the_run_that_was_let_go_is_called_again(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    db.write(lambda s: setattr(s.get_one(KioskSeat, "k-2"), "run_id", 0)).result()
    ordered(db, run, "seat", device="k-2")
    assert seated(db, "k-2", "E1002") == run


def test_seats_written_before_they_knew_their_holder_still_work(db: Database, script: CompiledScenario) -> None:
    """A drill that was under way while the platform was brought up to date."""
    run = team(db, script)
    seated(db, KIOSK)

    def older(session: Session) -> None:
        row = session.get_one(DrillRun, run)
        row.seats = [{name: value for name, value in seat.items() if name != "holder"} for seat in row.seats]

    db.write(older).result()
    seated(db, "k-2", "E1002")
    assert state(db, run).status == "running"
    left(db, KIOSK)
    assert seated(db, KIOSK, "E1009") == run


def test_a_kiosk_knows_who_has_played_at_it(db: Database, script: CompiledScenario) -> None:
    run = team(db, script)
    seated(db, KIOSK)
    with db.read() as session:
        assert sat_at(session, run, KIOSK, PERSON)
        assert not sat_at(session, run, "k-2", PERSON)
        assert not sat_at(session, run, KIOSK, "E1002")


def test_a_tablet_closed_over_a_debrief_is_free_and_shows_nobodys_mistakes(db: Database, run: int) -> None:
    seated(db, KIOSK)
    db.write(lambda s: act(s, run, director="D1", uuid="x", action="stop", what={}, now=NOW)).result()
    db.write(lambda s: touch(s, KIOSK, NOW + HEARD)).result()
    assert shown(db, KIOSK)["run"] == run, "somebody reads it"
    again = NOW + 2 * HEARD + 1
    with db.read() as session:
        assert kiosks(session, again)[KIOSK]["seat"] is None
    db.write(lambda s: touch(s, KIOSK, again)).result()
    assert (shown(db, KIOSK)["run"], shown(db, KIOSK)["seat"]) == (0, None)


def test_of_a_blind_drill_nothing_is_told_before_it_begins(db: Database, script: CompiledScenario) -> None:
    how = ExerciseType.asked({**script.scenario.kind.model_dump(), "notice": NOTICES[1]})

    def blind(session: Session) -> int:
        seats = [Seat(KIOSK, "", tuple(script.roles)), Seat("k-2", "", ())]
        number = create(session, script, seats, by="D1", origin="director", seed="s", now=NOW)
        set_exercise_type(session, number, how, by="D1", now=NOW)
        return number

    run = db.write(blind).result()
    assert (shown(db, KIOSK)["reserved"], shown(db, KIOSK)["roles"]) == ("演练", [])
    seated(db, KIOSK)

    def view() -> str:
        with db.read() as session:
            state = run_record(session, run).state
        return str(player_view(script, state, PERSON, NOW + 1_000, lambda _text: None, blind=how.blind))

    told = [script.scenario.title, script.scenario.place, *(role.duty for role in script.roles.values())]
    assert how.blind and not [words for words in told if words in view()]
    db.write(lambda s: act(s, run, director="D1", uuid="go", action="start", what={}, now=NOW)).result()
    assert script.scenario.title in view()
