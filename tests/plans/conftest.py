"""A real database with four people in two departments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anpei import plans, records, staff
from anpei.clock import DAY
from anpei.database import Base, Database
from tests.helpers import databases

NOW = 1_795_000_000_000
ROSTER = """工号,姓名,部门,岗位
E1001,林晓岚,生产部,模切机长
E1002,周启明,生产部,叉车司机
E1003,阿依古丽,仓储部,叉车司机
E1004,何秋生,仓储部,
"""


@pytest.fixture
def db(tmp_path: Path, database_kind: str) -> Iterator[Database]:
    with Database(databases.url_in(tmp_path)) as database:
        Base.metadata.create_all(database.engine)
        roster = staff.read_roster(ROSTER.encode())
        records.import_roster(database, roster, now=NOW)
        yield database


@pytest.fixture
def ids(db: Database) -> dict[str, str]:
    """Numbers of departments and posts by name, as a form sends them."""
    with db.read() as session:
        return {place.name: str(place.id) for place in (*staff.departments(session), *staff.posts(session))}


@pytest.fixture
def assign(db: Database) -> Callable[..., plans.Plan]:
    """Assign something, due in so many days."""

    def assign(target: str, audience_kind: str, audience: str = "", days: float = 7, kind: str = "paper") -> plans.Plan:
        due = NOW + int(days * DAY)
        return db.write(
            lambda session: plans.assign(
                session, kind, target, audience_kind, audience, due=due, by="E1001", now=NOW
            )
        ).result()  # fmt: skip

    return assign


@pytest.fixture
def due(db: Database) -> Callable[[str], list[tuple[str, float]]]:
    """What somebody has to do: targets and days until due."""

    def due(staff_no: str) -> list[tuple[str, float]]:
        with db.read() as session:
            person = staff.find(session, staff_no)
            assert person is not None
            return [(duty.target, (duty.due - NOW) / DAY) for duty in plans.due_for(session, person)]

    return due
