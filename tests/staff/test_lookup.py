"""Who asks is looked up at every request: the same value while nothing changes, the new one at once when it does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from anpei import staff
from anpei.database import Database
from anpei.errors import Unavailable
from anpei.staff.tables import DepartmentRow, PersonRow
from tests.helpers import databases
from tests.helpers.databases import cluster
from tests.staff.conftest import NOW, ROSTER

pytestmark = pytest.mark.both_databases
Import = Callable[..., staff.RosterReport]
CHANGES: dict[str, Callable[[PersonRow], None]] = {
    "left": lambda row: setattr(row, "active", False),
    "another role": lambda row: setattr(row, "roles", "director learner"),
    "signed out": lambda row: setattr(row, "stamp", "other"),
    "another name": lambda row: setattr(row, "name", "林小岚"),
    "limited to a department": lambda row: setattr(row, "scope", "1"),
    "without post": lambda row: setattr(row, "post_id", None),
}


class Door:
    """Somebody signed in, and who they are at each request."""

    def __init__(self, db: Database, staff_no: str) -> None:
        self.lookup = staff.StaffLookup(db)
        self.token = db.write(
            lambda s: staff.begin_login(s, staff_no, browser="手机", address="10.0.0.7", now=NOW, days=7)
        ).result()

    def person(self) -> staff.Person | None:
        found = self.lookup.signed_in(self.token)
        return found[0] if found is not None else None


def test_nobody_changed_and_the_same_value_comes_back(db: Database, load: Import) -> None:
    load(ROSTER)
    door = Door(db, "E1001")
    with db.read() as session:
        assert door.person() == staff.find(session, "E1001")
    assert door.person() is door.person()
    assert door.lookup.signed_in("guess") is None


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_process_changes_is_seen_at_once(change: str, db: Database, load: Import) -> None:
    load(ROSTER)
    door = Door(db, "E1001")
    before = door.person()
    with Database(db.url) as other:
        other.write(lambda session: CHANGES[change](session.get_one(PersonRow, "E1001"))).result()
    with db.read() as session:
        now = None if change == "signed out" else staff.find(session, "E1001")
    assert before is not None and before != door.person() == now


def test_a_renamed_department_is_seen_at_once(db: Database, load: Import) -> None:
    load(ROSTER)
    door = Door(db, "E1002")
    person = door.person()
    assert person is not None
    db.write(lambda s: setattr(s.get_one(DepartmentRow, person.department_id), "name", "生产二部")).result()
    renamed = door.person()
    assert renamed is not None and renamed.department == "生产二部"


def test_a_revoked_kiosk_is_nobody_from_then_on(db: Database) -> None:
    link = db.write(lambda session: staff.enrol_link(session, "东门", now=NOW)).result()
    device, token = db.write(lambda session: staff.enrol(session, link, now=NOW)).result()
    lookup = staff.StaffLookup(db)
    assert lookup.device(token) == device
    assert lookup.device("guess") is None
    db.write(lambda session: staff.revoke_device(session, device.device_id, now=NOW)).result()
    assert lookup.device(token) is None


def test_a_database_that_comes_back_is_asked_again(db: Database, load: Import) -> None:
    load(ROSTER)
    door = Door(db, "E1001")
    assert door.person() is not None
    if databases.chosen() == "sqlite":
        pytest.skip("SQLite 没有服务进程（a file doesn't go away）")
    cluster().crash()
    with pytest.raises(Unavailable):
        door.person()
    cluster().start()
    assert door.person() is not None
