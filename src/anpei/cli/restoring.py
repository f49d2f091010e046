"""A backup becomes a site again in one swap of folders: at every moment it is wholly the old site or the new one."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from anpei import clock
from anpei.cli.archive import FORMAT, MANIFEST, Progress, running
from anpei.errors import Conflict, Refused, SettingsError
from anpei.settings import Site, open_site

CHUNK = 1 << 20
DAMAGED = "请换一个备份文件。原来的站点没有改动。"
EXCHANGE = 2  # renameat2's flag, <linux/fs.h>
HERE = -100  # AT_FDCWD


@dataclass(frozen=True)
class Restored:
    """The site brought back, where the old one was put, and what the archive says of itself (in the site's zone)."""

    root: Path
    kept: Path | None
    created: datetime
    files: int


def restore(
    archive: Path, root: Path, now: int, *, force: bool = False, progress: Progress = lambda done, total, name: None
) -> Restored:
    """Check the archive completely in a folder beside the site, then swap; the old site is kept under another name."""
    root = root.resolve()
    occupied = root.exists() and any(root.iterdir())
    if occupied and not force:
        raise Conflict(f"{root} 里已有内容。", way_out="加 --force 覆盖（旧站点会改名保留），或换一个 --site 文件夹。")
    if running(root):
        raise Conflict("这个站点正在运行。", way_out="先停掉 anpei serve，再恢复。")
    root.parent.mkdir(parents=True, exist_ok=True)
    with _beside(root) as staging:
        manifest = _unpack(archive, staging, progress)
        zone = _verify(staging, manifest).zone
        kept = _swap(staging, root, clock.local(now, zone)) if occupied else None
        if kept is None:
            staging.rename(root)  # an empty folder of that name gives way
    return Restored(root, kept, clock.local(int(manifest["created"]), zone), len(manifest["files"]))


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    """A private folder on the site's own disk, removed unless it has become the site."""
    holder = Path(tempfile.mkdtemp(dir=root.parent, prefix=f".{root.name}.restoring-"))
    try:
        (holder / "site").mkdir(mode=0o755)
        yield holder / "site"
    finally:
        shutil.rmtree(holder, ignore_errors=True)


def _unpack(archive: Path, staging: Path, progress: Progress) -> dict[str, Any]:
    """Write every entry below ``staging`` and check it against the list at the archive's end."""
    total = archive.stat().st_size if archive.is_file() else 0
    seen: dict[str, dict[str, object]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with archive.open("rb") as raw, tarfile.open(fileobj=raw, mode="r|gz") as entries:
            for entry in entries:
                progress(min(raw.tell(), total), total, entry.name)
                if entry.name == MANIFEST:
                    manifest = _manifest(entries, entry)
                else:
                    seen[entry.name] = _extract(entries, entry, staging)
    except FileNotFoundError:
        raise SettingsError(f"没有这个文件：{archive}。", way_out="请检查路径。") from None
    except (tarfile.TarError, EOFError, zlib.error, OSError, UnicodeDecodeError) as error:
        raise _damaged(f"读到一半出错（{type(error).__name__}）") from None
    if manifest is None or manifest.get("files") != seen:
        raise _damaged("内容与清单不符")
    progress(total, total, "")
    return manifest


def _extract(entries: tarfile.TarFile, entry: tarfile.TarInfo, staging: Path) -> dict[str, object]:
    """Write one plain file; links, devices and names that lead elsewhere are refused."""
    path = PurePosixPath(entry.name)
    outside = path.is_absolute() or ".." in path.parts or "\\" in entry.name or "\0" in entry.name
    if outside or not entry.isreg() or not path.parts:
        raise Refused(f"备份里有不安全的条目“{entry.name[:80]}”，已拒绝。", code="unsafe_archive", way_out=DAMAGED)
    target = staging.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if path.parts[0] == "var" else 0o755)
    digest, size = hashlib.sha256(), 0
    source = entries.extractfile(entry)
    assert source is not None
    with source, target.open("xb") as file:
        os.fchmod(file.fileno(), entry.mode & 0o700 if path.parts[0] == "var" else entry.mode & 0o755)
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
        raise _damaged("清单读不出来")
    if data.get("format") != FORMAT:
        raise Refused("这个备份由更新的版本生成。", code="newer_backup", way_out="请先升级安培再恢复。")
    return data


def _verify(staging: Path, manifest: dict[str, Any]) -> Site:
    """The unpacked site, which must open and whose databases must be sound before anything is swapped."""
    try:
        site = open_site(staging)
    except SettingsError:
        raise _damaged("其中的 anpei.toml 缺失或有误") from None
    if "var/anpei.db" not in manifest["files"]:
        raise _damaged("缺少数据库")
    (staging / "var").chmod(0o700)
    for path in (staging / "var").glob("*.db"):
        try:
            with closing(sqlite3.connect(path)) as connection:
                sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            raise _damaged(f"数据库 {path.name} 已损坏")
    return site


def _damaged(why: str) -> Refused:
    return Refused(f"备份文件不能用：{why}。", code="damaged_archive", way_out=DAMAGED)


def _swap(staging: Path, root: Path, now: datetime) -> Path:
    """Exchange the two folders and give the old one a name of its own."""
    if running(root):
        raise Conflict("这个站点刚刚启动了。", way_out="先停掉 anpei serve，再恢复。")
    kept = _free_name(root.with_name(f"{root.name}.before-{now:%Y%m%d-%H%M%S}"))
    try:
        if _exchange(staging, root):
            staging.rename(kept)
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
