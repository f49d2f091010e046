"""Six tasks of a packaging workshop to be rated by L×E×C, the place of each on the plan, and what measures change.

An invented workshop. ``ref`` is one group's rating with its reasons, not the only right one; the steps by which a
measure moves a factor are assumptions to compare measures with. LEC and the colours are guidance, to be verified.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

HARD = ("消除", "替代", "工程")
"""Measures that work without anybody thinking of them."""


def _measure(kind: str, text: str, **change: int) -> Row:
    return {"kind": kind, "text": text, "change": change}


def _ref(likely: float, often: int, severe: int, *why: str) -> Row:
    return {"at": {"L": likely, "E": often, "C": severe}, "why": dict(zip("LEC", why, strict=True))}


TASKS: tuple[Row, ...] = (
    {
        "id": "dock",
        "name": "叉车倒车",
        "place": "装卸区",
        "facts": ["人和叉车走同一条道，拐角看不见对面", "去年蹭过两次货架，没碰到人", "每天八小时，人来人往"],
        "ref": _ref(3, 6, 15, "蹭过，不常有，算“可能”", "每天都在这条道上", "叉车压到人，能压死一个"),
        "note": "",
        "measures": [
            _measure("工程", "人车分道，装护栏", L=-2),
            _measure("工程", "装警示灯和凸面镜", L=-1),
            _measure("管理", "限速，拐角停一停再走", L=-1),
            _measure("个体防护", "人人穿反光背心", L=-1),
        ],
        "rest": "挡得住车，挡不住有人抄近路。剩下的这一截，靠班长每班看一眼。",
    },
    {
        "id": "die",
        "name": "模切机送料",
        "place": "模切区",
        "facts": ["手要伸进两块模板中间放纸", "为了快，有人把光电保护关掉", "每天都这样干，伤过一根手指"],
        "ref": _ref(6, 6, 7, "关了保护，相当可能", "每天上班都在送料", "压断手指，是重伤"),
        "note": "光电保护是防护装置，谁也不许关。先开回来，再谈打几分。",
        "measures": [
            _measure("工程", "光电保护锁死，关了就开不了机", L=-2),
            _measure("替代", "换自动送料，手不进模板", L=-2, E=-2),
            _measure("管理", "班前试一次光电，签字", L=-1),
            _measure("个体防护", "戴手套", L=0),
        ],
        "rest": "送料安全了，清废料时手还会进去。清料前停机、断电、挂牌，这一步不能省。",
    },
    {
        "id": "ink",
        "name": "倒溶剂调墨",
        "place": "调墨间",
        "facts": ["敞口往小桶里倒，排风扇坏了半个月", "桶没有接地，冬天脱毛衣都冒火花", "每天调墨，同屋常有三四个人"],
        "ref": _ref(3, 6, 40, "排风坏、没接地，可能着", "每天上班都调", "一着就是一屋子，能死几个人"),
        "note": "",
        "measures": [
            _measure("替代", "换水性油墨，不用溶剂", L=-2, C=-2),
            _measure("工程", "修好防爆排风，不开风就不供料", L=-1),
            _measure("工程", "桶接地，用泵密闭转料", L=-1),
            _measure("管理", "调墨时别人不进屋", C=-1),
            _measure("应急", "门口放灭火器，练过怎么撤", C=-1),
        ],
        "rest": "屋里总还有要倒要擦的东西。风停就停料，接地夹每班看一次。",
    },
    {
        "id": "pool",
        "name": "下污水池清淤",
        "place": "污水池",
        "facts": ["一个季度下去一次", "池里可能有硫化氢，有一次仪器响过", "下去两个人，上面一个人看着"],
        "ref": _ref(3, 1, 40, "仪器响过，可能", "一年四次", "下去的两个人都可能出不来"),
        "note": "D 不大，只因为一年才去四次。可每次都可能要命：不管评成什么颜色，都要通风、检测、审批、有人守着。",
        "measures": [
            _measure("消除", "人不下去，用泵车抽", E=-1, C=-2),
            _measure("工程", "先通风、再检测，不合格不下", L=-2),
            _measure("管理", "审批，专人守在口子上", L=-1),
            _measure("应急", "三脚架和绞车在池边，不盲目下去救", C=-1),
        ],
        "rest": "总有够不着的角落要人下去。要下，就从通风、检测重新走一遍。",
    },
    {
        "id": "stack",
        "name": "高处取箱",
        "place": "成品库",
        "facts": ["箱子码了三米高，踩着箱子往上够", "一年掉下来过几箱，砸青过脚", "每天都要取"],
        "ref": _ref(3, 6, 3, "掉过，不常有", "每天都取", "砸伤、扭伤，养几天"),
        "note": "蓝色也要管：照规程做，班前说一句。变了货、变了高度，就重新评。",
        "measures": [
            _measure("消除", "码到一米八为止", L=-2, C=-1),
            _measure("工程", "用带护栏的登高车取", L=-1),
            _measure("管理", "整层取，不抽底下的箱", L=-1),
        ],
        "rest": "砸不着头，搬箱子还会扭腰。重的两个人抬。",
    },
    {
        "id": "roof",
        "name": "上屋面清沟",
        "place": "屋面",
        "facts": ["彩钢瓦屋面，中间有采光的亮瓦，踩上去会碎", "每月上去一次清雨水沟", "没有走道，没有地方挂安全绳"],
        "ref": _ref(3, 2, 15, "亮瓦看着和别处一样，可能踩上", "每月一次", "八米高掉下来，会死人"),
        "note": "",
        "measures": [
            _measure("消除", "沟口加滤网，用杆子从边上清", E=-1, L=-1),
            _measure("工程", "铺走道板，亮瓦下装网", L=-2),
            _measure("管理", "登高审批，下雨刮风不上", L=-1),
            _measure("个体防护", "系安全带，挂在生命绳上", L=-1, C=-1),
        ],
        "rest": "人总还有上去的时候。带子挂没挂上，地面上要有人看着。",
    },
)

LIMITS = (
    "LEC 的分值和分级照通行的表，后果 3 分、1 分两档的说法各家不一，待核；各单位可以自己定标准。",
    "四色（红橙黄蓝）和哪一级由谁管，是通行做法，待核；每条措施能降几级是假定的，只用来比较。",
    "分数是为了排先后。法律点名要做的（护栏、审批、培训、防护装置），评成蓝色也照样要做。",
)
