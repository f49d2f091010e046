"""The act of publishing: what authors' files offer becomes what everybody else sees, after a check and all at once.

``publish`` is the trainer's button and ``anpei content build``: whatever is clean counts from now on as its file says,
a draft is taken away, and what has a fault leaves its last good version in place. ``settle`` is what a start does by
itself: it publishes what never was, and what a new release of the platform brought; an author's edits wait for the act.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from anpei import bank, clock, papers
from anpei.content import Shelves, bundled
from anpei.exercises import evacuation
from anpei.plainfiles import read_bytes
from anpei.publishing.model import KINDS, Candidate, Entry, Publication, Survey, key_of
from anpei.publishing.store import Change, DamagedObject, Store
from anpei.publishing.survey import files_of, survey
from anpei.settings import Site

__all__ = ["AT_START", "PAPER", "changes", "publish", "settle", "store_of"]

AT_START = "start"
"""Who published what was published without anybody's act."""
LARGEST = 1_000_000_000
PAPER = TypeAdapter(papers.Paper)
FIRST = ("law", "topics", "item")
REVIEWED = ("item", "paper", "course", "chapter", "law", "scenario")
"""Kinds that another person reads where the site asks for it."""
Ready = Callable[[Candidate], bool]


def store_of(site: Site) -> Store:
    return Store(site.var / "published")


def publish(
    site: Site, by: str, now: int, *, only: Collection[str] | None = None, ready: Ready | None = None
) -> tuple[Publication, Survey]:
    """Check everything and publish what is clean, ``only`` of these keys if any are named; takes seconds.

    ``ready`` says of what it is the version that is meant. Where another person must have read it, that holds of
    nothing without a word.
    """
    with store_of(site).changing() as change:
        if only is None:
            change.seen = stamp_of(site.shelves)
        found = survey(site.shelves, _today(site, now))
        return _Act(site.shelves, found, change, by, now, only=only, ready=_ready(site, ready)).run(), found


def settle(site: Site, now: int, *, again: bool = False) -> Publication:
    """Publish what never was, and what came with a new release; nothing to do where no file has changed since.

    The very first time there is nothing yet that could stand in: whatever can be used at all is published.
    """
    store, seen = store_of(site), stamp_of(site.shelves)
    if store.index().seen == seen and not again:
        return Publication()
    with store.changing() as change:
        if change.seen == seen and not again:
            return Publication()
        change.seen = stamp_of(site.shelves)
        found = survey(site.shelves, _today(site, now))
        return _Act(site.shelves, found, change, AT_START, now, start=True).run()


def changes(site: Site, found: Survey, now: int) -> Publication:
    """What :func:`publish` would do with a survey, reviews apart; nothing is changed."""
    store = store_of(site)
    return _Act(site.shelves, found, _Rehearsal(store), "", now).run()


def _ready(site: Site, ready: Ready | None) -> Ready | None:
    if ready is not None or not site.settings.content.second_reader:
        return ready
    return lambda candidate: candidate.kind not in REVIEWED


def stamp_of(shelves: Shelves) -> str:
    """Changes when a file, the platform or its reader of drawings does; not when a site moves as it is."""
    own, *others = shelves.roots
    told = [version("anpei"), str(evacuation.available()), *map(str, others)]
    for name, path in files_of(shelves).items():
        try:
            status = path.stat()
        except OSError:
            continue
        told.append(f"{name} {path.is_relative_to(own)} {status.st_mtime_ns} {status.st_size}")
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogateescape")).hexdigest()


def _today(site: Site, now: int) -> date:
    return clock.day(now, site.settings.site.timezone)


class _Rehearsal(Change):
    """A change that keeps nothing."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, store.index())

    def put(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()


class _Act:
    """One round over a survey; ``start`` leaves authors' edits of what is published alone."""

    def __init__(
        self, shelves: Shelves, found: Survey, change: Change, by: str, now: int, *, start: bool = False,
        only: Collection[str] | None = None, ready: Ready | None = None,
    ) -> None:  # fmt: skip
        self.only, self.ready = only, ready
        self.shelves, self.found, self.change = shelves, found, change
        self.by, self.now, self.start = by, now, start
        self.first = not change.before.entries
        self.published: list[Entry] = []
        self.withdrawn: list[Entry] = []
        self.held: list[Candidate] = []
        self.named: set[str] = set()

    def run(self) -> Publication:
        """What others refer to comes first: laws and questions, then papers, then all that teaches and rehearses."""
        if not self.found.failed:
            for candidates, kinds in ((self.found.candidates, FIRST), (self._papers(), ("paper",))):
                for candidate in candidates:
                    if candidate.kind in kinds:
                        self.decide(candidate)
                self.take_away(kinds)
            for candidate in self.found.candidates:
                if candidate.kind not in FIRST:
                    self.decide(candidate)
            self.take_away(tuple(KINDS))
        return Publication(tuple(self.published), tuple(self.withdrawn), tuple(self.held))

    def decide(self, candidate: Candidate) -> None:
        """Publish one piece, take it away because it is a draft, or leave what counts now."""
        self.named.add(candidate.key)
        entry = self.change.entries.get(candidate.key)
        mine = self.mine(candidate, entry)
        same = entry is not None and entry.state == "published" and entry.sha == candidate.sha
        if candidate.draft:
            if mine and entry is not None and entry.state == "published":
                self.withdraw(entry, "draft")
        elif same and entry is not None and self.kept(entry):  # it may have moved
            self.change.entries[entry.key] = replace(
                entry, title=candidate.title, source=candidate.source, line=candidate.line, origin=candidate.origin
            )
        elif (mine and self.fit(candidate)) or same:
            self.keep(candidate)
        elif mine:
            self.held.append(candidate)

    def mine(self, candidate: Candidate, entry: Entry | None) -> bool:
        """Whether this act has a say: a start only over what is new, and over what came with the platform.

        Which questions a paper draws from follows the bank at any time; what the paper asks for is its author's.
        """
        chosen = self.only is None or candidate.key in self.only
        if chosen and (not self.start or entry is None or (candidate.origin, entry.origin) == ("bundled", "bundled")):
            return True
        return self.asks_the_same(candidate)

    def asks_the_same(self, candidate: Candidate) -> bool:
        """Whether it is a paper that asks for what counts already, from whichever questions there are now."""
        earlier = self._earlier(candidate.slug) if candidate.kind == "paper" else None
        return earlier is not None and candidate.value is not None and candidate.value["sha"] == earlier.sha

    def fit(self, candidate: Candidate) -> bool:
        """Clean, as an act demands; what came with the platform, or is there at the very first start, only usable."""
        lenient = candidate.origin == "bundled" or (self.start and self.first)
        sound = candidate.usable if lenient else candidate.clean and self.read(candidate)
        return sound and all(self.counts(key) for key in candidate.needs)

    def read(self, candidate: Candidate) -> bool:
        """Whether it is the version that is meant, read by another person where one must."""
        return self.ready is None or self.start or self.asks_the_same(candidate) or self.ready(candidate)

    def counts(self, key: str) -> bool:
        entry = self.change.entries.get(key)
        return entry is not None and entry.state == "published"

    def kept(self, entry: Entry) -> bool:
        """Whether what the store holds of an object is whole; what is not is written again."""
        store = self.change.store
        try:
            return all(store.sound(sha) for sha in json.loads(store.read(entry.sha))["files"].values())
        except DamagedObject:
            return False

    def keep(self, candidate: Candidate) -> None:
        for path, sha in candidate.files.values():
            raw, _ = read_bytes(path, LARGEST)
            if raw is None or hashlib.sha256(raw).hexdigest() != sha:  # it was saved again since it was checked
                self.held.append(candidate)
                return
            self.change.put(raw)
        entry = Entry(
            candidate.kind, candidate.slug, candidate.title, self.change.put(candidate.data), "published", self.now,
            self.by, candidate.source, candidate.line, candidate.origin,
        )  # fmt: skip
        self.change.entries[entry.key] = entry
        self.published.append(entry)

    def withdraw(self, entry: Entry, state: Any) -> None:
        self.change.entries[entry.key] = replace(entry, state=state, at=self.now, by=self.by)
        self.withdrawn.append(entry)

    def take_away(self, kinds: tuple[str, ...]) -> None:
        """What no file names any more; where there is a fault it may have been lost by that very fault."""
        for key, entry in list(self.change.entries.items()):
            if entry.kind not in kinds or entry.state != "published" or key in self.named:
                continue
            if self.only is not None and key not in self.only:
                continue
            origin = self.found.sources.get(entry.source)
            gone = origin is None or not self.doubtful(entry)
            if gone and (not self.start or (entry.origin == "bundled" and origin in (None, "bundled"))):
                self.withdraw(entry, "withdrawn")

    def doubtful(self, entry: Entry) -> bool:
        """Whether something is wrong where an object was named: in its file, or in its course's or drill's folder."""
        shelf, _, rest = entry.source.partition("/")
        home, inside, _ = rest.partition("/")
        if shelf in ("courses", "drills") and inside:
            return any(name.startswith(f"{shelf}/{home}/") for name in self.faulty)
        return entry.source in self.faulty

    @cached_property
    def faulty(self) -> frozenset[str]:
        return frozenset(self.found.sources) - self.found.sound

    def _papers(self) -> Iterator[Candidate]:
        """Papers held against the questions that count from now on."""
        items = self._bank()
        for slug, source in self.found.papers.items():
            name = self.shelves.relative(source.path)
            paper, _ = papers.fit(source, self.shelves, items)
            if paper is None and (earlier := self._earlier(slug) or self._shipped.get(slug)):
                paper, _ = papers.fit(source, self.shelves, items, earlier)
            draft, origin = source.file.state != "published", self.found.sources.get(name, "site")
            if paper is not None and origin == "bundled" and (before := self._published_as_it_came(slug)):
                paper = replace(paper, review=before.review)  # when keys are shown is the enterprise's to change
            value = PAPER.dump_python(replace(paper, draft=False), mode="json") if paper is not None else None
            yield Candidate("paper", slug, source.file.title, name, 0, origin, draft=draft,
                            usable=paper is not None, clean=paper is not None, value=value)  # fmt: skip

    def _published_as_it_came(self, slug: str) -> papers.Paper | None:
        """A paper of the platform's that counts here as it came: a release changes what it asks, not its keys."""
        entry = self.change.before.entries.get(key_of("paper", slug))
        return self._earlier(slug) if entry is not None and entry.origin == "bundled" else None

    def _bank(self) -> bank.Bank:
        """Every question that counts after this act: today's wording, or the last good one."""
        offered = {c.slug: c for c in self.found.candidates if c.kind == "item"}
        topics: dict[str, str] = next((c.value for c in self.found.candidates if c.kind == "topics"), {})
        items = {}
        for entry in self.change.entries.values():
            if entry.kind == "item" and entry.state == "published":
                candidate = offered.get(entry.slug)
                if candidate is not None and candidate.value is not None and candidate.sha == entry.sha:
                    items[entry.slug] = bank.ItemVersion.model_validate(candidate.value)
                elif (value := self._value(entry)) is not None:
                    items[entry.slug] = bank.ItemVersion.model_validate(value)
        return bank.Bank(items, [], topics, {slug: (c.source, c.line) for slug, c in offered.items()})

    def _earlier(self, slug: str) -> papers.Paper | None:
        entry = self.change.entries.get(key_of("paper", slug))
        value = self._value(entry) if entry is not None else None
        return PAPER.validate_python(value) if value is not None else None

    @cached_property
    def _shipped(self) -> dict[str, papers.Paper]:
        """Papers as they came with the platform: an own question that doesn't fit in mustn't take one away at first."""
        shelves = Shelves([bundled()])
        return papers.load(shelves, bank.load(shelves)).papers

    def _value(self, entry: Entry) -> Any:
        try:
            return json.loads(self.change.store.read(entry.sha))["value"]
        except DamagedObject:
            return None
