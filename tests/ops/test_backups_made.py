"""How backups come about: checked before they count, by the platform every day, and never in a half-finished state."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from anpei import backups
from anpei.backups import back_up, staging
from anpei.backups.schedule import kept_of, latest
from anpei.clock import DAY, HOUR
from anpei.errors import Refused, Unavailable
from anpei.settings import Site, open_site
from tests.helpers.killing import killing

NOW = int(datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp() * 1000)
KEY = backups.new_key()
Command = Callable[..., object]


def break_pages(path: Path) -> None:
    """What a failing disk does to a database: some pages in its middle hold rubbish."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 3 * 4096)


def test_a_database_with_a_broken_page_is_no_backup(site: Site, anpei: Command, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"
    anpei("backup", target)
    good = target.read_bytes()
    break_pages(site.var / "anpei.db")
    told = anpei("backup", target)
    assert told.code == 1 and "anpei.db 已损坏" in told.text and "已备份" not in told.text
    assert target.read_bytes() == good, "the good one of before stays"
    kept = tmp_path / "backup.tar.damaged"
    assert str(kept) in told.text
    told = anpei("backup", "--verify", kept)
    assert told.code == 1 and "在备份时就已损坏" in told.text
    with pytest.raises(Refused):
        backups.restore(kept, tmp_path / "again", NOW, lambda _: KEY)
    assert "已损坏" in backups.worry(site, NOW)


def test_what_is_no_database_any_more_is_kept_for_rescue_too(site: Site, tmp_path: Path) -> None:
    (site.var / "gradebook.db").write_bytes(b"rubbish" * 1000)
    with pytest.raises(Refused, match=r"gradebook\.db 已损坏"):
        back_up(site, tmp_path / "backup.tar", NOW)
    assert (tmp_path / "backup.tar.damaged").exists() and not (tmp_path / "backup.tar").exists()


def test_databases_are_copied_to_another_disk_where_the_sites_own_is_full(
    site: Site, anpei: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(staging.tempfile, "gettempdir", lambda: str(elsewhere))
    usage, full = namedtuple("Usage", "total used free"), [site.var]
    monkeypatch.setattr(
        staging.shutil,
        "disk_usage",
        lambda path: usage(1, 1, 0 if any(Path(path).is_relative_to(place) for place in full) else 10**12),
    )
    told = anpei("backup", tmp_path / "backup.tar")
    assert told.code == 0 and str(elsewhere) in told.text and not list(elsewhere.iterdir())
    full.append(tmp_path)
    told = anpei("backup", tmp_path / "backup.tar")
    assert told.code == 1 and "没有地方放数据库的副本" in told.text and "TMPDIR" in told.text


def test_a_target_that_fills_up_is_said_to_be_full_and_left_as_it_was(site: Site, tmp_path: Path) -> None:
    """A limit on the length of files stands for the disk; a real one that is full answers in the same place."""
    (site.workspace / "big.bin").write_bytes(os.urandom(3_000_000))
    target = tmp_path / "backup.tar"
    before, ignored = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, before[1]))
    try:
        with pytest.raises(Unavailable, match="磁盘满了，备份没有完成"):
            back_up(site, target, NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert not target.exists() and sorted(path.name for path in tmp_path.iterdir()) == ["site"]
    assert "磁盘满了" in backups.worry(site, NOW)


def test_killed_at_any_moment_there_is_the_old_backup_or_the_new_and_the_next_clears_up(
    site: Site, tmp_path: Path
) -> None:
    backups.set_recipient(site, KEY.public)
    own, target = tmp_path / "tmp", tmp_path / "out/backup.tar"
    own.mkdir()
    imports = (
        "from pathlib import Path\nfrom anpei.backups import back_up\nfrom anpei.settings import open_site\n"
        f"site = open_site({str(site.root)!r})"
    )
    with killing(imports, f"back_up(site, Path({str(target)!r}), 1)", {"TMPDIR": str(own)}) as making:
        steps = making.steps()
        for last in sorted({*range(2, len(steps), max(1, len(steps) // 8)), len(steps)}):
            making.kill_at(last)
            backups.verify(target, KEY)
        making.steps()
    left = [*target.parent.iterdir(), *own.iterdir(), *(site.var / "run").iterdir()]
    assert [path for path in left if path.is_file() or any(path.iterdir())] == [target]


def test_what_another_backup_is_just_making_is_left_alone(site: Site, tmp_path: Path) -> None:
    with staging.private_folder(tmp_path) as working, staging.whole_file(tmp_path / "other.tar") as file:
        assert backups.clear_leftovers(site, tmp_path) == []
        file.write(b"x")
        assert working.is_dir()
    assert (tmp_path / "other.tar").read_bytes() == b"x"


def test_the_platform_makes_one_a_day_from_its_first_such_time_on(site: Site) -> None:
    half_past_two = latest(site, NOW)
    assert datetime.fromtimestamp(half_past_two / 1000, ZoneInfo("Asia/Shanghai")).hour == 2
    assert not backups.due(site, NOW), "a site that begins at ten waits for the night"
    assert backups.due(site, half_past_two + DAY) and backups.due(site, NOW + 3 * DAY)
    made = backups.back_up_daily(site, half_past_two + DAY)
    assert made.path == site.root / "backups/anpei-daily-20261202-023000.tar"
    assert not backups.due(site, NOW + DAY) and backups.due(site, NOW + 2 * DAY)
    assert backups.state(site).good.path == str(made.path)  # type: ignore[union-attr]


def test_a_site_can_do_without(site: Site) -> None:
    with (site.root / "anpei.toml").open("a") as file:
        file.write('[backup]\nat = ""\n')
    assert not backups.due(open_site(site.root), NOW + 10 * DAY)


def test_the_newest_of_each_day_and_week_stay() -> None:
    begin = datetime(2026, 11, 2, 2, 30)  # a Monday
    files = [
        Path(f"anpei-daily-{begin + timedelta(hours=12 * n):%Y%m%d-%H%M%S}.tar") for n in reversed(range(2 * 7 * 4))
    ]
    kept = sorted(path.name[12:27] for path in kept_of(files, 3, 3))
    assert kept == ["20261115-143000", "20261122-143000", "20261127-143000", "20261128-143000", "20261129-143000"]


def test_only_the_platforms_own_files_are_ever_deleted(site: Site) -> None:
    with (site.root / "anpei.toml").open("a") as file:
        file.write("[backup]\nkeep_days = 1\nkeep_weeks = 0\n")
    site = open_site(site.root)
    site.backups.mkdir()
    for name in ("mine.tar", "anpei-daily-20260101.tar", "anpei-daily-20260101-010101.tar"):
        (site.backups / name).write_text("x")
    made = backups.back_up_daily(site, NOW)
    assert {path.name for path in site.backups.iterdir()} == {"mine.tar", "anpei-daily-20260101.tar", made.path.name}


def test_the_age_of_the_last_good_one_is_told(site: Site, anpei: Command) -> None:
    assert backups.worry(site, NOW) == ""
    backups.due(site, NOW)
    assert backups.worry(site, NOW + DAY) == "" and "还没有备份过" in backups.worry(site, NOW + 3 * DAY)
    back_up(site, site.root / "backups/x.tar", NOW)
    assert backups.worry(site, NOW + 2 * DAY - HOUR) == "" and "4 天以前" in backups.worry(site, NOW + 4 * DAY)
    checks = {one["name"]: one for one in json.loads(anpei("doctor", "--json").text) if one["name"] == "备份"}
    assert checks["备份"]["level"] == "warning" and "--new-key" in checks["备份"]["way_out"]


def test_a_new_recovery_key_is_shown_once_and_leaves_unattended_backups_working(
    site: Site, anpei: Command, tmp_path: Path
) -> None:
    told = anpei("backup", tmp_path / "before.tar")
    assert told.code == 0 and "没有加密" in told.text and "--new-key" in told.text
    first = backups.parse_key(anpei("backup", "--new-key").text)
    anpei("backup", tmp_path / "first.tar")
    shown = anpei("backup", "--new-key").text
    second = backups.parse_key(shown)
    assert "以前的那一把" in shown and first != second
    anpei("backup", tmp_path / "second.tar")
    assert backups.verify(tmp_path / "first.tar", first).files and backups.verify(tmp_path / "second.tar", second).files
    words = [path.read_bytes() for path in site.root.rglob("*") if path.is_file()]
    assert not any(b"AGE-SECRET-KEY" in word for word in words), "nothing on the machine can open them"


def test_secrets_are_rotated_and_the_badges_only_when_that_is_said(site: Site, anpei: Command) -> None:
    cookie, badge = site.secret("cookie"), site.secret("badge.key")
    told = anpei("secrets", "rotate")
    assert told.code == 1 and "重新登录" in told.text and site.secret("cookie") == cookie, "nobody said yes"
    assert anpei("secrets", "rotate", "--yes").code == 0
    assert site.secret("cookie") != cookie and site.secret("badge.key") == badge
    assert anpei("secrets", "rotate", "--badges", "--yes").code == 0
    assert site.secret("badge.key") != badge
