"""What is asked of the model and what it answers: pure types, times in seconds, lengths in metres."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from anpei.errors import Refused
from anpei.exercises.evacuation.engine import engine_version
from anpei.exercises.evacuation.plan import SitePlan
from anpei.exercises.evacuation.surveying import PEOPLE_LIMIT
from anpei.plainfiles import Plain

__all__ = ["LIMITS", "MODEL", "Blockage", "Cue", "ExitOrder", "Inputs", "Range", "check_inputs", "key_of", "standard"]

MODEL = "anpei-evacuation/2 CollisionFreeSpeedModelV2 dt=0.05"
Moment = Annotated[float, Field(ge=0, le=7200, allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=64)]

LIMITS = (
    "这是推算，不是保证。结果是多次模拟的范围，只能用来比较方案和找堵点，不能当作“有多少秒可以等”。",
    "模型不算烟气的毒性和能见度，也不算恐慌、搀扶、携物和楼梯上的绊倒；被烟堵住的路当作完全不能走。",
    "人的步速取自平地通行的文献值，起身时间是你填的假定。步速慢的人多，结果会更长。",
    "到集合点的时间按直行步速算，不含点名。和实测相比时，实测的“全部到齐”还包含点名用时。",
)


class Cue(Plain):
    """Something that makes people set out: at ``at``, half of them after ``median`` s, 95 % after ``p95`` s."""

    id: Name = "alarm"
    at: Moment = 0.0
    median: Annotated[float, Field(ge=0.5, le=1800, allow_inf_nan=False)] = 30.0
    p95: Annotated[float, Field(ge=0.5, le=3600, allow_inf_nan=False)] = 90.0

    @model_validator(mode="after")
    def _in_order(self) -> Cue:
        if self.p95 < self.median:
            raise ValueError("最慢的人的起身时间，不能比大多数人还短。")
        return self


class Blockage(Plain):
    """A way that can't be used from ``at`` on; everybody is told at ``told``, or finds out when they get there."""

    id: Name
    at: Moment = 0.0
    told: Moment | None = None


class ExitOrder(Plain):
    """From ``at`` on, people of these starts (none named: everybody) make for this exit."""

    exit: Name
    at: Moment = 0.0
    starts: tuple[Name, ...] = ()


class Inputs(Plain):
    """One question to the model; equal questions about the same plan have the same answer, which is kept."""

    people: dict[str, Annotated[int, Field(ge=0, le=PEOPLE_LIMIT)]]
    cues: tuple[Cue, ...] = (Cue(),)
    exits: tuple[Blockage, ...] = ()
    smokes: tuple[Blockage, ...] = ()
    orders: tuple[ExitOrder, ...] = ()
    word_of_mouth: bool = True
    seeds: Annotated[int, Field(ge=1, le=40)] = 12
    limit: Annotated[int, Field(ge=60, le=3600)] = 900
    shown: Literal["middle", "first"] = "middle"

    @property
    def total(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True)
class Range:
    """Where most of the simulated runs lie: 5th, 50th and 95th percentile in seconds, over ``count`` runs."""

    p5: float
    p50: float
    p95: float
    count: int

    def as_dict(self) -> dict[str, Any]:
        return {"p5": round(self.p5, 1), "p50": round(self.p50, 1), "p95": round(self.p95, 1), "count": self.count}


def standard(plan: SitePlan) -> Inputs:
    """What the plan says by itself: its people, all exits open, alarm at 0."""
    return Inputs(people={zone.id: zone.people for zone in plan.starts})


def check_inputs(plan: SitePlan, inputs: Inputs) -> None:
    """Refuse what doesn't fit the plan: names there are none of, nobody, too many, too tight."""
    known = {"start": plan.starts, "exit": plan.exits, "smoke": plan.smokes}
    ids = {kind: {each.id for each in items} for kind, items in known.items()}  # type: ignore[attr-defined]
    asked = [("start", name) for name in inputs.people] + [("exit", block.id) for block in inputs.exits]
    asked += [("smoke", block.id) for block in inputs.smokes] + [("exit", order.exit) for order in inputs.orders]
    asked += [("start", name) for order in inputs.orders for name in order.starts]
    for kind, name in asked:
        if name not in ids[kind]:
            raise Refused(f"场地图上没有“{name}”。", code="unknown_name", way_out="图可能改过，请刷新页面再选。")
    if not 0 < inputs.total <= PEOPLE_LIMIT:
        raise Refused(f"人数要在 1 到 {PEOPLE_LIMIT} 之间。", code="people", way_out="请改各区人数。")
    for zone in plan.starts:
        room = zone.shape.intersection(plan.floor).area
        if inputs.people.get(zone.id, 0) * 0.3 > room:
            raise Refused(f"“{zone.name}”只有 {room:.0f} 平方米，站不下。", code="crowded", way_out="请减少人数。")


def key_of(plan: SitePlan, inputs: Inputs) -> str:
    """Which answer belongs to this question: plan, question and model, hashed."""
    told = {"plan": plan.sha, "inputs": inputs.model_dump(mode="json"), "model": MODEL, "engine": engine_version()}
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
