"""Memory and processes of a kernel, bounded by a control group of its own where systemd delegated a tree (cgroup v2).

The service's own processes sit in a group below the delegated one, so that groups beside theirs can be made. Where
there is no such tree nothing is done here, and limits of the process are what is left.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from anpei.confinement.walls import Limits

__all__ = ["delegated", "enter", "sweep"]

TREE = Path("/sys/fs/cgroup")
PREFIX = "anpei-kernel-"
WANTED = ("memory", "pids")


def delegated(tree: Path = TREE, told: Path = Path("/proc/self/cgroup")) -> Path | None:
    """The group in which groups for kernels can be made; None where there is none."""
    try:
        mine = next(line[4:] for line in told.read_text().splitlines() if line.startswith("0::/"))
        parent = (tree / mine).parent
        given = (parent / "cgroup.controllers").read_text().split()
    except (OSError, StopIteration):
        return None
    fit = parent != tree and set(WANTED) <= set(given) and os.access(parent / "cgroup.subtree_control", os.W_OK)
    return parent if fit and not (parent / "cgroup.procs").read_text().strip() else None


def enter(limits: Limits, parent: Path | None) -> bool:
    """Put this process into a group of its own with these limits; False where that can't be."""
    if parent is None or not limits.memory:
        return False
    group = parent / f"{PREFIX}{os.getpid()}"
    try:
        (parent / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in WANTED))
        group.mkdir(exist_ok=True)
        (group / "memory.max").write_text(str(limits.memory))
        with suppress(OSError):  # a machine without swap has no such file
            (group / "memory.swap.max").write_text("0")
        (group / "pids.max").write_text(str(limits.processes or "max"))
        (group / "cgroup.procs").write_text(str(os.getpid()))
    except OSError:
        with suppress(OSError):
            group.rmdir()
        return False
    return True


def sweep() -> None:
    """Take away the groups whose kernels are gone; one that is lived in stays."""
    parent = delegated()
    for group in parent.glob(f"{PREFIX}*") if parent is not None else ():
        with suppress(OSError):
            group.rmdir()
