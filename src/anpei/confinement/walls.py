"""Walls as data: what one kernel may reach, how much it may take, and which walls a Linux of some version lacks.

Everything is closed that isn't named. ``hidden`` stays closed also where it lies inside something that is open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import NamedTuple

from anpei.confinement.landlock import READ, SEE, WRITE, WRITE_FILE, WRITE_OWN

__all__ = ["ENOUGH", "VARIABLE", "WALLS", "Limits", "Wall", "Walls", "lacking", "shortage", "told"]

VARIABLE = "ANPEI_WALLS"
ENOUGH = 3
"""The version of Landlock below which a kernel can do harm that no file's mode prevents: empty a database."""
SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/etc/alternatives", "/etc/fonts",
    "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/timezone", "/etc/ssl/certs",
    "/etc/ssl/openssl.cnf", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/hosts",
    "/etc/mime.types", "/etc/os-release", "/etc/debian_version", "/etc/inputrc", "/etc/magic",
    "/dev/random", "/dev/urandom", "/dev/zero", "/sys/devices/system/cpu", "/sys/devices/system/node",
    "/proc",
)  # fmt: skip
"""What any program on Linux needs, and nothing that belongs to somebody.

In ``/proc`` a kernel finds its own children; memory, environment and files of processes outside its walls are behind
Landlock's rule on tracing, which every version has.
"""


class Limits(NamedTuple):
    """How much a kernel may take; 0 is without a limit. ``memory`` and ``file`` in bytes."""

    memory: int = 0
    processes: int = 0
    file: int = 0


class Walls(NamedTuple):
    """What a kernel may reach beside the programs it needs.

    ``own``: its folder, where it may do anything; ``read`` and ``write``: files and folders; ``abi``: the version of
    Landlock to use; ``user``: another system user to become, where there is one.
    """

    own: str
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    limits: Limits = Limits()
    abi: int = 0
    user: str = ""

    def written(self) -> str:
        """As text, for the program that raises them."""
        return json.dumps(self)

    @staticmethod
    def of_text(text: str) -> Walls:
        own, read, write, hidden, limits, version, user = json.loads(text)
        return Walls(own, tuple(read), tuple(write), tuple(hidden), Limits(*limits), version, user)

    def opened(self, programs: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        """Every path that is open, with its rights; ``programs`` are the folders Python is in."""
        closed = tuple(map(os.path.realpath, self.hidden))
        for path in (*SYSTEM, *programs, *self.read):
            yield from around(path, READ, closed)
        for path in self.write:
            yield from around(path, WRITE, closed)
        yield self.own, WRITE_OWN
        yield "/dev/null", READ | WRITE_FILE


def around(path: str, rights: int, closed: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The path with these rights, without what is closed in it.

    Landlock opens whole trees: where something in one stays closed, all that lies beside it is opened one by one, and
    of the folders on the way only the lists of names. Links on the way open nothing: what they lead to does, or not.
    """
    place = os.path.realpath(path)
    inside = [each for each in closed if _holds(place, each)]
    if inside:
        yield from _beside(place, rights, inside)
    else:
        yield path, rights


def _beside(place: str, rights: int, closed: list[str]) -> Iterator[tuple[str, int]]:
    """What lies beside what is closed, in a folder that holds some of it; hundreds of packages lie in one."""
    if place in closed:
        return
    yield place, SEE
    with os.scandir(place) as entries:
        found = sorted(entry.path for entry in entries if not entry.is_symlink())
    for path in found:
        inside = [each for each in closed if _holds(path, each)]
        if inside:
            yield from _beside(path, rights, inside)
        else:
            yield path, rights


def _holds(folder: str, place: str) -> bool:
    return place == folder or place.startswith(folder.rstrip("/") + "/")


class Wall(NamedTuple):
    """One thing that a kernel is kept from, and since which version of Landlock; worded for who runs it."""

    name: str
    since: int
    harm: str


WALLS = (
    Wall("文件", 1, "能读密钥和数据库"),
    Wall("清空文件", 3, "能清空它读不了的数据库"),
    Wall("网络连接", 4, "能连接本机和网络里的服务"),
    Wall("设备控制", 5, "能对设备文件发控制命令"),
    Wall("信号", 6, "能停掉平台的进程，也能用抽象套接字找别的程序"),
)


def lacking(version: int) -> list[Wall]:
    """The walls that a Linux with this version of Landlock can't raise."""
    return [wall for wall in WALLS if wall.since > version]


def shortage(version: int, user: str) -> str:
    """What makes this machine unfit as it is: a kernel could empty the database, and is no other user; else nothing."""
    return "" if version >= ENOUGH or user else told(version)


def told(version: int) -> str:
    """What is missing here, in one sentence; an empty text where nothing is."""
    missing = lacking(version)
    if not missing:
        return ""
    if version == 0:
        return "这台机器不能隔离内核（没有 Landlock）：培训师写的代码能做平台能做的一切。"
    return "这台机器的 Linux 还管不住内核的" + "；".join(f"{wall.name}（{wall.harm}）" for wall in missing) + "。"
