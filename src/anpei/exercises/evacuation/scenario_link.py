"""A drill drives the people on the map: `evacuation.yaml` beside the scenario says which facts mean what for them.

What the log says happened, at its run time, becomes a question to the model. A run under way is asked about again when
something new happens; equal chance for equal people keeps everybody where they were until that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from anpei.content import Shelves
from anpei.exercises import runs, scenarios
from anpei.exercises.evacuation.model import Blockage, Cue, ExitOrder, Inputs, Name, standard
from anpei.exercises.evacuation.plan import SitePlan
from anpei.findings import Finding
from anpei.plainfiles import Document, Plain, Where, read_as

__all__ = ["PathChange", "ScenarioLink", "link_scenario", "load_scenario_link", "read_following"]

SEEDS = 3
LIMIT = 1800


class CueWhen(Plain):
    """People set out: ``median`` seconds after the condition came true for half of them."""

    id: Name
    when: str
    median: float = Field(30, ge=0.5, le=1800)
    p95: float = Field(90, ge=0.5, le=3600)


class BlockWhen(Plain):
    """A way is blocked from when the condition holds; ``told``: everybody hears of it."""

    id: Name
    when: str
    told: str = ""


class OrderWhen(Plain):
    exit: Name
    when: str
    starts: tuple[Name, ...] = ()


class ScenarioLink(Plain):
    """What a scenario's facts mean for the people on its plan."""

    people: dict[str, int] = Field(default_factory=dict)
    cues: tuple[CueWhen, ...] = Field(min_length=1)
    exits: tuple[BlockWhen, ...] = ()
    smokes: tuple[BlockWhen, ...] = ()
    orders: tuple[OrderWhen, ...] = ()

    def conditions(self) -> Iterator[tuple[Where, str, str]]:
        """Place in the file, a name of its own, and the text of every condition."""
        for kind in ("cues", "exits", "smokes", "orders"):
            for index, item in enumerate(getattr(self, kind)):
                yield (kind, index, "when"), f"{kind}/{index}", item.when
                if getattr(item, "told", ""):
                    yield (kind, index, "told"), f"{kind}/{index}/told", item.told


@dataclass(frozen=True)
class PathChange:
    """Something that changed the people's way, at a second of the run, in words."""

    at: float
    text: str


def load_scenario_link(shelves: Shelves, slug: str) -> tuple[ScenarioLink | None, list[Finding]]:
    """A scenario's mapping; None without findings when it has none."""
    path = shelves.find(f"drills/{slug}/evacuation.yaml")
    if path is None:
        return None, []
    following, _, found = read_following(path)
    return following, found


def read_following(path: Path) -> tuple[ScenarioLink | None, Document | None, list[Finding]]:
    """How a drill drives the model, read from a file; None with the findings when it can't be used."""
    document, following, found = read_as(path, ScenarioLink)
    return following, document, found


def known_to_both(
    following: ScenarioLink, document: Document, script: scenarios.CompiledScenario, plan: SitePlan
) -> Iterator[Finding]:
    """Conditions ask for facts of the scenario, and names are those of the plan."""
    for where, _, text in following.conditions():
        if problem := runs.condition_problem(script, text):
            yield document.finding(where, "condition", problem)
            continue
        for doubt in runs.condition_doubts(script, text):
            yield document.warning(where, "condition-fixed", doubt)
    exits, smokes, starts = ({each.id for each in items} for items in (plan.exits, plan.smokes, plan.starts))
    named: list[tuple[Where, str, set[str]]] = [(("people", name), name, starts) for name in following.people]
    named += [(("exits", i, "id"), block.id, exits) for i, block in enumerate(following.exits)]
    named += [(("smokes", i, "id"), block.id, smokes) for i, block in enumerate(following.smokes)]
    for index, order in enumerate(following.orders):
        named.append((("orders", index, "exit"), order.exit, exits))
        named += [(("orders", index, "starts"), name, starts) for name in order.starts]
    for where, name, known in named:
        if name not in known:
            yield document.finding(where, "unknown-name", f"场地图上没有“{name}”。")


def link_scenario(plan: SitePlan, following: ScenarioLink, story: runs.RunRecord) -> tuple[Inputs, list[PathChange]]:
    """The question a run's log asks by now, and what happened in words, in order."""
    at = {
        name: ms / 1000
        for name, ms in runs.condition_times(story, {n: t for _, n, t in following.conditions()}).items()
    }
    cues = [
        Cue(id=cue.id, at=at[f"cues/{i}"], median=cue.median, p95=max(cue.p95, cue.median))
        for i, cue in enumerate(following.cues)
        if f"cues/{i}" in at
    ]
    orders = [
        ExitOrder(exit=order.exit, at=at[f"orders/{i}"], starts=order.starts)
        for i, order in enumerate(following.orders)
        if f"orders/{i}" in at
    ]
    people = standard(plan).people | following.people
    inputs = Inputs(
        people=people, cues=tuple(cues), exits=_blocks(following.exits, "exits", at),
        smokes=_blocks(following.smokes, "smokes", at), orders=tuple(orders), seeds=SEEDS, limit=LIMIT, shown="first",
    )  # fmt: skip
    return inputs, sorted(_marks(plan, inputs), key=lambda mark: mark.at)


def _blocks(items: tuple[BlockWhen, ...], kind: str, at: dict[str, float]) -> tuple[Blockage, ...]:
    return tuple(
        Blockage(id=item.id, at=at[f"{kind}/{i}"], told=at.get(f"{kind}/{i}/told"))
        for i, item in enumerate(items)
        if f"{kind}/{i}" in at
    )


def _marks(plan: SitePlan, inputs: Inputs) -> Iterator[PathChange]:
    smokes = {zone.id: zone.name for zone in plan.smokes}
    if inputs.cues:
        yield PathChange(min(cue.at for cue in inputs.cues), "人开始起身")
    for block in inputs.exits:
        yield PathChange(block.at, f"{plan.exit(block.id).name}不能走了")
        if block.told is not None:
            yield PathChange(max(block.at, block.told), f"大家知道{plan.exit(block.id).name}不能走")
    for block in inputs.smokes:
        yield PathChange(block.at, f"{smokes[block.id]}堵住了路")
        if block.told is not None:
            yield PathChange(max(block.at, block.told), f"大家知道{smokes[block.id]}，绕开走")
    for order in inputs.orders:
        yield PathChange(order.at, f"引导走{plan.exit(order.exit).name}")
