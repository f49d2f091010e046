"""``python -I -m anpei.confinement.launch PROGRAM …``: raise the walls told in the environment, become the program.

It runs isolated (``-I``): a kernel is started in a folder that somebody writes, and nothing of it may be imported
before the walls stand. Without walls in the environment, or if one can't be raised, nothing is started.
"""

from __future__ import annotations

import ctypes
import os
import resource
import stat
import sys
from pathlib import Path

from anpei.confinement import cgroup, landlock
from anpei.confinement.walls import VARIABLE, Limits, Walls

__all__ = ["main", "programs"]

REFUSED = 78
RESERVED = 2 << 30
DROP_BOUND = 24
AMBIENT, CLEAR_ALL = 47, 4
KEPT_CAPABILITIES = frozenset(
    (1, 3)
)  # of root: CAP_DAC_OVERRIDE and CAP_FOWNER, so that files of others open as before
LAST_CAPABILITY = 63


def programs() -> tuple[str, ...]:
    """Where Python and everything it imports is."""
    places = (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *sys.path)
    real = dict.fromkeys(str(Path(place).resolve()) for place in places if place and Path(place).exists())
    return tuple(place for place in real if not any(other != place and _holds(other, place) for other in real))


def _holds(folder: str, place: str) -> bool:
    return Path(place).is_relative_to(folder)


def main(command: list[str]) -> None:
    """Never returns: what follows is the program, or the end."""
    try:
        walls = Walls.of_text(os.environ.pop(VARIABLE))
        os.umask(0o077 if not walls.user else 0o007)
        limit(walls.limits, grouped=cgroup.enter(walls.limits, cgroup.delegated()))
        drop_capabilities()
        account = uid_of(walls.user)
        version = min(walls.abi, landlock.abi())
        if version:
            landlock.restrict(walls.opened(programs()), version)
        if account is not None:
            become(account, Path(walls.own))
        os.execvpe(command[0], command, os.environ)  # noqa: S606
    except BaseException as error:
        os.write(2, f"the kernel is not started, its walls can't be raised: {error!r}\n".encode())
        os._exit(REFUSED)


def limit(limits: Limits, *, grouped: bool) -> None:
    """Limits of this process and each it starts; never above what the machine allows already.

    Addresses are bounded only where no control group counts the memory itself, and then generously: Python and its
    libraries reserve many that they never use. Time is not bounded, nor the number of processes, which Linux counts
    for all of a user together.
    """
    _lower(resource.RLIMIT_CORE, 1)
    _lower(resource.RLIMIT_AS, limits.memory + RESERVED if limits.memory and not grouped else 0)
    _lower(resource.RLIMIT_FSIZE, limits.file)


def _lower(which: int, wanted: int) -> None:
    _soft, hard = resource.getrlimit(which)
    if wanted and (hard == resource.RLIM_INFINITY or wanted < hard):
        resource.setrlimit(which, (wanted, wanted))


def drop_capabilities() -> None:
    """A kernel of root gets none of root's powers but over files, and those end at the walls."""
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for each in range(LAST_CAPABILITY + 1):
            if each not in KEPT_CAPABILITIES:
                libc.prctl(DROP_BOUND, ctypes.c_ulong(each), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def uid_of(user: str) -> int | None:
    """The number of a system user that is named; a name nobody has is an error."""
    if not user:
        return None
    import pwd

    return pwd.getpwnam(user).pw_uid


def become(account: int, own: Path) -> None:
    """Be another system user from here on; its folder becomes that user's, and the group's that started it.

    Takes what systemd's unit gives the platform for this: the powers to change user, owner and groups. None is kept.
    """
    for path, mode in (*((each, 0o660) for each in own.iterdir()), (own, 0o2770)):
        _give(path, mode, account)
    os.setgroups([])
    os.setuid(account)
    ctypes.CDLL(None).prctl(AMBIENT, ctypes.c_ulong(CLEAR_ALL), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def _give(path: Path, mode: int, user: int) -> None:
    """Give away what is ours alone: a kernel that is started again may have left links to something else there."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return
    try:
        found = os.fstat(handle)
        folder = stat.S_ISDIR(found.st_mode)
        if found.st_uid == os.geteuid() and (folder or (stat.S_ISREG(found.st_mode) and found.st_nlink == 1)):
            os.fchmod(handle, mode)
            os.fchown(handle, user, -1)
    finally:
        os.close(handle)


if __name__ == "__main__":
    main(sys.argv[1:])
