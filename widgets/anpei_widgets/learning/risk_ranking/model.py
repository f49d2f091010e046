"""How steady is a ranking by L×E×C? Every mark is shaken by a step now and then, and the places are counted.

A teaching model. Raters disagree by one step of a scale, each mark on its own, up as often as down; real groups err
together, so the real doubt is larger. Costs and steps of the measures are assumptions, to compare, not to budget by.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.learning.shared.risk_scales import LEC, LEC_BANDS

Row = dict[str, Any]

DRAWS = 2000
SEED = 41
TOP = 3
LEVELS = {factor["id"]: [level["value"] for level in factor["levels"]] for factor in LEC}
EDGES = (70.0, 160.0, 320.0)
"""D from which yellow and orange begin, and above which red does; below the first it is blue."""
LIMITS = (
    "这是教学用的模型：每一项分数各自上下差一档。真的评估组常常一起看走眼，实际的出入更大。",
    "钱数和措施能降几档都是假定的。它用来比较“先改哪几样”，不能当你们厂的预算。",
    "LEC 分值照通行的表，待核。法律点名要做的，排在第几名都要做。",
)


def _risk(key: str, name: str, at: tuple[float, float, float], fix: str, cost: float, **change: int) -> Row:
    marks = dict(zip("LEC", at, strict=True))
    return {"id": key, "name": name, "at": marks, "fix": fix, "cost": cost, "change": change}


RISKS: tuple[Row, ...] = (
    _risk("ink", "倒溶剂调墨", (3, 6, 40), "排风联锁、桶接地", 4, L=-2),
    _risk("dust", "打磨粉尘", (1, 6, 40), "换泄爆口、每班清扫", 6, L=-1, C=-1),
    _risk("dock", "叉车与行人", (3, 6, 15), "人车分道、护栏", 5, L=-2),
    _risk("die", "模切机送料", (6, 6, 7), "光电保护加锁", 1, L=-2),
    _risk("pool", "下污水池", (3, 1, 40), "改用泵车，人不下", 3, E=-1, C=-2),
    _risk("roof", "上屋面清沟", (3, 2, 15), "走道板、生命绳", 3, L=-2),
    _risk("lift", "吊运卷材", (1, 6, 15), "换吊带、划禁区", 2, L=-1),
    _risk("stack", "高处取箱", (3, 6, 3), "码低、用登高车", 2, L=-2, C=-1),
)
DOUBTS: tuple[Row, ...] = (
    {"value": 0.0, "name": "打得一样", "hint": "当作没有出入"},
    {"value": 0.3, "name": "有时差一档", "hint": "十次里三次"},
    {"value": 0.6, "name": "常常差一档", "hint": "十次里六次"},
)


def score(at: Row) -> float:
    """D of one set of marks."""
    return float(at["L"] * at["E"] * at["C"])


def tone(d: float) -> str:
    """The colour of one D."""
    return str(next(band["tone"] for band in LEC_BANDS if band["upto"] is None or d <= band["upto"]))


def after(risk: Row, fixed: set[str]) -> Row:
    """A risk's marks once its measure is in place, or as they are; a likelihood never below 0.5."""
    if risk["id"] not in fixed:
        return dict(risk["at"])
    moved = {}
    for factor, levels in LEVELS.items():
        at = levels.index(risk["at"][factor])
        least = min(at, levels.index(0.5)) if factor == "L" else 0
        moved[factor] = levels[max(least, at + risk["change"].get(factor, 0))]
    return moved


def table(doubt: float, fixed: set[str]) -> Any:
    """A pandas frame, one row a risk, heaviest first: d, low, middle, high (5, 50, 95 %), share of each colour, top.

    ``doubt`` is the chance that a mark is one step off; ``top`` is how often the risk is among the first three.
    """
    import pandas as pd  # here, because a kernel that never ranks shouldn't wait for it

    marks = [after(risk, fixed) for risk in RISKS]
    shaken = pd.DataFrame(_shake(marks, doubt), columns=[risk["id"] for risk in RISKS])
    colours = shaken.apply(
        lambda column: pd.cut(column, [-1, *_inside(), 1e9], labels=["blue", "yellow", "orange", "red"])
    )
    shares = colours.apply(lambda column: column.value_counts(normalize=True)).T
    places = shaken.rank(axis="columns", ascending=False, method="first")
    frame = pd.DataFrame(
        {
            "name": [risk["name"] for risk in RISKS],
            "d": [score(at) for at in marks],
            "low": shaken.quantile(0.05).to_numpy(),
            "middle": shaken.quantile(0.5).to_numpy(),
            "high": shaken.quantile(0.95).to_numpy(),
            "top": (places <= TOP).mean().to_numpy(),
        },
        index=shaken.columns,
    )
    return frame.join(shares).sort_values(["d", "high"], ascending=False)


def _inside() -> list[float]:
    """The edges for intervals closed on the right: 70 itself is yellow, 320 itself is orange."""
    return [EDGES[0] - 0.01, EDGES[1] - 0.01, EDGES[2]]


def _shake(marks: list[Row], doubt: float) -> Any:
    """D of every risk in every draw; the same marks and doubt give the same draws."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    product = np.ones((DRAWS, len(marks)))
    for factor, levels in LEVELS.items():
        scale = np.array(levels)
        at = np.array([levels.index(mark[factor]) for mark in marks])
        off = chance.choice([-1, 0, 1], size=product.shape, p=[doubt / 2, 1 - doubt, doubt / 2])
        product *= scale[np.clip(at + off, 0, len(levels) - 1)]
    return product


def run(doubt: float, fixed: set[str]) -> Row:
    """What the page shows of one table: plain numbers, and what they come to."""
    frame = table(doubt, fixed)
    rows = [_row(str(key), row) for key, row in zip(frame.index, frame.to_dict("records"), strict=True)]
    return {
        "rows": rows,
        "cost": sum(risk["cost"] for risk in RISKS if risk["id"] in fixed),
        "sure": sum(row["share"] >= 0.8 for row in rows),
        "red": round(float(frame["red"].sum()), 1),
        "draws": DRAWS,
    }


def _plain(d: float) -> float:
    """A D as people would say it: whole from ten upwards."""
    return round(d) if d >= 10 else round(d, 1)


def _row(key: str, row: Row) -> Row:
    shares = {colour: round(float(row[colour]), 3) for colour in ("red", "orange", "yellow", "blue")}
    numbers = {name: _plain(float(row[name])) for name in ("d", "low", "middle", "high")}
    return {
        "id": key,
        "name": row["name"],
        **numbers,
        "tone": tone(row["d"]),
        "shares": shares,
        "share": max(shares.values()),
        "top": round(float(row["top"]), 2),
    }
