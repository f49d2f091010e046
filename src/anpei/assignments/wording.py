"""Answers and keys in words, in the order and with the letters the learner saw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei.bank import LETTERS, ItemVersion, plain_number

__all__ = ["given", "right"]

_TRUTH = {True: "对", False: "错"}


def given(version: ItemVersion, order: Sequence[int], value: Any) -> tuple[str, ...]:
    """What the learner answered; empty for a blank."""
    if value is None:
        return ()
    kind = version.public.kind
    if kind == "truefalse":
        return (_TRUTH[bool(value)],)
    if kind in ("single", "multiple", "order"):
        return tuple(_choice(version, order, LETTERS.index(letter)) for letter in value)
    return (str(value),)


def right(version: ItemVersion, order: Sequence[int]) -> tuple[str, ...]:
    """The key; empty for a case question, which has a rubric instead."""
    secret = version.secret
    match version.public.kind:
        case "truefalse":
            return (_TRUTH[bool(secret.answer)],)
        case "single" | "multiple":
            places = sorted(order.index(index) for index in secret.right)
            return tuple(_choice(version, order, place) for place in places)
        case "order":
            return tuple(_choice(version, order, order.index(index)) for index in secret.sequence)
        case "short":
            return (*secret.accept, *_number(version))
        case _:
            return ()


def _choice(version: ItemVersion, order: Sequence[int], place: int) -> str:
    return f"{LETTERS[place].upper()}．{version.public.choices[order[place]]}"


def _number(version: ItemVersion) -> tuple[str, ...]:
    numeric = version.secret.numeric
    if numeric is None:
        return ()
    spread = f" ± {plain_number(numeric.tolerance)}" if numeric.tolerance else ""
    return (f"{plain_number(numeric.value)}{spread} {version.public.unit}".strip(),)
