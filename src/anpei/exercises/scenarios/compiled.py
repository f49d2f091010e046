"""A scenario made ready to run: indexes and the answers to "what hangs on what", worked out once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from anpei.exercises.scenarios import conditions
from anpei.exercises.scenarios.condition_types import FactType
from anpei.exercises.scenarios.model import (
    Inject,
    MapLayer,
    Node,
    Option,
    Role,
    Scenario,
    Timeout,
    Trigger,
    Value,
    Variable,
)

__all__ = ["CompiledScenario"]


class CompiledScenario:
    """A scenario with its plan; ``slug`` and ``sha`` say which version.

    ``source`` is the file's own text: ``sha`` is over it, a zero byte and the plan, and anybody can reckon it again.
    """

    def __init__(self, slug: str, scenario: Scenario, plan: str, sha: str = "", source: str = "") -> None:
        self.slug = slug
        self.scenario = scenario
        self.plan = plan
        self.sha = sha
        self.source = source

    @classmethod
    def restore(cls, slug: str, snapshot: dict[str, Any], sha: str) -> CompiledScenario:
        """From what :meth:`snapshot` gave."""
        return cls(
            slug, Scenario.model_validate(snapshot["scenario"]), snapshot["plan"], sha, snapshot.get("source", "")
        )

    def snapshot(self) -> dict[str, Any]:
        """JSON that a run keeps, so that an edited file doesn't change a run under way."""
        told = {"scenario": self.scenario.model_dump(mode="json", by_alias=True), "plan": self.plan}
        return told | {"source": self.source}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return {node.id: node for node in self.scenario.nodes}

    @cached_property
    def injects(self) -> dict[str, Inject]:
        return {inject.id: inject for inject in self.scenario.injects}

    @cached_property
    def place(self) -> dict[str, int]:
        """Id of an inject or node → position in the author's order, injects first."""
        return {ident: index for index, ident in enumerate((*self.injects, *self.nodes))}

    @cached_property
    def roles(self) -> dict[str, Role]:
        return {role.id: role for role in self.scenario.roles}

    @cached_property
    def phases(self) -> dict[str, int]:
        """Phase id → position."""
        return {phase.id: index for index, phase in enumerate(self.scenario.phases)}

    @cached_property
    def timed(self) -> tuple[Inject | Node, ...]:
        """Everything that happens by itself, in the author's order; injects first, so that news precedes questions."""
        injects = (inject for inject in self.scenario.injects if not inject.director)
        nodes = (node for node in self.scenario.nodes if triggered(node))
        return (*injects, *nodes)

    @cached_property
    def triggers(self) -> tuple[tuple[str, int | None, str | None, str, int], ...]:
        """What :attr:`timed` waits for: id, run time in ms, id of what goes before, condition, delay in ms."""
        return tuple(
            (item.id, None if item.at is None else item.at * 1000, item.after, item.when, item.delay * 1000)
            for item in self.timed
        )

    @cached_property
    def starting_facts(self) -> dict[str, Value]:
        """Every name a condition may use, with its value before the start."""
        facts: dict[str, Value] = {name: variable.start for name, variable in self.scenario.state.items()}
        facts |= dict.fromkeys(self.nodes, "") | dict.fromkeys(self.injects, False)
        return facts | {"lost": 0}

    @cached_property
    def vocabulary(self) -> dict[str, FactType]:
        """Every name a condition may use, with what it can stand for."""
        scene = {name: self._fact(name, variable) for name, variable in self.scenario.state.items()}
        ends = {
            node.id: FactType("words", words=frozenset({"", "timeout", *(option.id for option in node.options)}))
            for node in self.scenario.nodes
        }
        return {**scene, **ends, **dict.fromkeys(self.injects, FactType("switch")), "lost": FactType("number")}

    def _fact(self, name: str, variable: Variable) -> FactType:
        if isinstance(variable.start, bool):
            return FactType("switch")
        if isinstance(variable.start, int):
            return FactType("number", variable.min, variable.max)
        changes = (*self.scenario.injects, *(outcome for _, outcome in self.outcomes()))
        values = (change.set.get(name) for change in changes)
        return FactType(
            "words", words=frozenset({variable.start, *(value for value in values if isinstance(value, str))})
        )

    @cached_property
    def holding(self) -> frozenset[str]:
        """Injects worth waiting for before a run ends: a node can follow from them, directly or through the scene."""
        wanted = {name for node in self.scenario.nodes for name in (*_asked(node.when), node.after or "")}
        held: set[str] = set()
        while True:
            found = {i.id for i in self.scenario.injects if i.id in wanted or wanted & {*i.set, *i.add}} - held
            if not found:
                return frozenset(held)
            held |= found
            wanted |= {n for i in found for n in (*_asked(self.injects[i].when), self.injects[i].after or "")}

    @cached_property
    def by_hand(self) -> dict[str, str]:
        """What a director may change with an ad-hoc inject: names of numbers and switches, with words for them."""
        known = self.scenario.state.items()
        return {name: v.hand or v.label for name, v in known if (v.hand or v.label) and not isinstance(v.start, str)}

    def steps(self) -> Iterator[tuple[tuple[str, int], Inject | Node]]:
        """Every inject and decision, with its place in the file."""
        yield from ((("injects", index), inject) for index, inject in enumerate(self.scenario.injects))
        yield from ((("nodes", index), node) for index, node in enumerate(self.scenario.nodes))

    def outcomes(self) -> Iterator[tuple[Node, Option | Timeout]]:
        """Every way every decision can end."""
        for node in self.scenario.nodes:
            for option in node.options:
                yield node, option
            yield node, node.timeout

    def layers(self, facts: dict[str, Value]) -> list[str]:
        """The plan's visible layers for these facts."""
        shown: list[MapLayer] = [layer for layer in self.scenario.map if conditions.holds(layer.when, facts)]
        return [layer.layer for layer in shown]

    def item_of(self, ident: str) -> Inject | Node | None:
        return self.nodes.get(ident) or self.injects.get(ident)


def triggered(item: Trigger) -> bool:
    """Whether it starts by itself at some time, rather than by a ``goto`` or by hand."""
    return item.at is not None or bool(item.after) or bool(item.when)


def _asked(condition: str) -> tuple[str, ...]:
    return conditions.names(condition) if condition else ()
