"""A report as a sequence of blocks: the one text that page, Word file and PDF all show, each in its own dress."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from anpei import clock
from anpei.afteraction.actions import Action
from anpei.afteraction.model import ItemLine, MusterTimes, Report

__all__ = [
    "Block",
    "Facts",
    "Heading",
    "Note",
    "Pictures",
    "Prose",
    "Signatures",
    "Table",
    "blocks",
    "rated_words",
    "stretch",
]

RATED = {"done": "完成", "partly": "部分完成", "not": "未完成", "na": "不适用"}
VERDICTS = {"right": "符合预期", "partial": "部分符合", "wrong": "不符合", "late": "超时"}
OFFICIAL = "所列法规为要点，以官方文本为准；标“待核”的，用于正式文件前请先核对。"
TARGETS = "表中用时指标由企业自定，不是法规规定的数值。"


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Note:
    """A small sentence below or above something."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A part people may write; ``field`` is its name, ``own`` whether a person wrote it."""

    field: str
    title: str
    text: str
    own: bool
    version: int
    by: str = ""


@dataclass(frozen=True)
class Facts:
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """``widths`` are relative; a ``tone`` a row colours its last cell on screens."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    tones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatures:
    """Who signs what: the label, the typed name with date if signed, the drawn hand as an SVG path."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Pictures:
    """Photos by name, with what they show."""

    rows: tuple[tuple[str, str], ...]


Block = Heading | Note | Prose | Facts | Table | Signatures | Pictures


def stretch(ms: int) -> str:
    """A run time as ``03:07``."""
    seconds = max(0, ms) // 1000
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def blocks(told: Report) -> list[Block]:
    """The whole report in the structure of the evaluation standard: five parts and annexes."""
    return [*_basics(told), *_process(told), *_analysis(told), *_advice(told), *_verdict(told), *_annexes(told)]


def _prose(told: Report, name: str) -> Prose:
    text = told.texts[name]
    return Prose(name, text.title, text.text, text.version > 0 and bool(text.by), text.version, text.by)


def _basics(told: Report) -> Iterator[Block]:
    day = clock.show_date(told.began, told.zone)
    begun, ended = clock.local(told.began, told.zone), clock.local(told.ended, told.zone)
    yield Heading(1, "一、演练基本情况")
    yield Facts(
        (
            ("演练名称", told.title),
            ("演练类型", " · ".join(told.kinds)),
            ("时间", f"{day} {begun:%H:%M:%S} 至 {ended:%H:%M:%S}"),
            ("地点（模拟）", told.place),
            ("情景用时", f"{stretch(told.seconds * 1000)}（上限 {told.minutes} 分钟）"),
            ("结束方式", told.how),
            ("演练编号", f"{told.script['slug']} 第 {told.run_id} 次"),
        )
    )
    yield _prose(told, "organiser")
    yield Heading(2, "主要内容与情景")
    yield Note(told.summary)
    yield Table("参演人员与分工", ("角色", "职责", "参演人员"), told.roles, (2, 5, 3))
    if told.people:
        yield Table("参演情况", ("姓名", "角色", "参演情况"), told.people, (2, 5, 3))
    yield Table(
        "演练目标",
        ("目标", "所属评估项", "权重"),
        tuple((o.title, o.family, str(o.weight)) for o in told.objectives),
        (5, 4, 1),
    )
    came = sorted((e for e in told.expected if e.actual is not None), key=lambda e: e.actual or 0)
    rows = tuple((stretch(e.actual or 0), e.source, e.text) for e in came)
    yield Table("关键事件", ("时刻", "来源", "情景信息"), rows, (1, 2, 7))


def _process(told: Report) -> Iterator[Block]:
    yield Heading(1, "二、评估过程")
    yield _prose(told, "method")
    if told.watchers:
        rows = tuple((w.name, str(w.rated), _signed(w.signed, told.zone)) for w in told.watchers)
        yield Table("评估人员", ("姓名", "评级项数", "签字"), rows, (3, 2, 4))
    if told.agreement is not None:
        yield Note(f"多名评估人员都评过的项目中，评级一致的占 {told.agreement}%。")


def _analysis(told: Report) -> Iterator[Block]:
    yield Heading(1, "三、演练情况分析")
    for name in ("preparation", "plan_fit"):
        yield _prose(told, name)
    yield Heading(2, "演练目标达成情况")
    rows = tuple(
        (o.title, str(o.weight), f"{o.score} / {o.max}" if o.max else "—", _percent(o.percent)) for o in told.objectives
    )
    tones = tuple(_tone(o.percent, told.pass_mark) for o in told.objectives)
    yield Table("各目标得分", ("目标", "权重", "得分", "达成"), rows, (6, 1, 2, 1), tones)
    yield Heading(2, "预期行动与实际行动对照")
    yield Table(
        "按情景信息对照",
        ("号", "计划", "实际", "偏差", "预期行动", "实际行动"),
        tuple(
            (
                str(e.number),
                stretch(e.planned) if e.planned is not None else "按情况",
                stretch(e.actual) if e.actual is not None else "—",
                _late(e.deviation),
                e.expect,
                e.outcome,
            )
            for e in told.expected
        ),
        (1, 2, 2, 2, 6, 7),
        tuple(e.tone for e in told.expected),
    )
    yield Note(TARGETS)
    if told.muster is not None:
        yield from _muster(told.muster)
    yield _prose(told, "resources")
    yield _prose(told, "coordination")


def _muster(times: MusterTimes) -> Iterator[Block]:
    yield Heading(2, "疏散与清点")
    rows = []
    if times.alarm is not None:
        named = (
            ("第一人到达集合点", times.first_out),
            ("最后一人到达集合点", times.last_out),
            ("全部清点到位", times.all_accounted),
        )
        rows = [(name, f"{round((at - times.alarm) / 1000)} 秒" if at else "没有完成") for name, at in named]
        rows.append(("应到 / 已清点", f"{times.expected} / {times.accounted} 人"))
        rows.append(("未到", "、".join(times.missing) or "无"))
        rows.append(("清点员", "、".join(times.wardens) or "导调员"))
    if times.model is not None:
        rows.append(("模型推算的集合用时", f"{times.model[0]} 至 {times.model[1]} 秒（第 5 至第 95 百分位）"))
    yield Facts(tuple(rows))
    yield Note("从报警时起算。模型只推算行走和等待，给的是范围，不能代替实测。")


def _advice(told: Report) -> Iterator[Block]:
    yield Heading(1, "四、改进意见和建议")
    for name in ("strengths", "problems", "suggestions"):
        yield _prose(told, name)
    yield _actions(told)


def _actions(told: Report) -> Block:
    rows = tuple(_action(one, told.zone) for one in told.actions)
    if not rows:
        return Note("还没有列出整改项。")
    return Table("整改清单", ("问题", "整改措施", "责任人", "期限", "状态"), rows, (4, 4, 2, 2, 2))


def _action(one: Action, zone: str) -> tuple[str, ...]:
    return one.problem, one.measure, one.owner_name, f"{clock.local(one.due, zone):%Y-%m-%d}", one.word


def _verdict(told: Report) -> Iterator[Block]:
    yield Heading(1, "五、评估结论")
    yield Facts(
        (
            ("情景评分", f"{told.percent} 分（合格线 {told.pass_mark} 分）{told.script.get('corrected', '')}"),
            ("决策", f"{told.asked} 项，其中 {told.right} 项符合预期"),
            ("因处置不当耽误", f"{told.lost} 秒"),
            ("禁忌动作", f"{told.forbidden} 次"),
        )
    )
    yield _prose(told, "conclusion")
    yield _prose(told, "grade")
    signed = _signed(told.signed.at, told.zone) if told.signed else ""
    yield Signatures(
        (
            ("导调", told.script.get("signed", ""), told.script.get("hand", "")),
            ("报告定稿", f"{told.signed.by} {signed}" if told.signed else "", ""),
            *(
                ("评估人员", f"{w.name} {_signed(w.signed, told.zone) if w.signed else ''}", w.signature)
                for w in told.watchers
            ),
        )
    )


def _annexes(told: Report) -> Iterator[Block]:
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
                a.chosen or "没有选",
                VERDICTS[a.verdict],
                f"{a.used} / {a.limit} 秒",
            )
            for a in told.answers
        ),
        (1, 6, 5, 2, 2),
        tuple({"right": "ok", "partial": "warn"}.get(a.verdict, "danger") for a in told.answers),
    )
    yield Heading(1, "附件 3　演练时间线")
    yield Table("记录", ("时刻", "事件"), tuple((stretch(m.at), m.text) for m in told.timeline), (1, 9))
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


def _percent(value: int | None) -> str:
    return "未涉及" if value is None else f"{value}%"


def _tone(value: int | None, mark: int) -> str:
    return "" if value is None else "ok" if value >= mark else "danger"


def _late(seconds: int | None) -> str:
    return "—" if seconds is None else f"{seconds:+d} 秒" if seconds else "0 秒"


def _signed(at: int | None, zone: str) -> str:
    return clock.show_date(at, zone) if at else "未签字"
