"""The doctor's questions about databases: whether they open, are sound, and keep what they acknowledge."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from anpei import assignments, audit, clock, schemas, tasks
from anpei.database import Database
from anpei.engines import on_postgres, plain_engine
from anpei.errors import AnpeiError
from anpei.settings import Site
from anpei.version import version

__all__ = [
    "Answers",
    "Check",
    "Level",
    "audit_log",
    "books",
    "database",
    "exists",
    "failed_tasks",
    "gradebook",
    "read",
    "soundness",
]

Said = TypeVar("Said")
Level = Literal["ok", "warning", "error"]
SHOWN = 10
UNREACHABLE = (SQLAlchemyError, OSError, AnpeiError)  # no server, no folder, no driver


@dataclass(frozen=True)
class Check:
    """One answer: what was looked at, how it is, and what to do about it."""

    name: str
    level: Level
    message: str
    way_out: str = ""


Answers = Iterator[Check]


def read(site: Site, what: Callable[[Session], Said]) -> Said | None:
    """What the database says; None where there is none or it can't be asked, which the question about it tells."""
    if not exists(site):
        return None
    try:
        with Database(site.database_url) as db, db.read() as session:
            return what(session)
    except UNREACHABLE:
        return None


def failed_tasks(site: Site) -> Answers:
    """Periodic work that failed is told until it is done: what, since when, why."""
    found = read(site, tasks.failures)
    if found is None:
        return
    for one in found[:SHOWN]:
        title, what = tasks.task_words(one.task, one.row)
        since = clock.show(one.first, site.zone)
        words = f"{title}（{what}）从 {since} 起失败 {one.tries} 次：{one.trouble}"
        yield Check("后台事项", "warning", words, "平台会自己再试；排除原因后可在“人员设备”页马上再试。")
    if len(found) > SHOWN:
        yield Check("后台事项", "warning", f"还有 {len(found) - SHOWN} 项没有办成。", "见“人员设备”页。")
    if not found:
        yield Check("后台事项", "ok", "没有失败的")


def audit_log(site: Site) -> Answers:
    """The audit log is whole; its last hash is to be kept elsewhere by whoever wants to be sure of its end, too."""
    found = read(site, audit.soundness)
    if found is None:
        return
    if found.broken:
        way_out = "请查清是谁动了数据库，并与以前的备份核对。"
        yield Check("操作记录", "error", f"第 {found.broken} 条或它之前的被人改过、插过或删过。", way_out)
    else:
        yield Check(
            "操作记录", "ok", f"{found.rows} 条，前后相扣" + (f"，末条指纹 {found.last[:16]}" if found.last else "")
        )


def database(site: Site) -> Answers:
    """It opens, is sound and has the newest schema."""
    if not exists(site):
        yield Check("数据库", "error", "还没有数据库。", f"运行 anpei serve {site.root} 会建立它。")
        return
    current = schemas.schema_of(site.database_url)
    if schemas.newer(current):
        words = f"结构 {current} 是更新的版本写的，这里是安培 {version()}，只认得到 {schemas.newest()}；没有动它。"
        yield Check("数据库", "error", words, "请装回更新的安培；要用这个版本，请用 anpei restore 恢复升级以前的备份。")
        return
    try:
        with Database(site.database_url) as db, db.engine.connect() as connection:
            troubles = list(_server("数据库", connection))
    except UNREACHABLE as error:
        yield _closed("数据库", error)
        return
    yield from troubles
    if current != schemas.newest():
        yield Check(
            "数据库",
            "error",
            f"结构是旧的（{current or '空'}，应为 {schemas.newest()}）。",
            "重新启动 anpei serve 会先备份，再升级。",
        )
    elif not troubles:
        where = "PostgreSQL，" if on_postgres(site.database_url) else ""
        yield Check("数据库", "ok", f"{where}结构为最新（{current}）")


def gradebook(site: Site) -> Answers:
    """Where nbgrader's marks are on a server of their own, it answers and is as safe as the other."""
    if not on_postgres(site.gradebook_url):
        return
    try:
        engine = plain_engine(site.gradebook_url, poolclass=NullPool)
        with engine.connect() as connection:
            troubles = list(_server("成绩库", connection))
    except UNREACHABLE as error:
        yield _closed("成绩库", error)
        return
    yield from troubles or [Check("成绩库", "ok", "PostgreSQL，可以连接")]


def books(site: Site) -> Answers:
    """The platform's marks and nbgrader's say the same of every attempt."""
    made = make_url(site.gradebook_url)
    if not exists(site) or (made.get_backend_name() == "sqlite" and not Path(made.database or "").exists()):
        return
    try:
        with Database(site.database_url) as db:
            found = assignments.differences(assignments.GradingContext(site, db))
    except UNREACHABLE:
        return  # the questions about the databases say why
    for one in found[:SHOWN]:
        yield Check("成绩簿", "error", one.words, one.way_out)
    if len(found) > SHOWN:
        yield Check("成绩簿", "error", f"还有 {len(found) - SHOWN} 份不同。", found[0].way_out)
    if not found:
        yield Check("成绩簿", "ok", "和平台的成绩一致")


def _closed(name: str, error: Exception) -> Check:
    cause = str(getattr(error, "orig", error)).splitlines()[0]
    return Check(name, "error", f"打不开：{cause}。", "请检查 [database] 的设置，或从备份恢复。")


def _server(name: str, connection: Connection) -> Answers:
    """A PostgreSQL that doesn't wait for its disk, or can't hold every character, is no place for answers."""
    if connection.dialect.name != "postgresql":
        return
    for setting in ("fsync", "full_page_writes"):
        if connection.execute(text(f"SHOW {setting}")).scalar() != "on":
            way_out = f"在 postgresql.conf 里写 {setting} = on，再重启数据库。"
            yield Check(name, "error", f"PostgreSQL 关掉了 {setting}，断电会丢答卷。", way_out)
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        way_out = "请新建编码为 UTF8 的库，把数据导过去。"
        yield Check(name, "error", f"库的编码是 {encoding}，存不下全部汉字。", way_out)


def exists(site: Site) -> bool:
    """Whether there is a database to ask; opening one that isn't there would make it."""
    return bool(site.settings.database.url) or (site.var / "anpei.db").exists()


def soundness(site: Site) -> Answers:
    """SQLite's own check of every page and reference."""
    files = sorted(site.var.glob("*.db"))
    broken = [path for path in files if not _sound(path)]
    for path in broken:
        yield Check("数据完整", "error", f"{path.name} 已损坏。", "请停掉平台，用 anpei restore 从最近的备份恢复。")
    if files and not broken:
        yield Check("数据完整", "ok", "、".join(path.name for path in files))


def _sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            whole = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            # nbgrader doesn't keep its references strictly; ours must hold
            return whole and (path.name != "anpei.db" or not connection.execute("PRAGMA foreign_key_check").fetchone())
    except sqlite3.Error:
        return False
