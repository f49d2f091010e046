"""A site plan as it was drawn: shapes of known kinds in drawing units, each with the line or layer it came from."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from anpei.findings import Finding

__all__ = ["AREAS", "KINDS", "LARGEST", "LINES", "PlanDrawing", "Shape"]

Point = tuple[float, float]

KINDS = {
    "area": "场地",
    "room": "房间",
    "wall": "墙",
    "obstacle": "障碍",
    "exit": "出口",
    "start": "起点区",
    "smoke": "烟区",
    "muster": "集合点",
}
LINES = ("wall", "exit")
AREAS = ("area", "room", "obstacle", "start", "smoke", "muster")
LARGEST = 2_000_000
MOST_PEOPLE = 10**6
PLAIN = re.compile(r"\d{1,6}(?:\.0*)?", re.ASCII)
NUMBER = re.compile(r"\d{1,20}(?:\.\d{0,20})?(?:[eE][-+]?\d{1,2})?|\.\d{1,20}", re.ASCII)


def _short(written: Any) -> str:
    text = str(written)
    return text if len(text) <= 20 else text[:20] + "…"


@dataclass(frozen=True)
class Shape:
    """One shape; ``rings`` is its outline and holes, or the one line of a wall or exit."""

    kind: str
    rings: tuple[tuple[Point, ...], ...]
    closed: bool
    id: str = ""
    name: str = ""
    people: int = 0
    thickness: float = 0.2
    line: int = 0
    layer: str = ""

    @property
    def label(self) -> str:
        """How a finding names it."""
        words = f"{KINDS[self.kind]}“{self.name or self.id}”" if self.name or self.id else f"一处{KINDS[self.kind]}"
        return f"图层“{self.layer}”的{words}" if self.layer else words


@dataclass
class PlanDrawing:
    """A file's shapes; ``scale`` is metres a unit (0: not said), ``down`` whether y grows downwards."""

    path: str
    title: str = ""
    scale: float = 0.0
    down: bool = False
    over: str = ""
    shapes: list[Shape] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def finding(self, line: int, rule: str, message: str) -> None:
        self.findings.append(Finding(self.path, line, rule, message))

    def warning(self, line: int, rule: str, message: str) -> None:
        self.findings.append(Finding(self.path, line, rule, message, "warning"))

    def people(self, written: Any, line: int) -> int:
        """How many people, as a number or in digits ("20", "20 人"); what is neither is told and counts as none."""
        if written is None or written == "":
            return 0
        text = unicodedata.normalize("NFKC", str(written)).strip().removesuffix("人").strip()
        number = float(text) if PLAIN.fullmatch(text) and not isinstance(written, bool) else -1.0
        if number.is_integer() and 0 <= number < MOST_PEOPLE:
            return int(number)
        self.warning(line, "site-people", f"人数“{_short(written)}”读不出来，按 0 人算。请写成整数，如 20。")
        return 0

    def size(self, written: Any, otherwise: float, line: int, what: str) -> float:
        """A length or scale above 0, as a number or in digits; what is neither is told."""
        if written is None or written == "":
            return otherwise
        text = unicodedata.normalize("NFKC", str(written)).strip()
        number = float(text) if NUMBER.fullmatch(text) and not isinstance(written, bool) else 0.0
        if 0 < number < math.inf:
            return number
        self.warning(line, "site-number", f"{what}“{_short(written)}”不是大于 0 的数，没有读。")
        return otherwise

    def unknown(self, line: int, kind: Any) -> None:
        """A shape whose kind nobody knows."""
        self.finding(line, "site-kind", f"不认识的种类“{kind}”，可用：{'、'.join(KINDS)}。")
