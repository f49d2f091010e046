"""The words people write into a report: every version stays, and a signed report takes none."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import Conflict, Refused
from anpei.exercises import runs
from anpei.exercises.report.model import FIELDS, GRADES, Text
from anpei.exercises.report.signing import signature_of
from anpei.exercises.report.tables import ReportTextRow

__all__ = ["Overtaken", "history", "save_text", "texts_of"]

LIMIT = 4_000


class Overtaken(Conflict):
    """Somebody wrote a part meanwhile; ``current`` is what stands there now."""

    code = "stale"

    def __init__(self, current: Text) -> None:
        super().__init__("别人刚改过这一段。", way_out="请刷新页面，看过新内容后再改。")
        self.current = current


def texts_of(session: Session, run_id: int) -> dict[str, Text]:
    """The newest version of every part somebody has written."""
    return {text.field: text for text in history(session, run_id)}


def history(session: Session, run_id: int, field: str = "") -> list[Text]:
    """Every version, the oldest first; of one part if named."""
    query = select(ReportTextRow).where(ReportTextRow.run_id == run_id).order_by(ReportTextRow.version)
    if field:
        query = query.where(ReportTextRow.field == field)
    return [_text(row) for row in session.scalars(query)]


def save_text(
    session: Session, run_id: int, field: str, text: str, *, base: int, by: str, name: str, uuid: str, now: int
) -> Text:
    """Keep a new version written over version ``base``; the same uuid again gives what was kept.

    An empty text brings the platform's draft back. Raises Overtaken when somebody wrote meanwhile, Conflict when the
    report is signed, Refused for an unknown part or too long a text.
    """
    tidy = _checked(field, text)
    known = session.scalar(select(ReportTextRow).filter_by(run_id=run_id, uuid=uuid))
    if known is not None and (known.field, known.text) != (field, tidy):
        raise Refused("请求编号（uuid）已用于另一段文字。", code="bad_request", way_out="请刷新页面后再写。")
    if known is not None:
        return _text(known)
    if runs.run_record(session, run_id).state.status != "ended":
        raise Conflict("演练还没有结束。", code="not_ended")
    if signature_of(session, run_id) is not None:
        raise Conflict("报告已签字定稿，不能再改。", code="signed", way_out="要改，请先“撤回定稿”并写明原因。")
    written = history(session, run_id, field)
    newest = written[-1] if written else Text(field, FIELDS[field], "", 0, "", 0)
    if newest.version != base:
        raise Overtaken(newest)
    row = ReportTextRow(
        run_id=run_id, field=field, version=newest.version + 1, text=tidy, by=by, name=name, at=now, uuid=uuid
    )
    session.add(row)
    session.flush()
    return _text(row)


def _checked(field: str, text: str) -> str:
    if field not in FIELDS:
        raise Refused("报告里没有这一段。", code="field")
    tidy = text.replace("\r\n", "\n").strip()
    if len(tidy) > LIMIT:
        raise Refused(f"文字太长，最多 {LIMIT} 个字。", code="too_long", way_out="请缩短后再保存。")
    if field == "grade" and tidy and tidy not in GRADES:
        raise Refused("没有这个等级。", code="grade", way_out="请从列表里选。")
    return tidy


def _text(row: ReportTextRow) -> Text:
    return Text(row.field, FIELDS[row.field], row.text, row.version, row.name, row.at)
