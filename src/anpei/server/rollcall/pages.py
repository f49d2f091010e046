"""Pages of roll calls: the hub, the director's desk, a warden's point, sheets to print."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, Forbidden, NotFound, Refused
from anpei.exercises import rollcall, runs
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.addresses import is_here_only, outside
from anpei.server.core.handlers import PageHandler
from anpei.server.core.printing import qr_svg
from anpei.server.core.requests import Flag, Line, Number, RequestModel
from anpei.server.core.templates import template
from anpei.server.core.view_models import page_within, script_json
from anpei.server.rollcall.api import may_tick

__all__ = ["HANDLERS"]

PER_PAGE = 30
WORDS = {"start": "开始清点", "point": "新建集合点", "retire": "停用集合点", "keep": "定清点员", "release": "免清点员"}


class RollCallHubRequest(RequestModel):
    """A roll call that begins, a muster point, or a regular warden (``key``) of one; or what the hub shows."""

    act: Line = ""
    point: list[Line] = Field(default=[], max_length=500)
    department: list[Line] = Field(default=[], max_length=500)
    post: list[Line] = Field(default=[], max_length=500)
    team: list[Line] = Field(default=[], max_length=500)
    visitors: Flag = False
    teamless: Flag = False
    kind: Line = ""
    run: Number = 0
    title: Line = Field("", title="名称")
    uuid: Line = ""
    name: Line = Field("", title="集合点")
    place: Line = Field("", title="位置")
    key: Line = ""
    page: Number = 1

    @property
    def at(self) -> str:
        """The one point that is meant."""
        return self.point[-1] if self.point else ""


class RollCallHubPage(PageHandler):
    """``musters``: what goes on, starting a roll call, the plant's muster points, what was."""

    access = permissions.ROLL_CALLS
    acts = does(POST="rollcall.begin")

    def get(self) -> None:
        self.show()

    async def post(self) -> None:
        sent = self.form(RollCallHubRequest)
        acts = {"point": self.add_point, "retire": self.retire,
                "keep": self.add_regular, "release": self.remove_regular}  # fmt: skip
        act = acts.get(sent.act)
        if act is None and sent.act != "start":
            raise Refused("请从页面上的按钮操作。")
        self.note(about=sent.title or sent.name or sent.at, 事项=WORDS[sent.act])
        try:
            if act is None:
                where = await asyncio.to_thread(self.start, sent)
            else:
                where = await self.db.awrite(partial(act, sent=sent))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error), sent=sent)
            return
        self.redirect(self.url(where))

    def start(self, sent: RollCallHubRequest) -> str:
        """A roll call of the chosen departments, posts and teams, and of everybody signed in at the gate."""
        asked: dict[str, Any] = sent.model_dump(include={"point", "department", "post", "team"})
        said = {"visitors": sent.visitors, "teamless": sent.teamless}
        choice, scope = rollcall.RollCallScope.of(asked | said), self.scope
        if sent.kind != "live" and not (
            scope.whole or (all(map(scope.covers, choice.departments)) and not choice.posts)
        ):
            raise Refused("清点的部门超出了你管的范围。", code="scope", way_out="请只选你管的部门。")
        with self.db.read() as session:
            if not staff.teams(session):  # a plant without teams isn't asked
                choice = replace(choice, teamless=True)
            points, expected = rollcall.gathered(session, choice)
            words = rollcall.recorded(session, choice)
        muster = rollcall.start(
            self.db,
            kind=sent.kind,
            run_id=sent.run or None,
            by=self.person.staff_no,
            points=points,
            expected=expected,
            now=self.now(),
            title=sent.title,
            uuid=sent.uuid[:64],
            choice=words,
        )
        return f"muster/{muster}"

    def add_point(self, session: Session, *, sent: RollCallHubRequest) -> str:
        rollcall.add_point(session, sent.name, sent.place)
        return "musters#points"

    def retire(self, session: Session, *, sent: RollCallHubRequest) -> str:
        rollcall.retire_point(session, sent.at)
        return "musters#points"

    def add_regular(self, session: Session, *, sent: RollCallHubRequest) -> str:
        rollcall.add_regular(session, sent.at, sent.key)
        return f"musters#point-{sent.at}"

    def remove_regular(self, session: Session, *, sent: RollCallHubRequest) -> str:
        rollcall.remove_regular(session, sent.at, sent.key)
        return f"musters#point-{sent.at}"

    def show(self, problem: str = "", sent: RollCallHubRequest | None = None) -> None:
        asked, calls = self.query(RollCallHubRequest), self.may(permissions.CALLERS)
        kind = asked.kind or "drill"
        with self.db.read() as session:
            total = rollcall.how_many_past(session)
            page, pages = page_within(asked.page, total, PER_PAGE)
            past = rollcall.past(session, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
            choice = replace(rollcall.usual(session, kind) or rollcall.everybody(session), visitors=True)
            context = {
                "open": [self._open(session, head) for head in rollcall.open_now(session)],
                "past": [self._past(session, head) for head in past],
                "page": page,
                "pages": pages,
                "points": rollcall.points(session),
                "regulars": rollcall.regulars(session),
                "kiosks": _kiosks(session) if calls else [],
                "departments": staff.departments(session, self.scope),
                "posts": staff.posts(session),
                "teams": staff.teams(session),
                "choice": choice,
                "counted": rollcall.counted(session, choice, now=self.now()),
                "runs": runs.list_runs(session, limit=0, looker=self.person),
            }
        self.render_page(
            "rollcall/hub.html",
            kinds=rollcall.KINDS,
            kind=kind if kind in rollcall.KINDS else "drill",
            run=str(asked.run or ""),
            calls=calls,
            problem=problem,
            asked=_asked(sent),
            turn=lambda number: f"{self.url('musters', page=str(number))}#past",
            fresh=secrets.token_hex(16),
            **context,
        )

    def _open(self, session: Session, head: rollcall.RollCallHead) -> dict[str, Any]:
        told = rollcall.summary(session, head.muster_id)
        return {
            "head": head,
            "missing": told.missing,
            "expected": told.expected,
            "days": (self.now() - head.started) // clock.DAY,
        }

    def _past(self, session: Session, head: rollcall.RollCallHead) -> dict[str, Any]:
        told = rollcall.summary(session, head.muster_id)
        took = told.times.seconds(told.times.all_accounted)
        words = clock.span(took * 1000) if took is not None else f"{told.missing} 人未到"
        return {"head": head, "expected": told.expected, "took": words, "complete": took is not None}


def _asked(sent: RollCallHubRequest | None) -> tuple[str, str]:
    """Point and number of a regular warden who could not be added: the form stays open with them."""
    if sent is None or sent.act != "keep":
        return "", ""
    return sent.at, "" if sent.key.startswith("kiosk:") else sent.key


class PointSheetsPage(PageHandler):
    """``musters/sheets``: an A4 sheet for every muster point, to be put up there."""

    access = permissions.ROLL_CALL_WATCHERS

    def get(self) -> None:
        with self.db.read() as session:
            points = rollcall.points(session)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        site = self.site.settings.site.name
        self.finish(
            template("rollcall/point-sheets.html").render(
                sheets=self._codes(points),
                site=site,
                far=not is_here_only(outside(self.site, request=self.request)),
                zone=self.zone,
                script=self.static("core/print.js"),
                back=self.url("musters"),
            )
        )

    def _codes(self, points: Sequence[rollcall.Point]) -> list[tuple[rollcall.Point, Any]]:
        at = outside(self.site, "muster/at/", self.request)
        return [(point, qr_svg(at + point.id, f"{point.name}的二维码")) for point in points]


class PointLinkPage(PageHandler):
    """``muster/at/<point>``: the code on the wall; leads to the roll call that is going on there, a real one first."""

    access = permissions.WARDENS

    def get(self, point: str) -> None:
        with self.db.read() as session:
            going = [head for head in rollcall.open_now(session) if point in {known.id for known in head.points}]
        if not going:
            raise NotFound("这个集合点现在没有清点。", way_out="清点开始后，请再扫一次这张码。")
        self.redirect(self.url(f"muster/{going[0].muster_id}/{point}"))


class RollCallPage(PageHandler):
    """``muster/<id>``: the director's desk; a warden is led to their point."""

    access = permissions.WARDENS

    def get(self, muster: str) -> None:
        muster_id, key, calls = int(muster), self.asker.username, self.may(permissions.CALLERS)
        with self.db.read() as session:
            head = rollcall.head(session, muster_id)
            mine = next((w for w in rollcall.wardens_of(session, muster_id) if w.key == key), None)
            kiosks = _kiosks(session) if calls else []
        if mine is not None and not calls:
            self.redirect(self.url(f"muster/{muster_id}/{mine.point or head.points[0].id}"))
            return
        if not self.may(permissions.ROLL_CALL_WATCHERS):
            raise Forbidden("你不是这次清点的清点员。", code="not_warden", way_out="请联系导调员，或扫集合点的二维码。")
        spec = {"muster": muster_id, "point": "", "people": kiosks, "me": key}
        back = ("清点", "musters")
        self.render_page("rollcall/roll-call.html", head=head, title=head.title, spec=script_json(spec), back=back)


def _kiosks(session: Session) -> list[dict[str, str]]:
    """The kiosks that may be wardens: those nobody has revoked."""
    kiosks = [device for device in staff.devices(session) if device.revoked is None]
    return [{"key": f"kiosk:{one.device_id}", "name": one.name, "place": "演练终端"} for one in kiosks]


class JoinRequest(RequestModel):
    """The secret of a QR code that makes its first scanner a warden."""

    code: Line = ""


class RollCallPointPage(PageHandler):
    """``muster/<id>/<point>``: a warden's list; others may become one by a code, or at once in a real emergency."""

    access = permissions.WARDENS

    def get(self, muster: str, point: str) -> None:
        code = self.query(JoinRequest).code
        with self.db.read() as session:
            head, place = self._place(session, int(muster), point)
            ticks = may_tick(session, head.muster_id, self.asker)
        if not ticks:
            self.render_page("rollcall/join.html", head=head, place=place, code=code, problem="")
            return
        spec = {"muster": head.muster_id, "point": place.id, "people": [], "me": self.asker.username}
        back = ("总览", f"muster/{head.muster_id}") if self.may(permissions.CALLERS) else None
        title = f"{place.name} · {head.title}"
        self.render_page("rollcall/roll-call.html", head=head, title=title, spec=script_json(spec), back=back)

    async def post(self, muster: str, point: str) -> None:
        person, now, code = self.person_or_none(), self.now(), self.form(JoinRequest).code

        def join(session: Session) -> None:
            head, place = self._place(session, int(muster), point)
            if person is not None and code:
                rollcall.use_code(session, head.muster_id, code, person, now=now)
            elif person is not None and head.kind == "live":
                warden = rollcall.Warden(person.staff_no, person.name, place.id)
                uuid = f"self:{person.staff_no}:{now}"
                rollcall.name_warden(session, head.muster_id, warden, by=person.staff_no, uuid=uuid, now=now)
            else:
                raise Refused("演练中的清点员由导调员指定。", code="not_warden", way_out="请扫导调屏上的二维码。")

        try:
            await self.db.awrite(join)
        except AnpeiError as error:
            with self.db.read() as session:
                head, place = self._place(session, int(muster), point)
            self.set_status(error.status)
            self.render_page("rollcall/join.html", head=head, place=place, code="", problem=str(error))
            return
        self.redirect(self.url(f"muster/{muster}/{point}"))

    def _place(self, session: Session, muster_id: int, point: str) -> tuple[rollcall.RollCallHead, rollcall.Point]:
        head = rollcall.head(session, muster_id)
        place = next((known for known in head.points if known.id == point), None)
        if place is None:
            raise NotFound("没有这个集合点。", way_out="请重新扫集合点的二维码。")
        return head, place


NUMBER = r"([0-9]{1,9})"
HANDLERS = [
    (r"musters", RollCallHubPage),
    (r"musters/sheets", PointSheetsPage),
    (rf"muster/at/{NUMBER}", PointLinkPage),
    (rf"muster/{NUMBER}", RollCallPage),
    (rf"muster/{NUMBER}/{NUMBER}", RollCallPointPage),
]
