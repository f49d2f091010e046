"""What the server does without being asked: attempts run out, drills go on, models run, kernels close.

Every task names its rows; the one runner (:mod:`anpei.tasks`) does them one by one, each in its own short write.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable

from sqlalchemy.orm import Session

from anpei import attempts, backups, bank, clock, courses, records, review, staff
from anpei.errors import Unavailable
from anpei.exercises import evacuation, rollcall, runs
from anpei.server.core.context import Context
from anpei.server.live.kernels import OwnedKernelManager
from anpei.server.staff import roster_uploads
from anpei.tasks import ScheduledTask, TaskRunner

__all__ = ["BackgroundWork"]

PATIENCE = 2.0
LONG = 30_000
"""How often (ms) a task looks that has nothing to do with the clock, where nobody commits anything."""
Work = Callable[[str], Awaitable[object]]


class BackgroundWork:
    """The tasks of one learner server."""

    def __init__(self, context: Context, kernels: OwnedKernelManager, now: Callable[[], int] = clock.now) -> None:
        self.context, self.kernels, self.now = context, kernels, now
        self._pictured: set[str] = set()
        self._followed: courses.Catalog | None = None
        self._fresh: tuple[int, ...] | None = None
        self._content: tuple[bank.Bank, dict[str, Iterable[str]]] | None = None
        desk = context.desk
        self.runner = TaskRunner(context.db, now, gives_way=True)
        self.runner.tasks += [
            self._watching("time-outs", 1000, self._timed_out, self._writing(self._hand_in), by_clock=2000),
            self._watching("marks", 1000, records.unmarked, self._writing(self._mark)),
            self._watching("plans", 1000, records.unlaid_plans, self.lay_plan),
            ScheduledTask("courses", 1000, self.changed_courses, self.follow_course),
            self._watching("withdrawn-plans", 60_000, _untidy, self.tidy),
            self._watching("drills", 1000, runs.going, self.follow),
            ScheduledTask("drill-clock", 100, self.overdue_drills, self.go_on, together=True),
            self._watching("roll-calls", 1000, rollcall.planned_runs, self.call_roll),
            self._watching("mustered", 5000, rollcall.unnoted, self._writing(self._note_mustered)),
            self._watching("cut-roll-calls", 600_000, self._cut_short, self.clear_roll_call),
            self._watching("evacuation", 400, desk.in_turn, self.evacuate, by_clock=4000, at_most=1),
            ScheduledTask("last-pictures", 5000, self.unpictured, self.picture, by_clock=LONG),
            ScheduledTask("kernels", 2000, self.open_pages, self.close_unused),
            ScheduledTask("practice", 5000, self.missed, self.schedule_missed, by_clock=LONG),
            self._watching("abandoned-drills", 60_000, self._abandoned, self._writing(self._abandon), by_clock=60_000),
            ScheduledTask("rosters", 500, self.confirmed_rosters, self.import_roster),
            ScheduledTask("backups", 60_000, self.backup_due, self.back_up),
            ScheduledTask("content-history", 60_000, self.saved_outside, self.pick_up),
            ScheduledTask("content-packing", 3_600_000, self.loose_history, self.pack_history),
            self._watching("visitors", 600_000, self._expired, self._writing(self._forget), by_clock=600_000),
        ]

    def start(self) -> None:
        self.runner.start()

    async def stop(self) -> None:
        await self.runner.stop(PATIENCE)

    def _watching(
        self,
        name: str,
        every: int,
        look: Callable[[Session], Iterable[object]],
        work: Work,
        *,
        by_clock: int = LONG,
        at_most: int | None = None,
    ) -> ScheduledTask:
        """A task that finds what is due in the database, each row by its number."""

        async def due() -> list[str]:
            return await self.runner.read(lambda session: [str(row) for row in look(session)])

        return ScheduledTask(name, every, due, work, by_clock=by_clock, at_most=at_most)

    def _writing(self, act: Callable[[Session, str], object]) -> Work:
        """One row, in a write of its own that lets people's answers pass."""

        async def work(row: str) -> object:
            return await self.context.db.awrite(lambda session: act(session, row), gives_way=True)

        return work

    async def lay_plan(self, row: str) -> None:
        """What was assigned to many people comes into force."""
        await self.runner.apart(lambda: records.lay_plan(self.context.db, int(row), self.now()))

    async def changed_courses(self) -> list[str]:
        """Courses whose syllabus isn't the one the standings were reckoned by."""
        seen, catalog = self.runner.news.state(), await self.runner.apart(self.context.catalog)
        if catalog is not self._followed:
            syllabi = self.context.syllabi()
            await self.context.db.awrite(lambda session: records.note_syllabi(session, syllabi), gives_way=True)
            self._followed, self._fresh = catalog, None
        if seen is not None and seen == self._fresh:
            return []
        stale = await self.runner.read(records.stale_courses)
        self._fresh = None if stale else seen
        return stale

    async def follow_course(self, row: str) -> None:
        await self.runner.apart(lambda: records.follow_course(self.context.db, row))

    async def confirmed_rosters(self) -> list[str]:
        """Rosters that somebody confirmed in the browser and that aren't all written, also from before a restart."""
        return await self.runner.apart(lambda: roster_uploads.confirmed(self.context.site))

    async def import_roster(self, row: str) -> None:
        """All the people of one roster, some at a write."""
        upload = roster_uploads.RosterUpload(self.context.site, self.context.site.var / "rosters" / row)
        await self.runner.apart(lambda: upload.go_on(self.context.db, self.now()))

    async def tidy(self, row: str) -> None:
        """Rows that withdrawn plans left are cleared away, some at a time."""

        def clear() -> None:
            while self.context.db.write(records.tidy, gives_way=True).result():
                pass

        await self.runner.apart(clear)

    async def backup_due(self) -> list[str]:
        due = await self.runner.apart(lambda: backups.due(self.context.site, self.now()))
        return ["daily"] if due else []

    async def back_up(self, row: str) -> None:
        """The platform's own backup, made in a process apart: packing a site takes its time."""
        await _run_apart("-m", "anpei", "backup", "--daily", "--site", str(self.context.site.root))

    async def saved_outside(self) -> list[str]:
        """Whether files of the shelves were saved past the platform; at a first start, whether there are any."""
        return ["all"] if await self.runner.apart(self.context.authoring.log.looks_changed) else []

    async def pick_up(self, row: str) -> None:
        await self.runner.apart(self.context.authoring.pick_up)

    async def loose_history(self) -> list[str]:
        return ["all"] if await self.runner.apart(self.context.authoring.log.is_loose) else []

    async def pack_history(self, row: str) -> None:
        """The history made small, in a process apart: it takes its time and its memory."""
        await _run_apart("-m", "anpei.authoring.packing", str(self.context.site.root))

    async def follow(self, row: str) -> None:
        """Drills go on by the clock, whoever watches: this process follows every one that is going."""
        self.context.feeds.get(int(row))

    async def overdue_drills(self) -> list[str]:
        return [str(run_id) for run_id in self.context.feeds.overdue()]

    async def go_on(self, row: str) -> None:
        await self.context.feeds.go_on(int(row))

    async def call_roll(self, row: str) -> None:
        """A drill's alarm begins the roll call that was planned with it."""
        run_id = int(row)
        if await self.runner.read(lambda session: rollcall.due(session, run_id)):
            await self.runner.apart(lambda: rollcall.begin(self.context.db, run_id, now=self.now()))

    async def clear_roll_call(self, row: str) -> None:
        """One that was cut short while its people were listed, and that nobody asked for again."""
        await self.runner.apart(lambda: rollcall.clear_away(self.context.db, int(row)))

    async def evacuate(self, row: str) -> None:
        await self.context.desk.work_on(int(row))

    async def unpictured(self) -> list[str]:
        """Drills of today whose people on the map may not be worked out to the end, because nobody watched."""
        now = self.now()
        ended = await self.runner.read(lambda session: evacuation.ended_lately(session, now))
        found = [row for row in map(str, ended) if row not in self._pictured]
        return found if found and evacuation.available() else []

    async def picture(self, row: str) -> None:
        await self.context.db.awrite(lambda session: self._ask_at_end(session, int(row)))
        self._pictured.add(row)

    def _ask_at_end(self, session: Session, run_id: int) -> None:
        sites, shelves, have = self.context.sites(), self.context.content().shelves, self.context.desk.have
        story = runs.run_record(session, run_id)
        evacuation.ask_at_end(session, story=story, sites=sites, shelves=shelves, have=have, now=self.now())

    async def open_pages(self) -> list[str]:
        return list(self.kernels.pages)

    async def close_unused(self, row: str) -> None:
        await self.kernels.close_unused(row, self.now(), self.present)

    async def missed(self) -> list[str]:
        """What was missed in drills and exams and isn't practice yet; the content is read when there is something."""
        found = await self.runner.read(review.unseen)
        self._content = await self.runner.apart(self._read_content) if found else None
        return found

    def _read_content(self) -> tuple[bank.Bank, dict[str, Iterable[str]]]:
        cites: dict[str, Iterable[str]] = {
            f"{slug}/{chapter}": cited
            for slug, course in self.context.catalog().courses.items()
            for chapter, cited in courses.cites_by_chapter(course).items()
        }
        return self.context.bank(), cites

    async def schedule_missed(self, row: str) -> None:
        assert self._content is not None
        items, cites = self._content
        now = self.now()
        await self.context.db.awrite(
            lambda session: review.schedule_missed(session, row, items, cites, now), gives_way=True
        )

    def _timed_out(self, session: Session) -> list[int]:
        return attempts.timed_out(session, self.now())

    def _hand_in(self, session: Session, row: str) -> None:
        """An attempt whose time is up is handed in with what it has."""
        attempts.hand_in_timed_out(session, int(row), self.now())

    def _mark(self, session: Session, row: str) -> None:
        records.mark_attempt(session, int(row), self.now())

    def _forget(self, session: Session, row: str) -> None:
        rollcall.forget_one(session, row, self.now())

    def _silent(self) -> int:
        return self.context.site.settings.drills.abandon_hours * clock.HOUR

    def _abandoned(self, session: Session) -> list[int]:
        """Drills that wait or pause and were forgotten."""
        return runs.abandoned(session, self.now(), self._silent())

    def _abandon(self, session: Session, row: str) -> None:
        runs.abandon(session, int(row), self.now(), self._silent())

    def _cut_short(self, session: Session) -> list[int]:
        return rollcall.cut_short(session, self.now())

    def _note_mustered(self, session: Session, row: str) -> None:
        rollcall.note_mustered(session, int(row))

    def _expired(self, session: Session) -> list[str]:
        """Names of people from outside whose time is over."""
        kept = self.context.site.settings.visitors
        return rollcall.expired(session, now=self.now(), keep=kept.keep_days, keep_live=kept.emergency_days)

    def present(self, owner: str) -> bool:
        """Whether the owner of a kernel is still on the roster."""
        if owner.startswith("kiosk:"):
            return True
        with self.context.db.read() as session:
            person = staff.find(session, owner)
        return person is not None and person.active


def _untidy(session: Session) -> list[str]:
    return ["all"] if records.untidy(session) else []


async def _run_apart(*words: str) -> None:
    """Python with these words, in a process of its own; raises what it said when it fails."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    if process.returncode:
        raise Unavailable(" ".join(said.decode("utf-8", "replace").split())[-300:])
