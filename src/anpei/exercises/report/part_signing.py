"""Signing the parts of a report: who is to sign is named, signs themselves, over the text they saw, and once."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, Forbidden, NotFound, Refused
from anpei.exercises import runs
from anpei.exercises.report.gaps import missing_of
from anpei.exercises.report.layout import standings
from anpei.exercises.report.model import PartSignature, Report
from anpei.exercises.report.parts import PARTS, PartStanding, ReportPart, part_named
from anpei.exercises.report.signing import signature_of
from anpei.exercises.report.tables import PartSignerRow, PartSignRow, ReportTextRow

__all__ = ["name_signer", "part_signatures", "sign_part", "signers", "to_sign"]

DIRECTING = {"director", "admin"}
LOOKING = {"evaluator", "trainer", *DIRECTING}


def signers(session: Session, run_id: int) -> dict[str, tuple[str, str]]:
    """Part → number and name of who is to sign it; the director's part is theirs who called the drill."""
    called = runs.called_by(session, run_id)
    query = select(PartSignerRow).where(PartSignerRow.run_id == run_id).order_by(PartSignerRow.id)
    named = {"direction": called} | {row.part: row.staff_no for row in session.scalars(query)}
    known = staff.names(session, named.values())
    return {part: (who, known.get(who, who)) for part, who in named.items() if who}


def part_signatures(session: Session, run_id: int) -> dict[str, PartSignature]:
    """Part → its newest signature, whether it still holds or not."""
    query = select(PartSignRow).where(PartSignRow.run_id == run_id).order_by(PartSignRow.id)
    return {row.part: _signature(row) for row in session.scalars(query)}


def name_signer(session: Session, run_id: int, key: str, staff_no: str, *, by: str, now: int) -> None:
    """Say who is to sign a part; raises Refused for somebody who mayn't, Conflict once the report is finished."""
    part = _part(key)
    person = staff.find(session, staff_no)
    if person is None or not person.active:
        raise NotFound("名册里没有这个人。", way_out="请输入工号，或输入姓名后从列表里选。")
    if signature_of(session, run_id) is not None:
        raise Conflict("报告已经定稿，不能再换签字人。", code="signed", way_out="要换，请先撤回定稿。")
    if why := _unfit(part, person, runs.called_by(session, run_id)):
        raise Refused(why, code="unfit", way_out=f"{part.signer}应当是{part.may_sign}。")
    if signers(session, run_id).get(part.key, ("",))[0] == person.staff_no:
        return
    session.add(PartSignerRow(run_id=run_id, part=part.key, staff_no=person.staff_no, by=by, at=now))
    session.flush()


def _unfit(part: ReportPart, person: staff.Person, called: str) -> str:
    """Why somebody can't be who signs a part; "" when they can."""
    roles = set(person.roles)
    if part.key == "direction" and not roles & DIRECTING:
        return f"{person.name}不是导调员。"
    if part.key == "evaluation" and not roles & LOOKING:
        return f"{person.name}没有评估员、培训师或导调员的角色，看不到评估。"
    if part.key == "evaluation" and person.staff_no == called:
        return f"{person.name}组织了这次演练，不能自己评估自己。"
    return ""


def sign_part(
    session: Session,
    told: Report,
    key: str,
    *,
    by: str,
    typed: str = "",
    path: str = "",
    seen: str,
    uuid: str,
    now: int,
) -> PartSignature:
    """Sign a part as the one who is to; the same uuid again gives the signature that stands.

    ``path`` is what was drawn; without one, ``typed`` is the name, and the caller has tried the password. ``seen`` is
    the SHA-256 of the text that was shown. Raises Forbidden for anybody else, Conflict when the text has changed
    meanwhile or is signed. Read ``told`` in the same transaction, so that nothing slips in between.
    """
    part = _part(key)
    if (known := session.scalar(select(PartSignRow).filter_by(uuid=uuid))) is not None:
        if (known.run_id, known.part, known.staff_no) != (told.run_id, part.key, by):
            raise Refused("请求编号（uuid）已用于另一次签字。", code="bad_request", way_out="请刷新页面后再签。")
        return _signature(known)
    one = next(each for each in standings(told) if each.part is part)
    _require(one, by, told)
    if seen != one.sha:
        raise Conflict("这一部分刚有人改过，还没有签上。", code="stale", way_out="请看过新内容后再签。")
    name = one.signer_name
    drawn = runs.drawn(path)
    if path and drawn.count("L") < 3:
        raise Refused("签名没有画完整。", code="signature", way_out="请清除后重新签。")
    if not path and " ".join(typed.split()) != name:
        raise Refused(f"输入的姓名和名册上的不一样。名册上是“{name}”。", code="name", way_out="请照名册上的姓名输入。")
    row = PartSignRow(
        run_id=told.run_id, part=part.key, staff_no=by, name=name, at=now, method="drawn" if drawn else "typed",
        path=drawn, sha=one.sha, content=one.text, uuid=uuid,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _signature(row)


def _require(one: PartStanding, by: str, told: Report) -> None:
    why = one.refusal(by, finished=told.signed is not None, missing=missing_of(told, one.part))
    if not why:
        return
    if one.signer and by != one.signer:
        raise Forbidden(why, code="not_the_signer")
    raise Conflict(why, code="unsignable", way_out="请回到报告页。")


def to_sign(session: Session, person: str) -> list[tuple[int, ReportPart, bool]]:
    """What waits for somebody's hand: run, part, and whether they signed it before it was changed."""
    newest = select(func.max(PartSignerRow.id)).group_by(PartSignerRow.run_id, PartSignerRow.part)
    query = select(PartSignerRow).where(PartSignerRow.staff_no == person, PartSignerRow.id.in_(newest))
    found = []
    for row in session.scalars(query.order_by(PartSignerRow.run_id)):
        part = part_named(row.part)
        if part is None or signature_of(session, row.run_id) is not None:
            continue
        signed = part_signatures(session, row.run_id).get(part.key)
        if signed is None or _written_since(session, row.run_id, part, signed.at):
            found.append((row.run_id, part, signed is not None))
    return found


def _written_since(session: Session, run_id: int, part: ReportPart, at: int) -> bool:
    query = select(ReportTextRow.id).where(ReportTextRow.run_id == run_id, ReportTextRow.field.in_(part.fields))
    return session.scalar(query.where(ReportTextRow.at > at).limit(1)) is not None


def _part(key: str) -> ReportPart:
    part = part_named(key)
    if part is None:
        raise NotFound("报告里没有这一部分。", way_out=f"请从{'、'.join(each.title for each in PARTS)}里选。")
    return part


def _signature(row: PartSignRow) -> PartSignature:
    return PartSignature(row.part, row.staff_no, row.name, row.at, row.method, row.path, row.sha, row.content)
