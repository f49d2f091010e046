"""Drills over HTTP: the state comes down as server-sent events, decisions and orders go up as posts.

Who asks decides what is answered: the kiosk at which a participant sits sees that participant's view of that run,
a director or evaluator sees the console, and nobody else sees anything.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from tornado.iostream import StreamClosedError

from anpei import staff
from anpei.errors import Forbidden
from anpei.exercises import rollcall, runs
from anpei.server.core import permissions
from anpei.server.core.event_streams import EventStreamHandler
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.identity import RosterUser
from anpei.server.core.requests import Line, Moment, RequestModel, Uuid
from anpei.server.kiosk.api import sitting
from anpei.taps import Tap

__all__ = ["HANDLERS", "RUN", "kiosk_rows", "within_reach"]

BEAT = 2.0
SHARED = 1.0
NEWEST = 200


def kiosk_rows(handler: ApiHandler, now: int) -> list[dict[str, Any]]:
    """Every enrolled kiosk with who sits there, in which run, and how long ago it was heard of (ms; None: never)."""
    with handler.db.read() as session:
        known = runs.kiosks(session, now)
        devices = [device for device in staff.devices(session) if device.revoked is None]
    return [_kiosk(device, known.get(device.device_id), now) for device in devices]


def within_reach(handler: ApiHandler, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for whoever asks: a director limited to departments sees that a kiosk is taken, not by whom."""
    person = handler.person_or_none()
    if person is None or person.scope.whole:
        return rows
    with handler.db.read() as session:
        theirs = staff.names(session, {row["seat"]["staff_no"] for row in rows if row["seat"]}, person.scope)
    taken = {"staff_no": "", "name": "其他部门的人"}
    return [
        row if row["seat"] is None or row["seat"]["staff_no"] in theirs else {**row, "seat": taken, "run": 0}
        for row in rows
    ]


def _shared(handler: ApiHandler, key: str, make: Callable[[], Any]) -> Any:
    """Something as it was a moment ago: every console and every stream asks, and there may be a hundred."""
    kept: dict[str, tuple[float, Any]] = handler.settings.setdefault("anpei_drill_shared", {})
    now = time.monotonic()
    if key not in kept or now - kept[key][0] > SHARED:
        for old in [name for name, (made, _) in kept.items() if now - made > SHARED]:
            del kept[old]
        kept[key] = (now, make())
    return kept[key][1]


def _shared_rows(handler: ApiHandler) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _shared(handler, "kiosks", lambda: kiosk_rows(handler, handler.now()))
    return rows


def _kiosk(device: staff.Device, state: dict[str, Any] | None, now: int) -> dict[str, Any]:
    state = state or {"seat": None, "run": 0, "seen": 0, "online": False}
    silent = max(0, now - state["seen"]) if state["seen"] else None
    return {"id": device.device_id, "name": device.name, "area": device.site_area, **state, "silent": silent}


def _cite(handler: ApiHandler) -> Callable[[str], dict[str, Any] | None]:
    """How citations become cards, asked of the register as it is now."""
    registry, today = handler.registry(), handler.today()

    def cite(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text, today)
        return {"title": card.title, "gist": card.gist, "status": card.status} if card else None

    return cite


class RunRequest(RequestModel):
    """Through whose eyes a run is looked at, and the number of the last event known."""

    eyes: Line = Field("", alias="as")
    after: Line = "-1"


class DecisionRequest(RequestModel):
    """A decision as it was made on the tablet; ``person`` when it was somebody who has left the seat since."""

    uuid: Uuid
    node: Annotated[str, StringConstraints(min_length=1, max_length=64)] = Field(title="决策点")
    option: Annotated[str, StringConstraints(max_length=64)] = ""
    elapsed: int = Field(default=0, title="用时")
    tapped: Moment = 0
    sent: Moment = 0
    person: Annotated[str, StringConstraints(max_length=64)] = ""


class RunHandler(ApiHandler):
    """Common to everything below one run: who may look at it, and through which eyes."""

    access = permissions.SEATS

    def as_director(self) -> staff.Person | None:
        """The director or evaluator asking, if the request comes from one (and not from a kiosk's screen)."""
        if self.query(RunRequest).eyes == "kiosk":
            return None
        person = self.person_or_none()
        return person if person is not None and permissions.CONTROLLERS.admits(person.roles) else None

    def participant(self, run_id: int) -> tuple[staff.Device, str]:
        """The kiosk asking and the person at it, who must be in this very run."""
        device = self.device
        state = sitting(self, device)
        if state["run"] != run_id:
            raise Forbidden("这不是你参加的演练。", way_out="请在自己的终端上操作。")
        return device, str(state["seat"]["staff_no"])

    def decider(self, run_id: int, claimed: str) -> tuple[staff.Device, str]:
        """The kiosk asking and whose decision it brings: the sitter's, or one of whoever played there when it was made.

        A tablet without network keeps a decision while its player goes on at another one; it's never taken for the
        decision of the next person.
        """
        if not claimed:
            return self.participant(run_id)
        device = self.device
        with self.db.read() as session:
            theirs = runs.sat_at(session, run_id, device.device_id, claimed)
        if not theirs:
            raise Forbidden("这不是你参加的演练。", way_out="请在自己的终端上操作。")
        return device, claimed

    def looker(self, run_id: int, feed: runs.Feed) -> Callable[[int], dict[str, Any]]:
        """A function that gives the asker's view of the run as it is at that moment, with the log after a number."""
        if self.as_director() is not None:
            return lambda seq: self.console(feed, seq)
        _, person = self.participant(run_id)
        return lambda _seq: runs.player_view(feed.script, feed.state, person, self.now(), _cite(self), blind=feed.blind)

    def console(self, feed: runs.Feed, seq: int) -> dict[str, Any]:
        """The director's view; a console adds the log's new lines to those it has, so only these are sent."""
        now, fresh = self.now(), feed.events[max(seq, 0) :]
        view = runs.console_view(feed.script, feed.state, fresh[-NEWEST:], now)
        return {
            **view,
            **self.around(feed.run_id),
            "me": self.person.name,
            "label": feed.label,
            "planned": feed.planned,
        }

    def around(self, run_id: int) -> dict[str, Any]:
        """What a director sees besides the drill itself: the kiosks, and how the roll call stands."""
        return {
            "kiosks": within_reach(self, _shared_rows(self)),
            "roll": _shared(self, f"roll:{run_id}", lambda: self.roll(run_id)),
        }

    def roll(self, run_id: int) -> dict[str, Any] | None:
        with self.db.read() as session:
            roll = rollcall.of_run(session, run_id)
        return asdict(roll) if roll else None


class RunViewHandler(RunHandler):
    """``GET api/drills/runs/<id>``: the state now, and the plan, which doesn't change."""

    def get(self, run: str) -> None:
        if self.as_director() is None:
            self.participant(int(run))
        feed = self.context.feeds.get(int(run))
        feed.read()
        view = self.looker(int(run), feed)(-1)
        self.answer({"run": int(run), "view": view, "plan": "" if view.get("blind") else feed.script.plan})


class RunEventsHandler(EventStreamHandler, RunHandler):
    """``GET api/drills/runs/<id>/events?after=seq``: a view for every change, and a beat when nothing changes."""

    _asked = 0.0
    _device = ""

    async def get(self, run: str) -> None:
        run_id = int(run)
        if self.as_director() is None:
            self._device = self.participant(run_id)[0].device_id
        feed = self.context.feeds.get(run_id)
        view, seq = self.looker(run_id, feed), self._after()
        self.begin_stream()
        feed.watchers += 1
        try:
            await self._stream(feed, view, seq)
        except StreamClosedError:
            return
        finally:
            feed.watchers -= 1
            self.end_stream()

    def _after(self) -> int:
        text = self.request.headers.get("Last-Event-ID") or self.query(RunRequest).after
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    async def _stream(self, feed: runs.Feed, view: Callable[[int], dict[str, Any]], seq: int) -> None:
        self.write("retry: 1000\n\n")
        directing = self.as_director() is not None
        while self._still(directing):
            if await feed.after(seq, BEAT):
                known, seq = seq, feed.state.seq
                self._send("view", view(known), seq)
            else:
                around = self.around(feed.run_id) if directing else {}
                self._send("beat", {"clock": feed.state.clock(self.now()), **around})
                if feed.state.status == "ended":
                    feed.read()  # nobody watches it any more, but it may be signed yet
                self.context.feeds.get(feed.run_id)
            await self.flush()

    def _still(self, directing: bool) -> bool:
        """Asked every other second, for a stream is one long request: is the asker still who may look?"""
        if time.monotonic() - self._asked < BEAT:
            return True
        self._asked = time.monotonic()
        if directing:
            user = self.identity_provider.get_user(self)
            return isinstance(user, RosterUser) and user.has(*permissions.CONTROLLERS.roles)
        return any(row["id"] == self._device for row in _shared_rows(self))

    def _send(self, event: str, data: dict[str, Any], seq: int | None = None) -> None:
        text = json.dumps({**data, "now": self.now()}, ensure_ascii=False, separators=(",", ":"))
        self.write((f"id: {seq}\n" if seq is not None else "") + f"event: {event}\ndata: {text}\n\n")


class DecisionsHandler(RunHandler):
    """``POST api/drills/runs/<id>/decisions {uuid, node, option, elapsed, person, tapped, sent}``.

    200 accepted, 409 refused.
    """

    async def post(self, run: str) -> None:
        run_id = int(run)
        sent, now = self.body(DecisionRequest), self.now()
        device, person = self.decider(run_id, sent.person)
        tap = Tap(person, person, sent.uuid, now, sent.tapped, sent.sent)
        decision = runs.SentDecision(tap, device.device_id, sent.node, sent.option, sent.elapsed)
        ack = await self.db.awrite(lambda session: runs.decide(session, run_id, decision))
        self.context.feeds.get(run_id).read()
        if ack.status == "accepted":
            self.answer(asdict(ack))
        else:
            error = {"code": ack.reason, "message": f"决定没有采纳：{runs.REASONS[ack.reason]}。", "way_out": ""}
            self.answer({**asdict(ack), "error": error}, 409)


RUN = r"api/drills/runs/([0-9]{1,9})"
HANDLERS = [
    (RUN, RunViewHandler),
    (RUN + r"/events", RunEventsHandler),
    (RUN + r"/decisions", DecisionsHandler),
]
