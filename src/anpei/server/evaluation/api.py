"""An evaluator's sheet over HTTP: what there is to rate, what happens in the drill meanwhile, and every tap at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Forbidden, Refused
from anpei.exercises import evaluation, runs
from anpei.exercises.evaluation import RatingAck
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Code, Line, Moment, RequestModel, Uuid
from anpei.taps import Tap

__all__ = ["HANDLERS", "may_view", "photo_folder", "require_view"]

NEWEST = 40


class EntryRequest(RequestModel):
    """One tap on the sheet; ``value`` is a rating, words or a signature, as ``kind`` says."""

    limit = 65_536
    uuid: Uuid
    kind: Line = ""
    item: Annotated[str, StringConstraints(max_length=128)] = Field(default="", title="评估项")
    value: Annotated[str, StringConstraints(max_length=60_000)] = Field(default="", title="内容")
    tapped: Moment = 0
    sent: Moment = 0


class PhotoRequest(RequestModel):
    """To what a photo belongs; the picture itself is the body."""

    uuid: Uuid
    item: Annotated[str, StringConstraints(max_length=128)] = Field(default="", title="评估项")
    tapped: Moment = 0
    sent: Moment = 0


class WatchRequest(RequestModel):
    seq: Code = ""


def photo_folder(var: Path, run_id: int) -> Path:
    """Where the photos of a run lie: below ``var``, which no route reaches."""
    return var / "evaluations" / str(run_id)


class EvaluationHandler(ApiHandler):
    """Common to an evaluator's sheet."""

    access = permissions.EVALUATORS
    unnoted = "a sheet's entries are a log of their own, with who and when"


class EvaluationFormHandler(EvaluationHandler):
    """``GET api/evaluations/<run>``: the form, frozen at the first look, and the asker's own sheet."""

    async def get(self, run: str) -> None:
        person, now, run_id = self.person, self.now(), int(run)
        feed, families = self.context.feeds.get(run_id), self.context.families()
        script = feed.script
        await self.db.awrite(lambda s: evaluation.open_form(s, run_id, script, families, now=now))
        with self.db.read() as session:
            groups = evaluation.form_of(session, run_id)
            everybody = evaluation.sheets(session, run_id)
            closed = evaluation.closed(session, run_id)
        mine = next((sheet for sheet in everybody if sheet.evaluator == person.staff_no), None)
        self.answer(
            {
                "run": run_id,
                "title": script.scenario.title,
                "place": script.scenario.place,
                "now": now,
                "status": feed.state.status,
                "asked": _asked(feed.state),
                "me": {"staff_no": person.staff_no, "name": person.name},
                "closed": closed,
                "settles": self.may(permissions.SETTLERS),
                "groups": [asdict(group) for group in groups],
                "numbers": {node: number for number, node in enumerate(script.nodes, 1)},
                "sheet": asdict(mine) if mine else None,
                "others": [{"name": s.name, "signed": s.signed} for s in everybody if s is not mine],
            }
        )


class EvaluationWatchHandler(EvaluationHandler):
    """``GET api/evaluations/<run>/watch?seq=``: clock and log of the drill, without a score of anybody."""

    def get(self, run: str) -> None:
        feed = self.context.feeds.get(int(run))
        feed.read()
        state, now = feed.state, self.now()
        answer: dict[str, Any] = {"seq": state.seq, "status": state.status, "clock": state.clock(now)}
        if self.query(WatchRequest).seq != str(state.seq):
            events = [event for event in feed.events if event.type != "score.adjusted"]
            view = runs.console_view(feed.script, state, events[-NEWEST:], now)
            wanted = ("how", "phase", "meters", "events", "place")
            seats = [{key: member[key] for key in ("name", "roles", "present")} for member in view["members"]]
            answer |= {key: view[key] for key in wanted} | {"members": seats, "asked": _asked(state)}
        self.answer(answer)


def _asked(state: runs.RunState) -> dict[str, str]:
    """The questions that were asked so far, and how each stands: what there is to see of an item."""
    return {node: known.status for node, known in state.nodes.items()}


class EvaluationEntriesHandler(EvaluationHandler):
    """``POST api/evaluations/<run>/entries {uuid, kind, item, value, tapped, sent}``: 200 once it is on disk."""

    async def post(self, run: str) -> None:
        person, sent, now = self.person, self.body(EntryRequest), self.now()
        write = _WRITES.get(sent.kind)
        if write is None:
            raise Refused("评估表上没有这种操作。", code="bad_request", way_out="请刷新页面后再试。")
        tap = Tap(person.staff_no, person.name, sent.uuid, now, sent.tapped, sent.sent)
        ack = await self.db.awrite(lambda session: write(session, int(run), tap, sent.item, sent.value))
        self.answer({"status": "saved", "uuid": sent.uuid, "seq": ack.seq, "at": ack.at})


def _remark(session: Session, run_id: int, tap: Tap, item: str, value: str) -> RatingAck:
    tone, _, text = value.partition(":")
    return evaluation.remark(session, run_id, tap, tone, text)


_WRITES: dict[str, Callable[[Session, int, Tap, str, str], RatingAck]] = {
    "rate": evaluation.rate,
    "note": evaluation.note,
    "unphoto": partial(evaluation.photo, there=False),
    "remark": _remark,
    "sign": lambda session, run_id, tap, item, value: evaluation.sign(session, run_id, tap, value),
}


class PhotosHandler(EvaluationHandler):
    """``POST api/evaluations/<run>/photos?uuid=&item=&tapped=&sent=`` with the picture as the body."""

    largest_body = evaluation.LARGEST_PHOTO

    async def post(self, run: str) -> None:
        person, now, run_id = self.person, self.now(), int(run)
        sent = self.query(PhotoRequest)
        with self.db.read() as session:
            evaluation.require_item(session, run_id, sent.item)
        folder = photo_folder(self.site.var, run_id)
        name = await asyncio.to_thread(evaluation.keep_photo, folder, self.request.body)
        tap = Tap(person.staff_no, person.name, sent.uuid, now, sent.tapped, sent.sent)
        ack = await self.db.awrite(lambda session: evaluation.photo(session, run_id, tap, sent.item, name))
        self.answer({"status": "saved", "uuid": sent.uuid, "seq": ack.seq, "at": ack.at, "photo": name})


class PhotoHandler(EvaluationHandler):
    """``GET api/evaluations/<run>/photos/<name>``: for those who evaluate and no one else."""

    def get(self, run: str, name: str) -> None:
        person, run_id = self.person, int(run)
        with self.db.read() as session:
            require_view(session, run_id, person, name)
        path = evaluation.photo_path(photo_folder(self.site.var, run_id), name)
        self.set_header("Content-Type", "image/jpeg")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.set_header("Cache-Control", "private, max-age=86400")
        self.finish(path.read_bytes())


def sees_all(person: staff.Person) -> bool:
    """Whether somebody may see every sheet at any time."""
    return person.has(*permissions.MODEL)


def may_view(session: Session, run_id: int, person: staff.Person) -> bool:
    """Whether somebody may see what others wrote of a run, and what became of it."""
    try:
        require_view(session, run_id, person)
    except Forbidden:
        return False
    return True


def require_view(session: Session, run_id: int, person: staff.Person, photo: str = "") -> None:
    """Whether somebody may see what others wrote: an evaluator only after signing, so that each judges alone."""
    if sees_all(person):
        return
    mine = next((s for s in evaluation.sheets(session, run_id) if s.evaluator == person.staff_no), None)
    own = mine is not None and any(photo in rating.photos for rating in mine.ratings.values())
    if not own and (mine is None or mine.signed is None):
        raise Forbidden("签字以后才能看别人的评估。", code="unsigned", way_out="先独立评完，签字，再来合议。")


RUN = r"api/evaluations/([0-9]{1,9})"
HANDLERS = [
    (RUN, EvaluationFormHandler),
    (RUN + r"/watch", EvaluationWatchHandler),
    (RUN + r"/entries", EvaluationEntriesHandler),
    (RUN + r"/photos", PhotosHandler),
    (RUN + r"/photos/([0-9a-f]{64})", PhotoHandler),
]
