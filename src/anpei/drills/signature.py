"""A signature: a typed name and, if there is one, a hand drawn as lines of whole numbers, which nothing can execute."""

from __future__ import annotations

from typing import Any

from anpei.errors import Refused

__all__ = ["HEIGHT", "WIDTH", "signed"]

WIDTH, HEIGHT = 1000, 300
"""The pad on which strokes are drawn; each stroke is ``[x, y, x, y, …]``."""

POINTS = 6_000
NAME, REMARK = 40, 500


def signed(name: str, strokes: Any, remark: str) -> dict[str, Any]:
    """What the log keeps of a signature; raises Refused."""
    name, remark = " ".join(name.split()), remark.strip()
    if not name or len(name) > NAME:
        raise Refused("请写上签字人的姓名。", code="bad_name")
    if len(remark) > REMARK:
        raise Refused(f"备注太长，最多 {REMARK} 个字。", code="bad_remark")
    return {"name": name, "strokes": _drawn(strokes), "remark": remark}


def _drawn(strokes: Any) -> list[list[int]]:
    lines: list[Any] = strokes if isinstance(strokes, list) else [] if strokes is None else [None]
    if not all(isinstance(line, list) and len(line) >= 2 and len(line) % 2 == 0 for line in lines):
        raise Refused("签名的格式不对。", code="bad_strokes", way_out="请清除后重签。")
    if sum(map(len, lines)) > POINTS or not all(_on_pad(line) for line in lines):
        raise Refused("签名的格式不对。", code="bad_strokes", way_out="请清除后重签。")
    return [list(line) for line in lines]


def _on_pad(line: list[Any]) -> bool:
    whole = all(type(value) is int for value in line)
    return whole and all(0 <= x <= WIDTH for x in line[::2]) and all(0 <= y <= HEIGHT for y in line[1::2])
