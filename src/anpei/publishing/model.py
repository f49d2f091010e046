"""What a published piece of content is, and what an author's file offers to become one; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from anpei.bank import ItemVersion
from anpei.findings import Finding
from anpei.papers import PaperSource

__all__ = ["KINDS", "Candidate", "Entry", "Index", "Origin", "Publication", "Survey", "encoded", "key_of"]

Origin = Literal["site", "bundled"]
"""Whether a file is the enterprise's own or came with the platform."""
EntryState = Literal["published", "draft", "withdrawn"]

KINDS: dict[str, str] = {
    "law": "法规",
    "topics": "主题表",
    "item": "题目",
    "paper": "试卷",
    "chapter": "章节",
    "course": "课程",
    "hours": "学时规则",
    "scenario": "演练情景",
    "families": "评估类别",
    "frequency": "演练频次",
    "enterprise": "本企业的预案",
    "site": "场地图",
    "link": "场地图与情景的对应",
}
"""Every kind of object in the order it is published: what others refer to comes first."""


def key_of(kind: str, slug: str) -> str:
    return f"{kind}/{slug}"


def encoded(kind: str, slug: str, value: Any, files: Mapping[str, str]) -> bytes:
    """An object as it is stored: the same bytes for the same content on every machine."""
    whole = {"kind": kind, "slug": slug, "value": value, "files": dict(files)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


@dataclass(frozen=True)
class Entry:
    """What the index says of one object: which version counts, since when (ms), by whom, and which file it came from.

    A ``draft`` or ``withdrawn`` one keeps the version that counted last.
    """

    kind: str
    slug: str
    title: str
    sha: str
    state: EntryState
    at: int
    by: str
    source: str
    line: int
    origin: Origin

    @property
    def key(self) -> str:
        return key_of(self.kind, self.slug)


@dataclass(frozen=True)
class Index:
    """The whole store at one moment; ``seen`` tells which files it was last held against."""

    number: int = 0
    entries: Mapping[str, Entry] = field(default_factory=dict)
    seen: str = ""


@dataclass(frozen=True)
class Candidate:
    """One piece of content as its author left it.

    ``usable``: it could be read and shown; ``clean``: nothing at all is wrong with it. ``files`` are those it consists
    of, by their place on the shelves, with the hashes of what they hold.
    """

    kind: str
    slug: str
    title: str
    source: str
    line: int
    origin: Origin
    draft: bool = False
    usable: bool = True
    clean: bool = True
    value: Any = None
    files: Mapping[str, tuple[Path, str]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """Keys without which it can't be shown: a course's chapters."""

    @property
    def key(self) -> str:
        return key_of(self.kind, self.slug)

    @cached_property
    def data(self) -> bytes:
        return encoded(self.kind, self.slug, self.value, {name: sha for name, (_, sha) in self.files.items()})

    @cached_property
    def sha(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Survey:
    """All that lies on the shelves.

    ``sources`` are the files there are, with where they come from; what a ``sound`` one, without any error, no longer
    names is gone on purpose. A ``failed`` survey says nothing of what is there.
    """

    candidates: tuple[Candidate, ...] = ()
    papers: Mapping[str, PaperSource] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, Origin] = field(default_factory=dict)
    sound: frozenset[str] = frozenset()
    failed: bool = False

    def item(self, ident: str) -> ItemVersion | None:
        """A question as its author left it, if it can be used at all."""
        value = self._items.get(ident)
        return ItemVersion.model_validate(value) if value is not None else None

    @cached_property
    def _items(self) -> dict[str, Any]:
        return {candidate.slug: candidate.value for candidate in self.candidates if candidate.kind == "item"}


@dataclass(frozen=True)
class Publication:
    """What an act of publishing changes: objects that are published from now on, those taken away, those held back."""

    published: tuple[Entry, ...] = ()
    withdrawn: tuple[Entry, ...] = ()
    held: tuple[Candidate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.published or self.withdrawn)
