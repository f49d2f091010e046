"""The gate: visitors and contractors sign in and out, so that a roll call knows of them."""

from __future__ import annotations

import secrets

from pydantic import Field

from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.exercises import rollcall
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel

__all__ = ["HANDLERS"]

MANY = 12


class VisitorRequest(RequestModel):
    """Somebody who comes, or those who leave; ``q`` finds them on the list."""

    act: Line = ""
    q: Line = ""
    name: Line = Field("", title="姓名")
    firm: Line = Field("", title="单位")
    host: Line = Field("", title="接待人")
    phone: Line = Field("", title="电话")
    group: Line = ""
    uuid: Line = ""
    leave: list[Number] = Field(default=[], title="离厂的人", max_length=1000)


class VisitorsPage(PageHandler):
    """``visitors``: the gate's list of everybody on site; phones are shown to those who call the roll only."""

    access = permissions.VISITORS
    unnoted = "the gate's list says itself who signed whom in and when, and forgets names after their time"

    def let_in(self) -> None:
        """Of the kiosks only one that an administrator made a gate desk."""
        super().let_in()
        device = self.asker.device
        if device is not None and not device.gate:
            raise Forbidden("这台终端不是访客登记台。", code="not_a_gate", way_out="请管理员在“人员设备”里设为登记台。")

    def get(self) -> None:
        self.show()

    async def post(self) -> None:
        by, now, sent = self.asker.username, self.now(), self.form(VisitorRequest)
        texts = sent.model_dump(include={"name", "firm", "host", "phone", "group", "uuid"})
        leaving = [number for number in sent.leave if number]
        try:
            if leaving:
                await self.db.awrite(lambda session: rollcall.sign_out(session, *leaving, now=now))
            elif sent.act == "leave":
                raise Refused("还没有勾选要离厂的人。", code="nobody", way_out="请先在名单上勾选。")
            else:
                await self.db.awrite(lambda session: rollcall.sign_in(session, **texts, by=by, now=now))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error), typed=texts)
            return
        self.redirect(self.url("visitors"))

    def show(self, problem: str = "", typed: dict[str, str] | None = None) -> None:
        query, since = self.query(VisitorRequest).q, self.now() - rollcall.LONG
        with self.db.read() as session:
            inside, gone = rollcall.visitors(session, present=True), rollcall.visitors(session, present=False)
        phones = self.may(permissions.CALLERS)
        found = [one for one in inside if query.lower() in f"{one.name} {one.firm} {one.host}".lower()]
        self.render_page(
            "rollcall/visitors.html",
            total=len(inside),
            inside=[one for one in found if one.came >= since],
            long=[one for one in found if one.came < since],
            gone=gone,
            q=query,
            many=len(inside) > MANY,
            phones=phones,
            kept=self.site.settings.visitors,
            problem=problem,
            typed=typed or {},
            fresh=secrets.token_hex(16),
        )


HANDLERS = [(r"visitors", VisitorsPage)]
