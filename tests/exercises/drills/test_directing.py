"""What a director can do to a run: its clock, its people, its news, its end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from anpei.database import Database
from anpei.errors import AnpeiError, Conflict, NotFound, Refused
from anpei.exercises.runs import (
    EventDraft,
    Seat,
    SentDecision,
    act,
    console_view,
    create,
    emergency,
    engine,
    events_after,
    join,
    known_run,
    observe,
    player_view,
    run_record,
    sign,
)
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.service import REFUSALS, decide
from anpei.exercises.scenarios import CompiledScenario
from anpei.taps import Tap
from tests.exercises.drills.conftest import NOW
from tests.exercises.drills.plays import PERSON, Play


def ordered(play: Play, kind: str, **payload: Any) -> Play:
    play.write(EventDraft(kind, f"{kind}:{play.state.seq}", payload))
    play.catch_up()
    return play


def pair(script: CompiledScenario) -> Play:
    play = Play(script)
    play.join("A", "command", "guide", "comms")
    play.join("B", "medic", "fire", "guard")
    return play.start()


def test_at_double_speed_a_time_limit_lasts_half_as_long(script: CompiledScenario) -> None:
    play = ordered(Play(script).start(), "run.speed", factor=2.0)
    play.until_asked()
    asked, limit = play.at, script.nodes["d01"].seconds
    while play.state.nodes["d01"].status == "open":
        play.wait(0.1)
    assert play.at - asked == pytest.approx(limit * 500 + engine.GRACE, abs=200)


def test_the_clock_is_told_piece_by_piece(script: CompiledScenario) -> None:
    play = Play(script).start()
    play.until_asked()
    start, known = play.at, play.state.clock(play.at)
    ordered(play, "run.speed", factor=0.5)
    play.at += 4_000
    ordered(play, "run.speed", factor=10.0)
    play.at += 500
    assert play.state.clock(play.at) == known + 2_000 + 5_000
    assert play.state.at(start + 2_000) == known + 1_000


def test_a_pause_keeps_the_speed_for_later(script: CompiledScenario) -> None:
    play = ordered(ordered(Play(script).start(), "run.speed", factor=5.0), "run.paused")
    at = play.state.clock(play.at)
    play.at += 60_000
    ordered(play, "run.resumed")
    play.at += 100
    assert play.state.clock(play.at) == at + 500


def test_skipping_quiet_brings_the_next_thing_at_once(script: CompiledScenario) -> None:
    play = Play(script).start()
    to = engine.next_step(script, play.state)
    ordered(play, "run.skipped_to", to_ms=to)
    assert play.state.open_nodes() == ["d01"]
    assert play.state.nodes["d01"].opened == to
    assert engine.next_step(script, play.state) is None, "whoever is deciding keeps their time"


def test_a_moved_role_takes_its_open_question_along(script: CompiledScenario) -> None:
    play = pair(script)
    assert play.until_asked() == "d01"
    asked = play.state.nodes["d01"].player
    other = "B" if asked == "A" else "A"
    play.wait(5)
    ordered(play, "role.moved", role=script.nodes["d01"].role, **{"from": asked, "to": other})
    again = play.state.nodes[play.until_asked()]
    assert (again.player, again.opened) == (other, play.state.clock(play.at))
    play.choose("alarm")
    assert play.state.nodes["d01"].actor == other
    assert [event.key for event in play.events if event.type == "node.opened"][:2] == ["open:d01", "open:d01:1"]


def test_nobody_is_asked_two_things_after_a_move(script: CompiledScenario) -> None:
    play = pair(script).best(until="d04")
    play.choose("water")
    play.wait(12)
    busy = {play.state.nodes[node].player: node for node in play.state.open_nodes()}
    assert len(busy) == 2
    ordered(play, "role.moved", role=script.nodes[busy["B"]].role, **{"from": "B", "to": "A"})
    assert play.state.open_nodes() == [busy["A"]]
    assert busy["B"] in play.state.armed


def ask(db: Database, run: int, action: str, uuid: str = "u", at: int = NOW + 1_000, **what: Any) -> None:
    db.write(lambda s: act(s, run, director="D1", uuid=uuid, action=action, what=what, now=at)).result()


def log_of(db: Database, run: int) -> list[tuple[str, dict[str, Any]]]:
    with db.read() as session:
        return [(event.type, event.payload) for event in events_after(session, run, 0)]


@pytest.mark.parametrize("factor", [0.4, 20.1, True, "2", None, float("nan")])
def test_a_speed_out_of_bounds_is_refused(db: Database, run: int, factor: Any) -> None:
    with pytest.raises(Refused):
        ask(db, run, "speed", factor=factor)


def test_speed_and_skip_are_in_the_log_once(db: Database, run: int) -> None:
    for _ in range(2):
        ask(db, run, "speed", uuid="s", factor=2)
        ask(db, run, "skip", uuid="k")
    kinds = [kind for kind, _ in log_of(db, run)]
    assert (kinds.count("run.speed"), kinds.count("run.skipped_to")) == (1, 1)
    with pytest.raises(Conflict, match="作答"):
        ask(db, run, "skip", uuid="z")


def test_an_adhoc_inject_says_everything_a_scripted_one_does(db: Database, run: int) -> None:
    what = {
        "text": "东侧起风",
        "from": "门卫",
        "channel": "phone",
        "to": ["guard"],
        "expect": "改道",
        "set": {"fire": 3},
    }
    ask(db, run, "message", **what)
    state = db.write(lambda s: RunLog(s, run).state).result()
    said = state.radio[-1]
    assert (said.sender, said.channel, said.to, state.vars["fire"]) == ("门卫", "phone", ("guard",), 3)
    assert log_of(db, run)[-1][1]["expect"] == "改道"


@pytest.mark.parametrize(
    "what",
    [
        {"set": {"fire": 9}},
        {"set": {"fire": True}},
        {"set": {"smoke": 1}},
        {"set": {"x": 1}},
        {"set": [1]},
        {"channel": "fax"},
        {"text": "长" * 301},
        {"from": "长" * 21},
    ],
    ids=str,
)
def test_an_adhoc_inject_stays_within_bounds(db: Database, run: int, what: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        ask(db, run, "message", **{"text": "起风"} | what)


def test_a_stand_in_takes_over_in_mid_drill(db: Database, run: int, script: CompiledScenario) -> None:
    ask(db, run, "seat", device="k-7")
    db.write(lambda s: join(s, run, person="E1009", name="替补", device="k-7", now=NOW + 2_000)).result()
    ask(db, run, "move", uuid="m", role="fire", to="E1009", at=NOW + 3_000)
    state = db.write(lambda s: RunLog(s, run).state).result()
    assert [member.roles for member in state.members if member.person == "E1009"] == [("fire",)]
    assert log_of(db, run)[-1][1] == {"role": "fire", "from": PERSON, "to": "E1009"}
    with pytest.raises(NotFound):
        ask(db, run, "move", uuid="n", role="fire", to="E7777")


def noted(db: Database, run: int, text: str = "没有戴护目镜", uuid: str = "n1", **about: str) -> None:
    told = {"node": "", "member": ""} | about
    db.write(lambda s: observe(s, run, by="V1", uuid=uuid, text=text, now=NOW + 5_000, **told)).result()


def test_observations_are_kept_until_the_run_is_signed(db: Database, run: int, script: CompiledScenario) -> None:
    noted(db, run, node="d01", member=PERSON)
    noted(db, run, node="d01", member=PERSON)
    with pytest.raises(Conflict, match="还没有结束"):
        db.write(lambda s: sign(s, run, by="D1", name="郑指挥", path="", remark="", now=NOW)).result()
    ask(db, run, "stop", uuid="x")
    noted(db, run, uuid="n2")
    for name in ("郑指挥", "别人"):
        db.write(
            lambda s, n=name: sign(s, run, by="D1", name=n, path="M1 2L30 40", remark="", now=NOW + 9_000)
        ).result()
    with pytest.raises(Conflict):
        noted(db, run, uuid="n3")
    kinds = [kind for kind, _ in log_of(db, run)]
    assert (kinds.count("observation.noted"), kinds.count("run.signed")) == (2, 1)
    with db.read() as session:
        assert run_record(session, run).state.signed == "郑指挥"


@pytest.mark.parametrize("path", ["x", "L1 2", "M1", "M1 2L3", "M1.5 2", "M1 2Z", "M1 2 url(#a)", "M1 2L3 4" * 9_000])
def test_a_signature_is_a_path_of_whole_numbers(db: Database, run: int, path: str) -> None:
    ask(db, run, "stop", uuid="x")
    with pytest.raises(AnpeiError):
        db.write(lambda s: sign(s, run, by="D1", name="郑", path=path, remark="", now=NOW)).result()


def test_refused_decisions_fill_no_disk(db: Database, run: int) -> None:
    for number in range(REFUSALS + 5):
        sent = SentDecision(Tap(PERSON, PERSON, f"u{number}", NOW + 1_000), "k-1", "d05", "a", 0)
        ack = db.write(lambda s, sent=sent: decide(s, run, sent)).result()
        assert (ack.status, ack.reason) == ("refused", "closed")
    assert [kind for kind, _ in log_of(db, run)].count("decision.refused") == REFUSALS


def test_no_drill_begins_while_an_emergency_stands(db: Database, script: CompiledScenario) -> None:
    db.write(lambda s: emergency.raise_(s, "D1", "起火", NOW)).result()
    with pytest.raises(Conflict, match="真实险情"):
        seat = Seat("k-1", "", tuple(script.roles))
        db.write(lambda s: create(s, script, [seat], by="D1", origin="self", seed="s", now=NOW)).result()


def test_a_drill_is_known_by_the_uuid_it_was_begun_under(db: Database, script: CompiledScenario) -> None:
    def begin(uuid: str, device: str) -> int:
        told = {"by": "D1", "seed": "s", "now": NOW, "uuid": uuid}
        seat = Seat(device, "", tuple(script.roles))
        return db.write(lambda s: create(s, script, [seat], origin="self", **told)).result()

    begun = [begin("a", "k-1"), begin("b", "k-2"), begin("", "k-3"), begin("", "k-4")]  # a page of before gives none
    with db.read() as session:
        assert [known_run(session, uuid) for uuid in ("a", "b", "", "c")] == [*begun[:2], None, None]
    with pytest.raises(IntegrityError):
        begin("a", "k-5")


@pytest.mark.both_databases
def test_two_processes_asked_under_one_uuid_begin_one_drill(db: Database, script: CompiledScenario) -> None:
    """Whoever writes second waits for its turn, and then sees what the first has begun."""

    def begin(ours: Database) -> list[int]:
        def work(session: Session, uuid: str) -> int:
            seat = Seat(f"k-{uuid}", "", tuple(script.roles))
            return known_run(session, uuid) or create(
                session, script, [seat], by="D1", origin="self", seed="s", now=NOW, uuid=uuid
            )

        return [ours.write(partial(work, uuid=f"u{number}")).result() for number in range(20)]

    with Database(db.url) as other, ThreadPoolExecutor(2) as pool:
        here, there = pool.map(begin, (db, other))
    assert here == there and len(set(here)) == 20


def test_the_console_says_who_is_asked_and_what_a_hand_may_change(script: CompiledScenario) -> None:
    play = pair(script)
    play.until_asked()
    view = console_view(script, play.state, play.events, play.at)
    assert [member["asked"] for member in view["members"] if member["asked"]] == ["d01"]
    watched = {node["id"]: node["evaluated"] for node in view["nodes"] if "evaluated" in node}
    assert watched == {"d01": ["发现火情后立即示警并触发报警"]}, "what evaluators look at opens with its question"
    assert {row["id"] for row in view["by_hand"]} >= {"fire", "inside", "hurt"}
    assert {role["holder"] for role in view["roles"]} == {"A", "B"}


def test_the_director_silences_the_tablets_and_lets_them_sound_again(
    db: Database, run: int, script: CompiledScenario
) -> None:
    heard = []
    for n, action in enumerate(("mute", "mute", "unmute")):
        order = {"director": "D1", "uuid": f"s{n}", "action": action, "what": {}, "now": NOW + 1_000 * n}
        db.write(lambda s, order=order: act(s, run, **order)).result()
        with db.read() as session:
            told = run_record(session, run)
        view = player_view(script, told.state, PERSON, NOW + 9_000, lambda _text: None)
        heard.append((view["muted"], sum(event.type == "run.sound" for event in told.events)))
    assert heard == [(True, 1), (True, 1), (False, 2)]
