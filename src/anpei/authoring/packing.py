"""``python -m anpei.authoring.packing SITE``: the history made small, in a process of its own.

Everything that the branch reaches is written into one pack, each version of a file as its difference from another; the
pack is read and summed before anything it holds is removed elsewhere. A backup and this never work at the same time.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from dulwich.objects import Commit, ObjectID, ShaFile, Tree
from dulwich.pack import Pack, write_pack

from anpei.authoring.history import History, history_of
from anpei.settings import open_site

__all__ = ["pack"]


def pack(log: History) -> int:
    """Pack all that is reached from the newest commit; how many objects, none while a backup is being made."""
    head = log.head()
    folder = os.open(log.folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a backup holds it together with others
        return _packed(log, head)
    except BlockingIOError:
        return 0
    finally:
        os.close(folder)


def _packed(log: History, head: str) -> int:
    found = dict(_reached(log, head))
    if not found:
        return 0
    store = log.repo.object_store
    folder = log.folder / "objects/pack"
    for left in folder.glob("tmp-*"):  # by one that was killed: nobody else packs now
        left.unlink()
    older = sorted(folder.glob("pack-*.pack"))
    fresh = folder / f"tmp-{os.getpid()}"
    objects: list[tuple[ShaFile, bytes | None]] = [(store[ObjectID(sha)], path) for sha, path in found.items()]
    summed, _ = write_pack(str(fresh), objects, store.object_format, deltify=True)
    _checked(fresh, set(found), log)
    name = folder / f"pack-{summed.hex()}"
    for ending in (".pack", ".idx"):  # who finds the index finds the pack
        written = fresh.with_name(fresh.name + ending)
        with written.open("rb") as file:
            os.fsync(file.fileno())
        written.replace(name.with_name(name.name + ending))
    _sync(folder)
    for sha in found:
        if store.contains_loose(ObjectID(sha)):
            store.delete_loose_object(ObjectID(sha))
    for path in older:
        if path.stem != name.name:
            path.with_suffix(".idx").unlink(missing_ok=True)
            path.unlink()
    return len(found)


def _reached(log: History, head: str) -> Iterator[tuple[bytes, bytes]]:
    """Every object with a hint of what it is: versions of one file lie next to each other then."""
    commit: ObjectID | None = ObjectID(head.encode()) if head else None
    seen = set[bytes]()
    store = log.repo.object_store
    while commit is not None:
        made = store[commit]
        assert isinstance(made, Commit)
        yield bytes(commit), b""
        waiting = [(bytes(made.tree), b"")]
        while waiting:
            sha, path = waiting.pop()
            if sha in seen:
                continue
            seen.add(sha)
            yield sha, path
            thing = store[ObjectID(sha)]
            if isinstance(thing, Tree):
                waiting += [(bytes(each.sha), path + b"/" + each.path) for each in thing.items()]
        commit = made.parents[0] if made.parents else None


def _checked(fresh: Path, wanted: set[bytes], log: History) -> None:
    """The new pack is whole and holds all; raises before anything is removed."""
    with Pack(str(fresh), object_format=log.repo.object_store.object_format) as made:
        made.check()
        missing = wanted - {bytes(sha) for sha in made}
    if missing:
        raise OSError(f"{len(missing)} objects are not in the pack")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    pack(history_of(open_site(sys.argv[1])))
