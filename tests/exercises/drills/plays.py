"""A drill played by hand over the pure engine: time passes when the test says so."""

from __future__ import annotations

from anpei.exercises.runs import Event, EventDraft, RunState, SentDecision, engine
from anpei.exercises.runs.decisions import judge
from anpei.exercises.scenarios import CompiledScenario
from anpei.taps import Tap

PERSON = "E1001"


class Play:
    """One run, its log and its state; `at` is the server's clock in ms."""

    def __init__(self, script: CompiledScenario, seed: str = "seed", *, start: int = 1_000_000) -> None:
        self.script, self.seed, self.at = script, seed, start
        self.events: list[Event] = []
        self.state: RunState = engine.begin(script, seed)

    def write(self, draft: EventDraft) -> None:
        event = Event.of(draft, self.state.seq + 1, self.at)
        self.events.append(event)
        self.state = engine.apply(self.script, self.state, event)

    def join(self, person: str = PERSON, *roles: str) -> None:
        told = {"name": person, "roles": list(roles or self.script.roles)}
        self.write(EventDraft("member.joined", f"join:{person}", told, actor=person))

    def start(self) -> Play:
        if not self.state.members:
            self.join()
        self.write(EventDraft("run.started", "run:start"))
        self.catch_up()
        return self

    def catch_up(self) -> None:
        while (draft := engine.due(self.script, self.state, self.at)) is not None:
            self.write(draft)

    def wait(self, seconds: float) -> None:
        """Let time pass as a watcher sees it, a tenth of a second at a time."""
        end = self.at + int(seconds * 1000)
        while self.at < end:
            self.at = min(end, self.at + 100)
            self.catch_up()

    def until_asked(self) -> str:
        """Wait for the next question, or for the end (``""``)."""
        while self.state.status == "running" and not self.state.open_nodes():
            wake = engine.wake(self.script, self.state)
            assert wake is not None
            self.at = max(self.at, self.state.moment(wake))
            self.catch_up()
        return next(iter(self.state.open_nodes()), "")

    def choose(self, option: str, after: float = 3.0) -> None:
        """Answer the open question with an option id after some seconds."""
        node = self.until_asked()
        self.at += int(after * 1000)
        told = {"node": node, "option": option, "elapsed": int(after * 1000), "uuid": f"u-{node}"}
        self.write(EventDraft("decision.made", f"close:{node}", told, actor=self.state.nodes[node].player))
        self.catch_up()

    def deliver(self, node: str, option: str, person: str, *, tapped: int, uuid: str) -> EventDraft:
        """Let a tap arrive now, by the displayed letter, and write what the service would write of it."""
        self.catch_up()
        sent = SentDecision(Tap(person, person, uuid, self.at, tapped), "k-1", node, option, 0)
        draft = judge(self.script, self.state, sent)
        self.write(draft)
        self.catch_up()
        return draft

    def best(self, until: str = "") -> Play:
        """Answer everything best, up to the named question."""
        while (node := self.until_asked()) and node != until:
            self.choose(self.script.nodes[node].best.id)
        return self
