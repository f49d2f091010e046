"""A roll call from the alarm to its record: once each, in order, by whom, and nothing after the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from anpei import records, staff
from anpei.clock import DAY, MINUTE
from anpei.database import Database
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Point, RollCallScope

NOW = 1_800_000_000_000
LIST = [ExpectedPerson("E1001", "林晓岚", "生产部"), ExpectedPerson("E1002", "周启明", "生产部")]
POINTS = [Point("1", "东门"), Point("2", "西门")]


@pytest.fixture
def muster(db: Database) -> int:
    return begin(db)


def begin(db: Database, kind: str = "drill", run: int | None = None, uuid: str = "") -> int:
    common = {"by": "D3001", "points": POINTS, "expected": LIST, "now": NOW}
    return rollcall.start(db, kind=kind, run_id=run, uuid=uuid, **common)  # type: ignore[arg-type]


def tick(
    db: Database, muster: int, who: str, uuid: str, state: str = "present", point: str = "1", **more: object
) -> int:
    now = int(more.pop("now", NOW + MINUTE))  # type: ignore[call-overload]
    ack = db.write(
        lambda s: rollcall.check(s, muster, point, who, state, "W", uuid, now, name="清点员", **more)  # type: ignore[arg-type]
    ).result()
    return ack.seq


def test_the_same_tick_sent_again_is_the_same_entry(db: Database, muster: int) -> None:
    first = tick(db, muster, "E1001", "a")
    assert tick(db, muster, "E1001", "a") == first
    with db.read() as session:
        assert rollcall.standing(session, muster).accounted == 1
        assert len(rollcall.lines(session, muster)) == 1


def test_starting_twice_by_the_same_button_or_for_the_same_run_starts_once(db: Database) -> None:
    assert begin(db, uuid="u") == begin(db, uuid="u")
    assert begin(db, run=7) == begin(db, run=7)


def test_a_run_finds_its_roll_call(db: Database) -> None:
    muster = begin(db, run=7)
    with db.read() as session:
        assert rollcall.for_run(session, 7) == muster
        assert rollcall.for_run(session, 8) is None


def test_an_untick_stays_in_the_log_with_its_name(db: Database, muster: int) -> None:
    tick(db, muster, "E1001", "a")
    tick(db, muster, "E1001", "b", "missing")
    with db.read() as session:
        lines = rollcall.lines(session, muster)
    assert [line.text for line in lines] == ["林晓岚 到达东门", "林晓岚：撤回东门的勾选"]
    assert {line.by for line in lines} == {"清点员"}


def test_being_somewhere_else_wants_a_reason(db: Database, muster: int) -> None:
    with pytest.raises(Refused, match="原因"):
        tick(db, muster, "E1001", "a", "absent_known", "")


def test_a_colleague_who_is_not_on_the_list_is_put_there(db: Database, muster: int) -> None:
    tick(db, muster, "e1003", "a")
    with db.read() as session:
        found = rollcall.standing(session, muster).people[-1]
    assert (found.who.name, found.who.group, found.state) == ("阿依古丽", "extra", "present")


def test_a_number_nobody_has_is_refused(db: Database, muster: int) -> None:
    with pytest.raises(NotFound):
        tick(db, muster, "E9999", "a")


def test_a_slow_clock_is_reckoned_with(db: Database, muster: int) -> None:
    """A phone an hour behind ticked 20 s after the alarm and was offline until a minute after it."""
    behind = NOW - 60 * MINUTE
    tick(db, muster, "E1001", "a", tapped=behind + 20_000, sent=behind + MINUTE)
    with db.read() as session:
        assert rollcall.times(session, muster).first_out == NOW + 20_000


def test_after_the_end_only_what_was_ticked_before_it_comes_in(db: Database, muster: int) -> None:
    end = NOW + 5 * MINUTE
    db.write(lambda s: rollcall.finish(s, muster, by="D3001", note="", now=end)).result()
    later = end + MINUTE
    tick(db, muster, "E1001", "a", now=later, tapped=end - MINUTE, sent=later)
    with pytest.raises(Conflict):
        tick(db, muster, "E1002", "b", now=later)
    with db.read() as session:
        assert rollcall.standing(session, muster).accounted == 1


def test_an_alarm_clock_in_the_phone_can_not_tick_before_the_alarm(db: Database, muster: int) -> None:
    tick(db, muster, "E1001", "a", tapped=1, sent=NOW + MINUTE)
    with db.read() as session:
        assert rollcall.times(session, muster).first_out == NOW


def test_a_code_makes_its_first_scanner_a_warden_and_no_other(db: Database, muster: int) -> None:
    code = db.write(lambda s: rollcall.new_code(s, muster, "1", now=NOW)).result()

    def use(number: str) -> str:
        def scan(session: object) -> str:
            person = staff.find(session, number)  # type: ignore[arg-type]
            assert person is not None
            return rollcall.use_code(session, muster, code, person, now=NOW).name  # type: ignore[arg-type]

        return db.write(scan).result()

    assert use("E1001") == use("E1001") == "林晓岚"
    with pytest.raises(Refused, match="用过"):
        use("E1002")
    with db.read() as session:
        assert [warden.key for warden in rollcall.wardens_of(session, muster)] == ["E1001"]


def test_visitors_are_expected_until_they_leave(db: Database) -> None:
    guest = {"name": "马德里", "firm": "迅达电梯", "host": "林晓岚", "phone": "1", "group": "contractor", "by": "A9001"}
    seen = [db.write(lambda s: rollcall.sign_in(s, **guest, uuid="v", now=NOW)).result() for _ in range(2)]
    assert seen[0] == seen[1]
    with db.read() as session:
        assert [who.name for who in rollcall.on_site(session)] == ["马德里"]
    db.write(lambda s: rollcall.sign_out(s, seen[0].visitor_id, now=NOW + MINUTE)).result()
    with db.read() as session:
        assert rollcall.on_site(session) == []


def test_the_list_is_made_of_departments_and_posts(db: Database) -> None:
    with db.read() as session:
        production = next(d.id for d in staff.departments(session) if d.name == "生产部")
        keeper = next(p.id for p in staff.posts(session) if p.name == "仓管员")
        found = rollcall.on_shift(session, [production], [keeper])
    assert [who.key for who in found] == ["E1001", "E1002", "E1003", "N1004"]


def test_a_visitor_has_a_firm_or_a_host_to_be_asked_about(db: Database) -> None:
    guest = {"name": "马德里", "firm": " ", "host": "", "phone": "", "group": "visitor", "by": "A9001"}
    with pytest.raises(Refused, match="单位或接待人"):
        db.write(lambda s: rollcall.sign_in(s, **guest, uuid="alone", now=NOW)).result()


def test_nobody_on_site_is_left_off_however_many_they_are(db: Database) -> None:
    def arrive(session: Session) -> None:
        for number in range(201):
            guest = {"name": f"访客{number}", "firm": "", "host": "林晓岚", "phone": "", "group": "visitor", "by": "A1"}
            rollcall.sign_in(session, **guest, uuid=f"v{number}", now=NOW + number)

    db.write(arrive).result()
    with db.read() as session:
        assert len(rollcall.on_site(session)) == len(rollcall.visitors(session, present=True)) == 201
        told = rollcall.counted(session, rollcall.everybody(session), now=NOW + DAY + 100)
    assert (told.visitors, told.long) == (201, 100)
    db.write(lambda s: rollcall.sign_out(s, 1, 2, 2, now=NOW + DAY)).result()
    with db.read() as session:
        assert len(rollcall.on_site(session)) == 199
        assert [one.name for one in rollcall.visitors(session, present=False)] == ["访客1", "访客0"]
    with pytest.raises(NotFound):
        db.write(lambda s: rollcall.sign_out(s, 3, 999, now=NOW)).result()
    with db.read() as session:
        assert len(rollcall.on_site(session)) == 199, "all of them leave, or none"


SHIFTS = """工号,姓名,部门,班组
E1001,林晓岚,生产部,甲班
E1002,周启明,生产部,乙班
E1003,阿依古丽,仓储部,甲班
"""


def test_of_the_teams_only_those_on_shift_are_counted_and_the_rest_is_said(db: Database) -> None:
    with db.read() as session:
        whole = rollcall.counted(session, rollcall.everybody(session), now=NOW)
        assert rollcall.of_whom(session, rollcall.everybody(session)) == "全部部门；访客和承包商", "no word of teams"
    roster = staff.read_roster(SHIFTS.encode(), "班组.csv")
    records.import_roster(db, roster, now=NOW)

    def listed(choice: RollCallScope) -> tuple[set[str], str]:
        with db.read() as session:
            return {who.key for who in choice.staff(session)} & {"E1001", "E1002", "E1003", "D3001"}, rollcall.of_whom(
                session, choice
            )

    with db.read() as session:
        every = rollcall.everybody(session)
        first = next(team.id for team in staff.teams(session) if team.name == "甲班")
        production = next(one.id for one in staff.departments(session) if one.name == "生产部")
        assert rollcall.counted(session, every, now=NOW) == whole, "no team named is everybody"
        night = rollcall.counted(session, replace(every, teams=(first,), teamless=False), now=NOW)
        assert (night.staff, night.left) == (2, whole.staff - 2)
        assert f"在册另有 {whole.staff - 2} 人不在名单上" in night.words
    assert listed(replace(every, teams=(first,))) == (
        {"E1001", "E1003", "D3001"},
        "全部部门；甲班、没有班组的人；访客和承包商",
    )
    assert listed(replace(every, departments=(production,), teams=(first,), teamless=False, visitors=False)) == (
        {"E1001"},
        "生产部；甲班",
    )
    assert listed(replace(every, teamless=False))[0] == {"E1001", "E1002", "E1003"}
