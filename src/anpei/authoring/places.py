"""Reading and writing below the workspace without ever following a link: kernels write there, too.

Every folder on the way is opened by itself and by no other name, so that nothing that is put in its place meanwhile
leads out of the workspace.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from anpei.content import SHELVES, nameable
from anpei.errors import Refused

__all__ = ["LARGEST_KEPT", "FileMark", "Workspace"]

LARGEST_KEPT = 20_000_000
"""Bytes of a file that the history keeps: films are in the backups, not in it."""
SKIPPED = ("__pycache__",)
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class FileMark:
    """Changes when a file does."""

    inode: int
    changed: int
    size: int


class Workspace:
    """The shelves of a site's own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def _folder(self, name: str, *, make: bool = False) -> Iterator[int]:
        """The folder that a file lies in."""
        parts = PurePosixPath(name).parts
        if not parts or parts[0] not in SHELVES or len(parts) < 2 or not _proper(name):
            raise Refused("这个文件不在课程、题库、演练和法规里。", code="path", way_out="请换一个位置。")
        handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in parts[:-1]:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(part, 0o777 if os.fstat(handle).st_mode & stat.S_IWGRP else 0o755, dir_fd=handle)
                inner = os.open(part, FOLDER, dir_fd=handle)
                os.close(handle)
                handle = inner
            yield handle
        finally:
            os.close(handle)

    def read(self, name: str, most: int = LARGEST_KEPT) -> bytes | None:
        """What a plain file holds; None when there is none of that name, or it is too large."""
        try:
            with self._folder(name) as folder:
                return _bytes(folder, PurePosixPath(name).name, most)
        except OSError:
            return None

    def mark(self, name: str) -> FileMark | None:
        """Which state of a file lies there."""
        try:
            with self._folder(name) as folder:
                status = os.stat(PurePosixPath(name).name, dir_fd=folder, follow_symlinks=False)
        except OSError:
            return None
        return _mark(status) if stat.S_ISREG(status.st_mode) else None

    def write(self, name: str, content: bytes) -> None:
        """Put a file there, whole or not at all, on the disk when this returns; who may read it stays as it was."""
        with self._folder(name, make=True) as folder:
            last = PurePosixPath(name).name
            temporary = f".{last[:60]}.{secrets.token_hex(6)}.part"
            mode = 0o664 if os.fstat(folder).st_mode & stat.S_IWGRP else 0o644
            with suppress(OSError):
                mode = stat.S_IMODE(os.stat(last, dir_fd=folder, follow_symlinks=False).st_mode) & 0o666
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    os.fchmod(file.fileno(), mode)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(temporary, last, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary, dir_fd=folder)
                raise
            os.fsync(folder)

    def remove(self, name: str) -> None:
        """Take a file away; one that isn't there is no fault."""
        with suppress(FileNotFoundError), self._folder(name) as folder:
            os.unlink(PurePosixPath(name).name, dir_fd=folder)
            os.fsync(folder)

    def files(self) -> Iterator[tuple[str, FileMark]]:
        """Every plain file of the shelves with its state; hidden ones, links and very large ones are none."""
        for shelf in SHELVES:
            top = self.root / shelf
            if top.is_symlink() or not top.is_dir():
                continue
            for folder, folders, names, handle in os.fwalk(top, follow_symlinks=False):
                folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in SKIPPED)
                for name in sorted(names):
                    place = (Path(folder) / name).relative_to(self.root).as_posix()
                    with suppress(OSError):
                        status = os.stat(name, dir_fd=handle, follow_symlinks=False)
                        if stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_KEPT and _proper(place):
                            yield place, _mark(status)


def _mark(status: os.stat_result) -> FileMark:
    return FileMark(status.st_ino, status.st_mtime_ns, status.st_size)


def _bytes(folder: int, name: str, most: int) -> bytes | None:
    with os.fdopen(os.open(name, FILE, dir_fd=folder), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        raw = file.read(most + 1)
    return raw if len(raw) <= most else None


def _proper(name: str) -> bool:
    """Whether every part is a name that isn't hidden and can be kept."""
    return nameable(name) and not any(
        part in ("", ".", "..") or part.startswith(".") or "\\" in part or not part.isprintable()
        for part in name.split("/")
    )
