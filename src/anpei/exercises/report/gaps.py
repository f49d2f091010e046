"""What a report lacks before it can be signed; what may rightly be absent passes with a reason, which is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from anpei.errors import Refused
from anpei.exercises.report.drafts import ASKED
from anpei.exercises.report.layout import standings
from anpei.exercises.report.model import FIELDS, GRADES, ItemLine, Report
from anpei.exercises.report.parts import ReportPart

__all__ = ["Gap", "answered", "gaps", "missing_of"]

REASON = 300


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: where to mend it, and whether a written reason may stand in its place."""

    key: str
    words: str
    where: str
    excusable: bool = False


def gaps(told: Report) -> list[Gap]:
    """Everything that is missing, in the order in which people mend it."""
    return [*_of_the_run(told), *_of_the_evaluation(told), *_of_the_words(told), *_of_the_signatures(told)]


def missing_of(told: Report, part: ReportPart) -> tuple[str, ...]:
    """What a part lacks before it can be signed, in words."""
    keys = {*part.fields, *part.gaps}
    return tuple(gap.words for gap in gaps(told) if gap.key in keys)


def _of_the_run(told: Report) -> Iterator[Gap]:
    if not told.script.get("signed"):
        yield Gap("run", "导调还没有给这次演练签字归档。", "director")
    if told.muster is not None and told.muster.open:
        yield Gap("muster", "清点还没有结束。", f"muster/{told.muster.open}")
    if not told.plans:
        yield Gap("plans", "没有登记这次演练依据的预案。", "drills/profile", excusable=True)


def _of_the_evaluation(told: Report) -> Iterator[Gap]:
    where = f"evaluate/{told.run_id}/reconcile"
    if not told.watchers:
        yield Gap("sheets", "没有评估人员填写评估表。", "evaluate", excusable=True)
    if unsigned := [watcher.name for watcher in told.watchers if not watcher.signed]:
        yield Gap("unsigned", f"评估表还没有签字：{'、'.join(unsigned)}。", where, excusable=True)
    if disputed := [item.text for item in _items(told) if not item.rated and any(r for _, r, _ in item.given)]:
        yield Gap("disputes", f"有 {len(disputed)} 项评级不一，还没有裁定：{'；'.join(disputed)}。", where)


def _items(told: Report) -> Iterator[ItemLine]:
    for objective in told.objectives:
        yield from objective.items
    for _, items in told.standard:
        yield from items


def _of_the_words(told: Report) -> Iterator[Gap]:
    page = f"drills/{told.run_id}/report"
    for name, text in told.texts.items():
        if ASKED in text.text:
            yield Gap(name, f"“{FIELDS[name]}”还没有写。", f"{page}#part-{name}")
    if told.finished and told.texts["grade"].text not in GRADES:
        yield Gap("grade", "评估等级还没有评定。", f"{page}#part-grade")
    if told.faults and not told.actions:
        yield Gap("actions", "演练暴露了问题，但没有列出整改项。", f"{page}#actions", excusable=True)


def _of_the_signatures(told: Report) -> Iterator[Gap]:
    for each in standings(told):
        where = f"drills/{told.run_id}/sign"
        said = "还没有签字" if each.signature is None else "签后改过，要重新签字"
        words = f"{each.part.signer}{said}（{each.part.title}）。"
        if not each.holds:
            yield Gap(f"sign_{each.part.key}", words, where, excusable=each.signature is None)


def answered(missing: Iterable[Gap], reasons: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is missing with the reason given for each; raises Refused naming what has none, or can have none."""
    said = {gap: reasons.get(gap.key, "").strip() for gap in missing}
    if left := [gap.words for gap, why in said.items() if not (gap.excusable and why)]:
        raise Refused(
            f"还缺 {len(left)} 项，不能定稿：{''.join(left)}",
            code="gaps",
            way_out="请按“定稿”里列的逐项补齐，或写明原因。",
        )
    if long := [gap.words for gap, why in said.items() if len(why) > REASON]:
        raise Refused(f"原因太长，最多 {REASON} 个字：{long[0]}", code="too_long", way_out="请缩短后再定稿。")
    return tuple((gap.words, why) for gap, why in said.items())
