"""A git repository without a work tree or an index: read by paths, and committed to one branch; no hook ever runs.

A commit is made of blobs and trees, then the branch moves if it still stands where it was, else the commit is made anew
upon what came between. One process writes at a time; a lock that a killed one left is taken away by the next.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dulwich.file import FileLocked
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

from anpei.authoring.commits import FileContent, author_of, nested, new_commit, sentence_of
from anpei.authoring.model import Author

__all__ = ["BRANCH", "Repository", "Step"]

BRANCH = Ref(b"refs/heads/main")
COMMIT = re.compile(r"[0-9a-f]{40}")
TREES = 20_000
TRIES = 100


@dataclass(frozen=True)
class Step:
    """A commit in which a file changed; ``blob``: what it holds since, empty when it went."""

    commit: str
    at: int
    author: Author
    sentence: str
    blob: str


class Repository:
    """One in its folder; any number of processes may hold one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = threading.RLock()
        self._depth = 0
        self._lock: Any = None
        self._repo: Repo | None = None
        self._trees: OrderedDict[bytes, dict[str, tuple[int, bytes]]] = OrderedDict()
        self._listed: tuple[str, dict[str, str]] = ("", {})

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within it nobody else writes, in no process."""
        with self._turn:
            if not self._depth:
                self.folder.parent.mkdir(parents=True, exist_ok=True)
                self._lock = (self.folder.parent / "history.lock").open("a")
                fcntl.flock(self._lock, fcntl.LOCK_EX)
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    self._lock.close()

    @property
    def repo(self) -> Repo:
        """The repository, made when first asked for."""
        if self._repo is None:
            with self.alone():
                if not (self.folder / "HEAD").exists():
                    self._make()
                self._repo = Repo(str(self.folder))
                weakref.finalize(self, self._repo.close)
        return self._repo

    def _make(self) -> None:
        """Beside its place and then moved there, so that it is there whole or not at all."""
        fresh = self.folder.with_name(f".{self.folder.name}.{os.getpid()}")
        with suppress(FileNotFoundError):
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        made = Repo.init_bare(str(fresh), default_branch=b"main")
        config = made.get_config()
        config.set((b"core",), b"fsyncObjectFiles", b"true")
        config.write_to_path()
        made.close()
        fresh.rename(self.folder)

    def head(self) -> str:
        """The newest commit, empty when there is none."""
        try:
            return self.repo.refs[BRANCH].decode()
        except KeyError:
            return ""

    def commit(self, files: Mapping[str, FileContent], author: Author, sentence: str, at: int) -> str:
        """A commit in which these files hold that, all others as before."""
        with self.alone():
            for _ in range(TRIES):
                head = self.head()
                objects: list[ShaFile] = []
                before = self._commit(head).tree if head else None
                tree = self._changed(before, nested(files), objects)
                if before is not None and tree == before:
                    return ""
                made = new_commit(tree or Tree().id, head, author, sentence, at)
                for each in (*objects, *([] if tree else [Tree()]), made):
                    self._put(each)
                if self._move(head, made.id):
                    return made.id.decode()
            raise OSError("the branch moves without end")

    def _put(self, thing: ShaFile) -> None:
        try:
            self.repo.object_store.add_object(thing)
        except FileLocked as held:  # its writer was killed: nobody else writes now
            _unlock(held)
            self.repo.object_store.add_object(thing)

    def _move(self, old: str, new: bytes) -> bool:
        """Whether the branch stood there and stands here now."""
        refs, target = self.repo.refs, ObjectID(new)
        for _ in range(2):
            try:
                if old:
                    return bool(refs.set_if_equals(BRANCH, ObjectID(old.encode()), target))
                return bool(refs.add_if_new(BRANCH, target))
            except FileLocked as held:
                _unlock(held)
        return False

    def _changed(self, tree: bytes | None, changes: Mapping[str, Any], objects: list[ShaFile]) -> bytes | None:
        """The tree with changes in it; None when nothing is left. New trees are added, what others need first."""
        entries = dict(self._entries(tree)) if tree else {}
        for name, change in changes.items():
            if isinstance(change, dict):
                mode, inner = entries.get(name, (0, None))
                below = self._changed(inner if mode == 0o40000 else None, change, objects)
                if below is None:
                    entries.pop(name, None)
                else:
                    entries[name] = (0o40000, below)
            elif (raw := change() if callable(change) else change) is None:
                entries.pop(name, None)
            else:
                blob = Blob.from_string(raw)
                self._put(blob)  # one after the other: a whole shelf is more than memory holds
                entries[name] = (0o100644, blob.id)
        if not entries:
            return None
        made = Tree()
        for name, (mode, sha) in entries.items():
            made.add(name.encode(), mode, ObjectID(sha))
        if made.id != tree:
            objects.append(made)
        return bytes(made.id)

    def listing(self) -> dict[str, str]:
        """Every file of the newest commit with the name of what it holds."""
        head = self.head()
        if self._listed[0] != head or not head:
            self._listed = (head, dict(self._below(self._commit(head).tree, "")) if head else {})
        return self._listed[1]

    def _below(self, tree: bytes, above: str) -> Iterator[tuple[str, str]]:
        for name, (mode, sha) in self._entries(tree).items():
            if mode == 0o40000:
                yield from self._below(sha, f"{above}{name}/")
            else:
                yield f"{above}{name}", sha.decode()

    def _entries(self, tree: bytes) -> dict[str, tuple[int, bytes]]:
        found = self._trees.get(tree)
        if found is None:
            read = self.repo.object_store[ObjectID(tree)]
            assert isinstance(read, Tree)
            found = {each.path.decode("utf-8", "replace"): (each.mode, bytes(each.sha)) for each in read.items()}
            self._trees[tree] = found
            while len(self._trees) > TREES:
                self._trees.popitem(last=False)
        return found

    def _commit(self, commit: str) -> Commit:
        found = self.repo.object_store[ObjectID(commit.encode())]
        assert isinstance(found, Commit)
        return found

    def blob_at(self, commit: str, name: str) -> str:
        """What a file held at a commit, by name; empty when it wasn't there."""
        tree: bytes = self._commit(commit).tree
        *folders, last = name.split("/")
        for folder in folders:
            mode, tree = self._entries(tree).get(folder, (0, b""))
            if mode != 0o40000:
                return ""
        mode, sha = self._entries(tree).get(last, (0, b""))
        return sha.decode() if mode and mode != 0o40000 else ""

    def content(self, blob: str) -> bytes:
        found = self.repo.object_store[ObjectID(blob.encode())]
        assert isinstance(found, Blob)
        return bytes(found.data)

    def before(self, commit: str) -> str:
        """The commit before one, empty for the first."""
        parents = self._commit(commit).parents
        return parents[0].decode() if parents else ""

    def beside(self, commit: str, name: str) -> list[str]:
        """The other files of its folder at a commit."""
        folder = name.rpartition("/")[0]
        tree: bytes = self._commit(commit).tree
        for part in folder.split("/"):
            mode, tree = self._entries(tree).get(part, (0, b""))
            if mode != 0o40000:
                return []
        return [f"{folder}/{each}" for each, (mode, _) in self._entries(tree).items() if mode != 0o40000 and
                f"{folder}/{each}" != name]  # fmt: skip

    def steps(self, name: str, commit: str) -> Iterator[Step]:
        """The commits up to one in which a file changed, the newest first."""
        blob = self.blob_at(commit, name) if commit else ""
        while commit:
            made = self._commit(commit)
            before = made.parents[0].decode() if made.parents else ""
            earlier = self.blob_at(before, name) if before else ""
            if blob != earlier:
                yield Step(commit, made.commit_time * 1000, author_of(made.author), sentence_of(made), blob)
            commit, blob = before, earlier

    def has(self, commit: str) -> bool:
        """Whether there is a commit of this name."""
        if not COMMIT.fullmatch(commit) or ObjectID(commit.encode()) not in self.repo.object_store:
            return False
        return isinstance(self.repo.object_store[ObjectID(commit.encode())], Commit)


def _unlock(held: FileLocked) -> None:
    Path(os.fsdecode(held.lockfilename)).unlink(missing_ok=True)
