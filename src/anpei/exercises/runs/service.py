"""Performing drills: make a run, take seats, decide, direct, end. Every function writes through the run's lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import Conflict, Forbidden, NotFound, Refused
from anpei.exercises.runs import emergency
from anpei.exercises.runs.decisions import SentDecision, judge
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.seats import free_for, full, held_by, left, planned, seats_of, taken
from anpei.exercises.runs.tables import DrillRun, KioskSeat, empty_seat
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["DecisionAck", "Seat", "call", "create", "decide", "join", "known_run", "leave", "member_run", "tick"]

Origin = Literal["self", "director"]
REFUSALS = 50
"""So many refused decisions of one person are kept in a run; a tablet that goes on for ever fills no disk."""


@dataclass(frozen=True)
class Seat:
    """A place in a run: at which kiosk, for whom (empty: whoever taps in there), in which roles."""

    device: str
    staff_no: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class DecisionAck:
    """What became of a decision; equal for every delivery of the same uuid. ``delayed``: it counts by its tap."""

    status: Literal["accepted", "refused"]
    uuid: str
    node: str
    reason: str = ""
    delayed: bool = False


def create(
    session: Session,
    script: CompiledScenario,
    seats: list[Seat],
    *,
    by: str,
    origin: Origin,
    seed: str,
    now: int,
    uuid: str = "",
) -> int:
    """A new run in waiting, with its own copy of the scenario; returns its number."""
    if emergency.current(session) is not None:
        raise Conflict("真实险情还没有解除，不能开始演练。", code="emergency", way_out="解除险情后再开始。")
    if not seats:
        raise Refused("还没有选参演席位。", code="no_seats", way_out="请至少选一台演练终端。")
    if unknown := {role for seat in seats for role in seat.roles} - set(script.roles):
        raise Refused(f"情景里没有角色“{min(unknown)}”。", code="unknown_role")
    run = DrillRun(
        scenario_id=script.slug,
        sha=script.sha,
        scenario=script.snapshot(),
        title=script.scenario.title,
        seed=seed,
        origin=origin,
        created_by=by,
        created=now,
        seats=[planned(s.device, s.staff_no, s.roles) for s in seats],
        status="waiting",
        last_seq=0,
        uuid=uuid or None,
    )
    session.add(run)
    session.flush()
    for seat in seats:
        call(session, seat.device, run.run_id)
    return run.run_id


def known_run(session: Session, uuid: str) -> int | None:
    """The run that was made under this uuid: who had no answer asks again, and begins nothing twice."""
    return session.scalar(select(DrillRun.run_id).filter_by(uuid=uuid)) if uuid else None


def call(session: Session, device: str, run_id: int) -> None:
    """Bind a kiosk to a run; one that plays in another keeps what it has."""
    kiosk = session.get(KioskSeat, device) or empty_seat(device)
    busy = session.get(DrillRun, kiosk.run_id) if kiosk.run_id else None
    if busy is not None and busy.status != "ended" and busy.run_id != run_id:
        raise Conflict("这台终端正在演练。", code="kiosk_busy", way_out="请等它结束，或先终止那次演练。")
    kiosk.run_id = run_id
    session.add(kiosk)
    session.flush()


def join(session: Session, run_id: int, *, person: str, name: str, device: str, now: int) -> None:
    """Take the seat kept for this person or this kiosk; the run starts by itself once every seat is taken."""
    log = RunLog(session, run_id)
    if log.state.status == "ended":
        return
    known, seats = log.state.member(person), seats_of(log.row.seats, log.state.members)
    here = known if known is not None and known.present else None
    seat = held_by(seats, person) if here else free_for(seats, person, device)
    if seat is None and here is None:
        raise Forbidden("这次演练没有安排你参加。", way_out="请问导调员。")
    if seat is not None:
        log.reseat(taken(seats, seat, person, device))
    if here is None or here.device != device:
        roles = list(here.roles) if here else seat["roles"] if seat else []
        told = {"name": name, "roles": roles}
        log.append(EventDraft("member.joined", f"join:{log.row.last_seq + 1}", told, actor=person, device=device), now)
        _take_over(log, person, now)
    if log.state.status == "waiting" and full(log.row.seats):
        log.append(EventDraft("run.started", "run:start", actor=person), now)
    log.catch_up(now)


def _take_over(log: RunLog, person: str, now: int) -> None:
    """Questions that wait for somebody who has left are asked anew of whoever has come in their role."""
    gone = {member.person for member in log.state.members if not member.present}
    left_open = {log.script.nodes[i].role: log.state.nodes[i].player for i in log.state.open_nodes()}
    for role, player in left_open.items():
        if player in gone and (holder := log.state.holder(role)) and holder.person == person:
            told = {"role": role, "from": player, "to": person}
            log.append(EventDraft("role.moved", f"move:{log.row.last_seq + 1}", told, actor=person), now)


def leave(session: Session, run_id: int, *, person: str, now: int) -> None:
    """A participant walks away and their seat is free; once begun, a run ends with the last one."""
    log = RunLog(session, run_id)
    log.catch_up(now)
    member = next((m for m in log.state.members if m.person == person and m.present), None)
    if log.state.status == "ended" or member is None:
        return
    log.reseat(left(seats_of(log.row.seats, log.state.members), member))
    log.append(EventDraft("member.left", f"leave:{log.row.last_seq + 1}", actor=person, device=member.device), now)
    if log.state.status != "waiting" and not any(m.present for m in log.state.members):
        log.append(EventDraft("run.ended", "run:end", {"how": "left"}, actor=person), now)


def decide(session: Session, run_id: int, sent: SentDecision) -> DecisionAck:
    """Take a decision, once; one that doesn't count is kept with the reason and refused."""
    log = RunLog(session, run_id)
    tap, node = sent.tap, sent.node
    if not any(m.person == tap.by for m in log.state.members):
        raise Forbidden("这不是你参加的演练。", way_out="请在自己的终端上操作。")
    log.catch_up(tap.now)
    if (known := log.state.nodes.get(node)) is not None and known.uuid == tap.uuid:
        return DecisionAck("accepted", tap.uuid, node, delayed=known.delayed)
    if (refused := log.find(f"refused:{tap.uuid}")) is not None:
        return DecisionAck("refused", tap.uuid, refused["node"], refused["reason"])
    if node not in log.script.nodes:
        raise NotFound("没有这个决策。")
    draft = judge(log.script, log.state, sent)
    if reason := draft.payload.get("reason", ""):
        if log.state.refused.get(tap.by, 0) < REFUSALS:
            log.append(draft, tap.now)
        return DecisionAck("refused", tap.uuid, node, reason)
    log.append(draft, tap.now)
    log.catch_up(tap.now)
    return DecisionAck("accepted", tap.uuid, node, delayed=log.state.nodes[node].delayed)


def tick(session: Session, run_id: int, now: int) -> int:
    """Write what the clock calls for; returns the last number."""
    log = RunLog(session, run_id)
    log.catch_up(now)
    return log.row.last_seq


def member_run(session: Session, person: str) -> int:
    """The unfinished run in which a seat is kept for this person; 0 when there is none."""
    query = select(DrillRun).where(DrillRun.status != "ended").order_by(DrillRun.run_id.desc())
    for run in session.scalars(query):
        if any(seat["staff_no"] == person for seat in run.seats):
            return run.run_id
    return 0
