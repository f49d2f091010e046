"""Regular wardens: whoever is to tick at a point does so from the alarm on; leavers and revoked kiosks don't."""

from __future__ import annotations

import pytest

from anpei import records, staff
from anpei.database import Database
from anpei.errors import AnpeiError, Conflict, NotFound, Refused
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Warden

NOW = 1_800_000_000_000
LATER = NOW + 60_000
LEAVER = "工号,姓名,部门,状态\nE1002,周启明,生产部,离职\n"


@pytest.fixture
def east(db: Database) -> str:
    return db.write(lambda s: rollcall.add_point(s, "东门", "")).result().id


@pytest.fixture
def west(db: Database, east: str) -> str:
    return db.write(lambda s: rollcall.add_point(s, "西门", "")).result().id


@pytest.fixture
def kiosk(db: Database) -> str:
    """An enrolled kiosk's key."""
    token = db.write(lambda s: staff.enrol_link(s, "西门终端", now=NOW)).result()
    return f"kiosk:{db.write(lambda s: staff.enrol(s, token, now=NOW)).result()[0].device_id}"


def keep(db: Database, point: str, *keys: str) -> None:
    for key in keys:
        db.write(lambda s, key=key: rollcall.add_regular(s, point, key)).result()


def kept(db: Database, point: str) -> list[tuple[str, bool]]:
    with db.read() as session:
        return [(one.name, one.active) for one in rollcall.regulars(session)[point]]


def begin(db: Database, *points: str, uuid: str = "u") -> int:
    """A roll call begun by hand at these points."""

    with db.read() as session:
        there = [point for point in rollcall.points(session) if point.id in points]
    common = {"kind": "test", "run_id": None, "by": "D3001", "points": there, "now": NOW, "uuid": uuid}
    return rollcall.start(db, expected=[ExpectedPerson("E1001", "林晓岚")], **common)  # type: ignore[arg-type]


def wardens(db: Database, muster: int) -> list[Warden]:
    with db.read() as session:
        return rollcall.wardens_of(session, muster)


def shut(db: Database, kiosk: str) -> None:
    db.write(lambda s: staff.revoke_device(s, kiosk.removeprefix("kiosk:"), now=NOW)).result()


@pytest.mark.both_databases
def test_they_are_wardens_of_a_roll_call_with_its_first_line(db: Database, east: str, west: str, kiosk: str) -> None:
    keep(db, east, "E1001")
    keep(db, west, kiosk, "e1002")
    muster = begin(db, east, west)
    assert wardens(db, muster) == [
        Warden("E1001", "林晓岚", east), Warden(kiosk, "西门终端", west), Warden("E1002", "周启明", west)
    ]  # fmt: skip
    with db.read() as session:
        first = rollcall.lines(session, muster)[0]
        assert (first.text, first.by, first.at) == ("指定清点员：林晓岚（东门）", "固定清点员名单", NOW)
        assert rollcall.require_warden(session, muster, kiosk).point == west
        assert [(head.muster_id, at.name) for head, at in rollcall.watched_by(session, "E1002")] == [(muster, "西门")]
        assert rollcall.watched_by(session, "E1003") == []


def test_only_those_of_the_points_where_heads_are_counted(db: Database, east: str, west: str) -> None:
    keep(db, east, "E1001")
    keep(db, west, "E1002")
    assert [warden.key for warden in wardens(db, begin(db, west))] == ["E1002"]


def test_who_left_and_a_revoked_kiosk_are_passed_over_but_still_listed(db: Database, east: str, kiosk: str) -> None:
    keep(db, east, "E1002", kiosk, "E1001")
    records.import_roster(db, staff.read_roster(LEAVER.encode()), now=NOW)
    shut(db, kiosk)
    assert kept(db, east) == [("周启明", False), ("西门终端", False), ("林晓岚", True)]
    assert [warden.key for warden in wardens(db, begin(db, east))] == ["E1001"]


def test_whom_the_director_took_off_stays_off(db: Database, east: str) -> None:
    """Also when the same start comes in again; the next roll call has them again."""
    keep(db, east, "E1001")
    muster = begin(db, east)
    off = Warden("E1001", "林晓岚", east)
    db.write(lambda s: rollcall.name_warden(s, muster, off, by="D3001", uuid="off", now=LATER, named=False)).result()
    assert begin(db, east) == muster
    assert wardens(db, muster) == []
    assert wardens(db, begin(db, east, uuid="next")) == [off]


def test_a_change_holds_from_the_next_roll_call_on(db: Database, east: str) -> None:
    keep(db, east, "E1001", "E1001", "E1003")
    muster = begin(db, east)
    db.write(lambda s: rollcall.remove_regular(s, east, "E1001")).result()
    keep(db, east, "E1002")
    assert [warden.key for warden in wardens(db, muster)] == ["E1001", "E1003"]
    assert [warden.key for warden in wardens(db, begin(db, east, uuid="next"))] == ["E1003", "E1002"]


def test_nobody_stands_at_two_points_until_one_is_given_up(db: Database, east: str, west: str) -> None:
    keep(db, east, "E1001")
    with pytest.raises(Conflict, match="林晓岚已经是“东门”的固定清点员"):
        keep(db, west, "E1001")
    db.write(lambda s: rollcall.retire_point(s, east)).result()
    with db.read() as session:
        assert not rollcall.is_regular(session, "E1001")
    keep(db, west, "E1001")
    assert kept(db, west) == [("林晓岚", True)]
    with pytest.raises(NotFound):
        keep(db, east, "E1002")


def test_a_name_is_enough_while_only_one_colleague_has_it(db: Database, east: str) -> None:
    keep(db, east, "林晓岚")
    assert kept(db, east) == [("林晓岚", True)]
    namesake = staff.read_roster("工号,姓名,部门,状态\nE2002,周启明,仓储部,在职\n".encode())
    records.import_roster(db, namesake, now=NOW)
    with pytest.raises(Refused, match="有 2 位员工叫周启明。请填工号"):
        keep(db, east, "周启明")


@pytest.mark.parametrize(("key", "words"), [("E9999", "没有这个工号"), ("E1002", "已离职"), ("kiosk", "已停用")])
def test_who_is_not_there_is_refused_in_words(db: Database, east: str, kiosk: str, key: str, words: str) -> None:
    records.import_roster(db, staff.read_roster(LEAVER.encode()), now=NOW)
    shut(db, kiosk)
    with pytest.raises(AnpeiError, match=words):
        keep(db, east, kiosk if key == "kiosk" else key)
    assert kept(db, east) == []
