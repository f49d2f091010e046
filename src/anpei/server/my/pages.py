"""我的培训: the page every working day begins with."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, completion, hours, records, review, staff
from anpei.exercises import preparation, report, rollcall, runs
from anpei.plans import Duty
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.targets import Targets, targets_of
from anpei.server.core.view_models import cards_of
from anpei.server.my.view import TrainingItem, begun_row, groups_of, next_of, summary_of

__all__ = ["HANDLERS"]


class MyPage(PageHandler):
    access = permissions.HOME

    def get(self) -> None:
        person = self.person_or_none()
        if person is None:
            self.redirect(self.url("kiosk"))
            return
        targets, now, zone = targets_of(self), self.now(), self.site.settings.site.timezone
        with self.db.read() as session:
            items = [
                self.item(session, person, duty, stands, targets)
                for duty, stands in records.duties(session, person.staff_no, now)
            ]
            begun = records.begun(session, person.staff_no, now)
            practice = len(review.due(session, person.staff_no, now))
            reread = len(review.chapters(session, person.staff_no))
            mending = report.actions(session, owner=person.staff_no, unclosed=True)
            signing = report.to_sign(session, person.staff_no)
            approving = preparation.awaiting(
                session, self.context.drills().scripts.get, person.staff_no, demanded=self.site.settings.drills.approval
            )
            titles = runs.run_titles(session, [run for run, _, _ in signing])
            calls = rollcall.watched_by(session, person.staff_no)
            regular = rollcall.is_regular(session, person.staff_no)
            ledger = hours.ledger(session, self.context.hours(), self.catalog(), person.staff_no, now, zone)
        self.render_page(
            "my/my.html",
            summary=summary_of(items, now),
            next=next_of(items, targets, now, zone),
            groups=groups_of(items, targets, now, zone),
            begun=[begun_row(*one, targets, now, zone) for one in begun if targets.exists(*one[:2])],
            others=self.others({*_courses(items), *(target for kind, target, _ in begun if kind == "course")}, targets),
            calls=calls,
            awaits=regular or bool(calls),
            practice=practice,
            reread=reread,
            signing=[(run, titles[run], part, again) for run, part, again in signing],
            approving=approving,
            mending=[one for one in mending if one.status == "open"],
            mending_late=any(one.overdue(now) for one in mending),
            hours=ledger,
            cards={line.category.id: cards_of(line.category.cites, self.registry(), self.today()) for line in ledger},
            minutes_per_hour=self.context.hours().minutes_per_hour,
        )

    def item(
        self, session: Session, person: staff.Person, duty: Duty, stands: records.Standing, targets: Targets
    ) -> TrainingItem:
        syllabus = targets.syllabus(duty.kind, duty.target)
        chapter, step, first = "", None, False
        if syllabus is not None:
            read = records.course_progress(session, person.staff_no, duty.target)
            unread = [name for name in syllabus.chapters if name not in read or read[name].finished is None]
            chapter = unread[0] if unread else ""
        paper = targets.papers.papers.get(duty.target if syllabus is None else syllabus.paper)
        if paper is not None and duty.kind in ("paper", "course"):
            where = attempts.situation(paper, attempts.attempts_of(session, person.staff_no, paper.slug))
            step = records.next_step(stands, where, self.now(), self.zone)
        if paper is not None and duty.kind == "paper" and duty.course_first:
            course = targets.catalog.courses.get(paper.course)
            slugs = [each.slug for each in course.chapters] if course else []
            first = bool(completion.unfinished(session, person.staff_no, paper.course, slugs))
        return TrainingItem(duty, stands, chapter, step, first)

    def others(self, mine: set[str], targets: Targets) -> list[dict[str, Any]]:
        """Courses nobody assigned, open to whoever wants to read."""
        return [
            {"icon": "training", "title": course.title, "note": f"约 {course.minutes} 分钟", "href": f"courses/{slug}"}
            for slug, course in targets.catalog.courses.items()
            if slug not in mine
        ]


def _courses(items: list[TrainingItem]) -> set[str]:
    return {item.duty.target for item in items if item.duty.kind == "course"}


HANDLERS = [(r"my", MyPage)]
