"""Who was expected at a drill, who came, and who held which role in the end; pure."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from anpei.exercises.report.model import Attended
from anpei.exercises.runs import RunRecord, parts_of, plan_of

__all__ = ["attendance_of", "roles_of"]


def roles_of(story: RunRecord, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Role, duty and who held it; a seat kept for somebody who didn't come says so."""
    return tuple((role.title, role.duty, _held_by(story, role.id, names)) for role in story.script.scenario.roles)


def _held_by(story: RunRecord, role: str, names: Mapping[str, str]) -> str:
    if held := "、".join(member.name for member in story.state.members if role in member.roles):
        return held
    plans = map(plan_of, story.run.seats)
    kept = [plan["staff_no"] for plan in plans if plan["staff_no"] and role in plan["roles"]]
    return f"（缺席：{'、'.join(names.get(who, who) for who in kept)}）" if kept else "（未安排）"


def attendance_of(story: RunRecord, names: Mapping[str, str]) -> tuple[Attended, ...]:
    """Every seat with who was expected and who came to it, then those who came besides."""
    came, rows, seated = _came(story), [], {plan_of(seat)["staff_no"] for seat in story.run.seats} - {""}
    for seat in story.run.seats:
        plan = plan_of(seat)
        taker = _taker(story, seat, came, seated)
        seated.add(taker)
        roles = "、".join(story.script.roles[role].title for role in plan["roles"])
        expected = names.get(plan["staff_no"], plan["staff_no"])
        absent = Attended(expected, "", roles, None, staff_no=plan["staff_no"])
        rows.append(replace(came[taker], expected=expected) if taker else absent)
    return tuple(rows + [one for who, one in came.items() if who not in seated])


def _came(story: RunRecord) -> dict[str, Attended]:
    """Whoever tapped in: with the first moment, the roles held in the end, and when they left if they did."""
    found: dict[str, Attended] = {}
    for event in story.events:
        if event.type == "member.joined":
            first = found.get(event.actor) or Attended("", event.payload["name"], "", event.ts, staff_no=event.actor)
            found[event.actor] = replace(first, left=None)
        elif event.type == "member.left" and event.actor in found:
            found[event.actor] = replace(found[event.actor], left=event.ts)
    for part in parts_of(story.state, story.events):
        who, roles = part.member.person, "、".join(story.script.roles[role].title for role in part.member.roles)
        found[who] = replace(found[who], roles=roles, part=part.word)
    return found


def _taker(story: RunRecord, seat: Mapping[str, Any], came: Mapping[str, Attended], seated: AbstractSet[str]) -> str:
    """Whom the seat was kept for; of one that was anybody's its holder, or whoever first tapped in at its kiosk."""
    plan = plan_of(seat)
    if kept := str(plan["staff_no"]):
        return kept if kept in came else ""
    first: dict[str, str] = {}
    for event in story.events:
        if event.type == "member.joined":
            first.setdefault(event.actor, event.device)
    here = [who for who, device in first.items() if device == plan["device"]]
    return next((who for who in (str(seat.get("holder", "")), *here) if who in came and who not in seated), "")
