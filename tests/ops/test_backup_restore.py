"""Backup and restore: what comes back is what was there, at every moment wholly the old site or the new one."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from anpei import staff
from anpei.cli import archive, restoring
from anpei.cli.archive import back_up
from anpei.cli.restoring import restore
from anpei.database import Database
from anpei.errors import Conflict, Refused, SettingsError
from anpei.settings import Site, open_site
from tests.helpers.processes import wait_for

RESTORE = """
import os, signal, sys
from pathlib import Path
from anpei.cli.restoring import restore

def stepped(event, _):
    if event.startswith(("open", "os.", "shutil.", "sqlite3.", "ctypes.", "tempfile.")):
        steps.append(event)
        if len(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

steps, last = [], int(sys.argv[4])
sys.addaudithook(stepped)
restore(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), force=True)
print(*steps)
"""
"""Restore, up to this step on files, or to the end; then tell the steps."""
NOW = 1_795_000_000_000
Command = Callable[..., object]


def contents(root: Path) -> dict[str, object]:
    """Every file by name: a database as its statements, anything else as mode and bytes."""
    found: dict[str, object] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".db":
            with closing(sqlite3.connect(path)) as connection:
                found[name] = list(connection.iterdump())
        elif not name.startswith(("var/run/", "var/logs/", "var/built/")) and ".db-" not in name:
            found[name] = (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
    return found


@pytest.fixture
def backup(site: Site, tmp_path: Path) -> Path:
    return back_up(site, tmp_path / "backup.tar.gz", NOW).path


def test_what_was_saved_comes_back(site: Site, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "again", NOW)
    assert contents(done.root) == contents(site.root)
    assert open_site(done.root).secret("cookie") == site.secret("cookie")
    assert done.created.timestamp() * 1000 == NOW and done.kept is None


def test_only_the_owner_may_read_a_backup_and_nothing_else_is_left_behind(backup: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "site"]


def test_what_can_be_made_again_is_not_saved(site: Site, tmp_path: Path) -> None:
    for folder in ("logs", "built", "run"):
        (site.var / folder).mkdir(exist_ok=True)
        (site.var / folder / "file").write_text("x")
    done = back_up(site, tmp_path / "backup.tar.gz", NOW)
    with tarfile.open(done.path) as saved:
        assert not [name for name in saved.getnames() if name.endswith("/file")]


def test_links_are_not_followed_out_of_the_site(site: Site, tmp_path: Path) -> None:
    (site.workspace / "secret").symlink_to("/etc/passwd")
    done = back_up(site, tmp_path / "backup.tar.gz", NOW)
    assert done.skipped == ("workspace/secret",)
    with tarfile.open(done.path) as saved:
        assert "workspace/secret" not in saved.getnames()


def test_a_backup_while_people_work_is_one_moment_with_everything_acknowledged(site: Site, tmp_path: Path) -> None:
    acknowledged: list[int] = []
    stop = threading.Event()
    with Database(site.database_url) as db:

        def work() -> None:
            while not stop.is_set():
                number = len(acknowledged)
                db.write(lambda session, n=number: staff.enrol_link(session, f"终端{n}", now=n)).result()
                acknowledged.append(number)

        worker = threading.Thread(target=work)
        worker.start()
        wait_for(lambda: len(acknowledged) >= 20, every=0.01)
        before = len(acknowledged)
        done = back_up(site, tmp_path / "backup.tar.gz", NOW)
        stop.set()
        worker.join()
    root = restore(done.path, tmp_path / "again", NOW).root
    with closing(sqlite3.connect(root / "var/anpei.db")) as connection:
        saved = sorted(row[0] for row in connection.execute("SELECT created FROM enrol_link"))
    assert saved == list(range(len(saved))) and before <= len(saved) <= len(acknowledged)


def test_a_site_with_content_is_kept_unless_forced(site: Site, backup: Path) -> None:
    with pytest.raises(Conflict, match="--force"):
        restore(backup, site.root, NOW)


def test_with_force_the_old_site_is_kept_under_another_name(site: Site, backup: Path) -> None:
    saved = contents(site.root)
    (site.workspace / "later.txt").write_text("written after the backup")
    later = contents(site.root)
    done = restore(backup, site.root, NOW, force=True)
    assert contents(site.root) == saved
    assert done.kept is not None and contents(done.kept) == later
    again = restore(backup, site.root, NOW, force=True)
    assert again.kept not in (None, done.kept)


def test_a_running_site_is_not_restored_over(site: Site, backup: Path) -> None:
    import fcntl

    (site.var / "run").mkdir(exist_ok=True)
    with (site.var / "run/serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="正在运行"):
            restore(backup, site.root, NOW, force=True)


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with its files changed, and the list of them untouched."""
    with tarfile.open(backup) as saved:
        files = {entry.name: saved.extractfile(entry).read() for entry in saved}  # type: ignore[union-attr]
    change(files)
    with tarfile.open(backup, "w:gz") as saved:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            saved.addfile(entry, io.BytesIO(data))
    return backup


def newer(files: dict[str, bytes]) -> None:
    files[archive.MANIFEST] = json.dumps({**json.loads(files[archive.MANIFEST]), "format": 99}).encode()


FAULTS: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a file changed": lambda files: files.update({"anpei.toml": b"[site]\nname = 'x'\n"}),
    "a file missing": lambda files: files.pop("anpei.toml") and None,
    "a file added": lambda files: files.update({"workspace/extra": b"x"}),
    "no list": lambda files: files.pop(archive.MANIFEST) and None,
    "a broken list": lambda files: files.update({archive.MANIFEST: b"{"}),
    "a newer format": newer,
    "a way up": lambda files: files.update({"../outside": b"x"}),
    "a way up in the middle": lambda files: files.update({"workspace/../../outside": b"x"}),
    "an absolute path": lambda files: files.update({"/tmp/anpei-outside": b"x"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_archive_is_refused_and_nothing_is_touched(
    site: Site, backup: Path, tmp_path: Path, fault: str
) -> None:
    rewritten(backup, FAULTS[fault])
    before = contents(site.root)
    with pytest.raises(Refused) as refusal:
        restore(backup, site.root, NOW, force=True)
    assert refusal.value.way_out
    assert contents(site.root) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "site"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_an_archive_are_refused(tmp_path: Path, kind: bytes) -> None:
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as evil:
        entry = tarfile.TarInfo("workspace/courses")
        entry.type, entry.linkname = kind, "/etc"
        evil.addfile(entry)
    with pytest.raises(Refused, match="不安全"):
        restore(path, tmp_path / "again", NOW)


@pytest.mark.parametrize("keep", [0, 10, 0.3, 0.6, 0.9])
def test_a_torn_archive_is_refused(backup: Path, tmp_path: Path, keep: float) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(keep if keep >= 1 else keep * len(data))])
    with pytest.raises(Refused):
        restore(backup, tmp_path / "again", NOW)
    assert not (tmp_path / "again").exists()


def test_a_missing_archive_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有这个文件"):
        restore(tmp_path / "nothing.tar.gz", tmp_path / "again", NOW)


def test_a_database_elsewhere_is_not_pretended_to_be_saved(site: Site, tmp_path: Path) -> None:
    with (site.root / "anpei.toml").open("a") as file:
        file.write('[database]\nurl = "postgresql+psycopg://db/anpei"\n')
    with pytest.raises(SettingsError, match="pg_dump"):
        back_up(open_site(site.root), tmp_path / "backup.tar.gz", NOW)


def test_killed_at_any_moment_the_site_is_the_old_or_the_new(site: Site, tmp_path: Path) -> None:
    (site.workspace / "big.bin").write_bytes(bytes(range(256)) * 40_000)
    saved = contents(site.root)
    backup = back_up(site, tmp_path / "backup.tar.gz", NOW).path

    def restored(last: int = -1) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RESTORE, str(backup), str(site.root), str(NOW), str(last)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    steps = restored().stdout.split()
    swap = steps.index("os.rename") + 1  # the folders are exchanged, and the old one is about to get its name
    for last in {*range(1, len(steps), max(1, len(steps) // 6)), swap - 1, swap, swap + 1, len(steps)}:
        (site.workspace / "later.txt").write_text("written after the backup")
        old = contents(site.root)
        assert restored(last).returncode == -signal.SIGKILL
        assert contents(site.root) == (old if last < swap else saved)


def test_where_folders_cant_be_exchanged_two_renames_do(
    site: Site, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_exchange", lambda one, other: False)
    saved = contents(site.root)
    (site.workspace / "later.txt").write_text("written after the backup")
    assert restore(backup, site.root, NOW, force=True).kept
    assert contents(site.root) == saved


def test_the_commands_say_where_things_are(site: Site, anpei: Command, tmp_path: Path) -> None:
    target = tmp_path / "out" / "backup.tar.gz"
    told = anpei("backup", target)
    assert told.code == 0 and "已备份到" in told.text and target.exists()
    told = anpei("restore", target)
    assert told.code == 1 and "--force" in told.text
    told = anpei("restore", target, "--force")
    assert told.code == 0 and "原来的站点保留在" in told.text
