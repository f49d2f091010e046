"""Reckoning an evacuation: choose a plan, set people, doors and smoke, run, watch, compare with what was measured."""

from __future__ import annotations

from typing import Any

from anpei import clock
from anpei.exercises import evacuation
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Number, RequestModel
from anpei.server.evacuation.api import job_view

__all__ = ["HANDLERS", "minutes", "range_words"]

SEEDS = ((5, "快，5 次"), (12, "一般，12 次"), (30, "细，30 次"))
STATES = {"queued": "排队中", "running": "正在算", "done": "已算好", "failed": "没有算成", "cancelled": "已取消"}


def minutes(seconds: float | None) -> str:
    """``4 分 02 秒``; half a second counts as one, as on the page."""
    if seconds is None:
        return "没有全部到齐"
    whole = int(seconds + 0.5)
    return f"{whole // 60} 分 {whole % 60:02d} 秒" if whole >= 60 else f"{whole} 秒"


def range_words(told: dict[str, Any] | None) -> str:
    """A range in words, never one number."""
    return f"{minutes(told['p5'])} 至 {minutes(told['p95'])}" if told else "没有全部走出"


class EvacuationPageRequest(RequestModel):
    """Which plan, and which question asked of it."""

    plan: Code = ""
    run: Number = 0


class EvacuationPage(PageHandler):
    """``evacuation?plan=<slug>&run=<id>``."""

    access = permissions.MODELLERS

    def get(self) -> None:
        sites = self.context.sites()
        chosen = self.query(EvacuationPageRequest).plan or next(iter(sites.plans), "")
        self.render_page(
            "evacuation/evacuation.html",
            plans=[(slug, plan.title) for slug, plan in sites.plans.items()],
            findings=[
                {"place": f.path.rsplit("drills/", 1)[-1], "line": f.line, "text": f.message} for f in sites.findings
            ],
            why=evacuation.why_not(),
            limits=evacuation.LIMITS,
            **(self.bench(chosen, sites.get(chosen)) if chosen else {"plan": None}),
        )

    def bench(self, slug: str, plan: evacuation.SitePlan) -> dict[str, Any]:
        """Everything about one plan: its fields, the run to show, earlier runs, measured times."""
        asked = self.query(EvacuationPageRequest).run
        with self.db.read() as session:
            recent = evacuation.recent(session, slug)
            measured = evacuation.measured(session, slug)
            if asked:
                shown: evacuation.Job | None = evacuation.get(session, asked)
            else:
                shown = evacuation.latest(session, slug)
        if shown is not None and shown.slug != slug:
            shown = None
        inputs = shown.inputs if shown is not None else evacuation.standard(plan)
        job = job_view(shown, have=self.context.desk.have(shown.key)) if shown is not None else None
        return {
            "plan": plan,
            "inputs": inputs,
            "cue": inputs.cues[0] if inputs.cues else evacuation.Cue(),
            "blocks": {(kind, block.id): block for kind in ("exits", "smokes") for block in getattr(inputs, kind)},
            "seeds": SEEDS,
            "bench": {"plan": plan.drawn(), "job": job},
            "recent": [self.line(job) for job in recent],
            "measured": [_measured(each, self.zone) for each in measured],
        }

    def line(self, job: evacuation.Job) -> dict[str, Any]:
        told = job.summary or {}
        return {
            "run": job.run_id,
            "when": clock.show(job.asked, self.site.settings.site.timezone),
            "state": STATES[job.state],
            "people": job.inputs.total,
            "blocked": len(job.inputs.exits) + len(job.inputs.smokes),
            "range": range_words(told.get("muster") or told.get("last_out")) if told else "",
        }


def _measured(each: evacuation.Measured, zone: str) -> dict[str, Any]:
    return {
        "run": each.run,
        "title": each.title,
        "when": clock.show_date(each.when, zone),
        "first_out": minutes(each.first_out) if each.first_out is not None else "没有记录",
        "last_out": minutes(each.last_out) if each.last_out is not None else "没有记录",
        "all": minutes(each.all_accounted),
    }


HANDLERS = [(r"evacuation", EvacuationPage)]
