"""The history of the shelves: a git repository under ``var/``, out of every kernel's reach.

A save says beforehand what it is about to write (``pending.json``), so that one that was killed between the file and
the commit still gets its author; whatever else changed is somebody's outside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anpei.authoring.commits import FileContent, blob_name
from anpei.authoring.model import Author
from anpei.authoring.places import FileMark, Workspace
from anpei.authoring.repository import Repository
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["BUNDLED", "EXTERNAL", "Change", "History", "history_of"]

EXTERNAL = Author("", "外部编辑")
"""Who saved a file with a program of their own, as far as the platform knows."""
BUNDLED = Author("", "安培")
EDITED = "在编辑器里保存"
FIRST = "开始记录"
SECOND = 1_000_000_000
LOOSE = 2000
"""Objects that may lie about by themselves before they are packed."""


@dataclass(frozen=True)
class Change:
    """What a save is about to write."""

    author: Author
    sentence: str
    at: int
    files: Mapping[str, bytes | None]


class History(Repository):
    """One site's."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        super().__init__(folder)
        self.workspace = workspace
        self._seen: dict[str, tuple[FileMark, str]] = {}
        self._stamp: int | None = None

    def record(self, change: Change) -> str:
        """Write the files of a change and commit it; the commit. Killed at any moment, the next look makes it good."""
        with self.alone():
            _ = self.repo
            told = {name: blob_name(raw) for name, raw in change.files.items()}
            pending = {"author": vars(change.author), "sentence": change.sentence, "at": change.at, "files": told}
            write_atomic(self.folder / "pending.json", json.dumps(pending, ensure_ascii=False), mode=0o600)
            for name, raw in change.files.items():
                if raw is None:
                    self.workspace.remove(name)
                else:
                    self.workspace.write(name, raw)
            made = self.commit(change.files, change.author, change.sentence, change.at)
            (self.folder / "pending.json").unlink(missing_ok=True)
            return made

    def pick_up(self, author: Author = EXTERNAL, only: Collection[str] | None = None, *, at: int) -> str:
        """Commit what was saved past the platform; empty when nothing was."""
        with self.alone():
            head = self.head()
            asked, only = set(only or ()), only if head else None
            stamp = hash(tuple(self.workspace.files())) if only is None else self._stamp
            kept, there = self.listing(), {}
            for name, mark in self._states(only):
                there[name] = self._blob_of(name, mark)
            names = [*there, *(name for name in kept if name not in there and (only is None or name in only))]
            changed = {name for name in names if there.get(name, "") != kept.get(name, "")}
            pending = self._pending()
            mine = {name for name in changed if name in pending["files"] and pending["files"][name] == there.get(name)}
            made = ""
            if mine:
                by = Author(**pending["author"])
                made = self.commit(self._contents(mine, there), by, pending["sentence"], pending["at"])
            changed -= mine
            if not head and (first := changed if author == EXTERNAL else changed - asked):
                made = self.commit(self._contents(first, there), BUNDLED, FIRST, at) or made
                changed -= first
            if changed:
                made = self.commit(self._contents(changed, there), author, EDITED, at) or made
            self._stamp = stamp
            if pending["files"] and only is None:
                (self.folder / "pending.json").unlink(missing_ok=True)
            return made

    def looks_changed(self) -> bool:
        """Whether files were saved, or came or went, since this process last picked all of them up; it reads none."""
        return self._stamp != hash(tuple(self.workspace.files()))

    def _states(self, only: Collection[str] | None) -> Iterator[tuple[str, FileMark]]:
        if only is None:
            yield from self.workspace.files()
            return
        for name in only:
            mark = self.workspace.mark(name)
            if mark is not None:
                yield name, mark

    def _pending(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = json.loads((self.folder / "pending.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"files": {}}
        return told

    def _contents(self, names: Collection[str], there: Mapping[str, str]) -> dict[str, FileContent]:
        return {name: partial(self.workspace.read, name) if name in there else None for name in sorted(names)}

    def _blob_of(self, name: str, mark: FileMark) -> str:
        """The name of what a file holds; one looked at a moment after it was written is read again next time."""
        known = self._seen.get(name)
        if known is not None and known[0] == mark:
            return known[1]
        raw = self.workspace.read(name)
        if raw is None:
            return ""
        blob = blob_name(raw) or ""
        if time.time_ns() - mark.changed > 2 * SECOND:
            self._seen[name] = (mark, blob)
        return blob

    def is_loose(self) -> bool:
        """Whether there is enough to be packed."""
        return self.repo.object_store.count_loose_objects() > LOOSE


_histories: dict[Path, History] = {}


def history_of(site: Site) -> History:
    """A site's history, one a process."""
    return _histories.setdefault(site.root, History(site.var / "history", Workspace(site.workspace)))
