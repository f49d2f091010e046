"""A paper's cover: the rules before the clock starts, and the button that starts it."""

from __future__ import annotations

from typing import Any

from anpei import attempts, clock, plans, records, staff
from anpei.errors import NotFound
from anpei.papers import Paper
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
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
        with self.db.read() as session:
            taken = attempts.attempts_of(session, person.staff_no, slug)
            duties = plans.due_for(session, person)
        where = attempts.situation(paper, taken)
        dues = [d.due for d in duties if (d.kind, d.target) in (("paper", slug), ("course", paper.course))]
        zone = self.site.settings.site.timezone
        problem = _problem(paper, where, bool(dues), self.now(), zone)
        last = next((each.id for each in reversed(taken) if each.handed_in is not None), None)
        self.render_page(
            "exams/cover.html",
            paper=paper,
            course=self.catalog().courses.get(paper.course),
            due=due_words(min(dues), self.now(), zone) if dues else None,
            problem=problem,
            facts=_facts(paper, where),
            rules=_rules(paper),
            action={**_action(where, problem), "result": f"exam/{last}/result" if last else ""},
        )

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
        return await self.db.awrite(
            lambda session: records.begin(session, paper, items, person, now, secret, prepared, zone=zone)
        )

    def paper(self, slug: str) -> Paper:
        paper = self.papers().papers.get(slug)
        if paper is None:
            raise NotFound("没有这份试卷。", way_out="请从“我的培训”重新进入。")
        return paper


def _problem(paper: Paper, where: attempts.Situation, assigned: bool, now: int, zone: str) -> dict[str, str] | None:
    """Why it can't be begun now, and what to do instead."""
    if where.open_attempt is not None:
        return None
    if not assigned:
        return _words("info", "info", "这份试卷没有安排给你。", "想参加的话，请告诉培训师。")
    if where.next_at is None:
        return _words("warn", "stop", f"{paper.attempts} 次机会都用完了。", "需要补考，请联系培训师。")
    if now < where.next_at:
        at = clock.show(where.next_at, zone)
        return _words("info", "clock", f"下一次考试要等到 {at}。", "趁这段时间，把没掌握的章节再看一遍。")
    return None


def _words(tone: str, icon: str, text: str, way_out: str) -> dict[str, str]:
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
        ("合格线", f"{number(paper.pass_mark)}%"),
        ("还能考", f"{where.left} 次"),
    ]


def _rules(paper: Paper) -> list[str]:
    wait = f"，两次之间至少隔 {number(paper.cool_down_hours)} 小时" if paper.cool_down_hours else ""
    times = f"一共可以考 {paper.attempts} 次{wait}，取最好的一次。" if paper.attempts > 1 else "只能考 1 次。"
    return [
        f"开始后计时 {paper.minutes} 分钟。时间到了自动交卷，已保存的答案都算。",
        "每答一题就自动保存。断网也能接着答，恢复后自动送出；换一台手机登录，答案还在。",
        times,
        REVIEW[paper.review.when],
        "系统会记录每次作答的内容和时间，成绩写入你的培训档案。",
    ]


HANDLERS = [(rf"papers/{SLUG}", CoverPage)]
