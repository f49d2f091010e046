"""Commits made of plain values, and plain values out of commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dulwich.objects import Blob, Commit, ObjectID

from anpei.authoring.model import Author

__all__ = ["FileContent", "author_of", "blob_name", "nested", "new_commit", "sentence_of"]

FileContent = bytes | None | Callable[[], bytes | None]
"""What a file holds, or how that is read once it is needed; None: it went."""


def blob_name(raw: bytes | None) -> str | None:
    return Blob.from_string(raw).id.decode() if raw is not None else None


def nested(files: Mapping[str, FileContent]) -> dict[str, Any]:
    """Changes by folder. Where a file and a folder took each other's place, the one that is there now stands."""
    nested: dict[str, Any] = {}
    for name, content in sorted(files.items(), key=lambda one: one[1] is not None):  # what went comes first
        *folders, last = name.split("/")
        place = nested
        for folder in folders:
            if not isinstance(place.get(folder), dict):
                place[folder] = {}
            place = place[folder]
        if content is not None or last not in place:
            place[last] = content
    return nested


def new_commit(tree: bytes, parent: str, author: Author, sentence: str, at: int) -> Commit:
    made = Commit()
    made.tree = ObjectID(tree)
    made.parents = [ObjectID(parent.encode())] if parent else []
    name = "".join(sign for sign in author.name if sign not in "<>\n\0") or "?"
    staff_no = "".join(sign for sign in author.staff_no if sign.isalnum() or sign in "-_.:")
    made.author = made.committer = f"{name} <{staff_no}@anpei>".encode("utf-8", "replace")
    made.author_time = made.commit_time = at // 1000
    made.author_timezone = made.commit_timezone = 0
    made.encoding = b"UTF-8"
    made.message = (" ".join(sentence.split()) + "\n").encode("utf-8", "replace")
    return made


def author_of(identity: bytes) -> Author:
    name, _, rest = identity.decode("utf-8", "replace").partition(" <")
    return Author(rest.removesuffix(">").removesuffix("@anpei"), name)


def sentence_of(made: Commit) -> str:
    return str(made.message.decode("utf-8", "replace")).strip()
