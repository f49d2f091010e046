"""What every handler shares: the site, its database, and the content as it is published.

Handlers read the published snapshot, which costs microseconds; what lies on the shelves, unchecked, is shown to authors
only, and read on a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from anpei import authoring, bank, citing, clock, completion, courses, hours, laws, papers, publishing, records
from anpei.bank import Bank
from anpei.database import Database
from anpei.exercises import evacuation, evaluation, report, runs, scenarios
from anpei.server.core.emergency_watch import EmergencyWatch
from anpei.settings import Site

__all__ = ["Context"]


class Context:
    """One per server process, found by handlers under ``settings["anpei"]``."""

    def __init__(self, site: Site, db: Database) -> None:
        self.site, self.db = site, db
        self.reader = publishing.ContentReader(site)
        self.content = self.reader.content
        self.desk = evacuation.EvacuationQueue(db, site.var, lambda slug: self.sites().paths.get(slug))
        self.builder = courses.Builder(site, self.registry)
        self.feeds = runs.Feeds(db, clock.now)
        self.authoring = authoring.Authoring(site)
        self.streams: Counter[str] = Counter()
        """Streams that somebody, or a kiosk, holds open."""
        self.emergencies = EmergencyWatch(db, lambda: self.site.settings.emergency.phones)
        self._ended: tuple[Bank, date, citing.Ended] | None = None

    async def publish(self, by: str) -> publishing.Publication:
        """Check what authors wrote and publish what is clean; everybody sees it from the next request on."""
        return await asyncio.to_thread(self._publish, by)

    def _publish(self, by: str) -> publishing.Publication:
        if not self.site.settings.content.second_reader:
            return self.reader.publish(by)
        with self.db.read() as session:
            approved = authoring.approvals(session)
        return self.reader.publish(by, ready=authoring.ready(self.authoring, approved))

    async def authored(self) -> tuple[publishing.Survey, publishing.Publication]:
        """What lies on the shelves, and what publishing it would change; for authors."""
        return await asyncio.to_thread(self.reader.authored)

    def hours(self) -> hours.HoursRules:
        return self.content().hours

    def families(self) -> evaluation.Families:
        return self.content().families

    def registry(self) -> laws.Registry:
        return self.content().registry

    def catalog(self) -> courses.Catalog:
        return self.content().catalog

    def syllabi(self) -> list[records.Syllabus]:
        """What finishing each course takes, as its files say now."""
        return [records.Syllabus.of(course) for course in self.catalog().courses.values()]

    def demands(self, course: courses.Course, chapter: courses.Chapter) -> completion.Demands:
        """What finishing this chapter takes."""
        found = courses.activities_of(self.site, course, chapter)
        return completion.demands(chapter, found, self.bank(), self.site.settings.learning.active_percent)

    def bank(self) -> bank.Bank:
        return self.content().bank

    def papers(self) -> papers.Papers:
        return self.content().papers

    def drills(self) -> scenarios.Shelf:
        return self.content().drills

    def sites(self) -> evacuation.Sites:
        return self.content().sites

    def drilling(self) -> report.Drilling:
        return self.content().drilling

    def library(self) -> citing.Library:
        return self.content().library

    def drawable(self, now: int) -> Callable[[Session], Bank]:
        """What new papers are drawn from, asked with a session; attempts under way keep what they began with."""
        content, zone = self.content(), self.site.settings.site.timezone
        items = content.drawn
        if not self.site.settings.exam.leave_out_superseded:
            return lambda session: items
        ended = self._left_out(items, content.registry, clock.local(now, zone).date())
        return lambda session: citing.drawable(session, items, ended, zone)

    def _left_out(self, items: Bank, registry: laws.Registry, on: date) -> citing.Ended:
        """Worked out once a day and once a change of the content."""
        if self._ended is None or self._ended[0] is not items or self._ended[1] != on:
            self._ended = (items, on, citing.left_out(items, registry, on))
        return self._ended[2]
