"""What a director makes up in mid-drill: a message with sender, channel and expected action, and what it does."""

from __future__ import annotations

from typing import Any

from anpei.errors import Refused
from anpei.exercises.runs.events import EventDraft, RunState
from anpei.exercises.scenarios import CompiledScenario, Value

__all__ = ["LONGEST", "adhoc"]

LONGEST = {"text": 300, "from": 20, "expect": 120}
CHANNELS = ("radio", "phone", "alarm", "picture")
SENDER = "导调"


def adhoc(script: CompiledScenario, state: RunState, uuid: str, what: dict[str, Any]) -> EventDraft:
    """The event of an ad-hoc inject; effects only touch what the scenario lets a hand touch, within its limits."""
    words = {name: " ".join(str(what.get(name) or "").split()) for name in LONGEST}
    for name, most in LONGEST.items():
        if len(words[name]) > most or (name == "text" and not words[name]):
            raise Refused(f"临时情景要有内容，最多 {most} 个字。", code="bad_message")
    channel = what.get("channel", "radio")
    if channel not in CHANNELS:
        raise Refused("没有这种通报方式。", code="bad_message")
    asked = what.get("to")
    to = [role for role in asked if role in script.roles] if isinstance(asked, list) else []
    ident = f"x_{uuid}"
    payload = {"id": ident, "by": "director", "from": words["from"] or SENDER, "to": to, "channel": channel}
    payload |= {"text": words["text"]}
    if words["expect"]:
        payload["expect"] = words["expect"]
    if changes := _changes(script, what.get("set") or {}):
        payload["set"] = changes
    return EventDraft("inject.sent", f"inject:{ident}", payload)


def _changes(script: CompiledScenario, asked: Any) -> dict[str, Value]:
    """The values to set, each checked against its variable."""
    if not isinstance(asked, dict):
        raise Refused("这一项不能这样改。", code="bad_effect", way_out="请在列出的范围里选。")
    for name, value in asked.items():
        if name not in script.by_hand or not _fits(script, name, value):
            raise Refused("这一项不能这样改。", code="bad_effect", way_out="请在列出的范围里选。")
    return dict(asked)


def _fits(script: CompiledScenario, name: str, value: Any) -> bool:
    variable = script.scenario.state[name]
    if type(value) is not type(variable.start):
        return False
    return isinstance(value, bool) or (isinstance(value, int) and variable.min <= value <= variable.max)
