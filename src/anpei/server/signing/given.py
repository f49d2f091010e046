"""A signature as a form sends it: drawn, or a typed name with the password of whoever is signed in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from anpei.errors import Refused
from anpei.server.core import proof
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Line, RequestModel, Secret

__all__ = ["SignRequest", "given"]


class SignRequest(RequestModel):
    """``method``: ``drawn`` with ``path``, or ``typed`` with ``name`` and ``password``; ``seen``: what was shown."""

    limit = 64 * 1024
    act: Code = ""
    part: Code = ""
    uuid: Code = Field(default="", title="请求编号")
    seen: Code = ""
    method: Code = ""
    path: Annotated[str, StringConstraints(max_length=60_000)] = Field("", title="签名")
    name: Line = Field("", title="姓名")
    password: Secret = Field("", title="密码")


async def given(page: PageHandler, sent: SignRequest) -> dict[str, str]:
    """The signature's ``path`` or ``typed`` name, once it is proven whose it is; raises Refused."""
    if not sent.uuid:
        raise Refused("页面太旧了，没有签上。", code="bad_request", way_out="请刷新页面后再签。")
    if sent.method == "drawn":
        if not sent.path:
            raise Refused("还没有画签名。", code="signature", way_out="请在签名区写上姓名，或改用姓名和密码签字。")
        return {"path": sent.path}
    if sent.method != "typed":
        raise Refused("请选一种签字方式。", code="method")
    if not sent.name or not sent.password:
        raise Refused("请输入姓名和登录密码。", code="name")
    if problem := await proof.given(page, sent.password):
        raise Refused(f"没有签上：{problem}", code="password", way_out="请输入你自己的登录密码。")
    return {"typed": sent.name}
