"""The running platform's own backups: due once a day, the newest kept by day and by week."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path

from anpei import clock
from anpei.backups import journal
from anpei.backups.archive import BackupSummary, back_up
from anpei.settings import Site

__all__ = ["back_up_daily", "due", "kept_of", "rotate"]

NAME = re.compile(r"anpei-daily-(\d{8})-(\d{6})\.tar(\.damaged)?")
BROKEN_KEPT = 1


def due(site: Site, now: int) -> bool:
    """Whether the platform should make its backup now: today's time has come, and none was made since.

    A site that begins to run waits for its first such time; one that was switched off then does it when it runs.
    """
    if not site.settings.backup.at:
        return False
    found = journal.note_watch(site, now)
    before = found.daily if found.daily is not None else found.since
    return before is not None and before < latest(site, now)


def latest(site: Site, now: int) -> int:
    """The newest moment (ms) at or before now at which the clock showed the time of backups."""
    hour, minute = map(int, site.settings.backup.at.split(":"))
    here = clock.local(now, site.zone)
    moment = datetime.combine(here.date(), time(hour, minute), here.tzinfo)
    if moment > here:
        moment -= timedelta(days=1)
    return int(moment.timestamp() * 1000)


def back_up_daily(site: Site, now: int) -> BackupSummary:
    """Make one in the site's folder of backups and let go of those that are too old."""
    folder = site.backups
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"anpei-daily-{clock.local(now, site.zone):%Y%m%d-%H%M%S}.tar"
    try:
        return back_up(site, target, now, daily=True)
    finally:
        rotate(site)


def rotate(site: Site) -> None:
    """Delete our own daily files that are too many; whatever else lies in the folder is never touched."""
    rules = site.settings.backup
    found = sorted((path for path in site.backups.iterdir() if NAME.fullmatch(path.name)), reverse=True)
    good = [path for path in found if path.suffix != ".damaged"]
    kept = kept_of(good, rules.keep_days, rules.keep_weeks)
    broken = [path for path in found if path.suffix == ".damaged"][BROKEN_KEPT:]
    for path in [*(path for path in good if path not in kept), *broken]:
        with suppress(OSError):
            path.unlink()


def kept_of(files: list[Path], days: int, weeks: int) -> set[Path]:
    """The newest file of each of so many days, and of each of so many weeks; pure but for names. Newest first."""
    by_day: dict[str, Path] = {}
    by_week: dict[tuple[int, int], Path] = {}
    for path in files:
        found = NAME.fullmatch(path.name)
        if found is None:
            continue
        week = datetime.strptime(found[1], "%Y%m%d").isocalendar()[:2]
        by_day.setdefault(found[1], path)
        by_week.setdefault(week, path)
    return {*list(by_day.values())[:days], *list(by_week.values())[:weeks]}
