"""What a disk's refusal is called: full, read-only or broken is said as such, and never as a database that is away."""

from __future__ import annotations

import errno
import sqlite3

from anpei.errors import Unavailable

__all__ = ["refusal"]

KEPT = "显示过“已保存”的内容不会丢。"
FULL = ("disk_full", "服务器的磁盘满了，这一步没有保存。", f"请告诉管理员腾出空间，然后再试；{KEPT}")
READ_ONLY = ("disk_read_only", "服务器的磁盘只能读、不能写，这一步没有保存。", f"请告诉管理员；{KEPT}")
BROKEN = ("disk_error", "服务器的磁盘读写出错（可能满了或坏了），这一步没有保存。", f"请告诉管理员；{KEPT}")
BY_ERRNO = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY, errno.EIO: BROKEN, errno.EFBIG: FULL}
BY_SQLITE = {sqlite3.SQLITE_FULL: FULL, sqlite3.SQLITE_READONLY: READ_ONLY, sqlite3.SQLITE_IOERR: BROKEN}
BY_SQLSTATE = {"53100": FULL, "25006": READ_ONLY, "58030": BROKEN}


def refusal(error: BaseException | None) -> Unavailable | None:
    """The disk's refusal behind an error, in words for a person; None when it was something else."""
    while error is not None:
        found = _of(error)
        if found is not None:
            code, message, way_out = found
            made = Unavailable(message, code=code, way_out=way_out)
            made.__cause__ = error
            return made
        error = getattr(error, "orig", None) or error.__cause__
    return None


def _of(error: BaseException) -> tuple[str, str, str] | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)  # an error of the module itself has none
        return BY_SQLITE.get(code & 0xFF) if code is not None else None
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0)
    return BY_SQLSTATE.get(getattr(error, "sqlstate", None) or "")
