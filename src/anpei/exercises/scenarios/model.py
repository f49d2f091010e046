"""What a drill scenario is made of: pure, immutable types read from `drills/<slug>/scenario.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from anpei.content import State
from anpei.plainfiles import Plain

__all__ = [
    "Debrief",
    "Effects",
    "EvaluationItem",
    "Inject",
    "Kind",
    "LegalBasis",
    "MapLayer",
    "Node",
    "Objective",
    "Option",
    "Phase",
    "PracticeAgain",
    "Role",
    "Scenario",
    "Source",
    "Takeaway",
    "Timeout",
    "Trigger",
    "Value",
    "Variable",
]

Value = bool | int | str
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Text = Annotated[str, Field(min_length=1, max_length=600)]
Line = Annotated[str, Field(min_length=1, max_length=120)]
Seconds = Annotated[int, Field(ge=0, le=3600)]


class Source(Plain):
    """Where a sentence comes from: articles of law, or practice guidance, which is shown as 待核."""

    cites: tuple[str, ...] = ()
    source: str = ""


class Kind(Plain):
    """The three dimensions in which drills are classified: content, form, purpose."""

    content: Literal["单项演练", "综合演练"]
    form: Literal["桌面演练", "实战演练"]
    purpose: Literal["检验性演练", "示范性演练", "研究性演练"]


class PracticeAgain(Plain):
    """What to practise again after a miss: practice items of the bank, and a chapter as ``course/chapter``."""

    items: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")], ...] = ()
    chapter: Annotated[str, Field(pattern=r"^([a-z0-9-]{1,64}/[a-z0-9-]{1,64})?$")] = ""


class LegalBasis(Source):
    text: Line


class Variable(Plain):
    """One fact of the scene; a ``label`` makes it a meter for players, a label or ``hand`` lets a director set it."""

    start: Value
    min: int = 0
    max: int = 999
    label: str = ""
    unit: str = ""
    tone: Literal["plain", "warn", "danger", "ok"] = "plain"
    hand: Annotated[str, Field(max_length=20)] = ""


class Effects(Plain):
    """What an inject, an option or a time-out does to the scene."""

    set: dict[Ident, Value] = Field(default_factory=dict)
    add: dict[Ident, int] = Field(default_factory=dict)


class Trigger(Plain):
    """When something happens: at a second, after another step, when a condition holds; ``delay`` seconds later."""

    at: Seconds | None = None
    after: Ident | None = None
    when: str = ""
    delay: Seconds = 0


class Role(Plain):
    id: Ident
    title: Annotated[str, Field(min_length=1, max_length=12)]
    duty: Line


class Phase(Plain):
    id: Ident
    title: Line


class Inject(Trigger, Effects):
    """One line of the master scenario events list; ``director`` ones wait for a hand on the console."""

    id: Ident
    director: bool = False
    sender: Annotated[str, Field(alias="from", min_length=1, max_length=20)]
    to: tuple[Ident, ...] = ()
    channel: Literal["radio", "phone", "alarm", "picture"]
    text: Text
    expect: Line


class Option(Effects):
    """One answer: what it does, what it costs in seconds, and what the debrief says about it."""

    id: Ident
    text: Line
    score: Annotated[int, Field(ge=0, le=10)]
    best: bool = False
    forbidden: bool = False
    cost: Seconds = 0
    result: Text
    note: Text
    goto: Ident | None = None


class Timeout(Effects):
    """What happens when nobody decides in time; it never scores."""

    cost: Seconds = 0
    result: Text
    note: Text
    goto: Ident | None = None


class Node(Trigger, Source):
    """A decision one role has to take within ``seconds``; without a trigger it's opened by a ``goto``."""

    id: Ident
    role: Ident
    phase: Ident
    seconds: Annotated[int, Field(ge=5, le=300)]
    question: Line
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=4)]
    timeout: Timeout
    note: Text
    refresh: PracticeAgain = PracticeAgain()

    @property
    def best(self) -> Option:
        return max(self.options, key=lambda option: (option.score, option.best))


class EvaluationItem(Plain):
    """What an evaluator would tick; its evidence is the decisions taken at ``nodes``."""

    id: Ident
    text: Line
    nodes: Annotated[tuple[Ident, ...], Field(min_length=1)]


class Objective(Plain):
    id: Ident
    title: Line
    family: Line
    weight: Annotated[int, Field(ge=1, le=100)]
    items: Annotated[tuple[EvaluationItem, ...], Field(min_length=1)]
    refresh: PracticeAgain = PracticeAgain()

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(node for item in self.items for node in item.nodes))


class MapLayer(Plain):
    """A group of the plan (``data-layer``) that is visible while the condition holds."""

    layer: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
    when: str


class Takeaway(Source):
    text: Text


class Debrief(Plain):
    passed: Text
    failed: Text
    takeaways: Annotated[tuple[Takeaway, ...], Field(min_length=1)]


class Scenario(Plain):
    """A whole scenario; ``minutes`` is the hard end of a run, ``pass_mark`` percent of the weighted score.

    ``roll_call`` is a condition: the moment it first holds is the alarm from which heads are counted. ``status`` is
    what other content calls its state; ``state`` is the scene's.
    """

    title: Line
    summary: Text
    place: Line
    kind: Kind
    plan: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+\.svg$")]
    minutes: Annotated[int, Field(ge=1, le=120)]
    pass_mark: Annotated[int, Field(ge=1, le=100)] = 60
    roll_call: Annotated[str, Field(max_length=200)] = ""
    seed: tuple[int, ...] = ()
    status: State = "published"
    forbidden_limit: Annotated[int, Field(ge=0)] = 0
    basis: Annotated[tuple[LegalBasis, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    state: dict[Ident, Variable]
    map: tuple[MapLayer, ...] = ()
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1)]
    injects: tuple[Inject, ...] = ()
    nodes: Annotated[tuple[Node, ...], Field(min_length=1)]
    debrief: Debrief
