"""The form of ``scenario.yaml`` as JSON Schema, explained in Chinese: editors complete and check while one types."""

from __future__ import annotations

import json
from typing import Any

from anpei.exercises.scenarios.model import Scenario

__all__ = ["schema", "schema_text"]

_ID = "编号：小写字母开头，只用小写字母、数字和下划线；条件和跳转都靠它。"
_CITES = "依据的条文，如 [xiaofang#44]；查得到的法名见 laws/registry.yaml。"
_SOURCE = "没有条文依据时写出处；会标“待核”。"
_AT = "演练开始后第几秒发生。at 和 after 只写一个。"
_AFTER = "在哪个决策定下、或哪条情景信息下发之后发生。"
_WHEN = '条件，如 fire >= 2 and d04 == "water"；可用 state 里的名字、决策的答案、情景信息是否已下发、lost。'
_DELAY = "触发之后再等几秒。"
_SET = "把现场的某项改成一个值，如 {alarm: true}。"
_ADD = "给现场的某个数加减，如 {fire: 1}；不会超出它的 min 和 max。"
_GOTO = "接着打开哪个决策。"
_COST = "耽误的秒数。"
_RESULT = "现场变成怎样，当作通报告诉所有人。"
_NOTE = "复盘时说的话：为什么好，或差在哪里。"

WORDS: dict[str, dict[str, str]] = {
    "Scenario": {
        "": "一个演练情景。改好后运行 anpei drill check。",
        "title": "情景的名字，如“车间火灾疏散”。",
        "summary": "两三句话：哪里、出了什么事、参演的人要做到什么。",
        "place": "地点。",
        "kind": "演练按内容、形式、目的的分类。",
        "plan": "同一文件夹里的平面图，SVG。",
        "minutes": "一次演练最长几分钟；到时自动结束。",
        "pass_mark": "合格线，百分数。",
        "roll_call": "条件；第一次成立的那一刻算警报响起，导调台可以让清点由它自动开始，如 alarm。不写就不自动清点。",
        "seed": "对应需求表的哪些行；不清楚就不写。",
        "status": "草稿写 draft：只有作者看得到，不能演；写好了删去这一行，再发布内容；停用写 retired。",
        "forbidden_limit": "最多允许几个禁忌动作；超过就不合格。",
        "basis": "演练的依据，至少一条。",
        "roles": "角色；每个角色至少有一个决策。",
        "phases": "阶段，按先后；决策会把演练带进它的阶段。",
        "state": "现场的事实：数、是否、文字；条件和地图都看它。",
        "map": "平面图的哪个图层在什么时候显示。",
        "objectives": "演练目标，权重合计 100。",
        "injects": "情景信息（MSEL），按时间、条件或由导调下发。",
        "nodes": "决策，每个属于一个角色。",
        "debrief": "复盘的话。",
    },
    "Kind": {
        "": "演练的分类。",
        "content": "内容：单项或综合。",
        "form": "形式：桌面或实战。",
        "purpose": "目的：检验性、示范性或研究性。",
    },
    "LegalBasis": {"": "一条依据。", "text": "依据说了什么，用自己的话。", "cites": _CITES, "source": _SOURCE},
    "Role": {"": "一个角色。", "id": _ID, "title": "角色名，最多 12 个字。", "duty": "这个角色负责什么。"},
    "Phase": {"": "一个阶段。", "id": _ID, "title": "阶段名。"},
    "Variable": {
        "": "现场的一个事实。",
        "start": "开始时的值：整数、true/false 或文字。",
        "min": "最小值（只对整数）。",
        "max": "最大值（只对整数）。",
        "label": "写了就显示给参演人员，如“火势”。",
        "unit": "单位，如“级”“人”。",
        "tone": "显示的颜色：plain、ok、warn、danger。",
        "hand": "写了就允许导调在临时情景里改它；有 label 的本来就可以。",
    },
    "MapLayer": {
        "": "平面图的一个图层。",
        "layer": "SVG 里 data-layer 的名字。",
        "when": "什么时候显示；" + _WHEN,
    },
    "Objective": {
        "": "一个演练目标。",
        "id": _ID,
        "title": "目标，如“及时报警，说清要素”。",
        "family": "评估类别，如“预警与信息报告”。",
        "weight": "权重；所有目标合计 100。",
        "items": "评估项目，至少一个。",
        "refresh": "没做到时安排的巩固练习。",
    },
    "EvaluationItem": {
        "": "评估员要打勾的一项。",
        "id": _ID,
        "text": "评估项目。",
        "nodes": "由哪些决策说明；每个决策恰好属于一个项目。",
    },
    "Inject": {
        "": "一条情景信息。",
        "id": _ID,
        "director": "true 表示等导调下发。",
        "from": "来自谁，如“门卫”。",
        "to": "发给哪些角色；不写是全体。",
        "channel": "方式：radio 对讲机、phone 电话、alarm 报警、picture 画面。",
        "text": "内容。流式写法 {…} 里的文字如有英文逗号，要加引号。",
        "expect": "期望参演的人怎样反应；导调和评估员看得到。",
        "at": _AT,
        "after": _AFTER,
        "when": _WHEN,
        "delay": _DELAY,
        "set": _SET,
        "add": _ADD,
    },
    "Node": {
        "": "一个决策。",
        "id": _ID,
        "role": "由哪个角色决定。",
        "phase": "属于哪个阶段。",
        "seconds": "限时，5 到 300 秒；要够读完引出它的情景信息、题目和选项，每秒按 4 个字算。",
        "question": "问题。",
        "options": "两到四个选项；显示时会打乱。",
        "timeout": "没有人决定时怎样。",
        "note": "这一步的道理，复盘时说。",
        "refresh": "没做对时安排的巩固练习。",
        "at": _AT,
        "after": _AFTER,
        "when": _WHEN,
        "delay": _DELAY,
        "cites": _CITES,
        "source": _SOURCE,
    },
    "Option": {
        "": "一个选项。",
        "id": _ID,
        "text": "选项的话；长短要相近。",
        "score": "得分，0 到 10；最佳的一个最高。",
        "best": "true 表示最佳；每个决策有且只有一个。",
        "forbidden": "true 表示禁忌动作，如盲目施救。",
        "cost": _COST,
        "result": _RESULT,
        "note": _NOTE,
        "goto": _GOTO,
        "set": _SET,
        "add": _ADD,
    },
    "Timeout": {
        "": "超时的后果；不得分。",
        "cost": _COST,
        "result": _RESULT,
        "note": _NOTE,
        "goto": _GOTO,
        "set": _SET,
        "add": _ADD,
    },
    "Debrief": {
        "": "复盘。",
        "passed": "合格时说的话。",
        "failed": "不合格时说的话。",
        "takeaways": "能带走的几句话，至少一条。",
    },
    "Takeaway": {"": "一句能带走的话。", "text": "这句话。", "cites": _CITES, "source": _SOURCE},
    "PracticeAgain": {
        "": "事后巩固什么。",
        "items": "题库里的练习题号。",
        "chapter": "课程/章节，如 fire-escape/02-smoke。",
    },
}


def schema() -> dict[str, Any]:
    """The schema, every field explained; unknown keys are not allowed, which is what catches swallowed text."""
    made = Scenario.model_json_schema(by_alias=True)
    for name, part in {**made["$defs"], "Scenario": made}.items():
        words = WORDS.get(name, {})
        part["description"] = words.get("", "")
        part.pop("title", None)
        for field, told in part["properties"].items():
            told.pop("title", None)
            told["description"] = words.get(field, "")
    made["$defs"] = dict(sorted(made["$defs"].items()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "安培演练情景 scenario.yaml",
        **made,
    }


def schema_text() -> str:
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"
