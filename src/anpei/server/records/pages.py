"""一人一档: time, content, person and result of all training, as 安全生产法 article 28 asks; made to be printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from anpei import clock, completion, records, staff
from anpei.completion import CourseEffort
from anpei.errors import NotFound
from anpei.records import Syllabus, TranscriptEntry
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.standing_words import TONES
from anpei.server.core.view_models import number

__all__ = ["HANDLERS"]

PARTS = (("course", "课程学习"), ("paper", "考试"), ("drill", "应急演练"))
HEADS = {
    "course": ("时间", "内容", "进度", "结果"),
    "paper": ("时间", "内容", "成绩", "结果"),
    "drill": ("时间", "内容", "角色与得分", "结果"),
}


def effort_words(effort: CourseEffort, planned: int) -> str:
    """``，学了 41 分钟（计划的 64%），练习作答 38 次``, and how many chapters count by the earlier rule."""
    minutes, percent = round(effort.seconds / 60), round(100 * effort.seconds / planned) if planned else 0
    tries = f"，练习作答 {effort.tries} 次" if effort.tries else ""
    old = f"，其中 {effort.old_rule} 章按旧规则学完" if effort.old_rule else ""
    return f"，学了 {minutes} 分钟（计划的 {percent}%）{tries}{old}"


class RecordPage(PageHandler):
    """``record``: one's own."""

    def get(self) -> None:
        self.show(self.person)

    def show(self, subject: staff.Person) -> None:
        syllabi = {slug: Syllabus.of(course) for slug, course in self.catalog().courses.items()}
        with self.db.read() as session:
            entries = [
                replace(entry, detail=entry.detail + self.effort(session, subject.staff_no, entry.target))
                if entry.kind == "course"
                else entry
                for entry in records.training_record(session, subject.staff_no, syllabi, self.now())
            ]
        own = subject.staff_no == self.person.staff_no
        self.render_page("records/record.html", subject=subject, sections=self.sections(entries, own))

    def effort(self, session: Session, staff_no: str, slug: str) -> str:
        """What a course took, beside how much of it is done; a withdrawn one has no plan to be measured by."""
        course = self.catalog().courses.get(slug)
        if course is None:
            return ""
        asked = [self.context.demands(course, chapter) for chapter in course.chapters]
        questions = [item for one in asked for item in one.questions]
        return effort_words(completion.course_effort(session, staff_no, slug, questions), sum(a.planned for a in asked))

    def sections(self, entries: list[TranscriptEntry], own: bool) -> list[dict[str, Any]]:
        found = []
        for kind, title in PARTS:
            rows = [self.row(entry, own) for entry in entries if entry.kind == kind]
            if rows:
                found.append({"title": title, "heads": HEADS[kind], "rows": rows})
        return found

    def row(self, entry: TranscriptEntry, own: bool) -> dict[str, Any]:
        at = entry.finished or entry.started
        when = clock.show_date(at, self.site.settings.site.timezone) if at else "—"
        score = f"{number(entry.score)} / {number(entry.max or 0)}" if entry.score is not None else ""
        title = f"{entry.title}（{entry.detail}）" if entry.kind == "paper" and entry.detail else entry.title
        middle = {"course": entry.detail, "paper": score}.get(entry.kind, " ".join(filter(None, [entry.detail, score])))
        pages = {"paper": f"exam/{entry.ref}/result", "drill": f"record/drills/{entry.ref}"}
        href = pages.get(entry.kind, "") if own and entry.ref else ""
        cells = [when, title, middle or "—", entry.outcome]
        return {"cells": cells, "href": href, "tone": TONES.get(entry.outcome, "")}


class PersonRecordPage(RecordPage):
    """``record/<staff_no>``: somebody else's, for who looks after them; whom one may not see doesn't exist."""

    access = permissions.TRAINERS

    def get(self, staff_no: str) -> None:  # type: ignore[override]  # the address names the person
        with self.db.read() as session:
            subject = staff.find(session, staff_no)
        own = subject is not None and subject.staff_no == self.person.staff_no
        if subject is None or not (own or self.scope.allows(subject)):
            raise NotFound("名册里没有这个工号。", way_out="请回到培训看板重新查找。")
        self.show(subject)


HANDLERS = [(r"record", RecordPage), (r"record/([^/]{1,64})", PersonRecordPage)]
