"""Landlock, Linux's walls for whoever isn't root: three system calls, and which of its versions this machine has.

What is restricted stays so for this process and all it starts, whoever runs it, root included. Nothing here decides
what is open. ``ANPEI_LANDLOCK_ABI`` lowers the version that is used, never raises it: so an older Linux is tried out.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable

__all__ = ["LARGEST_ABI", "READ", "SEE", "VARIABLE", "WRITE", "WRITE_FILE", "abi", "restrict"]

VARIABLE = "ANPEI_LANDLOCK_ABI"
LARGEST_ABI = 7
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
ASK_VERSION = 1
NO_NEW_PRIVS = 38
RULE_PATH, RULE_PORT = 1, 2
BIND, CONNECT = 1, 2
ABSTRACT_SOCKETS, SIGNALS = 1, 2

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(13, 16))
ON_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
SINCE = {1: REFER - 1, 2: REFER, 3: TRUNCATE, 5: IOCTL_DEV}

READ = EXECUTE | READ_FILE | READ_DIR
SEE = READ_DIR
"""To see what a folder holds, without reading it."""
WRITE = READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
"""Files and folders, nothing else: a link or a pipe laid by a kernel would be followed by a server without walls."""
WRITE_OWN = WRITE | EXECUTE | MAKE_SYM | MAKE_SOCK | MAKE_FIFO


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("ports", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Port(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("port", ctypes.c_uint64))


def abi() -> int:
    """The version of Landlock in use here; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    found = int(libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(ASK_VERSION)))
    wanted = os.environ.get(VARIABLE, "")
    return max(0, min(found, LARGEST_ABI, int(wanted) if wanted.isdigit() else LARGEST_ABI))


def restrict(paths: Iterable[tuple[str, int]], version: int) -> None:
    """Close everything to this process but ``paths`` with their rights, as far as ``version`` can; for good.

    No TCP connection can be made, and only such a port be listened on as Linux picks itself; signals and abstract
    sockets reach none but its own. What doesn't exist is left out; any other failure is an OSError.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    known = sum(bits for since, bits in SINCE.items() if since <= version)
    ports = BIND | CONNECT if version >= 4 else 0
    scoped = ABSTRACT_SOCKETS | SIGNALS if version >= 6 else 0
    asked = _Ruleset(known, ports, scoped)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _call(libc, CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path, rights in paths:
            _allow(libc, ruleset, path, rights & known)
        if ports:
            port = _Port(BIND, 0)
            _call(libc, ADD_RULE, ruleset, RULE_PORT, ctypes.byref(port), ctypes.c_uint32(0))
        if libc.prctl(NO_NEW_PRIVS, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)):
            raise OSError(ctypes.get_errno(), "no_new_privs")
        _call(libc, RESTRICT_SELF, ruleset, ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    try:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            rights &= ON_FILES
        if rights:
            rule = _Beneath(rights, handle)
            _call(libc, ADD_RULE, ruleset, RULE_PATH, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(handle)


def _call(libc: ctypes.CDLL, number: int, *arguments: object) -> int:
    result = int(libc.syscall(number, *arguments))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"landlock: {os.strerror(code)}")
    return result
