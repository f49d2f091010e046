"""One run of the model: a drawn crowd walks out with JuPedSim, thinking twice a second; for worker processes only."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from anpei.exercises.evacuation.agent_knowledge import Minds, inside
from anpei.exercises.evacuation.crowd import Crowd, draw
from anpei.exercises.evacuation.model import Inputs
from anpei.exercises.evacuation.outdoors import Outdoors
from anpei.exercises.evacuation.plan import Exit, SitePlan
from anpei.exercises.evacuation.routes import Routes

__all__ = ["FRAME", "SimulationOutcome", "walk"]

Numbers = NDArray[np.float64]
STEP = 0.05
TICK = 5
FRAME = STEP * TICK
THINK = 2
REACHED = 0.9
PASSED = 0.5
RADIUS, SIDEWAYS = 0.18, 0.14  # with the time gap set so that doors let as many through as measured (benchmarks)
TIME_GAP = 0.8
HELD_UP = 8  # thoughts, two a second
STILL = 0.1
GONE = np.nan


@dataclass
class SimulationOutcome:
    """What became of everybody: time out of the door and at the muster point (nan: never), exit, and every place."""

    seed: int
    out: Numbers
    arrived: Numbers
    exits: list[str]
    in_smoke: int
    frames: list[Numbers]

    @property
    def stranded(self) -> int:
        return int(np.isnan(self.out).sum())


@dataclass
class _Walker:
    """The simulation under way."""

    plan: SitePlan
    inputs: Inputs
    crowd: Crowd
    minds: Minds
    now: float = 0.0
    agents: dict[int, int] = field(default_factory=dict)
    legs: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        count = len(self.crowd)
        self.places: Numbers = self.crowd.places.copy()
        self.out = np.full(count, np.nan)
        self.exits = [""] * count
        self.moving = np.zeros(count, dtype=bool)
        self.trapped = np.zeros(count, dtype=bool)
        self.smoked = np.zeros(count, dtype=bool)
        self.held, self.before, self.narrow = np.zeros(count), self.places.copy(), np.zeros(count, dtype=bool)
        self.frames: list[Numbers] = [self.places.copy()]
        self.step_of = {exit_.id: _passing(exit_) for exit_ in self.plan.exits}
        self._people()

    def _people(self) -> None:
        """Put everybody on the floor, standing still."""
        import jupedsim

        model = jupedsim.CollisionFreeSpeedModelV2()
        self.simulation = jupedsim.Simulation(model=model, geometry=self.plan.body, dt=STEP)
        stage = self.simulation.add_direct_steering_stage()
        journey = self.simulation.add_journey(jupedsim.JourneyDescription([stage]))
        for person, place in enumerate(self.places):
            parameters = jupedsim.CollisionFreeSpeedModelV2AgentParameters(
                position=(float(place[0]), float(place[1])),
                desired_speed=0.0,
                radius=RADIUS,
                time_gap=TIME_GAP,
                journey_id=journey,
                stage_id=stage,
            )
            agent = self.simulation.add_agent(parameters)
            self.agents[person] = agent
            self.simulation.agent(agent).target = (float(place[0]), float(place[1]))

    def waiting(self) -> bool:
        """Whether somebody is still inside who walks or will walk."""
        return bool((np.isnan(self.out) & ~self.trapped & np.isfinite(self.crowd.sets_out)).any())

    def tick(self) -> None:
        """A quarter of a second: decide, walk, leave."""
        self._set_out()
        if round(self.now / FRAME) % THINK == 0:
            self._think()
            self._turn_sideways()
        self._steer()
        if self.moving.any():
            self.simulation.iterate(TICK)
        self.now += FRAME
        for person, agent in self.agents.items():
            self.places[person] = self.simulation.agent(agent).position
        self._leave()
        for block in self.inputs.smokes:
            zone = next(z for z in self.plan.smokes if z.id == block.id)
            if self.now >= block.at:
                self.smoked |= inside(zone.shape, self.places) & np.isnan(self.out)
        self.frames.append(np.where(np.isnan(self.out)[:, None], self.places, GONE))

    def _set_out(self) -> None:
        for person in np.flatnonzero(
            (self.crowd.sets_out <= self.now) & ~self.moving & ~self.trapped & np.isnan(self.out)
        ):
            self.moving[person] = True
            self._speed(int(person), float(self.crowd.speeds[person]))

    def _speed(self, person: int, speed: float) -> None:
        self.simulation.agent(self.agents[person]).model.desired_speed = speed

    def _think(self) -> None:
        walking = [person for person in self.agents if self.moving[person]]
        for person in self.minds.think(self.now, walking, self.places):
            if self.minds.ways[person] is None:  # nowhere left to go: stays where they are
                self.moving[person], self.trapped[person] = False, True
                self._speed(person, 0.0)
            else:
                self.legs[person] = 0

    def _turn_sideways(self) -> None:
        """Who has been held up for a while makes themselves narrow, so that no arch before a door stands for ever."""
        self.held = np.where(np.hypot(*(self.places - self.before).T) < STILL, self.held + 1, 0)
        self.before = self.places.copy()
        for person, agent in self.agents.items():
            narrow = bool(self.moving[person] and self.held[person] >= HELD_UP)
            if narrow != self.narrow[person]:
                self.narrow[person] = narrow
                self.simulation.agent(agent).model.radius = SIDEWAYS if narrow else RADIUS

    def _steer(self) -> None:
        """Everybody makes for the next corner of their way, and through the door on their own line."""
        for person in self.agents:
            way = self.minds.ways.get(person)
            if way is None or not self.moving[person]:
                continue
            place, leg, last = self.places[person], self.legs.get(person, 0), len(way.points) - 1
            while leg < last and math.dist(place, way.points[leg]) < REACHED:
                leg += 1
            self.legs[person] = leg
            target = self.step_of[way.exit].through(place) if leg == last else way.points[leg]
            self.simulation.agent(self.agents[person]).target = target

    def _leave(self) -> None:
        """Who has passed an open door is out."""
        for person, agent in list(self.agents.items()):
            way = self.minds.ways.get(person)
            if way is None or not self.step_of[way.exit].passed(self.places[person]):
                continue
            if not self.minds.shut(way.exit, self.now - FRAME):
                self.out[person], self.exits[person] = self.now, way.exit
                self.simulation.mark_agent_for_removal(agent)
                del self.agents[person]


@dataclass(frozen=True)
class _Doorway:
    """A door as a line to pass: its middle, the direction out, the direction along it, half its width."""

    middle: Numbers
    ahead: Numbers
    along: Numbers
    half: float
    reach: float

    def passed(self, place: Numbers) -> bool:
        gap = place - self.middle
        return bool(gap @ self.ahead > PASSED and abs(gap @ self.along) < self.half + 1)

    def through(self, place: Numbers) -> tuple[float, float]:
        """The point behind the door straight ahead of somebody, kept off its posts."""
        room = max(0.0, self.half - 0.3)
        beside = float(np.clip((place - self.middle) @ self.along, -room, room))
        goal = self.middle + self.along * beside + self.ahead * self.reach
        return float(goal[0]), float(goal[1])


def _passing(exit_: Exit) -> _Doorway:
    (x0, y0), (x1, y1) = exit_.line.coords
    middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    ahead = np.array(exit_.outside) - middle
    along = np.array([x1 - x0, y1 - y0]) / exit_.width
    reach = float(np.hypot(*ahead))
    return _Doorway(middle, ahead / reach, along, exit_.width / 2, reach)


def walk(
    plan: SitePlan,
    inputs: Inputs,
    seed: int,
    tell: Callable[[float], None] = lambda _share: None,
    crowd: Crowd | None = None,
) -> SimulationOutcome:
    """One run; ``tell`` hears the share of people out, 0 to 1. Chance draws the crowd, unless one is given."""
    crowd = crowd or draw(plan, inputs, seed)
    minds = Minds(plan, inputs, crowd, Routes(plan))
    walker = _Walker(plan, inputs, crowd, minds)
    while walker.now < inputs.limit and walker.waiting():
        walker.tick()
        if round(walker.now / FRAME) % 20 == 0:
            tell(1 - len(walker.agents) / len(crowd))
    frames, arrived = _to_muster(plan, crowd, walker)
    return SimulationOutcome(seed, walker.out, arrived, walker.exits, int(walker.smoked.sum()), frames)


def _to_muster(plan: SitePlan, crowd: Crowd, walker: _Walker) -> tuple[list[Numbers], Numbers]:
    """Everybody who is out walks on to the muster point at their own pace; no crowd holds them up there."""
    outdoors, arrived, frames = Outdoors(plan), np.full(len(crowd), np.nan), walker.frames
    legs: dict[int, tuple[Numbers, Numbers]] = {}
    for person in np.flatnonzero(~np.isnan(walker.out)).tolist():
        path = outdoors.path(plan.exit(walker.exits[person]), tuple(crowd.spots[person]))
        if path:
            points = np.array([walker.places[person], *path[1:]])
            gone = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
            times = walker.out[person] + gone / crowd.speeds[person]
            arrived[person] = times[-1]
            legs[person] = (times, points)
    end = np.nanmax(arrived) if legs else 0.0
    while (len(frames) - 1) * FRAME < end:
        frames.append(np.where(np.isnan(walker.out)[:, None], walker.places, GONE))
    for person, (times, points) in legs.items():
        first = round(float(times[0]) / FRAME)
        moments = np.arange(first, len(frames)) * FRAME
        xs, ys = np.interp(moments, times, points[:, 0]), np.interp(moments, times, points[:, 1])
        for frame, x, y in zip(frames[first:], xs, ys, strict=True):
            frame[person] = (x, y)
    return frames, arrived
