"""Ways to the exits that people know of: shortest paths on the floor, around smoke they have heard of."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import Point, Polygon

from anpei.exercises.evacuation.plan import Exit, SitePlan
from anpei.exercises.evacuation.surveying import nearest

__all__ = ["Routes", "Way", "length"]

Place = tuple[float, float]
INSET = 0.25
SPECK = 0.5


@dataclass(frozen=True)
class Way:
    """A path to an exit, ending behind its door."""

    exit: str
    points: tuple[Place, ...]
    metres: float


@dataclass
class Routes:
    """Paths on one plan; each set of smoke zones has its own mesh, made when first asked for."""

    plan: SitePlan
    _meshes: dict[frozenset[str], list[tuple[Polygon, Any]]] = field(default_factory=dict)

    def best(
        self, place: Place, *, shut: Collection[str] = (), smoke: Collection[str] = (), wanted: str = ""
    ) -> Way | None:
        """The wanted exit if a way leads there, else the nearest; None when there is no way at all."""
        ways = [way for way in self._ways(place, shut, frozenset(smoke)) if way is not None]
        asked = [way for way in ways if way.exit == wanted]
        return min(asked or ways, key=lambda way: way.metres, default=None)

    def _ways(self, place: Place, shut: Collection[str], smoke: frozenset[str]) -> Iterable[Way | None]:
        parts = self._mesh(smoke)
        own = [(part, mesh) for part, mesh in parts if mesh.is_routable(place)]
        for exit_ in self.plan.exits:
            if exit_.id not in shut:
                yield min(
                    (way for part, mesh in own or parts if (way := _way(part, mesh, place, exit_))),
                    key=lambda way: way.metres,
                    default=None,
                )

    def _mesh(self, smoke: frozenset[str]) -> list[tuple[Polygon, Any]]:
        """The connected parts of the floor without these zones, with a mesh for each."""
        import jupedsim

        if smoke not in self._meshes:
            zones = [zone.shape for zone in self.plan.smokes if zone.id in smoke]
            floor = self.plan.body.difference(shapely.union_all(zones)) if zones else self.plan.body
            parts = [p for p in getattr(floor, "geoms", [floor]) if isinstance(p, Polygon) and p.area > SPECK]
            self._meshes[smoke] = [(part, jupedsim.RoutingEngine(part)) for part in parts]
        return self._meshes[smoke]


def _way(part: Polygon, mesh: Any, place: Place, exit_: Exit) -> Way | None:
    """From a place to an exit within one part; somebody in smoke first steps out of it by the shortest way."""
    if not part.contains(Point(exit_.outside)):
        return None
    lead: tuple[Place, ...] = (place,)
    if not mesh.is_routable(place):
        inner = part.buffer(-INSET)
        if inner.is_empty:
            return None
        place = nearest(inner, place)
        lead = (*lead, place)
    points = (*lead, *[(float(x), float(y)) for x, y in mesh.compute_waypoints(place, exit_.outside)][1:])
    return Way(exit_.id, points[1:], length(points))


def length(points: Iterable[Place]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(points))
