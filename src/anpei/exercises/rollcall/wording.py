"""Of whom a choice is, said honestly: in words, in numbers, and how many of the roster are left out by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.exercises.rollcall.points import LONG, visitors
from anpei.exercises.rollcall.scope import RollCallScope

__all__ = ["Counted", "counted", "of_whom", "recorded"]

NAMED = 6


@dataclass(frozen=True)
class Counted:
    """How many people a choice means: of the roster, from outside, and of these how many for very long already.

    ``left`` are on the roster and not meant; ``words`` says all of it.
    """

    staff: int
    visitors: int
    long: int
    left: int

    @property
    def words(self) -> str:
        outside = f"，在厂访客和承包商 {self.visitors} 人" if self.visitors else ""
        long = f"（其中 {self.long} 人在厂超过 24 小时，请到“访客登记”核对）" if self.long else ""
        left = f"在册另有 {self.left} 人不在名单上。" if self.left else "在册的人都在名单上。"
        return f"应到 {self.staff} 人{outside}{long}。{left}"


def counted(session: Session, choice: RollCallScope, *, now: int) -> Counted:
    """Count whom the choice means as things are now."""
    people = choice.how_many(session)
    outside = visitors(session, present=True) if choice.visitors else []
    return Counted(
        staff=people,
        visitors=len(outside),
        long=sum(now - one.came > LONG for one in outside),
        left=staff.how_many(session, staff.PeopleQuery()) - people,
    )


def of_whom(session: Session, choice: RollCallScope) -> str:
    """The departments, posts and teams of a choice by name, and whether visitors are meant."""
    rooms = [one for one in staff.departments(session) if one.people]
    chosen = [one.name for one in rooms if one.id in choice.departments]
    posts = [one.name for one in staff.posts(session) if one.people and one.id in choice.posts]
    told = ["全部部门" if chosen and len(chosen) == len(rooms) else _names(chosen, "部门")]
    told += [f"岗位：{_names(posts, '岗位')}"] if posts else []
    told += [_teams(session, choice)]
    told += ["访客和承包商"] if choice.visitors else []
    return "；".join(filter(None, told))


def _teams(session: Session, choice: RollCallScope) -> str:
    """Which teams, where a choice was made among them."""
    teams = staff.teams(session)
    named = [one.name for one in teams if one.id in choice.teams]
    if not teams or (not named and choice.teamless):
        return ""
    return _names([*(named or ["全部班组"]), *(["没有班组的人"] if choice.teamless else [])], "班组")


def _names(names: Sequence[str], what: str) -> str:
    more = f"等 {len(names)} 个{what}" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def recorded(session: Session, choice: RollCallScope) -> dict[str, Any]:
    """The choice as a roll call keeps it: with the words of today, for departments and teams change their names."""
    return {**choice.plain(), "of": of_whom(session, choice)}
