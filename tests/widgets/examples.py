"""Public specs as a page gets them."""

from __future__ import annotations

from typing import Any

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
    ("sheet", SHEET),
]
