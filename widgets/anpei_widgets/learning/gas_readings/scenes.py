"""Four pits, five gases, and what may happen to those inside: practice guidance, to be verified, not law.

A ``moment`` is what the attendant's instrument shows while somebody works inside, and what can be done about it; an
option is ``(tone, label, words)``: ``go`` leads to the next moment, every other tone ends the story.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.learning.gas_readings.model import FRESH, STEP, Space, table

Row = dict[str, Any]
Options = dict[str, tuple[str, str, str]]

GASES: tuple[Row, ...] = (
    {
        "id": "o2", "name": "氧气", "unit": "%", "digits": 1, "limit": "19.5–23.5",
        "least": 19.5, "most": 23.5, "near": 18,
        "source": "工贸常用口径（凭记忆）；GB 30871 写 19.5–21，富氧不大于 23.5（二手资料）", "certainty": "转",
    },
    {
        "id": "lel", "name": "可燃气体", "unit": "%LEL", "under": 10, "near": 15, "digits": 0, "limit": "低于 10",
        "source": "爆炸下限的 10%，工贸常用口径（凭记忆）", "certainty": "记",
    },
    {
        "id": "h2s", "name": "硫化氢", "unit": "mg/m³", "most": 10, "near": 20, "digits": 0, "limit": "不超过 10",
        "source": "最高容许浓度，转引自 GB/T 50493—2019 的表（二手资料）", "certainty": "转",
    },
    {
        "id": "co", "name": "一氧化碳", "unit": "mg/m³", "most": 20, "near": 40, "digits": 0, "limit": "不超过 20",
        "source": "时间加权平均 20、短时间 30（非高原），这里按严的 20 判（二手资料）", "certainty": "转",
    },
    {
        "id": "voc", "name": "溶剂蒸气", "unit": "mg/m³", "most": 100, "near": 300, "digits": 0, "limit": "不超过 100",
        "source": "按甲苯的短时间接触容许浓度 100 判（凭记忆）；漆里是什么溶剂，看安全技术说明书", "certainty": "记",
    },
)  # fmt: skip
LIMITS = (
    "限值都是二手资料或凭记忆，待核。强制标准 GB 46768—2025 已施行，条文没有取得；现场以标准文本和本单位规程为准。",
    "读数由一个简单的稀释模型算出：假定风机不停、没有新的气体冒出来、仪器一放就准。真实的池子一样都不保证。",
    "别拿它算“通风多久就够”。够不够，只由检测仪说。",
    "可燃气体那一格只管烧不烧：甲苯的 1 %LEL 就有四百多 mg/m³。不爆，不等于能喘（换算凭记忆，待核）。",
)
CITES = ("gb-46768-2025", "gb-30871-2022")
"""The standards which these words name."""


def _moment(text: str, readings: dict[str, float], options: Options) -> Row:
    rows = [{"id": key, "tone": tone, "label": label, "text": words} for key, (tone, label, words) in options.items()]
    rows.sort(key=lambda row: str(row["id"]))  # as written, the right one would come first
    return {"text": text, "readings": FRESH | readings, "options": rows}


def _scene(
    key: str, name: str, text: str, space: Space, near: str, harm: str, moments: list[Row], *, sludge: bool = False
) -> Row:
    """``near`` and ``harm``: what follows from going in when the air is a little, or badly, out of its limits.

    ``sludge`` lies at the bottom: it is stirred from outside before a test counts, and stirring fouls the air anew.
    """
    title, hint = name.split("，")
    return {
        "id": key, "name": title, "hint": hint, "text": text, "near": near, "harm": harm,
        "step": STEP, "table": table(space), "moments": moments, "sludge": sludge,
    }  # fmt: skip


SLUDGE = _scene(
    "sludge",
    "污水池，要下去换泵",
    "印染厂的污水调节池，4 米深，井盖刚打开。水抽干了，底上剩半尺泥。要下去换一台泵。",
    Space(40, 480, {"o2": (20.4, 19.8, 18.9), "lel": (0, 1, 3), "h2s": (2, 35, 180), "co": (0, 0, 1)}),
    "他在下面干了一刻钟，头疼，上来吐了一回。泥再翻大一点，就上不来了。",
    "他下到池底，脚一踩泥，气泡翻上来。喊了半句，就没声了。硫化氢比空气重，全积在下面。",
    [
        _moment(
            "人下去十分钟，泥被搅开。监护人手里的检测仪动了：硫化氢从 3 跳到 8 mg/m³。还没有报警。",
            {"o2": 20.7, "h2s": 8},
            {
                "up": (
                    "good",
                    "先叫他上来，再通风",
                    "对。没到限值，可它在往上走。上来、通风、再测。搅过的泥，底下还有没搅到的。",
                ),
                "stay": ("go", "没报警，再看看", "数字还在涨。"),
            },
        ),
        _moment(
            "检测仪响了：硫化氢 26 mg/m³。你喊他，他应得含含糊糊，手扶着梯子，没往上爬。",
            {"o2": 20.5, "h2s": 26},
            {
                "rope": (
                    "good",
                    "发信号，摇绞车拉他上来，加大通风，打 119、120",
                    "对。人在口子外面，绳子连着他，三脚架把他提上来。",
                ),
                "down": ("harm", "梯子就几步，下去拽他一把", "你到他身边时，吸的是一样的气。现在池底有两个人。"),
                "towel": ("harm", "捂条湿毛巾下去", "湿毛巾拦不住硫化氢。现在池底有两个人。"),
            },
        ),
    ],
    sludge=True,
)
NITROGEN = _scene(
    "nitrogen",
    "氮气罐，要进去查焊缝",
    "储罐停用前用氮气吹扫过，人孔开着。里面干净、没味、灯一照见底。要进去查一道焊缝。",
    Space(30, 300, {"o2": (17.0, 11.0, 6.0)}),
    "他在里面觉得没什么，出来时踩空了一级。氧少一点，人自己觉不出来。",
    "他弯腰进去，走了几步，腿一软就倒了。罐里没有毒，只是氧不够。",
    [
        _moment(
            "罐里的人说一切都好。口子外面的检测仪上，氧气从 20.8% 慢慢掉到 20.1%。谁也没动过什么。",
            {"o2": 20.1},
            {
                "up": (
                    "good",
                    "叫他出来，查哪里漏进了氮气",
                    "对。氧自己往下掉，说明有气在进来。出来，查阀门，装盲板，再从头测。",
                ),
                "stay": ("go", "还在 19.5% 以上，再看看", "它还在掉。"),
            },
        ),
        _moment(
            "检测仪响了：氧气 18.9%。里面的人说“头有点飘，就剩一道了”。",
            {"o2": 18.9},
            {
                "out": ("good", "马上撤出来", "对。氧不够，人没劲、变笨，自己觉不出来。一道焊缝可以明天查。"),
                "finish": (
                    "harm",
                    "让他查完最后一道",
                    "他没有再回话。氮气管的阀门一直在内漏，没有人给它上锁、装盲板。",
                ),
                "mask": ("harm", "递一只防毒面具进去", "过滤式面具只过滤空气，变不出氧来。他戴着面具倒下了。"),
            },
        ),
    ],
)
PAINT = _scene(
    "paint",
    "刷漆水箱，要补一道漆",
    "昨天刚刷过防腐漆的地下水箱，盖子捂了一夜。今天要进去补一道。四合一旁边，多带了一台看溶剂的。",
    Space(20, 160, {"o2": (20.8, 20.5, 20.1), "lel": (6, 14, 42), "voc": (2600, 6000, 18000)}),
    "他出来的时候头晕、恶心，吐了一回。没有碰上火花，可他吸进去的溶剂早就超了。",
    "他蹲在箱底刷了几下，头发飘，手发软，人坐了下去。溶剂先把人放倒；漆气要是再浓一点，一个火花就够了。",
    [
        _moment(
            "他一刷，新漆就往外冒气。可燃气体才 1 %LEL，溶剂从 40 走到 90 mg/m³。风管歪了，有一半吹在墙上。",
            {"o2": 20.8, "lel": 1, "voc": 90},
            {
                "call": (
                    "good",
                    "叫他出来，摆正风管，换上供气的呼吸器再补",
                    "对。刷漆就是在里面放溶剂，光靠风压不住。空气从外面送到面罩里，人才能久待。",
                ),
                "stay": ("go", "可燃才 1，炸不了，接着刷", "炸不了，是说火。人吸的是另一个数。"),
            },
        ),
        _moment(
            "可燃气体 7 %LEL，没有报警。旁边那台响了：溶剂 3000 mg/m³。里面的人说话打飘：“再给我五分钟！”",
            {"o2": 20.6, "lel": 7, "voc": 3000},
            {
                "clear": (
                    "good",
                    "喊他马上出来，谁也不碰开关",
                    "对。离能炸还远，离能喘更远：溶剂是限值的三十倍。出来，通风，重测。",
                ),
                "finish": (
                    "harm",
                    "四合一没响，让他刷完",
                    "四合一没响，只是还炸不起来。五分钟里他坐了下去，喊不应了。",
                ),
                "mask": (
                    "harm",
                    "递一只防毒面具进去，接着刷",
                    "滤盒几分钟就吸饱了，他自己不知道。有限空间里，防毒面具靠不住。",
                ),
            },
        ),
    ],
)
FURNACE = _scene(
    "furnace",
    "炉前地坑，要下去清渣",
    "烧煤气的炉子旁边有一个地坑，两米深，敞着口。早班要下去清渣。没有味道，也没有烟。",
    Space(25, 250, {"o2": (20.7, 20.6, 20.5), "lel": (0, 1, 1), "co": (40, 90, 85)}),
    "他干完活，头疼了一下午。那不是累，是一氧化碳。",
    "他干了一会儿说头疼，坐下歇着，就没有再站起来。一氧化碳没有味道。",
    [
        _moment(
            "坑里要用灯，有人把汽油发电机搬到坑口边上，发动了。一氧化碳从 2 升到 12 mg/m³。",
            {"o2": 20.7, "co": 12},
            {
                "off": (
                    "good",
                    "关掉发电机，叫人先上来",
                    "对。尾气里有一氧化碳，顺着坑口往下灌。机器搬远，再通风、再测。",
                ),
                "stay": ("go", "没超，先照着灯干", "尾气还在往里灌。"),
            },
        ),
        _moment(
            "检测仪响了：一氧化碳 46 mg/m³。坑里两个人，一个说头疼，一个说没感觉。",
            {"o2": 20.5, "co": 46},
            {
                "both": (
                    "good",
                    "两个人都马上撤，关机器，头疼的送医",
                    "对。没感觉的那个也在吸同样的气。都上来，头疼的交给 120。",
                ),
                "half": ("harm", "头疼的上来，没感觉的接着干", "没感觉不等于没中毒。第二个人也倒了，坑里没有人应声。"),
                "sniff": (
                    "weak",
                    "再下去一个人闻闻有没有味",
                    "一氧化碳没有味道，闻不出来。监护人喊住了他，可两分钟又没了。",
                ),
            },
        ),
    ],
)
SCENES: tuple[Row, ...] = (SLUDGE, NITROGEN, PAINT, FURNACE)
