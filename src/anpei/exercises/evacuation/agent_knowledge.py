"""What each person knows and which way they take: news travels by announcement, by seeing for oneself, by mouth.

Somebody who doesn't know that a way is blocked walks right up to it. Without word of mouth those who turn round and
those who still come meet head on and stand still for ever; so people tell those near them, unless told not to.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon

from anpei.exercises.evacuation.crowd import Crowd
from anpei.exercises.evacuation.model import Blockage, Inputs
from anpei.exercises.evacuation.plan import SitePlan
from anpei.exercises.evacuation.routes import Routes, Way

__all__ = ["Minds"]

SIGHT = 6.0
SMOKE_SIGHT = 4.0
EARSHOT = 3.0


@dataclass(frozen=True)
class _News:
    """One blocked way, as people may know of it."""

    kind: str
    block: Blockage
    zone: Polygon | None
    place: tuple[float, float]


@dataclass
class Minds:
    """The heads of one crowd: knowledge, wishes and ways, all by person number."""

    plan: SitePlan
    inputs: Inputs
    crowd: Crowd
    routes: Routes
    ways: dict[int, Way | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        zones = {zone.id: zone.shape for zone in self.plan.smokes}
        exits = [_News("exit", b, None, self.plan.exit(b.id).inside) for b in self.inputs.exits]
        smokes = [_News("smoke", b, zones[b.id], (0.0, 0.0)) for b in self.inputs.smokes]
        self.news = [*exits, *smokes]
        self.knows: NDArray[np.bool_] = np.zeros((len(self.news), len(self.crowd)), dtype=bool)
        self.wishes = [""] * len(self.crowd)
        self._given = 0
        self._orders = sorted(self.inputs.orders, key=lambda order: order.at)

    def think(self, now: float, walking: list[int], places: NDArray[np.float64]) -> set[int]:
        """Take in what is new at ``now``; the persons among ``walking`` whose way has changed."""
        before = self.knows.copy()
        for index, news in enumerate(self.news):
            if news.block.told is not None and now >= max(news.block.told, news.block.at):
                self.knows[index] = True
            elif now >= news.block.at:
                self._see(index, news, walking, places)
                if self.inputs.word_of_mouth:
                    self._tell(index, walking, places)
        obeying = self._obey(now)
        learned = np.flatnonzero((self.knows & ~before).any(axis=0))
        new = [person for person in walking if person not in self.ways]
        turning = [
            p for p in walking if p in self.ways and (p in obeying or (p in learned and self._barred(p, places)))
        ]
        for person in (*new, *turning):
            self.ways[person] = self._choose(person, places[person])
        return {*new, *turning}

    def shut(self, exit_id: str, now: float) -> bool:
        """Whether a door is closed in fact."""
        return any(n.kind == "exit" and n.block.id == exit_id and now >= n.block.at for n in self.news)

    def _obey(self, now: float) -> set[int]:
        """The persons an order that falls due now is meant for."""
        meant: set[int] = set()
        while self._given < len(self._orders) and self._orders[self._given].at <= now:
            order = self._orders[self._given]
            self._given += 1
            for person, start in enumerate(self.crowd.starts):
                if not order.starts or start in order.starts:
                    self.wishes[person] = order.exit
                    meant.add(person)
        return meant

    def _choose(self, person: int, place: NDArray[np.float64]) -> Way | None:
        known = [news for index, news in enumerate(self.news) if self.knows[index, person]]
        shut = {news.block.id for news in known if news.kind == "exit"}
        smoke = {news.block.id for news in known if news.kind == "smoke"}
        at = (float(place[0]), float(place[1]))
        return self.routes.best(at, shut=shut, smoke=smoke, wanted=self.wishes[person])

    def _barred(self, person: int, places: NDArray[np.float64]) -> bool:
        """Whether a person now knows that their way leads nowhere."""
        return any(self.knows[i, person] and self._leads_into(person, n, places) for i, n in enumerate(self.news))

    def _leads_into(self, person: int, news: _News, places: NDArray[np.float64]) -> bool:
        way = self.ways.get(person)
        if way is None:
            return False
        if news.zone is None:
            return way.exit == news.block.id
        return bool(news.zone.intersects(LineString([tuple(places[person]), *way.points])))

    def _see(self, index: int, news: _News, walking: list[int], places: NDArray[np.float64]) -> None:
        """Who comes close to a blocked way they meant to take sees that it is blocked."""
        for person in walking:
            if self.knows[index, person] or not self._leads_into(person, news, places):
                continue
            place = (float(places[person][0]), float(places[person][1]))
            if news.zone is not None:
                self.knows[index, person] = 0 < news.zone.distance(Point(place)) < SMOKE_SIGHT
            elif math.dist(place, news.place) < SIGHT:
                self.knows[index, person] = self.plan.body.covers(LineString([place, news.place]))

    def _tell(self, index: int, walking: list[int], places: NDArray[np.float64]) -> None:
        """Those who know tell those within earshot."""
        tellers = [person for person in walking if self.knows[index, person]]
        if not tellers or self.knows[index].all():
            return
        gaps = places[:, None, :] - places[None, tellers, :]
        near = np.einsum("ijk,ijk->ij", gaps, gaps).min(axis=1) < EARSHOT**2
        self.knows[index] |= near


def inside(zone: Polygon, places: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places lie in a zone."""
    found: NDArray[np.bool_] = shapely.contains_xy(zone, places)
    return found
