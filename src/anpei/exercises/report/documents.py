"""The two papers that are filed beside the report: the working plan the scenario amounts to, and the summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from anpei import clock
from anpei.exercises import runs
from anpei.exercises.report.blocks import Facts, Heading, Note, Prose, ReportBlock, ReportDocument, Signatures, Table
from anpei.exercises.report.layout import goals, plan_words
from anpei.exercises.report.model import Report
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["MSEL", "SAFETY", "decisions", "msel", "summary", "work_plan"]

CHANNELS = {"radio": "对讲", "phone": "电话", "alarm": "警报", "picture": "画面"}
MSEL = ("号", "时机", "来自", "发给", "方式", "情景信息", "期望行动")
SAFETY = (
    "演练前向参演人员说明情况、规则和安全注意事项；在现场演练的设明显标识，可能影响周边的提前告知。"
    "演练不得造成真实危险。遇真实险情，喊“演练中止”，立即停止，先处置真实险情。（通行做法，待核）"
)


def msel(script: CompiledScenario) -> list[tuple[str, ...]]:
    """The master scenario events list, one row an inject, in the scenario's order."""
    rows = runs.planned_injects(script)
    return [
        (str(n), r["when"], r["from"], r["to"], CHANNELS[r["channel"]], r["text"], r["expect"])
        for n, r in enumerate(rows, 1)
    ]


def work_plan(told: Report, story: runs.RunRecord) -> ReportDocument:
    """What was planned, from the scenario as it was when the run was made."""
    return ReportDocument(
        "应急演练工作方案",
        told.title,
        told.enterprise,
        told.label,
        story.run.created,
        tuple(_planned(told, story)),
        stamp=f"情景 sha256 {story.run.sha[:16]}…",
    )


def _planned(told: Report, story: runs.RunRecord) -> Iterator[ReportBlock]:
    scenario = story.script.scenario
    yield Note("由平台按演练开始时存下的情景生成，情景原文见 scenario.yaml 和 plan.svg。")
    yield Heading(1, "一、目的、类型和依据")
    yield Facts(
        (
            ("演练名称", told.title),
            ("演练类型", " · ".join(told.kinds)),
            ("依据预案", "；".join(map(plan_words, told.plans)) or "没有登记"),
            ("日期", clock.show_date(story.run.created, told.zone)),
            ("地点", told.place),
            ("时长", f"最长 {told.minutes} 分钟"),
            ("导调", told.director),
        )
    )
    yield goals(told)
    yield Heading(1, "二、情景概要")
    yield Note(told.summary)
    yield Heading(1, "三、参演人员和任务分工")
    seats = list(zip(story.run.seats, told.attendance, strict=False))
    kept = {role: one.expected or "谁来都行" for seat, one in seats for role in runs.plan_of(seat)["roles"]}
    rows = tuple((role.title, role.duty, kept.get(role.id, "—")) for role in scenario.roles)
    yield Table("角色", ("角色", "职责", "安排"), rows, (2, 6, 3))
    yield Heading(1, "四、实施步骤")
    yield Table("情景信息（MSEL）", MSEL, tuple(msel(story.script)), (2, 5, 3, 4, 3, 9, 7))
    yield decisions(story.script)
    yield Heading(1, "五、评估")
    items = tuple((o.title, "；".join(item.text for item in o.items), str(o.weight)) for o in told.objectives)
    yield Table("情景评估项", ("目标", "评估项", "权重"), items, (4, 8, 1))
    yield Note(f"合格线 {told.pass_mark} 分；另按通用评估项评级，见评估报告附件 1。")
    yield Heading(1, "六、安全注意")
    yield Note(SAFETY)


def decisions(script: CompiledScenario) -> Table:
    """Every decision a scenario asks for, in its order."""
    phases = {phase.id: phase.title for phase in script.scenario.phases}
    rows = tuple(
        (str(n), phases[node.phase], script.roles[node.role].title, node.question, f"{node.seconds} 秒")
        for n, node in enumerate(script.scenario.nodes, 1)
    )
    return Table("决策点", ("号", "阶段", "角色", "要作的决定", "时限"), rows, (1, 3, 2, 8, 2))


def summary(report: ReportDocument) -> ReportDocument:
    """The three essentials in the report's own words: what it was, what was found and learned, what is advised."""
    parts = {block.field: block for block in report.blocks if isinstance(block, Prose)}
    facts = next(block for block in report.blocks if isinstance(block, Facts))
    scene = next((block for block in report.blocks if isinstance(block, Note)), Note(""))
    actions = [b for b in report.blocks if isinstance(b, Table) and b.title.startswith("整改清单")]
    signatures = [block for block in report.blocks if isinstance(block, Signatures)]
    blocks: tuple[ReportBlock, ...] = (
        Heading(1, "一、基本概要"), facts, scene, parts["organiser"], parts["conclusion"], parts["grade"],
        Heading(1, "二、发现的问题，取得的经验和教训"), parts["problems"], parts["strengths"],
        Heading(1, "三、应急管理工作建议"), parts["suggestions"], *actions,
        *signatures,
    )  # fmt: skip
    return replace(report, heading="应急演练总结报告", blocks=blocks)
