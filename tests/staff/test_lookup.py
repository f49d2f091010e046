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


def test_nobody_changed_and_the_same_value_comes_back(db: Database, load: Import) -> None:
    load(ROSTER)
    lookup = staff.StaffLookup(db)
    with db.read() as session:
        found = staff.find(session, "E1001")
    assert lookup.person("E1001") == found
    assert lookup.person("E1001") is lookup.person("E1001")
    assert lookup.person("E9999") is None


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_process_changes_is_seen_at_once(change: str, db: Database, load: Import) -> None:
    load(ROSTER)
    lookup = staff.StaffLookup(db)
    before = lookup.person("E1001")
    with Database(db.url) as other:
        other.write(lambda session: CHANGES[change](session.get_one(PersonRow, "E1001"))).result()
    with db.read() as session:
        assert before != lookup.person("E1001") == staff.find(session, "E1001")


def test_a_renamed_department_is_seen_at_once(db: Database, load: Import) -> None:
    load(ROSTER)
    lookup = staff.StaffLookup(db)
    person = lookup.person("E1002")
    assert person is not None
    db.write(lambda s: setattr(s.get_one(DepartmentRow, person.department_id), "name", "生产二部")).result()
    renamed = lookup.person("E1002")
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
    lookup = staff.StaffLookup(db)
    assert lookup.person("E1001") is not None
    if databases.chosen() == "sqlite":
        pytest.skip("SQLite 没有服务进程（a file doesn't go away）")
    cluster().crash()
    with pytest.raises(Unavailable):
        lookup.person("E1001")
    cluster().start()
    assert lookup.person("E1001") is not None
