"""Corrective actions 整改: from a problem to its closing, each step by somebody and none undone.

open → done (the owner, with what proves it) → verified (a director who isn't the owner) → closed; a verification that
fails sends it back to open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, Forbidden, NotFound, Refused
from anpei.exercises import runs
from anpei.exercises.report.tables import ActionEventRow, ActionRow
from anpei.staff import Person

__all__ = ["STEPS", "WORDS", "Action", "ActionStep", "action", "actions", "open_action", "rearrange", "take_step"]

Status = Literal["open", "done", "verified", "closed"]
WORDS: dict[str, str] = {"open": "待整改", "done": "待验证", "verified": "待销项", "closed": "已销项"}
STEPS: dict[str, tuple[str, Status, Status]] = {
    "done": ("整改完成", "open", "done"),
    "verified": ("验证通过", "done", "verified"),
    "returned": ("退回重改", "done", "open"),
    "closed": ("销项", "verified", "closed"),
}
"""Step → its name, the status it starts from, the status it leads to."""
LIMIT = 1_000


@dataclass(frozen=True)
class ActionStep:
    """A line of an action's history; times in ms."""

    kind: str
    at: int
    by: str
    name: str
    note: str

    @property
    def title(self) -> str:
        return STEPS[self.kind][0] if self.kind in STEPS else {"opened": "提出", "changed": "调整"}[self.kind]


@dataclass(frozen=True)
class Action:
    """One corrective action as it stands, with its history; ``due`` in ms."""

    id: int
    run_id: int
    problem: str
    measure: str
    owner: str
    owner_name: str
    due: int
    status: str
    created: int
    steps: tuple[ActionStep, ...]

    @property
    def word(self) -> str:
        return WORDS[self.status]

    def overdue(self, now: int) -> bool:
        """Whether the owner is late; waiting for a verification isn't the owner's lateness."""
        return self.status == "open" and now > self.due


def open_action(
    session: Session, run_id: int, *, problem: str, measure: str, owner: str, due: int, by: str, uuid: str, now: int
) -> Action:
    """Put a problem on the list; the same uuid again gives the one that stands."""
    known = session.scalar(select(ActionRow).filter_by(uuid=uuid))
    if known is not None:
        return _action(session, known)
    owner = _owner(session, owner)
    if due <= now:
        raise Refused("期限要晚于现在。", code="due", way_out="请重新选择日期。")
    row = ActionRow(
        run_id=run_id,
        problem=_said(problem, "请写明问题。"),
        measure=_said(measure, "请写明整改措施。"),
        owner=owner,
        due=due,
        status="open",
        created=now,
        created_by=by,
        uuid=uuid,
    )
    session.add(row)
    session.flush()
    _note(session, row, "opened", by, "", now)
    return _action(session, row)


def take_step(session: Session, action_id: int, kind: str, *, by: str, directing: bool, note: str, now: int) -> Action:
    """Go one step on, with words that say what was done or seen; the same step twice is refused."""
    row = _row(session, action_id)
    if kind not in STEPS:
        raise Refused("不认识的操作。", code="step")
    title, before, after = STEPS[kind]
    _require_may(row, kind, by, directing)
    if row.status != before:
        raise Conflict(f"这项整改现在是“{WORDS[row.status]}”，不能“{title}”。", code="step", way_out="请刷新页面。")
    said = note.strip()[:LIMIT] if kind == "closed" else _said(note, "请写明依据：做了什么、看到了什么。")
    row.status = after
    _note(session, row, kind, by, said, now)
    return _action(session, row)


def rearrange(session: Session, action_id: int, *, owner: str, due: int, reason: str, by: str, now: int) -> Action:
    """A director gives it to somebody else or moves the date, with the reason; what was before stays in the history."""
    row = _row(session, action_id)
    if row.status == "closed":
        raise Conflict("这项整改已经销项。", code="closed")
    owner = _owner(session, owner)
    if due <= now and due != row.due:
        raise Refused("期限要晚于现在。", code="due", way_out="请重新选择日期。")
    said = _said(reason, "请写明调整的原因。")
    before = f"原责任人 {_name(session, row.owner)}" if owner != row.owner else "期限调整"
    row.owner, row.due = owner, due
    _note(session, row, "changed", by, f"{said}（{before}）", now)
    return _action(session, row)


def action(session: Session, action_id: int) -> Action:
    return _action(session, _row(session, action_id))


def actions(
    session: Session,
    *,
    run_id: int | None = None,
    owner: str = "",
    unclosed: bool = False,
    looker: Person | None = None,
) -> list[Action]:
    """Actions by due date, those not closed first; a looker sees their own and those of drills they may know of."""
    query = select(ActionRow).order_by(ActionRow.due, ActionRow.id)
    if run_id is not None:
        query = query.where(ActionRow.run_id == run_id)
    if owner:
        query = query.where(ActionRow.owner == owner)
    if looker is not None and not looker.scope.whole:
        query = query.where(or_(ActionRow.owner == looker.staff_no, ActionRow.run_id.in_(runs.known_to(looker))))
    if unclosed:
        query = query.where(ActionRow.status != "closed")
    found = [_action(session, row) for row in session.scalars(query)]
    return sorted(found, key=lambda one: one.status == "closed")


def _require_may(row: ActionRow, kind: str, by: str, directing: bool) -> None:
    if kind == "done":
        if by != row.owner:
            raise Forbidden("只有责任人能报整改完成。", way_out="请责任人登录后填写。")
        return
    if not directing:
        raise Forbidden("验证和销项由导调员办理。", way_out="请联系导调员。")
    if kind == "verified" and by == row.owner:
        raise Forbidden("自己负责的整改不能自己验证。", way_out="请另一位导调员验证。")


def _owner(session: Session, asked: str) -> str:
    """The number of somebody who works here, however it was typed."""
    person = staff.find(session, asked)
    if person is None or not person.active:
        raise NotFound("名册里没有这位责任人。", way_out="请从名单里选。")
    return person.staff_no


def _said(text: str, missing: str) -> str:
    tidy = text.strip()
    if not tidy:
        raise Refused(missing, code="empty")
    if len(tidy) > LIMIT:
        raise Refused(f"文字太长，最多 {LIMIT} 个字。", code="too_long")
    return tidy


def _row(session: Session, action_id: int) -> ActionRow:
    row = session.get(ActionRow, action_id, with_for_update=True)
    if row is None:
        raise NotFound("没有这项整改。", way_out="请刷新列表。")
    return row


def _name(session: Session, staff_no: str) -> str:
    person = staff.find(session, staff_no)
    return person.name if person else staff_no


def _note(session: Session, row: ActionRow, kind: str, by: str, note: str, now: int) -> None:
    session.add(ActionEventRow(action_id=row.id, kind=kind, at=now, by=by, name=_name(session, by), note=note))
    session.flush()


def _action(session: Session, row: ActionRow) -> Action:
    query = select(ActionEventRow).where(ActionEventRow.action_id == row.id).order_by(ActionEventRow.id)
    steps = tuple(ActionStep(e.kind, e.at, e.by, e.name, e.note) for e in session.scalars(query))
    return Action(
        row.id, row.run_id, row.problem, row.measure, row.owner, _name(session, row.owner), row.due, row.status,
        row.created, steps,
    )  # fmt: skip
