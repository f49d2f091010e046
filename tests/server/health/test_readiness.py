"""Whether what people do can be saved is tried, and a disk's refusal is called that: full, read-only, never 'away'."""

from __future__ import annotations

import errno
import resource
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from anpei import backups, storage, tasks
from anpei.database import Database
from anpei.errors import Unavailable
from anpei.server.health.pages import Readiness, _disks
from anpei.settings import Site
from tests.helpers.platform import Platform
from tests.helpers.processes import run_apart


@contextmanager
def no_room(path: Path) -> Iterator[None]:
    """No file may grow beyond what this one has now: what SQLite meets on a disk that is full."""
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.sqlite_only
def test_a_full_disk_is_told_to_whoever_saves_and_over_when_there_is_room(site: Site) -> None:
    with Database(site.database_url) as db:
        fill = "INSERT INTO task_failure VALUES ('fill', 'x', 0, 0, 0, 0, :words)"
        wipe = "DELETE FROM task_failure"

        def big(session: object) -> None:
            for number in range(400):
                session.execute(text(fill.replace("'x'", f"'{number}'")), {"words": "满" * 300})  # type: ignore[attr-defined]
            session.execute(text(wipe))  # type: ignore[attr-defined]

        with no_room(site.var / "anpei.db"):
            with pytest.raises(Unavailable, match="磁盘") as refusal:
                for _ in range(8):
                    db.write(big).result()
            assert "没有回应" not in refusal.value.message and "告诉管理员" in refusal.value.way_out
        db.write(big).result()


@pytest.mark.both_databases
def test_a_database_that_can_save_is_ready_and_nothing_of_the_try_stays(site: Site) -> None:
    with Database(site.database_url) as db:
        assert run_apart(Readiness(db).trouble(1)) is None
        with db.read() as session:
            assert tasks.failures(session) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "x"), "disk_full"),
        (OSError(errno.EDQUOT, "x"), "disk_full"),
        (OSError(errno.EROFS, "x"), "disk_read_only"),
        (OSError(errno.EIO, "x"), "disk_error"),
    ],
)
def test_a_disks_refusal_has_a_name(error: OSError, code: str) -> None:
    found = storage.refusal(error)
    assert found is not None and found.code == code and found.status == 503


def test_what_isnt_the_disk_isnt_called_so() -> None:
    assert storage.refusal(OSError(errno.ENOENT, "x")) is None
    assert storage.refusal(ValueError("x")) is None
    assert storage.refusal(sqlite3.OperationalError("database is locked")) is None


def test_a_read_only_database_is_told_as_such(site: Site) -> None:
    connection = sqlite3.connect(f"file:{site.var / 'anpei.db'}?mode=ro", uri=True)
    with pytest.raises(sqlite3.OperationalError) as refused:
        connection.execute("DELETE FROM task_failure")
    connection.close()
    assert storage.refusal(refused.value).code == "disk_read_only"  # type: ignore[union-attr]


def test_one_disk_is_one_line(tmp_path: Path) -> None:
    found = _disks([("站点", tmp_path), ("备份", tmp_path / "not" / "there")])
    assert [one["name"] for one in found] == ["站点、备份"]


def test_administrators_see_it_on_one_page_and_whatever_watches_gets_a_status(server: Platform) -> None:
    with server.stranger() as stranger, server.client("A9001") as admin, server.client("E1001") as employee:
        assert stranger.get("readyz").json() == {"ready": True}
        page, closed = admin.get("admin/health"), employee.get("admin/health")
        assert "备份：" not in admin.get("admin").text
        backups.journal.note_failed(server.site, 1, "磁盘满了。")
        assert "备份：最近一次备份没有成功：磁盘满了。" in admin.get("admin").text
        (server.site.var / backups.journal.FILE).unlink()
    assert (page.status_code, closed.status_code) == (200, 403)
    for words in ("刚才试写成功", "还没有好的备份", "每天 02:30", "学习服务", "阅卷服务", "没有加密"):
        assert words in page.text, words
