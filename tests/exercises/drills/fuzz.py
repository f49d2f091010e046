"""One play of a scenario by chance: a team of one to six, a restless director, and what must hold whatever they do."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from anpei.exercises.runs import Event, EventDraft, engine, outcome
from anpei.exercises.runs.decisions import UNDER_WAY
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.plays import Play

Act = tuple[str, int, int]
ACTS = (
    "choose", "choose", "choose", "gap", "wait", "pause", "inject", "speed", "skip", "message", "move", "leave",
    "return", "refuse", "note", "adjust", "real", "stop",
)  # fmt: skip
PICKS = st.integers(0, 23)  # as many as a scenario has injects: the director may send any of them
MANY = st.lists(st.tuples(st.sampled_from(ACTS), PICKS, st.integers(0, 60)), max_size=60)
AFTER_THE_END = ("score.adjusted", "decision.delayed", "decision.refused")
SPEEDS = (0.5, 1.0, 2.5, 5.0, 20.0)


@dataclass
class Figures:
    """What all plays together did."""

    plays: int = 0
    events: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    teams: Counter[int] = field(default_factory=Counter)
    unreached: set[str] = field(default_factory=set)

    def add(self, play: Play, team: int) -> None:
        if not self.plays:
            self.unreached = {*play.script.nodes, *play.script.injects}
        self.unreached -= play.state.nodes.keys() | {ident for ident, at in play.state.injects.items() if at >= 0}
        self.plays += 1
        self.teams[team] += 1
        self.events.update(event.type for event in play.events)
        self.endings[play.state.how or play.state.status] += 1


def many(script: CompiledScenario, count: int) -> Figures:
    """So many plays of one scenario, and what they did together."""
    figures = Figures()

    @settings(max_examples=count, deadline=None, database=None)
    @given(acts=MANY, seed=st.text(max_size=8), team=st.integers(1, 6))
    def play(acts: list[Act], seed: str, team: int) -> None:
        fuzz(script, seed, team, acts, figures)

    play()
    return figures


def assembled(script: CompiledScenario, seed: str, team: int) -> Play:
    """A run just begun with the roles dealt round."""
    play = Play(script, seed)
    for place in range(team):
        roles = list(script.roles)[place::team]
        play.write(
            EventDraft("member.joined", f"join:{place}", {"name": f"P{place}", "roles": roles}, actor=f"P{place}")
        )
    play.write(EventDraft("run.started", "run:start"))
    play.catch_up()
    return play


def perform(play: Play, act: Act) -> None:
    """One thing somebody does, if it can be done now; what is done is what the service would write."""
    what, pick, seconds = act
    if play.state.status == "running" and what not in ("wait", "choose"):
        _DOERS[what](play, pick, seconds)
        play.catch_up()
    elif what == "wait":
        play.at += seconds * 1000
        play.catch_up()
    elif what == "choose" and play.state.status == "running" and play.until_asked():
        options = play.script.nodes[play.until_asked()].options
        limit = play.script.nodes[play.until_asked()].seconds * 100 / play.state.pace
        play.choose(options[pick % len(options)].id, after=min(seconds, limit))


def _gap(play: Play, pick: int, seconds: int) -> None:
    """Somebody decides, up to a second too late, and the network brings it after up to eight minutes."""
    if not (node := play.until_asked()):
        return
    asked, tapped = play.state.nodes[node], play.state.moment(play.state.nodes[node].opened) + seconds * 500
    play.at = max(play.at, tapped) + pick * 20_000 * 100 // max(100, play.state.pace)
    before_the_end = engine.closing(play.script, play.state, node) > play.state.at(tapped)
    play.catch_up()
    now, scene = play.state, _scene_of(play)
    draft = play.deliver(node, "abcd"[pick % len(asked.order)], asked.player, tapped=tapped, uuid=f"g{now.seq}")
    closed = now.nodes[node].status == "timeout"
    counts = before_the_end and (not closed or play.at - tapped <= UNDER_WAY) and (closed or now.status == "running")
    assert draft.type == ("decision.refused" if not counts else "decision.delayed" if closed else "decision.made")
    if closed:
        assert _scene_of(play) == scene, "what the others saw of a scene isn't rewound"
    if counts:
        assert play.state.nodes[node].choice == draft.payload["option"]
        assert 0 <= play.state.nodes[node].elapsed <= play.script.nodes[node].seconds * 1000


def _scene_of(play: Play) -> Any:
    state = play.state
    return engine.facts(play.script, state), state.armed, state.injects, state.phase, state.lost, state.ended


def _order(play: Play, kind: str, payload: dict[str, Any] | None = None, actor: str = "D1", key: str = "") -> None:
    play.write(EventDraft(kind, key or f"{kind}:{play.state.seq}", payload or {}, actor=actor))


def _pause(play: Play, _pick: int, seconds: int) -> None:
    _order(play, "run.paused")
    play.at += seconds * 1000
    assert engine.due(play.script, play.state, play.at) is None, "nothing happens in a pause"
    _order(play, "run.resumed")


def _inject(play: Play, pick: int, _seconds: int) -> None:
    waiting = [ident for ident in play.script.injects if ident not in play.state.injects]
    if waiting:
        ident = waiting[pick % len(waiting)]
        _order(play, "inject.sent", {"id": ident, "by": "director"}, key=f"inject:{ident}")


def _message(play: Play, pick: int, seconds: int) -> None:
    told = {"id": f"x_{play.state.seq}", "by": "director", "from": "导调", "to": [], "channel": "radio", "text": "起风"}
    numbers = [name for name in play.script.by_hand if type(play.script.scenario.state[name].start) is int]
    for name in numbers[pick % (len(numbers) + 1) :][:1]:
        variable = play.script.scenario.state[name]
        told["set"] = {name: variable.min + seconds % (variable.max - variable.min + 1)}
    _order(play, "inject.sent", told, key=f"inject:{told['id']}")


def _skip(play: Play, _pick: int, _seconds: int) -> None:
    to = engine.next_step(play.script, play.state)
    if to is not None:
        _order(play, "run.skipped_to", {"to_ms": to})


def _move(play: Play, pick: int, seconds: int) -> None:
    present = [member.person for member in play.state.members if member.present]
    role = list(play.script.roles)[pick % len(play.script.roles)]
    holder = next((m.person for m in play.state.members if role in m.roles), "")
    if present and (taker := present[seconds % len(present)]) != holder:
        _order(play, "role.moved", {"role": role, "from": holder, "to": taker})


def _leave(play: Play, pick: int, _seconds: int) -> None:
    present = [member.person for member in play.state.members if member.present]
    if len(present) > 1:
        _order(play, "member.left", actor=present[pick % len(present)])


def _return(play: Play, pick: int, _seconds: int) -> None:
    away = [member for member in play.state.members if not member.present]
    if away:
        member = away[pick % len(away)]
        _order(play, "member.joined", {"name": member.name, "roles": list(member.roles)}, actor=member.person)


def _adjust(play: Play, pick: int, seconds: int) -> None:
    """Correct a decision that has a result, or take the correction back, whatever the number."""
    scored = [ident for ident, node in play.state.nodes.items() if node.status in ("done", "timeout")]
    if scored:
        told = {
            "node": scored[pick % len(scored)],
            "points": None if seconds % 7 == 0 else seconds - 20,
            "reason": "卡住",
        }
        _order(play, "score.adjusted", told)


def _ended(how: str) -> Any:
    return lambda play, pick, seconds: (
        _order(play, "run.ended", {"how": how}, key="run:end") if pick % 4 == 3 and seconds > 50 else None
    )


_DOERS: dict[str, Any] = {
    "gap": _gap,
    "pause": _pause,
    "inject": _inject,
    "speed": lambda play, pick, _: _order(play, "run.speed", {"factor": SPEEDS[pick % len(SPEEDS)]}),
    "skip": _skip,
    "message": _message,
    "move": _move,
    "leave": _leave,
    "return": _return,
    "refuse": lambda play, pick, _: _order(play, "decision.refused", {"node": "", "reason": "late"}, actor=f"P{pick}"),
    "adjust": _adjust,
    "note": lambda play, _pick, _seconds: _order(play, "observation.noted", {"text": "看见了"}),
    "real": _ended("real"),
    "stop": _ended("stopped"),
}


def fuzz(script: CompiledScenario, seed: str, team: int, acts: list[Act], figures: Figures | None = None) -> Play:
    """Play by chance and look at everything that must never happen."""
    play = assembled(script, seed, team)
    for act in acts:
        perform(play, act)
        _nobody_is_asked_twice(play)
    _play_out(play, Random(seed))
    _correct_after_the_end(play, Random(seed))
    _times_and_keys(play)
    _scene_within_bounds(play)
    stored = [Event(**json.loads(json.dumps(vars(event)))) for event in play.events]
    again = engine.fold(script, engine.begin(script, seed), stored)
    assert again.dump() == play.state.dump(), "a log replays to the byte"
    if figures is not None:
        figures.add(play, team)
    return play


def _play_out(play: Play, chance: Random) -> None:
    """Answer whatever is still asked, now and then too late, until the run ends by itself."""
    while play.state.status == "running" and (node := play.until_asked()):
        if chance.random() < 0.1:
            play.at = play.state.moment(play.state.nodes[node].opened + play.script.nodes[node].seconds * 1000 + 60_000)
            play.catch_up()
        else:
            play.choose(chance.choice(play.script.nodes[node].options).id, after=chance.random() * 4)
        _nobody_is_asked_twice(play)
    assert play.state.status == "ended", "every play ends"
    assert 0 <= outcome(play.script, play.state).percent <= 100


def _correct_after_the_end(play: Play, chance: Random) -> None:
    """What is corrected changes the score within its bounds and nothing else; taken back, it is as it was."""
    before, scene = outcome(play.script, play.state), (play.state.vars, play.state.nodes, play.state.ended)
    standing = dict(play.state.adjusted)
    for node in (*[i for i in standing if i], ""):
        _order(play, "score.adjusted", {"node": node, "points": chance.randint(-5, 120), "reason": "断电"})
        assert 0 <= outcome(play.script, play.state).percent <= 100
        assert outcome(play.script, play.state).reckoned == before.reckoned
    for node in play.state.adjusted:
        _order(play, "score.adjusted", {"node": node, "points": None, "reason": "撤回"})
    assert outcome(play.script, play.state).percent == before.reckoned
    assert (play.state.vars, play.state.nodes, play.state.ended) == scene


def _nobody_is_asked_twice(play: Play) -> None:
    asked = [play.state.nodes[ident].player for ident in play.state.open_nodes()]
    assert len(asked) == len(set(asked))


def _times_and_keys(play: Play) -> None:
    keys = [event.key for event in play.events]
    assert len(keys) == len(set(keys)), "a thing that may happen once happened twice"
    state, clock = engine.begin(play.script, play.seed), 0
    for event in play.events:
        assert state.status != "ended" or event.type in AFTER_THE_END, "nothing is played after the end"
        state = engine.apply(play.script, state, event)
        assert clock <= state.clock(event.ts), "the run's clock never goes back"
        clock = state.clock(event.ts)
    assert clock <= play.script.scenario.minutes * 60_000 + 60_000 * 20, "at most one long look away beyond the limit"


def _scene_within_bounds(play: Play) -> None:
    for name, variable in play.script.scenario.state.items():
        value = play.state.vars[name]
        assert type(value) is type(variable.start)
        assert isinstance(value, bool | str) or variable.min <= value <= variable.max
