"""A workbook that takes seconds is made by a process of its own and waited for on a page.

Ten thousand rows take seconds of a processor; in this process everybody's answers would wait for them. What is asked
lies in a folder of the job under ``var/exports``, the process writes beside it how far it is and then the file, and a
page tells. So any server process can show it, also after a restart. The process holds a lock for as long as it lives:
what has neither lock nor file has failed, however its maker ended. Files are kept for a day, for whoever asked.

A subject has a module whose ``main`` calls :func:`anpei.server.core.export_process.run`, starts it with :func:`begin`,
and adds :func:`pages` to its routes.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import secrets
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from anpei import clock
from anpei.errors import NotFound, Unavailable
from anpei.server.core.export_process import ASKED, FILE, LOCK, PROGRESS
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.core.permissions import Access
from anpei.server.core.workbooks import XLSX
from anpei.settings import Site

__all__ = ["ROWS_IN_AN_ANSWER", "ExportJob", "begin", "pages"]

ROWS_IN_AN_ANSWER = 500
"""Rows up to which somebody would rather wait for the file itself."""
KEPT = clock.DAY
GIVING_WAY = 19
"""The lowest priority, from its first moment: its imports alone take a second of a processor."""
JOB = r"([0-9a-f]{32})"
MAKING: set[asyncio.Task[None]] = set()
"""Jobs under way, so that none is lost on the way."""


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
            raise NotFound("没有这份导出，或已过期。", way_out="请回到刚才的页面重新导出。")
        return job

    def asked(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / ASKED).read_text(encoding="utf-8"))
        return found

    @property
    def state(self) -> str:
        """``done``, ``failed`` or ``going``; the lock is looked at first, for the file comes before the end."""
        going = self._held()
        return "done" if (self.folder / FILE).exists() else "going" if going else "failed"

    def _held(self) -> bool:
        try:
            with (self.folder / LOCK).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @property
    def percent(self) -> int:
        try:
            return int((self.folder / PROGRESS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0


def begin(site: Site, module: str, asked: dict[str, Any]) -> ExportJob:
    """Have a module's process make what is asked; jobs of yesterday go.

    ``asked`` says ``by`` whom and when (``at``), the address to go ``back`` to and what the file is ``called``.
    """
    shelf = site.var / "exports"
    shelf.mkdir(mode=0o700, exist_ok=True)
    for old in shelf.iterdir():
        if old.stat().st_mtime * 1000 < clock.now() - KEPT:
            shutil.rmtree(old, ignore_errors=True)
    folder = shelf / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    # no flush to the disk, for which everybody's answers would wait: a job doesn't outlive a power cut
    (folder / ASKED).write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    job = ExportJob(folder)
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_WRONLY, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    task = asyncio.create_task(_make(site, module, job, lock))
    MAKING.add(task)
    task.add_done_callback(MAKING.discard)
    return job


async def _make(site: Site, module: str, job: ExportJob, lock: int) -> None:
    """Run the process; the lock becomes its own."""
    command = [sys.executable, "-m", module, str(site.root), str(job.folder)]
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.DEVNULL, pass_fds=[lock])
    finally:
        os.close(lock)
    with suppress(ProcessLookupError):  # over already
        os.setpriority(os.PRIO_PROCESS, process.pid, GIVING_WAY)
    await process.wait()


class ExportJobPage(PageHandler):
    """``<address>/<job>``: how far it is, and then the file."""

    address: ClassVar[str] = ""
    heading: ClassVar[str] = ""
    place: ClassVar[str] = ""

    def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        here = f"{self.address}/{name}"
        back = self.base_url + job.asked()["back"]
        self.render_page("core/export.html", job=job, here=here, heading=self.heading, place=self.place, back=back)


class ExportStateHandler(ApiHandler):
    """``GET api/<address>/<job>``: ``{"state", "percent"}``."""

    def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        self.answer({"state": job.state, "percent": job.percent})


class ExportFile(PageHandler):
    """``<address>/<job>/file.xlsx``, a piece at a time."""

    async def get(self, name: str) -> None:
        job = ExportJob.find(self.site, name, self.person.staff_no)
        if job.state != "done":
            raise Unavailable("文件还没有做好。", way_out="请等进度走完再下载。")
        self.set_header("Content-Type", XLSX)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f"attachment; {job.asked()['called']}")
        with (job.folder / FILE).open("rb") as file:
            while piece := file.read(256 * 1024):
                self.write(piece)
                await self.flush()
        self.finish()


def pages(address: str, access: Access, *, heading: str, place: str) -> list[tuple[str, type[Any]]]:
    """The routes of a subject's jobs; ``place`` is what the page to go back to is called."""
    told = {"access": access, "address": address, "heading": heading, "place": place}
    return [
        (rf"{address}/{JOB}", type("ExportJobPage", (ExportJobPage,), told)),
        (rf"{address}/{JOB}/file\.xlsx", type("ExportFile", (ExportFile,), {"access": access})),
        (rf"api/{address}/{JOB}", type("ExportStateHandler", (ExportStateHandler,), {"access": access})),
    ]
