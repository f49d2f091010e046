"""我的培训 as a page shows it: what to do next, and everything else in order. Pure; time is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anpei.plans import Duty
from anpei.records import NextStep, Standing
from anpei.server.core.standing_words import standing_words
from anpei.server.core.targets import ICONS, Targets
from anpei.server.core.view_models import due_words

__all__ = ["TrainingItem", "begun_row", "groups_of", "next_of", "summary_of"]


@dataclass(frozen=True)
class TrainingItem:
    """One duty with where its person stands, and what follows for its paper; ``course_first``: after the chapters."""

    duty: Duty
    standing: Standing
    next_chapter: str = ""
    step: NextStep | None = None
    course_first: bool = False

    @property
    def done(self) -> bool:
        return self.standing.status == "合格"

    @property
    def waiting(self) -> bool:
        return self.standing.status == "待阅"

    @property
    def actionable(self) -> bool:
        """Whether the person can do something about it on this screen, now."""
        if self.done or self.waiting or self.duty.kind == "drill":
            return False
        if self.duty.kind == "paper" or (self.standing.status == "不合格" and not self.next_chapter):
            return self.step is not None and self.step.kind in ("going", "retake") and not self.course_first
        return True


def next_of(items: Sequence[TrainingItem], targets: Targets, now: int, zone: str) -> dict[str, Any] | None:
    """The one thing to do next, in words."""
    item = chosen(items, targets)
    if item is None:
        return None
    due = due_words(item.duty.due, now, zone)
    return {
        "late": due.late,
        "when": due.tag if due.late else due.when,
        "title": targets.title(item.duty.kind, item.duty.target),
        **_action(item, targets, standing_words(item.standing, item.duty.kind, now, zone, item.step).line),
    }


def chosen(items: Sequence[TrainingItem], targets: Targets) -> TrainingItem | None:
    """The one thing to do next: a running exam before anything, then what is due first."""
    running = [item for item in items if item.standing.open_attempt is not None and item.duty.kind == "paper"]
    ready = [item for item in items if item.actionable]
    if not (running or ready):
        return None
    return running[0] if running else _learn_first(ready[0], ready, targets)


def _learn_first(item: TrainingItem, ready: Sequence[TrainingItem], targets: Targets) -> TrainingItem:
    """Before somebody's first try at a paper comes its course, while there is time and chapters are still unread."""
    paper = targets.papers.papers.get(item.duty.target) if item.duty.kind == "paper" else None
    if paper is None or item.standing.attempts or item.standing.overdue:
        return item
    courses = (other for other in ready if (other.duty.kind, other.duty.target) == ("course", paper.course))
    return next((course for course in courses if course.next_chapter), item)


def _action(item: TrainingItem, targets: Targets, line: str) -> dict[str, str]:
    kind, target, standing = item.duty.kind, item.duty.target, item.standing
    if kind == "paper" and standing.open_attempt is not None:
        return {"note": "试卷已经开始，时间正在走。", "action": "继续答题", "href": f"exam/{standing.open_attempt}"}
    if kind == "paper":
        return {"note": line or targets.note(kind, target), "action": "去考试", "href": targets.href(kind, target)}
    if item.next_chapter:
        word = "继续学习" if standing.percent else "开始学习"
        course = targets.catalog.courses[target]
        chapter = course.chapter(item.next_chapter)
        title = chapter.title if chapter else ""
        return {"note": f"下一章：{title}", "action": word, "href": f"courses/{target}/{item.next_chapter}"}
    paper = targets.catalog.courses[target].paper if target in targets.catalog.courses else ""
    if paper:
        return {"note": line or "章节都学完了，还差考试。", "action": "去考试", "href": f"papers/{paper}"}
    return {"note": targets.note(kind, target), "action": "打开", "href": targets.href(kind, target) or "my"}


def groups_of(items: Sequence[TrainingItem], targets: Targets, now: int, zone: str) -> list[dict[str, Any]]:
    """Overdue, to do, waiting for marks, done; empty groups are left out, and so is what stands above as next step."""
    first = chosen(items, targets)
    rest = [item for item in items if item is not first]
    late = [item for item in rest if not item.done and not item.waiting and now > item.duty.due]
    todo = [item for item in rest if not item.done and not item.waiting and now <= item.duty.due]
    parts = [
        ("已逾期", late),
        ("待完成", todo),
        ("等阅卷", [item for item in items if item.waiting]),
        ("已完成", [item for item in items if item.done]),
    ]
    return [{"label": name, "rows": [_row(one, targets, now, zone) for one in found]} for name, found in parts if found]


def _row(item: TrainingItem, targets: Targets, now: int, zone: str) -> dict[str, Any]:
    kind, target, standing = item.duty.kind, item.duty.target, item.standing
    due = due_words(item.duty.due, now, zone)
    words = standing_words(standing, kind, now, zone, item.step)
    tag, tone = (words.tag, words.tone) if words.line else (due.tag, due.tone)
    return {
        "icon": ICONS[kind],
        "title": targets.title(kind, target),
        "note": words.line or _note(item, targets, due.when),
        "href": _href(item, targets),
        "tag": tag,
        "tone": tone,
        "progress": standing.percent if kind == "course" and not item.done and standing.percent else None,
    }


def _note(item: TrainingItem, targets: Targets, when: str) -> str:
    """What a duty that isn't decided takes, and by when."""
    return " · ".join(filter(None, [targets.note(item.duty.kind, item.duty.target), when.split("，")[0]]))


def _href(item: TrainingItem, targets: Targets) -> str:
    best = item.standing.best
    if item.duty.kind == "paper" and best is not None and (item.done or item.waiting):
        return f"exam/{best.attempt}/result"
    return targets.href(item.duty.kind, item.duty.target)


def begun_row(kind: str, target: str, stands: Standing, targets: Targets, now: int, zone: str) -> dict[str, Any]:
    """Something under way that isn't due any more; an exam whose clock runs leads back to its sheet."""
    words = standing_words(stands, kind, now, zone)
    href = targets.href(kind, target)
    if kind == "paper" and stands.open_attempt is not None:
        href = f"exam/{stands.open_attempt}"
    elif kind == "paper" and stands.best is not None:
        href = f"exam/{stands.best.attempt}/result"
    note = words.line or " · ".join(filter(None, [targets.note(kind, target), words.score]))
    return {
        "icon": ICONS[kind],
        "title": targets.title(kind, target),
        "note": note,
        "href": href,
        "tag": words.tag,
        "tone": words.tone,
    }


def summary_of(items: Sequence[TrainingItem], now: int) -> str:
    """One sentence on how things stand."""
    late = sum(not item.done and not item.waiting and now > item.duty.due for item in items)
    todo = sum(not item.done and not item.waiting for item in items)
    if late:
        return f"有 {late} 项已经逾期，请先完成。"
    if todo:
        return f"还有 {todo} 项要完成。"
    return "要完成的都完成了，辛苦了。" if items else "现在没有要完成的培训。"
