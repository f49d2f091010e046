"""One drill with three misses, played once for all tests that only read it, and its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from anpei import clock, laws
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import report
from anpei.exercises.report import Report
from tests.helpers.platform import make_site
from tests.helpers.played import NOW, play, the_script

WRONG, LATE = "d02", "d04"


@pytest.fixture(scope="session")
def cite() -> Any:
    registry, _ = laws.load(Shelves([bundled()]))

    def look_up(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text, clock.day(NOW, "Asia/Shanghai"))
        return {"title": card.title, "gist": card.gist, "status": card.status} if card else None

    return look_up


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, int]]:
    """A database with the drill, and the run's number: leave it as you found it."""
    site = make_site(tmp_path_factory.mktemp("archive") / "site")
    with Database(site.database_url) as db:
        yield db, play(db, the_script(), missed={WRONG: "worst", LATE: "late"})


@pytest.fixture
def told(archive: tuple[Database, int], cite: Any) -> Report:
    db, run = archive
    with db.read() as session:
        return report.compose_report(session, run, enterprise="启明包装", cite=cite, zone="Asia/Shanghai")
