"""``python -m anpei.server.board.export_job SITE FOLDER``: one board as a workbook, made beside the server.

What is asked lies in the folder; how far it is and the finished file are put there. It gives way to everything else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from anpei import records
from anpei.database import Database
from anpei.plainfiles import write_atomic
from anpei.records import BoardCount, BoardQuery, BoardRow
from anpei.server.core.workbooks import write_board
from anpei.settings import open_site

__all__ = ["ASKED", "FAILED", "FILE", "PROGRESS", "board_rows", "main"]

ASKED, PROGRESS, FILE, FAILED = "asked.json", "percent", "board.xlsx", "failed"
STEP = 1000


def board_rows(
    session: Session, count: BoardCount, status: str, told: Callable[[int], None] = lambda done: None
) -> Iterator[BoardRow]:
    """Every row of a list, read some at a time; ``told`` hears how many there were."""
    for start in range(0, count.of(status), STEP):
        yield from records.board_page(session, count, status, start, STEP)
        told(start + STEP)


def main(site_folder: str, folder: str) -> None:
    os.nice(10)
    site, place = open_site(site_folder), Path(folder)
    asked = json.loads((place / ASKED).read_text(encoding="utf-8"))
    titles: dict[str, str] = asked["titles"]
    with Database(site.database_url) as db, db.read() as session:
        count = records.board_count(session, BoardQuery.of(asked["query"]), asked["at"])
        total = count.of(asked["status"])

        def told(done: int) -> None:
            write_atomic(place / PROGRESS, str(min(99, 100 * done // max(1, total))))

        rows = board_rows(session, count, asked["status"], told)
        half = place / f"{FILE}.part"
        with half.open("wb") as file:
            write_board(
                file,
                rows,
                lambda kind, target: titles.get(f"{kind}:{target}", target),
                site.settings.site.name,
                asked["at"],
                site.zone,
            )
        half.replace(place / FILE)


if __name__ == "__main__":
    main(*sys.argv[1:3])
