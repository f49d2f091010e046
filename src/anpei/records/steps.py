"""What to do next: rest, read again, sit again, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from anpei import attempts, clock
from anpei.papers import Paper
from anpei.records.model import Result

StepKind = Literal["passed", "waiting", "retake", "later", "ask"]


@dataclass(frozen=True)
class NextStep:
    """The next step after a result; ``at`` (ms) from when one may sit again, ``chapters`` worth reading again first."""

    kind: StepKind
    text: str
    left: int
    at: int | None
    chapters: tuple[str, ...] = ()


def next_step(
    result: Result, situation: attempts.Situation, now: int, zone: str, chapters: Iterable[str] = ()
) -> NextStep:
    """Say in one sentence what follows from a result; pure."""
    read, left, at = tuple(chapters), situation.left, situation.next_at
    if result.decided == "pass":
        text = "已达到合格线。" if result.state == "awaiting" else "已合格，无需再考。"
        return NextStep("passed", text, left, None, read)
    if result.decided is None:
        return NextStep("waiting", "案例题待培训师批阅，批阅公布后可知是否合格。", left, at, read)
    if at is None:
        return NextStep("ask", "考试次数已用完，如需补考请联系培训师。", 0, None, read)
    if now < at:
        return NextStep("later", f"{clock.show(at, zone)} 之后可以再考，还有 {left} 次机会。", left, at, read)
    return NextStep("retake", f"现在就可以再考，还有 {left} 次机会。建议先复习。", left, at, read)


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
    """The next step after a result, from the person's attempts and what the course's chapters cite."""
    taken = attempts.attempts_of(session, result.staff_no, result.paper)
    if paper is None:
        where = attempts.Situation(None, len(taken), 0, None, result.attempt)
    else:
        where = attempts.situation(paper, taken)
    return next_step(result, where, now, zone, related_chapters(weak_cites(session, result), cites))


def _article(cite: str) -> str:
    """The article alone: its paragraphs and versions are taught in the same place."""
    return cite.partition("@")[0].partition(".")[0]
