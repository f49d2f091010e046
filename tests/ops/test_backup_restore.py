"""Backup and restore: what comes back is what was there, at every moment wholly the old site or the new one."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from anpei import backups, schemas, staff
from anpei.backups import Head, RecoveryKey, back_up, container, restoring, sealing
from anpei.backups.archive import LIST
from anpei.backups.staging import clear_folder
from anpei.database import Database
from anpei.errors import Conflict, Refused, SettingsError
from anpei.settings import Site, open_site
from anpei.version import version
from tests.helpers.killing import killing
from tests.helpers.processes import wait_for

NOW = 1_795_000_000_000
KEY = backups.new_key()
OWN = ("var/backups.json", "var/recovery-key.pub")
"""What belongs to the machine, not to the moment."""
Command = Callable[..., object]


def contents(root: Path) -> dict[str, object]:
    """Every file by name: a database as its statements, anything else as mode and bytes."""
    found: dict[str, object] = {}
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".db":
            with closing(sqlite3.connect(path)) as connection:
                found[name] = list(connection.iterdump())
        elif not name.startswith(("var/run/", "var/logs/", "var/built/", *OWN)) and ".db-" not in name:
            found[name] = (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
    return found


def without_sign_in(root: Path) -> dict[str, object]:
    """All of a site but the key that signs people in, which no backup holds."""
    return {name: what for name, what in contents(root).items() if name != "var/private/cookie"}


def restore(archive: Path, root: Path, now: int, *, force: bool = False, key: RecoveryKey = KEY) -> backups.Restored:
    return backups.restore(archive, root, now, lambda _: key, force=force)


@pytest.fixture
def sealed(site: Site) -> Site:
    """The site with a recovery key and a key of badges."""
    backups.set_recipient(site, KEY.public)
    site.secret(staff.BADGE_KEY)
    return site


@pytest.fixture
def backup(sealed: Site, tmp_path: Path) -> Path:
    return back_up(sealed, tmp_path / "backup.tar", NOW).path


def test_what_was_saved_comes_back(site: Site, backup: Path, tmp_path: Path) -> None:
    done = restore(backup, tmp_path / "again", NOW)
    assert contents(done.root) == without_sign_in(site.root)
    assert done.created.timestamp() * 1000 == NOW and done.kept is None and done.sealed and done.badges


def test_a_restored_site_signs_in_with_a_key_of_its_own_and_knows_its_badges(
    site: Site, backup: Path, tmp_path: Path
) -> None:
    again = open_site(restore(backup, tmp_path / "again", NOW).root)
    assert again.secret("cookie") != site.secret("cookie")
    assert again.secret(staff.BADGE_KEY) == site.secret(staff.BADGE_KEY)


def test_a_lost_backup_tells_its_version_and_schema_and_nothing_of_the_site(site: Site, backup: Path) -> None:
    raw = backup.read_bytes()
    assert "秦望舒".encode() not in raw and b"$argon2" not in raw and site.secret(staff.BADGE_KEY) not in raw
    head = backups.read_head(backup)
    assert head.recipients == (KEY.public,) and head.schema_version == schemas.newest() and head.anpei == version()
    with tarfile.open(backup) as outer:
        names = ["anpei-backup.json", "payload.tar.gz.age", "anpei-backup.sum"]
        assert outer.getnames() == names, "tar and age open it without Anpei"


def test_another_key_is_told_with_both_public_halves(backup: Path, tmp_path: Path) -> None:
    other = backups.new_key()
    with pytest.raises(Refused, match="打不开这个备份") as refusal:
        restore(backup, tmp_path / "again", NOW, key=other)
    assert other.public in refusal.value.message and KEY.public in refusal.value.message
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-1QQQ", "age1" + "q" * 58, "忘记了"])
def test_what_is_no_recovery_key_is_told_so(text: str) -> None:
    with pytest.raises(Refused, match="不是一把恢复密钥"):
        backups.parse_key(text)


def test_a_key_is_found_in_what_init_printed() -> None:
    assert backups.parse_key(f"备份的恢复密钥：\n\n    {KEY.secret.lower()}\n\n请抄下") == KEY


def test_without_a_recovery_key_no_key_of_the_site_goes_along(site: Site, tmp_path: Path) -> None:
    site.secret(staff.BADGE_KEY)
    made = back_up(site, tmp_path / "open.tar", NOW)
    done = restore(made.path, tmp_path / "again", NOW)
    assert not made.sealed and not done.sealed and not done.badges
    assert contents(done.root) == {n: w for n, w in contents(site.root).items() if not n.startswith("var/private/")}


def test_on_the_same_machine_badges_live_on_after_an_open_backup_too(site: Site, tmp_path: Path) -> None:
    site.secret(staff.BADGE_KEY)
    made = back_up(site, tmp_path / "open.tar", NOW)
    backups.set_recipient(site, KEY.public)
    badges, cookie = site.secret(staff.BADGE_KEY), site.secret("cookie")
    done = restore(made.path, site.root, NOW, force=True)
    assert done.badges and site.secret(staff.BADGE_KEY) == badges and site.secret("cookie") != cookie
    assert backups.recipients(site) == [KEY.public], "what comes after is encrypted as it was"


def old_backup(site: Site, path: Path) -> Path:
    """A backup as earlier versions made it: one tar.gz, with the cookie's key in it and the list at its end."""
    listed = {}
    with tarfile.open(path, "w:gz") as saved:
        for file in sorted(file for file in site.root.rglob("*") if file.is_file()):
            name, data = file.relative_to(site.root).as_posix(), file.read_bytes()
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(data), stat.S_IMODE(file.stat().st_mode)
            saved.addfile(entry, io.BytesIO(data))
            listed[name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        note = json.dumps({"format": 1, "anpei": "0.2.0", "site": "x", "created": NOW, "files": listed}).encode()
        entry = tarfile.TarInfo(LIST)
        entry.size = len(note)
        saved.addfile(entry, io.BytesIO(note))
    return path


def test_a_backup_of_before_comes_back_without_the_key_it_should_not_have_had(site: Site, tmp_path: Path) -> None:
    site.secret(staff.BADGE_KEY)
    old = old_backup(site, tmp_path / "old.tar.gz")
    assert backups.verify(old, None).files
    done = restore(old, tmp_path / "again", NOW)
    assert contents(done.root) == without_sign_in(site.root)
    assert done.badges and not done.sealed and done.created.timestamp() * 1000 == NOW


def test_one_of_before_that_is_torn_or_of_a_newer_schema_is_refused(site: Site, tmp_path: Path) -> None:
    with closing(sqlite3.connect(site.var / "anpei.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    old = old_backup(site, tmp_path / "old.tar.gz")
    with pytest.raises(Refused, match="9999"):
        restore(old, tmp_path / "again", NOW)
    old.write_bytes(old.read_bytes()[:-4000])
    with pytest.raises(Refused, match="不能用"):
        restore(old, tmp_path / "again", NOW)


def test_only_the_owner_may_read_a_backup_and_nothing_else_is_left_behind(backup: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "site"]


def test_what_can_be_made_again_is_not_saved(site: Site, tmp_path: Path) -> None:
    for folder in ("logs", "built", "run"):
        (site.var / folder).mkdir(exist_ok=True)
        (site.var / folder / "file").write_text("x")
    done = back_up(site, tmp_path / "backup.tar", NOW)
    assert not [name for name in inside(done.path) if name.endswith("/file")]


def test_links_are_not_followed_out_of_the_site(site: Site, tmp_path: Path) -> None:
    (site.workspace / "secret").symlink_to("/etc/passwd")
    done = back_up(site, tmp_path / "backup.tar", NOW)
    assert done.skipped == ("workspace/secret",)
    assert "workspace/secret" not in inside(done.path)


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
        done = back_up(site, tmp_path / "backup.tar", NOW)
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
    saved = without_sign_in(site.root)
    (site.workspace / "later.txt").write_text("written after the backup")
    later = contents(site.root)
    done = restore(backup, site.root, NOW, force=True)
    assert contents(site.root) == saved
    assert done.kept is not None and contents(done.kept) == later
    again = restore(backup, site.root, NOW, force=True)
    assert again.kept not in (None, done.kept)


def test_the_backups_in_the_sites_folder_stay_with_it(sealed: Site) -> None:
    made = backups.back_up_daily(sealed, NOW)
    done = restore(made.path, sealed.root, NOW, force=True)
    assert made.path.exists() and done.kept is not None and not (done.kept / "backups").exists()
    assert backups.state(sealed).good is not None, "and what is known of them"


def test_a_running_site_is_not_restored_over(site: Site, backup: Path) -> None:
    import fcntl

    (site.var / "run").mkdir(exist_ok=True)
    with (site.var / "run/serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict, match="正在运行"):
            restore(backup, site.root, NOW, force=True)


def inside(backup: Path) -> dict[str, bytes]:
    """What lies in the payload, by name."""
    plain = io.BytesIO()
    with container.opened_payload(backup) as payload:
        if backups.read_head(backup).sealed:
            with sealing.opened(payload, KEY) as opened:
                plain.write(opened.read())
        else:
            plain.write(payload.read())
    plain.seek(0)
    with tarfile.open(fileobj=plain) as saved:
        return {entry.name: saved.extractfile(entry).read() for entry in saved}  # type: ignore[union-attr]


def packed(backup: Path, entries: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """A backup with these entries whose own sums are right."""

    def pack(file: object) -> None:
        with tarfile.open(fileobj=file, mode="w:gz") as saved:  # type: ignore[call-overload]
            for entry, data in entries:
                entry.size = len(data)
                saved.addfile(entry, io.BytesIO(data))

    with backup.open("w+b") as file:
        head = Head(format=container.FORMAT, created=NOW, recipients=(KEY.public,))
        container.write(file, head, lambda payload: sealing.seal([KEY.public], pack, payload))
    return backup


def rewritten(backup: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with its files changed, and the list of them untouched."""
    files = inside(backup)
    change(files)
    return packed(backup, [(tarfile.TarInfo(name), data) for name, data in files.items()])


def listing(**changes: object) -> Callable[[dict[str, bytes]], None]:
    return lambda files: files.update({LIST: json.dumps({**json.loads(files[LIST]), **changes}).encode()})


FAULTS: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a file changed": lambda files: files.update({"anpei.toml": b"[site]\nname = 'x'\n"}),
    "a file missing": lambda files: files.pop("anpei.toml") and None,
    "a file added": lambda files: files.update({"workspace/extra": b"x"}),
    "no list": lambda files: files.pop(LIST) and None,
    "a broken list": lambda files: files.update({LIST: b"{"}),
    "a newer format": listing(format=99),
    "a newer schema": listing(schema_version="9999"),
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
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "site"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_an_archive_are_refused(tmp_path: Path, kind: bytes) -> None:
    entry = tarfile.TarInfo("workspace/courses")
    entry.type, entry.linkname = kind, "/etc"
    path = packed(tmp_path / "evil.tar", [(entry, b"")])
    with pytest.raises(Refused, match="不安全"):
        restore(path, tmp_path / "again", NOW)


@pytest.mark.parametrize("keep", [0, 10, 600, 0.3, 0.6, 0.9, -1500])
def test_a_torn_archive_is_refused(backup: Path, tmp_path: Path, keep: float) -> None:
    data = backup.read_bytes()
    backup.write_bytes(data[: int(keep * len(data) if 0 < keep < 1 else keep)])
    with pytest.raises(Refused):
        restore(backup, tmp_path / "again", NOW)
    assert not (tmp_path / "again").exists()
    with pytest.raises(Refused):
        backups.verify(backup, None)


@pytest.mark.parametrize("at", [0.005, 0.1, 0.5, -1500])
def test_one_changed_byte_in_any_part_is_found_without_the_key(backup: Path, at: float) -> None:
    data = bytearray(backup.read_bytes())
    data[int(at * len(data) if at > 0 else at)] ^= 1
    backup.write_bytes(data)
    with pytest.raises(Refused):
        backups.verify(backup, None)


def test_a_missing_archive_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有这个文件"):
        restore(tmp_path / "nothing.tar", tmp_path / "again", NOW)


def test_a_database_elsewhere_is_not_pretended_to_be_saved(site: Site, tmp_path: Path) -> None:
    with (site.root / "anpei.toml").open("a") as file:
        file.write(f'[database]\nurl = "sqlite:///{tmp_path}/other.db"\n')
    with pytest.raises(SettingsError, match="不在站点的 var 里"):
        back_up(open_site(site.root), tmp_path / "backup.tar", NOW)


def test_killed_at_any_moment_the_site_is_the_old_or_the_new(sealed: Site, tmp_path: Path) -> None:
    (sealed.workspace / "big.bin").write_bytes(bytes(range(256)) * 8_000)
    saved = without_sign_in(sealed.root)
    backup = back_up(sealed, tmp_path / "backup.tar", NOW).path
    imports = "from pathlib import Path\nfrom anpei.backups import parse_key, restore\nimport anpei.backups.restoring"
    key = f"lambda _: parse_key({KEY.secret!r})"
    with killing(
        imports, f"restore(Path({str(backup)!r}), Path({str(sealed.root)!r}), {NOW}, {key}, force=True)"
    ) as restoring:
        steps = restoring.steps()
        swap = steps.index("os.rename") + 1  # the folders are exchanged, and the old one is about to get its name
        for last in {*range(1, len(steps), max(1, len(steps) // 6)), swap - 1, swap, swap + 1, len(steps)}:
            (sealed.workspace / "later.txt").write_text("written after the backup")
            old = contents(sealed.root)
            clear_folder(tmp_path, ".site.restoring-")
            restoring.kill_at(last)
            assert contents(sealed.root) == (old if last < swap else saved)
            found = [sealed.root, *tmp_path.glob(".site.restoring-*/site"), *tmp_path.glob("site.before-*")]
            assert any((path / "workspace/later.txt").exists() for path in found), "nothing is lost"


def test_where_folders_cant_be_exchanged_two_renames_do(
    site: Site, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_exchange", lambda one, other: False)
    saved = without_sign_in(site.root)
    (site.workspace / "later.txt").write_text("written after the backup")
    assert restore(backup, site.root, NOW, force=True).kept
    assert contents(site.root) == saved


def test_the_commands_say_where_things_are(sealed: Site, anpei: Command, tmp_path: Path) -> None:
    target, key = tmp_path / "out" / "backup.tar", tmp_path / "key.txt"
    key.write_text(KEY.secret)
    told = anpei("backup", target)
    assert told.code == 0 and "已备份到" in told.text and "已加密" in told.text and target.exists()
    told = anpei("backup", "--verify", target)
    assert told.code == 0 and "没有给恢复密钥" in told.text
    told = anpei("backup", "--verify", target, "--key", key)
    assert told.code == 0 and "可以恢复" in told.text and "逐页检查过" in told.text
    told = anpei("restore", target)
    assert told.code == 1 and "--force" in told.text
    told = anpei("restore", target, "--force")
    assert told.code == 1 and "--key" in told.text, "no terminal to ask on"
    told = anpei("restore", target, "--force", "--key", key)
    assert told.code == 0 and "原来的站点保留在" in told.text and "每个人要重新登录" in told.text
