"""The ways to practise the rhythm of chest compressions, and what the exercise doesn't teach."""

from __future__ import annotations

from typing import Any

MODES: tuple[dict[str, Any], ...] = (
    {"id": "short", "name": "30:2，两轮", "hint": "先练手", "press": 30, "breaths": 2, "cycles": 2},
    {"id": "full", "name": "30:2，五轮", "hint": "约 2 分钟，该换人了", "press": 30, "breaths": 2, "cycles": 5},
    {"id": "only", "name": "只按压，100 下", "hint": "没学过吹气的人", "press": 100, "breaths": 0, "cycles": 1},
)
LIMITS = (
    "这里只练快慢。按多深、手放哪里、吹气对不对，要在模型上跟着有资质的教员练。",
    "每分钟 100 到 120 次、30 比 2、停顿不到 10 秒，是成人急救的通行数字，待核；以你培训时的教材为准。",
    "曲线上的每一点，是最近四个间隔的平均。手指比手掌轻快，真按起来会累得多。",
)
