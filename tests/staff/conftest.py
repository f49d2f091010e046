"""A real database, and short words for common acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anpei import records, staff
from anpei.database import Base, Database
from tests.helpers import databases

NOW = 1_795_000_000_000
ROSTER = """工号,姓名,部门,岗位,角色,状态,入职日期
E1001,林晓岚,生产部,模切机长,培训师,在职,2019-03-04
E1002,周启明,生产部,叉车司机,,在职,2021/7/1
E1003,阿依古丽,仓储部,仓管员,,在职,2023年11月6日
A0001,秦望舒,安全环保部,安全员,管理员,在职,2015-01-05
"""


@pytest.fixture
def db(tmp_path: Path, database_kind: str) -> Iterator[Database]:
    with Database(databases.url_in(tmp_path)) as database:
        Base.metadata.create_all(database.engine)
        yield database


@pytest.fixture
def roster() -> str:
    return ROSTER


Import = Callable[..., staff.RosterReport]


@pytest.fixture
def load(db: Database) -> Import:
    """Import a roster given as CSV text or as a file's bytes."""

    def load(text: str | bytes, **options: bool) -> staff.RosterReport:
        data = text.encode() if isinstance(text, str) else text
        roster = staff.read_roster(data, "名册.csv")
        return records.import_roster(db, roster, now=NOW, **options)

    return load


@pytest.fixture
def person(db: Database) -> Callable[[str], staff.Person]:
    """Somebody as the database knows them now."""

    def person(staff_no: str) -> staff.Person:
        with db.read() as session:
            found = staff.find(session, staff_no)
        assert found is not None
        return found

    return person
