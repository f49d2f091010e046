"""Pages of roll calls: the hub, the director's desk, a warden's point, sheets to print."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, NotFound, Refused
from anpei.exercises import rollcall, runs
from anpei.server.core.handlers import UUID, PageHandler, template
from anpei.server.core.printing import qr_svg
from anpei.server.core.view_models import page_within, script_json
from anpei.server.rollcall.api import CALLERS, WATCHERS, may_tick

__all__ = ["HANDLERS"]

PER_PAGE = 30


class RollCallHubPage(PageHandler):
    """``musters``: what goes on, starting a roll call, the plant's muster points, what was."""

    def get(self) -> None:
        self.require(*WATCHERS)
        self.show()

    async def post(self) -> None:
        self.require(*CALLERS)
        acts = {"start": self.start, "point": self.add_point, "retire": self.retire,
                "keep": self.add_regular, "release": self.remove_regular}  # fmt: skip
        act = acts.get(self.get_body_argument("act", ""))
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        try:
            where = await self.db.awrite(act)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        self.redirect(self.url(where))

    def start(self, session: Session) -> str:
        """A roll call of the chosen departments, posts and teams, and of everybody signed in at the gate."""
        asked: dict[str, Any] = {
            name: self.get_body_arguments(name) for name in ("point", "department", "post", "team")
        }
        said = {name: bool(self.get_body_argument(name, "")) for name in ("visitors", "teamless")}
        said["teamless"] |= not staff.teams(session)  # a plant without teams isn't asked
        choice = rollcall.RollCallScope.of(asked | said)
        points, expected = rollcall.gathered(session, choice)
        muster = rollcall.start(
            session,
            kind=self.get_body_argument("kind", ""),
            run_id=next(iter(self._numbers("run")), None),
            by=self.person.staff_no,
            points=points,
            expected=expected,
            now=self.now(),
            title=self.get_body_argument("title", ""),
            uuid=self.get_body_argument("uuid", "")[:UUID],
            choice=rollcall.recorded(session, choice),
        )
        return f"muster/{muster}"

    def _numbers(self, name: str) -> list[int]:
        return [int(text) for text in self.get_body_arguments(name) if text.isascii() and text.isdigit()]

    def add_point(self, session: Session) -> str:
        rollcall.add_point(session, self.get_body_argument("name", ""), self.get_body_argument("place", ""))
        return "musters#points"

    def retire(self, session: Session) -> str:
        rollcall.retire_point(session, self.get_body_argument("point", ""))
        return "musters#points"

    def add_regular(self, session: Session) -> str:
        point = self.get_body_argument("point", "")
        rollcall.add_regular(session, point, self.get_body_argument("key", ""))
        return f"musters#point-{point}"

    def remove_regular(self, session: Session) -> str:
        point = self.get_body_argument("point", "")
        rollcall.remove_regular(session, point, self.get_body_argument("key", ""))
        return f"musters#point-{point}"

    def show(self, problem: str = "") -> None:
        kind, calls = self.get_query_argument("kind", "drill"), bool(self.person.roles & set(CALLERS))
        with self.db.read() as session:
            total = rollcall.how_many_past(session)
            page, pages = page_within(self.get_query_argument("page", "1"), total, PER_PAGE)
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
                "departments": staff.departments(session),
                "posts": staff.posts(session),
                "teams": staff.teams(session),
                "choice": choice,
                "counted": rollcall.counted(session, choice, now=self.now()),
                "runs": runs.list_runs(session, limit=0),
            }
        self.render_page(
            "rollcall/hub.html",
            kinds=rollcall.KINDS,
            kind=kind if kind in rollcall.KINDS else "drill",
            run=self.get_query_argument("run", ""),
            calls=calls,
            problem=problem,
            asked=self._asked(),
            turn=lambda number: f"{self.url('musters', page=str(number))}#past",
            fresh=secrets.token_hex(16),
            **context,
        )

    def _asked(self) -> tuple[str, str]:
        """Point and number of a regular warden who could not be added: the form stays open with them."""
        if self.get_body_argument("act", "") != "keep":
            return "", ""
        key = self.get_body_argument("key", "")
        return self.get_body_argument("point", ""), "" if key.startswith("kiosk:") else key

    def _open(self, session: Session, head: rollcall.RollCallHead) -> dict[str, Any]:
        standing = rollcall.standing(session, head.muster_id)
        return {
            "head": head,
            "missing": len(standing.missing),
            "expected": standing.expected,
            "days": (self.now() - head.started) // clock.DAY,
        }

    def _past(self, session: Session, head: rollcall.RollCallHead) -> dict[str, Any]:
        standing, times = rollcall.standing(session, head.muster_id), rollcall.times(session, head.muster_id)
        took = times.seconds(times.all_accounted)
        words = clock.span(took * 1000) if took is not None else f"{len(standing.missing)} 人未到"
        return {"head": head, "expected": standing.expected, "took": words, "complete": took is not None}


class PointSheetsPage(PageHandler):
    """``musters/sheets``: an A4 sheet for every muster point, to be put up there."""

    def get(self) -> None:
        self.require(*WATCHERS)
        with self.db.read() as session:
            points = rollcall.points(session)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        site = self.site.settings.site.name
        far = self.request.host_name not in ("localhost", "127.0.0.1", "::1")
        self.finish(
            template("rollcall/point-sheets.html").render(
                sheets=self._codes(points),
                site=site,
                far=far,
                script=self.static("core/print.js"),
                back=self.url("musters"),
            )
        )

    def _codes(self, points: Sequence[rollcall.Point]) -> list[tuple[rollcall.Point, Any]]:
        at = f"{self.request.protocol}://{self.request.host}{self.base_url}muster/at/"
        return [(point, qr_svg(f"{at}{point.id}", f"{point.name}的二维码")) for point in points]


class PointLinkPage(PageHandler):
    """``muster/at/<point>``: the code on the wall; leads to the roll call that is going on there, a real one first."""

    def get(self, point: str) -> None:
        self.require()
        with self.db.read() as session:
            going = [head for head in rollcall.open_now(session) if point in {known.id for known in head.points}]
        if not going:
            raise NotFound("这个集合点现在没有清点。", way_out="清点开始后，请再扫一次这张码。")
        self.redirect(self.url(f"muster/{going[0].muster_id}/{point}"))


class RollCallPage(PageHandler):
    """``muster/<id>``: the director's desk; a warden is led to their point."""

    def get(self, muster: str) -> None:
        muster_id, person = int(muster), self.person
        with self.db.read() as session:
            head = rollcall.head(session, muster_id)
            mine = next((w for w in rollcall.wardens_of(session, muster_id) if w.key == person.staff_no), None)
            wards = _choices(session) if person.roles & set(CALLERS) else []
        if mine is not None and not person.roles & set(CALLERS):
            self.redirect(self.url(f"muster/{muster_id}/{mine.point or head.points[0].id}"))
            return
        self.require(*WATCHERS)
        spec = {"muster": muster_id, "point": "", "people": wards, "me": person.staff_no}
        back = ("清点", "musters")
        self.render_page("rollcall/roll-call.html", head=head, title=head.title, spec=script_json(spec), back=back)


def _choices(session: Session) -> list[dict[str, str]]:
    """Whom a director may name: kiosks first, then people."""
    people = staff.people(session)
    return _kiosks(session) + [{"key": p.staff_no, "name": p.name, "place": p.department} for p in people]


def _kiosks(session: Session) -> list[dict[str, str]]:
    """The kiosks that may be wardens: those nobody has revoked."""
    kiosks = [device for device in staff.devices(session) if device.revoked is None]
    return [{"key": f"kiosk:{one.device_id}", "name": one.name, "place": "演练终端"} for one in kiosks]


class RollCallPointPage(PageHandler):
    """``muster/<id>/<point>``: a warden's list; others may become one by a code, or at once in a real emergency."""

    def get(self, muster: str, point: str) -> None:
        self.require()
        code = self.get_query_argument("code", "")
        with self.db.read() as session:
            head, place = self._place(session, int(muster), point)
            ticks = may_tick(session, head.muster_id, self.person)
        if not ticks:
            self.render_page("rollcall/join.html", head=head, place=place, code=code, problem="")
            return
        spec = {"muster": head.muster_id, "point": place.id, "people": [], "me": self.person.staff_no}
        back = ("总览", f"muster/{head.muster_id}") if self.person.roles & set(CALLERS) else None
        title = f"{place.name} · {head.title}"
        self.render_page("rollcall/roll-call.html", head=head, title=title, spec=script_json(spec), back=back)

    async def post(self, muster: str, point: str) -> None:
        person, now, code = self.require(), self.now(), self.get_body_argument("code", "")

        def join(session: Session) -> None:
            head, place = self._place(session, int(muster), point)
            if code:
                rollcall.use_code(session, head.muster_id, code, person, now=now)
            elif head.kind == "live" and "kiosk" not in person.roles:
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
