"""The seats of a run, pure: each has one holder who is there, or is free; one that was left is for whoever comes.

A seat is plain data of the run's row: the kiosk it is at (``device``), whom it is kept for (``staff_no``, empty:
whoever taps in there), its ``roles``, and its ``holder``, empty while it's free. A held seat is where its holder plays.
What was ``planned`` of the first three stays, whoever comes and goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anpei.exercises.runs.events import Member

__all__ = [
    "Row",
    "at",
    "free_for",
    "full",
    "held_by",
    "kept_without",
    "left",
    "plan_of",
    "planned",
    "seats_of",
    "taken",
]

Row = dict[str, Any]


def planned(device: str, staff_no: str, roles: Iterable[str]) -> Row:
    """A seat nobody has taken yet."""
    plan = {"device": device, "staff_no": staff_no, "roles": list(roles)}
    return {**plan, "holder": "", "planned": plan}


def plan_of(row: Mapping[str, Any]) -> Row:
    """Device, person and roles as they were planned; of a row from before plans were kept, as they are."""
    return dict(row.get("planned", row))


def seats_of(rows: Sequence[Row], members: Iterable[Member]) -> list[Row]:
    """A run's seats; one written before seats knew their holder gets whom it was kept for or who is at its kiosk."""
    present = [member for member in members if member.present]
    return [row if "holder" in row else {**row, "holder": _whose(row, present)} for row in rows]


def _whose(row: Row, present: Sequence[Member]) -> str:
    asked = row["staff_no"]
    found = (m.person for m in present if (m.person == asked if asked else m.device == row["device"]))
    return next(found, "")


def at(seats: Iterable[Row], device: str) -> Row | None:
    """The seat at a kiosk."""
    return next((seat for seat in seats if seat["device"] == device), None)


def held_by(seats: Iterable[Row], person: str) -> Row | None:
    return next((seat for seat in seats if seat["holder"] == person), None)


def free_for(seats: Iterable[Row], person: str, device: str) -> Row | None:
    """The free seat kept for this person, or else the one at this kiosk if it's for whoever comes."""
    free = [seat for seat in seats if not seat["holder"]]
    own = next((seat for seat in free if seat["staff_no"] == person), None)
    return own or next((seat for seat in free if seat["device"] == device and not seat["staff_no"]), None)


def taken(seats: Iterable[Row], seat: Row, person: str, device: str) -> list[Row]:
    """All seats with this one held by the person at the kiosk; the one that was there changes places with it."""
    was = seat["device"]
    return [
        {**each, "holder": person, "device": device}
        if each is seat
        else {**each, "device": was}
        if each["device"] == device
        else each
        for each in seats
    ]


def left(seats: Iterable[Row], member: Member) -> list[Row]:
    """All seats with the member's one free for whoever comes, with the roles the member had."""
    freed = {"staff_no": "", "roles": list(member.roles), "holder": ""}
    return [{**seat, **freed} if seat["holder"] == member.person else seat for seat in seats]


def kept_without(seats: Iterable[Row], role: str) -> list[Row]:
    """All seats after a role was given to somebody: no free one is kept for it any more."""
    return [seat if seat["holder"] else {**seat, "roles": [r for r in seat["roles"] if r != role]} for seat in seats]


def full(seats: Iterable[Row]) -> bool:
    return all(seat["holder"] for seat in seats)
