"""The process that writes the roster of a large enterprise as a workbook."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from anpei import staff
from anpei.database import Database
from anpei.server.core.export_process import run
from anpei.settings import Site


def write(site: Site, asked: dict[str, Any], file: BinaryIO, told: Callable[[int, int], None]) -> None:
    """Everybody at work, as they are now."""
    with Database(site.database_url) as db, db.read() as session:
        people, places = staff.people(session), {place.id: place.name for place in staff.departments(session)}
    told(1, 2)
    staff.write_roster_workbook(file, staff.roster_rows(people, places))


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], write)
