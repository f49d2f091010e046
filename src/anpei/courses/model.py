"""What a course is: a folder with ``course.yaml`` and notebooks; pure values, no reading and no running here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from anpei.content import State
from anpei.findings import Finding
from anpei.plainfiles import Plain

__all__ = ["Block", "Built", "Catalog", "Cell", "Chapter", "ChapterEntry", "Course", "CourseFile", "LivePart", "Mode"]

Mode = Literal["static", "live"]
BuildState = Literal["ready", "updating", "broken", "missing"]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]


FILE = r"^[^./\\<>:\"|?*\x00-\x1f\x7f][^/\\<>:\"|?*\x00-\x1f\x7f]*\.ipynb$"
"""A name that every file system takes, not a hidden file's."""
PLAIN = re.compile(r"[0-9a-z][0-9a-z_-]{0,63}")
KEPT = 40


def chapter_slug(name: str) -> str:
    """What a chapter is called in addresses, builds and records, by its file's name without ending.

    A plain name is its own slug. Any other (`第 1 章（消防）`) keeps what is plain of it and gets the mark of its whole name,
    the same on every machine, however that writes accents and widths.
    """
    if PLAIN.fullmatch(name):
        return name
    whole = unicodedata.normalize("NFC", name)
    plain = re.sub(r"[^0-9a-z]+", "-", unicodedata.normalize("NFKC", name).lower()).strip("-")[:KEPT]
    mark = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{plain}-{mark}" if plain else f"c-{mark}"


class ChapterEntry(Plain):
    """One line of ``chapters`` in course.yaml."""

    file: Annotated[str, StringConstraints(max_length=120, pattern=FILE)]
    title: Words
    minutes: int = Field(ge=1, le=240)
    mode: Mode = "static"
    state: State = "published"


class CourseFile(Plain):
    """course.yaml as people write it."""

    title: Words
    summary: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    audience: Words
    minutes: int = Field(ge=1, le=6000)
    cites: tuple[str, ...] = ()
    seed: tuple[int, ...] = ()
    paper: str = ""
    state: State = "published"
    chapters: tuple[ChapterEntry, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Chapter:
    """One notebook of a course; ``slug`` is part of its address (:func:`chapter_slug`)."""

    slug: str
    title: str
    minutes: int
    mode: Mode
    path: Path
    draft: bool = False


@dataclass(frozen=True)
class Course:
    """A course that can be offered; ``paper`` is the slug of the paper it ends with, or empty."""

    slug: str
    title: str
    summary: str
    audience: str
    minutes: int
    cites: tuple[str, ...]
    paper: str
    chapters: tuple[Chapter, ...]
    folder: Path
    seed: tuple[int, ...] = ()
    draft: bool = False

    def chapter(self, slug: str) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.slug == slug), None)

    def chapter_of_file(self, name: str) -> Chapter | None:
        """The chapter a link to its file means, with or without the ending."""
        return self.chapter(chapter_slug(name.removesuffix(".ipynb")))

    def neighbours(self, slug: str) -> tuple[Chapter | None, Chapter | None]:
        """The chapters before and after ``slug``."""
        at = [chapter.slug for chapter in self.chapters].index(slug)
        before = self.chapters[at - 1] if at else None
        after = self.chapters[at + 1] if at + 1 < len(self.chapters) else None
        return before, after


@dataclass(frozen=True)
class Catalog:
    """Every usable course by slug, and what is wrong with the others."""

    courses: dict[str, Course] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def published(self) -> Catalog:
        """Without drafts of courses and chapters, and without courses of which no chapter is left."""
        found = {}
        for slug, course in self.courses.items():
            chapters = tuple(chapter for chapter in course.chapters if not chapter.draft)
            if chapters and not course.draft:
                found[slug] = replace(course, chapters=chapters)
        return Catalog(found, self.findings)


@dataclass(frozen=True)
class Cell:
    """One notebook cell; ``line`` is where its source begins in the .ipynb file."""

    kind: str
    source: str
    line: int
    has_output: bool
    alt: str = ""

    def at(self, offset: int) -> int:
        """The file's line of the source's ``offset``-th line (0-based)."""
        return self.line + offset


@dataclass(frozen=True)
class Block:
    """One piece of a built chapter.

    ``html``: safe HTML in ``text``. ``widget``: ``name`` and public ``spec``. ``image``: file ``name``, alternative in
    ``text``. ``text``: plain output. ``kernel``: what only a kernel can show. ``live``: shown by a kernel as soon as there is
    one, in a live chapter. ``cell``: which of the notebook's cells it comes from.
    """

    kind: Literal["html", "widget", "image", "text", "kernel"]
    text: str = ""
    name: str = ""
    spec: dict[str, Any] = field(default_factory=dict)
    live: bool = False
    cell: int = -1


@dataclass(frozen=True)
class LivePart:
    """What of a live chapter its kernel shows: everything from its first cell to its last, but for the activities ``apart``."""

    first: int
    last: int
    apart: frozenset[int]

    def shows(self, cell: int) -> bool:
        return self.first <= cell <= self.last and cell not in self.apart


@dataclass(frozen=True)
class Built:
    """A chapter as the reader gets it.

    ``state`` ready: built from today's notebook; updating: an older build is shown meanwhile, or nothing yet; broken:
    today's notebook does not run, the last good build (if any) is shown and ``problem`` says why.
    """

    state: BuildState
    blocks: tuple[Block, ...] = ()
    cites: tuple[str, ...] = ()
    sha: str = ""
    problem: str = ""

    @property
    def live_part(self) -> LivePart | None:
        """None where nothing needs a kernel. Activities that need none stay on the page, wherever they stand."""
        live = [block.cell for block in self.blocks if block.live]
        if not live:
            return None
        apart = {block.cell for block in self.blocks if block.kind == "widget" and not block.live} - set(live)
        return LivePart(min(live), max(live), frozenset(apart))
