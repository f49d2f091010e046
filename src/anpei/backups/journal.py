"""What is remembered of a site's backups beside the database, so that it can be told when that is away.

``var/backups.json``: since when the platform keeps watch, the last good one, and why the last one failed.
"""

from __future__ import annotations

from contextlib import suppress

from pydantic import BaseModel, ConfigDict, ValidationError

from anpei.clock import DAY
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["FILE", "BackupState", "Kept", "note_failed", "note_good", "note_watch", "state", "worry"]

FILE = "backups.json"
PATIENCE, PATIENCE_BY_HAND = 2 * DAY, 8 * DAY
"""So old may the last good backup be: with the platform's own every day, and where somebody makes them by hand."""


class Kept(BaseModel):
    """A backup that was checked and written: when (ms), where, how large (bytes), for a recovery key or not."""

    model_config = ConfigDict(frozen=True)

    at: int
    path: str
    size: int
    sealed: bool
    daily: bool = False


class Failed(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: int
    why: str


class BackupState(BaseModel):
    """``since``: when the platform first ran here; ``daily``: the last one it made by itself."""

    model_config = ConfigDict(frozen=True)

    since: int | None = None
    good: Kept | None = None
    daily: int | None = None
    failed: Failed | None = None


def state(site: Site) -> BackupState:
    """What is remembered; nothing where there is no readable file."""
    try:
        return BackupState.model_validate_json((site.var / FILE).read_text(encoding="utf-8"))
    except (OSError, ValidationError, ValueError):
        return BackupState()


def _keep(site: Site, made: BackupState) -> None:
    with suppress(OSError):  # a full or read-only disk: the backup itself may lie on another
        write_atomic(site.var / FILE, made.model_dump_json(indent=1), mode=0o600)


def note_watch(site: Site, now: int) -> BackupState:
    """Begin to keep watch, unless that is so already."""
    found = state(site)
    if found.since is None:
        found = found.model_copy(update={"since": now})
        _keep(site, found)
    return found


def note_good(site: Site, kept: Kept) -> None:
    daily = {"daily": kept.at} if kept.daily else {}
    _keep(site, state(site).model_copy(update={"good": kept, "failed": None, **daily}))


def note_failed(site: Site, now: int, why: str) -> None:
    _keep(site, state(site).model_copy(update={"failed": Failed(at=now, why=why)}))


def worry(site: Site, now: int) -> str:
    """What somebody should know of the site's backups, in a sentence; empty when all is well."""
    found = state(site)
    patience = PATIENCE if site.settings.backup.at else PATIENCE_BY_HAND
    if found.failed is not None:
        return f"最近一次备份没有成功：{found.failed.why}"
    if found.good is None:
        return "还没有备份过。" if found.since is not None and now - found.since > patience else ""
    if now - found.good.at > patience:
        return f"上一次好的备份是 {(now - found.good.at) // DAY} 天以前的。"
    return ""
