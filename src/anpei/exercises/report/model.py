"""An after-action report as plain values: what was planned, what happened, how it was rated, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = [
    "ADHOC",
    "FIELDS",
    "GRADES",
    "Answered",
    "Attended",
    "ExpectedAction",
    "ItemLine",
    "Moment",
    "MusterTimes",
    "ObjectiveLine",
    "PartSignature",
    "PlanLine",
    "Report",
    "Signed",
    "Signing",
    "Text",
    "Watcher",
]

Verdict = Literal["right", "partial", "wrong", "late"]

FIELDS: dict[str, str] = {
    "organiser": "组织及承办单位",
    "method": "评估方式和步骤",
    "preparation": "演练策划与准备",
    "plan_fit": "预案的针对性和可行性",
    "resources": "人员、装备与资源",
    "coordination": "指挥与协同",
    "strengths": "做得好的",
    "problems": "暴露的问题",
    "suggestions": "改进意见和建议",
    "self_review": "参演人员自评",
    "conclusion": "综合评价",
    "grade": "评估等级",
}
"""The parts of a report a person may rewrite; an empty one shows what the platform suggests."""

GRADES = ("优秀", "良好", "合格", "不合格")


@dataclass(frozen=True)
class Text:
    """One editable part as it stands; ``version`` 0 is the platform's own draft, ``by`` a name."""

    field: str
    title: str
    text: str
    version: int = 0
    by: str = ""
    at: int | None = None


@dataclass(frozen=True)
class Moment:
    """A line of the timeline; ``at`` is run time in ms."""

    at: int
    tone: str
    text: str


@dataclass(frozen=True)
class Answered:
    """How one decision went; ``number`` as on the console, ``limit``, ``used`` and ``cost`` in seconds, times in ms.

    ``delayed``: made in time and delivered after the time-out, so that it counts and the scene went on without it.
    """

    node: str
    number: int
    role: str
    who: str
    question: str
    chosen: str
    best: str
    verdict: Verdict
    forbidden: bool
    limit: int
    used: int
    cost: int
    opened: int
    closed: int
    note: str
    why: str
    cards: tuple[dict[str, Any], ...] = ()
    delayed: bool = False


@dataclass(frozen=True)
class ExpectedAction:
    """One inject: when it should come and came (ms of run time), what was expected, and what followed.

    ``number`` as on the console, and 临1, 临2, … for what the director made up. ``deviation`` in seconds, late is
    positive; None where no time was planned or it never came.
    """

    number: str
    planned: int | None
    actual: int | None
    deviation: int | None
    source: str
    text: str
    expect: str
    followed: tuple[int, ...]
    outcome: str
    tone: str

    @property
    def adhoc(self) -> bool:
        return self.number.startswith(ADHOC)


ADHOC = "临"


@dataclass(frozen=True)
class ItemLine:
    """One evaluation item: what the decisions say, and what the evaluators agreed on (empty: they didn't).

    ``given`` is what each of them said: name, rating, note.
    """

    id: str
    text: str
    engine: str
    rated: str = ""
    by: str = ""
    reason: str = ""
    given: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class ObjectiveLine:
    """One objective; ``percent`` None when none of its decisions came up.

    ``who``, ``when`` and ``limits`` are the roles, the phases and the time limits of the decisions it rests on.
    """

    title: str
    family: str
    weight: int
    score: int
    max: int
    percent: int | None
    items: tuple[ItemLine, ...] = ()
    who: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    limits: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlanLine:
    """An emergency plan this drill exercises; ``sample`` says it's the bundled example and not the enterprise's own."""

    title: str
    kind: str
    version: str = ""
    since: str = ""
    note: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Attended:
    """One seat, or somebody who came besides: who was expected, who came, when (ms UTC), and how they took part."""

    expected: str
    came: str
    roles: str
    joined: int | None
    left: int | None = None
    staff_no: str = ""
    part: str = ""

    @property
    def word(self) -> str:
        """How they took part; 缺席, or nobody came to a seat that was anybody's."""
        if self.joined is None:
            return "缺席" if self.expected else "无人就位"
        return self.part


@dataclass(frozen=True)
class Watcher:
    """An evaluator with the drawn signature (an SVG path) and the moment of signing."""

    name: str
    signed: int | None
    signature: str = ""
    rated: int = 0


@dataclass(frozen=True)
class MusterTimes:
    """Measured times in ms UTC, counts of people, who counted, and the model's range of the muster time in seconds.

    ``open`` is the roll call's number while it goes on, else 0.
    """

    alarm: int | None = None
    first_out: int | None = None
    last_out: int | None = None
    all_accounted: int | None = None
    expected: int = 0
    split: str = ""
    missing: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    wardens: tuple[str, ...] = ()
    model: tuple[int, int] | None = None
    open: int = 0


@dataclass(frozen=True)
class Signed:
    """Who signed which content of a report, and for what was ``absent`` which reason was given."""

    by: str
    at: int
    sha: str
    absent: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PartSignature:
    """Who signed a part of a report, how (``drawn`` or ``typed``), and the text that was signed with its SHA-256."""

    part: str
    staff_no: str
    name: str
    at: int
    method: str
    path: str
    sha: str
    content: str


@dataclass(frozen=True)
class Signing:
    """A line of a report's history: ``signed``, its text ``kept`` or not, or ``reopened`` with the reason."""

    id: int
    kind: str
    name: str
    at: int
    sha: str
    note: str
    kept: bool


@dataclass(frozen=True)
class Report:
    """Everything a report says, in the structure of the evaluation standard; times in ms UTC unless said otherwise."""

    run_id: int
    label: str
    enterprise: str
    title: str
    summary: str
    place: str
    kinds: tuple[str, ...]
    began: int
    ended: int
    how: str
    finished: bool
    seconds: int
    minutes: int
    percent: int
    pass_mark: int
    passed: bool
    right: int
    asked: int
    lost: int
    forbidden: int
    director: str
    roles: tuple[tuple[str, str, str], ...]
    watchers: tuple[Watcher, ...]
    agreement: int | None
    zone: str
    texts: Mapping[str, Text]
    timeline: tuple[Moment, ...]
    expected: tuple[ExpectedAction, ...]
    answers: tuple[Answered, ...]
    objectives: tuple[ObjectiveLine, ...]
    standard: tuple[tuple[str, tuple[ItemLine, ...]], ...] = ()
    plans: tuple[PlanLine, ...] = ()
    attendance: tuple[Attended, ...] = ()
    remark: str = ""
    faults: bool = False
    earlier: tuple[Signing, ...] = ()
    muster: MusterTimes | None = None
    actions: tuple[Any, ...] = ()
    basis: tuple[dict[str, Any], ...] = ()
    photos: tuple[tuple[str, str], ...] = ()
    signed: Signed | None = None
    signers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Part → who is to sign it: number and name."""
    part_signatures: Mapping[str, PartSignature] = field(default_factory=dict)
    script: dict[str, str] = field(default_factory=dict)
