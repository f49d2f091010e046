"""What the bridge carries: a response file as read, and a marked sheet; pure values, no files, no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "MAX_BYTES",
    "BadResponses",
    "MarkedSheet",
    "Outline",
    "Responses",
    "Ring",
    "ScenePicture",
    "SlotMark",
    "parse_responses",
    "render_responses",
]

MAX_BYTES = 256 * 1024
SCHEMA = 1


class BadResponses(ValueError):
    """A response file that can't be graded; the message is Chinese and says why."""


@dataclass(frozen=True)
class Responses:
    """What a submission says of itself. Whose attempt it is and what was asked is never taken from here."""

    attempt: int
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ring:
    """A tap on a scene, with its number from 1; ``verdict`` (found or false) is part of the key."""

    number: int
    x: float
    y: float
    verdict: str


@dataclass(frozen=True)
class Outline:
    """A place of the key; ``verdict`` is found, missed or false. ``points`` as SVG writes them."""

    label: str
    points: str
    verdict: str


@dataclass(frozen=True)
class ScenePicture:
    """A scene with what was marked on it; ``src`` is a ``data:`` address, sizes are in the scene's own units."""

    src: str
    alt: str
    width: int
    height: int
    rings: tuple[Ring, ...]
    outlines: tuple[Outline, ...]

    @classmethod
    def restore(cls, data: Mapping[str, Any]) -> ScenePicture:
        """What :func:`dataclasses.asdict` made of it, also by way of JSON."""
        rings = tuple(Ring(**ring) for ring in data["rings"])
        outlines = tuple(Outline(**outline) for outline in data["outlines"])
        return cls(**{**data, "rings": rings, "outlines": outlines})


@dataclass(frozen=True)
class SlotMark:
    """One slot as marked; ``points`` is ``None`` where a person must decide. Texts are plain, not HTML."""

    slot: str
    kind: str
    points: float | None
    max: float
    verdict: str
    stem: str = ""
    given: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    explanation: str = ""
    cites: tuple[str, ...] = ()
    rubric: tuple[tuple[str, float], ...] = ()
    model_answer: str = ""
    picture: ScenePicture | None = None

    @property
    def answer(self) -> str:
        return "\n".join(self.given)


@dataclass(frozen=True)
class MarkedSheet:
    """A whole attempt as marked. With ``trouble`` nothing was read, nothing is credited and a person must look."""

    attempt: int | None
    marks: Mapping[str, SlotMark] = field(default_factory=dict)
    trouble: str = ""


def parse_responses(raw: bytes) -> Responses:
    """Read ``responses.json``; anything odd is :class:`BadResponses`, never a guess."""
    if len(raw) > MAX_BYTES:
        raise BadResponses("答卷文件超过 256 KB。")
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadResponses(f"答卷文件不是有效的 JSON（{type(error).__name__}）。") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadResponses("答卷文件的格式版本不认识。")
    attempt, answers = data.get("attempt"), data.get("answers", {})
    if not isinstance(attempt, int) or isinstance(attempt, bool) or not 0 < attempt < 2**63:
        raise BadResponses("答卷文件没有写明是哪一次考试。")
    if not isinstance(answers, dict):
        raise BadResponses("答卷文件里的答案不是一组“题号: 答案”。")
    return Responses(attempt, {slot: _value(entry) for slot, entry in answers.items()})


def render_responses(attempt: int, answers: Mapping[str, Any]) -> str:
    content = {"schema": SCHEMA, "attempt": attempt, "answers": {k: {"value": v} for k, v in answers.items()}}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def _value(entry: Any) -> Any:
    if not isinstance(entry, dict) or "value" not in entry:
        raise BadResponses("答卷文件里有一道题的答案写法不对。")
    return entry["value"]


def _refuse(constant: str) -> Any:
    raise BadResponses(f"答卷文件里有不是数的数（{constant}）。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Doubled keys are refused: two readers of one file must not see two answers."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise BadResponses("答卷文件里同一个键写了两次。")
    return dict(pairs)
