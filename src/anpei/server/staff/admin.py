"""People who are locked out, forgotten passwords, kiosks, and work that failed: what an administrator sees to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import backups, clock, confinement, staff, tasks
from anpei.errors import AnpeiError, Refused
from anpei.exercises import runs
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.addresses import is_here_only, outside
from anpei.server.core.handlers import PageHandler
from anpei.server.core.printing import qr_svg
from anpei.server.core.requests import Flag, Line, Number, RequestModel
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS"]

SHOWN = 30


class AdminRequest(RequestModel):
    """Which act on whom, which kiosk or which row of periodic work; ``q`` finds people."""

    act: Line = ""
    q: Line = ""
    page: Number = 1
    staff_no: Line = Field("", title="工号")
    departments: list[Line] = Field(default=[], title="部门", max_length=500)
    name: Line = Field("", title="名称")
    area: Line = Field("", title="位置")
    device: Line = ""
    on: Flag = False
    task: Line = ""
    row: Line = ""


class AdminPage(PageHandler):
    access = permissions.ADMINISTRATORS
    acts = does(POST=("account.unlock", "account.reset", "account.pin", "account.signout", "account.scope",
                     "device.link", "device.revoke", "device.gate", "site.retry"))  # fmt: skip
    asks_password = True

    def get(self) -> None:
        self.show(self.query(AdminRequest))

    async def post(self) -> None:
        person, sent = self.person, self.form(AdminRequest)
        acts = {"unlock": self.unlock, "reset": self.reset, "pin": self.pin, "signout": self.sign_out,
                "scope": self.limit, "enrol": self.enrol, "revoke": self.revoke, "gate": self.gate,
                "retry": self.retry}  # fmt: skip
        act = acts.get(sent.act)
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        try:
            shown = await act(sent)
        except AnpeiError as error:
            shown = {"message": {"tone": "warn", "text": str(error)}}
        else:
            self.log.info("admin %s: %s", person.staff_no, sent.act)
        self.show(sent, **shown)

    async def unlock(self, sent: AdminRequest) -> dict[str, Any]:
        staff_no = sent.staff_no
        self.note("account.unlock", staff_no)
        was_locked = await self.db.awrite(lambda session: staff.unlock(session, staff_no))
        text = f"{staff_no} 已解锁，现在就可以登录。" if was_locked else f"{staff_no} 没有被锁定。"
        return {"message": {"tone": "ok", "text": text}}

    async def reset(self, sent: AdminRequest) -> dict[str, Any]:
        self.note("account.reset", sent.staff_no)
        return await self._secret(
            sent.staff_no, staff.reset, "临时密码", "本人登录后要换成自己的密码，原来的登录全部退出。"
        )

    async def sign_out(self, sent: AdminRequest) -> dict[str, Any]:
        staff_no, now = sent.staff_no, self.now()
        self.note("account.signout", staff_no)
        await self.db.awrite(lambda session: staff.end_every_login(session, staff_no, now=now))
        return {"message": {"tone": "ok", "text": f"{staff_no} 在所有手机和电脑上都已退出登录。"}}

    async def pin(self, sent: AdminRequest) -> dict[str, Any]:
        self.note("account.pin", sent.staff_no)
        return await self._secret(sent.staff_no, staff.reset_pin, "新 PIN 码", "在演练终端上用工号和 PIN 码登录。")

    async def _secret(self, staff_no: str, renew: Any, what: str, note: str) -> dict[str, Any]:
        word = await asyncio.to_thread(renew, self.db, staff_no, now=self.now())
        with self.db.read() as session:
            person = staff.find(session, staff_no)
        name = person.name if person else staff_no
        return {"temporary": {"name": name, "what": what, "word": word, "note": note}}

    async def limit(self, sent: AdminRequest) -> dict[str, Any]:
        staff_no, chosen, now = sent.staff_no, sent.departments, self.now()
        self.note("account.scope", staff_no, 部门="、".join(chosen) or "全企业")
        person = await self.db.awrite(lambda session: staff.set_scope(session, staff_no, chosen, now=now))
        words = "、".join(chosen) if chosen else "全企业"
        return {"message": {"tone": "ok", "text": f"{person.name}现在管{words}。"}}

    async def enrol(self, sent: AdminRequest) -> dict[str, Any]:
        name, area, now = sent.name, sent.area, self.now()
        self.note("device.link", 名称=name, 位置=area)
        token = await self.db.awrite(lambda session: staff.enrol_link(session, name, now=now, site_area=area))
        link = outside(self.site, "kiosk/enrol", self.request, token=token)
        until = clock.show(now + clock.DAY, self.site.settings.site.timezone)
        return {
            "enrolment": {
                "name": name,
                "link": link,
                "qr": qr_svg(link, "登记链接的二维码"),
                "until": until,
                "far": not is_here_only(link),
            }
        }

    async def revoke(self, sent: AdminRequest) -> dict[str, Any]:
        device_id, now = sent.device, self.now()
        self.note("device.revoke", f"kiosk:{device_id}")
        device = await self.db.awrite(lambda session: staff.revoke_device(session, device_id, now=now))
        return {"message": {"tone": "ok", "text": f"“{device.name}”已停用。"}}

    async def gate(self, sent: AdminRequest) -> dict[str, Any]:
        device_id, on = sent.device, sent.on
        self.note("device.gate", f"kiosk:{device_id}", 登记台="是" if on else "否")
        device = await self.db.awrite(lambda session: staff.set_gate(session, device_id, on))
        words = "现在是访客登记台，开始画面上有“访客登记”。" if on else "不再是访客登记台。"
        return {"message": {"tone": "ok", "text": f"“{device.name}”{words}"}}

    async def retry(self, sent: AdminRequest) -> dict[str, Any]:
        task, row, now = sent.task, sent.row, self.now()
        self.note("site.retry", f"{task} {row}".strip())
        await self.db.awrite(lambda session: tasks.retry_now(session, task, row, now))
        title, what = tasks.task_words(task, row)
        return {"message": {"tone": "ok", "text": f"“{title}”（{what}）几秒内再试一次；办成了就从这里消失。"}}

    def show(self, sent: AdminRequest, message: Any = None, temporary: Any = None, enrolment: Any = None) -> None:
        query = sent.q
        with self.db.read() as session:
            total = staff.how_many(session, staff.PeopleQuery())
            first = staff.search(session, staff.PeopleQuery(query), limit=SHOWN + 1)
            few = len(first) <= SHOWN  # then nobody needs to be counted
            matching = len(first) if few else staff.how_many(session, staff.PeopleQuery(query)) if query else total
            page, pages = page_within(self.query(AdminRequest).page, matching, SHOWN)
            offset = (page - 1) * SHOWN
            later = staff.search(session, staff.PeopleQuery(query), limit=SHOWN, offset=offset) if offset else first
            found = later[:SHOWN]
            without_pin = len(staff.without_pin(session))
            devices = self._devices(session)
            places = staff.departments(session)
            quiz = self._quiz(session)
            failed = tasks.failures(session)
        self.render_page(
            "staff/admin.html",
            total=total,
            q=query,
            people=[self._person(person, {one.id: one.name for one in places}) for person in found],
            page=page,
            pages=pages,
            turn=lambda number: self.url("admin", **({"q": query} if query else {}), page=str(number)) + "#people",
            devices=devices,
            departments=[(str(one.id), one.name) for one in places if one.people],
            places=[one.name for one in places],
            without_pin=without_pin,
            quiz=quiz,
            failed=[self._failure(one) for one in failed[:SHOWN]],
            more_failed=max(0, len(failed) - SHOWN),
            message=message,
            backup_worry=backups.worry(self.site, self.now()),
            missing_walls=confinement.told(confinement.abi()),
            temporary=temporary,
            enrolment=enrolment,
        )

    def _failure(self, failure: tasks.TaskFailure) -> dict[str, Any]:
        title, what = tasks.task_words(failure.task, failure.row)
        return {"title": title, "what": what, "failure": failure}

    def _person(self, person: staff.Person, places: dict[int, str]) -> dict[str, Any]:
        roles = "、".join(staff.ROLE_NAMES[role] for role in staff.ROLES if role in person.roles)
        limits = [name for number, name in places.items() if not person.scope.whole and person.scope.covers(number)]
        words = [
            person.department,
            person.team or "",
            person.post or "",
            roles,
            f"只管{'、'.join(limits)}" if limits else "",
            "还没换初始密码" if person.must_change_password else "",
        ]
        return {
            "staff_no": person.staff_no,
            "name": person.name,
            "note": " · ".join(word for word in words if word),
            "limits": limits,
            "may_be_limited": person.has("trainer", "director", "evaluator") and not person.has("admin"),
        }

    def _quiz(self, session: Session) -> dict[str, int] | None:
        """How the public quiz of the kiosks is used: rounds finished today and in a week, percent right."""
        here = clock.local(self.now(), self.site.settings.site.timezone).date()
        since = (here - timedelta(days=6)).isoformat()
        week = [day for day in runs.open_quiz.quiz_days(session, limit=7) if day.day >= since]
        if not week:
            return None
        asked, right = sum(day.asked for day in week), sum(day.right for day in week)
        return {
            "today": sum(day.finished for day in week if day.day == here.isoformat()),
            "week": sum(day.finished for day in week),
            "percent": round(100 * right / asked) if asked else 0,
        }

    def _devices(self, session: Session) -> list[dict[str, Any]]:
        zone = self.site.settings.site.timezone
        return [
            {
                "id": device.device_id,
                "name": device.name,
                "active": device.revoked is None,
                "gate": device.gate,
                "note": " · ".join(filter(None, [device.site_area, f"{clock.show(device.enrolled, zone)} 登记"])),
            }
            for device in staff.devices(session)
        ]


HANDLERS = [(r"admin", AdminPage)]
