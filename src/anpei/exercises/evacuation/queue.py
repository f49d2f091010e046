"""Works off the queue: one worker process at a time, told by a pipe, watched, and stopped when somebody cancels."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from anpei import clock
from anpei.database import Database
from anpei.exercises.evacuation import service
from anpei.exercises.evacuation.engine import available
from anpei.exercises.evacuation.service import Job

__all__ = ["EvacuationQueue", "folder_of"]

LOOK = 0.4
LONGEST = 600.0
KEPT = 60
DIED = "推演进程意外停止。请再试一次；如果还这样，请减少人数。"
TOO_LONG = "推演超过了 10 分钟，已停下。请减少人数或模拟次数。"
LEFT_OUT = ("ANPEI_LIFELINE",)


def folder_of(var: Path) -> Path:
    """Where answers are kept."""
    return var / "evacuation"


class EvacuationQueue:
    """The queue's worker in this process; ``paths`` finds a plan's file by its slug."""

    def __init__(
        self, db: Database, var: Path, paths: Callable[[str], Path | None], now: Callable[[], int] = clock.now
    ) -> None:
        self.db, self.folder, self.paths, self.now = db, folder_of(var), paths, now
        self.process: asyncio.subprocess.Process | None = None
        self._beaten = 0

    def have(self, key: str) -> bool:
        """Whether the pictures of an answer are kept."""
        return self.tracks(key).is_file()

    def tracks(self, key: str) -> Path:
        return self.folder / f"{key}.tracks"

    def in_turn(self, session: Session) -> list[int]:
        """The questions to work on next; none where there is no model."""
        found = service.in_turn(session, self.now())
        return found if found and available() else []  # the disk is asked only when it matters

    async def work_on(self, run_id: int) -> bool:
        """Take a question and see it through; False when it isn't its turn any more."""
        job = await self.db.awrite(lambda session: service.take(session, run_id, self.now()))
        if job is None:
            return False
        try:
            await self._see_through(job)
        finally:
            await self.stop()
        return True

    async def stop(self) -> None:
        """End the worker, if there is one."""
        process, self.process = self.process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    async def _see_through(self, job: Job) -> None:
        path = self.paths(job.slug)
        if path is None:
            await self._fail(job, "场地图已经不在了。请刷新页面。")
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.process = process = await self._start()
        assert process.stdin is not None
        asked = {
            "plan": str(path), "sha": job.sha, "inputs": job.inputs.model_dump(mode="json"),
            "folder": str(self.folder), "key": job.key,
        }  # fmt: skip
        with suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write((json.dumps(asked, ensure_ascii=False) + "\n").encode())
            await process.stdin.drain()
        said = await self._listen(job, process)
        if said is None:
            return
        await self._end(job, said)

    async def _start(self) -> asyncio.subprocess.Process:
        environment = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "anpei.exercises.evacuation.worker",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment, start_new_session=True,
        )  # fmt: skip

    async def _listen(self, job: Job, process: asyncio.subprocess.Process) -> dict[str, Any] | None:
        """Pass progress on until the worker is done; its last words, or None when the question is closed already."""
        assert process.stdout is not None
        share, until = 0.0, asyncio.get_running_loop().time() + LONGEST
        last: dict[str, Any] = {}
        reading = asyncio.ensure_future(process.stdout.readline())
        while True:
            await asyncio.wait({reading}, timeout=LOOK)
            line = b"{}\n"
            if reading.done():
                line = reading.result()
                reading = asyncio.ensure_future(process.stdout.readline())
            said = json.loads(line) if line else {}
            share, last = said.get("progress", share), {**last, **said}
            if not line:
                reading.cancel()
                await process.wait()
                return last
            if asyncio.get_running_loop().time() > until:
                await self._fail(job, TOO_LONG)
            elif await self._beat(job, share):
                continue
            reading.cancel()
            return None

    async def _beat(self, job: Job, share: float) -> bool:
        """Renew the sign of life, at most every so often; False when it was cancelled."""
        now = self.now()
        if now - self._beaten < LOOK * 1000:
            return True
        self._beaten = now
        return await self.db.awrite(lambda session: service.beat(session, job.run_id, share, now))

    async def _end(self, job: Job, said: dict[str, Any]) -> None:
        answer = self.folder / f"{job.key}.json"
        if said.get("done") and answer.is_file():
            summary = json.loads(answer.read_text(encoding="utf-8"))
            await self.db.awrite(lambda session: service.finish(session, job.run_id, summary, self.now()))
            self._tidy()
        elif said.get("refused"):
            await self._fail(job, str(said["refused"]))
        else:
            await self.db.awrite(lambda s: service.fail(s, job.run_id, DIED, self.now(), again=True))

    async def _fail(self, job: Job, words: str) -> None:
        await self.db.awrite(lambda session: service.fail(session, job.run_id, words, self.now()))

    def _tidy(self) -> None:
        """Only so many pictures are kept; the figures stay in the database for ever."""
        tracks = sorted(self.folder.glob("*.tracks"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in tracks[KEPT:]:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
