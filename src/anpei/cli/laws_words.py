"""The law spine in words on a terminal, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from rich.table import Table
from rich.text import Text

from anpei import clock
from anpei.cli.console import out, say
from anpei.findings import Finding, to_json
from anpei.laws import KINDS, Citation, Cited, LawReview, Mention, Registry

Ended = Mapping[str, Mapping[str, date]]
WORRIES = ("已被替代", "尚未施行", "待核")


def tell_check(day: date, rows: Sequence[Cited], ended: Ended, *, everything: bool) -> None:
    table = Table("状态", "引用", "条文", "谁引用了它", box=None)
    for row in sorted(rows, key=lambda row: row.status != "现行"):
        if everything or row.status != "现行":
            title = row.card.title if row.card else "没有登记"
            names = _names(row.mentions, len(row.mentions) if everything else 6)
            table.add_row(*map(Text, (row.status or "无法解析", row.citation, title, names)))
    if table.row_count:
        out.print(table)
    counts = "，".join(f"{status} {sum(row.status == status for row in rows)}" for status in ("现行", *WORRIES))
    say(f"{day.isoformat()}：共引用 {len(rows)} 处条文：{counts}。")
    if ended:
        say(f"引用已失效的考试题 {len(ended)} 道，新卷里不再抽到，复核后恢复：{'、'.join(sorted(ended))}。")


def _names(mentions: Sequence[Mention], most: int) -> str:
    shown = " ".join(mention.ref for mention in mentions[:most])
    return shown if len(mentions) <= most else f"{shown} 等 {len(mentions)} 处"


def check_json(day: date, rows: Iterable[Cited], ended: Ended, findings: Sequence[Finding]) -> dict[str, Any]:
    return {
        "on": day.isoformat(),
        "cited": [
            {
                "citation": row.citation,
                "title": row.card.title if row.card else None,
                "status": row.status,
                "version": row.card.version if row.card else None,
                "certainty": row.card.certainty if row.card else None,
                "mentions": [mention.ref for mention in row.mentions],
            }
            for row in rows
        ],
        "left_out": {item: {text: since.isoformat() for text, since in cites.items()} for item, cites in ended.items()},
        "findings": to_json(findings),
    }


def tell_impact(registry: Registry, citation: Citation, touched: Sequence[Mention]) -> None:
    title = f"《{registry.laws[citation.law].short}》{citation.place}"
    if not touched:
        say(f"没有内容引用{title}。")
        return
    table = Table("种类", "编号", "题目或标题", "引用", box=None)
    for mention in touched:
        cites = " ".join(text for text in mention.cites if _concerns(citation, text)) if mention.kind != "paper" else ""
        table.add_row(*map(Text, (KINDS[mention.kind], mention.name, mention.title, cites)))
    out.print(table)
    counts = "，".join(
        f"{word} {number}" for kind, word in KINDS.items() if (number := sum(m.kind == kind for m in touched))
    )
    say(f"{title}变动会牵动 {len(touched)} 处：{counts}。")


def _concerns(changed: Citation, text: str) -> bool:
    citation = Citation.parse(text)
    return citation is not None and changed.touches(citation)


def impact_json(citation: str, touched: Iterable[Mention]) -> dict[str, Any]:
    return {
        "citation": citation,
        "touched": [{"ref": m.ref, "kind": m.kind, "title": m.title, "cites": list(m.cites)} for m in touched],
    }


def tell_reviews(found: Sequence[LawReview], zone: str) -> None:
    if not found:
        say("没有待办的法规复核清单。")
    for review in found:
        begun = f"{review.opened_by} 开于 {clock.show_date(review.opened, zone)}"
        say(f"清单 {review.id}：{review.citation}，{review.why}（{begun}，剩 {review.waiting} 项）")
        for item in review.items:
            state = f"已销（{item.closed_by}：{item.note}）" if item.closed else "待复核"
            say(f"  {item.ref}  {item.title}  {state}")


def review_json(review: LawReview) -> dict[str, Any]:
    return {
        "id": review.id,
        "citation": review.citation,
        "why": review.why,
        "opened_by": review.opened_by,
        "opened": review.opened,
        "closed": review.closed,
        "items": [
            {"ref": i.ref, "title": i.title, "closed": i.closed, "closed_by": i.closed_by, "note": i.note}
            for i in review.items
        ],
    }
