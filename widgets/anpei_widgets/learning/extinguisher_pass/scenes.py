"""Three fires and one extinguisher each: what can be done, and what comes of it. Practice guidance, to be verified.

Heights are in shares of a person: ``OVERHEAD`` is as tall as one. A word is ``(tone, text)``; a scene's own ``words``
go before the common ones. How fast a fire grows and how well powder works are assumed, only their order means anything.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Words = dict[str, tuple[str, str]]

DISCHARGE: Row = {
    "seconds": 12,
    "certainty": "记",
    "source": "手提式干粉灭火器（4 公斤左右）能喷十来秒，凭记忆；以瓶身标识为准",
}
BURST = 3  # seconds one squeeze lasts
OVERHEAD = 3.0
ENGULFED = 4.2
HIT = 0.22  # height taken off in a second by a jet that is right in everything; "tall": of a fire taller than a person
SHARES: Row = {"base": 1, "flame": 0.2, "top": 0, "mid": 1, "far": 0.1, "near": 0.6, "up": 1, "down": 0.25,
               "sweep": 1, "still": 0.4, "tall": 0.2}  # fmt: skip
GROUPS: tuple[Row, ...] = (
    {"id": "hands", "name": "手里", "acts": ["look", "lift", "pin"]},
    {"id": "side", "name": "站位", "acts": ["up", "down"]},
    {"id": "gap", "name": "距离", "acts": ["far", "mid", "near"]},
    {"id": "aim", "name": "对准", "acts": ["flame", "base", "top"]},
    {"id": "squeeze", "name": "压把", "acts": ["still", "sweep"]},
    {"id": "leave", "name": "离开", "acts": ["back", "turn", "poke", "second"]},
)
ACTS: dict[str, Row] = {
    key: {"name": name, "seconds": seconds}
    for key, name, seconds in (
        ("look", "看压力表", 1),
        ("lift", "提起来", 2),
        ("pin", "拔保险销", 2),
        ("up", "上风侧", 3),
        ("down", "下风侧", 3),
        ("far", "8 米外", 2),
        ("mid", "3 米", 2),
        ("near", "1 米", 2),
        ("flame", "火苗", 1),
        ("base", "火焰根部", 1),
        ("top", "火的上方", 1),
        ("still", f"不动，喷 {BURST} 秒", BURST),
        ("sweep", f"左右扫，喷 {BURST} 秒", BURST),
        ("back", "面朝火后退", 2),
        ("turn", "转身走开", 2),
        ("poke", "扒开看看", 3),
        ("second", "去找第二只", 20),
    )
}
WORDS: Words = {
    "look": ("good", "指针在绿区，铅封完好。这一眼花 1 秒；喷不出来才发现，就晚了。"),
    "lift": ("good", "提在手里了。瓶子比想的沉。"),
    "bare": ("weak", "手里还没有灭火器。空着手，什么也做不了。"),
    "again": ("weak", "这一步做过了，火又多烧了几秒。"),
    "pin": ("good", "销子出来了。现在压得动。"),
    "up": ("good", "风从你背后来，烟和热往那边走。"),
    "down": ("weak", "烟和热气扑在脸上，眼睛睁不开。"),
    "mid": ("good", "够得着，也烤不着。"),
    "far": ("weak", "离得远，安全，可是粉够不到火。"),
    "near": ("weak", "太近了，脸发烫。气流一冲，烧着的东西也会散开。"),
    "burnt": ("harm", "一股热浪迎面扑来，眉毛烤焦了。你退出好几步。"),
    "base": ("good", "喷嘴对着正在烧的东西。"),
    "flame": ("weak", "喷嘴对着最亮的火苗。那是烧着的气，烧的东西在下面。"),
    "top": ("weak", "喷嘴对着火的上方。热气会把粉带走。"),
    "stuck": ("weak", "压把一动不动。销子还在。"),
    "wild": ("weak", "喷管没有握住，甩了起来，粉喷到了天上。"),
    "short": ("weak", "粉落在半路，没有够到火。"),
    "blown": ("weak", "顶着风，粉被吹回来，糊了一脸。"),
    "flame_hit": ("weak", "火苗晃了晃，又起来了：根还在烧。"),
    "top_hit": ("weak", "粉顺着热气飘走了，火一点没小。"),
    "narrow": ("weak", "对着的那一点压下去了，两边又烧过来。要左右扫。"),
    "splash": ("weak", "太近，气流把火星吹开，火散成一片。"),
    "shrinks": ("good", "火矮了一截。接着扫。"),
    "out": ("good", "明火没了，还在冒烟。别急着走：下一步做什么？"),
    "waste": ("weak", "明火已经没了，先看住它。"),
    "dry": ("weak", "压到底，只剩“嗤”的一声。瓶子空了：一只没压住，就走。"),
    "toobig": ("weak", "火已经高过人，该撤了。每多一步，退路就少一分。"),
    "behind": ("harm", "你刚转过身，背后“呼”一声又着了。转过去的人看不见。"),
    "poke": ("harm", "一扒开，空气进去，火苗直蹿到手边。"),
    "safe": ("good", "你面朝它退到远处，盯着，等它凉透，再把空瓶交去换。"),
    "retreat": ("good", "你面朝火退了出来，把门带上，不锁，去集合点报到。灭火器用来抢时间，不用来拼命。"),
    "early": ("weak", "火还小，瓶里还有粉，本来可以再压一压。不过拿不准就撤，不算错。"),
    "turned": ("harm", "你背对着火跑。火往哪边走，身后落了什么，你都看不见。"),
    "second": ("harm", "等你抱着第二只回来，火已经过了头顶，门口全是烟。一只没压住，就该走。"),
    "engulfed": ("harm", "火过了头顶，烟压下来，门在哪边已经看不清。该走的时候没有走。"),
}
LIMITS = (
    f"{DISCHARGE['source']}，待核。这里按 {DISCHARGE['seconds']} 秒算。",
    "站上风侧，干粉离火 2 到 5 米，对准根部左右扫，背后留退路：灭火器的通行做法，待核；以瓶身说明为准。",
    "火高过人、一只压不住、烟到肩、出口受威胁、东西不认识就撤：通行判断，待核。",
    "火长得多快、粉管多大用，都是假定的，只用来比先后。真的火不会等你读字；到教练场上练一次，才算会。",
)


def _scene(key: str, name: str, text: str, drawn: tuple[str, int, str], fire: tuple[float, float], words: Words) -> Row:
    """``drawn``: what burns, where the wind blows to (1 right, -1 left), one's side; ``fire``: height, growth."""
    title, hint = name.split("，")
    return {
        "id": key, "name": title, "hint": hint, "text": text, "burns": drawn[0], "wind": drawn[1], "from": drawn[2],
        "size": fire[0], "growth": fire[1], "words": {k: {"tone": t, "text": w} for k, (t, w) in words.items()},
    }  # fmt: skip


SCENES: tuple[Row, ...] = (
    _scene(
        "boxes",
        "院里的纸箱，风往右吹",
        "厂院里一小堆纸箱着火，火到膝盖。小马已经去打 119。你身边有一只干粉灭火器，挂在火的右边。",
        ("boxes", 1, "down"),
        (1.0, 0.03),
        {
            "retreat": ("good", "你面朝火退到远处，拦住想过去的人，告诉消防员烧的是什么。一只没压住，撤得对。"),
        },
    ),
    _scene(
        "tray",
        "接油盘，穿堂风往左吹",
        "维修间，接油盘着火，火到膝盖。门在右边，穿堂风从门口往里吹。班长已经去打 119，你从门口拿到了干粉灭火器。",
        ("tray", -1, "up"),
        (1.0, 0.04),
        {
            "splash": ("harm", "离得太近，一股粉把着火的油冲出了盘子，火流了一地。"),
            "poke": ("harm", "油还烫着，空气一进去，火球蹿到脸前。"),
            "behind": ("harm", "油面还烫，你刚转过身，“呼”一声又着了。"),
            "out": ("good", "粉盖住了油面，明火没了。可油还烫着：下一步做什么？"),
        },
    ),
    _scene(
        "stack",
        "一整垛纸箱，火高过人",
        "成品区，你取来灭火器，一垛纸箱已经全烧起来，火高过人，烟正往下压。旁边的人在打 119。门在你背后。",
        ("boxes", 1, "up"),
        (3.1, 0.05),
        {},
    ),
)
