"""Three floors filling with smoke, and what can be done on them. Practice guidance, to be verified, not law.

A place is ``(name, kind, box, volume)``: kinds are room, window (a room with one to the street), way, stair, lift, out.
A link is ``(a, b, door, metres)``: door is open, closed, blocked or none. Volumes, flows and the harm of smoke are
assumed: they put choices in order and say nothing of a real building.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.learning.shared.smoke_model import LEAK, SPEEDS

Row = dict[str, Any]
Box = tuple[int, int, int, int]

LEVELS: tuple[Row, ...] = (
    {"id": "clear", "from": 0.0, "name": "没有烟", "short": "", "says": "看得清，能走。", "upright": 0, "low": 0},
    {
        "id": "light",
        "from": 0.12,
        "name": "薄烟",
        "short": "薄烟",
        "says": "头顶有一层薄烟，还看得清。",
        "upright": 0.1,
        "low": 0,
    },
    {
        "id": "thick",
        "from": 0.35,
        "name": "烟到肩",
        "short": "浓烟",
        "says": "烟压到肩，眼睛疼，喘不上气。",
        "upright": 0.7,
        "low": 0.25,
    },
    {
        "id": "black",
        "from": 0.7,
        "name": "全是黑烟",
        "short": "黑烟",
        "says": "一片黑，什么也看不见。",
        "upright": 3,
        "low": 1.5,
    },
)
MODEL: Row = {
    "source": 2.0,  # smoke a second from the fire at its height
    "leak": LEAK,  # of the smoke that gets round a closed door; of that a thirtieth once the gap is stuffed
    "sealed": 0.03,
    "speeds": {"upright": SPEEDS["upright"], "low": SPEEDS["stoop"], "crawl": SPEEDS["crawl"]},
    "choking": 8,
    "most": 30,
    "burn": 14,
    "rescue": 600,  # s until somebody comes to the window
}
ACTS: dict[str, Row] = {
    key: {"name": name, "seconds": seconds}
    for key, name, seconds in (
        ("alarm", "大喊，按报警按钮", 4),
        ("low", "放低身子", 0),
        ("upright", "站直", 0),
        ("towel", "找湿毛巾", 30),
        ("bag", "拿手机和包", 40),
        ("call", "打 119 报位置", 15),
        ("seal", "用湿布塞门缝", 15),
        ("window", "到窗口求救", 5),
        ("hide", "躲到桌下床下", 5),
        ("report", "去集合点报到", 10),
        ("return", "回去找人", 20),
        ("feel", "手背试门", 2),
        ("shut", "关上门", 2),
        ("go", "走", 0),
    )
}
WORDS: dict[str, Row] = {
    key: {"tone": tone, "text": text}
    for key, tone, text in (
        ("alarm", "good", "“着火了！”警铃响起来，隔壁的门开了。"),
        ("low", "good", "头放低了。下面那一层还能看、还能喘，就是走得慢。"),
        ("upright", "good", "站直了，走得快。烟低的时候不能这样。"),
        ("towel", "weak", "半分钟过去了。湿毛巾挡一点烟尘，滤不掉一氧化碳。"),
        ("bag", "weak", "四十秒过去了。东西在手里，路上的烟厚了一层。"),
        ("call", "good", "几号、几楼、哪一间、几个人，都说清了。接警员没问完，不挂。"),
        ("call_early", "weak", "电话打通了。可你还能走：先走，到外面再打也行。"),
        ("seal", "good", "门缝塞住了，烟进得慢多了。"),
        ("seal_open", "weak", "门还开着，塞不住。先把门关上。"),
        ("seal_way", "weak", "这里四面通，没有一道能塞的门。要守，找一间有窗的屋子。"),
        ("window", "good", "楼下有人抬头看见你，朝你指。"),
        ("no_window", "weak", "这里没有临街的窗，外面的人看不见你。"),
        ("cool", "good", "门不烫。可以慢慢开一条缝。"),
        ("hot", "good", "门发烫！后面是火或者热烟。不开，另找路。"),
        ("shut", "good", "门带上了，没有锁。烟被拦在后面。"),
        ("again", "weak", "这一步做过了。"),
        ("burnt", "harm", "门一开，热烟迎面扑来。你呛得退了回来，门还敞着。"),
        ("lift", "harm", "电梯走到一半，停了，灯灭了。烟顺着井道往上走，门扒不开。"),
        ("hide", "harm", "烟照样进来。搜救的人喊了两遍，没有看见你。"),
        ("caught", "harm", "你跪了下去，手还在摸墙。烟里多吸几口，人就站不起来。"),
        ("fire", "harm", "你走进了正在烧的地方。没有人能从那里穿过去。"),
        ("safe", "good", "你到了集合点，说清了谁在、谁还没看到、最后在哪里。"),
        ("returned", "harm", "你又进去了。现在里面多了一个人，外面没有人知道你在哪。"),
        ("sheltered", "good", "关着的门和塞住的缝撑到了救援来。他们知道你在几楼、哪个窗口。"),
        ("smoked", "harm", "屋里也满是烟，没有撑到救援来。门没有关，或者守错了地方。"),
    )
}
LIMITS = (
    "路线、试门、关门、低姿、退守、塞缝、窗口求救：火灾逃生的通行做法，待核。",
    f"走路的快慢沿用烟层模型的假定：站着每秒 {SPEEDS['upright']} 米，弯腰 {SPEEDS['stoop']}，爬 {SPEEDS['crawl']}。",
    "烟怎么走由一个很小的模型算出：每个房间一个数，烟从浓处流向淡处，门开着流得快，关着也漏一点。"
    "没有风，没有排烟机，不算热，不算毒气。",
    "它只用来比较“怎么选更好”。真的着火，别去算还剩几秒。",
)
FACTS: dict[str, Row] = {
    key: {"text": text, "basis": basis, "certainty": sure}
    for key, text, basis, sure in (
        ("near", "最近的出口不一定走得通。进楼先认两条路。", "通行做法", "记"),
        ("rise", "烟往上走，一秒三四米，往旁边半米左右。往楼上跑，跑不过它。", "教材值", "记"),
        ("door", "随手关门，不锁：烟和火被拦住一阵，给后面的人留时间。", "通行做法", "记"),
        ("lift", "火灾时不乘普通电梯。", "通行做法", "记"),
        ("towel", "湿毛巾滤不掉一氧化碳，不为它耽误。", "通行说法", "记"),
        ("stay", "楼梯里全是烟：退回房间，关门，塞缝，到临街窗口求救，打 119 报位置。", "通行做法", "记"),
        ("block", "占用、堵塞疏散通道和安全出口，法律不许。", "消防法第二十八条", "核"),
        ("lead", "人员密集场所着火，现场工作人员要立即组织、引导大家疏散。", "消防法第四十四条", "核"),
        ("back", "出来了就不返回。谁没到，告诉清点的人和消防员。", "通行做法", "记"),
    )
}


def _link(a: str, b: str, door: str, metres: float, **more: Any) -> Row:
    """``at``: where the door is drawn, ``upright``: how; ``says``: what a blocked one says; ``flow``: its width."""
    return {"between": [a, b], "door": door, "metres": metres, "flow": 1.0, "says": "", **more}


def _scene(
    key: str, name: str, text: str, places: dict[str, tuple[str, str, Box, float]], links: list[Row], **more: Any
) -> Row:
    title, hint = name.split("，")
    return {
        "id": key, "name": title, "hint": hint, "text": text,
        "places": [
            {"id": place, "name": said, "kind": kind, "box": list(box), "volume": volume}
            for place, (said, kind, box, volume) in places.items()
        ],
        "links": links, **more,
    }  # fmt: skip


OFFICE = _scene(
    "office", "三楼办公室，下午三点",
    "你闻到焦味，门外有人跑过。左手几步就是西楼梯，你每天走的那一条。",
    {
        "west": ("西楼梯", "stair", (8, 8, 72, 82), 9),
        "tea": ("茶水间", "room", (84, 8, 76, 82), 10),
        "office": ("办公室", "window", (164, 8, 106, 82), 16),
        "east": ("东楼梯", "stair", (274, 8, 78, 82), 9),
        "hall": ("西走廊", "way", (8, 94, 206, 52), 30),
        "far": ("东走廊", "way", (218, 94, 134, 52), 20),
        "lift": ("电梯", "lift", (8, 150, 72, 82), 6),
        "meeting": ("会议室", "window", (84, 150, 130, 82), 16),
        "out": ("楼外", "out", (218, 150, 134, 82), 99),
    },
    [
        _link("office", "hall", "closed", 5, at=[186, 92]),
        _link("hall", "west", "open", 8, at=[44, 92]),
        _link("west", "tea", "open", 6, at=[82, 50], upright=True, flow=2.4),
        _link("hall", "far", "closed", 12, at=[216, 120], upright=True),
        _link("hall", "lift", "closed", 8, at=[44, 148]),
        _link("hall", "meeting", "closed", 6, at=[150, 148]),
        _link("far", "east", "closed", 12, at=[312, 92]),
        _link("west", "out", "none", 30, flow=0.1),
        _link("east", "out", "none", 30, flow=0.1),
    ],
    start="office", fire="tea", full=80, head=50, best="safe",
    others="会议室里还有人在开会，没有人告诉他们。",
    facts=["near", "door", "lift", "towel", "back"],
)  # fmt: skip
DORM = _scene(
    "dorm", "四楼宿舍，夜里两点",
    "你被呛醒，门缝里渗进一点烟。楼下有人喊。窗子临街。",
    {
        "mine": ("你的房间", "window", (8, 8, 116, 84), 12),
        "next": ("隔壁", "window", (128, 8, 98, 84), 12),
        "stair": ("楼梯间", "stair", (230, 8, 122, 84), 12),
        "hall": ("走廊", "way", (8, 96, 344, 50), 44),
        "wash": ("盥洗室", "room", (8, 150, 116, 82), 10),
        "second": ("二号楼梯", "stair", (128, 150, 98, 82), 12),
        "down": ("楼下", "room", (230, 150, 60, 82), 8),
        "roof": ("楼顶", "out", (294, 150, 58, 82), 99),
    },
    [
        _link("mine", "hall", "closed", 5, at=[66, 94]),
        _link("next", "hall", "closed", 8, at=[176, 94]),
        _link("hall", "stair", "open", 18, at=[290, 94], flow=1.4),
        _link("hall", "wash", "closed", 6, at=[66, 148]),
        _link("hall", "second", "blocked", 14, at=[176, 148], says="门后堆着旧桌子，推不开。这条路平时就该是通的。"),
        _link("stair", "down", "none", 24, flow=3.0),
        _link("stair", "roof", "blocked", 12, says="你往上跑了一层，楼顶的门锁着，烟追了上来。"),
    ],
    start="mine", fire="down", full=60, head=44, best="sheltered",
    others="隔壁的人还在睡，没有人叫他们。",
    facts=["stay", "rise", "towel", "block"],
)  # fmt: skip
NIGHT = _scene(
    "night", "夜班车间，包装区起火",
    "夜里十一点，你一个人在控制室。屏幕里，包装区冒着火光。东门最近，穿过东通道就是。休息室里两个工友在打盹。",
    {
        "control": ("控制室", "window", (8, 8, 96, 78), 14),
        "aisle": ("东通道", "way", (108, 8, 158, 78), 18),
        "gate": ("东门", "out", (270, 8, 82, 78), 99),
        "floor": ("车间", "way", (8, 90, 202, 78), 60),
        "pack": ("包装区", "room", (214, 90, 138, 142), 24),
        "out": ("西门外", "out", (8, 172, 96, 60), 99),
        "rest": ("休息室", "room", (108, 172, 102, 60), 12),
    },
    [
        _link("control", "aisle", "closed", 6, at=[106, 46], upright=True),
        _link("control", "floor", "closed", 6, at=[52, 88]),
        _link("aisle", "pack", "none", 14, flow=2.4),
        _link("aisle", "gate", "blocked", 12, at=[268, 46], upright=True, says="门外码着托盘，推不开：出口被堵了。"),
        _link("floor", "pack", "open", 22, at=[212, 128], upright=True, flow=3.0),
        _link("floor", "out", "closed", 26, at=[52, 170]),
        _link("floor", "rest", "closed", 18, at=[160, 170]),
    ],
    start="control", fire="pack", full=80, head=48, best="safe",
    others="休息室里的两个工友没有人叫。你出来了，他们还在里面。",
    facts=["near", "block", "lead", "door", "back"],
)  # fmt: skip
SCENES: tuple[Row, ...] = (OFFICE, DORM, NIGHT)
