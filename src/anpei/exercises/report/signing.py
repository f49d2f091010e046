"""Signing a report closes it over one text; taking the signature back opens it, and all of it stays on record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import NotFound, Refused
from anpei.exercises import evaluation
from anpei.exercises.report.blocks import ReportDocument
from anpei.exercises.report.canonical_json import digest, sealed_text, unsealed
from anpei.exercises.report.gaps import answered, gaps
from anpei.exercises.report.layout import paper
from anpei.exercises.report.model import Report, Signed, Signing
from anpei.exercises.report.tables import ReportSignRow

__all__ = ["Sealed", "earlier_of", "reopen", "sealed", "sign_report", "signature_of", "signings"]


@dataclass(frozen=True)
class Sealed:
    """A signed version with its text; ``text`` is empty for one signed before texts were kept."""

    signed: Signed
    text: str
    withdrawn: str = ""

    @property
    def whole(self) -> bool:
        """Whether the text is the one that was signed."""
        return digest(self.text) == self.signed.sha

    def paper(self) -> ReportDocument:
        """The document as signed, saying so on every page, or that it no longer holds."""
        mark = "已撤回" if self.withdrawn else "" if self.whole else "内容与签字时不符"
        return replace(unsealed(self.text), mark=mark, stamp=f"定稿摘要 sha256 {self.signed.sha[:16]}…")


def signings(session: Session, run_id: int) -> list[Signing]:
    """Every signature and every withdrawal, the oldest first."""
    query = select(ReportSignRow.id).where(ReportSignRow.run_id == run_id, ReportSignRow.content != "")
    kept, rows = set(session.scalars(query)), _rows(session, run_id)
    return [Signing(row.id, row.kind, row.name, row.at, row.sha, row.note, row.id in kept) for row in rows]


def signature_of(session: Session, run_id: int) -> Signed | None:
    """The standing signature; None while the report is open."""
    rows = _rows(session, run_id)
    return _signed(rows[-1]) if rows and rows[-1].kind == "signed" else None


def earlier_of(session: Session, run_id: int) -> tuple[Signing, ...]:
    """What went before the standing signature, or everything while the report is open."""
    found = signings(session, run_id)
    return tuple(found[:-1] if found and found[-1].kind == "signed" else found)


def sealed(session: Session, run_id: int, number: int = 0) -> Sealed | None:
    """The standing version, or the one with this ``number``, which may have been withdrawn; None when there is none."""
    rows = _rows(session, run_id)
    if not number:
        return Sealed(_signed(rows[-1]), rows[-1].content) if rows and rows[-1].kind == "signed" else None
    at = next((n for n, row in enumerate(rows) if row.id == number and row.kind == "signed"), None)
    if at is None:
        raise NotFound("没有这一版定稿。", way_out="请从报告页的“定稿记录”里选。")
    return Sealed(_signed(rows[at]), rows[at].content, "" if at == len(rows) - 1 else rows[at + 1].note or "撤回")


def sign_report(session: Session, told: Report, *, reasons: Mapping[str, str], by: str, name: str, now: int) -> Signed:
    """Close the report over what it says now; signed already, the first signature stands.

    Raises Refused while something is missing for which ``reasons`` (by the gap's key) gives none. Read ``told`` in the
    same transaction, so that nothing slips in between.
    """
    standing = signature_of(session, told.run_id)
    if standing is not None:
        return standing
    absent = answered(gaps(told), reasons)
    text = sealed_text(paper(replace(told, signed=Signed(name, now, "", absent))))
    row = ReportSignRow(
        run_id=told.run_id, kind="signed", by=by, name=name, at=now, sha=digest(text),
        note=json.dumps(absent, ensure_ascii=False), content=text,
    )  # fmt: skip
    session.add(row)
    evaluation.close(session, told.run_id, by=by, now=now)
    session.flush()
    return _signed(row)


def reopen(session: Session, run_id: int, *, reason: str, by: str, name: str, now: int) -> None:
    """Open a signed report again, and the evaluation with it; the signature and the reason stay on record."""
    standing = signature_of(session, run_id)
    if standing is None:
        return
    if not reason.strip():
        raise Refused("请写明撤回定稿的原因。", code="reason")
    note = reason.strip()[:500]
    session.add(ReportSignRow(run_id=run_id, kind="reopened", by=by, name=name, at=now, sha=standing.sha, note=note))
    evaluation.open_again(session, run_id)
    session.flush()


def _rows(session: Session, run_id: int) -> list[ReportSignRow]:
    query = select(ReportSignRow).where(ReportSignRow.run_id == run_id).order_by(ReportSignRow.id)
    return list(session.scalars(query))


def _signed(row: ReportSignRow) -> Signed:
    absent = json.loads(row.note) if row.note else ()
    return Signed(row.name, row.at, row.sha, tuple((what, why) for what, why in absent))
