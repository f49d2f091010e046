"""What is printed before a drill, made of its plan and scenario: working plan, script, sign-in sheet, safeguards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from anpei import clock
from anpei.exercises import report
from anpei.exercises.preparation.model import PlannedDrill, lines_of
from anpei.exercises.report import Facts, Heading, Note, PlanLine, ReportBlock, ReportDocument, Signatures, Table
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["PAPERS", "DrillPaper", "paper_of"]

Cite = Callable[[str], str]
"""A citation as its article is called."""
BLANKS = 12
"""Empty lines of a sign-in sheet, for who comes besides."""
HIGH = "\u3000\n\u3000"
"""An empty cell in which a hand has room."""
UNAPPROVED = {
    "waiting": "草稿　未批准",
    "unnamed": "草稿　未批准",
    "returned": "草稿　退回修改",
    "changed": "草稿　批准后改过",
    "cancelled": "已取消",
}
PRACTICE = "风险与控制、器材和保障由平台按通行做法提出，由演练组织者核对、改写（待核）。"


@dataclass(frozen=True)
class Given:
    """What a paper is made of."""

    one: PlannedDrill
    script: CompiledScenario
    plans: Sequence[PlanLine]
    zone: str
    cite: Cite


@dataclass(frozen=True)
class DrillPaper:
    """One of the papers: its name, the file's, and whether it shows what participants mustn't see beforehand."""

    title: str
    secret: bool
    make: Callable[[Given], Iterator[ReportBlock]]


def paper_of(
    kind: str,
    one: PlannedDrill,
    script: CompiledScenario,
    *,
    enterprise: str,
    plans: Sequence[PlanLine],
    zone: str,
    demanded: bool,
    cite: Cite = str,
) -> ReportDocument:
    """A paper of a planned drill; KeyError for a kind there isn't. What isn't approved says so on every page."""
    told, given = PAPERS[kind], Given(one, script, plans, zone, cite)
    hidden = one.plan.blind and not told.secret
    return ReportDocument(
        f"应急演练{told.title}",
        "应急演练" if hidden else one.title,
        enterprise,
        "",
        one.written,
        tuple(told.make(given)),
        mark=UNAPPROVED.get(one.state(demanded=demanded), ""),
        stamp="" if hidden else f"摘要 {one.sha[:16]}…",
        foot=f"演练计划 {one.id}　第 {one.version} 版",
    )


def _facts(given: Given) -> Facts:
    plan, scenario = given.one.plan, given.script.scenario
    words = filter(None, (plan.form, scenario.kind.content, scenario.kind.purpose, plan.notice))
    return Facts(
        (
            ("演练名称", given.one.title),
            ("演练类型", " · ".join(words)),
            ("依据预案", "；".join(map(report.plan_words, given.plans)) or "没有登记"),
            ("日期和时间", f"{plan.day} {plan.at}"),
            ("地点", plan.place),
            ("时长", f"最长 {scenario.minutes} 分钟"),
            ("集合点", "；".join(plan.points) or "没有选"),
        )
    )


def _working_plan(given: Given) -> Iterator[ReportBlock]:
    plan, scenario = given.one.plan, given.script.scenario
    yield Heading(1, "一、目的、类型和依据")
    yield _facts(given)
    targets = tuple((o.title, o.family, "；".join(i.text for i in o.items), str(o.weight)) for o in scenario.objectives)
    yield Table("演练目标", ("目标", "类别", "评估项", "权重"), targets, (4, 3, 8, 2))
    rows = tuple(
        (basis.text, "、".join(map(given.cite, basis.cites)) or f"{basis.source}（待核）") for basis in scenario.basis
    )
    yield Table("法规和资料依据", ("内容", "出处"), rows, (5, 5))
    yield Heading(1, "二、情景概要")
    yield Note(scenario.summary)
    yield Heading(1, "三、参演人员和任务分工")
    roles = tuple((role.title, role.duty, role.name or "谁来都行", role.department or "—") for role in plan.roles)
    yield Table("角色", ("角色", "职责", "人员", "部门"), roles, (2, 6, 2, 3))
    yield _listed("评估和保障人员", ("分工", "人员"), plan.support)
    yield Heading(1, "四、实施步骤")
    steps = (
        ("演练前", "现场检查，试音试网；说明情况、规则和安全注意；参演人员签到"),
        ("启动", "总指挥宣布开始，平台按情景下发信息"),
        *((f"执行：{phase.title}", _asked(given.script, phase.id)) for phase in scenario.phases),
        ("结束", "总指挥宣布结束，清点人数，现场点评；评估人员填表签字"),
        ("评估总结", "写评估报告和总结，列整改，归档"),
    )
    yield Table("步骤", ("阶段", "内容"), steps, (3, 9))
    yield Heading(1, "五、评估")
    yield Note(f"合格线 {scenario.pass_mark} 分；评估人员另按通用评估项评级。")
    yield Heading(1, "六、安全注意")
    yield _listed("风险与控制措施", ("风险", "控制措施"), plan.risks)
    yield Note(report.SAFETY)
    yield Note(PRACTICE)
    if plan.notes:
        yield Heading(1, "七、其他")
        for line in plan.notes.splitlines():
            yield Note(line)
    yield from _approval(given)


def _asked(script: CompiledScenario, phase: str) -> str:
    """What a phase asks of whom, without the answers."""
    found = [f"{script.roles[n.role].title}：{n.question}" for n in script.scenario.nodes if n.phase == phase]
    return "；".join(found) or "—"


def _approval(given: Given) -> Iterator[ReportBlock]:
    one = given.one
    yield Heading(1, "审批")
    approved = one.decision if one.approved else None
    written = f"{one.written_name} {clock.local(one.written, given.zone):%Y-%m-%d} 第 {one.version} 版"
    if approved is None:
        yield Signatures((("编写", written, ""), (f"审批　{one.plan.approver_name}".strip(), "", "")))
        return
    when = f"{clock.local(approved.at, given.zone):%Y-%m-%d %H:%M}"
    told = f"{approved.name} {when} 批准第 {approved.version} 版"
    yield Signatures((("编写", written, ""), ("审批", told, approved.path)))


def _script(given: Given) -> Iterator[ReportBlock]:
    script, plan = given.script, given.one.plan
    yield Note("导调和评估人员用，写有期望行动和决定，演练结束前不给参演人员看。")
    yield Heading(1, "一、演练基本情况")
    yield _facts(given)
    yield Note(script.scenario.summary)
    yield Heading(1, "二、情景信息（MSEL）")
    yield Table("按顺序下发", report.MSEL, tuple(report.msel(script)), (2, 5, 3, 4, 3, 9, 7))
    yield Heading(1, "三、决策点和期望的决定")
    who = {role.role: role.name for role in plan.roles}
    phases = {phase.id: phase.title for phase in script.scenario.phases}
    rows = tuple(
        (
            str(n),
            phases[node.phase],
            script.roles[node.role].title + (f"（{who[node.role]}）" if who.get(node.role) else ""),
            node.question,
            node.best.text,
            f"{node.seconds} 秒",
        )
        for n, node in enumerate(script.scenario.nodes, 1)
    )
    heads = ("号", "阶段", "由谁", "要作的决定", "期望的决定", "时限")
    yield Table("决策点", heads, rows, (1, 3, 3, 6, 6, 2))
    yield Heading(1, "四、指令")
    orders = (
        ("开始", "总指挥", "现在开始演练。"),
        ("真实险情", "任何人", "演练中止！演练中止！这是真的。"),
        ("结束", "总指挥", "演练结束，各组清点人数，到集合点讲评。"),
    )
    yield Table("统一口令", ("什么时候", "谁", "口令"), orders, (2, 2, 7))
    yield Note("口令是通行写法，可按本单位的习惯改（待核）。")


def _sign_in(given: Given) -> Iterator[ReportBlock]:
    plan = given.one.plan
    yield Facts((("日期和时间", f"{plan.day} {plan.at}"), ("地点", plan.place), ("负责签到", "")))
    named = [role for role in plan.roles if role.staff_no]
    rows = [(str(n), r.name, r.staff_no, r.department, r.title, "", HIGH) for n, r in enumerate(named, 1)]
    rows += [(str(n), "", "", "", "", "", HIGH) for n in range(len(rows) + 1, len(rows) + 1 + BLANKS)]
    heads = ("号", "姓名", "工号", "部门", "角色", "签到时间", "签名")
    yield Table("签到", heads, tuple(rows), (1, 2, 2, 3, 2, 2, 3))
    yield Note("没有安排角色的观摩、评估、保障人员也要签到。中途离开的，在签名后写明时间。")


def _safeguards(given: Given) -> Iterator[ReportBlock]:
    plan = given.one.plan
    yield Heading(1, "一、时间和场地")
    yield Facts(
        (("日期和时间", f"{plan.day} {plan.at}"), ("地点", plan.place), ("集合点", "；".join(plan.points) or "没有选"))
    )
    yield Heading(1, "二、人员保障")
    yield _listed("分工", ("分工", "人员"), plan.support)
    yield Heading(1, "三、器材和物资")
    yield _listed("清单", ("名称", "数量和位置"), plan.facilities)
    yield Heading(1, "四、安全保障")
    yield _listed("风险与控制措施", ("风险", "控制措施"), plan.risks)
    yield Note(report.SAFETY)
    yield Heading(1, "五、通信保障")
    yield _listed("联系电话", ("单位或岗位", "电话"), plan.phones)
    yield Note(PRACTICE)
    yield from _approval(given)


def _listed(title: str, heads: tuple[str, str], text: str) -> ReportBlock:
    rows = tuple((what or "—", how or "—") for what, how in lines_of(text))
    return Table(title, heads, rows, (4, 7)) if rows else Note(f"{title}：没有写。")


PAPERS = {
    "plan": DrillPaper("工作方案", True, _working_plan),
    "script": DrillPaper("脚本", True, _script),
    "signin": DrillPaper("签到表", False, _sign_in),
    "support": DrillPaper("保障方案", False, _safeguards),
}
"""By the name of the file."""
