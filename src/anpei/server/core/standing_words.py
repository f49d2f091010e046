"""Where somebody stands with a duty, in words: one tag, one score, one sentence, alike on every page and in every list.

What is so is decided by :func:`anpei.records.standing_of`, what follows from it by :func:`anpei.records.next_step`.
"""

from __future__ import annotations

from dataclasses import dataclass

from anpei import clock
from anpei.records import NextStep, Standing
from anpei.server.core.view_models import due_words, number

__all__ = ["TONES", "StandingWords", "pass_line", "score_words", "standing_words"]

TONES = {
    "未开始": "", "进行中": "info", "待阅": "info", "合格": "ok", "不合格": "danger", "逾期": "danger",
    "已参加": "info", "中途离开": "",
}  # fmt: skip


@dataclass(frozen=True)
class StandingWords:
    """``tag`` with its ``tone``, ``score`` (empty while there is none), and the sentence for whoever it is about."""

    tag: str
    tone: str
    score: str
    line: str


def standing_words(stands: Standing, kind: str, now: int, zone: str, step: NextStep | None = None) -> StandingWords:
    """Words for a standing; ``step`` is what follows for a paper, where it is known."""
    score, late = score_words(stands, kind), stands.overdue
    due = due_words(stands.due, now, zone) if stands.due else None
    if stands.status == "合格":
        at = clock.local(stands.done_at, zone) if stands.done_at else None
        done = f"{at.month}月{at.day}日完成" if at else ""
        pending = "案例题还在等批阅，总分可能更高" if stands.best and stands.best.awaiting else ""
        return StandingWords("合格", "ok", score, "，".join(filter(None, [done, score, pending])))
    if stands.status == "待阅":
        return StandingWords(
            "待阅", "info", score, "，".join(filter(None, ["已交卷", score, step.text if step else ""]))
        )
    if stands.status == "不合格":
        parts = [score, due.when if due and late else "", step.text if step else ""]
        return StandingWords("不合格，已逾期" if late else "不合格", "danger", score, "，".join(filter(None, parts)))
    return StandingWords(stands.status, TONES[stands.status], score, "")


def score_words(stands: Standing, kind: str) -> str:
    """Points of the best attempt out of how many, or how much of a course is finished."""
    best, percent = stands.best, stands.percent
    if kind == "course" and stands.status in ("未开始", "进行中", "逾期"):
        return f"学完 {number(percent)}%" if percent else ""
    return f"{number(best.score)} / {number(best.max)}" if best is not None else ""


def pass_line(percent: float) -> str:
    """The pass mark, worded alike wherever it is told."""
    return f"合格线 {number(percent)}%"
