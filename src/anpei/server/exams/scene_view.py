"""A 找隐患 question looked back at: the picture with rings and outlines, and the same in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anpei.bank import position
from anpei.grading import MarkedPlace, Spotted
from anpei.records import ReviewSlot

__all__ = ["scene_view"]

TONES = {
    "found": ("ok", "check", "找到了"),
    "missed": ("warn", "part", "漏了"),
    "false": ("danger", "wrong", "这里没问题"),
}


def scene_view(slot: ReviewSlot) -> dict[str, Any] | None:
    """What the template draws; without the key only where the learner's marks are."""
    scene = slot.spec.get("scene")
    if scene is None:
        return None
    lines = list(_key(slot, slot.spots)) if slot.spots else list(_own(slot))
    return {
        **scene,
        "rings": list(_rings(slot)),
        "outlines": [_outline(place) for place in slot.spots.places if place.verdict] if slot.spots else [],
        "summary": _summary(slot.spots) if slot.spots else "",
        "lines": lines,
    }


def _rings(slot: ReviewSlot) -> Iterator[dict[str, Any]]:
    for number, mark in enumerate(slot.value or (), 1):
        if isinstance(mark, dict):
            tone = "" if not slot.spots else "found" if number in slot.spots.hits else "false"
            yield {**mark, "number": number, "tone": tone}


def _outline(place: MarkedPlace) -> dict[str, str]:
    return {"points": place.points, "tone": place.verdict}


def _summary(spots: Spotted) -> str:
    hazards = [place for place in spots.places if place.hazard]
    found = sum(bool(place.marks) for place in hazards)
    false = sum(not place.hazard for place in spots.places if place.marks) + len(spots.astray)
    return f"{len(hazards)} 处隐患，找到 {found} 处；误点 {false} 处。"


def _key(slot: ReviewSlot, spots: Spotted) -> Iterator[dict[str, str]]:
    """Missed first, then found, then what was marked in vain."""
    cards = {card.citation: card.title for card in slot.cards}
    for tone in ("missed", "found", "false"):
        for place in spots.places:
            if place.verdict == tone:
                basis = [cards[cite] for cite in place.cites if cite in cards]
                if place.source:
                    basis.append(f"{place.source}（待核）")
                yield _line(tone, place.label, place.marks, place.feedback, "；".join(basis))
    if spots.astray:
        yield {**_line("false", "图上的空处", ()), "words": f"标记 {_numbers(spots.astray)} 点在了空处"}


def _line(tone: str, label: str, marks: tuple[int, ...], feedback: str = "", basis: str = "") -> dict[str, str]:
    colour, icon, words = TONES[tone]
    said = f"{words}，标记 {_numbers(marks)}" if marks else words
    return {"tone": colour, "icon": icon, "text": label, "words": said, "feedback": feedback, "basis": basis}


def _own(slot: ReviewSlot) -> Iterator[dict[str, str]]:
    names = {place["id"]: place["text"] for place in slot.spec["places"]}
    scene = slot.spec["scene"]
    for number, mark in enumerate(slot.value or (), 1):
        where = names[mark] if isinstance(mark, str) else f"图上{position(**mark, **_size(scene))}"
        yield {"tone": "", "icon": "", "text": where, "words": f"标记 {number}", "feedback": "", "basis": ""}


def _size(scene: dict[str, Any]) -> dict[str, int]:
    return {"width": scene["width"], "height": scene["height"]}


def _numbers(marks: tuple[int, ...]) -> str:
    return "、".join(map(str, marks))
