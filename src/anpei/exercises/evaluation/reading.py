"""Reading sheets: entries folded into what each evaluator says now, and lines where several say different things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import permutations

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import NotFound
from anpei.exercises.evaluation.model import (
    Agreement,
    EvaluationLine,
    EvaluationSheet,
    Group,
    RatedItem,
    Rating,
    Remark,
)
from anpei.exercises.evaluation.tables import EvaluationClosing, EvaluationEntry, EvaluationForm

__all__ = [
    "agreement",
    "alpha",
    "closed",
    "folded",
    "form_of",
    "reconciled",
    "require_item",
    "row_of",
    "sheets",
    "signed_all",
]


def row_of(session: Session, run_id: int, *, lock: bool = False) -> EvaluationForm:
    """The form's row; raises NotFound when nobody has opened one for this run."""
    row = session.get(EvaluationForm, run_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound("这次演练还没有评估表。", way_out="请评估人员先打开评估页。")
    return row


def closed(session: Session, run_id: int) -> bool:
    """Whether the run's report is signed, so that nothing more is rated or settled."""
    return session.get(EvaluationClosing, run_id) is not None


def require_item(session: Session, run_id: int, item_id: str) -> None:
    """The item stands in the form, else NotFound."""
    known = {item["id"] for group in row_of(session, run_id).groups for item in group["items"]}
    if item_id not in known:
        raise NotFound("评估表里没有这一项。", way_out="请刷新页面。")


def form_of(session: Session, run_id: int) -> list[Group]:
    """The form as it was frozen; empty when nobody has opened it."""
    row = session.get(EvaluationForm, run_id)
    return [
        Group(
            group["title"],
            tuple(RatedItem(i["id"], i["text"], i["hint"], tuple(i["nodes"])) for i in group["items"]),
            group["own"],
            group["note"],
        )
        for group in (row.groups if row else [])
    ]


def _entries(session: Session, run_id: int) -> Sequence[EvaluationEntry]:
    query = select(EvaluationEntry).where(EvaluationEntry.run_id == run_id)
    return session.scalars(query.order_by(EvaluationEntry.at, EvaluationEntry.seq)).all()


def sheets(session: Session, run_id: int) -> list[EvaluationSheet]:
    """Every evaluator's sheet as it stands, by the order in which they began."""
    return folded(_entries(session, run_id))


def folded(entries: Iterable[EvaluationEntry]) -> list[EvaluationSheet]:
    """The sheets that entries in their order make."""
    found: dict[str, EvaluationSheet] = {}
    for entry in entries:
        if entry.kind != "settle":
            known = found.get(entry.evaluator) or EvaluationSheet(entry.evaluator, entry.name, {})
            found[entry.evaluator] = _fold(known, entry)
    return list(found.values())


def _fold(sheet: EvaluationSheet, entry: EvaluationEntry) -> EvaluationSheet:
    """The sheet after one more entry."""
    sheet = replace(sheet, name=entry.name, seq=max(sheet.seq, entry.seq))
    if entry.kind == "sign":
        return replace(sheet, signed=entry.at, signature=entry.payload["path"])
    if entry.kind == "remark":
        said = Remark(entry.payload["tone"], entry.payload["text"], entry.at, entry.evaluator, entry.key[4:])
        return replace(sheet, remarks=(*sheet.remarks, said))
    before = sheet.ratings.get(entry.item_id, Rating("", "", entry.at))
    return replace(sheet, ratings={**sheet.ratings, entry.item_id: _rated(before, entry)})


def _rated(before: Rating, entry: EvaluationEntry) -> Rating:
    if entry.kind == "note":
        return replace(before, note=entry.payload["text"])
    if entry.kind == "photo":
        return replace(before, photos=tuple(dict.fromkeys((*before.photos, entry.payload["sha"]))))
    if entry.kind == "unphoto":
        return replace(before, photos=tuple(sha for sha in before.photos if sha != entry.payload["sha"]))
    return replace(before, rating=entry.payload["rating"], at=entry.at, received=entry.received, skew=entry.skew)


def signed_all(session: Session, run_id: int) -> bool:
    """Whether there is a sheet and every sheet is signed."""
    found = sheets(session, run_id)
    return bool(found) and all(sheet.signed is not None for sheet in found)


def reconciled(session: Session, run_id: int) -> list[EvaluationLine]:
    """Every item of the form with all ratings; ``final`` is empty while people differ or when nobody rated."""
    everybody = sheets(session, run_id)
    settled = {e.item_id: e for e in _entries(session, run_id) if e.kind == "settle"}
    lines = []
    for group in form_of(session, run_id):
        for item in group.items:
            given = {s.evaluator: s.ratings[item.id] for s in everybody if item.id in s.ratings}
            lines.append(_line(item, group, given, settled.get(item.id)))
    return lines


def _line(item: RatedItem, group: Group, given: dict[str, Rating], word: EvaluationEntry | None) -> EvaluationLine:
    words = {rating.rating for rating in given.values() if rating.rating}
    agreed = len(words) == 1
    if word is None:
        return EvaluationLine(item.id, item.text, group.title, given, agreed, words.pop() if agreed else "")
    stale = any(rating.at > word.at for rating in given.values())
    payload = word.payload
    return EvaluationLine(
        item.id, item.text, group.title, given, agreed, payload["rating"], word.name, payload["reason"], word.at, stale
    )


def agreement(lines: Iterable[EvaluationLine]) -> Agreement:
    """Agreement over the items that at least two evaluators rated."""
    units = [[r.rating for r in line.ratings.values() if r.rating] for line in lines]
    pairable = [unit for unit in units if len(unit) > 1]
    return Agreement(len(pairable), sum(1 for unit in pairable if len(set(unit)) == 1), alpha(pairable))


def alpha(units: list[list[str]]) -> float | None:
    """Krippendorff's alpha for names (nominal data); None where it says nothing: no pair, or one name only.

    Each unit is the ratings one item got, two or more; raters may be missing.
    """
    weight: defaultdict[tuple[str, str], float] = defaultdict(float)
    marginal: defaultdict[str, float] = defaultdict(float)
    for unit in units:
        for left, right in permutations(unit, 2):
            weight[left, right] += 1 / (len(unit) - 1)
            marginal[left] += 1 / (len(unit) - 1)
    total = sum(marginal.values())
    expected = sum(marginal[a] * marginal[b] for a in marginal for b in marginal if a != b)
    if not expected:
        return None
    observed = sum(value for (a, b), value in weight.items() if a != b)
    return 1 - (total - 1) * observed / expected
