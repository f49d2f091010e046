"""A run as the replay widget shows it: the plan, scenes, messages, decisions, and where something happened."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from anpei.exercises import runs
from anpei.exercises.report.comparison import TONES, expected_of
from anpei.exercises.report.model import Answered

__all__ = ["replay"]


def replay(story: runs.RunRecord, answers: tuple[Answered, ...]) -> dict[str, Any]:
    """JSON of the whole film; times are ms of run time."""
    titles = {role.id: role.title for role in story.script.scenario.roles}
    radio = [
        {
            "id": message.id,
            "at": message.at,
            "from": message.sender,
            "to": "、".join(titles.get(role, role) for role in message.to) or "全体",
            "channel": message.channel,
            "text": message.text,
        }
        for message in story.state.radio
    ]
    return {
        "plan": story.script.plan,
        "length": max(story.clocks, default=0),
        "scenes": [asdict(scene) for scene in runs.frames(story)],
        "radio": radio,
        "decisions": [{**asdict(answer), "cards": []} for answer in answers],
        "marks": _marks(story, answers),
    }


def _marks(story: runs.RunRecord, answers: tuple[Answered, ...]) -> list[dict[str, Any]]:
    """Injects and decisions in order, each with a tone and a few words."""
    found = [
        {"at": one.actual, "tone": "info", "text": f"情景 {one.number}：{_short(one.text)}"}
        for one in expected_of(story, answers)
        if one.actual is not None
    ]
    found += [
        {"at": a.closed, "tone": TONES[a.verdict], "text": f"决策 {a.number}：{_short(a.chosen or '没有作出决定')}"}
        for a in answers
    ]
    return sorted(found, key=lambda mark: int(str(mark["at"])))


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
