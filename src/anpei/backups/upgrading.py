"""A site whose database is older than the program comes along: told, saved before, and with the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from anpei import clock, database, engines, schemas
from anpei.backups import journal
from anpei.backups.archive import back_up
from anpei.backups.databases import sound
from anpei.errors import AnpeiError, Conflict, Unavailable
from anpei.settings import Site

__all__ = ["upgrade_site"]

KEPT = 3
RESTORE = "数据库丢了，请用 anpei restore 从备份恢复。"


def upgrade_site(
    site: Site, now: int, say: Callable[[str], None], *, without_backup: bool = False, new_database: bool = False
) -> None:
    """Bring a site's database to the newest schema, with a backup before; one that is there is only looked at.

    A new database is made in silence, but not without a word (``new_database``) where a site has already worked. Where
    no backup can be made nothing is upgraded, unless that is asked for.
    """
    before = schemas.require_known(site.database_url)
    if before is None and not new_database:
        _require_new(site)
    if before is not None and before != schemas.newest():
        if not without_backup:
            _save(site, now, say)
        say(f"升级数据库结构：{before} → {schemas.newest()}。")
    database.upgrade(site.database_url)


def _require_new(site: Site) -> None:
    """Refuse to begin as an enterprise without people where there are traces of one."""
    traces = _traces(site)
    own = site.var / "anpei.db"
    if not engines.on_postgres(site.database_url) and own.is_file() and own.stat().st_size and not sound(own):
        raise Conflict("数据库 anpei.db 已损坏，打不开。", code="no_database", way_out=RESTORE)
    if traces:
        raise Conflict(
            f"没有数据库，可是 {site.var} 里有 {'、'.join(traces[:4])}：这个站点已经用过。"
            "这样启动，会像一家没有人的新企业那样从头开始。",
            code="no_database",
            way_out=f"{RESTORE}确实要从空的开始，用 anpei serve --new-database。",
        )


def _traces(site: Site) -> list[str]:
    """What lies in var because a site has worked; beside PostgreSQL only keys tell, for init made SQLite's file."""
    if engines.on_postgres(site.database_url):
        return [path.name for path in (site.private, site.var / "gradebook.db") if path.exists()]
    passing = ("run", "logs", "anpei.db", journal.FILE)
    return sorted(path.name for path in site.var.glob("*") if not path.name.startswith(passing))


def _save(site: Site, now: int, say: Callable[[str], None]) -> None:
    folder = site.backups
    target = folder / f"anpei-before-{schemas.newest()}-{clock.local(now, site.zone):%Y%m%d-%H%M%S}.tar"
    say(f"升级以前先备份到 {target} …")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = back_up(site, target, now)
    except (AnpeiError, OSError) as error:
        way_out = "请按上面说的排除原因；已经另外备份过，就用 anpei serve --no-backup 升级。"
        raise Unavailable(f"升级以前的备份没有做成，所以没有升级：{error}", way_out=way_out) from None
    for path in sorted(folder.glob("anpei-before-*.tar"), key=_made, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)
    key = "（会问恢复密钥）" if made.sealed else ""
    say(
        f"要退回旧版本：停掉平台，用现在这个版本运行 anpei restore {target} --site {site.root} --force{key}，"
        "再装回旧版本。升级以后新做的事不在这个备份里。"
    )


def _made(path: Path) -> float:
    return path.stat().st_mtime
