"""A backup becomes a site again in one swap of folders: at every moment it is wholly the old site or the new one."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
import tarfile
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from anpei import clock, content, schemas, storage
from anpei.backups import container
from anpei.backups.archive import LIST, NEVER, Progress, running
from anpei.backups.container import DAMAGED, damaged
from anpei.backups.databases import DUMPS, load_dumps, require_empty, sound, urls_of_dumps
from anpei.backups.journal import FILE as JOURNAL
from anpei.backups.sealing import FILE as KEY_FILE
from anpei.backups.sealing import RecoveryKey, opened, wrong_key
from anpei.backups.staging import LOCK, clear_folder, private_folder
from anpei.errors import Conflict, Refused, SettingsError, Unavailable
from anpei.settings import Site, close_workspace, open_site

__all__ = ["AskKey", "Restored", "restore", "unpacked"]

CHUNK = 1 << 20
PRIVATE = ("var", DUMPS)
BADGE_KEY = "badge.key"
EXCHANGE = 2  # renameat2's flag, <linux/fs.h>
HERE = -100  # AT_FDCWD


AskKey = Callable[[container.Head], RecoveryKey]
"""Asked for the recovery key of an encrypted backup, once it is known to be needed."""


@dataclass(frozen=True)
class Restored:
    """The site brought back, where the old one was put, and what the archive says of itself (in the site's zone).

    ``badges``: whether printed badges still open a kiosk; ``sealed``: whether the backup was encrypted.
    """

    root: Path
    kept: Path | None
    created: datetime
    files: int
    badges: bool
    sealed: bool


def restore(
    archive: Path,
    root: Path,
    now: int,
    ask_key: AskKey,
    *,
    force: bool = False,
    progress: Progress = lambda done, total, name: None,
) -> Restored:
    """Check the archive completely in a folder beside the site, then swap; the old site is kept under another name.

    Databases on a server have to be empty, and are filled before the swap.
    """
    root = root.resolve()
    occupied = root.exists() and any(root.iterdir())
    if occupied and not force:
        raise Conflict(f"{root} 里已有内容。", way_out="加 --force 覆盖（旧站点会改名保留），或换一个 --site 文件夹。")
    if running(root):
        raise Conflict("这个站点正在运行。", way_out="先停掉 anpei serve，再恢复。")
    root.parent.mkdir(parents=True, exist_ok=True)
    mark = f".{root.name}.restoring-"
    clear_folder(root.parent, mark)
    with private_folder(root.parent, mark) as holder:
        found = unpacked(archive, holder / "site", ask_key, progress)
        site, zone = found.site, found.site.zone
        dumps = site.root / DUMPS
        require_empty(urls_of_dumps(site).values())
        load_dumps(site, dumps)
        shutil.rmtree(dumps, ignore_errors=True)
        badges = found.head.sealed or (site.private / BADGE_KEY).exists()
        if occupied:
            badges |= _carry_over(root, site.root)
        (holder / LOCK).unlink()  # what lies in the folder from here on may be the old site: nobody clears it away
        kept = _swap(site.root, root, clock.local(now, zone)) if occupied else None
        if kept is None:
            site.root.rename(root)  # an empty folder of that name gives way
        else:
            _keep_backups(kept, root)
    created = clock.local(found.created, zone)
    return Restored(root, kept, created, found.files, badges, found.head.sealed)


@dataclass(frozen=True)
class Unpacked:
    """A backup's content in a folder, all of it looked through."""

    site: Site
    head: container.Head
    created: int
    files: int


def unpacked(archive: Path, folder: Path, ask_key: AskKey, progress: Progress) -> Unpacked:
    """Everything of a backup in a new folder, checked against its sums and lists, its databases page by page."""
    head = container.checked(archive)
    container.refuse_newer(head)
    key = ask_key(head) if head.sealed else None
    if key is not None and key.public not in head.recipients:
        raise wrong_key(key, head.recipients)
    folder.mkdir(mode=0o700)
    with container.opened_payload(archive) as sealed, _readable(sealed, key) as payload:
        manifest = _unpack(payload, folder, archive.stat().st_size, progress)
    site = _verify(folder, manifest)
    close_workspace(site)
    return Unpacked(site, head, int(manifest["created"]), len(manifest["files"]))


def _readable(payload: IO[bytes], key: RecoveryKey | None) -> AbstractContextManager[IO[bytes]]:
    return opened(payload, key) if key is not None else nullcontext(payload)


def _carry_over(old: Path, new: Path) -> bool:
    """What belongs to this machine rather than to a moment: for whom backups are encrypted, what is known of them, and
    keys that the backup left out. Tells whether the badges' key was among them."""
    for name in (KEY_FILE, JOURNAL):
        if (old / "var" / name).is_file():
            shutil.copy2(old / "var" / name, new / "var" / name)
    brought = False
    for path in sorted((old / "var/private").glob("*")):
        copy = new / "var/private" / path.name
        if path.is_file() and path.name not in NEVER and not copy.exists():
            copy.parent.mkdir(mode=0o700, exist_ok=True)
            shutil.copy2(path, copy)
            brought |= path.name == BADGE_KEY
    return brought


def _keep_backups(kept: Path, root: Path) -> None:
    """The old site may be deleted one day; the backups in its folder stay with the new one."""
    old = open_site(root).backups
    if old.is_relative_to(root):
        lying = kept / old.relative_to(root)
        if lying.is_dir() and not old.exists():
            lying.rename(old)


def _unpack(payload: IO[bytes], staging: Path, total: int, progress: Progress) -> dict[str, Any]:
    """Write every entry below ``staging`` and check it against the list at the archive's end."""
    seen: dict[str, dict[str, object]] = {}
    manifest: dict[str, Any] | None = None
    done = 0
    try:
        with tarfile.open(fileobj=payload, mode="r|gz") as entries:
            for entry in entries:
                progress(min(done, total), total, entry.name)
                done += entry.size
                if entry.name == LIST:
                    manifest = _manifest(entries, entry)
                else:
                    seen[entry.name] = _extract(entries, entry, staging)
    except OSError as error:
        disk = storage.refusal(error)
        if disk is not None:
            way_out = "请腾出空间再恢复一次；原来的站点没有改动。"
            raise Unavailable(disk.message.replace("这一步没有保存", "恢复没有完成"), way_out=way_out) from None
        raise damaged(f"读到一半出错（{type(error).__name__}）") from None
    except (tarfile.TarError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise damaged(f"读到一半出错（{type(error).__name__}）") from None
    if manifest is None or manifest.get("files") != seen:
        raise damaged("内容与清单不符")
    progress(total, total, "")
    return manifest


def _extract(entries: tarfile.TarFile, entry: tarfile.TarInfo, staging: Path) -> dict[str, object]:
    """Write one plain file; links, devices and names that lead elsewhere are refused."""
    path = PurePosixPath(entry.name)
    outside = path.is_absolute() or ".." in path.parts or "\\" in entry.name or "\0" in entry.name
    if outside or not entry.isreg() or not path.parts:
        raise Refused(f"备份里有不安全的条目“{entry.name[:80]}”，已拒绝。", code="unsafe_archive", way_out=DAMAGED)
    target = staging.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    source = entries.extractfile(entry)
    assert source is not None
    with source, target.open("xb") as file:
        os.fchmod(file.fileno(), entry.mode & 0o700 if path.parts[0] in PRIVATE else entry.mode & 0o755)
        while chunk := source.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fsync(file.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _manifest(entries: tarfile.TarFile, entry: tarfile.TarInfo) -> dict[str, Any]:
    source = entries.extractfile(entry)
    try:
        data = json.loads(source.read()) if source else None
    except ValueError:
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("created"), int):
        raise damaged("清单读不出来")
    container.refuse_newer(container.Head(format=int(data.get("format", 0)), anpei=str(data.get("anpei", ""))))
    return data


def _verify(staging: Path, manifest: dict[str, Any]) -> Site:
    """The unpacked site, which must open and whose databases must be sound and known before anything is swapped."""
    try:
        site = open_site(staging)
        dumps = urls_of_dumps(site)
    except SettingsError:
        raise damaged("其中的 anpei.toml 缺失或有误") from None
    own = "var/anpei.db" if "anpei.dump" not in dumps else f"{DUMPS}/anpei.dump"
    if not {own, *(f"{DUMPS}/{name}" for name in dumps)} <= manifest["files"].keys():
        raise damaged("缺少数据库")
    for name in NEVER:
        (site.private / name).unlink(missing_ok=True)  # backups of before still had it
    for shelf in content.SHELVES:
        (site.workspace / shelf).mkdir(parents=True, exist_ok=True)  # an empty one isn't in the archive
    site.var.chmod(0o700)
    for path in site.var.glob("*.db"):
        if not sound(path):
            raise damaged(f"数据库 {path.name} 已损坏")
    schema = manifest.get("schema_version") or schemas.schema_of(
        site.database_url if own.endswith(".db") else "sqlite://"
    )
    container.refuse_newer(container.Head(format=manifest["format"], anpei=manifest["anpei"], schema_version=schema))
    return site


def _swap(staging: Path, root: Path, now: datetime) -> Path:
    """Exchange the two folders and give the old one a name of its own."""
    if running(root):
        raise Conflict("这个站点刚刚启动了。", way_out="先停掉 anpei serve，再恢复。")
    kept = _free_name(root.with_name(f"{root.name}.before-{now:%Y%m%d-%H%M%S}"))
    try:
        if _exchange(staging, root):
            try:
                staging.rename(kept)
            except OSError:
                _exchange(staging, root)
                raise
        else:
            root.rename(kept)
            staging.rename(root)
    except OSError as error:
        raise SettingsError(f"换不了文件夹 {root}（{error.strerror}）。", way_out="请恢复到一个新的文件夹。") from None
    return kept


def _free_name(path: Path) -> Path:
    candidates = (path.with_name(f"{path.name}-{number}") for number in range(2, 1000))
    return path if not path.exists() else next(name for name in candidates if not name.exists())


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step where Linux can; False where two renames must do."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    return call is not None and call(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0
