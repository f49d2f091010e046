"""The board as a workbook: a small one comes at once, a big one is made by a process of its own and waited for.

Ten thousand rows take seconds of a processor; in this process everybody's answers would wait for them. What is asked
lies in a folder of the job under ``var/exports``, the process writes beside it how far it is and then the file, and a
page tells. So any server process can show it, also after a restart. Files are kept for a day, for whoever asked.
"""

from __future__ import annotations

import asyncio
import io
import json
import secrets
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from anpei import clock, records
from anpei.errors import NotFound, Unavailable
from anpei.plainfiles import write_atomic
from anpei.records import BoardQuery
from anpei.server.board.export_job import ASKED, FAILED, FILE, PROGRESS, board_rows
from anpei.server.board.pages import BoardRequest
from anpei.server.board.view import FILTERS, BoardFilter, chosen_from
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.core.targets import targets_of
from anpei.server.core.workbooks import XLSX, write_board
from anpei.settings import Site

__all__ = ["HANDLERS"]

AT_ONCE = 500
"""Rows up to which somebody would rather wait for the file itself."""
KEPT = clock.DAY
JOB = r"([0-9a-f]{32})"


@dataclass(frozen=True)
class ExportJob:
    """A workbook that was asked for: its folder, and where its making stands."""

    folder: Path

    @classmethod
    def find(cls, site: Site, name: str, staff_no: str) -> ExportJob:
        """The job of this name, if this person asked for it."""
        job = cls(site.var / "exports" / name)
        try:
            mine = job.asked()["by"] == staff_no
        except (OSError, ValueError):
            mine = False
        if not mine:
            raise NotFound("没有这份导出，或已过期。", way_out="请回到培训看板重新导出。")
        return job

    def asked(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / ASKED).read_text(encoding="utf-8"))
        return found

    @property
    def state(self) -> str:
        """``done``, ``failed`` or ``going``."""
        if (self.folder / FILE).exists():
            return "done"
        return "failed" if (self.folder / FAILED).exists() else "going"

    @property
    def percent(self) -> int:
        try:
            return int((self.folder / PROGRESS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0


def begin(site: Site, asked: dict[str, Any]) -> ExportJob:
    """Lay a job's folder; those of yesterday go."""
    shelf = site.var / "exports"
    shelf.mkdir(mode=0o700, exist_ok=True)
    for old in shelf.iterdir():
        if old.stat().st_mtime * 1000 < clock.now() - KEPT:
            shutil.rmtree(old, ignore_errors=True)
    folder = shelf / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    write_atomic(folder / ASKED, json.dumps(asked, ensure_ascii=False), mode=0o600)
    return ExportJob(folder)


async def make(site: Site, job: ExportJob) -> None:
    """Have the workbook made by another process; one that ends without a file has failed."""
    command = [sys.executable, "-m", "anpei.server.board.export_job", str(site.root), str(job.folder)]
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL)
    await process.wait()
    if job.folder.exists() and job.state != "done":
        (job.folder / FAILED).touch()


class ExportPage(PageHandler):
    """``board/export.xlsx``: the rows the board shows, all pages of them."""

    running: set[asyncio.Task[None]] = set()  # noqa: RUF012 - one set for all, so that no task is lost on the way

    access = permissions.TRAINERS

    async def get(self) -> None:
        choice = chosen_from(self.query(BoardRequest).model_dump(include={*FILTERS}))
        query, now = choice.asked(self.scope), self.now()
        if await asyncio.to_thread(self.size, query, choice.status, now) > AT_ONCE:
            job = self.begin(choice, query, now)
            self.redirect(self.url(f"board/exports/{job.folder.name}"), status=303)
            return
        body = await asyncio.to_thread(self.whole, query, choice.status, now)
        self.send_file(body, XLSX, named(now, self.zone))

    def size(self, query: BoardQuery, status: str, now: int) -> int:
        with self.db.read() as session:
            return records.board_count(session, query, now).of(status)

    def whole(self, query: BoardQuery, status: str, now: int) -> bytes:
        buffer, title_of = io.BytesIO(), targets_of(self).title
        with self.db.read() as session:
            count = records.board_count(session, query, now)
            rows = board_rows(session, count, status)
            write_board(buffer, rows, title_of, self.site.settings.site.name, now, self.zone)
        return buffer.getvalue()

    def begin(self, choice: BoardFilter, query: BoardQuery, now: int) -> ExportJob:
        targets = targets_of(self)
        with self.db.read() as session:
            parts = records.board_count(session, query, now).parts
        things = {(part.plan.kind, part.plan.target) for part in parts}
        asked = {
            "by": self.person.staff_no,
            "at": now,
            "back": choice.query(),
            "status": choice.status,
            "query": query.plain(),
            "titles": {f"{kind}:{target}": targets.title(kind, target) for kind, target in things},
        }
        job = begin(self.site, asked)
        task = asyncio.create_task(make(self.site, job))
        self.running.add(task)
        task.add_done_callback(self.running.discard)
        return job


def named(now: int, zone: str) -> str:
    return f'filename="anpei-{clock.local(now, zone):%Y%m%d}.xlsx"'


class ExportJobPage(PageHandler):
    """``board/exports/<job>``: how far it is, and then the file."""

    access = permissions.TRAINERS

    def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        self.render_page("board/export.html", job=job, name=name, back=self.url("board") + job.asked()["back"])


class ExportStateHandler(ApiHandler):
    """``GET api/board/exports/<job>``: ``{"state", "percent"}``."""

    access = permissions.TRAINERS

    def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        self.answer({"state": job.state, "percent": job.percent})


class ExportFile(PageHandler):
    """``board/exports/<job>/file.xlsx``, a piece at a time."""

    access = permissions.TRAINERS

    async def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        if job.state != "done":
            raise Unavailable("文件还没有做好。", way_out="请等进度走完再下载。")
        self.set_header("Content-Type", XLSX)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f"attachment; {named(job.asked()['at'], self.zone)}")
        with (job.folder / FILE).open("rb") as file:
            while piece := file.read(256 * 1024):
                self.write(piece)
                await self.flush()
        self.finish()


HANDLERS = [
    (r"board/export\.xlsx", ExportPage),
    (rf"board/exports/{JOB}", ExportJobPage),
    (rf"board/exports/{JOB}/file\.xlsx", ExportFile),
    (rf"api/board/exports/{JOB}", ExportStateHandler),
]
