"""What became of one object: the history of its file, told by what the object said, also before it came there."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from anpei.authoring.files import Authored, taken_apart
from anpei.authoring.history import History
from anpei.authoring.model import KINDS, Revision
from anpei.authoring.repository import Step
from anpei.errors import NotFound

__all__ = ["ObjectHistory"]

KEPT = 5000


class ObjectHistory:
    """Asks the history by objects; what a file held once is taken apart once."""

    def __init__(self, log: History, now: Callable[[], int]) -> None:
        self.log, self._now = log, now
        self._in_blobs: OrderedDict[tuple[str, str], Authored | None] = OrderedDict()

    def revisions(self, kind: str, slug: str, path: str, limit: int) -> list[Revision]:
        """What became of an object, the newest first; what was done to others of its file is left out."""
        found: list[Revision] = []
        place = ""
        for name, step, there in self._steps(kind, slug, path):
            told = ("", "") if there is None else (there.version, there.state)
            if found and (found[-1].version, found[-1].state) == told and place == name:
                found.pop()  # the older commit made it so
            elif len(found) == limit:
                break
            found.append(Revision(step.commit, step.at, step.author, step.sentence, *told))
            place = name
        while found and not found[-1].version:
            found.pop()
        return found

    def at(self, kind: str, slug: str, path: str, commit: str) -> Authored | None:
        """What an object said at a commit; None where it wasn't there."""
        with self.log.alone():
            if not self.log.has(commit):
                raise NotFound("没有这个版本。", way_out="请回到历史列表再选一次。")
            names = [path, *self.log.beside(commit, path)]
            blobs = [(name, self.log.blob_at(commit, name)) for name in names]
            found = (self._in_blob(kind, slug, name, blob) for name, blob in blobs if blob)
            return next((each for each in found if each is not None), None)

    def _steps(self, kind: str, slug: str, path: str) -> Iterator[tuple[str, Step, Authored | None]]:
        """Every commit in which the file of an object changed, with the file and the object as it was then.

        One that came out of another file is followed there.
        """
        files = self.log
        with files.alone():
            files.pick_up(only=[path], at=self._now())
            name, start = path, files.head()
            while name:
                came, first = "", None
                for step in files.steps(name, start):
                    there = self._in_blob(kind, slug, name, step.blob) if step.blob else None
                    if there is None and first is not None:
                        break
                    yield name, step, there
                    first = step
                if first is not None and KINDS[kind].within:
                    start = files.before(first.commit)
                    for other in files.beside(start, name) if start else ():
                        blob = files.blob_at(start, other)
                        if blob and self._in_blob(kind, slug, other, blob) is not None:
                            came = other
                            break
                name = came

    def _in_blob(self, kind: str, slug: str, name: str, blob: str) -> Authored | None:
        key = (blob, slug)
        if key not in self._in_blobs:
            raw = self.log.content(blob)
            self._in_blobs[key] = _cut_out(kind, slug, name, raw)
            while len(self._in_blobs) > KEPT:
                self._in_blobs.popitem(last=False)
        return self._in_blobs[key]

    def version(self, kind: str, slug: str, path: str, version: str) -> dict[str, Any] | None:
        """An object as it was at that version."""
        mark = version.partition("-")[0]
        return next(
            (there.value for *_, there in self._steps(kind, slug, path) if there and there.version == mark), None
        )


def _cut_out(kind: str, slug: str, name: str, raw: bytes) -> Authored | None:
    """One object of a file's bytes; its lines alone are read where they can be told."""
    rules = KINDS[kind]
    text = raw.decode("utf-8-sig", "replace")
    if rules.within:
        if slug not in text:
            return None
        if piece := _piece(text, slug):
            made, _ = taken_apart(name, name, rules, f"{rules.within}:\n{piece}".encode())
            if made is not None and slug in made.by_slug:
                return made.by_slug[slug]
    made, _ = taken_apart(name, name, rules, text.encode())
    return made.by_slug.get(slug) if made is not None else None


def _piece(text: str, slug: str) -> str:
    """The lines of the list's element that begins with this id; empty when there is none such."""
    begin = re.search(rf"^( *)- id: *[\"']?{re.escape(slug)}[\"']?[ \r]*(?:#.*)?$", text, re.MULTILINE)
    if begin is None:
        return ""
    end = re.compile(rf"^ {{0,{len(begin[1])}}}[^ \r\n]", re.MULTILINE).search(text, begin.end())
    return text[begin.start() : end.start() if end else len(text)]
