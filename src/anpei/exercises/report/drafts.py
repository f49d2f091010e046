"""What the platform proposes for the parts people write: only what log and sheets show, for a person to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anpei.exercises.report.model import Answered, ObjectiveLine, Watcher

__all__ = ["ASKED", "draft"]

ASKED = "（请评估组填写"
"""How a part begins that only people can write; a report with one left in it isn't signed."""

GOOD, POOR = 80, 60
LEADING = ("指挥", "信息报告", "通信", "协调")


def draft(
    *,
    enterprise: str,
    director: str,
    watchers: Sequence[Watcher],
    answers: Sequence[Answered],
    objectives: Sequence[ObjectiveLine],
    good: Iterable[str],
    problems: Iterable[str],
    percent: int,
    pass_mark: int,
    finished: bool,
) -> dict[str, str]:
    """Part → text; parts that only people can judge say who has to fill them in."""
    missed = [answer for answer in answers if answer.verdict != "right"]
    return {
        "organiser": f"{enterprise}组织实施，导调：{director}。",
        "method": _method(watchers),
        "preparation": f"{ASKED}：目标是否明确、可量化，情景是否符合实际，文件和保障是否到位。）",
        "plan_fit": f"{ASKED}：预案写的步骤能不能照着做，演练里哪些地方与预案不一致。）",
        "resources": f"{ASKED}：人员到位、器材和资源是否够用。）",
        "coordination": _coordination(objectives),
        "self_review": f"{ASKED}：参演人员对自己表现的评价要点；没有组织自评的，写明原因。）",
        "strengths": _lines([*_strong(objectives), *good]) or "（没有记录。）",
        "problems": _lines([*map(_problem, missed), *problems]) or "（没有发现问题。）",
        "suggestions": _lines([*_advice(missed), *_plan_advice(objectives)]) or "（没有建议。）",
        "conclusion": _conclusion(percent, pass_mark, objectives, missed, finished),
        "grade": "（待评定）　□ 优秀　□ 良好　□ 合格　□ 不合格" if finished else "演练没有做完，不评定等级。",
    }


def _lines(found: Iterable[str]) -> str:
    return "\n".join(f"{n}. {text}" for n, text in enumerate(dict.fromkeys(found), 1))


def _method(watchers: Sequence[Watcher]) -> str:
    told = "平台逐条记录情景下发、决策和用时，按情景写明的规则计分。"
    if not watchers:
        return told + "本次没有评估人员填表。"
    names = "、".join(watcher.name for watcher in watchers)
    settled = "评级不一致的，由导调员说明理由后裁定。" if len(watchers) > 1 else ""
    return f"评估人员 {names} 现场观察，按评估表逐项评级、记录和拍照；{told}{settled}"


def _coordination(objectives: Sequence[ObjectiveLine]) -> str:
    found = [o for o in objectives if any(word in o.family for word in LEADING) and o.percent is not None]
    told = "；".join(f"“{o.title}”得 {o.percent}%" for o in found)
    return f"{told}。" if told else f"{ASKED}。）"


def _strong(objectives: Sequence[ObjectiveLine]) -> list[str]:
    return [f"“{o.title}”做得好，得 {o.percent}%。" for o in objectives if o.percent is not None and o.percent >= GOOD]


def _problem(answer: Answered) -> str:
    if answer.verdict == "late":
        return f"{answer.role}在“{answer.question}”上没有在 {answer.limit} 秒内作出决定。"
    tail = "，属于禁忌动作" if answer.forbidden else f"，多耽误 {answer.cost} 秒" if answer.cost else ""
    return f"{answer.role}在“{answer.question}”上选了“{answer.chosen}”{tail}。"


def _advice(missed: Sequence[Answered]) -> list[str]:
    worst = sorted(missed, key=lambda a: (not a.forbidden, a.verdict == "partial", -a.cost))
    return [f"对{a.role}复训：遇到“{a.question}”，应当“{a.best}”。" for a in worst[:5]]


def _plan_advice(objectives: Sequence[ObjectiveLine]) -> list[str]:
    poor = [o for o in objectives if o.percent is not None and o.percent < POOR]
    return [f"对照预案检查“{o.family}”部分，能不能照着做，必要时修订。" for o in poor]


def _conclusion(
    percent: int, pass_mark: int, objectives: Sequence[ObjectiveLine], missed: Sequence[Answered], finished: bool
) -> str:
    if not finished:
        return "演练没有做完，不作综合评价；已做的部分见演练情况分析。"
    seen = [o for o in objectives if o.percent is not None]
    reached = sum(1 for o in seen if (o.percent or 0) >= pass_mark)
    forbidden = sum(1 for answer in missed if answer.forbidden)
    acts = f"出现禁忌动作 {forbidden} 次" if forbidden else "没有禁忌动作"
    return (
        f"情景评分 {percent} 分（合格线 {pass_mark} 分）。{len(seen)} 个演练目标中有 {reached} 个达到合格线，{acts}。"
        "分数由平台按情景规则计算，等级由评估组评定。"
    )
