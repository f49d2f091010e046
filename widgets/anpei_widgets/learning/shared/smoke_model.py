"""Smoke filling a corridor against a person walking out of it: a teaching model, not a design tool.

The fire grows with the square of time; its plume carries air up into a layer that thickens from the ceiling down
(the usual two-layer picture with Heskestad's plume). The corridor is one closed box: no wind, no fans, no heat lost, no
poison reckoned. Walking speeds under smoke are assumptions. Use it to compare choices, never to judge a real building.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

STEP = 1.0  # s
LONGEST = 420.0  # s
SMOKE_DENSITY = 0.8  # kg/m3, warm smoke
LEAK = 0.12  # of the smoke that gets through a closed, not airtight door
FLOOR = 0.05  # m: the layer is never thinner than this above the floor
GROWTH = {"slow": 0.003, "medium": 0.012, "fast": 0.047}  # kW/s2
FASTEST_FIRE = 3000.0  # kW: a room's air feeds no more
UPRIGHT, STOOP = 1.9, 1.2  # m of clear air under the layer
SPEEDS = {"upright": 1.2, "stoop": 0.7, "crawl": 0.35}  # m/s
LOWEST = 0.5  # m: below this nobody sees or breathes


@dataclass(frozen=True)
class Choices:
    """What the learner sets: ``area`` m2, ``height`` m, ``distance`` m to the exit, ``delay`` s before walking."""

    fire: str = "medium"
    area: float = 120.0
    height: float = 3.0
    distance: float = 40.0
    delay: float = 0.0
    closed: bool = False


@dataclass(frozen=True)
class Run:
    """What happened: the smoke's lower edge (m) and the person's place (m) every ``STEP`` s, and how it ended."""

    layer: tuple[float, ...]
    place: tuple[float, ...]
    posture: tuple[str, ...]
    outcome: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return {
            "step": STEP,
            "layer": [round(z, 2) for z in self.layer],
            "place": [round(x, 1) for x in self.place],
            "posture": list(self.posture),
            "outcome": self.outcome,
            "seconds": round(self.seconds),
        }


def simulate(choices: Choices) -> Run:
    """Let smoke sink and a person walk, second by second, until they are out, caught or time is up."""
    layers, places, postures = [], [], []
    at, outcome, seconds = 0.0, "caught", LONGEST
    for time, clear in _sinking(choices):
        posture = _posture(clear)
        if posture != "down" and time < choices.delay:
            posture = "waiting"
        layers.append(clear)
        places.append(at)
        postures.append(posture)
        if posture == "down":
            outcome, seconds = "caught", time
            break
        if at >= choices.distance:
            outcome, seconds = _ending(postures), time
            break
        at = min(choices.distance, at + SPEEDS.get(posture, 0.0) * STEP)
    return Run(tuple(layers), tuple(places), tuple(postures), outcome, seconds)


def _sinking(choices: Choices) -> Iterator[tuple[float, float]]:
    """Time (s) and height of clear air under the smoke (m)."""
    clear, time = choices.height, 0.0
    while time <= LONGEST:
        yield time, clear
        share = LEAK if choices.closed else 1.0
        clear = max(FLOOR, clear - share * _smoke(choices.fire, time, clear) * STEP / choices.area)
        time += STEP


def _smoke(fire: str, time: float, clear: float) -> float:
    """Smoke fed into the layer, m3/s: the plume's air and the fire's own gases."""
    heat = min(FASTEST_FIRE, GROWTH[fire] * time * time)
    convective = 0.7 * heat
    plume = 0.071 * convective ** (1 / 3) * clear ** (5 / 3) + 0.0018 * convective
    return float(plume / SMOKE_DENSITY)


def _posture(clear: float) -> str:
    if clear >= UPRIGHT:
        return "upright"
    if clear >= STOOP:
        return "stoop"
    return "crawl" if clear > LOWEST else "down"


def _ending(postures: list[str]) -> str:
    """How they got out: the worst posture on the way names it."""
    worst = [p for p in ("crawl", "stoop") if p in postures]
    return worst[0] if worst else "upright"
