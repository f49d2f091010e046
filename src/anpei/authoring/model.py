"""What can be written, who writes it and what comes of it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from anpei.authoring.differences import MISSING, next_operation, same
from anpei.errors import Conflict
from anpei.findings import FieldFinding

__all__ = [
    "KINDS",
    "Author",
    "AuthoredObject",
    "FieldChange",
    "Kind",
    "KindRules",
    "Revision",
    "SaveConflict",
    "Saved",
    "WorkState",
    "diff",
    "merged",
]

Kind = Literal["item", "paper", "course", "law", "scenario", "topic"]
WorkState = Literal["draft", "in_review", "published", "retired"]
ObjectOrigin = Literal["own", "bundled", "changed"]


@dataclass(frozen=True)
class KindRules:
    """Where the objects of a kind lie. ``within``: the key of the list they stand in; none: a file each.

    ``state``: the key that says what an author means it to be; ``published``: what it is called in the store.
    """

    title: str
    files: str
    within: str = ""
    state: str = "state"
    by_key: bool = False
    published: str = ""


KINDS: Mapping[str, KindRules] = {
    "item": KindRules("题目", "quizzes/bank/*.yaml", "items", published="item"),
    "paper": KindRules("试卷", "quizzes/papers/*.yaml", published="paper"),
    "course": KindRules("课程", "courses/*/course.yaml", published="course"),
    "law": KindRules("法规", "laws/registry.yaml", "laws", state="", published="law"),
    "scenario": KindRules("演练情景", "drills/*/scenario.yaml", state="status", published="scenario"),
    "topic": KindRules("主题", "quizzes/topics.yaml", state="", by_key=True, published="topics"),
}


@dataclass(frozen=True)
class Author:
    """Who writes; somebody whom the platform doesn't know has no staff number."""

    staff_no: str
    name: str


@dataclass(frozen=True)
class AuthoredObject:
    """An object as its file says it now. ``version`` is a mark of what it says, its state apart."""

    kind: str
    slug: str
    value: dict[str, Any]
    topic: str
    version: str
    path: str
    line: int
    origin: ObjectOrigin = "own"
    state: WorkState = "published"
    published: bool = False
    changed: bool = False
    mark: str = ""
    """Which version somebody reads who reviews it: with all that belongs to it, a course's chapters, too."""

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.slug}"


@dataclass(frozen=True)
class Saved:
    """What a save came to; ``merged``: fields that somebody else has changed meanwhile and that were kept."""

    object: AuthoredObject
    findings: tuple[FieldFinding, ...] = ()
    merged: tuple[str, ...] = ()
    commit: str = ""


@dataclass(frozen=True)
class Revision:
    """One state of an object in its history; ``at`` in ms."""

    commit: str
    at: int
    author: Author
    sentence: str
    version: str
    state: str = ""


@dataclass(frozen=True)
class FieldChange:
    """A field that differs, with what it was and is; None: it wasn't there, or isn't."""

    where: tuple[str | int, ...]
    before: Any
    after: Any


class SaveConflict(Conflict):
    """Somebody else has changed the same fields; nothing was written and nothing is lost."""

    def __init__(
        self, base: dict[str, Any] | None, mine: dict[str, Any], theirs: AuthoredObject, fields: tuple[str, ...],
        merged: dict[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(
            "你打开以后，别人也改了这几处，没有保存。",
            code="changed_meanwhile",
            way_out="两个版本都列出来了，请选一个或合到一起，再保存一次。",
        )
        self.base, self.mine, self.theirs, self.fields, self.merged = base, mine, theirs, fields, merged


@dataclass(frozen=True)
class _Merge:
    value: dict[str, Any]
    taken: tuple[str, ...] = ()
    clashes: tuple[str, ...] = field(default=())


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> _Merge:
    """Three sides made one by field; where both changed a field in different ways, it clashes and theirs stands."""
    value: dict[str, Any] = {}
    taken, clashes = [], []
    for key in dict.fromkeys((*theirs, *mine)):
        was, here, there = (side.get(key, MISSING) for side in (base, mine, theirs))
        if _equal(here, there) or _equal(was, here):
            chosen = there
            if not _equal(here, there):
                taken.append(str(key))
        elif _equal(was, there):
            chosen = here
        else:
            chosen = there
            clashes.append(str(key))
        if chosen is not MISSING:
            value[key] = chosen
    return _Merge(value, tuple(taken), tuple(clashes))


def _equal(one: Any, other: Any) -> bool:
    return one is other or (one is not MISSING and other is not MISSING and same(one, other))


def diff(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[FieldChange]:
    """Field by field what differs; lists of mappings element by element where none came or went."""
    changes: list[FieldChange] = []
    _compare(dict(before or {}), dict(after or {}), (), changes)
    return changes


def _compare(before: Any, after: Any, where: tuple[str | int, ...], changes: list[FieldChange]) -> None:
    if next_operation(before, after) is None:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            if key not in before or key not in after:
                changes.append(FieldChange((*where, key), before.get(key), after.get(key)))
            else:
                _compare(before[key], after[key], (*where, key), changes)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after) and _rows(before, after):
        for index, pair in enumerate(zip(before, after, strict=True)):
            _compare(*pair, (*where, index), changes)
    else:
        changes.append(FieldChange(where, before, after))


def _rows(*lists: list[Any]) -> bool:
    return all(isinstance(row, dict) for rows in lists for row in rows)
