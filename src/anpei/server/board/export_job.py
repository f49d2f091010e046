"""``python -m anpei.server.board.export_job SITE FOLDER``: one board as a workbook, made beside the server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from anpei import records
from anpei.database import Database
from anpei.records import BoardCount, BoardQuery, BoardRow
from anpei.server.core.export_process import run
from anpei.server.core.workbooks import write_board
from anpei.settings import Site

__all__ = ["board_rows"]

STEP = 1000


def board_rows(
    session: Session, count: BoardCount, status: str, told: Callable[[int], None] = lambda done: None
) -> Iterator[BoardRow]:
    """Every row of a list, read some at a time; ``told`` hears how many there were."""
    for start in range(0, count.of(status), STEP):
        yield from records.board_page(session, count, status, start, STEP)
        told(start + STEP)


def write(site: Site, asked: dict[str, Any], file: BinaryIO, told: Callable[[int, int], None]) -> None:
    titles: dict[str, str] = asked["titles"]
    with Database(site.database_url) as db, db.read() as session:
        count = records.board_count(session, BoardQuery.of(asked["query"]), asked["at"])
        total = count.of(asked["status"])
        rows = board_rows(session, count, asked["status"], lambda done: told(done, total))
        name, zone = site.settings.site.name, site.zone
        write_board(file, rows, lambda kind, target: titles.get(f"{kind}:{target}", target), name, asked["at"], zone)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], write)
