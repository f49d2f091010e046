"""Writing on a sheet: one entry a tap, numbered under the form's lock, added once, and never after the signature."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from anpei.errors import Conflict, Refused
from anpei.exercises import runs, scenarios
from anpei.exercises.evaluation.files import form
from anpei.exercises.evaluation.model import RATINGS, Families, RatingAck
from anpei.exercises.evaluation.reading import closed, require_item, row_of
from anpei.exercises.evaluation.tables import EvaluationClosing, EvaluationEntry, EvaluationForm
from anpei.taps import Tap

__all__ = ["close", "note", "open_again", "open_form", "photo", "rate", "remark", "rule", "sign"]

NAMED = ("rate", "note", "photo", "unphoto", "settle")
NOTE_LIMIT = 500
PATH_LIMIT = 20_000
_PATH = re.compile(r"^M\d{1,4} \d{1,4}(?:[ML ]\d{1,4} \d{1,4})*$")
_SHA = re.compile(r"^[0-9a-f]{64}$")


def open_form(
    session: Session, run_id: int, script: scenarios.CompiledScenario, families: Families | None, *, now: int
) -> None:
    """Freeze the form of a run when it's first looked at; later changes of the files don't touch it."""
    if session.get(EvaluationForm, run_id) is None:
        held = runs.exercise_type(session, run_id).form
        groups = [asdict(group) for group in form(script, families, held)]
        session.add(EvaluationForm(run_id=run_id, title=script.scenario.title, groups=groups, opened=now, last_seq=0))
        session.flush()


def rate(session: Session, run_id: int, tap: Tap, item_id: str, rating: str) -> RatingAck:
    """Rate an item; an empty rating takes it back."""
    if rating and rating not in RATINGS:
        raise Refused("没有这种评级。", code="rating", way_out="请刷新页面后再点。")
    return _add(session, run_id, tap, "rate", item_id, {"rating": rating})


def note(session: Session, run_id: int, tap: Tap, item_id: str, text: str) -> RatingAck:
    """The words beside an item; the newest count."""
    return _add(session, run_id, tap, "note", item_id, {"text": _short(text)})


def photo(session: Session, run_id: int, tap: Tap, item_id: str, sha: str, *, there: bool = True) -> RatingAck:
    """Put a photo to an item, or take it away again; the picture itself stays where it is kept."""
    if not _SHA.match(sha):
        raise Refused("照片的名称不对。", code="photo")
    return _add(session, run_id, tap, "photo" if there else "unphoto", item_id, {"sha": sha})


def remark(session: Session, run_id: int, tap: Tap, tone: str, text: str) -> RatingAck:
    """A strength or a problem that no item asks for."""
    if tone not in ("good", "problem") or not text.strip():
        raise Refused("请写明看到了什么。", code="remark")
    return _add(session, run_id, tap, "remark", "", {"tone": tone, "text": _short(text)})


def sign(session: Session, run_id: int, tap: Tap, path: str) -> RatingAck:
    """Sign the sheet with a drawn line (``M x y L x y …``, whole numbers); nothing is added to it afterwards.

    What is still to be seen can't be rated yet, so a sheet is signed when the drill is over.
    """
    if runs.run_record(session, run_id).state.status != "ended":
        raise Conflict("演练还没有结束，评估表先不能签字。", code="not_ended", way_out="结束后再签，评级都留着。")
    if len(path) > PATH_LIMIT or not _PATH.match(path) or path.count("L") < 2:
        raise Refused("签名没有画完整。", code="signature", way_out="请清除后重新签。")
    return _add(session, run_id, tap, "sign", "", {"path": path}, key=f"sign:{tap.by}")


def rule(
    session: Session,
    run_id: int,
    item_id: str,
    rating: str,
    reason: str,
    by: str,
    now: int,
    *,
    name: str = "",
    uuid: str = "",
) -> RatingAck:
    """The director's ruling on an item, with the reason; a later one replaces it, and both are kept."""
    if rating not in RATINGS:
        raise Refused("请选一个评级。", code="rating")
    if not reason.strip():
        raise Refused("请写明裁定的理由。", code="reason", way_out="一句话就够。")
    tap = Tap(by, name or by, uuid or f"{item_id}:{now}", now)
    payload = {"rating": rating, "reason": _short(reason)}
    return _add(session, run_id, tap, "settle", item_id, payload, key=f"settle:{tap.uuid}")


def close(session: Session, run_id: int, *, by: str, now: int) -> None:
    """From now on the run's evaluation takes nothing: its report is signed."""
    if not closed(session, run_id):
        session.add(EvaluationClosing(run_id=run_id, at=now, by=by))
        session.flush()


def open_again(session: Session, run_id: int) -> None:
    """The report's signature was taken back: ratings and settlements may go on."""
    session.execute(delete(EvaluationClosing).where(EvaluationClosing.run_id == run_id))


def _short(text: str) -> str:
    tidy = text.strip()
    if len(tidy) > NOTE_LIMIT:
        raise Refused(f"文字太长，最多 {NOTE_LIMIT} 个字。", code="too_long", way_out="请缩短后再保存。")
    return tidy


def _add(
    session: Session, run_id: int, tap: Tap, kind: str, item_id: str, payload: dict[str, Any], *, key: str = ""
) -> RatingAck:
    """Append one entry under the form's lock; the same key again gives what was written the first time."""
    row = row_of(session, run_id, lock=True)
    key = key or f"tap:{tap.uuid}"
    known = session.scalar(select(EvaluationEntry).filter_by(run_id=run_id, key=key))
    if known is not None:
        return RatingAck(tap.uuid, known.seq, known.at)
    if closed(session, run_id):
        raise Conflict(
            "评估报告已经定稿，评级和裁定都不能再改。", code="closed", way_out="要更正，请导调员先在报告页撤回定稿。"
        )
    if kind != "settle" and session.scalar(_signature(run_id, tap.by)) is not None:
        raise Conflict("这张表已经签字，不能再改。", code="signed", way_out="要更正，请导调员在“合议”里裁定。")
    if item_id or kind in NAMED:
        require_item(session, run_id, item_id)
    row.last_seq += 1
    session.add(
        EvaluationEntry(
            run_id=run_id,
            seq=row.last_seq,
            key=key,
            kind=kind,
            evaluator=tap.by,
            name=tap.name,
            item_id=item_id,
            payload=payload,
            at=tap.at,
            received=tap.now,
            tapped=tap.tapped,
            skew=tap.skew,
        )
    )
    session.flush()
    return RatingAck(tap.uuid, row.last_seq, tap.at)


def _signature(run_id: int, evaluator: str) -> Any:
    return select(EvaluationEntry.seq).filter_by(run_id=run_id, key=f"sign:{evaluator}")
