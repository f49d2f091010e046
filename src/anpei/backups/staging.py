"""Where databases are copied to before they are packed: a private folder on a disk that has the room.

Every folder and half-written file is held by a lock for as long as its maker lives; what nobody holds any more was left
by one that was killed, and is cleared away by the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from anpei.errors import Unavailable
from anpei.settings import Site

__all__ = ["LOCK", "MARK", "clear_folder", "clear_leftovers", "private_folder", "staging_folder", "whole_file"]

MARK = "anpei-backup-"
LOCK = "lock"
SPARE = 64_000_000
"""Bytes that stay free beside a copy: the platform goes on writing meanwhile."""


@contextmanager
def staging_folder(site: Site, target: Path, needed: int) -> Iterator[Path]:
    """A private folder with room for so many bytes: in the site, else the system's, else beside the backup."""
    places = [site.var / "run", Path(tempfile.gettempdir()), target.parent]
    clear_leftovers(site, target.parent)
    for place in places:
        with suppress(OSError):
            place.mkdir(exist_ok=True, mode=0o700)
            if shutil.disk_usage(place).free >= needed + SPARE:
                folder = private_folder(place)
                break
    else:
        free = "，".join(f"{place} 剩 {_free(place) / 1e6:.0f} MB" for place in places)
        raise Unavailable(
            f"没有地方放数据库的副本，需要 {(needed + SPARE) / 1e6:.0f} MB：{free}。",
            way_out="请清理磁盘；或用环境变量 TMPDIR 指一个有空间的文件夹，再备份一次。",
        )
    with folder as made:
        yield made


def _free(place: Path) -> int:
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return 0


def private_folder(place: Path, mark: str = MARK) -> _Held:
    """A new folder of this process's own, removed at the end of ``with``."""
    return _Held(Path(tempfile.mkdtemp(dir=place, prefix=mark)))


class _Held:
    """A folder with a lock in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = (path / LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.close()


@contextmanager
def whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is complete and on disk; a killed maker leaves the old one."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{MARK}", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        temporary.unlink(missing_ok=True)


def clear_leftovers(site: Site, *folders: Path) -> list[Path]:
    """Remove what killed backups left in the site, in the system's folder and in these; what somebody holds stays."""
    cleared = []
    for place in {site.var / "run", Path(tempfile.gettempdir()), *folders}:
        cleared += clear_folder(place, MARK)
        cleared += clear_folder(place, f".{MARK}")
    return cleared


def clear_folder(place: Path, mark: str) -> list[Path]:
    """Remove from a folder what begins so and is ours, but for what somebody alive holds or never was held."""
    cleared = []
    with suppress(OSError):  # a folder that isn't there, or not ours to read
        for path in sorted(place.glob(f"{mark}*")):
            with suppress(OSError):
                if path.stat().st_uid == os.geteuid() and _abandoned(path):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                    cleared.append(path)
    return cleared


def _abandoned(path: Path) -> bool:
    """Whether its lock is there and nobody alive holds it."""
    lock = path / LOCK if path.is_dir() else path
    if not lock.exists():
        return False
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
