"""Directing a run: orders are events under the run's lock, so the log tells who ordered what and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises.runs import engine
from anpei.exercises.runs.adhoc import adhoc
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.kiosk import seat_sitters
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.seats import at, kept_without, planned, seats_of
from anpei.exercises.runs.service import call
from anpei.exercises.runs.signature import signed

__all__ = ["FASTEST", "SLOWEST", "act", "observe", "sign"]

SLOWEST, FASTEST = 0.5, 20.0
NOTE = 300
NOTES = 500
"""So many observations a run takes; more than that is no person writing."""

Order = Callable[[RunLog, str, dict[str, Any]], EventDraft | None]


def act(
    session: Session, run_id: int, *, director: str, uuid: str, action: str, what: dict[str, Any], now: int
) -> None:
    """A director's order; the same uuid, or an order that is already fulfilled, changes nothing."""
    log = RunLog(session, run_id)
    log.catch_up(now)
    if action not in _ORDERS:
        raise Refused("不认识的操作。", code="unknown_action")
    if log.state.status == "ended":
        raise Conflict("这次演练已经结束。", code="ended", way_out="可以查看结果，或开始新的演练。")
    draft = _ORDERS[action](log, uuid, what)
    if draft is not None and log.find(draft.key) is None:
        log.append(EventDraft(draft.type, draft.key, draft.payload, actor=director), now)
        log.catch_up(now)
    if action == "seat":
        seat_sitters(session, run_id, now)


def _start(log: RunLog, _uuid: str, _what: dict[str, Any]) -> EventDraft | None:
    if log.state.status != "waiting":
        return None
    if not any(member.present for member in log.state.members):
        raise Conflict("还没有人就位。", code="nobody", way_out="请参演人员先在终端上刷入。")
    return EventDraft("run.started", "run:start")


def _pause(log: RunLog, uuid: str, _what: dict[str, Any]) -> EventDraft | None:
    return EventDraft("run.paused", f"pause:{uuid}") if log.state.status == "running" else None


def _resume(log: RunLog, uuid: str, _what: dict[str, Any]) -> EventDraft | None:
    return EventDraft("run.resumed", f"resume:{uuid}") if log.state.status == "paused" else None


def _stop(_log: RunLog, _uuid: str, _what: dict[str, Any]) -> EventDraft:
    return EventDraft("run.ended", "run:end", {"how": "stopped"})


def _speed(log: RunLog, uuid: str, what: dict[str, Any]) -> EventDraft | None:
    """Tenths are enough; they keep the clock in whole numbers."""
    factor = what.get("factor", 0)
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not SLOWEST <= factor <= FASTEST:
        raise Refused("演练速度要在 0.5 到 20 倍之间。", code="bad_speed")
    factor = round(factor, 1)
    return (
        None if round(factor * 100) == log.state.pace else EventDraft("run.speed", f"speed:{uuid}", {"factor": factor})
    )


def _sound(on: bool) -> Order:
    """Whether the tablets sound; silent already, or sounding, nothing happens."""

    def command(log: RunLog, uuid: str, _what: dict[str, Any]) -> EventDraft | None:
        return None if log.state.muted is not on else EventDraft("run.sound", f"sound:{uuid}", {"on": on})

    return command


def _skip(log: RunLog, uuid: str, _what: dict[str, Any]) -> EventDraft | None:
    """Jump over the quiet to whatever comes next."""
    if log.find(f"skip:{uuid}") is not None:
        return None
    _going(log)
    to = engine.next_step(log.script, log.state)
    if to is None:
        raise Conflict("有人正在作答，不能跳过。", code="deciding", way_out="等他们答完，或把演练调快。")
    return EventDraft("run.skipped_to", f"skip:{uuid}", {"to_ms": to})


def _inject(log: RunLog, _uuid: str, what: dict[str, Any]) -> EventDraft | None:
    _going(log)
    ident = str(what.get("id", ""))
    if ident not in log.script.injects:
        raise NotFound("没有这条情景信息。")
    if ident in log.state.injects:
        return None
    return EventDraft("inject.sent", f"inject:{ident}", {"id": ident, "by": "director"})


def _message(log: RunLog, uuid: str, what: dict[str, Any]) -> EventDraft:
    _going(log)
    return adhoc(log.script, log.state, uuid, what)


def _going(log: RunLog) -> None:
    if log.state.status != "running":
        raise Conflict("演练没有在进行，不能下发。", code="not_running", way_out="请先开始或继续演练。")


def _move(log: RunLog, uuid: str, what: dict[str, Any]) -> EventDraft | None:
    """Give a role to another member; whoever is asked in it just now hands the question over."""
    role, taker = str(what.get("role", "")), log.state.member(str(what.get("to", "")))
    if role not in log.script.roles:
        raise NotFound("没有这个角色。")
    if taker is None or not taker.present:
        raise NotFound("接手的人不在演练里。", code="not_present", way_out="请先让他在一台终端上就位。")
    holder = log.state.holder(role)
    if holder == taker:
        return None
    log.reseat(kept_without(seats_of(log.row.seats, log.state.members), role))
    giver = holder.person if holder else ""
    return EventDraft("role.moved", f"move:{uuid}", {"role": role, "from": giver, "to": taker.person})


def _seat(log: RunLog, _uuid: str, what: dict[str, Any]) -> None:
    """Call a kiosk in, again if need be; whoever taps in joins, which is the event, with the free roles of its seat.

    A kiosk the run had no seat at gets one without a role, which waits to be given one.
    """
    device = str(what.get("device", ""))
    if not device:
        return
    seats = seats_of(log.row.seats, log.state.members)
    if at(seats, device) is None:
        log.reseat([*seats, planned(device, "", ())])
    call(log.session, device, log.row.run_id)


_ORDERS: dict[str, Order] = {
    "start": _start,
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "speed": _speed,
    "mute": _sound(False),
    "unmute": _sound(True),
    "skip": _skip,
    "inject": _inject,
    "message": _message,
    "move": _move,
    "seat": _seat,
}


def observe(session: Session, run_id: int, *, by: str, uuid: str, text: str, node: str, member: str, now: int) -> None:
    """Note what was seen, about the whole, a decision or a member; also after the end, until the run is signed."""
    log = RunLog(session, run_id)
    words = " ".join(text.split())
    if not words or len(words) > NOTE:
        raise Refused(f"观察记录要有内容，最多 {NOTE} 个字。", code="bad_note")
    if (node and node not in log.script.nodes) or (member and log.state.member(member) is None):
        raise NotFound("没有这个决策或参演人员。")
    if log.state.signed:
        raise Conflict("这次演练已签字归档，不能再记。", code="signed")
    if log.find(f"note:{uuid}") is not None:
        return
    if log.count("observation.noted") >= NOTES:
        raise Conflict("这次演练的观察记录太多了。", code="too_many")
    payload = {"text": words} | ({"node": node} if node else {}) | ({"member": member} if member else {})
    log.append(EventDraft("observation.noted", f"note:{uuid}", payload, actor=by), now)


def sign(session: Session, run_id: int, *, by: str, name: str, path: str, remark: str, now: int) -> None:
    """Close a run for good with the director's name and, if drawn, their hand; signed twice, the first one stands."""
    log = RunLog(session, run_id)
    log.catch_up(now)
    if log.state.status != "ended":
        raise Conflict("演练还没有结束，不能签字。", code="not_ended", way_out="请先等它结束，或终止演练。")
    if not log.state.signed:
        log.append(EventDraft("run.signed", "run:sign", signed(name, path, remark), actor=by), now)
