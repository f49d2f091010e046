"""What counts now, as every reader, draw and build of one process sees it: immutable, replaced as a whole."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from anpei import citing, clock, courses, hours, laws
from anpei.bank import Bank, ItemVersion
from anpei.content import Shelves
from anpei.exercises import evacuation, evaluation, report, scenarios
from anpei.findings import Finding
from anpei.papers import Paper, Papers
from anpei.plainfiles import safely
from anpei.publishing.act import AT_START, PAPER, changes, publish, settle, stamp_of, store_of
from anpei.publishing.model import Candidate, Entry, Index, Publication, Survey, key_of
from anpei.publishing.profile import save_profile
from anpei.publishing.store import DamagedObject, Store
from anpei.publishing.survey import survey
from anpei.settings import Site

__all__ = ["Content", "ContentReader"]

Value = TypeVar("Value")
EVERY = 1.0
"""Seconds between two looks at the disk."""
IDLE = 10.0
"""Seconds after which what was read may be swept away: whoever didn't look for so long waits for what counts now."""
OLD_FOLDERS = 4
log = logging.getLogger("anpei.publishing")


class Content:
    """Everything that is published, at one moment. Its parts are made when first asked for and never change.

    ``shelves`` holds the files by their names; ``cache``, items by hash, passes on what didn't change.
    """

    def __init__(self, store: Store, index: Index, built: Path, cache: Mapping[str, ItemVersion]) -> None:
        self._store, self._index, self._built, self._known = store, index, built, cache
        self.cache: dict[str, ItemVersion] = {}
        self.findings: list[Finding] = []
        """What the store holds and can't give, empty on a sound disk."""

    @property
    def number(self) -> int:
        return self._index.number

    def entry(self, kind: str, slug: str) -> Entry | None:
        return self._index.entries.get(key_of(kind, slug))

    @cached_property
    def latest(self) -> Entry | None:
        """What a person published last."""
        acts = [entry for entry in self._index.entries.values() if entry.by != AT_START]
        return max(acts, key=lambda entry: entry.at, default=None)

    def warm(self) -> Content:
        """With every part made, so that nobody waits for one."""
        for name, part in vars(Content).items():
            if isinstance(part, cached_property):
                getattr(self, name)
        return self

    @cached_property
    def registry(self) -> laws.Registry:
        return laws.Registry(self._published("law", laws.Law.model_validate))

    @cached_property
    def bank(self) -> Bank:
        """Every published question."""
        return self._bank({slug: item for slug, item in self._items.items() if self._counts("item", slug)})

    @cached_property
    def drawn(self) -> Bank:
        """What papers are drawn from: published questions, and those that a paper can't do without."""
        wanted = {item for paper in self.papers.papers.values() for slot in paper.slots for item in slot.candidates}
        kept = {slug: item for slug, item in self._items.items() if slug in wanted}
        return self._bank(self.bank.items | kept)

    @cached_property
    def papers(self) -> Papers:
        found = self._published("paper", PAPER.validate_python)
        return Papers({slug: paper for slug, paper in found.items() if self._can_be_drawn(paper)})

    @cached_property
    def catalog(self) -> courses.Catalog:
        return courses.load(self.shelves).published()

    @cached_property
    def drills(self) -> scenarios.Shelf:
        return scenarios.load(self.shelves)

    @cached_property
    def families(self) -> evaluation.Families:
        return evaluation.load(self.shelves)[0] or evaluation.NONE

    @cached_property
    def sites(self) -> evacuation.Sites:
        return evacuation.load(self.shelves)

    @cached_property
    def hours(self) -> hours.HoursRules:
        return hours.load(self.shelves)[0] or hours.NONE

    @cached_property
    def drilling(self) -> report.Drilling:
        entry = self.entry("enterprise", "enterprise")
        return replace(report.load_drilling(self.shelves), sample=entry is not None and entry.origin == "bundled")

    @cached_property
    def library(self) -> citing.Library:
        told = self.drilling.frequencies
        return citing.Library(
            self.registry, self.drawn, self.papers, self.catalog, self.drills, self.hours,
            told.rules if told else (), self.families,
        )  # fmt: skip

    @cached_property
    def shelves(self) -> Shelves:
        """All published files under their names: a folder of links to the objects, made once for each set of files.

        A question's pictures stay where they are after it was taken away: who has answered it may look back.
        """
        files: dict[str, str] = {}
        for entry in sorted(self._index.entries.values(), key=lambda entry: (entry.state == "published", entry.at)):
            if entry.state == "published" or entry.kind == "item":
                files |= {name: sha for name, sha in self._object(entry)["files"].items() if self._whole(entry, sha)}
        return Shelves([_folder(self._store, self._built, files)])

    @cached_property
    def _items(self) -> dict[str, ItemVersion]:
        """The last good version of every question there ever was."""
        found = {}
        for entry in self._index.entries.values():
            if entry.kind == "item":
                version = self._known.get(entry.sha) or self._decoded(entry, ItemVersion.model_validate)
                if version is not None:
                    found[entry.slug] = self.cache[entry.sha] = version
        return found

    def _bank(self, items: dict[str, ItemVersion]) -> Bank:
        topics = self._published("topics", dict[str, str])
        entries = [entry for entry in self._index.entries.values() if entry.kind == "item"]
        origins = {entry.slug: (entry.source, entry.line) for entry in entries}
        return Bank(items, [], topics.get("topics", {}), origins)

    def _can_be_drawn(self, paper: Paper) -> bool:
        return all(any(item in self._items for item in slot.candidates) for slot in paper.slots)

    def _counts(self, kind: str, slug: str) -> bool:
        entry = self.entry(kind, slug)
        return entry is not None and entry.state == "published"

    def _published(self, kind: str, decode: Callable[[Any], Value]) -> dict[str, Value]:
        found = {}
        for entry in self._index.entries.values():
            if entry.kind == kind and entry.state == "published":
                value = self._decoded(entry, decode)
                if value is not None:
                    found[entry.slug] = value
        return found

    def _decoded(self, entry: Entry, decode: Callable[[Any], Value]) -> Value | None:
        """What an object means; one that this version of the platform can't read is a finding."""
        told = self._object(entry)["value"]
        read: Callable[[], Value | None] = lambda: decode(told)  # noqa: E731 - the type says what it may be
        return safely(entry.source, read, self.findings.append, entry.line) if told is not None else None

    def _object(self, entry: Entry) -> dict[str, Any]:
        """An object's content; a damaged one has none, and a finding says so."""
        try:
            data: dict[str, Any] = json.loads(self._store.read(entry.sha))
        except DamagedObject:
            self._damaged(entry)
            return {"value": None, "files": {}}
        return data

    def _whole(self, entry: Entry, sha: str) -> bool:
        return self._store.sound(sha) or self._damaged(entry)

    def _damaged(self, entry: Entry) -> bool:
        words = f"“{entry.title}”发布的内容在磁盘上损坏了，请重新发布内容；再出现请检查磁盘。"
        finding = Finding(entry.source, entry.line, "store-damaged", words)
        if finding not in self.findings:
            self.findings.append(finding)
        return False


def _folder(store: Store, built: Path, files: Mapping[str, str]) -> Path:
    """The folder that shows these files; made beside its place, so that it is there whole or not at all.

    Processes take turns: one must not sweep away what another has just found or is making.
    """
    digest = hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:20]
    folder = built / "shelves" / digest
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (built / "shelves.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
            for name, sha in files.items():
                place = fresh / name
                place.parent.mkdir(parents=True, exist_ok=True)
                _show(store.path(sha), place)
            fresh.rename(folder)
        os.utime(folder)
        _sweep(folder.parent)
    return folder


def _show(item: Path, place: Path) -> None:
    try:
        os.link(item, place)
    except OSError:  # not every disk can link
        shutil.copyfile(item, place)


def _sweep(parent: Path) -> None:
    """Older folders go, except a few that somebody may still be reading from."""
    known = sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in known[OLD_FOLDERS:]:
        shutil.rmtree(folder, ignore_errors=True)


class ContentReader:
    """What one process knows of the content: the published snapshot for everybody, the survey of the files for authors.

    ``content`` costs microseconds: once a second it looks at one file's state, and what changed is read aside. The
    other functions wait for the disk and belong on a thread of their own.
    """

    def __init__(self, site: Site, now: Callable[[], int] = clock.now) -> None:
        self.site, self._now = site, now
        self._store = store_of(site)
        self._content: Content | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._looked = 0.0
        self._loading = threading.Lock()
        self._surveying = threading.Lock()
        self._survey: tuple[str, Survey, Publication] | None = None

    def content(self) -> Content:
        """The published content; at first, and in a process where nobody asked for a while, it has to be read."""
        content, moment = self._content, time.monotonic()
        since, changed = moment - self._looked, False
        if since >= EVERY:
            self._looked, changed = moment, self._store.stamp() != self._stamp
        if content is None or (changed and since >= IDLE):
            return self.refresh()
        if changed and not self._loading.locked():
            threading.Thread(target=self._aside, name="anpei-content", daemon=True).start()
        return content

    def refresh(self) -> Content:
        """The published content as it is on the disk now."""
        with self._loading:
            if self._content is None:
                settle(self.site, self._now())
            stamp = self._store.stamp()
            if self._content is None or stamp != self._stamp:
                self._content, self._stamp = self._load(), stamp
            return self._content

    def publish(
        self, by: str, only: Collection[str] | None = None, ready: Callable[[Candidate], bool] | None = None
    ) -> Publication:
        """Publish what is clean, and see it here at once: also that nothing of it waits any more."""
        with self._surveying:
            done, found = publish(self.site, by, self._now(), only=only, ready=ready)
            stamp = self._authored_stamp(self._store.index().seen)
            self._survey = (stamp, found, changes(self.site, found, self._now()))
        self.refresh()
        return done

    def save_profile(self, base: str, profile: report.Enterprise, by: str) -> None:
        """Write and publish the enterprise's drill profile, and see it here at once."""
        save_profile(self.site, base, profile, by, self._now())
        self.refresh()

    def authored(self) -> tuple[Survey, Publication]:
        """What lies on the shelves now, and what publishing it would change."""
        with self._surveying:
            stamp = self._authored_stamp(stamp_of(self.site.shelves))
            if self._survey is None or self._survey[0] != stamp:
                found = survey(self.site.shelves, self._today())
                self._survey = (stamp, found, changes(self.site, found, self._now()))
            return self._survey[1:]

    def authored_before(self) -> tuple[Survey, Publication] | None:
        """What :meth:`authored` gave last; nothing before it was ever asked."""
        return self._survey[1:] if self._survey is not None else None

    def _authored_stamp(self, shelves: str) -> str:
        return f"{shelves} {self._store.stamp()} {self._today()}"

    def _today(self) -> date:
        return clock.day(self._now(), self.site.settings.site.timezone)

    def _load(self) -> Content:
        """Read the store; what is damaged is published again from its file, if that still says the same."""
        cache = self._content.cache if self._content is not None else {}
        content = Content(self._store, self._store.index(), self.site.built, cache).warm()
        if any(finding.rule == "store-damaged" for finding in content.findings):
            settle(self.site, self._now(), again=True)
            content = Content(self._store, self._store.index(), self.site.built, cache).warm()
        return content

    def _aside(self) -> None:
        try:
            self.refresh()
        except Exception:
            log.exception("published content can't be read again; what was read goes on")
