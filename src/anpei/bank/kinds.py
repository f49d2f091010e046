"""The kinds of question in one table: what each is called, which fields are its own, what its author is told of them.

Whoever lists kinds (forms, imports, checks, the command line) reads this table; nobody keeps another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "single",
    "multiple",
    "truefalse",
    "order",
    "short",
    "case",
    "spot",
    "numeric",
    "matching",
    "cloze",
    "risk",
    "branching",
]
Shape = Literal[
    "options", "truth", "lines", "number", "criteria", "text", "picture", "regions", "pairs", "levels", "nodes"
]
"""How a field is filled in: rows of options, yes or no, lines of text, a number with unit and tolerance, …"""


@dataclass(frozen=True)
class FieldInfo:
    """A field that only some kinds have; ``hint`` says in one sentence what belongs there."""

    name: str
    label: str
    shape: Shape
    hint: str


@dataclass(frozen=True)
class KindInfo:
    """A kind of question; ``short`` is its name within a sentence (单选), ``title`` its name alone (单选题).

    ``manual``: a person marks it. ``scored`` says how marks are given; ``told``: also to those who sit an exam.
    """

    kind: Kind
    short: str
    title: str
    fields: tuple[FieldInfo, ...]
    scored: str
    manual: bool = False
    told: bool = False


_OPTIONS = FieldInfo("options", "选项", "options", "每项一句话；正确的标 right: true，feedback 说为什么。")
_ACCEPT = FieldInfo("accept", "可接受的答案", "lines", "每行一种写法，都算对。")
_NUMBER = FieldInfo(
    "numeric", "数值、误差和单位", "number", "value 是标准答案，tolerance 或 percent 是允许的误差，unit 是单位。"
)
_RIGHT_OR_WRONG = "答对得满分，答错不得分。"
_SHARE = "每对一处得一份分，错了不倒扣。"

TABLE: tuple[KindInfo, ...] = (
    KindInfo("single", "单选", "单选题", (_OPTIONS,), _RIGHT_OR_WRONG),
    KindInfo("multiple", "多选", "多选题", (_OPTIONS,), "怎么给分由试卷定，见考试须知。"),
    KindInfo(
        "truefalse", "判断", "判断题", (FieldInfo("answer", "答案", "truth", "true 对，false 错。"),), _RIGHT_OR_WRONG
    ),
    KindInfo(
        "order",
        "排序",
        "排序题",
        (FieldInfo("steps", "步骤", "lines", "按正确的先后写，出题时打乱。"),),
        "相邻两步排对得一份分。",
    ),
    KindInfo("short", "填空", "填空题", (_ACCEPT, _NUMBER), _RIGHT_OR_WRONG),
    KindInfo(
        "case",
        "案例",
        "案例题",
        (
            FieldInfo("rubric", "评分要点", "criteria", "每条要点一行，写分值。"),
            FieldInfo("model_answer", "参考答案", "text", "只给阅卷的人看。"),
        ),
        "培训师按要点评分。",
        manual=True,
    ),
    KindInfo(
        "spot",
        "找隐患",
        "找隐患",
        (
            FieldInfo("scene", "图", "picture", "quizzes/media 里的 SVG，加文字说明。"),
            FieldInfo("regions", "图上的地方", "regions", "每处写轮廓、名称、是不是隐患和为什么。"),
        ),
        "找到一处得一份分，点错一处扣一份，扣到零分为止。",
    ),
    KindInfo("numeric", "数值", "数值题", (_NUMBER,), "在允许的误差以内得满分，否则不得分。", told=True),
    KindInfo(
        "matching",
        "配对",
        "配对题",
        (
            FieldInfo("pairs", "配对", "pairs", "每对写 left（左边）和 right（右边配的那一项）。"),
            FieldInfo("extra", "多余的选项", "lines", "右边多出来的干扰项，可以不写。"),
        ),
        _SHARE,
        told=True,
    ),
    KindInfo(
        "cloze",
        "选词填空",
        "选词填空题",
        (FieldInfo("extra", "多余的词", "lines", "词库里多出来的干扰词；空写在题干里：先[[报警]]，再[[疏散]]。"),),
        _SHARE,
        told=True,
    ),
    KindInfo(
        "risk",
        "风险判定",
        "风险判定题",
        (
            FieldInfo(
                "risk", "判定", "levels", "method 是 lec 或 matrix；levels 写每个因素的分值；why 写为什么是这一级。"
            ),
        ),
        "每个因素判对得一份分，差一级得半份，差得更远不得分。",
        told=True,
    ),
    KindInfo(
        "branching",
        "情景分支",
        "情景分支题",
        (
            FieldInfo(
                "nodes",
                "情景",
                "nodes",
                "每一步写 id、text 和 options；选项写 text、points、to（去哪步，不写就结束）。",
            ),
        ),
        "走过的每一步按选的做法给分，满分是最好的一条路；选了就不能改。",
        told=True,
    ),
)
KINDS: tuple[Kind, ...] = tuple(info.kind for info in TABLE)
KIND_TABLE: Mapping[str, KindInfo] = {info.kind: info for info in TABLE}
OWN: Mapping[Kind, frozenset[str]] = {info.kind: frozenset(field.name for field in info.fields) for info in TABLE}
"""The fields that a kind may have besides those of all kinds."""
