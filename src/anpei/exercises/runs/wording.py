"""The log's lines in words a director reads at a glance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anpei import clock
from anpei.exercises.runs.engine import GRACE
from anpei.exercises.runs.events import Event, RunState
from anpei.exercises.runs.reducer import BY_THE_TAP
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["ENDINGS", "REASONS", "describe"]

ENDINGS = {
    "complete": "演练完成",
    "time": "到达时限，演练结束",
    "stopped": "导调终止演练",
    "left": "参演人员离开，演练结束",
    "real": "真实险情，演练中止",
    "abandoned": "长时间没有动静，自动结束",
}
REASONS = {
    "late": "时限以后才点选，或送达太晚",
    "decided": "该决策已有结论",
    "closed": "该决策未开放",
    "paused": "演练暂停中",
    "ended": "演练已结束",
    "option": "选项无效",
    "role": "不是本人的角色",
}


def describe(script: CompiledScenario, state: RunState, event: Event) -> dict[str, Any]:
    """One line: number, run time in ms, tone, text."""
    words = _WORDS.get(event.type)
    tone, text = words(script, state, event) if words else ("plain", event.type)
    return {"seq": event.seq, "at": state.at(event.ts), "tone": tone, "text": text}


def _name(state: RunState, person: str) -> str:
    return next((member.name for member in state.members if member.person == person), person or "系统")


def _question(script: CompiledScenario, event: Event) -> str:
    ident = event.payload.get("node", "")
    number = list(script.nodes).index(ident) + 1 if ident in script.nodes else "?"
    role = script.roles[script.nodes[ident].role].title if ident in script.nodes else ""
    return f"决策 {number}（{role}）"


def _joined(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    roles = event.payload["roles"]
    words = "全部角色" if len(roles) == len(script.roles) else "、".join(script.roles[r].title for r in roles)
    return "plain", f"{event.payload['name']} 就位：{words}"


def _moved(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    role = script.roles[event.payload["role"]].title
    giver = event.payload["from"]
    return "warn", f"{role}由{_name(state, giver) if giver else '无人'}交给{_name(state, event.payload['to'])}"


def _noted(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    told = event.payload
    about = [_name(state, told["member"])] if "member" in told else []
    about += [f"决策 {list(script.nodes).index(told['node']) + 1}"] if told.get("node") in script.nodes else []
    return "note", f"观察（{'，'.join(about) or '全场'}）：{told['text']}"


def _inject(script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    by = "导调" if event.payload.get("by") == "director" else "脚本"
    ident = event.payload["id"]
    if ident in script.injects:
        return "inject", f"情景下发（{by}）：{script.injects[ident].text}"
    wanted = f"（期望：{event.payload['expect']}）" if event.payload.get("expect") else ""
    return "inject", f"临时情景下发：{event.payload['text']}{wanted}"


def _decided(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    node = script.nodes[event.payload["node"]]
    text = next(o.text for o in node.options if o.id == event.payload["option"])
    seconds = event.payload["elapsed"] / 1000
    return (
        "decision",
        f"{_name(state, event.actor)} {_question(script, event)}：{text}（{seconds:.1f} 秒{_held_up(event)}）",
    )


def _delayed(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    _, words = _decided(script, state, event)
    return "decision", f"{words}。网络中断，{BY_THE_TAP}；现场仍按超时发展"


def _held_up(event: Event) -> str:
    """How much later than it was tapped a decision arrived, where that's more than a network's usual pace."""
    wait = event.ts - event.payload.get("tapped", event.ts)
    return f"，{round(wait / 1000)} 秒后送达" if wait > GRACE else ""


def _refused(script: CompiledScenario, state: RunState, event: Event) -> tuple[str, str]:
    reason = REASONS.get(event.payload["reason"], event.payload["reason"])
    return "warn", f"{_name(state, event.actor)} {_question(script, event)}未采纳：{reason}{_held_up(event)}"


def _phase(script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    return "phase", f"进入阶段：{script.scenario.phases[script.phases[event.payload['phase']]].title}"


def _skipped(script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    return "plain", f"情景未触发：{script.injects[event.payload['id']].text}"


def _arranged(_script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    told = event.payload
    return (
        "plain",
        f"演练类型：{' · '.join(filter(None, (told.get(n) for n in ('form', 'content', 'purpose', 'notice'))))}",
    )


def _signed(_script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    remark = event.payload.get("remark")
    return "phase", f"{event.payload['name']} 签字归档" + (f"，备注：{remark}" if remark else "")


def _adjusted(script: CompiledScenario, _state: RunState, event: Event) -> tuple[str, str]:
    told = event.payload
    what = _question(script, event) if told["node"] else "整场"
    change = "撤回更正，按系统计分" if told["points"] is None else f"得分更正为 {told['points']}"
    return "warn", f"{what}{change}：{told['reason']}"


_WORDS: dict[str, Callable[[CompiledScenario, RunState, Event], tuple[str, str]]] = {
    "run.arranged": _arranged,
    "member.joined": _joined,
    "member.left": lambda _s, state, event: ("warn", f"{_name(state, event.actor)} 离开"),
    "run.started": lambda *_: ("phase", "演练开始"),
    "run.paused": lambda *_: ("warn", "演练暂停"),
    "run.resumed": lambda *_: ("phase", "演练继续"),
    "run.sound": lambda _s, _state, event: ("plain", "终端声音打开" if event.payload["on"] else "终端静音"),
    "run.speed": lambda _s, _state, event: ("warn", f"演练速度改为 {event.payload['factor']:g} 倍"),
    "run.skipped_to": lambda _s, _state, event: ("warn", f"跳到 {clock.stretch(event.payload['to_ms'])}"),
    "run.signed": _signed,
    "role.moved": _moved,
    "observation.noted": _noted,
    "run.ended": lambda _s, _state, event: ("phase", ENDINGS.get(event.payload["how"], "演练结束")),
    "phase.entered": _phase,
    "inject.sent": _inject,
    "inject.skipped": _skipped,
    "node.opened": lambda script, _state, event: ("plain", f"{_question(script, event)}开放"),
    "node.skipped": lambda script, _state, event: ("plain", f"{_question(script, event)}未触发"),
    "node.timeout": lambda script, _state, event: ("warn", f"{_question(script, event)}超时"),
    "decision.made": _decided,
    "decision.delayed": _delayed,
    "decision.refused": _refused,
    "score.adjusted": _adjusted,
}
