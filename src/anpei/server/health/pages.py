"""``readyz``, for whatever watches the platform, and ``admin/health``, where administrators see why and since when."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from pathlib import Path
from typing import Any

from anpei import backups, schemas, storage, tasks
from anpei.database import Database
from anpei.errors import AnpeiError, Unavailable
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.processes.supervisor import PROCESSES_FILE

__all__ = ["HANDLERS", "Readiness"]

REMEMBERED = 5.0
"""So many seconds an answer holds: a try flushes the disk, and strangers may ask."""
PATIENCE = 10.0
LOW, NONE = 2_000_000_000, 300_000_000
NO_ANSWER = Unavailable("数据库没有在十秒内写完。", code="slow", way_out="请看 anpei doctor 和 var/logs/learner.log。")


class Readiness:
    """Whether an answer could be saved just now, by trying; one try at a time, remembered for a moment."""

    def __init__(self, db: Database) -> None:
        self._db, self._lock = db, asyncio.Lock()
        self._asked, self._trouble = 0.0, None  # type: float, AnpeiError | None

    async def trouble(self, now: int) -> AnpeiError | None:
        async with self._lock:
            if not self._asked or time.monotonic() - self._asked > REMEMBERED:
                self._trouble = await self._try(now)
                self._asked = time.monotonic()
            return self._trouble

    async def _try(self, now: int) -> AnpeiError | None:
        try:
            await asyncio.wait_for(self._db.awrite(lambda session: tasks.try_write(session, now)), PATIENCE)
        except TimeoutError:
            return NO_ANSWER
        except AnpeiError as error:
            return error
        except Exception as error:
            return storage.refusal(error) or Unavailable("数据库写不了。", way_out="请看 var/logs/learner.log。")
        return None


def _readiness(handler: ApiHandler | PageHandler) -> Readiness:
    made: Readiness = handler.settings.setdefault("anpei_readiness", Readiness(handler.db))
    return made


class ReadyHandler(ApiHandler):
    """``readyz``: whether what people do can be saved; ``healthz`` says only that the server answers."""

    access = permissions.PUBLIC

    async def get(self) -> None:
        found = await _readiness(self).trouble(self.now())
        if found is None:
            self.answer({"ready": True})
        else:
            self.answer({"ready": False, "code": found.code, "message": found.message}, 503)


class HealthPage(PageHandler):
    access = permissions.ADMINISTRATORS

    async def get(self) -> None:
        now = self.now()
        kept = backups.state(self.site)
        self.render_page(
            "health/health.html",
            trouble=await _readiness(self).trouble(now),
            disks=_disks([("站点", self.site.root), ("备份", self.site.backups)]),
            kept=kept.good,
            worry=backups.worry(self.site, now),
            sealed=bool(backups.recipients(self.site)),
            at=self.site.settings.backup.at,
            folder=str(self.site.backups),
            processes=_processes(self.site.var / "run" / PROCESSES_FILE),
            schema=schemas.newest(),
        )


def _disks(places: list[tuple[str, Path]]) -> list[dict[str, Any]]:
    """Free space where the site and its backups lie; one line where that is one disk."""
    found: list[dict[str, Any]] = []
    for name, path in places:
        while not path.exists():
            path = path.parent
        usage, device = shutil.disk_usage(path), path.stat().st_dev
        same = next((one for one in found if one["device"] == device), None)
        if same:
            same["name"] += f"、{name}"
            continue
        low = "error" if usage.free < NONE else "low" if usage.free < LOW else ""
        free, total = f"{usage.free / 1e9:.1f}", f"{usage.total / 1e9:.0f}"
        found.append({"name": name, "free": free, "total": total, "low": low, "device": device})
    return found


def _processes(path: Path) -> list[dict[str, Any]]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8")).values())
    except (OSError, ValueError):
        return []


HANDLERS = [(r"readyz", ReadyHandler), (r"admin/health", HealthPage)]
