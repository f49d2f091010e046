"""Who was expected at a drill, who came, and who held which role in the end; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anpei.afteraction.model import Attended
from anpei.drills import Story, parts_of

__all__ = ["attendance_of", "roles_of"]


def roles_of(story: Story, names: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Role, duty and who held it; a seat kept for somebody who didn't come says so."""
    return tuple((role.title, role.duty, _held_by(story, role.id, names)) for role in story.script.scenario.roles)


def _held_by(story: Story, role: str, names: Mapping[str, str]) -> str:
    if held := "、".join(member.name for member in story.state.members if role in member.roles):
        return held
    kept = [seat["staff_no"] for seat in story.run.seats if seat["staff_no"] and role in seat["roles"]]
    return f"（缺席：{'、'.join(names.get(who, who) for who in kept)}）" if kept else "（未安排）"


def attendance_of(story: Story, names: Mapping[str, str]) -> tuple[Attended, ...]:
    """Every seat with who was expected and who came to it, then those who came besides."""
    came = _came(story)
    rows = [_seat(story, seat, came, names) for seat in story.run.seats]
    seated = {row.staff_no for row in rows}
    return tuple(rows + [one for who, one in came.items() if who not in seated])


def _came(story: Story) -> dict[str, Attended]:
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


def _seat(story: Story, seat: Mapping[str, Any], came: Mapping[str, Attended], names: Mapping[str, str]) -> Attended:
    """A seat is taken by the person it was kept for; one that was anybody's by whoever first tapped in at its kiosk."""
    kept = str(seat["staff_no"])
    others = {other["staff_no"] for other in story.run.seats} - {""}
    first: dict[str, str] = {}
    for event in story.events:
        if event.type == "member.joined":
            first.setdefault(event.actor, event.device)
    here = (who for who, device in first.items() if device == seat["device"] and who not in others)
    taker = kept if kept in came else "" if kept else next(here, "")
    roles = "、".join(story.script.roles[role].title for role in seat["roles"])
    expected = names.get(kept, kept)
    return replace(came[taker], expected=expected) if taker else Attended(expected, "", roles, None, staff_no=kept)
