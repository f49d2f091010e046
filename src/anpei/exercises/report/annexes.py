"""The annexes of a report: what evaluators said item by item, every decision, the timeline, sources and photos."""

from __future__ import annotations

from collections.abc import Iterator

from anpei import clock
from anpei.exercises.report.blocks import Heading, Note, Pictures, ReportBlock, Table
from anpei.exercises.report.comparison import DELAYED
from anpei.exercises.report.model import ItemLine, Report

__all__ = ["annexes", "rated_words", "signed_words"]

RATED = {"done": "完成", "partly": "部分完成", "not": "未完成", "na": "不适用"}
VERDICTS = {"right": "符合预期", "partial": "部分符合", "wrong": "不符合", "late": "超时"}
OFFICIAL = "所列法规为要点，以官方文本为准；标“待核”的，用于正式文件前请先核对。"


def signed_words(at: int | None, zone: str) -> str:
    return clock.show_date(at, zone) if at else "未签字"


def annexes(told: Report) -> Iterator[ReportBlock]:
    """Ratings item by item, decisions, timeline, sources, photos."""
    yield Heading(1, "附件 1　评估表")
    for objective in told.objectives:
        yield _rating_table(objective.title, objective.items, engine=True)
    for title, items in told.standard:
        yield _rating_table(title, items, engine=False)
    yield Heading(1, "附件 2　决策记录")
    yield Table(
        "逐项决策",
        ("号", "角色与决策", "选择", "判定", "用时 / 时限"),
        tuple(
            (
                str(a.number),
                f"{a.role} {a.who}：{a.question}",
                f"{a.chosen}（{DELAYED}）" if a.delayed else a.chosen or "没有选",
                VERDICTS[a.verdict],
                f"{a.used} / {a.limit} 秒",
            )
            for a in told.answers
        ),
        (1, 6, 5, 2, 2),
        tuple({"right": "ok", "partial": "warn"}.get(a.verdict, "danger") for a in told.answers),
    )
    yield Heading(1, "附件 3　演练时间线")
    yield Table("记录", ("时刻", "事件"), tuple((clock.stretch(m.at), m.text) for m in told.timeline), (1, 9))
    yield Heading(1, "附件 4　依据")
    laws_first = sorted(told.basis, key=lambda card: (not card.get("gist"), card["title"]))
    rows = tuple((c["title"], c.get("gist") or "—", c["status"]) for c in laws_first)
    yield Table("法规与资料", ("依据", "要点", "状态"), rows, (4, 6, 2))
    yield Note(OFFICIAL)
    if told.photos:
        yield Heading(1, "附件 5　现场照片")
        yield Pictures(told.photos)


def _rating_table(title: str, items: tuple[ItemLine, ...], *, engine: bool) -> Table:
    heads = ("评估项", "平台判定", "评估人员评级") if engine else ("评估项", "评估人员评级")
    rows = []
    for item in items:
        rated = "；".join(rated_words(item))
        rows.append((item.text, RATED[item.engine], rated) if engine else (item.text, rated))
    return Table(title, heads, tuple(rows), (6, 2, 4) if engine else (7, 4))


def rated_words(item: ItemLine) -> list[str]:
    """What the evaluators say of an item: the rating that counts, the reason if it was settled, and their notes."""
    said = "，".join(f"{name}评{RATED[rating]}" for name, rating, _ in item.given if rating)
    word = RATED.get(item.rated) or (f"评级不一，待裁定（{said}）" if said else "未评")
    settled = f"（{item.by}裁定：{item.reason}）" if item.reason else ""
    return [word + settled, *(f"{name}：{note}" for name, _, note in item.given if note)]
