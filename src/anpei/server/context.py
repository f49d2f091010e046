"""What every handler shares: the site, its database, and content that follows its files without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from anpei import bank, citing, clock, courses, drills, laws, papers
from anpei.bank import Bank
from anpei.content import Shelves
from anpei.database import Database
from anpei.settings import Site

__all__ = ["Context"]

Loaded = TypeVar("Loaded")
Stamp = tuple[tuple[str, int, int], ...]


def _stamp(shelves: Shelves, patterns: tuple[str, ...]) -> Stamp:
    """Names, times and sizes of the files: equal stamps mean unchanged content."""
    found = []
    for pattern in patterns:
        for path in shelves.glob(pattern):
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


class _Fresh(Generic[Loaded]):
    """A value loaded from files, loaded again when one of them changed."""

    def __init__(self, shelves: Shelves, patterns: tuple[str, ...], load: Callable[[], Loaded]) -> None:
        self._shelves, self._patterns, self._load = shelves, patterns, load
        self._stamp: Stamp | None = None
        self._value: Loaded | None = None
        self._lock = threading.Lock()

    def get(self) -> Loaded:
        with self._lock:
            stamp = _stamp(self._shelves, self._patterns)
            if self._value is None or stamp != self._stamp:
                self._value, self._stamp = self._load(), stamp
            return self._value


class Context:
    """One per server process, found by handlers under ``settings["anpei"]``."""

    def __init__(self, site: Site, db: Database) -> None:
        self.site, self.db = site, db
        shelves = site.shelves
        law_files = ("laws/registry.yaml",)
        bank_files = ("quizzes/topics.yaml", "quizzes/bank/*.yaml", *law_files)
        self._registry = _Fresh(shelves, law_files, lambda: laws.load(shelves)[0])
        self._bank = _Fresh(shelves, bank_files, lambda: bank.load(shelves))
        self._papers = _Fresh(
            shelves, ("quizzes/papers/*.yaml", *bank_files), lambda: papers.load(shelves, self.bank())
        )

        self._catalog = _Fresh(shelves, ("courses/*/course.yaml", "courses/*/*.ipynb"), lambda: courses.load(shelves))
        self._drills = _Fresh(shelves, ("drills/*/scenario.yaml", "drills/*/*.svg"), lambda: drills.load(shelves))
        self.builder = courses.Builder(site)
        self._ended: tuple[Bank, date, citing.Ended] | None = None

    def registry(self) -> laws.Registry:
        return self._registry.get()

    def catalog(self) -> courses.Catalog:
        return self._catalog.get()

    def bank(self) -> bank.Bank:
        return self._bank.get()

    def papers(self) -> papers.Papers:
        return self._papers.get()

    def drills(self) -> drills.Shelf:
        return self._drills.get()

    def library(self) -> citing.Library:
        return citing.Library(self.registry(), self.bank(), self.papers(), self.catalog(), self.drills())

    def drawable(self, now: int) -> Callable[[Session], Bank]:
        """What new papers are drawn from, asked with a session; attempts under way keep what they began with."""
        items, zone = self.bank(), self.site.settings.site.timezone
        if not self.site.settings.exam.leave_out_superseded:
            return lambda session: items
        ended = self._left_out(items, self.registry(), clock.local(now, zone).date())
        return lambda session: citing.drawable(session, items, ended, zone)

    def _left_out(self, items: Bank, registry: laws.Registry, on: date) -> citing.Ended:
        """Worked out once a day and once a change of the files."""
        if self._ended is None or self._ended[0] is not items or self._ended[1] != on:
            self._ended = (items, on, citing.left_out(items, registry, on))
        return self._ended[2]
