"""From a door to the muster point: around the building by the shortest way, each at their own pace."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from anpei.exercises.evacuation.plan import Exit, SitePlan, Zone

__all__ = ["Outdoors"]

Place = tuple[float, float]
CLEARANCE = 0.8


@dataclass
class Outdoors:
    """Paths outside one building, each found once."""

    plan: SitePlan
    _found: dict[tuple[str, str], tuple[Place, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = shapely.union_all([Polygon(self.plan.floor.exterior), *self.plan.outline])
        self._walls = shapely.union_all([Polygon(p.exterior) for p in getattr(whole, "geoms", [whole])])
        around = self._walls.buffer(CLEARANCE, join_style="mitre").simplify(0.2)
        rings = [part.exterior for part in getattr(around, "geoms", [around])]
        self._corners: list[Place] = [(float(x), float(y)) for ring in rings for x, y in ring.coords[:-1]]

    def muster(self, exit_: Exit) -> Zone | None:
        """The muster point nearest to a door on foot."""
        return min(self.plan.musters, key=lambda zone: _length(self._path(exit_, zone)), default=None)

    def path(self, exit_: Exit, spot: tuple[float, float]) -> tuple[Place, ...]:
        """From behind the door to one person's place at the muster point; ``spot`` is two numbers in 0..1."""
        zone = self.muster(exit_)
        if zone is None:
            return ()
        return (*self._path(exit_, zone)[:-1], _within(zone.shape, spot))

    def _path(self, exit_: Exit, zone: Zone) -> tuple[Place, ...]:
        key = (exit_.id, zone.id)
        if key not in self._found:
            goal = zone.shape.representative_point()
            self._found[key] = self._shortest(exit_.outside, (goal.x, goal.y))
        return self._found[key]

    def _shortest(self, start: Place, goal: Place) -> tuple[Place, ...]:
        """Dijkstra over the corners of the building; a straight line when nothing sees anything."""
        nodes = [start, goal, *self._corners]
        best, before, queue = {0: 0.0}, {0: 0}, [(0.0, 0)]
        while queue:
            cost, here = heapq.heappop(queue)
            if here == 1:
                return self._back(nodes, before)
            if cost > best[here]:
                continue
            for there, place in enumerate(nodes):
                reach = cost + math.dist(nodes[here], place)
                if there != here and reach < best.get(there, math.inf) and self._sees(nodes[here], place):
                    best[there], before[there] = reach, here
                    heapq.heappush(queue, (reach, there))
        return (start, goal)

    def _back(self, nodes: list[Place], before: dict[int, int]) -> tuple[Place, ...]:
        steps = [1]
        while steps[-1] != 0:
            steps.append(before[steps[-1]])
        return tuple(nodes[step] for step in reversed(steps))

    def _sees(self, a: Place, b: Place) -> bool:
        return not self._walls.intersects(LineString([a, b]))


def _within(shape: Polygon, spot: tuple[float, float]) -> Place:
    """A place in a shape for two numbers in 0..1, kept off its edge."""
    inner = shape.buffer(-0.1 * math.sqrt(shape.area))
    x0, y0, x1, y1 = (shape if inner.is_empty else inner).bounds
    place = (x0 + float(spot[0]) * (x1 - x0), y0 + float(spot[1]) * (y1 - y0))
    if shape.contains(Point(place)):
        return place
    middle = shape.representative_point()
    return middle.x, middle.y


def _length(path: tuple[Place, ...]) -> float:
    return float(np.sum([math.dist(a, b) for a, b in pairwise(path)]))
