"""Approving a plan before the drill: by the named person, over what they saw; and whether a drill may begin."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, Forbidden, Refused
from anpei.exercises import runs
from anpei.exercises.preparation.model import PlannedDrill
from anpei.exercises.preparation.service import Scripts, planned_drill, planned_drills
from anpei.exercises.preparation.tables import PlanDecisionRow, PlannedDrillRow
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["approve", "awaiting", "refusal_to_decide", "require_approved", "send_back"]

NOTE = 500


def refusal_to_decide(one: PlannedDrill, person: str) -> str:
    """Why somebody can't approve a plan or send it back now; "" when they can."""
    if not one.open:
        return "这份方案已经演过或取消，不用再审批。"
    if not one.plan.approver:
        return "还没有指定审批人。请在方案里选一位。"
    if person != one.plan.approver:
        return f"这份方案由{one.plan.approver_name}审批，别人不能代批。"
    if person == one.written_by:
        return "自己写的方案不能自己批准。请另选审批人，或请别人改写方案。"
    if one.approved:
        return "你已经批准了这一版。"
    return ""


def approve(
    session: Session,
    planned: int,
    scripts: Scripts,
    *,
    by: str,
    seen: str,
    typed: str = "",
    path: str = "",
    uuid: str,
    now: int,
) -> None:
    """Approve the newest version as its approver; the same uuid again changes nothing.

    ``seen`` is the SHA-256 of what was shown. ``path`` is what was drawn; without one, ``typed`` is the name, and the
    caller has tried the password.
    """
    one = _decidable(session, planned, scripts, "approved", by=by, seen=seen, uuid=uuid)
    if one is None:
        return
    drawn = runs.drawn(path)
    if path and drawn.count("L") < 3:
        raise Refused("签名没有画完整。", code="signature", way_out="请清除后重新签。")
    if not path and " ".join(typed.split()) != one.plan.approver_name:
        raise Refused(f"输入的姓名和名册上的不一样。名册上是“{one.plan.approver_name}”。", code="name")
    method = "drawn" if drawn else "typed"
    _decide(session, one, "approved", by=by, uuid=uuid, now=now, method=method, path=drawn)


def send_back(
    session: Session, planned: int, scripts: Scripts, *, by: str, seen: str, note: str, uuid: str, now: int
) -> None:
    """Send the newest version back, with what is to be changed."""
    one = _decidable(session, planned, scripts, "returned", by=by, seen=seen, uuid=uuid)
    if one is None:
        return
    if not note.strip():
        raise Refused("请写明要改什么。", code="note")
    _decide(session, one, "returned", by=by, uuid=uuid, now=now, note=note.strip()[:NOTE])


def _decidable(
    session: Session, planned: int, scripts: Scripts, kind: str, *, by: str, seen: str, uuid: str
) -> PlannedDrill | None:
    """The plan, if this person may decide about it now; None when this very decision is known already."""
    known = session.scalar(select(PlanDecisionRow).filter_by(uuid=uuid))
    if known is not None:
        if (known.planned_id, known.staff_no, known.kind) != (planned, by, kind):
            raise Refused("请求编号（uuid）已用于另一次审批。", code="bad_request", way_out="请刷新页面。")
        return None
    one = planned_drill(session, planned, scripts)
    if why := refusal_to_decide(one, by):
        error = Forbidden if one.plan.approver and by != one.plan.approver else Conflict
        raise error(why, code="undecidable")
    if seen != one.sha:
        raise Conflict("方案或情景刚改过，还没有批准。", code="stale", way_out="请看过新内容后再批。")
    return one


def _decide(
    session: Session,
    one: PlannedDrill,
    kind: str,
    *,
    by: str,
    uuid: str,
    now: int,
    method: str = "",
    path: str = "",
    note: str = "",
) -> None:
    session.add(
        PlanDecisionRow(
            planned_id=one.id, version=one.version, kind=kind, sha=one.sha, staff_no=by, name=one.plan.approver_name,
            at=now, method=method, path=path, note=note, uuid=uuid,
        )
    )  # fmt: skip
    session.flush()


def require_approved(
    session: Session,
    script: CompiledScenario,
    planned: int,
    scripts: Scripts,
    *,
    looker: staff.Person,
    demanded: bool,
    today: str,
) -> PlannedDrill | None:
    """The plan a drill of this scenario begins with, None without one; raises Conflict where it mayn't begin.

    Every way to call a drill asks here. ``demanded`` is the enterprise's setting; a plan may demand it for itself, and
    then stands in the way of a drill without one from its day on (``today``). A real emergency is no drill and doesn't
    come this way.
    """
    if not planned:
        if demanded:
            raise Conflict(
                "本单位规定：演练方案批准以后才能开始。这次没有选方案。",
                code="unapproved",
                way_out="请在“演练准备”里写好方案，请审批人批准，再在这里选它开始。遇真实险情不用等，直接报警处置。",
            )
        known = planned_drills(session, scripts, looker=looker, scenario=script.slug, only_open=True)
        if any(one.plan.needs_approval and one.plan.day <= today for one in known):
            raise Conflict(
                "这个情景有一份写明“开始前要有审批”的方案，到了日期还没有用。",
                code="unapproved",
                way_out="请选这份方案开始；不用它，就先在“演练准备”里取消它。",
            )
        return None
    one = planned_drill(session, planned, scripts)
    if one.scenario != script.slug:
        raise Refused("选的方案是另一个情景的。", code="other_scenario", way_out="请重新选方案。")
    if not one.open:
        raise Conflict(f"选的方案{one.word(demanded=demanded)}。", code="held", way_out="请另选一份，或另做一份方案。")
    if (demanded or one.plan.needs_approval) and not one.approved:
        raise Conflict(
            f"方案还不能用来开始演练：{one.word(demanded=True)}。",
            code="unapproved",
            way_out=f"请{one.plan.approver_name or '在方案里指定的审批人'}在“演练准备”里批准后再开始。"
            "遇真实险情不用等，直接报警处置。",
        )
    return one


def awaiting(session: Session, scripts: Scripts, person: str, *, demanded: bool) -> list[PlannedDrill]:
    """The plans that wait for somebody's approval."""
    query = select(PlannedDrillRow.id).where(
        PlannedDrillRow.approver == person, PlannedDrillRow.run_id.is_(None), PlannedDrillRow.cancelled.is_(None)
    )
    found = [planned_drill(session, number, scripts) for number in session.scalars(query)]
    return [one for one in found if one.state(demanded=demanded) in ("waiting", "changed")]
