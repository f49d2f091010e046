"""What a run's log says, put beside what the scenario expected; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anpei.exercises import runs
from anpei.exercises.report.model import ADHOC, Answered, ExpectedAction, ItemLine, Moment, ObjectiveLine, Verdict
from anpei.exercises.runs import Event, Outcome, RunRecord, debrief, describe

__all__ = ["DELAYED", "answers_of", "expected_of", "item_word", "objectives_of", "timeline_of"]

WORDS: dict[Verdict, str] = {"right": "符合预期", "partial": "部分符合", "wrong": "不符合", "late": "超时未作出"}
TONES: dict[Verdict, str] = {"right": "ok", "partial": "warn", "wrong": "danger", "late": "danger"}
DELAYED = f"网络中断，{runs.BY_THE_TAP}"
"""What the report says of a decision that arrived after its time-out and counts."""
QUIET = ("member.joined", "node.opened", "node.skipped", "run.speed")


def answers_of(story: RunRecord, cite: Any) -> tuple[Answered, ...]:
    """Every decision that came up, in the order in which it was put."""
    names = {member.person: member.name for member in story.state.members}
    numbers = {ident: n for n, ident in enumerate(story.script.nodes, 1)}
    found = []
    for step in debrief(story.script, story.state, cite)["steps"]:
        node, state = story.script.nodes[step["node"]], story.state.nodes[step["node"]]
        found.append(
            Answered(
                node=node.id,
                number=numbers[node.id],
                role=step["role"],
                who=names.get(state.actor or state.player, ""),
                question=step["question"],
                chosen=step["chosen"],
                best=node.best.text,
                verdict=step["verdict"],
                forbidden=step["forbidden"],
                limit=node.seconds,
                used=step["elapsed"],
                cost=step["cost"],
                opened=state.opened,
                closed=state.closed,
                note=step["note"],
                why=step["why"],
                cards=tuple(step["cards"]),
                delayed=step["delayed"],
            )
        )
    return tuple(found)


def expected_of(story: RunRecord, answers: Iterable[Answered]) -> tuple[ExpectedAction, ...]:
    """Each inject with what followed it: the decisions it opens, or those put before the next inject came.

    First the scenario's, in its order, then those the director made up.
    """
    known = {answer.node: answer for answer in answers}
    sent = sorted(at for at in story.state.injects.values() if at >= 0)
    return (*_scripted(story, known, sent), *_made_up(story, known, sent))


def _scripted(story: RunRecord, known: dict[str, Answered], sent: list[int]) -> list[ExpectedAction]:
    rows = []
    by_hand = {event.payload["id"] for event in story.events if event.payload.get("by") == "director"}
    for number, inject in enumerate(story.script.scenario.injects, 1):
        at = story.state.injects.get(inject.id, -1)
        planned = _planned(story, inject)
        actual = at if at >= 0 else None
        followed = _followed(story, known, inject.id, at, sent) if actual is not None else []
        rows.append(
            ExpectedAction(
                number=str(number),
                planned=planned,
                actual=actual,
                deviation=_deviation(planned, actual, inject.id in by_hand),
                source=inject.sender,
                text=inject.text,
                expect=inject.expect,
                followed=tuple(answer.number for answer in followed),
                outcome=_outcome(followed, actual),
                tone=_worst(followed),
            )
        )
    return rows


def _deviation(planned: int | None, actual: int | None, by_hand: bool) -> int | None:
    """Seconds off the plan of what the director sent; what the platform sends is on time and measures nobody."""
    return round((actual - planned) / 1000) if by_hand and actual is not None and planned is not None else None


def _made_up(story: RunRecord, known: dict[str, Answered], sent: list[int]) -> list[ExpectedAction]:
    """What the director sent that no scenario had; its expected action is as the director wrote it, or empty."""
    rows = []
    for number, event in enumerate(_adhoc(story), 1):
        ident, at = event.payload["id"], story.state.injects[event.payload["id"]]
        followed = _followed(story, known, ident, at, sent)
        rows.append(
            ExpectedAction(
                number=f"{ADHOC}{number}",
                planned=None,
                actual=at,
                deviation=None,
                source=event.payload["from"],
                text=event.payload["text"],
                expect=event.payload.get("expect", ""),
                followed=tuple(answer.number for answer in followed),
                outcome=_outcome(followed, at),
                tone=_worst(followed),
            )
        )
    return rows


def _adhoc(story: RunRecord) -> list[Event]:
    return [e for e in story.events if e.type == "inject.sent" and e.payload["id"] not in story.script.injects]


def _planned(story: RunRecord, inject: Any) -> int | None:
    """When it should have come (ms of run time): at its second or so long after another step; None: nobody can say."""
    if inject.at is not None:
        return int(inject.at + inject.delay) * 1000
    node, before = story.state.nodes.get(inject.after), story.state.injects.get(inject.after, -1)
    reached = node.closed if node is not None and node.status in ("done", "timeout") else before
    return None if inject.when or reached < 0 else reached + inject.delay * 1000


def _followed(story: RunRecord, known: dict[str, Answered], inject: str, at: int, sent: list[int]) -> list[Answered]:
    direct = [known[node.id] for node in story.script.scenario.nodes if node.after == inject and node.id in known]
    if direct:
        return direct
    until = next((other for other in sent if other > at), 1 << 60)
    return [answer for answer in known.values() if at <= answer.opened < until]


def _outcome(followed: list[Answered], actual: int | None) -> str:
    if actual is None:
        return "本次没有触发"
    if not followed:
        return "没有需要作出的决策"
    return "；".join(_one(answer, actual) for answer in followed)


def _one(answer: Answered, since: int) -> str:
    if answer.verdict == "late":
        return f"决策 {answer.number} {WORDS['late']}（{answer.role}，时限 {answer.limit} 秒）"
    after = max(0, round((answer.closed - since) / 1000))
    who = f"{answer.role} {answer.who}"
    how = f"{DELAYED}，{who}" if answer.delayed else f"{after} 秒后，{who}"
    return f"决策 {answer.number} {WORDS[answer.verdict]}：{answer.chosen}（{how}）"


def _worst(followed: list[Answered]) -> str:
    tones = {TONES[answer.verdict] for answer in followed}
    return next((tone for tone in ("danger", "warn", "ok") if tone in tones), "")


def timeline_of(story: RunRecord) -> tuple[Moment, ...]:
    """The log in words without what only machines care about, by run time."""
    rows = []
    for event, at in zip(story.events, story.clocks, strict=True):
        if event.type not in QUIET:
            told = describe(story.script, story.state, event)
            rows.append(Moment(at, told["tone"], told["text"]))
    return tuple(rows)


def objectives_of(story: RunRecord, outcome: Outcome, answers: Iterable[Answered]) -> tuple[ObjectiveLine, ...]:
    """Every objective with its score, and each of its items as the decisions show it."""
    marks = {mark.id: mark for mark in outcome.objectives}
    known = {answer.node: answer for answer in answers}
    lines = []
    for objective in story.script.scenario.objectives:
        mark = marks.get(objective.id)
        score, most = (mark.score, mark.max) if mark else (0, 0)
        items = tuple(
            ItemLine(i.id, i.text, item_word(known[n].verdict for n in i.nodes if n in known)) for i in objective.items
        )
        percent = round(100 * score / most) if most else None
        line = ObjectiveLine(objective.title, objective.family, objective.weight, score, most, percent, items)
        lines.append(_placed(story, line, objective.nodes))
    return tuple(lines)


def _placed(story: RunRecord, line: ObjectiveLine, nodes: Iterable[str]) -> ObjectiveLine:
    """The objective with whose it is, in which phases, and within how many seconds."""
    script = story.script
    asked = [script.nodes[ident] for ident in nodes]
    phases = {phase.id: phase.title for phase in script.scenario.phases}
    return replace(
        line,
        who=tuple(dict.fromkeys(script.roles[node.role].title for node in asked)),
        when=tuple(dict.fromkeys(phases[node.phase] for node in asked)),
        limits=tuple(node.seconds for node in asked),
    )


def item_word(verdicts: Iterable[Verdict]) -> str:
    """The rating the decisions behind an item speak for, in the evaluators' words."""
    found = list(verdicts)
    if not found:
        return "na"
    if all(verdict == "right" for verdict in found):
        return "done"
    return "partly" if any(verdict in ("right", "partial") for verdict in found) else "not"
