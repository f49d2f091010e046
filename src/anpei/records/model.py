"""Marks, results and standings as plain values; what follows from marks is decided by pure functions here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from anpei.grading import Verdict

if TYPE_CHECKING:  # courses bring notebooks with them, which marks don't need
    from anpei.courses import Course

MarkState = Literal["instant", "unmarked", "published"]
ResultState = Literal["marked", "awaiting", "published"]
Decided = Literal["pass", "fail"]
Status = Literal["未开始", "进行中", "待阅", "合格", "不合格", "逾期"]
STATUSES: tuple[Status, ...] = ("未开始", "进行中", "待阅", "合格", "不合格", "逾期")
CLOSE = 1e-6


@dataclass(frozen=True)
class SlotResult:
    """One slot's mark as the learner may know it; ``collected`` says a newer manual mark waits to be published."""

    slot: str
    points: float
    max: float
    verdict: Verdict
    state: MarkState
    comment: str = ""
    collected: bool = False


@dataclass(frozen=True)
class Summary:
    """What the marks of one attempt come to.

    While a manual slot is unmarked the state is ``awaiting`` and ``passed`` is None; ``decided`` already says ``pass``
    or ``fail`` where no mark still to come can change it.
    """

    state: ResultState
    score: float
    max: float
    percent: float
    passed: bool | None
    decided: Decided | None


@dataclass(frozen=True)
class Result:
    """An attempt's result as it stands in the record; times in ms."""

    attempt: int
    staff_no: str
    paper: str
    title: str
    number: int
    handed_in: int
    state: ResultState
    score: float
    max: float
    percent: float
    passed: bool | None
    decided: Decided | None
    slots: tuple[SlotResult, ...] = ()


@dataclass(frozen=True)
class BestResult:
    """The attempt, or drill run, that counts, as far as lists show it."""

    attempt: int
    score: float
    max: float
    decided: Decided | None
    awaiting: bool = False
    """Whether marks are still to come, also where they can't change what is decided."""

    @classmethod
    def of(cls, result: Result | None) -> BestResult | None:
        if result is None:
            return None
        return cls(result.attempt, result.score, result.max, result.decided, result.state == "awaiting")


@dataclass(frozen=True)
class Standing:
    """Where a person stands with something they have to do.

    ``overdue`` stays true for somebody who failed after the due date. ``percent`` is the best attempt's, or for a
    course the share of finished chapters. ``done_at`` is when it was first fulfilled.
    """

    status: Status
    due: int | None
    overdue: bool
    percent: float | None = None
    attempts: int = 0
    open_attempt: int | None = None
    best: BestResult | None = None
    done_at: int | None = None


@dataclass(frozen=True)
class Syllabus:
    """What finishing a course takes: its chapters' slugs, and its paper (empty: none)."""

    course: str
    chapters: tuple[str, ...]
    paper: str = ""
    title: str = ""

    @classmethod
    def of(cls, course: Course) -> Syllabus:
        return cls(course.slug, tuple(chapter.slug for chapter in course.chapters), course.paper, course.title)


def summarise(slots: Iterable[SlotResult], pass_mark: float) -> Summary:
    """Add up the visible marks and say what they decide; ``pass_mark`` in percent."""
    marks = list(slots)
    most = sum(mark.max for mark in marks)
    score = round(sum(mark.points for mark in marks), 2)
    open_points = sum(mark.max for mark in marks if mark.state == "unmarked")
    decided: Decided | None = None
    if share(score, most) >= pass_mark - CLOSE:
        decided = "pass"
    elif share(score + open_points, most) < pass_mark - CLOSE:
        decided = "fail"
    states = {mark.state for mark in marks}
    state: ResultState = "awaiting" if "unmarked" in states else "published" if "published" in states else "marked"
    passed = None if state == "awaiting" else decided == "pass"
    return Summary(state, score, most, round(share(score, most), 1), passed, decided)


def share(score: float, most: float) -> float:
    """Percent; 0 of 0 is 0."""
    return 100 * score / most if most else 0.0


def best(results: Iterable[Result]) -> Result | None:
    """The result that counts: a pass before anything else, then the higher percentage, then the earlier attempt."""
    return max(results, key=lambda r: (r.decided == "pass", r.percent, -r.number), default=None)


def counting(results: Iterable[Result]) -> Result | None:
    """The attempt a marker should have before them: a pass, else the newest still undecided, else the best."""
    known = list(results)
    undecided = [r for r in known if r.decided is None]
    if undecided and not any(r.decided == "pass" for r in known):
        return max(undecided, key=lambda r: r.number)
    return best(known)


def on(status: Status, late: bool) -> Status:
    """A status as of a day before or after the due date; the one thing about a standing that time alone changes."""
    return "逾期" if late and status in ("未开始", "进行中") else status


def standing_of(results: Sequence[Result], open_attempt: int | None, due: int | None, now: int) -> Standing:
    """Where somebody with these results stands with a paper; what is decided counts before the last mark is there."""
    top = best(results)
    late = due is not None and now > due
    passed = [r for r in results if r.decided == "pass"]
    status: Status
    if passed:
        status = "合格"
    elif any(r.decided is None for r in results):
        status = "待阅"
    elif open_attempt is not None:
        status = "进行中"
    elif top is not None:
        status = "不合格"
    else:
        status = "未开始"
    return Standing(
        status=on(status, late),
        due=due,
        overdue=late and status not in ("合格", "待阅"),
        percent=top.percent if top else None,
        attempts=len(results) + (open_attempt is not None),
        open_attempt=open_attempt,
        best=BestResult.of(top),
        done_at=min((r.handed_in for r in passed), default=None),
    )
