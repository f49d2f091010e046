"""A checked item split into its halves: what a page may get, and the key; choices lie in an order that says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from anpei.bank.entry import BankEntry, World
from anpei.bank.kinds import Kind
from anpei.bank.model import (
    Criterion,
    ItemVersion,
    Media,
    Node,
    Numeric,
    PublicItem,
    Region,
    Scene,
    SecretItem,
    neutral,
)
from anpei.bank.risk import bands, scales
from anpei.bank.rules_parts import blanks, without_words
from anpei.bank.rules_spot import drawing_of
from anpei.bank.shape import ItemFile, RegionFile

POINTS = 1.0
T = TypeVar("T")


def version_of(entry: BankEntry, item: ItemFile, world: World) -> ItemVersion:
    """Split a checked item into its halves."""
    choices, positions = _choices(item)
    return ItemVersion(
        item_id=item.id,
        topic=entry.topic,
        use=item.use,
        difficulty=item.difficulty,
        points=_points(item),
        tags=item.tags,
        seed=item.seed,
        public=PublicItem(
            kind=cast(Kind, item.kind),
            stem=without_words(item.stem) if item.kind == "cloze" else item.stem,
            choices=choices,
            prompts=_prompts(item),
            scales=scales(item.risk.method) if item.risk else (),
            bands=bands(item.risk.method) if item.risk else (),
            nodes=_nodes(item, positions),
            unit=item.numeric.unit if item.numeric else "",
            media=Media(src=item.media.src, alt=item.media.alt) if item.media else None,
            scene=_scene(entry, item, world),
        ),
        secret=_secret(item, positions),
    )


def _scene(entry: BankEntry, item: ItemFile, world: World) -> Scene | None:
    drawing = drawing_of(entry, world)
    if item.scene is None or drawing is None:
        return None
    return Scene(src=item.scene.src, alt=item.scene.alt, width=drawing.width, height=drawing.height)


def _choices(item: ItemFile) -> tuple[tuple[str, ...], list[int]]:
    """The public texts, and at which public index each authored text stands; steps are authored in the right order."""
    texts = _texts(item)
    order = neutral(item.id, texts)
    return tuple(texts[n] for n in order), [order.index(n) for n in range(len(texts))]


def _texts(item: ItemFile) -> list[str]:
    """What can be chosen, in the author's order."""
    if item.kind in ("matching", "cloze"):
        wanted = [pair.right for pair in item.pairs] or blanks(item.stem)
        return list(dict.fromkeys((*wanted, *item.extra)))
    if item.kind == "branching":
        return [way.text for node in item.nodes for way in node.options]
    return {"order": list(item.steps), "spot": [region.label for region in item.regions]}.get(
        item.kind, [option.text for option in item.options]
    )


def _prompts(item: ItemFile) -> tuple[str, ...]:
    """What each wants one of the choices."""
    if item.kind == "cloze":
        return tuple(f"第 {n} 空" for n in range(1, len(blanks(item.stem)) + 1))
    return tuple(pair.left for pair in item.pairs)


def _nodes(item: ItemFile, positions: list[int]) -> tuple[Node, ...]:
    """A branching case's steps, the ways by their public index and the next step by its number."""
    numbers = {node.id: n for n, node in enumerate(item.nodes)}
    places = iter(positions)
    return tuple(
        Node(
            text=node.text,
            options=tuple(next(places) for _ in node.options),
            leads=tuple(numbers.get(way.to) for way in node.options),
        )
        for node in item.nodes
    )


def _pairs(item: ItemFile, positions: list[int]) -> tuple[int, ...]:
    """The choice that each prompt wants."""
    texts = _texts(item)
    wanted = [pair.right for pair in item.pairs] if item.kind == "matching" else blanks(item.stem)
    return tuple(positions[texts.index(text)] for text in wanted)


def _levels(item: ItemFile) -> tuple[int, ...]:
    """The right level of each scale, counted from the lowest (which a draft has where it says none)."""
    if item.risk is None:
        return ()
    wanted = item.risk.levels
    told = [([level[0] for level in each.levels], wanted.get(each.id)) for each in scales(item.risk.method)]
    return tuple(values.index(value) if value in values else 0 for values, value in told)


def _secret(item: ItemFile, positions: list[int]) -> SecretItem:
    rights = [row.hazard for row in item.regions] or [row.right for row in item.options]
    fields: dict[str, Any] = {
        "right": tuple(sorted(positions[n] for n, right in enumerate(rights) if right)),
        "sequence": tuple(positions) if item.kind == "order" else (),
        "numeric": Numeric(value=item.numeric.value, tolerance=item.numeric.slack) if item.numeric else None,
        "rubric": tuple(Criterion(criterion=row.criterion, points=row.points) for row in item.rubric),
        "feedback": _why(item) if item.risk else _at(_feedback(item), positions),
        "pairs": _pairs(item, positions) if item.kind in ("matching", "cloze") else (),
        "levels": _levels(item),
        "worth": _at([way.points for node in item.nodes for way in node.options], positions),
        "regions": _at([_region(row) for row in item.regions], positions),
        "cites": tuple(dict.fromkeys((*item.cites, *(cite for row in item.regions for cite in row.cites)))),
    }
    same = ("answer", "accept", "model_answer", "explanation", "basis", "source")
    return SecretItem(**fields, **{name: getattr(item, name) for name in same})


def _why(item: ItemFile) -> tuple[str, ...]:
    """Why each factor of a risk is what it is, in the order of the scales."""
    told = item.risk
    return tuple(told.why.get(scale.id, "") for scale in scales(told.method)) if told else ()


def _feedback(item: ItemFile) -> list[str]:
    """The author's word on each choice, in the author's order."""
    if item.kind == "branching":
        return [way.feedback for node in item.nodes for way in node.options]
    return [row.feedback for row in item.regions or item.options]


def _region(row: RegionFile) -> Region:
    return Region(id=row.id, polygon=row.polygon, cites=row.cites, source=row.source)


def _at(values: Sequence[T], positions: Sequence[int]) -> tuple[T, ...]:
    """What was authored n-th at the public index it has; nothing where nothing was authored."""
    return tuple(values[positions.index(place)] for place in range(len(values)))


def _points(item: ItemFile) -> float:
    if item.points is not None:
        return item.points
    return sum(row.points for row in item.rubric) if item.rubric else POINTS
