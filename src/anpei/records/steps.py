"""What to do next: rest, read again, sit again, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from anpei import attempts, clock
from anpei.papers import Paper
from anpei.records.board import standing
from anpei.records.model import Result, Standing

StepKind = Literal["passed", "waiting", "going", "retake", "later", "ask"]


@dataclass(frozen=True)
class NextStep:
    """The next step after a result; ``at`` (ms) from when one may sit again, ``chapters`` worth reading again first."""

    kind: StepKind
    text: str
    left: int
    at: int | None
    chapters: tuple[str, ...] = ()


def next_step(
    stands: Standing, situation: attempts.Situation, now: int, zone: str, chapters: Iterable[str] = ()
) -> NextStep:
    """Say in one sentence what follows from where somebody stands with a paper; every page says this one. Pure."""
    read, left, at = tuple(chapters), situation.left, situation.next_at
    pending = stands.best is not None and stands.best.awaiting
    if stands.status == "合格":
        text = "已达到合格线，案例题还在等批阅，总分可能更高。" if pending else "已合格，无需再考。"
        return NextStep("passed", text, left, None, read)
    if stands.status == "待阅":
        return NextStep("waiting", "案例题待培训师批阅，批阅公布后可知是否合格。", left, at, read)
    if situation.open_attempt is not None:
        return NextStep("going", "试卷已经开始，时间正在走。", left, at, read)
    if stands.best is None:
        return NextStep("retake", f"还没有考过，可以考 {left} 次。", left, at, read)
    lost = "案例题批阅后也到不了合格线。" if pending else ""
    if at is None:
        return NextStep("ask", f"{lost}考试次数已用完，如需补考请联系培训师。", 0, None, read)
    if now < at:
        return NextStep("later", f"{lost}{clock.show(at, zone)} 之后可以再考，还有 {left} 次机会。", left, at, read)
    return NextStep("retake", f"{lost}现在就可以再考，还有 {left} 次机会。建议先复习。", left, at, read)


def weak_cites(session: Session, result: Result) -> list[str]:
    """The citations behind the questions that didn't earn everything, the most frequent first."""
    lost = {slot.slot for slot in result.slots if slot.verdict in ("wrong", "partial", "blank")}
    states = [state for state in attempts.slots(session, result.attempt) if state.slot in lost]
    asked = attempts.versions(session, (state.sha for state in states))
    counts: dict[str, int] = {}
    for state in states:
        for cite in asked[state.sha].secret.cites:
            counts[cite] = counts.get(cite, 0) + 1
    return sorted(counts, key=lambda cite: (-counts[cite], cite))


def related_chapters(weak: Iterable[str], cites: Mapping[str, Iterable[str]]) -> list[str]:
    """Chapters (by slug, with what each cites) that treat the weak articles, the most related first; pure."""
    articles = {_article(cite) for cite in weak}
    hits = {chapter: len(articles & {_article(cite) for cite in each}) for chapter, each in cites.items()}
    return [chapter for chapter in sorted(hits, key=lambda name: -hits[name]) if hits[chapter]]


def step_for(
    session: Session, result: Result, paper: Paper | None, now: int, zone: str, cites: Mapping[str, Iterable[str]]
) -> NextStep:
    """The next step of whoever looks at a result: from where they stand with its paper, and what chapters cite.

    Of a withdrawn paper no attempts are left.
    """
    taken = attempts.attempts_of(session, result.staff_no, result.paper)
    stands = standing(session, result.staff_no, "paper", result.paper, None, now)
    where = attempts.Situation(None, len(taken), 0, None, result.attempt)
    if paper is not None:
        where = attempts.situation(paper, taken)
    return next_step(stands, where, now, zone, related_chapters(weak_cites(session, result), cites))


def _article(cite: str) -> str:
    """The article alone: its paragraphs and versions are taught in the same place."""
    return cite.partition("@")[0].partition(".")[0]
