"""A report as a document: the five parts of the evaluation standard, and annexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from anpei import clock
from anpei.exercises.report.actions import Action
from anpei.exercises.report.annexes import annexes, signed_words
from anpei.exercises.report.blocks import Facts, Heading, Note, Prose, ReportBlock, ReportDocument, Signatures, Table
from anpei.exercises.report.model import Attended, MusterTimes, ObjectiveLine, PlanLine, Report
from anpei.exercises.report.parts import PartStanding, standing_of

__all__ = ["DRAFT", "blocks", "goals", "paper", "plan_words", "standings"]

HEADING = "应急演练评估报告"
DRAFT = "草稿　未定稿"
TARGETS = "表中用时指标由企业自定，不是法规规定的数值。"


def blocks(told: Report) -> list[ReportBlock]:
    """The whole report in the structure of the evaluation standard: five parts and annexes."""
    body = [*_basics(told), *_process(told), *_analysis(told), *_advice(told), *_verdict(told)]
    annexed = list(annexes(told))
    return [*body, _signatures(told, standing_of(told, [*body, *annexed])), *annexed]


def standings(told: Report) -> tuple[PartStanding, ...]:
    """Where each part of the report stands: who signs it, who has, and whether it still reads so."""
    return standing_of(told, blocks(told))


def paper(told: Report) -> ReportDocument:
    """The report as a document; until it's signed every page says that it's a draft."""
    return ReportDocument(
        HEADING,
        told.title,
        told.enterprise,
        told.label,
        told.signed.at if told.signed else told.ended,
        tuple(blocks(told)),
        mark="" if told.signed else DRAFT,
    )


def _prose(told: Report, name: str) -> Prose:
    text = told.texts[name]
    return Prose(name, text.title, text.text, text.version > 0 and bool(text.by), text.version, text.by)


def _basics(told: Report) -> Iterator[ReportBlock]:
    day = clock.show_date(told.began, told.zone)
    begun, ended = clock.local(told.began, told.zone), clock.local(told.ended, told.zone)
    yield Heading(1, "一、演练基本情况")
    yield Facts(
        (
            ("演练名称", told.title),
            ("演练类型", " · ".join(told.kinds)),
            ("依据预案", "；".join(map(plan_words, told.plans)) or "没有登记"),
            ("时间", f"{day} {begun:%H:%M:%S} 至 {ended:%H:%M:%S}"),
            ("地点" if "实战演练" in told.kinds else "地点（模拟）", told.place),
            ("情景用时", f"{clock.stretch(told.seconds * 1000)}（上限 {told.minutes} 分钟）"),
            ("结束方式", told.how),
            ("演练编号", told.label),
        )
    )
    yield _prose(told, "organiser")
    yield Heading(2, "主要内容与情景")
    yield Note(told.summary)
    yield Table("参演人员与分工", ("角色", "职责", "参演人员"), told.roles, (2, 5, 3))
    yield _attendance(told)
    yield goals(told)
    came = sorted((e for e in told.expected if e.actual is not None), key=lambda e: e.actual or 0)
    rows = tuple((clock.stretch(e.actual or 0), e.number, e.source, e.text) for e in came)
    yield Table("关键事件", ("时刻", "号", "来源", "情景信息"), rows, (2, 1, 2, 9))


def plan_words(plan: PlanLine) -> str:
    """A plan with its version, and whether it's only the example that comes with the platform."""
    known = [f"版本 {plan.version}" if plan.version else "版本没有登记", f"{plan.since} 起执行" if plan.since else ""]
    known += [plan.note, "平台自带的示例，未换成本单位预案" if plan.sample else ""]
    return f"{plan.title}（{plan.kind}，{'，'.join(filter(None, known))}）"


def _attendance(told: Report) -> Table:
    rows = tuple(
        (
            one.expected or "不指定",
            one.came or "—",
            one.roles or "—",
            _at(one.joined, told.zone),
            _state(one, told.zone),
        )
        for one in told.attendance
    )
    tones = tuple("ok" if one.joined else "danger" if one.expected else "" for one in told.attendance)
    return Table("签到与缺席", ("安排", "签到", "角色", "签到时刻", "情况"), rows, (2, 2, 4, 2, 2), tones)


def _at(moment: int | None, zone: str) -> str:
    return f"{clock.local(moment, zone):%H:%M:%S}" if moment is not None else "—"


def _state(one: Attended, zone: str) -> str:
    return f"{one.word}（{_at(one.left, zone)}）" if one.left is not None else one.word


def goals(told: Report) -> Table:
    """The objectives as the standard wants them told."""
    heads = ("由谁", "什么条件下", "完成什么任务", "依据什么标准", "取得什么效果")
    return Table("演练目标", heads, tuple(_goal(o, told.pass_mark) for o in told.objectives), (3, 4, 4, 6, 3))


def _goal(objective: ObjectiveLine, pass_mark: int) -> tuple[str, ...]:
    """Who does what, under which conditions, by which standard, to what effect."""
    limits = sorted({min(objective.limits), max(objective.limits)}) if objective.limits else []
    when = "、".join(objective.when)
    conditions = f"{when}；每个决策限 {' 至 '.join(map(str, limits))} 秒" if limits else when
    standard = f"{objective.family}：{'；'.join(item.text for item in objective.items)}"
    effect = f"得分不低于 {pass_mark}%，权重 {objective.weight}"
    return "、".join(objective.who), conditions, objective.title, standard, effect


def _process(told: Report) -> Iterator[ReportBlock]:
    yield Heading(1, "二、评估过程")
    yield _prose(told, "method")
    if told.watchers:
        rows = tuple((w.name, str(w.rated), signed_words(w.signed, told.zone)) for w in told.watchers)
        yield Table("评估人员", ("姓名", "评级项数", "签字"), rows, (3, 2, 4))
    if told.agreement is not None:
        yield Note(f"多名评估人员都评过的项目中，评级一致的占 {told.agreement}%。")
    yield _prose(told, "self_review")


def _analysis(told: Report) -> Iterator[ReportBlock]:
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
                e.number,
                clock.stretch(e.planned) if e.planned is not None else "临时" if e.adhoc else "按情况",
                clock.stretch(e.actual) if e.actual is not None else "—",
                _late(e.deviation),
                e.expect or "没有写明",
                e.outcome,
            )
            for e in told.expected
        ),
        (2, 3, 3, 3, 10, 12),
        tuple(e.tone for e in told.expected),
    )
    yield Note(TARGETS)
    if told.muster is not None:
        yield from _muster(told.muster)
    yield _prose(told, "resources")
    yield _prose(told, "coordination")


def _muster(times: MusterTimes) -> Iterator[ReportBlock]:
    yield Heading(2, "疏散与清点")
    rows = []
    if times.alarm is not None:
        named = (
            ("第一人到达集合点", times.first_out),
            ("最后一人到达集合点", times.last_out),
            ("全部清点到位", times.all_accounted),
        )
        rows = [(name, f"{round((at - times.alarm) / 1000)} 秒" if at else "没有完成") for name, at in named]
        rows.append(("应到", f"{times.expected} 人；{times.split}"))
        rows.append(("未到", "、".join(times.missing) or "无"))
        rows.append(("请假或外出", _some(times.excused) or "无"))
        rows.append(("清点员", "、".join(times.wardens) or "导调员"))
    if times.model is not None:
        rows.append(("模型推算的集合用时", f"{times.model[0]} 至 {times.model[1]} 秒（第 5 至第 95 百分位）"))
    yield Facts(tuple(rows))
    yield Note("从报警时起算。模型只推算行走和等待，给的是范围，不能代替实测。")


def _some(names: tuple[str, ...], most: int = 60) -> str:
    """A list of names that doesn't fill pages."""
    return "、".join(names[:most]) + (f"等 {len(names)} 人" if len(names) > most else "")


def _advice(told: Report) -> Iterator[ReportBlock]:
    yield Heading(1, "四、改进意见和建议")
    for name in ("strengths", "problems", "suggestions"):
        yield _prose(told, name)
    yield _actions(told)


def _actions(told: Report) -> ReportBlock:
    rows = tuple(_action(one, told.zone) for one in told.actions)
    if not rows:
        return Note("整改清单：没有列出整改项。")
    title = "整改清单（定稿时）" if told.signed else "整改清单"
    return Table(title, ("问题", "整改措施", "责任人", "期限", "状态"), rows, (4, 4, 2, 2, 2))


def _action(one: Action, zone: str) -> tuple[str, ...]:
    return one.problem, one.measure, one.owner_name, f"{clock.local(one.due, zone):%Y-%m-%d}", one.word


def _verdict(told: Report) -> Iterator[ReportBlock]:
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
    if told.remark:
        yield Facts((("导调备注", told.remark),))
    if told.signed and told.signed.absent:
        yield Table("没有具备的事项", ("事项", "原因"), told.signed.absent, (5, 6))
    if told.earlier:
        yield _earlier(told)


def _signatures(told: Report, parts: Sequence[PartStanding]) -> Signatures:
    """Who signed what; a finished report names only parts that were signed, and before that all that are to be."""
    signed = signed_words(told.signed.at, told.zone) if told.signed else ""
    return Signatures(
        (
            ("导调", told.script.get("signed", ""), told.script.get("hand", "")),
            *(
                (each.label, each.line(told.zone), each.signature.path if each.signature and each.holds else "")
                for each in parts
                if each.signature or not told.signed
            ),
            ("报告定稿", f"{told.signed.by} {signed}" if told.signed else "", ""),
            *(
                ("评估人员", f"{w.name} {signed_words(w.signed, told.zone) if w.signed else ''}", w.signature)
                for w in told.watchers
            ),
        )
    )


def _earlier(told: Report) -> Table:
    """What was signed and taken back before."""
    words = {"signed": "签字定稿", "reopened": "撤回定稿"}
    rows = tuple(
        (
            f"{clock.local(one.at, told.zone):%Y-%m-%d %H:%M}",
            f"{one.name} {words[one.kind]}",
            one.note if one.kind == "reopened" else f"摘要 {one.sha[:16]}…",
        )
        for one in told.earlier
    )
    return Table("定稿与撤回记录", ("时间", "经过", "原因或摘要"), rows, (3, 4, 6))


def _percent(value: int | None) -> str:
    return "未涉及" if value is None else f"{value}%"


def _tone(value: int | None, mark: int) -> str:
    return "" if value is None else "ok" if value >= mark else "danger"


def _late(seconds: int | None) -> str:
    return "—" if seconds is None else f"{seconds:+d} 秒" if seconds else "0 秒"
