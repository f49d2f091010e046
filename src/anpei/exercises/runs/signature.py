"""A signature: a typed name and, if there is one, a hand drawn as a path of whole numbers, which holds no program."""

from __future__ import annotations

import re
from typing import Any

from anpei.errors import Refused

__all__ = ["HEIGHT", "WIDTH", "drawn", "signed"]

WIDTH, HEIGHT = 600, 200
"""The pad on which the path was drawn."""

LONGEST = 40_000
NAME, REMARK = 40, 500
PATH = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)*", re.ASCII)


def signed(name: str, path: str, remark: str) -> dict[str, Any]:
    """What the log keeps of a signature; raises Refused."""
    name, remark = " ".join(name.split()), remark.strip()
    if not name or len(name) > NAME:
        raise Refused("请写上签字人的姓名。", code="bad_name")
    if len(remark) > REMARK:
        raise Refused(f"备注太长，最多 {REMARK} 个字。", code="bad_remark")
    return {"name": name, "path": drawn(path), "remark": remark}


def drawn(path: str) -> str:
    """The path of a hand, as it may be kept; raises Refused."""
    if len(path) > LONGEST or not PATH.fullmatch(path):
        raise Refused("签名的格式不对。", code="bad_signature", way_out="请清除后重签。")
    return path
