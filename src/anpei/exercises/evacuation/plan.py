"""A site plan ready to walk on: metres, y downwards as on a screen, one connected floor and what stands on it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

__all__ = ["Exit", "SitePlan", "Zone", "rings_of"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Exit:
    """A way out on the floor's edge; ``inside`` lies before the door, ``outside`` behind it."""

    id: str
    name: str
    line: LineString
    inside: Point
    outside: Point
    apron: Polygon

    @property
    def width(self) -> float:
        return float(self.line.length)


@dataclass(frozen=True)
class Zone:
    """A named part of the site; ``people`` start there when nobody says otherwise."""

    id: str
    name: str
    shape: Polygon
    people: int = 0


@dataclass(frozen=True)
class SitePlan:
    """What the model knows of a site; ``floor`` is where people can stand, ``body`` adds the steps behind the doors."""

    slug: str
    title: str
    sha: str
    scale: float
    over: str
    floor: Polygon
    body: Polygon
    exits: tuple[Exit, ...]
    starts: tuple[Zone, ...]
    smokes: tuple[Zone, ...]
    musters: tuple[Zone, ...]
    rooms: tuple[Zone, ...]
    outline: tuple[Polygon, ...]

    def exit(self, ident: str) -> Exit:
        return next(exit_ for exit_ in self.exits if exit_.id == ident)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of everything drawn, with a margin."""
        shapes = [self.body, *self.outline, *(zone.shape for zone in self.musters)]
        x0, y0, x1, y1 = shapely.union_all(shapes).bounds
        margin = 0.06 * max(x1 - x0, y1 - y0) + 1  # room for the names of doors
        return x0 - margin, y0 - margin, x1 + margin, y1 + margin

    def drawn(self) -> dict[str, Any]:
        """What the map widget draws: plain JSON in metres, centimetres precise."""
        return {
            "slug": self.slug,
            "title": self.title,
            "sha": self.sha,
            "scale": self.scale,
            "over": self.over,
            "bounds": [round(value, 2) for value in self.bounds],
            "outline": [rings_of(shape) for shape in self.outline],
            "floor": rings_of(self.floor),
            "exits": [_exit(exit_) for exit_ in self.exits],
            "starts": [_zone(zone) for zone in self.starts],
            "smokes": [_zone(zone) for zone in self.smokes],
            "musters": [_zone(zone) for zone in self.musters],
            "rooms": [_zone(zone) for zone in self.rooms],
        }

    @staticmethod
    def stamp(raw: bytes) -> str:
        """Which version of the file this is."""
        return hashlib.sha256(raw).hexdigest()


def rings_of(shape: Polygon | MultiPolygon) -> list[list[list[float]]]:
    """Outlines and holes of a shape, rounded to centimetres."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    rings = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    return [[[round(x, 2), round(y, 2)] for x, y in ring.coords] for ring in rings]


def _exit(exit_: Exit) -> dict[str, Any]:
    line = [[round(x, 2), round(y, 2)] for x, y in exit_.line.coords]
    outside = [round(value, 2) for value in exit_.outside]
    return {"id": exit_.id, "name": exit_.name, "line": line, "outside": outside, "width": round(exit_.width, 2)}


def _zone(zone: Zone) -> dict[str, Any]:
    middle = zone.shape.representative_point()
    label = [round(middle.x, 2), round(middle.y, 2)]
    return {"id": zone.id, "name": zone.name, "rings": rings_of(zone.shape), "people": zone.people, "label": label}
