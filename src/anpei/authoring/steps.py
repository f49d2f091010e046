"""Steps kept: who submitted, sent back, reviewed, published which version, and when; functions of a session."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.authoring.model import Author, AuthoredObject
from anpei.authoring.states import STEPS, ContentStep, StepName, may
from anpei.authoring.tables import ContentStepRow
from anpei.errors import Forbidden, Refused

__all__ = ["Approvals", "approvals", "last_step", "last_steps", "steps", "take_step"]

Approvals = Collection[tuple[str, str]]
"""Keys (``item/fire-001``) with the mark of the version that another person has reviewed."""
LONGEST = 2000


def take_step(
    session: Session,
    told: AuthoredObject,
    step: StepName,
    *,
    by: Author,
    roles: Collection[str],
    writers: Collection[str],
    second_reader: bool,
    now: int,
    words: str = "",
) -> ContentStep:
    """Keep a step, if this person may take it now; a review says what was checked."""
    allowed = may(
        told, last_step(session, told.kind, told.slug), staff_no=by.staff_no, roles=roles, writers=writers,
        second_reader=second_reader,
    )  # fmt: skip
    if step not in allowed:
        raise Forbidden(f"现在不能{STEPS[step].words}。", code="step", way_out=_way_out(step))
    words = words.strip()[:LONGEST]
    if step == "review" and not words:
        raise Refused("还没有写查了什么。", code="words", way_out="请写一句，例如“题干、答案和第 44 条都对过”。")
    session.add(
        ContentStepRow(
            kind=told.kind, slug=told.slug, mark=told.mark, step=step, by=by.staff_no, by_name=by.name[:64], at=now,
            words=words,
        )
    )  # fmt: skip
    session.flush()
    return ContentStep(told.kind, told.slug, told.mark, step, by, now, words)


def _way_out(step: StepName) -> str:
    if STEPS[step].another:
        return "审核要由写它、提交它以外的人来做。"
    return "请刷新页面，看看它现在的状态；要求审核的，先请另一位审核。"


def steps(session: Session, kind: str, slug: str) -> list[ContentStep]:
    """What was done with an object, the newest first."""
    rows = select(ContentStepRow).where(ContentStepRow.kind == kind, ContentStepRow.slug == slug)
    return [_told(row) for row in session.scalars(rows.order_by(ContentStepRow.id.desc()))]


def last_step(session: Session, kind: str, slug: str) -> ContentStep | None:
    rows = select(ContentStepRow).where(ContentStepRow.kind == kind, ContentStepRow.slug == slug)
    row = session.scalar(rows.order_by(ContentStepRow.id.desc()).limit(1))
    return _told(row) if row is not None else None


def last_steps(session: Session, kind: str = "") -> dict[tuple[str, str], ContentStep]:
    """The newest step of every object, of one kind or of all."""
    newest = select(func.max(ContentStepRow.id)).group_by(ContentStepRow.kind, ContentStepRow.slug)
    if kind:
        newest = newest.where(ContentStepRow.kind == kind)
    rows = session.scalars(select(ContentStepRow).where(ContentStepRow.id.in_(newest)))
    return {(row.kind, row.slug): _told(row) for row in rows}


def approvals(session: Session) -> Approvals:
    """What may be published where another person must have read it."""
    return frozenset(
        (f"{kind}/{slug}", step.mark) for (kind, slug), step in last_steps(session).items() if step.step == "review"
    )


def _told(row: ContentStepRow) -> ContentStep:
    by = Author(row.by, row.by_name)
    return ContentStep(row.kind, row.slug, row.mark, row.step, by, row.at, row.words)  # type: ignore[arg-type]
