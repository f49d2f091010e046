"""What the form of each kind of question consists of: one entry a kind, read by the page's script and by nothing else.

A field is a key of the item as its file has it. ``editor`` says what it is filled in with; rows and groups have fields
of their own. What is wrong with a value is said by the rules of the bank alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from anpei import bank

__all__ = ["DIFFICULTIES", "FORMS", "USES", "KindForm", "form_json", "kind_label"]

DIFFICULTIES = {"easy": "易", "medium": "中", "hard": "难"}
USES = {"exam": "考试题", "practice": "练习题"}
BASES = {"law": "有法条", "guidance": "通行做法"}


@dataclass(frozen=True)
class FormField:
    """One field. ``editor`` is line, text, number, choice, select (a number), flag, pick (one or several of the rows),
    rows, row (one of the rows of the key ``row``), group, cites, words, picture or regions. ``most`` is how many rows
    there can be; ``plain`` rows are texts, not mappings. A ``name`` with a point stands one mapping deeper."""

    name: str
    label: str
    editor: str
    hint: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    fields: tuple[FormField, ...] = ()
    most: int = 0
    row: str = ""
    """What one row is called."""
    plain: bool = False
    ordered: bool = True
    names: str = ""
    """The letter with which a new row's id begins, where rows have one."""
    clears: tuple[str, ...] = ()
    """Fields beside it that mean nothing any more once it has changed."""
    when: tuple[str, str] = ("", "")
    """The place and the value there with which this field is asked for."""


@dataclass(frozen=True)
class KindForm:
    """A kind's label, what it is good for, its own fields, and what a new one begins with."""

    label: str
    note: str
    fields: tuple[FormField, ...]
    start: dict[str, Any]
    stem_hint: str = ""
    """How a stem is written where it is more than a text."""


def _options(several: bool) -> FormField:
    hint = "勾出所有正确的；错的要像真的，说明为什么错。" if several else "选出正确的一个；错的要像真的，说明为什么错。"
    return FormField(
        "options", "选项", "rows", hint, most=len(bank.LETTERS), row="选项",
        fields=(
            FormField("right", "正确", "pick", choices={"several": "1"} if several else {}),
            FormField("text", "选项内容", "line"),
            FormField("feedback", "选它的人会看到", "line"),
        ),
    )  # fmt: skip


STEPS = FormField("steps", "步骤", "rows", "按正确的先后写，出题时自动打乱。", most=len(bank.LETTERS), row="步骤",
                  plain=True, fields=(FormField("", "做什么", "line"),))  # fmt: skip
ACCEPT = FormField("accept", "可接受的答案", "rows", "几种写法都算对；要填数的不写这里，写“数值”。", most=20,
                   row="答案", plain=True, ordered=False, fields=(FormField("", "答案", "line"),))  # fmt: skip
NUMERIC = FormField("numeric", "数值", "group", "答案是一个数时填。", fields=(
    FormField("value", "正确的数", "number"),
    FormField("tolerance", "允许误差", "number"),
    FormField("unit", "单位", "line"),
))  # fmt: skip
RUBRIC = FormField("rubric", "评分要点", "rows", "培训师照着给分；本题满分是各要点之和。", most=20, row="要点", fields=(
    FormField("criterion", "答到什么", "line"),
    FormField("points", "分值", "number"),
))  # fmt: skip
REGIONS = FormField("regions", "图上的地方", "regions", "隐患至少三处，没问题的不少于隐患。", most=bank.MOST_PLACES,
                    row="地方", ordered=False, fields=(
    FormField("label", "看到了什么", "line", "只写看到了什么，不评对错。"),
    FormField("hazard", "是隐患", "flag"),
    FormField("feedback", "为什么是，或为什么不是", "line"),
    FormField("cites", "法条", "cites"),
    FormField("source", "没有法条时的出处", "line"),
))  # fmt: skip

PAIRS = FormField("pairs", "配对", "rows", "右边会打乱；几个左边可以配同一个右边。", most=len(bank.LETTERS),
                  row="对", fields=(
    FormField("left", "左边", "line"),
    FormField("right", "右边配的", "line"),
))  # fmt: skip
EXTRA = FormField("extra", "多余的", "rows", "混在里面的干扰项，可以没有。", most=len(bank.LETTERS), row="干扰项",
                  plain=True, ordered=False, fields=(FormField("", "干扰项", "line"),))  # fmt: skip
NUMBER = replace(NUMERIC, hint="允许误差写多少单位，或百分之几，二选一。", fields=(
    NUMERIC.fields[0], NUMERIC.fields[1], FormField("percent", "或百分之几", "number"), NUMERIC.fields[2],
))  # fmt: skip
NODES = FormField("nodes", "情景", "rows", "从第一步开始；每个做法写给几分、接着到哪一步。", most=bank.MOST_PLACES,
                  row="步", names="n", fields=(
    FormField("text", "这时看到什么", "line"),
    FormField("options", "可以怎么做", "rows", most=len(bank.LETTERS), row="做法", fields=(
        FormField("text", "做什么", "line"),
        FormField("points", "给几分", "number"),
        FormField("to", "接着到", "row", row="nodes"),
        FormField("feedback", "选它的人会看到", "line"),
    )),
))  # fmt: skip


def _levels(method: Literal["lec", "matrix"]) -> tuple[FormField, ...]:
    """Each factor of a method with the level that is right, and why."""
    found = []
    for scale in bank.scales(method):
        choices = {f"{value:g}": f"{value:g} {name}：{means}" for value, name, means in scale.levels}
        found += [
            FormField(f"levels.{scale.id}", scale.name, "select", choices=choices, when=("risk.method", method)),
            FormField(f"why.{scale.id}", f"{scale.name}：为什么", "line", when=("risk.method", method)),
        ]
    return tuple(found)


RISK = FormField("risk", "判定", "group", "每个因素选对的一级，写明为什么。", fields=(
    FormField("method", "用哪种方法", "choice", choices={"lec": "LEC", "matrix": "风险矩阵"}, clears=("levels", "why")),
    *_levels("lec"), *_levels("matrix"),
))  # fmt: skip

FORMS: dict[str, KindForm] = {
    "single": KindForm("单选题", "一个情景，几种做法，只有一种对", (_options(False),),
                       {"options": [{"text": "", "right": True}, {"text": ""}, {"text": ""}, {"text": ""}]}),
    "multiple": KindForm("多选题", "该做的有几件，多选少选都扣分", (_options(True),),
                         {"options": [{"text": "", "right": True}, {"text": "", "right": True}, {"text": ""},
                                      {"text": ""}]}),
    "truefalse": KindForm("判断题", "一句话，对还是错", (
        FormField("answer", "答案", "choice", choices={"true": "正确", "false": "错误"}),), {}),
    "order": KindForm("排序题", "几个步骤，排出先后", (STEPS,), {"steps": ["", "", ""]}),
    "short": KindForm("填空题", "填一个词或一个数", (ACCEPT, NUMERIC), {"accept": [""]}),
    "case": KindForm("案例题", "写一段话，由培训师按要点评分", (
        RUBRIC, FormField("model_answer", "参考答案", "text")), {"rubric": [{"criterion": "", "points": 2}]}),
    "spot": KindForm("找隐患", "在一张图上点出有问题的地方", (
        FormField("scene", "图", "picture", "一张 SVG 图，文字说明写这是哪里、有些什么，不说哪里有问题。"), REGIONS),
        {"use": "practice"}),
    "numeric": KindForm("数值题", "算出一个数，带单位和误差", (NUMBER,), {}),
    "matching": KindForm("配对题", "左边一列，各配右边的一项", (PAIRS, replace(EXTRA, label="右边多余的")), {
        "pairs": [{"left": "", "right": ""}, {"left": "", "right": ""}, {"left": "", "right": ""}]}),
    "cloze": KindForm("选词填空题", "从词库里选词，填进一段话", (
        replace(EXTRA, label="多余的词", hint="混在词库里的干扰词，至少一个。"),), {},
        "正确的词两边加双方括号，就成一个空：先[[报警]]，再[[疏散]]。"),
    "risk": KindForm("风险判定题", "看一个场面，判 LEC 或矩阵的每个因素", (RISK,), {"risk": {"method": "lec"}}),
    "branching": KindForm("情景分支题", "一步一步选，走到不同的结局", (NODES,), {"nodes": [
        {"id": "n1", "text": "", "options": [{"text": "", "points": 1}, {"text": "", "points": 0}]}]}),
}  # fmt: skip
"""Every kind the desk knows; a kind without an entry is shown, and edited as text."""

FIRST = (FormField("stem", "题干", "text", "写情景，不写定义，最后有一问。可用 **加粗** 和空行分段。"),)
LAST = (
    FormField("explanation", "解析", "text", "答完以后看到：为什么这样做。"),
    FormField("basis", "依据", "choice", choices=BASES),
    FormField("cites", "引用的法条", "cites", when=("basis", "law")),
    FormField("source", "出处", "line", "谁的通行做法，员工会看到“待核”。", when=("basis", "guidance")),
)
AROUND = (
    FormField("use", "用途", "choice", "练习题当场看解析，绝不进试卷。", choices=USES),
    FormField("difficulty", "难度", "choice", choices=DIFFICULTIES),
    FormField("points", "分值", "number", "不写是 1，案例题是各要点之和。"),
    FormField("tags", "标签", "words", "用顿号隔开，如：报警、通道"),
    FormField("media", "题干旁的图", "picture", "可以没有。文字说明让看不见图的人也能答。"),
)


def kind_label(kind: str) -> str:
    """A kind in a word."""
    return FORMS[kind].label if kind in FORMS else kind


def form_json(kind: str) -> dict[str, Any]:
    """A kind's whole form for the page's script."""
    found = FORMS[kind]
    stem = replace(FIRST[0], hint=found.stem_hint or FIRST[0].hint)
    groups = {"first": (stem,), "own": found.fields, "last": LAST, "around": AROUND}
    return {"kind": kind, "label": found.label} | {name: [asdict(one) for one in each] for name, each in groups.items()}
