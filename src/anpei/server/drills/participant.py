"""A drill as its participant sees it: what is to come, where and with what, and one's own debrief of what was."""

from __future__ import annotations

from datetime import date
from typing import Any

from anpei import clock, laws, records, staff
from anpei.errors import NotFound
from anpei.exercises import runs
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.targets import targets_of
from anpei.server.core.view_models import SLUG, card_view, number

__all__ = ["HANDLERS"]

TONES = {"合格": "ok", "不合格": "danger", "已参加": "info"}
VERDICTS = {
    "right": ("ok", "check", "做得对"),
    "partial": ("warn", "part", "可以更好"),
    "wrong": ("danger", "wrong", "有危险"),
    "late": ("danger", "clock", "没来得及"),
}


class ComingDrillPage(PageHandler):
    """``my/drills/<slug>``: what it is, where the kiosks stand, what to bring, and how it went before."""

    access = permissions.OWN

    def get(self, slug: str) -> None:
        person, now = self.person, self.now()
        shelf, targets = self.context.drills(), targets_of(self)
        if not targets.exists("drill", slug):
            raise NotFound("没有这个演练。", way_out="请回到我的培训重新选择。")
        with self.db.read() as session:
            devices = [device for device in staff.devices(session) if device.revoked is None]
            entries = records.training_record(session, person.staff_no, {}, now)
        mine = [self.line(one) for one in entries if (one.kind, one.target) == ("drill", slug)]
        scenario = shelf.get(slug).scenario
        badge = self.site.settings.kiosk.badge_only
        self.render_page("drills/participant.html", scenario=scenario, devices=devices, mine=mine, badge_only=badge)

    def line(self, entry: records.TranscriptEntry) -> dict[str, Any]:
        at = entry.finished or entry.started
        return {
            "when": clock.show_date(at, self.site.settings.site.timezone) if at else "",
            "run": entry.ref,
            "role": entry.detail,
            "score": f"{number(entry.score)} 分" if entry.score is not None else "",
            "word": entry.outcome,
            "tone": TONES.get(entry.outcome, ""),
        }


class DebriefPage(PageHandler):
    """``record/drills/<run>``: one's own debrief, as the kiosk showed it, for whoever took part."""

    access = permissions.OWN

    def get(self, run: str) -> None:
        person, run_id, now = self.person, int(run), self.now()
        with self.db.read() as session:
            story = runs.run_record(session, run_id)
        if story.state.member(person.staff_no) is None:
            raise NotFound("你没有参加这次演练。", way_out="请回到培训档案重新选择。")
        if story.state.status != "ended":
            raise NotFound("这次演练还没有结束。", way_out="结束以后再来看复盘。")
        if not runs.counted(story.state):
            raise NotFound("这次演练没有演完，不计入培训档案，也没有复盘。", way_out="请回到培训档案。")
        view = runs.player_view(story.script, story.state, person.staff_no, now, cite_of(self.registry(), self.today()))
        told = view["debrief"]
        self.render_page(
            "drills/debrief.html",
            title=view["title"],
            when=story.state.finished,
            held=view["you"]["roles"],
            told=told,
            team=any(not step["mine"] for step in told["steps"]),
            minutes=clock.span(told["seconds"] * 1000),
            verdicts=VERDICTS,
            slug=story.run.scenario_id if targets_of(self).exists("drill", story.run.scenario_id) else "",
        )


def cite_of(registry: laws.Registry, today: date) -> runs.Cite:
    """How citations become cards that lead to the article."""

    def cite(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text, today)
        return dict(card_view(card)) if card else None

    return cite


HANDLERS = [(rf"my/drills/{SLUG}", ComingDrillPage), (r"record/drills/([0-9]{1,9})", DebriefPage)]
