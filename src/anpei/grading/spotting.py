"""What each mark on a scene hit: a tap is mapped to a place here and nowhere else, so outlines stay on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from anpei.bank import SLACK, ItemVersion, Point, nearest, place_ids

__all__ = ["MarkedPlace", "Spotted", "spotted"]


@dataclass(frozen=True)
class MarkedPlace:
    """A place as displayed, and the numbers (from 1) of the marks that mean it."""

    id: str
    label: str
    hazard: bool
    marks: tuple[int, ...]
    polygon: tuple[Point, ...]
    feedback: str
    cites: tuple[str, ...]
    source: str

    @property
    def verdict(self) -> str:
        """``found`` or ``missed`` for a hazard, ``false`` for what was marked in vain, empty for the rest."""
        if self.hazard:
            return "found" if self.marks else "missed"
        return "false" if self.marks else ""

    @property
    def points(self) -> str:
        """The outline as SVG writes it."""
        return " ".join(f"{x},{y}" for x, y in self.polygon)


@dataclass(frozen=True)
class Spotted:
    """A scene after marking; ``astray`` are the numbers of marks that mean no place."""

    places: tuple[MarkedPlace, ...]
    astray: tuple[int, ...]

    @property
    def hits(self) -> frozenset[int]:
        """The numbers of the marks that mean a hazard."""
        return frozenset(number for place in self.places if place.hazard for number in place.marks)

    @property
    def share(self) -> float:
        """Hazards found minus false places and marks on nothing, of all hazards; 0 to 1."""
        hazards = sum(place.hazard for place in self.places)
        found = sum(place.hazard for place in self.places if place.marks)
        false = sum(not place.hazard for place in self.places if place.marks) + len(self.astray)
        return max(0, found - false) / hazards if hazards else 0.0

    def public(self) -> dict[str, Any]:
        """The JSON a widget draws the key from."""
        return {"places": [asdict(place) for place in self.places], "astray": list(self.astray)}


def spotted(version: ItemVersion, order: Sequence[int], value: Any) -> Spotted:
    """The scene with an answer that :func:`bank.check_value` took (or None) laid over it."""
    secret, public = version.secret, version.public
    names = place_ids(order)
    hits = [_hit(version, order, names, mark) for mark in value or ()]
    places = [
        MarkedPlace(
            id=name,
            label=public.choices[index],
            hazard=index in secret.right,
            marks=tuple(n for n, hit in enumerate(hits, 1) if hit == name),
            polygon=secret.regions[index].polygon,
            feedback=secret.feedback[index],
            cites=secret.regions[index].cites,
            source=secret.regions[index].source,
        )
        for name, index in zip(names, order, strict=True)
    ]
    return Spotted(tuple(places), tuple(n for n, hit in enumerate(hits, 1) if hit is None))


def _hit(version: ItemVersion, order: Sequence[int], names: Sequence[str], mark: Any) -> str | None:
    """The displayed name of the place a mark means; a tap just beside a place means it."""
    if isinstance(mark, str):
        return mark
    width = version.public.scene.width if version.public.scene else 0
    polygons = [region.polygon for region in version.secret.regions]
    index = nearest(polygons, mark["x"], mark["y"], SLACK * width)
    return None if index is None else names[list(order).index(index)]
