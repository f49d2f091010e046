"""A branching case walked along the ways that were chosen: what they earn, and the way that earns most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anpei.bank import ItemVersion, place_ids

__all__ = ["Followed", "best_path", "followed"]


@dataclass(frozen=True)
class Followed:
    """The ways taken as indices of choices, each with the step it was taken at; ``ended``: the case came to its end."""

    steps: tuple[tuple[int, int], ...]
    earned: float
    best: float
    ended: bool

    @property
    def share(self) -> float:
        """What was earned of what the best path earns."""
        return self.earned / self.best if self.best else 0.0


def followed(version: ItemVersion, order: Sequence[int], value: Any) -> Followed:
    """Walk the case as answered; whatever doesn't follow from the step before isn't counted any more."""
    named = dict(zip(place_ids(order), order, strict=True))
    nodes, worth = version.public.nodes, version.secret.worth
    steps: list[tuple[int, int]] = []
    at: int | None = 0
    for name in value or ():
        index = named.get(name)
        if at is None or index not in nodes[at].options:
            break
        steps.append((at, index))
        at = nodes[at].leads[nodes[at].options.index(index)]
    earned = sum(worth[index] for _, index in steps)
    return Followed(tuple(steps), earned, _best(version)[0], at is None)


def best_path(version: ItemVersion, order: Sequence[int]) -> list[str]:
    """The names of the ways that together earn most, first to last."""
    names = dict(zip(order, place_ids(order), strict=True))
    return [names[index] for index in _best(version)[1]]


def _best(version: ItemVersion) -> tuple[float, tuple[int, ...]]:
    """What the best path earns, and its ways; steps lead to later ones only, so the last is reckoned first."""
    nodes, worth = version.public.nodes, version.secret.worth
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * len(nodes)
    for n in reversed(range(len(nodes))):
        node = nodes[n]
        ways = []
        for index, lead in zip(node.options, node.leads, strict=True):
            after = best[lead] if lead is not None else (0.0, ())
            ways.append((worth[index] + after[0], (index, *after[1])))
        best[n] = max(ways, key=lambda way: way[0])
    return best[0]
