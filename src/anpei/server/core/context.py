"""What every handler shares: the site, its database, and content that follows its files without a restart."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Generic, TypeVar, cast

from sqlalchemy.orm import Session

from anpei import bank, citing, clock, courses, hours, laws, papers, records
from anpei.bank import Bank
from anpei.content import Shelves
from anpei.database import Database
from anpei.exercises import evacuation, evaluation, report, runs, scenarios
from anpei.findings import errors_only
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
    """A value loaded from files, loaded again when one of them changed.

    ``load`` gets what was served before, to keep what a mistake in a file would take away until it is mended.
    """

    def __init__(self, shelves: Shelves, patterns: tuple[str, ...], load: Callable[[Loaded | None], Loaded]) -> None:
        self._shelves, self._patterns, self._load = shelves, patterns, load
        self._stamp: Stamp | None = None
        self._value: Loaded | None = None
        self._lock = threading.Lock()

    def get(self) -> Loaded:
        with self._lock:
            stamp = _stamp(self._shelves, self._patterns)
            if self._value is None or stamp != self._stamp:
                self._value, self._stamp = self._load(self._value), stamp
            return self._value


def _kept(old: Loaded | None, new: Loaded, name: str) -> Loaded:
    """The new shelf; if it has errors, what it lacks of the old one's ``name`` stays as it was."""
    if old is None or not errors_only(new.findings):  # type: ignore[attr-defined]
        return new
    both = {**getattr(old, name), **getattr(new, name)}
    return cast(Loaded, replace(cast(Any, new), **{name: both}))


class Context:
    """One per server process, found by handlers under ``settings["anpei"]``."""

    def __init__(self, site: Site, db: Database) -> None:
        self.site, self.db = site, db
        shelves = site.shelves
        law_files = ("laws/registry.yaml",)
        bank_files = ("quizzes/topics.yaml", "quizzes/bank/*.yaml", *law_files)
        paper_files = ("quizzes/papers/*.yaml", *bank_files)
        course_files = ("courses/*/course.yaml", "courses/*/*.ipynb")
        drill_files = ("drills/*/scenario.yaml", "drills/*/*.svg")
        family_files = (evaluation.FILE,)
        self._registry: _Fresh[laws.Registry] = _Fresh(shelves, law_files, self._load_registry)
        self._bank: _Fresh[Bank] = _Fresh(shelves, bank_files, lambda old: _kept(old, bank.load(shelves), "items"))
        self._papers: _Fresh[papers.Papers] = _Fresh(
            shelves, paper_files, lambda old: _kept(old, papers.load(shelves, self.bank()), "papers")
        )
        self._catalog: _Fresh[courses.Catalog] = _Fresh(
            shelves, course_files, lambda old: _kept(old, courses.load(shelves), "courses")
        )
        self._drills: _Fresh[scenarios.Shelf] = _Fresh(
            shelves, drill_files, lambda old: _kept(old, scenarios.load(shelves), "scripts")
        )
        self._families: _Fresh[evaluation.Families] = _Fresh(shelves, family_files, self._load_families)
        site_files = tuple(f"drills/*/{name}" for name in ("site.*", "evacuation.yaml"))
        self._sites: _Fresh[evacuation.Sites] = _Fresh(shelves, site_files, lambda _old: evacuation.load(shelves))
        self.desk = evacuation.EvacuationQueue(db, site.var, lambda slug: self.sites().paths.get(slug))
        self._hours: _Fresh[hours.HoursRules] = _Fresh(shelves, (hours.FILE,), self._load_hours)
        self._drilling: _Fresh[report.Drilling] = _Fresh(
            shelves, ("drills/frequency.yaml", "drills/enterprise.yaml"), lambda old: report.load_drilling(shelves)
        )
        self.builder = courses.Builder(site)
        self.feeds = runs.Feeds(db, clock.now)
        self._ended: tuple[Bank, date, citing.Ended] | None = None

    def _load_registry(self, old: laws.Registry | None) -> laws.Registry:
        registry, findings = laws.load(self.site.shelves)
        return laws.Registry(old.laws | registry.laws) if old and errors_only(findings) else registry

    def _load_families(self, old: evaluation.Families | None) -> evaluation.Families:
        families, findings = evaluation.load(self.site.shelves)
        return families if families and not findings else old or evaluation.NONE

    def _load_hours(self, old: hours.HoursRules | None) -> hours.HoursRules:
        rules, _ = hours.load(self.site.shelves)
        return rules or old or hours.NONE

    def hours(self) -> hours.HoursRules:
        return self._hours.get()

    def families(self) -> evaluation.Families:
        return self._families.get()

    def registry(self) -> laws.Registry:
        return self._registry.get()

    def catalog(self) -> courses.Catalog:
        return self._catalog.get()

    def syllabi(self) -> list[records.Syllabus]:
        """What finishing each course takes, as its files say now."""
        return [records.Syllabus.of(course) for course in self.catalog().courses.values()]

    def bank(self) -> bank.Bank:
        return self._bank.get()

    def papers(self) -> papers.Papers:
        return self._papers.get()

    def drills(self) -> scenarios.Shelf:
        return self._drills.get()

    def sites(self) -> evacuation.Sites:
        return self._sites.get()

    def drilling(self) -> report.Drilling:
        return self._drilling.get()

    def library(self) -> citing.Library:
        told = self.drilling().frequencies
        return citing.Library(
            self.registry(),
            self.bank(),
            self.papers(),
            self.catalog(),
            self.drills(),
            self.hours(),
            told.rules if told else (),
            self.families(),
        )

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
