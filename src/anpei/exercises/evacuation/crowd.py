"""Who stands where, how fast each walks and when each sets out: everything that chance decides, drawn beforehand.

Each draw has a generator of its own, named by what it is for, so a cue that comes later changes nobody's earlier luck
and a run under way can be reckoned again without people jumping.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from anpei.errors import Refused
from anpei.exercises.evacuation.model import Inputs
from anpei.exercises.evacuation.plan import SitePlan, Zone

__all__ = ["Crowd", "draw"]

Numbers = NDArray[np.float64]
SPEED, SPREAD = 1.34, 0.26  # m/s on the level, Weidmann 1993
SLOWEST, FASTEST = 0.65, 2.1
APART, FROM_WALL = 0.5, 0.3
TIGHT = 0.42
ROUNDS = 60
Z95, Z99 = 1.645, 2.326


@dataclass(frozen=True)
class Crowd:
    """One draw: place (n×2), speed, when to set out (inf: not asked to) and start zone of each person."""

    places: Numbers
    speeds: Numbers
    sets_out: Numbers
    starts: tuple[str, ...]
    spots: Numbers  # two numbers in 0..1, where they will stand at the muster point

    def __len__(self) -> int:
        return len(self.starts)


def draw(plan: SitePlan, inputs: Inputs, seed: int) -> Crowd:
    """The people of one run."""
    zones = [zone for zone in plan.starts if inputs.people.get(zone.id, 0)]
    places = np.vstack(
        [_places(plan, zone, inputs.people[zone.id], _chance(seed, f"place/{zone.id}")) for zone in zones]
    )
    starts = tuple(zone.id for zone in zones for _ in range(inputs.people[zone.id]))
    count = len(starts)
    speeds = np.clip(_chance(seed, "speed").normal(SPEED, SPREAD, count), SLOWEST, FASTEST)
    sets_out = np.full(count, np.inf)
    for cue in inputs.cues:
        sigma = math.log(cue.p95 / cue.median) / Z95
        luck = np.clip(_chance(seed, f"cue/{cue.id}").normal(0, 1, count), -Z99, Z99)  # no one sleeps through it
        sets_out = np.minimum(sets_out, cue.at + cue.median * np.exp(sigma * luck))
    return Crowd(places, speeds, sets_out, starts, _chance(seed, "spot").random((count, 2)))


def _chance(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _places(plan: SitePlan, zone: Zone, count: int, chance: np.random.Generator) -> Numbers:
    """Places apart from each other and from walls; a tight zone is filled in rows."""
    room = zone.shape.intersection(plan.floor.buffer(-FROM_WALL))
    found: list[tuple[float, float]] = []
    if not room.is_empty:
        x0, y0, x1, y1 = room.bounds
        for _ in range(ROUNDS):
            tried = chance.uniform((x0, y0), (x1, y1), (4 * count, 2))
            for point in tried[shapely.contains_xy(room, tried)]:
                if all((point[0] - x) ** 2 + (point[1] - y) ** 2 > APART**2 for x, y in found):
                    found.append((float(point[0]), float(point[1])))
                if len(found) == count:
                    return np.array(found)
        rows = np.array([(x, y) for x in np.arange(x0, x1, TIGHT) for y in np.arange(y0, y1, TIGHT)])
        inside = rows[shapely.contains_xy(room, rows)] if len(rows) else rows
        if len(inside) >= count:
            return np.asarray(chance.permutation(inside)[:count])
    raise Refused(f"“{zone.name}”站不下 {count} 人。", code="crowded", way_out="请减少这个区的人数。")
