"""Answers and keys in words, in the order and with the letters the learner saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from anpei import grading
from anpei.bank import LETTERS, ItemVersion, answer_lines, place_ids, plain_number, position

__all__ = ["given", "right", "slot_words"]

_TRUTH = {True: "对", False: "错"}


def slot_words(slot: str) -> str:
    """A slot's name for people."""
    kind, place = slot[:1], slot[1:]
    if not place.isdecimal():
        return slot
    return f"主观题 {int(place)}" if kind == "c" else f"第 {int(place)} 题"


def given(version: ItemVersion, order: Sequence[int], value: Any) -> tuple[str, ...]:
    """What the learner answered; empty for a blank."""
    if value is None:
        return ()
    kind = version.public.kind
    if kind == "truefalse":
        return (_TRUTH[bool(value)],)
    if kind == "spot":
        return tuple(f"标记 {n}：{_marked(version, order, mark)}" for n, mark in enumerate(value, 1))
    if kind in ("single", "multiple", "order"):
        return tuple(_choice(version, order, LETTERS.index(letter)) for letter in value)
    if kind == "numeric":
        return (f"{value} {version.public.unit}".strip(),)
    return tuple(answer_lines(version.public.spec(order, version.points), value)) or (str(value),)


def right(version: ItemVersion, order: Sequence[int], value: Any) -> tuple[str, ...]:
    """The key (of a scene: what the answer found of it); empty for a case question, which has a rubric instead."""
    secret = version.secret
    match version.public.kind:
        case "truefalse":
            return (_TRUTH[bool(secret.answer)],)
        case "single" | "multiple":
            places = sorted(order.index(index) for index in secret.right)
            return tuple(_choice(version, order, place) for place in places)
        case "order":
            return tuple(_choice(version, order, order.index(index)) for index in secret.sequence)
        case "short" | "numeric":
            return (*secret.accept, *_number(version))
        case "spot":
            return tuple(_spots(version, order, value))
        case "branching":
            return (*_told(version, order), *_taken(version, order, value))
        case _:
            return _told(version, order)


def _told(version: ItemVersion, order: Sequence[int]) -> tuple[str, ...]:
    """The key of a question answered in parts; nothing for a case."""
    key = grading.right_value(version, order)
    return tuple(answer_lines(version.public.spec(order, version.points), key))


def _taken(version: ItemVersion, order: Sequence[int], value: Any) -> Iterator[str]:
    """What each way that was taken earned, and what its author says of it."""
    walked, secret = grading.followed(version, order, value), version.secret
    for number, (_, index) in enumerate(walked.steps, 1):
        yield f"所选第 {number} 步得 {plain_number(secret.worth[index])} 分：{secret.feedback[index]}"


def _marked(version: ItemVersion, order: Sequence[int], mark: Any) -> str:
    """A place by its name, a tap by where on the picture it is: what it hit is part of the key."""
    if isinstance(mark, str):
        return version.public.choices[order[place_ids(order).index(mark)]]
    scene = version.public.scene
    return f"图上{position(mark['x'], mark['y'], scene.width, scene.height)}" if scene else "图上"


def _spots(version: ItemVersion, order: Sequence[int], value: Any) -> Iterator[str]:
    """Every hazard with whether it was found, then what was marked in vain."""
    shown = grading.spotted(version, order, value)
    for place in shown.places:
        if place.hazard:
            yield f"{place.label}（{f'{_numbers(place.marks)} 找到了' if place.marks else '漏了'}）"
    for place in shown.places:
        if place.marks and not place.hazard:
            yield f"误点：{place.label}（{_numbers(place.marks)}）"
    if shown.astray:
        yield f"误点：图上别处（{_numbers(shown.astray)}）"


def _numbers(marks: Sequence[int]) -> str:
    return f"标记 {'、'.join(map(str, marks))}"


def _choice(version: ItemVersion, order: Sequence[int], place: int) -> str:
    return f"{LETTERS[place].upper()}．{version.public.choices[order[place]]}"


def _number(version: ItemVersion) -> tuple[str, ...]:
    numeric = version.secret.numeric
    if numeric is None:
        return ()
    spread = f" ± {plain_number(numeric.tolerance)}" if numeric.tolerance else ""
    return (f"{plain_number(numeric.value)}{spread} {version.public.unit}".strip(),)
