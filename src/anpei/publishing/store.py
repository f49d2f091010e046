"""The published store: objects by the hash of their bytes, and one index that says which of them count.

``var/published/objects/ab/cdef…`` are written once and never changed; ``index.json`` begins with its own hash and is
replaced whole, after everything it names is on disk. So a process killed at any moment leaves the old state or the new
one, and whatever is read was verified. One process changes the store at a time; readers need no lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from anpei.plainfiles import write_atomic
from anpei.publishing.model import Entry, Index

__all__ = ["Change", "DamagedObject", "Store"]

FORMAT = 1
log = logging.getLogger("anpei.publishing")


class DamagedObject(Exception):
    """An object is missing or doesn't hold what its name says."""


class Change:
    """A change of the store under way, seen by nobody until it is kept."""

    def __init__(self, store: Store, index: Index) -> None:
        self.before, self.entries, self.seen = index, dict(index.entries), index.seen
        self.store, self._fresh = store, set[Path]()

    def put(self, data: bytes) -> str:
        """Keep an object; its name. One that is there and sound is not written again."""
        sha = hashlib.sha256(data).hexdigest()
        path = self.store.path(sha)
        if not self.store.sound(sha):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o400)
            Path(temporary).replace(path)
        self._fresh.add(path)  # also one that a killed process wrote and never brought to the disk
        return sha

    def settled(self) -> Index:
        """What the index says from now on."""
        return Index(self.before.number + 1, self.entries, self.seen)

    def sync(self) -> None:
        """Bring the new objects to the disk, all written first, so that they share one journal."""
        for path in (*self._fresh, *{path.parent for path in self._fresh}):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


class Store:
    """A site's store; any number of processes may hold one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index, self._previous = folder / "index.json", folder / "index.previous.json"

    def path(self, sha: str) -> Path:
        return self.folder / "objects" / sha[:2] / sha[2:]

    def read(self, sha: str) -> bytes:
        """An object's bytes, proven to be the ones it is named after; raises :class:`DamagedObject`."""
        try:
            data = self.path(sha).read_bytes()
        except OSError as error:
            raise DamagedObject(sha) from error
        if hashlib.sha256(data).hexdigest() != sha:
            raise DamagedObject(sha)
        return data

    def sound(self, sha: str) -> bool:
        try:
            self.read(sha)
        except DamagedObject:
            return False
        return True

    def stamp(self) -> tuple[int, int, int] | None:
        """Differs whenever the index does; costs one look at the disk."""
        try:
            status = self._index.stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def index(self) -> Index:
        """The index as last kept; a damaged one gives way to the one before it, none at all is an empty store."""
        for path in (self._index, self._previous):
            with suppress(FileNotFoundError):
                try:
                    return _decoded(path.read_bytes())
                except (ValueError, KeyError, TypeError):
                    log.error("%s is damaged", path)
        return Index()

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """A change that is kept whole when the block ends, and not at all when it raises; others wait meanwhile."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            before = self.index()
            change = Change(self, before)
            yield change
            if (change.entries, change.seen) != (before.entries, before.seen) or not self._index.exists():
                change.sync()
                self._keep(before, change.settled())

    def _keep(self, before: Index, index: Index) -> None:
        """The one before is written as it was read: a damaged file mustn't take the place of the last good one."""
        if before.number:
            write_atomic(self._previous, _encoded(before), mode=0o600)
        write_atomic(self._index, _encoded(index), mode=0o600)


def _encoded(index: Index) -> bytes:
    told = {
        "format": FORMAT,
        "number": index.number,
        "seen": index.seen,
        "entries": [asdict(entry) for entry in index.entries.values()],
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


def _decoded(raw: bytes) -> Index:
    told, _, body = raw.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != told:
        raise ValueError("hash")
    data = json.loads(body)
    entries = [Entry(**entry) for entry in data["entries"]]
    return Index(data["number"], {entry.key: entry for entry in entries}, data["seen"])
