"""A site without passwords: hashing them is slow, and nobody signs in here."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import clock, records, staff
from anpei.database import Database, upgrade
from anpei.settings import Site, create_site
from tests.helpers import databases
from tests.helpers.platform import ROSTER


@pytest.fixture
def site(tmp_path: Path, database_kind: str) -> Site:
    """Seven people, nothing on the shelves but what is bundled."""
    made = create_site(tmp_path / "site", "[site]\n" + databases.settings())
    upgrade(made.database_url)
    roster = staff.read_roster(ROSTER.encode(), "名册.csv")
    with Database(made.database_url) as db:
        records.import_roster(db, roster, now=clock.now())
    return made
