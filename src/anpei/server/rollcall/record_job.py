"""``python -m anpei.server.rollcall.record_job SITE FOLDER``: the record of one big roll call as a workbook."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from anpei.database import Database
from anpei.server.core.export_process import run
from anpei.server.rollcall.record import told_of, workbook
from anpei.settings import Site


def write(site: Site, asked: dict[str, Any], file: BinaryIO, progress: Callable[[int, int], None]) -> None:
    with Database(site.database_url) as db, db.read() as session:
        told = told_of(session, asked["muster"], site.zone)
    rows = len(told["people"]) + len(told["log"])
    book = workbook(told, site.settings.site.name, lambda done: progress(done, 2 * rows))
    book.save(file)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], write)
