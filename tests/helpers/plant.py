"""A plant for evaluators and wardens: the platform with two evaluators, two muster points, a visitor and a drill."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy.orm import Session

from anpei import clock, records, staff
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import rollcall, runs, scenarios
from anpei.settings import Site
from tests.helpers.platform import PASSWORD, Platform, make_site
from tests.helpers.processes import PATIENCE_MS

EVALUATORS = """工号,姓名,部门,岗位,角色,状态
V5001,顾言,安全环保部,评估员,评估员,在职
V5002,韩松,安全环保部,评估员,评估员,在职
"""
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1280, "height": 800}


@dataclass
class Plant:
    """A running platform; `db` looks into the database the servers use."""

    platform: Platform
    browser: Browser
    db: Database
    contexts: list[BrowserContext] = field(default_factory=list)

    def write(self, work: Any) -> Any:
        return self.db.write(work).result()

    def read(self, look: Any) -> Any:
        with self.db.read() as session:
            return look(session)

    def run(self) -> int:
        """A drill that has just begun, one person in every role."""
        script = scenarios.load(Shelves([bundled()])).get("workshop-fire")
        now = clock.now()
        device = f"k-{uuid4().hex[:8]}"

        def begin(session: Session) -> int:
            seat = runs.Seat(device, "E1001", tuple(script.roles))
            run = runs.create(session, script, [seat], by="D3001", origin="director", seed="seed", now=now)
            runs.join(session, run, person="E1001", name="林晓岚", device=device, now=now)
            return run

        return int(self.write(begin))

    def end(self, run: int) -> None:
        """The director ends a drill."""
        stop = {"director": "D3001", "uuid": uuid4().hex, "action": "stop", "what": {}}
        self.write(lambda s: runs.act(s, run, **stop, now=clock.now()))

    def muster(self, kind: str = "test", run: int | None = None) -> int:
        """A roll call of everybody on the roster and of the visitor, its alarm now."""

        with self.db.read() as session:
            everybody = rollcall.on_shift(session, {d.id for d in staff.departments(session)}, ())
            expected, points = [*everybody, *rollcall.on_site(session)], rollcall.points(session)
        common = {"by": "D3001", "points": points, "expected": expected, "now": clock.now()}
        return rollcall.start(self.db, kind=kind, run_id=run, **common)

    def page(self, staff_no: str, **options: Any) -> Page:
        """A browser of somebody's own, signed in."""
        options = {"viewport": PHONE, "has_touch": True} | options
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        context.add_cookies(self.platform.cookies(staff_no))
        return context.new_page()

    def leave(self) -> None:
        """Close the screens, end what still goes on, and let regular wardens go."""
        while self.contexts:
            self.contexts.pop().close()
        for head in self.read(rollcall.open_now):
            self.write(
                lambda s, number=head.muster_id: rollcall.finish(s, number, by="D3001", note="", now=clock.now())
            )
        for point, listed in self.read(rollcall.regulars).items():
            for one in listed:
                self.write(lambda s, point=point, key=one.key: rollcall.remove_regular(s, point, key))


def make_plant(folder: Path) -> Site:
    """A site with the evaluators, the points and the visitor; nothing is running."""
    site = make_site(folder)
    now = clock.now()
    with Database(site.database_url) as db:
        roster = staff.read_roster(EVALUATORS.encode(), "评估员.csv")
        records.import_roster(db, roster, now=now)
        for row in roster.rows:
            staff.set_password(db, row.staff_no, PASSWORD, now=now, must_change=False)
        for name in ("东门停车场", "西门篮球场"):
            db.write(lambda s, name=name: rollcall.add_point(s, name, "")).result()
        guest = {"name": "马德里", "firm": "迅达电梯", "host": "林晓岚", "phone": "13800000000", "group": "contractor"}
        db.write(lambda s: rollcall.sign_in(s, **guest, by="A9001", uuid="guest", now=now)).result()
    return site


def fact(**values: Any) -> dict[str, Any]:
    """A body with a uuid of its own, as a browser sends it."""
    now = clock.now()
    return {"uuid": uuid4().hex, "tapped": now, "sent": now, **values}


def status(answer: httpx.Response) -> tuple[int, str]:
    """Status and, for an error, its code."""
    return answer.status_code, answer.json().get("error", {}).get("code", "")
