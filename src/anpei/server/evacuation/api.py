"""The evacuation model over HTTP: plans, questions with progress and cancel, answers, and what a drill asks.

Questions go into the queue; a worker process answers them. Nothing is ever simulated in here.
"""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationError
from tornado import web

from anpei.errors import Refused
from anpei.exercises import evacuation, runs
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Code, Flag, RequestModel

__all__ = ["HANDLERS", "job_view"]


def _inputs(sent: object) -> evacuation.Inputs:
    """The question by the model's own rules, in which a list may stand for a tuple."""
    try:
        return evacuation.Inputs.model_validate(sent)
    except ValidationError as error:
        told = error.errors(include_url=False)[0]
        own = told.get("ctx", {}).get("error") if told["type"] == "value_error" else None
        words = str(own) if own else "“推演条件”的格式不对。"
        raise Refused(words, code="bad_request", way_out="请改正后再试。") from None


class EvacuationRequest(RequestModel):
    """A question to the model; its inputs say themselves what they may be."""

    limit = 16_384
    slug: Code = ""
    inputs: dict[str, Any] = Field({}, title="推演条件")


class DrillPeopleRequest(RequestModel):
    """Whether the plan is wanted, too."""

    plan: Flag = False


def job_view(job: evacuation.Job, *, ahead: int = 0, have: bool = False) -> dict[str, Any]:
    """One question as the page knows it; ``ahead``: questions before it, ``have``: its picture is kept."""
    return {
        "run": job.run_id,
        "slug": job.slug,
        "state": job.state,
        "progress": round(job.progress, 3),
        "ahead": ahead,
        "words": job.words,
        "inputs": job.inputs.model_dump(mode="json"),
        "summary": job.summary,
        "asked": job.asked,
        "tracks": have,
    }


class _EvacuationHandler(ApiHandler):
    """Common to the routes of one question."""

    access = permissions.MODEL_RUNS
    unnoted = "a question to the model changes nothing, and is kept with who asked"

    def view(self, run_id: int) -> dict[str, Any]:
        desk = self.context.desk
        with self.db.read() as session:
            job = evacuation.get(session, run_id)
            ahead = evacuation.position(session, run_id) if job.state == "queued" else 0
        return job_view(job, ahead=ahead, have=desk.have(job.key))


class EvacuationRunsHandler(_EvacuationHandler):
    """``POST api/evacuation/runs {slug, inputs}``: ask; an answer that is kept comes at once."""

    async def post(self) -> None:
        person, sent, now = self.person, self.body(EvacuationRequest), self.now()
        plan = self.context.sites().get(sent.slug)
        inputs = _inputs(sent.inputs)
        evacuation.require()
        desk = self.context.desk
        job = await self.db.awrite(
            lambda session: evacuation.ask(session, plan, inputs, by=person.staff_no, now=now, have=desk.have)
        )
        self.answer(self.view(job.run_id))


class EvacuationRunHandler(_EvacuationHandler):
    """``GET api/evacuation/runs/<id>``: how far it is, or what came of it."""

    def get(self, run: str) -> None:
        self.answer(self.view(int(run)))


class CancelRunHandler(_EvacuationHandler):
    """``POST api/evacuation/runs/<id>/cancel``: stop it; whoever asked, or an administrator."""

    async def post(self, run: str) -> None:
        person, now = self.person, self.now()
        await self.db.awrite(
            lambda session: evacuation.cancel(
                session, int(run), by=person.staff_no, anyone=person.has("admin"), now=now
            )
        )
        self.answer(self.view(int(run)))


class TracksHandler(ApiHandler):
    """``GET api/evacuation/runs/<id>/tracks``: everybody's way, packed; 404 once the picture is thrown away."""

    access = permissions.MODEL_WATCHERS

    def get(self, run: str) -> None:
        with self.db.read() as session:
            job = evacuation.get(session, int(run))
        path = self.context.desk.tracks(job.key)
        if job.state != "done" or not path.is_file():
            raise web.HTTPError(404)
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Encoding", "gzip")
        self.set_header("Cache-Control", "private, max-age=86400")
        self.finish(path.read_bytes())


class SitePlanHandler(ApiHandler):
    """``GET api/evacuation/plans/<slug>``: the plan to draw and the question it stands for by itself."""

    access = permissions.MODEL_WATCHERS

    def get(self, slug: str) -> None:
        plan = self.context.sites().get(slug)
        inputs = evacuation.standard(plan).model_dump(mode="json")
        self.answer({"plan": plan.drawn(), "inputs": inputs, "limits": evacuation.LIMITS, "why": evacuation.why_not()})


class EvacuationOfDrillHandler(_EvacuationHandler):
    """``POST api/evacuation/drills/<run>``: the people of a drill, by its log up to now.

    Answers ``{"state": "none"}`` when the scenario has no plan or no mapping; else the question its log asks, with
    what happened in words, and the plan if ``plan`` is asked for. Asking again while nothing happens changes nothing.
    """

    access = permissions.DRILL_PEOPLE

    async def post(self, run: str) -> None:
        person, now, run_id = self.person, self.now(), int(run)
        wanted = self.body(DrillPeopleRequest).plan
        with self.db.read() as session:
            story = runs.run_record(session, run_id)
        slug = story.run.scenario_id
        plan = self.context.sites().plans.get(slug)
        following, found = evacuation.load_scenario_link(self.context.content().shelves, slug)
        if plan is None or following is None or found:
            self.answer({"state": "none"})
            return
        if why := evacuation.why_not():
            self.answer({"state": "missing", "words": why})
            return
        inputs, marks = evacuation.link_scenario(plan, following, story)
        desk = self.context.desk
        job = await self.db.awrite(
            lambda session: evacuation.ask(
                session, plan, inputs, by=person.staff_no, now=now, have=desk.have, drill_run=run_id
            )
        )
        told = self.view(job.run_id) | {"happened": [vars(mark) for mark in marks], "limits": evacuation.LIMITS}
        self.answer(told | ({"plan": plan.drawn()} if wanted else {}))


NUMBER = r"([0-9]{1,9})"
HANDLERS = [
    (r"api/evacuation/runs", EvacuationRunsHandler),
    (rf"api/evacuation/runs/{NUMBER}", EvacuationRunHandler),
    (rf"api/evacuation/runs/{NUMBER}/cancel", CancelRunHandler),
    (rf"api/evacuation/runs/{NUMBER}/tracks", TracksHandler),
    (r"api/evacuation/plans/([A-Za-z0-9_-]{1,64})", SitePlanHandler),
    (rf"api/evacuation/drills/{NUMBER}", EvacuationOfDrillHandler),
]
