"""Grades of accidents, the way a report goes up, what a grade costs, and four rounds to try oneself on.

The numbers are those of 生产安全事故报告和调查处理条例 (3, 9-13, 19, 20) and 安全生产法 (95, 110, 114), compared with
the texts; the rule that the highest of the three decides is the usual reading of the 或者 between them.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def _indicator(key: str, name: str, unit: str, steps: tuple[int, int, int], step: int, most: int, says: str) -> Row:
    return {"id": key, "name": name, "unit": unit, "from": list(steps), "step": step, "most": most, "says": says}


def _grade(key: str, name: str, stop: str, inquiry: str, fine: tuple[int, int], share: int) -> Row:
    return {"id": key, "name": name, "stop": stop, "inquiry": inquiry, "fine": list(fine), "share": share}


INDICATORS = (
    _indicator("deaths", "死亡", "人", (3, 10, 30), 1, 300, "满 3、10、30 人，各升一级"),
    _indicator("injured", "重伤（含急性工业中毒）", "人", (10, 50, 100), 1, 999, "满 10、50、100 人，各升一级"),
    _indicator(
        "loss", "直接经济损失", "万元", (1000, 5000, 10000), 100, 100000, "满 1000 万、5000 万、1 亿元，各升一级"
    ),
)
GRADES = (
    _grade("general", "一般事故", "city", "县级人民政府；没有人伤亡的，也可以委托事故单位自己组织", (30, 100), 40),
    _grade("larger", "较大事故", "province", "设区的市级人民政府", (100, 200), 60),
    _grade("major", "重大事故", "state", "省级人民政府", (200, 1000), 80),
    _grade("extra", "特别重大事故", "state", "国务院，或者国务院授权的部门", (1000, 2000), 100),
)
# minutes: how long the one before may take to report here; None is 立即
LEVELS: tuple[Row, ...] = (
    {"id": "head", "name": "单位负责人", "minutes": None, "says": "现场的人立即报"},
    {"id": "county", "name": "县级有关部门", "minutes": 60, "says": "负责人接到报告后 1 小时内"},
    {"id": "city", "name": "设区的市级部门", "minutes": 120, "says": "再 2 小时内"},
    {"id": "province", "name": "省级部门", "minutes": 120, "says": "再 2 小时内"},
    {"id": "state", "name": "国务院部门", "minutes": 120, "says": "再 2 小时内"},
)
KINDS: tuple[Row, ...] = (
    {"id": "fire", "name": "火灾、道路交通", "days": 7},
    {"id": "other", "name": "别的事故", "days": 30},
)
SOURCES = (
    "等级：事故报告条例（493 号令）第 3 条。“以上”含本数，“以下”不含。三项之间是“或者”，取最高的一项定级是通行的理解。",
    "报告：同条例第 9—13 条。条例写的是“县级以上”有关部门，这里假定先报到县级；必要时可以越级。",
    "调查：同条例第 19、20 条。罚款：安全生产法第 95、110、114 条（493 号令里旧的数额已经不用）。",
)
CITES = (
    *(f"shigu-baogao#{article}" for article in (3, 9, 10, 11, 12, 13, 19, 20)),
    *(f"anquan#{article}" for article in (95, 110, 114)),
)
"""The articles which these words, and those of the page, name."""


def _option(key: str, label: str, text: str, minutes: int = 0, right: bool = False, report: bool = False) -> Row:
    return {"id": key, "label": label, "text": text, "minutes": minutes, "right": right, "report": report}


def _moment(text: str, *options: Row, **more: Any) -> Row:
    return {"text": text, "options": list(options), **more}


def _numbers(deaths: int, injured: int, loss: int) -> dict[str, int]:
    return {"deaths": deaths, "injured": injured, "loss": loss}


def _stop(text: str, right: str) -> Row:
    """Up to which level a report must go; the right one is named by its id."""
    says = {
        "county": "县级接到报告，还要往上报。",
        "city": "一般事故，上报到设区的市级部门。",
        "province": "较大事故，逐级上报到省级部门。",
        "state": "重大、特别重大事故，逐级上报到国务院部门。",
    }
    names = {level["id"]: level["name"] for level in LEVELS}
    return _moment(text, *(_option(f"to-{k}", names[k], words, right=k == right) for k, words in says.items()))


def _ask_grade(text: str, **more: Any) -> Row:
    return _moment(text, ask="grade", **more)


_SCAFFOLD: Row = {
    "id": "scaffold",
    "name": "脚手架垮了",
    "hint": "看住一小时，也看住后来",
    "text": "工地。9:20，负责人接到电话：一段脚手架垮了，2 人当场死亡，3 人重伤，损失估计 180 万元。你替他看着表。",
    "kind": "other",
    "got": 560,
    "numbers": _numbers(2, 3, 180),
    "moments": [
        _moment(
            "表开始走了。先做哪一件？",
            _option("why", "先去现场，把原因弄清楚", "原因有调查组来查。人还压在下面，表也在走。", 40),
            _option(
                "rescue", "启动预案，组织抢救，同时让人写报告", "对。抢救和报告一起做，谁也不等谁。", 10, right=True
            ),
            _option("ask", "先请示集团，等回话再定", "法律要的是报告，没有“先请示”这一步。", 35),
        ),
        _moment(
            "损失没算清，伤员还在抢救。现在报吗？",
            _option("now", "知道多少先报多少，损失写初步估计", "对。后面有变化，再补报。", 5, right=True, report=True),
            _option("all", "等医院的诊断都出来", "报告里本来就可以写“可能的伤亡”和“初步估计的损失”。", 90),
            _option("part", "先报重伤 3 人，死亡的缓一缓", "少报死亡，就是谎报。报得快也不行。", 5),
        ),
        _ask_grade("照现在的数字，这是哪一级？"),
        _stop("县级部门接到了报告。这一级的事故，至少一级一级报到哪里？", "city"),
        _moment(
            "第 12 天，一名重伤的工人在医院去世。怎么办？",
            _option("done", "报告早就交了，不用再动", "伤亡人数变了，30 日内都要补报。"),
            _option("again", "及时补报", "对。事故发生之日起 30 日内，人数变了就补报。", right=True),
            _option("year", "记在台账上，年底一起更正", "要“及时”补报，不是攒到年底。"),
            numbers=_numbers(3, 2, 180),
            day=12,
        ),
        _ask_grade("现在是 3 人死亡、2 人重伤。等级变成了哪一级？", numbers=_numbers(3, 2, 180), day=12),
    ],
}
_FIRE: Row = {
    "id": "fire",
    "name": "仓库着火",
    "hint": "钱也能定级",
    "text": "14:05，负责人接到报告：成品仓库起火，1 人死亡，4 人重伤。粗粗一算，烧掉 1200 万元的货。",
    "kind": "fire",
    "got": 845,
    "numbers": _numbers(1, 4, 1200),
    "moments": [
        _ask_grade("死 1 人、重伤 4 人、损失约 1200 万元。哪一级？"),
        _moment(
            "消防队在灭火。已经过去 40 分钟，财务说损失“不一定准”。怎么报？",
            _option("wait", "等火灭了，盘完库再报", "盘完库要两个小时。一小时早过了。", 120),
            _option("less", "损失先写 900 万元，反正没核实", "明知估计是 1200 万，写成 900 万，是谎报。", 5),
            _option(
                "guess",
                "现在就报，写明是初步估计",
                "对。初步估计的直接经济损失，也是报告的内容。",
                5,
                right=True,
                report=True,
            ),
            clock=40,
        ),
        _stop("这一级的事故，要逐级报到哪里？", "province"),
        _moment(
            "第 5 天，一名伤员去世。火灾，伤亡人数几天之内变了要补报？",
            _option("thirty", "30 日", "30 日是一般情况。火灾和道路交通事故另有规定。"),
            _option("seven", "7 日", "对。火灾、道路交通事故是 7 日。第 5 天，要补报。", right=True),
            _option("one", "1 日", "没有这么短。"),
            numbers=_numbers(2, 3, 1200),
            day=5,
        ),
    ],
}
_GAS: Row = {
    "id": "gas",
    "name": "车间中毒",
    "hint": "一个人也没死，算哪一级？",
    "text": "夜里 22:10，车间漏气。有人头晕、呕吐，倒在门口。",
    "kind": "other",
    "got": 1380,
    "numbers": _numbers(0, 52, 60),
    "moments": [
        _moment(
            "夜班长打负责人的电话：关机。车间里还有人没出来。",
            _option("direct", "救人，同时直接报县级以上有关部门", "对。情况紧急，现场的人可以直接报。", right=True),
            _option("keep", "一直打，打到他开机为止", "人在里面等不起。情况紧急，不必等他。"),
            _option("morning", "先救人，报告等天亮上班再说", "救人对。报告也不能放到天亮。"),
            before=True,
        ),
        _ask_grade(
            "23:00，负责人回了电话，接到报告。送医 52 人，诊断都是急性工业中毒；没有人死亡，损失估计 60 万元。哪一级？"
        ),
        _moment(
            "有人说：“没死人，别吓着上面。”怎么报？",
            _option("six", "只报住进重症室的 6 人", "急性工业中毒算在重伤里。52 人报成 6 人，是谎报。", 5),
            _option(
                "true", "照实报：52 人急性中毒，没有死亡", "对。照实，而且在一小时里。", 10, right=True, report=True
            ),
            _option("dawn", "明早八点，材料齐了再报", "没死人也只有一小时。到明早，迟了八个小时。", 540),
        ),
        _stop("这一级的事故，要逐级报到哪里？", "state"),
    ],
}
_EDGES: Row = {
    "id": "edges",
    "name": "临界值连猜",
    "hint": "差一个人，差一级",
    "text": "不看表，只看数。每一行判一个等级。“以上”含本数。",
    "kind": "other",
    "got": None,
    "numbers": _numbers(2, 9, 999),
    "moments": [
        _ask_grade(text, numbers=_numbers(*numbers))
        for text, numbers in (
            ("死亡 2 人，重伤 9 人，损失 999 万元。", (2, 9, 999)),
            ("死亡 0 人，重伤 10 人，损失 20 万元。", (0, 10, 20)),
            ("没有伤亡，损失 5000 万元。", (0, 0, 5000)),
            ("死亡 9 人，重伤 49 人，损失 4999 万元。", (9, 49, 4999)),
            ("死亡 30 人，重伤 2 人，损失 800 万元。", (30, 2, 800)),
        )
    ],
}
ROUNDS: tuple[Row, ...] = (_SCAFFOLD, _FIRE, _GAS, _EDGES)
