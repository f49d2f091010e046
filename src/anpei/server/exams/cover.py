"""A paper's cover: the rules before the clock starts, and the button that starts it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, bank, completion, plans, records, staff
from anpei.courses import Chapter, Course
from anpei.errors import NotFound, Refused
from anpei.papers import Paper
from anpei.records import NextStep
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.standing_words import pass_line, standing_words
from anpei.server.core.view_models import SLUG, due_words, number

__all__ = ["HANDLERS"]

REVIEW = {
    "after_hand_in": "交卷后就能看每题得分和解析。",
    "after_publish": "培训师批阅并公布后，能看每题得分和解析。",
    "after_last_chance": "合格、用完考试次数，或者过了截止日期以后，能看每题得分和解析。",
    "after_last_attempt": "合格或用完考试次数后，能看每题得分和解析。",
    "never": "这份试卷只公布总成绩。",
}


class CoverPage(PageHandler):
    """``papers/<slug>``; POST begins (or goes on with) the person's attempt."""

    access = permissions.OWN

    def get(self, slug: str) -> None:
        person, paper = self.person, self.paper(slug)
        now, zone, course = self.now(), self.zone, self.catalog().courses.get(paper.course)
        with self.db.read() as session:
            taken = attempts.attempts_of(session, person.staff_no, slug)
            duties = [one for one in plans.due_for(session, person) if _concerns(one, paper)]
            stands = records.standing(session, person.staff_no, "paper", slug, _due(duties), now)
            first = _chapters_first(session, person, duties, course)
        where = attempts.situation(paper, taken)
        step = records.next_step(stands, where, now, zone)
        problem = _problem(where, bool(duties), stands, step, first)
        last = next((each.id for each in reversed(taken) if each.handed_in is not None), None)
        words = standing_words(stands, "paper", now, zone)
        self.render_page(
            "exams/cover.html",
            paper=paper,
            course=course,
            due=due_words(stands.due, now, zone) if stands.due else None,
            stands=words if last is not None else None,
            problem=problem,
            first=f"courses/{paper.course}/{first[0].slug}" if problem and first and step.kind != "passed" else "",
            facts=_facts(paper, where),
            rules=_rules(paper, bool(duties) and all(one.course_first for one in duties), self.kinds_of(paper)),
            action={**_action(where, problem), "result": f"exam/{last}/result" if last else ""},
        )

    def kinds_of(self, paper: Paper) -> set[str]:
        """The kinds of question that the paper may ask."""
        items = self.bank().items
        return {items[name].public.kind for slot in paper.slots for name in slot.candidates if name in items}

    async def post(self, slug: str) -> None:
        person, paper = self.person, self.paper(slug)
        attempt = await self.begin(person, paper)
        self.redirect(self.url(f"exam/{attempt.id}"), status=303)

    async def begin(self, person: staff.Person, paper: Paper) -> attempts.Attempt:
        secret, now = self.site.secret("draw"), self.now()
        drawable, zone = self.context.drawable(now), self.zone
        with self.db.read() as session:
            items = drawable(session)
            prepared = attempts.prepare(session, paper, items, person, secret)
        course = self.catalog().courses.get(paper.course)

        def begin(session: Session) -> attempts.Attempt:
            duties = [one for one in plans.due_for(session, person) if _concerns(one, paper)]
            taken = attempts.attempts_of(session, person.staff_no, paper.slug)
            going = attempts.situation(paper, taken).open_attempt is not None
            if not going and (left := _chapters_first(session, person, duties, course)):
                way_out = "请先去学习。"
                raise Refused(f"要先学完课程，还有 {len(left)} 章没学完。", code="course_first", way_out=way_out)
            return records.begin(session, paper, items, person, now, secret, prepared, zone=zone)

        return await self.db.awrite(begin)

    def paper(self, slug: str) -> Paper:
        paper = self.papers().papers.get(slug)
        if paper is None:
            raise NotFound("没有这份试卷。", way_out="请从“我的培训”重新进入。")
        return paper


def _concerns(duty: plans.Duty, paper: Paper) -> bool:
    return (duty.kind, duty.target) in (("paper", paper.slug), ("course", paper.course))


def _due(duties: list[plans.Duty]) -> int | None:
    return min((duty.due for duty in duties), default=None)


def _chapters_first(
    session: Session, person: staff.Person, duties: list[plans.Duty], course: Course | None
) -> list[Chapter]:
    """The chapters to be finished before this paper; none unless every plan for it was made with that rule."""
    if course is None or not duties or not all(duty.course_first for duty in duties):
        return []
    left = completion.unfinished(session, person.staff_no, course.slug, [each.slug for each in course.chapters])
    return [each for each in course.chapters if each.slug in left]


def _problem(
    where: attempts.Situation, assigned: bool, stands: records.Standing, step: NextStep, first: list[Chapter]
) -> dict[str, str] | None:
    """Why it can't be begun now, and what to do instead: the same sentence as every other page."""
    if where.open_attempt is not None:
        return None
    if step.kind in ("passed", "waiting"):
        return _words(
            "ok" if step.kind == "passed" else "info", "done" if step.kind == "passed" else "clock", step.text
        )
    if not assigned:
        return _words("info", "info", "这份试卷没有安排给你。", "想参加的话，请告诉培训师。")
    if first:
        return _words("info", "training", f"要先学完课程才能考，还有 {len(first)} 章没学完：{first[0].title}。")
    if step.kind == "ask":
        return _words("warn", "stop", step.text)
    if step.kind == "later":
        return _words("info", "clock", step.text, "趁这段时间，把没掌握的章节再看一遍。")
    return None


def _words(tone: str, icon: str, text: str, way_out: str = "") -> dict[str, str]:
    return {"tone": tone, "icon": icon, "text": text, "way_out": way_out}


def _action(where: attempts.Situation, problem: Any) -> dict[str, str]:
    if where.open_attempt is not None:
        return {"kind": "continue", "href": f"exam/{where.open_attempt}"}
    return {"kind": "none" if problem else "start", "href": ""}


def _facts(paper: Paper, where: attempts.Situation) -> list[tuple[str, str]]:
    cases = sum(slot.manual for slot in paper.slots)
    asked = f"{len(paper.slots) - cases} 题" + (f" + {cases} 案例" if cases else "")
    return [
        ("题数", asked),
        ("时间", f"{paper.minutes} 分钟"),
        ("合格线", pass_line(paper.pass_mark).removeprefix("合格线 ")),
        ("还能考", f"{where.left} 次"),
    ]


def _rules(paper: Paper, course_first: bool, kinds: set[str]) -> list[str]:
    wait = f"，两次之间至少隔 {number(paper.cool_down_hours)} 小时" if paper.cool_down_hours else ""
    times = f"一共可以考 {paper.attempts} 次{wait}，取最好的一次。" if paper.attempts > 1 else "只能考 1 次。"
    return [
        *(["这份试卷要先学完它的课程才能考。"] if course_first else []),
        f"开始后计时 {paper.minutes} 分钟。时间到了自动交卷，已保存的答案都算。",
        "每答一题就自动保存。断网也能接着答，恢复后自动送出；换一台手机登录，答案还在。",
        times,
        *([bank.POLICY_WORDS[paper.multiple]] if "multiple" in kinds else []),
        *(f"{info.title}：{info.scored}" for info in bank.KIND_TABLE.values() if info.told and info.kind in kinds),
        REVIEW[paper.review.when],
        "系统会记录每次作答的内容和时间，成绩写入你的培训档案。",
    ]


HANDLERS = [(rf"papers/{SLUG}", CoverPage)]
