"""Where heads are counted and whose: muster points, departments, posts, teams, and whether whoever signed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Refused
from anpei.exercises.rollcall.model import ExpectedPerson, Point
from anpei.exercises.rollcall.points import how_many_on_shift, on_shift, on_site, points
from anpei.exercises.rollcall.tables import Muster

__all__ = ["RollCallScope", "everybody", "gathered", "usual"]


@dataclass(frozen=True)
class RollCallScope:
    """A selection as numbers; what has been given up since is simply not found.

    Without a team named, everybody of the departments and posts is meant; ``teamless`` are those who are in no team.
    """

    points: tuple[str, ...] = ()
    departments: tuple[int, ...] = ()
    posts: tuple[int, ...] = ()
    visitors: bool = True
    teams: tuple[int, ...] = ()
    teamless: bool = True

    @classmethod
    def of(cls, plain: dict[str, Any]) -> RollCallScope:
        """From what was stored or sent; whatever isn't a number there counts for nothing."""
        return cls(
            tuple(str(number) for number in _numbers(plain.get("point"))),
            tuple(_numbers(plain.get("department"))),
            tuple(_numbers(plain.get("post"))),
            plain.get("visitors") is not False,
            tuple(_numbers(plain.get("team"))),
            plain.get("teamless") is not False,
        )

    def plain(self) -> dict[str, Any]:
        """What is stored and what a form begins with."""
        return {
            "point": list(self.points),
            "department": list(self.departments),
            "post": list(self.posts),
            "visitors": self.visitors,
            "team": list(self.teams),
            "teamless": self.teamless,
        }

    def staff(self, session: Session) -> list[ExpectedPerson]:
        """The people of the roster it means, as it is now."""
        return on_shift(session, self.departments, self.posts, self.teams, teamless=self.teamless)

    def how_many(self, session: Session) -> int:
        """How many people of the roster it means."""
        return how_many_on_shift(session, self.departments, self.posts, self.teams, teamless=self.teamless)


def _numbers(given: Any) -> list[int]:
    listed = given if isinstance(given, list) else []
    texts: Iterable[str] = (str(one) for one in listed if not isinstance(one, bool))
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


def usual(session: Session, kind: str) -> RollCallScope | None:
    """What was chosen for the last roll call of this kind: what the form begins with."""
    query = select(Muster.choice).where(Muster.kind == kind, Muster.called).order_by(Muster.muster_id.desc()).limit(1)
    last = session.scalar(query)
    return RollCallScope.of(last) if last else None


def everybody(session: Session) -> RollCallScope:
    """All points, everybody on the roster and whoever signed in."""
    places = tuple(point.id for point in points(session))
    return RollCallScope(places, tuple(staff.department_names(session)))


def gathered(
    session: Session, choice: RollCallScope, *, anywhere: Point | None = None
) -> tuple[list[Point], list[ExpectedPerson]]:
    """The points and the people of a choice as they are now; raises Refused when there'd be nobody or nowhere."""
    there = [point for point in points(session) if point.id in choice.points]
    expected = choice.staff(session)
    if choice.visitors:
        expected += on_site(session)
    there = there or ([anywhere] if anywhere else [])
    if not there:
        raise Refused("还没有集合点。", code="no_points", way_out="请先登记集合点。")
    if not expected:
        raise Refused("应到名单是空的。", code="nobody", way_out="请至少选一个部门或岗位。")
    return there, expected
