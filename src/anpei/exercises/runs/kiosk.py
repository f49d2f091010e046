"""Kiosks: who has tapped in where, which run a kiosk is in, and when it was last heard of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import Conflict, Refused
from anpei.exercises.runs import service
from anpei.exercises.runs.exercise_type import exercise_type
from anpei.exercises.runs.log import script_of
from anpei.exercises.runs.seats import at
from anpei.exercises.runs.tables import DrillEvent, DrillRun, KioskSeat, empty_seat

__all__ = ["HEARD", "kiosk_state", "kiosks", "sat_at", "seat_of", "seat_sitters", "sit", "stand", "touch"]

HEARD = 20_000
"""A kiosk heard of within this many ms counts as online."""

ABSENT = 120_000
"""Whoever sat at a kiosk that was silent for longer than this, in ms, doesn't sit there any more."""


def seat_of(session: Session, device: str) -> KioskSeat:
    """The kiosk's row; a kiosk never heard of gets one."""
    seat = session.get(KioskSeat, device, with_for_update=True)
    if seat is None:
        seat = empty_seat(device)
        session.add(seat)
        session.flush()
    return seat


def sit(session: Session, device: str, *, person: str, name: str, now: int) -> int:
    """A person has tapped in: they take over the kiosk and go on with their unfinished run; returns its number or 0."""
    seat = seat_of(session, device)
    if seat.staff_no not in ("", person):
        raise Conflict("这台终端正有人使用。", code="seat_taken", way_out="请他先点“离开”。")
    query = select(KioskSeat).where(KioskSeat.staff_no == person, KioskSeat.device_id != device)
    before = list(session.scalars(query))
    seat.run_id = _going_on(session, seat, person, before)
    seat.staff_no, seat.name, seat.since, seat.seen = person, name, now, now
    if seat.run_id:
        service.join(session, seat.run_id, person=person, name=name, device=device, now=now)
    for kiosk in before:
        kiosk.staff_no, kiosk.name, kiosk.run_id = "", "", _awaiting(session, kiosk)
    return seat.run_id


def _going_on(session: Session, seat: KioskSeat, person: str, before: list[KioskSeat]) -> int:
    """The run to show here: one begun at another kiosk, one they're in or expected in, or the kiosk's own."""
    moved = next((kiosk.run_id for kiosk in before if _unfinished(session, kiosk.run_id)), 0)
    found = moved or _playing_in(session, person) or service.member_run(session, person)
    if not found:
        return _kept_here(session, seat, person)
    if _awaiting(session, seat) not in (0, found):
        raise Refused("这台终端已为另一场演练准备好。", code="reserved", way_out="请换一台终端，或问导调员。")
    return found


def _playing_in(session: Session, person: str) -> int:
    """The unfinished run this person has joined and not left; 0 when there is none."""
    said = ("member.joined", "member.left")
    query = (
        select(DrillEvent.run_id, DrillEvent.type)
        .join(DrillRun, DrillRun.run_id == DrillEvent.run_id)
        .where(DrillRun.status != "ended", DrillEvent.type.in_(said), DrillEvent.actor == person)
        .order_by(DrillEvent.run_id, DrillEvent.run_seq)
    )
    last = {row.run_id: row.type for row in session.execute(query)}
    return max((run for run, kind in last.items() if kind == "member.joined"), default=0)


def _kept_here(session: Session, kiosk: KioskSeat, person: str) -> int:
    """The run this kiosk was called to, if its seat is for this person."""
    run = session.get(DrillRun, kiosk.run_id) if _awaiting(session, kiosk) else None
    seat = at(run.seats, kiosk.device_id) if run is not None else None
    if run is None or seat is None or seat.get("holder", "") not in ("", person):
        return 0
    if seat["staff_no"] not in ("", person):
        raise Refused("这台终端已为另一位同事准备好演练。", code="reserved", way_out="请换一台终端，或问导调员。")
    return run.run_id


def seat_sitters(session: Session, run_id: int, now: int) -> None:
    """Whoever already sits at a kiosk called to the run is in at once; one whose seat is for another makes way."""
    for seat in session.get_one(DrillRun, run_id).seats:
        kiosk = session.get(KioskSeat, seat["device"])
        if kiosk is None or not kiosk.staff_no or kiosk.run_id != run_id:
            continue
        if now - kiosk.seen > ABSENT:
            kiosk.staff_no, kiosk.name = "", ""
        elif seat["staff_no"] in ("", kiosk.staff_no):
            service.join(session, run_id, person=kiosk.staff_no, name=kiosk.name, device=seat["device"], now=now)
        else:
            kiosk.staff_no, kiosk.name = "", ""


def sat_at(session: Session, run_id: int, device: str, person: str) -> bool:
    """Whether this person has played in this run at this kiosk, so that a decision kept there may be theirs."""
    query = select(DrillEvent.run_seq).where(
        DrillEvent.run_id == run_id,
        DrillEvent.type == "member.joined",
        DrillEvent.actor == person,
        DrillEvent.device == device,
    )
    return session.scalar(query.limit(1)) is not None


def _unfinished(session: Session, run_id: int) -> bool:
    run = session.get(DrillRun, run_id) if run_id else None
    return run is not None and run.status != "ended"


def _awaiting(session: Session, kiosk: KioskSeat) -> int:
    """The unfinished run that has a seat at this kiosk, taken or free; 0 when it isn't called to any."""
    run = session.get(DrillRun, kiosk.run_id) if _unfinished(session, kiosk.run_id) else None
    return run.run_id if run is not None and at(run.seats, kiosk.device_id) else 0


def stand(session: Session, device: str, *, now: int) -> None:
    """The person leaves; a run played alone ends with them, one of a team keeps the kiosk for whoever takes over."""
    seat = seat_of(session, device)
    if seat.staff_no and _unfinished(session, seat.run_id):
        service.leave(session, seat.run_id, person=seat.staff_no, now=now)
    seat.staff_no, seat.name, seat.run_id, seat.since = "", "", _awaiting(session, seat), now


def touch(session: Session, device: str, now: int) -> None:
    """Note that the kiosk is there; switched on again it isn't yesterday's person's, unless a drill goes on."""
    seat = seat_of(session, device)
    run = session.get(DrillRun, seat.run_id) if seat.run_id else None
    if seat.staff_no and _gone(seat, run.status if run else None, now):
        seat.staff_no, seat.name, seat.run_id, seat.since = "", "", 0, now
    seat.seen = now


def _gone(seat: KioskSeat, status: str | None, now: int) -> bool:
    """Whether who sat there doesn't any more. A tablet closed over a debrief shows nobody the mistakes of another."""
    silent = now - seat.seen
    return silent > HEARD if status == "ended" else silent > ABSENT and status is None


def kiosk_state(session: Session, device: str) -> dict[str, Any]:
    """Who sits here and which run is on the screen; a finished run stays until its player has left."""
    seat = session.get(KioskSeat, device)
    if seat is None:
        return {"seat": None, "run": 0, "seen": 0, "reserved": "", "roles": []}
    run = session.get(DrillRun, seat.run_id) if seat.run_id else None
    told = _told(seat, run.status if run else None)
    kept = run if run is not None and told["run"] and told["seat"] is None else None
    if kept is None:
        return {**told, "reserved": "", "roles": []}
    if exercise_type(session, kept.run_id).blind:
        return {**told, "reserved": "演练", "roles": []}
    return {**told, "reserved": kept.title, "roles": _roles_kept(kept, device)}


def _told(seat: KioskSeat, status: str | None) -> dict[str, Any]:
    """Who sits there, and the run on the screen, which is in this status."""
    shown = status is not None and (status != "ended" or bool(seat.staff_no))
    person = {"staff_no": seat.staff_no, "name": seat.name, "since": seat.since} if seat.staff_no else None
    return {"seat": person, "run": seat.run_id if shown else 0, "seen": seat.seen}


def _roles_kept(run: DrillRun, device: str) -> list[str]:
    """The titles of the roles a kiosk is kept for; empty when it's kept for all of them."""
    roles = script_of(run).roles
    kept: list[str] = next((seat["roles"] for seat in run.seats if seat["device"] == device), [])
    return [] if len(kept) == len(roles) else [role.title for role in roles.values() if role.id in kept]


def kiosks(session: Session, now: int) -> dict[str, dict[str, Any]]:
    """Every kiosk heard of, by device id, for the director: one question, however many there are."""
    query = select(KioskSeat, DrillRun.status).outerjoin(DrillRun, DrillRun.run_id == KioskSeat.run_id)
    found = {}
    for kiosk, status in session.execute(query):
        told = _told(kiosk, status)
        free = {"seat": None, "run": 0} if _gone(kiosk, status, now) else {}
        found[kiosk.device_id] = {**told, **free, "online": now - kiosk.seen < HEARD}
    return found
