"""One common set of scales for assessing risk, and three hazards to try them on.

Practice guidance, not law: 风险分级管控 asks each enterprise to lay down its own scales. The four colours are
those of the 双重预防机制 (红、橙、黄、蓝). L, E and C follow the usual LEC tables, second-hand and to be verified: the
words for C = 3 and C = 1 differ from one source to another.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def _factor(factor: str, name: str, *levels: tuple[float, str, str]) -> Row:
    rows = [{"value": value, "name": short, "means": means} for value, short, means in levels]
    return {"id": factor, "name": name, "levels": rows}


def _band(upto: float | None, name: str, tone: str, act: str) -> Row:
    return {"upto": upto, "name": name, "tone": tone, "act": act}


def _measure(kind: str, text: str, **change: int) -> Row:
    return {"kind": kind, "text": text, "change": change}


LIKELIHOOD = _factor(
    "l",
    "可能性",
    (1, "罕见", "行业里也很少听说"),
    (2, "少见", "行业里发生过，本单位没有"),
    (3, "可能", "本单位发生过，或防护时有缺失"),
    (4, "多见", "每年都有，防护常常不起作用"),
    (5, "频繁", "每月都有，几乎没有防护"),
)
SEVERITY = _factor(
    "s",
    "严重性",
    (1, "轻微", "不用就医，几乎没有损失"),
    (2, "较轻", "简单包扎，当天能上班"),
    (3, "中等", "要休息养伤，有财产损失"),
    (4, "严重", "重伤或留下残疾"),
    (5, "特重", "有人死亡"),
)
BANDS = (
    _band(8, "低风险", "blue", "班组管控：照规程做，班前提醒。"),
    _band(12, "一般风险", "yellow", "车间管控：定出措施，定期检查。"),
    _band(16, "较大风险", "orange", "部门管控：限期整改，整改前加强监护。"),
    _band(None, "重大风险", "red", "公司管控：先停下来，措施到位前不作业。"),
)
LEC = (
    _factor(
        "L",
        "可能性 L",
        (0.1, "实际不可能", "实际上不会发生"),
        (0.2, "极不可能", "极不可能发生"),
        (0.5, "很不可能", "可以设想，但很不可能"),
        (1, "意外", "可能性小，完全意外"),
        (3, "可能", "可能，但不经常"),
        (6, "相当可能", "相当可能发生"),
        (10, "必然", "完全可以预料到"),
    ),
    _factor(
        "E",
        "暴露 E",
        (0.5, "罕见", "非常罕见地暴露"),
        (1, "每年", "每年几次"),
        (2, "每月", "每月一次"),
        (3, "每周", "每周一次，或偶然暴露"),
        (6, "每天", "每天工作时间内暴露"),
        (10, "连续", "一直在危险环境里"),
    ),
    _factor(
        "C",
        "后果 C",
        (1, "引人注目", "需要救护（说法不一，待核）"),
        (3, "致残或受伤", "重大致残，或受伤（说法不一，待核）"),
        (7, "重伤", "严重，有人重伤"),
        (15, "一人死亡", "非常严重"),
        (40, "数人死亡", "灾难"),
        (100, "多人死亡", "大灾难"),
    ),
)
LEC_BANDS = (
    _band(19.99, "稍有危险", "blue", "可以接受，注意保持。"),
    _band(69.99, "一般危险", "blue", "需要注意，班前提醒。"),
    _band(159.99, "显著危险", "yellow", "需要整改，定出措施和时间。"),
    _band(320, "高度危险", "orange", "立即整改，整改前加强监护。"),
    _band(None, "极其危险", "red", "不能继续作业，先停下来。"),
)
HAZARDS = (
    {
        "name": "纸箱与热缩机",
        "text": "热缩机旁一米内堆着纸箱，下班后机器常常不断电。",
        "measures": [
            _measure("消除", "搬走纸箱，划出禁放区", l=-2, L=-2),
            _measure("工程", "加装超温自动断电", l=-1, L=-1),
            _measure("管理", "下班断电，签字确认", l=-1, E=-1),
            _measure("应急", "就近配灭火器，人人会用", s=-1, C=-1),
        ],
    },
    {
        "name": "叉车与行人",
        "text": "叉车和行人走同一条通道，拐角看不见对面。",
        "measures": [
            _measure("工程", "人车分道，装上护栏", l=-2, L=-2),
            _measure("工程", "叉车装蓝光警示灯，拐角装凸面镜", l=-1, L=-1),
            _measure("管理", "厂内限速，路口鸣笛停看", l=-1, C=-1),
            _measure("个体防护", "穿反光背心", l=-1, L=-1),
        ],
    },
    {
        "name": "污水池清理",
        "text": "每季度有人下到污水池里清淤，池里可能有硫化氢。",
        "measures": [
            _measure("消除", "不进池，改用机械清淤", l=-3, E=-3),
            _measure("工程", "先通风、再检测，合格才进", l=-2, L=-2),
            _measure("管理", "作业审批，专人在外监护", l=-1, L=-1),
            _measure("应急", "三脚架和救生绳在场，不盲目下去救人", s=-1, C=-1),
        ],
    },
)
COLOURS: Row = {
    "red": {"word": "红", "level": "重大风险", "who": "公司管，先停下来"},
    "orange": {"word": "橙", "level": "较大风险", "who": "部门管，限期降下来"},
    "yellow": {"word": "黄", "level": "一般风险", "who": "车间管，定期检查"},
    "blue": {"word": "蓝", "level": "低风险", "who": "班组管，照规程做"},
}
LIMITS = (
    "矩阵的分档、LEC 的分值和分级是通行的表，后果 3 分、1 分两档的说法各家不一，待核；各单位可以自己定标准。",
    "四色和哪一级由谁管是通行做法，措施能降几级是假定的，待核。",
)
