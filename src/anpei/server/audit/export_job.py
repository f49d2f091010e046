"""``python -m anpei.server.audit.export_job SITE FOLDER``: a long audit log as a workbook, made beside the server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from sqlalchemy.orm import Session

from anpei import audit
from anpei.cells import harmless
from anpei.database import Database
from anpei.server.audit.view import HEADS, cells, names_of
from anpei.server.core.export_process import run
from anpei.server.core.workbooks import head_cell
from anpei.settings import Site

__all__ = ["rows_of", "write_log"]

STEP, MOST = 1000, 1_000_000
"""Excel has 1,048,576 lines; whoever needs more takes a shorter time, or the CSV file."""
WIDTHS = (20, 12, 12, 18, 18, 12, 44, 18, 22)


def rows_of(session: Session, query: audit.AuditQuery, zone: str) -> Iterator[list[list[str]]]:
    """The rows of the files, some at a time."""
    found = audit.every_entry(session, query)
    while some := list(islice(found, STEP)):
        yield list(cells(some, names_of(session, some), zone))


def write_log(file: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作记录")
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([head_cell(sheet, head) for head in HEADS])
    for row in rows:
        sheet.append([harmless(text) for text in row])
    book.save(file)


def write(site: Site, asked: dict[str, Any], file: BinaryIO, told: Callable[[int, int], None]) -> None:
    query = audit.AuditQuery(**{**asked["query"], "people": tuple(asked["query"]["people"])})
    with Database(site.database_url) as db, db.read() as session:
        total = audit.how_many(session, query)

        def rows() -> Iterator[Sequence[str]]:
            for done, some in enumerate(rows_of(session, query, site.zone), 1):
                yield from some
                told(done * STEP, total)

        write_log(file, islice(rows(), MOST))


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2], write)
