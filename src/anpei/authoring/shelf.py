"""All objects of the shelves as they lie there, the enterprise's own over what came with the platform.

A file that hasn't changed isn't read again; what a form has written is known without reading.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from anpei import publishing
from anpei.authoring.files import Authored, AuthoredFile, read_file
from anpei.authoring.model import KINDS, AuthoredObject, ObjectOrigin
from anpei.authoring.published import PublishedVersions
from anpei.findings import Finding
from anpei.settings import Site

__all__ = ["BankPlace", "ShelfReader"]

MOST_PLACES = 4000


@dataclass(frozen=True)
class BankPlace:
    """A file that holds objects; ``count`` of them."""

    path: str
    topic: str
    count: int
    origin: publishing.Origin


@dataclass(frozen=True)
class _Known:
    mark: tuple[int, int, int]
    file: AuthoredFile | None
    findings: tuple[Finding, ...]


class ShelfReader:
    """What one process knows of the files."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.published = PublishedVersions(site)
        self._files: dict[Path, _Known] = {}
        self._told: dict[Path, tuple[_Known, _Known, int, tuple[AuthoredObject, ...]]] = {}
        self._turn = threading.RLock()

    def file(self, path: Path, kind: str) -> _Known:
        """A file as it lies there now."""
        with self._turn:
            mark = _mark(path)
            known = self._files.get(path)
            if known is None or known.mark != mark:
                file, findings = read_file(path, self.site.shelves.relative(path), KINDS[kind])
                known = _Known(mark, file, tuple(findings))
                if len(self._files) > MOST_PLACES:
                    self._files.clear()
                self._files[path] = known
            return known

    def note(self, path: Path, file: AuthoredFile) -> None:
        """What was just written there."""
        with self._turn:
            self._files[path] = _Known(_mark(path), file, ())

    def paths(self, kind: str) -> list[Path]:
        return self.site.shelves.glob(KINDS[kind].files)

    def own(self, path: Path) -> bool:
        return path.is_relative_to(self.site.shelves.roots[0]) and path.resolve().is_relative_to(
            self.site.shelves.roots[0]
        )

    def bundled(self, name: str) -> Path:
        return self.site.shelves.roots[-1] / name

    def places(self, kind: str) -> list[BankPlace]:
        found = []
        for path in self.paths(kind):
            file = self.file(path, kind).file
            if file is not None:
                origin: publishing.Origin = "site" if self.own(path) else "bundled"
                found.append(BankPlace(file.path, file.topic, len(file.objects), origin))
        return found

    def broken(self, kind: str) -> list[Finding]:
        """What keeps whole files from being read."""
        return [finding for path in self.paths(kind) for finding in self.file(path, kind).findings]

    def objects(self, kind: str) -> Iterator[AuthoredObject]:
        """Every object in the order of the files; of two of the same name the first."""
        seen = set[str]()
        for path in self.paths(kind):
            for told in self._of_file(kind, path):
                if told.slug not in seen:
                    seen.add(told.slug)
                    yield told

    def _of_file(self, kind: str, path: Path) -> tuple[AuthoredObject, ...]:
        """A file's objects; told anew when it, its namesake of the platform, or what is published changed."""
        known = self.file(path, kind)
        if known.file is None:
            return ()
        shipped = self.bundled(known.file.path)
        shipped_file, number = self.file(shipped, kind), self.published.index().number
        with self._turn:
            told = self._told.get(path)
        fresh = told is not None and told[0] is known and told[1] is shipped_file and told[2] == number
        if told is None or not fresh or not KINDS[kind].within:
            objects = tuple(self.told(kind, path, known.file, found) for found in known.file.objects)
            told = (known, shipped_file, number, objects)
            with self._turn:
                self._told[path] = told
        return told[3]

    def find(self, kind: str, slug: str) -> tuple[Path, AuthoredFile, Authored] | None:
        """Where an object stands; the file of its own name is looked at first."""
        for path in self.paths(kind):
            file = self.file(path, kind).file
            if file is not None and slug in file.by_slug:
                return path, file, file.by_slug[slug]
        return None

    def told(self, kind: str, path: Path, file: AuthoredFile, found: Authored) -> AuthoredObject:
        state = found.state if found.state in ("draft", "retired") else "published"
        published, changed = self.published.compared(kind, found, file)
        if state == "published" and not published:
            state = "draft"
        return AuthoredObject(
            kind, found.slug, found.value, file.topic, _version(file, found), file.path, found.first + 1,
            self._origin(kind, path, file, found), state, published, changed, self._reading(kind, path, file, found),  # type: ignore[arg-type]
        )  # fmt: skip

    def _reading(self, kind: str, path: Path, file: AuthoredFile, found: Authored) -> str:
        """A mark of all that a reviewer reads: what lies beside a course's or a scenario's file belongs to it."""
        if kind not in ("course", "scenario"):
            return _version(file, found)
        beside = [each for each in sorted(path.parent.iterdir()) if each != path and each.is_file()]
        told = (found.version, *(f"{each.name} {publishing.hash_of(each)}" for each in beside))
        return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()[:20]

    def _origin(self, kind: str, path: Path, file: AuthoredFile, found: Authored) -> ObjectOrigin:
        if not self.own(path):
            return "bundled"
        shipped = self.bundled(file.path)
        other = self.file(shipped, kind).file if shipped != path and shipped.is_file() else None
        there = other.by_slug.get(found.slug) if other is not None else None
        if there is None:
            return "own"
        return "bundled" if there.version == found.version else "changed"


def _version(file: AuthoredFile, found: Authored) -> str:
    return f"{found.version}-{file.topic}" if file.topic else found.version


def _mark(path: Path) -> tuple[int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0
    return status.st_ino, status.st_mtime_ns, status.st_size
