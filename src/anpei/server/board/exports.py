"""The board as a workbook: a small one comes at once, a big one is made beside the server and waited for."""

from __future__ import annotations

import asyncio
import io

from anpei import clock, records
from anpei.records import BoardCount, BoardQuery
from anpei.server.board.export_job import board_rows
from anpei.server.board.pages import BoardRequest
from anpei.server.board.view import FILTERS, BoardFilter, chosen_from
from anpei.server.core import exports, permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.targets import targets_of
from anpei.server.core.workbooks import XLSX, write_board

__all__ = ["HANDLERS"]


class ExportPage(PageHandler):
    """``board/export.xlsx``: the rows the board shows, all pages of them."""

    access = permissions.TRAINERS
    acts = does(GET="export.board")

    async def get(self) -> None:
        choice = chosen_from(self.query(BoardRequest).model_dump(include={*FILTERS}))
        query, now = choice.asked(self.scope), self.now()
        count = await asyncio.to_thread(self.count, query, now)
        if count.of(choice.status) > exports.ROWS_IN_AN_ANSWER:
            await self.noted(条件=choice.query())
            job = self.begin(choice, count)
            self.redirect(self.url(f"board/exports/{job.folder.name}"), status=303)
            return
        self.note(条件=choice.query())
        body = await asyncio.to_thread(self.whole, query, choice.status, now)
        await self.send_file(body, XLSX, named(now, self.zone))

    def count(self, query: BoardQuery, now: int) -> BoardCount:
        with self.db.read() as session:
            return records.board_count(session, query, now)

    def whole(self, query: BoardQuery, status: str, now: int) -> bytes:
        buffer, title_of = io.BytesIO(), targets_of(self).title
        with self.db.read() as session:
            count = records.board_count(session, query, now)
            rows = board_rows(session, count, status)
            write_board(buffer, rows, title_of, self.site.settings.site.name, now, self.zone)
        return buffer.getvalue()

    def begin(self, choice: BoardFilter, count: BoardCount) -> exports.ExportJob:
        targets = targets_of(self)
        things = {(part.plan.kind, part.plan.target) for part in count.parts}
        asked = {
            "by": self.person.staff_no,
            "at": count.now,
            "back": f"board{choice.query()}",
            "called": named(count.now, self.zone),
            "status": choice.status,
            "query": count.query.plain(),
            "titles": {f"{kind}:{target}": targets.title(kind, target) for kind, target in things},
        }
        return exports.begin(self.site, "anpei.server.board.export_job", asked)


def named(now: int, zone: str) -> str:
    return f'filename="anpei-{clock.local(now, zone):%Y%m%d}.xlsx"'


HANDLERS = [
    (r"board/export\.xlsx", ExportPage),
    *exports.pages("board/exports", permissions.TRAINERS, heading="导出培训情况", place="培训看板"),
]
