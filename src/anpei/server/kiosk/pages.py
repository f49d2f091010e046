"""Kiosks: a link used once makes this browser one, and from then on its only page is the full-screen drill app."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei import staff
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.identity import end_session, remember_device
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]


class EnrolRequest(RequestModel):
    """The secret of the link."""

    token: Line = ""


class EnrolPage(PageHandler):
    """``kiosk/enrol``: looking changes nothing; pressing the button uses the link up."""

    access = permissions.PUBLIC
    acts = does(POST="device.enrol")

    def get(self) -> None:
        self.render_page("kiosk/enrol.html", token=self.query(EnrolRequest).token, message="", way_out="")

    async def post(self) -> None:
        token, now = self.form(EnrolRequest).token, self.now()
        told = self.note()

        def enrol(session: Session) -> tuple[staff.Device, str]:
            device, secret = staff.enrol(session, token, now=now)
            told.about = f"kiosk:{device.device_id}"
            told.detail["名称"] = device.name
            return device, secret

        device, secret = await self.db.awrite(enrol)
        self.log.info("kiosk enrolled: %s", device.name)
        await end_session(self)
        remember_device(self, secret)
        self.redirect(self.url("kiosk"))


class KioskPage(PageHandler):
    """``kiosk``: the start page of a tablet."""

    access = permissions.KIOSK

    def get(self) -> None:
        self.redirect(self.url("apps/kiosk"))


HANDLERS = [
    (r"kiosk/enrol", EnrolPage),
    (r"kiosk", KioskPage),
]
