"""An evaluator's sheet over HTTP: what there is to rate, what happens in the drill meanwhile, and every tap at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Forbidden, Refused
from anpei.exercises import evaluation, runs
from anpei.exercises.evaluation import RatingAck
from anpei.server.core.handlers import UUID, ApiHandler
from anpei.server.core.permissions import may
from anpei.taps import Tap

__all__ = ["EVALUATORS", "HANDLERS", "SETTLERS", "may_view", "photo_folder", "require_view"]

EVALUATORS = may("evaluate")
SETTLERS = may("director")
NEWEST = 40


def photo_folder(var: Path, run_id: int) -> Path:
    """Where the photos of a run lie: below ``var``, which no route reaches."""
    return var / "evaluations" / str(run_id)


def whole(value: Any) -> int:
    """A whole number of ms as a browser sent it, 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**53 else 0


class EvaluationFormHandler(ApiHandler):
    """``GET api/evaluations/<run>``: the form, frozen at the first look, and the asker's own sheet."""

    async def get(self, run: str) -> None:
        person, now, run_id = self.require(*EVALUATORS), self.now(), int(run)
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
                "me": {"staff_no": person.staff_no, "name": person.name},
                "closed": closed,
                "settles": bool(person.roles & set(SETTLERS)),
                "groups": [asdict(group) for group in groups],
                "numbers": {node: number for number, node in enumerate(script.nodes, 1)},
                "sheet": asdict(mine) if mine else None,
                "others": [{"name": s.name, "signed": s.signed} for s in everybody if s is not mine],
            }
        )


class EvaluationWatchHandler(ApiHandler):
    """``GET api/evaluations/<run>/watch?seq=``: clock and log of the drill, without a score of anybody."""

    def get(self, run: str) -> None:
        self.require(*EVALUATORS)
        feed = self.context.feeds.get(int(run))
        feed.read()
        state, now = feed.state, self.now()
        answer: dict[str, Any] = {"seq": state.seq, "status": state.status, "clock": state.clock(now)}
        if self.get_query_argument("seq", "") != str(state.seq):
            events = [event for event in feed.events if event.type != "score.adjusted"]
            view = runs.console_view(feed.script, state, events[-NEWEST:], now)
            wanted = ("how", "phase", "meters", "events", "place")
            seats = [{key: member[key] for key in ("name", "roles", "present")} for member in view["members"]]
            answer |= {key: view[key] for key in wanted} | {"members": seats}
        self.answer(answer)


class EvaluationEntriesHandler(ApiHandler):
    """``POST api/evaluations/<run>/entries {uuid, kind, item, value, tapped, sent}``: 200 once it is on disk."""

    async def post(self, run: str) -> None:
        person, sent, now = self.require(*EVALUATORS), self.read_json(65_536), self.now()
        uuid, write = self.uuid_of(sent, "bad_entry"), _WRITES.get(str(sent.get("kind", "")))
        if write is None:
            raise Refused("请求的格式不对。", code="bad_entry")
        tap = Tap(person.staff_no, person.name, uuid, now, whole(sent.get("tapped")), whole(sent.get("sent")))
        item, value = str(sent.get("item", ""))[:128], str(sent.get("value", ""))
        ack = await self.db.awrite(lambda session: write(session, int(run), tap, item, value))
        self.answer({"status": "saved", "uuid": uuid, "seq": ack.seq, "at": ack.at})


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


class PhotosHandler(ApiHandler):
    """``POST api/evaluations/<run>/photos?uuid=&item=&tapped=&sent=`` with the picture as the body."""

    async def post(self, run: str) -> None:
        person, now, run_id = self.require(*EVALUATORS), self.now(), int(run)
        uuid, item = (self.get_query_argument(name, "") for name in ("uuid", "item"))
        if not uuid or len(uuid) > UUID or len(item) > 128:
            raise Refused("请求的格式不对。", code="bad_entry")
        with self.db.read() as session:
            evaluation.require_item(session, run_id, item)
        folder = photo_folder(self.site.var, run_id)
        name = await asyncio.to_thread(evaluation.keep_photo, folder, self.request.body)
        tapped, sent = (whole(_digits(self.get_query_argument(key, ""))) for key in ("tapped", "sent"))
        tap = Tap(person.staff_no, person.name, uuid, now, tapped, sent)
        ack = await self.db.awrite(lambda session: evaluation.photo(session, run_id, tap, item, name))
        self.answer({"status": "saved", "uuid": uuid, "seq": ack.seq, "at": ack.at, "photo": name})


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 else 0


class PhotoHandler(ApiHandler):
    """``GET api/evaluations/<run>/photos/<name>``: for those who evaluate and no one else."""

    def get(self, run: str, name: str) -> None:
        person, run_id = self.require(*EVALUATORS), int(run)
        with self.db.read() as session:
            require_view(session, run_id, person, name)
        path = evaluation.photo_path(photo_folder(self.site.var, run_id), name)
        self.set_header("Content-Type", "image/jpeg")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.set_header("Cache-Control", "private, max-age=86400")
        self.finish(path.read_bytes())


def sees_all(person: staff.Person) -> bool:
    """Whether somebody may see every sheet at any time."""
    return bool(person.roles & {"director", "trainer", "admin"})


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
