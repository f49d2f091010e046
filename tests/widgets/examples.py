"""Public specs as a page gets them."""

from __future__ import annotations

from typing import Any

from anpei.bank import risk

Spec = dict[str, Any]

SINGLE: Spec = {
    "kind": "single",
    "stem": "包装车间的纸箱着了火，身边没有别人。**第一步**做什么？",
    "options": [
        {"id": "a", "text": "按下手动报警按钮，大声呼喊"},
        {"id": "b", "text": "拍照发到群里等回复"},
        {"id": "c", "text": "收拾好个人物品再走"},
    ],
    "points": 2,
}
MULTIPLE: Spec = {
    "kind": "multiple",
    "stem": "疏散时哪些做法是对的？",
    "options": [
        {"id": "a", "text": "弯腰低姿"},
        {"id": "b", "text": "乘电梯下楼"},
        {"id": "c", "text": "走最近的安全出口"},
    ],
}
TRUEFALSE: Spec = {"kind": "truefalse", "stem": "遇到紧急情况有权停止作业。"}
ORDER: Spec = {
    "kind": "order",
    "stem": "把灭火器的使用步骤排好。",
    "steps": [
        {"id": "a", "text": "对准根部扫射"},
        {"id": "b", "text": "拔掉保险销"},
        {"id": "c", "text": "提起上下摇动"},
    ],
}
SHORT: Spec = {"kind": "short", "stem": "灭火器至少多久检查一次？", "unit": "个月"}
CASE: Spec = {"kind": "case", "stem": "夜班起火，班长不在。\n\n写出处置步骤。", "points": 10}
ROOM = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 460'%3E"
    "%3Crect width='400' height='460' fill='%23dcd6c8'/%3E%3C/svg%3E"
)
SPOT: Spec = {
    "kind": "spot",
    "stem": "这间屋子里，哪些地方要马上改？",
    "scene": {"src": ROOM, "alt": "一间屋子：左边是门，右边是灯。", "width": 400, "height": 460},
    "places": [{"id": f"p{n:02}", "text": f"{place}：看得见的东西"} for n, place in enumerate("门地架灯桶墙", 1)],
    "most": 6,
    "points": 3,
}
SPOTTED: Spec = {
    "verdict": "partial",
    "right_value": ["p01", "p02", "p03"],
    "feedback": {},
    "explanation": "先看出口。",
    "spots": {
        "places": [
            {
                "id": f"p{n:02}",
                "label": f"{place}：看得见的东西",
                "hazard": n <= 3,
                "marks": {1: [1], 4: [2]}.get(n, []),
                "polygon": [[60 * n - 50, 60], [60 * n, 60], [60 * n, 120], [60 * n - 50, 120]],
                "feedback": "因为。",
                "cites": ["xiaofang#28"] if n == 1 else [],
                "source": "通行做法" if n in (2, 3) else "",
            }
            for n, place in enumerate("门地架灯桶墙", 1)
        ],
        "astray": [3],
    },
    "cards": [
        {"citation": "xiaofang#28", "law": "消防法", "article": "第二十八条", "gist": "通道要畅通。", "status": "现行"}
    ],
}
NUMERIC: Spec = {"kind": "numeric", "stem": "油罐的外圈直径是多少？", "unit": "米", "points": 2}
MATCHING: Spec = {
    "kind": "matching",
    "stem": "烧的是什么，就是哪一类火。把它们连起来。",
    "prompts": ["一堆旧木托盘", "打翻的汽油", "漏出来的液化气"],
    "options": [{"id": name, "text": f"{kind} 类"} for name, kind in zip("abcd", "BCDA", strict=True)],
    "points": 3,
}
CLOZE: Spec = {
    "kind": "cloze",
    "stem": "进有限空间，先【1】、再【2】、后作业。\n\n没有审批**不进去**。",
    "prompts": ["第 1 空", "第 2 空"],
    "options": [{"id": name, "text": text} for name, text in zip("abc", ["检测", "照明", "通风"], strict=True)],
    "points": 2,
}
RISK: Spec = {
    "kind": "risk",
    "stem": "剪板机的护手栏拆了半年，去年剪断过一根手指。用矩阵判一判。",
    "scales": [scale.model_dump(mode="json") for scale in risk.scales("matrix")],
    "bands": [band.model_dump(mode="json") for band in risk.bands("matrix")],
    "points": 4,
}
BRANCHING: Spec = {
    "kind": "branching",
    "stem": "热缩机旁的纸箱冒出火苗。",
    "nodes": [
        {
            "text": "你第一个看见。先做什么？",
            "options": [
                {"id": "p01", "text": "先把旁边没着的纸箱往外搬", "to": None},
                {"id": "p03", "text": "按报警按钮，边喊边让人断电", "to": 1},
            ],
        },
        {
            "text": "断电了。火苗还没到腰高。",
            "options": [
                {"id": "p02", "text": "站上风，喷根部；压不住就撤", "to": None},
                {"id": "p04", "text": "绕到火的里侧去喷", "to": None},
            ],
        },
    ],
    "points": 10,
}
PARTS: list[Spec] = [NUMERIC, MATCHING, CLOZE, RISK, BRANCHING]
"""The kinds that are answered in parts, and a number."""
PARTS_SEEN: list[tuple[Spec, Any, Spec]] = [
    (NUMERIC, "11", {"verdict": "wrong", "right_value": "12", "explanation": "两边各加 1 米。"}),
    (MATCHING, ["d", "b", None], {"verdict": "partial", "right_value": ["d", "a", "b"], "explanation": "先认火。"}),
    (CLOZE, ["c", "b"], {"verdict": "partial", "right_value": ["c", "a"], "explanation": "顺序不能颠倒。"}),
    (
        RISK,
        ["c", "d"],
        {"verdict": "partial", "right_value": ["d", "d"], "feedback": {"l": "每年都有。"}, "explanation": "先装护栏。"},
    ),
    (
        BRANCHING,
        ["p03", "p04"],
        {
            "verdict": "partial",
            "right_value": ["p03", "p02"],
            "feedback": {"p03": "对。", "p04": "退路没有了。", "p02": "对。"},
            "explanation": "背后有退路才灭。",
        },
    ),
]
"""Each with an answer and what is told of it."""
SHEET: Spec = {
    "title": "灭火与逃生",
    "person": "林晓岚",
    "slots": [
        {"slot": f"q{i:02}", "spec": spec}
        for i, spec in enumerate([SINGLE, MULTIPLE, TRUEFALSE, ORDER, SHORT, CASE], 1)
    ],
}
REVIEW: Spec = {
    "verdict": "wrong",
    "right_value": "a",
    "feedback": {"b": "等回复会错过最早的几十秒。"},
    "explanation": "发现火情，先报警。",
    "cards": [
        {
            "law": "中华人民共和国消防法",
            "short": "消防法",
            "article": "第四十四条",
            "gist": "任何人发现火灾都应当立即报警。",
            "status": "待核",
            "certainty": "转",
        }
    ],
}
EVERY: list[tuple[str, Spec]] = [
    ("choice", SINGLE),
    ("choice", MULTIPLE),
    ("choice", TRUEFALSE),
    ("order", ORDER),
    ("short", SHORT),
    ("case", CASE),
    ("spot", SPOT),
    ("spot", {**SPOT, "mode": "review", "review": SPOTTED, "value": [{"x": 30, "y": 90}, "p04", {"x": 200, "y": 400}]}),
    *((spec["kind"], spec) for spec in PARTS),
    *(
        (spec["kind"], {**spec, "mode": "review", "review": review, "value": value})
        for spec, value, review in PARTS_SEEN
    ),
    ("sheet", SHEET),
]
