"""Who may do what with a piece of content in which state: one table, asked by pages, commands and the act itself.

草稿 → 待审 → 已发布 → 停用. What is published and changed is a draft beside its published version until it is published
again. A review is of exactly what was read: a changed word makes it another version, which nobody has read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from anpei.authoring.model import Author, AuthoredObject, WorkState

__all__ = ["AUTHORS", "STATE_WORDS", "STEPS", "ContentStep", "StepName", "StepRule", "may", "state_of"]

StepName = Literal["submit", "take_back", "send_back", "review", "publish", "retire", "revive"]
STATE_WORDS: Mapping[WorkState, str] = {
    "draft": "草稿",
    "in_review": "待审",
    "published": "已发布",
    "retired": "停用",
}
AUTHORS = frozenset({"trainer", "admin"})
"""Roles of those who write content."""


@dataclass(frozen=True)
class ContentStep:
    """What somebody did with one version of an object; ``words``: what was checked, or why it goes back."""

    kind: str
    slug: str
    mark: str
    step: StepName
    by: Author
    at: int
    words: str = ""


@dataclass(frozen=True)
class StepRule:
    """A step: from which states it may be taken, and whether by somebody else than who wrote or submitted it alone."""

    words: str
    of: frozenset[WorkState]
    another: bool = False
    submitter: bool = False


STEPS: Mapping[StepName, StepRule] = {
    "submit": StepRule("提交审核", frozenset({"draft"})),
    "take_back": StepRule("撤回提交", frozenset({"in_review"}), submitter=True),
    "send_back": StepRule("退回修改", frozenset({"in_review"}), another=True),
    "review": StepRule("审核通过", frozenset({"in_review"}), another=True),
    "publish": StepRule("发布", frozenset({"draft", "in_review"})),
    "retire": StepRule("停用", frozenset({"published"})),
    "revive": StepRule("恢复使用", frozenset({"retired"})),
}


def state_of(told: AuthoredObject, last: ContentStep | None) -> WorkState:
    """Where the version at hand stands: what is changed beside its published version is a draft, or in review."""
    if told.state == "retired" or (told.state == "published" and not told.changed):
        return told.state
    current = last is not None and last.mark == told.mark and last.step in ("submit", "review")
    return "in_review" if current else "draft"


def may(
    told: AuthoredObject,
    last: ContentStep | None,
    *,
    staff_no: str,
    roles: Collection[str],
    writers: Collection[str],
    second_reader: bool,
) -> frozenset[StepName]:
    """The steps that somebody may take now; ``writers``: who has changed it since it was published last."""
    if not AUTHORS & set(roles):
        return frozenset()
    state = state_of(told, last)
    submitter = last.by.staff_no if last is not None and state == "in_review" and last.step == "submit" else ""
    reviewed = state == "in_review" and last is not None and last.step == "review"
    allowed = set[StepName]()
    for name, rule in STEPS.items():
        states = {state, "published"} if told.published and told.state == "published" else {state}
        if not states & rule.of:
            continue
        if rule.another and staff_no in {*writers, submitter}:
            continue
        if rule.submitter and staff_no != submitter:
            continue
        if name == "review" and reviewed:
            continue
        if name == "publish" and second_reader and not reviewed:
            continue
        allowed.add(name)
    return frozenset(allowed)
