"""One house for the tests of its doors: somebody of every kind, and something of everything behind them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.orm import Session

from anpei import attempts, bank, clock, papers, records, staff
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import evaluation, preparation, rollcall, runs, scenarios
from anpei.server.app import every_handler
from anpei.server.core.permissions import Access
from anpei.server.routes import Route, described
from tests.helpers.platform import PASSWORD, Platform, make_site, start
from tests.helpers.processes import PATIENCE, run_apart

PEOPLE = {
    "learner": "E1001",
    "warden": "E1002",
    "trainer": "T2001",
    "director": "D3001",
    "evaluator": "V5001",
    "admin": "A9001",
}
"""Who stands for which role; a warden is a learner who was named in a roll call."""
KIOSKS = ("kiosk", "kiosk with a person")
EVERYBODY = ("stranger", *PEOPLE, *KIOSKS)
LIMITED = {"limited trainer": "T2002", "limited director": "D3002"}
"""Who looks after one department only, 生产部."""
MORE = """工号,姓名,部门,角色,管辖部门
V5001,顾言,安全环保部,评估员,
T2002,纪培训,安全环保部,培训师,生产部
D3002,何导调,安全环保部,导调员,生产部
"""
TURNED_AWAY = ("你没有权限看这一页。", "这台设备还没有登记，或已被停用。", "演练终端不能打开这一页。")
"""What the door itself says; what is behind it has its own words."""
REQUESTS_TOGETHER = 6


@dataclass
class House:
    """The running platform, the cookies of everybody, and the numbers of what there is."""

    platform: Platform
    db: Database
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def write(self, work: Any) -> Any:
        return self.db.write(work).result()

    def read(self, look: Any) -> Any:
        with self.db.read() as session:
            return look(session)

    def sign_in(self) -> None:
        """Everybody signs in who isn't: at first, and after somebody tried to sign out."""
        for role, staff_no in (PEOPLE | LIMITED).items():
            with self.platform.client(staff_no) as client:
                self.cookies[role] = dict(client.cookies)

    def ask(self, asked: Iterable[Asked]) -> list[Answer]:
        """The answers to many requests, several at once; a stream is read as far as its first lines."""
        return run_apart(_ask(self, list(asked)))


@dataclass(frozen=True)
class Asked:
    """One request by somebody; ``body`` are bytes as they go over the wire, or a value for JSON."""

    who: str
    method: str
    path: str
    body: Any = None
    form: bool = False


@dataclass(frozen=True)
class Answer:
    asked: Asked
    status: int
    text: str
    location: str

    @property
    def turned_away(self) -> bool:
        """Whether the door kept them out: sent to sign in, 401, or one of the door's own words."""
        to_sign_in = self.status == 302 and "/login?next=" in self.location
        return (
            self.status == 401 or to_sign_in or (self.status == 403 and any(word in self.text for word in TURNED_AWAY))
        )


async def _ask(house: House, asked: list[Asked]) -> list[Answer]:
    limits = httpx.Limits(max_connections=REQUESTS_TOGETHER)
    async with httpx.AsyncClient(
        base_url=house.platform.base, timeout=PATIENCE, trust_env=False, limits=limits
    ) as client:
        turns = asyncio.Semaphore(REQUESTS_TOGETHER)

        async def one(each: Asked) -> Answer:
            async with turns:
                return await _answer(client, house, each)

        return await asyncio.gather(*map(one, asked))


async def _answer(client: httpx.AsyncClient, house: House, asked: Asked) -> Answer:
    cookies = house.cookies.get(asked.who, {})
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    content = None
    if asked.method != "GET":
        headers["X-XSRFToken"] = cookies.get("_xsrf", "")
        kind = "application/x-www-form-urlencoded" if asked.form else "application/json"
        headers["Content-Type"] = kind
        content = asked.body if isinstance(asked.body, bytes) else json.dumps(asked.body or {}).encode()
    async with client.stream(asked.method, asked.path, headers=headers, content=content) as answer:
        text = ""
        async for part in answer.aiter_text():
            text += part
            if "event-stream" in answer.headers.get("Content-Type", ""):
                break
        return Answer(asked, answer.status_code, text, answer.headers.get("Location", ""))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    site = make_site(tmp_path_factory.mktemp("doors") / "site")
    with Database(site.database_url) as db:
        roster = staff.read_roster(MORE.encode(), "评估员.csv")
        now = clock.now()
        records.import_roster(db, roster, now=now)
        for row in roster.rows:
            staff.set_password(db, row.staff_no, PASSWORD, now=now)
        platform = start(site, "--no-lab")
        house = House(platform, db)
        house.cookies["stranger"] = _cookies(platform.stranger())
        house.sign_in()
        _furnish(house)
        yield house
        platform.stop()


def _cookies(client: httpx.Client) -> dict[str, str]:
    with client:
        client.get("login")
        return dict(client.cookies)


def kiosk_in(house: House, name: str, *, gate: bool = True) -> tuple[str, dict[str, str]]:
    """A new kiosk: its number and its browser's cookies."""
    now = clock.now()
    token = house.write(lambda session: staff.enrol_link(session, name, now=now))
    with house.platform.stranger() as tablet:
        tablet.get("kiosk/enrol", params={"token": token})
        tablet.post("kiosk/enrol", data={"token": token, "_xsrf": tablet.cookies["_xsrf"]})
        cookies = dict(tablet.cookies)
    device = house.read(staff.devices)[0].device_id
    house.write(lambda session: staff.set_gate(session, device, gate))
    return device, cookies


def _furnish(house: House) -> None:
    """An attempt, a drill that goes on and one that is over, a roll call, kiosks with and without a person."""
    now = clock.now()
    for who in KIOSKS:
        house.known[who], house.cookies[who] = kiosk_in(house, who)
    house.known["spare kiosk"], _ = kiosk_in(house, "备用终端")
    house.known["attempt"] = house.write(lambda session: begun(session, house, "E1001", now))
    house.known["running"] = house.write(lambda session: drill(session, house.known["kiosk with a person"], now))
    house.known["ended"] = house.write(lambda session: drill(session, "k-elsewhere", now))
    stop = {"director": "D3001", "uuid": uuid4().hex, "action": "stop", "what": {}}
    house.write(lambda session: runs.act(session, house.known["ended"], **stop, now=now))
    families, _ = evaluation.load(Shelves([bundled()]))
    house.known["families"] = families
    for run in ("running", "ended"):
        script = house.read(lambda session, run=run: runs.run_record(session, house.known[run]).script)
        house.write(
            lambda session, run=run, script=script: evaluation.open_form(
                session, house.known[run], script, families, now=now
            )
        )
    house.known["item"] = house.read(lambda s: evaluation.form_of(s, house.known["running"])[0].items[0].id)
    house.known["point"] = house.write(lambda session: rollcall.add_point(session, "东门停车场", "东门外")).id
    house.known["roll call"] = roll_call(house.db, now)
    house.known["planned"] = house.write(lambda session: planned(session, now))


def planned(session: Session, now: int, **said: Any) -> int:
    """A plan of a drill that the director wrote; ``said`` is what it says otherwise."""
    script = scenarios.load(Shelves([bundled()])).get("chemical-leak")
    plan = replace(preparation.proposal(script, day="2037-01-01", points=(), phones=()), **said)
    return preparation.save_plan(session, script, plan, by="D3001", name="郑指挥", uuid=uuid4().hex, now=now)


def begun(session: Session, house: House, staff_no: str, now: int) -> int:
    """An open attempt at a paper that everybody has to sit."""
    shelves = house.platform.site.shelves
    items = bank.load(shelves)
    paper = papers.load(shelves, items).papers["fire-basics"]
    records.assign(session, "paper", paper.slug, "everyone", due=now + 7 * clock.DAY, by="T2001", now=now)
    person = staff.find(session, staff_no)
    assert person is not None
    return attempts.start(session, paper, items, person, now, b"secret", zone=house.platform.site.zone).id


def drill(session: Session, device: str, now: int, person: str = "E1003") -> int:
    """A drill of one person, who sits at the kiosk, or took a seat that is no kiosk of this house.

    Other tests of this house may have raised a real emergency, which no drill begins beside.
    """
    if standing := runs.emergency.current(session):
        runs.emergency.clear(session, "D3001", now, ident=standing.id)
    script = scenarios.load(Shelves([bundled()])).get("workshop-fire")
    who = staff.find(session, person)
    name = who.name if who else person
    seat = runs.Seat(device, person, tuple(script.roles))
    run = runs.create(session, script, [seat], by="D3001", origin="director", seed="seed", now=now)
    if device.startswith("k-elsewhere"):
        runs.join(session, run, person=person, name=name, device=device, now=now)
    else:
        runs.sit(session, device, person=person, name=name, now=now)
    return run


def roll_call(db: Database, now: int, kind: str = "test") -> int:
    """A roll call of everybody, with a warden at its first point."""
    with db.read() as session:
        people = rollcall.on_shift(session, {place.id for place in staff.departments(session)}, ())
        points = rollcall.points(session)
    common: dict[str, Any] = {"by": "D3001", "points": points, "expected": people, "now": now, "title": "测试"}
    muster = rollcall.start(db, kind=kind, run_id=None, **common)
    warden, uuid = rollcall.Warden("E1002", "周启明", points[0].id), uuid4().hex
    db.write(lambda s: rollcall.name_warden(s, muster, warden, by="D3001", uuid=uuid, now=now)).result()
    return muster


ROUTES = described(every_handler({}, ""))


def samples(house: House) -> dict[str, str]:
    """A value for everything that varies in an address, of something there is."""
    known = house.known
    return {
        "attempt_id": str(known["attempt"]), "slot": "q01", "run": str(known["running"]),
        "muster": str(known["roll call"]), "point": str(known["point"]), "staff_no": "E1003",
        "slug": "fire-escape", "course": "fire-escape", "chapter": "01-first-minute", "item": "fire-p01",
        "planned": str(known["planned"]), "kind": "signin",
        "law": "xiaofang", "article": "44", "field": "organiser", "ending": "xlsx",
        "kernel_id": "00000000-0000-0000-0000-000000000000",
    }  # fmt: skip


SPECIAL = {
    "papers/<slug>": "papers/fire-basics",
    "authoring/items/<slug>": "authoring/items/fire-001",
    "authoring/items/<slug>/history": "authoring/items/fire-001/history",
    "authoring/items/<slug>/state": "authoring/items/fire-001/state",
    "api/authoring/items/<slug>": "api/authoring/items/fire-001",
    "api/papers/<slug>/notebook": "api/papers/fire-basics/notebook",
    "my/drills/<slug>": "my/drills/workshop-fire",
    "api/evacuation/plans/<slug>": "api/evacuation/plans/workshop-fire",
    "courses/<slug>/<name>": "courses/fire-escape/01-first-minute",
    "courses/<slug>/built/<name>": "courses/fire-escape/built/0123456789abcdef.png",
    "courses/<course>/media/<name>": "courses/fire-escape/media/nosuch.svg",
    "live/<course>/media/<name>": "live/fire-escape/media/nosuch.svg",
    "live/<name>/<name>": "live/nosuch/nosuch",
    "apps/<name>": "apps/nosuch",
    "help/<name>": "help/operate",
    "media/<name>": "media/nosuch.svg",
    "board/exports/<name>": "board/exports/" + "0" * 32,
    "board/exports/<name>/file.xlsx": "board/exports/" + "0" * 32 + "/file.xlsx",
    "api/board/exports/<name>": "api/board/exports/" + "0" * 32,
    "musters/exports/<name>": "musters/exports/" + "0" * 32,
    "musters/exports/<name>/file.xlsx": "musters/exports/" + "0" * 32 + "/file.xlsx",
    "api/musters/exports/<name>": "api/musters/exports/" + "0" * 32,
    "admin/roster/people.<ending>": "admin/roster/people.xlsx",
    "admin/roster/<name>": "admin/roster/" + "0" * 32,
    "api/roster/<name>": "api/roster/" + "0" * 32,
    "authoring/import/<name>": "authoring/import/" + "0" * 32,
    "admin/roster/exports/<name>": "admin/roster/exports/" + "0" * 32,
    "admin/roster/exports/<name>/file.xlsx": "admin/roster/exports/" + "0" * 32 + "/file.xlsx",
    "api/admin/roster/exports/<name>": "api/admin/roster/exports/" + "0" * 32,
    "admin/audit/log.<ending>": "admin/audit/log.csv",
    "admin/audit/exports/<name>": "admin/audit/exports/" + "0" * 32,
    "admin/audit/exports/<name>/file.xlsx": "admin/audit/exports/" + "0" * 32 + "/file.xlsx",
    "api/admin/audit/exports/<name>": "api/admin/audit/exports/" + "0" * 32,
    "drills/<run>/<name>": "drills/{ended}/report.docx",
    "drills/<run>/report": "drills/{ended}/report",
    "drills/planned/<planned>/<kind>.<ending>": "drills/planned/{planned}/signin.docx",
    "drills/<run>/sign": "drills/{ended}/sign",
    "drills/<run>/hotwash": "drills/{ended}/hotwash",
    "record/drills/<run>": "record/drills/{ended}",
    "api/drills/<run>/report/<field>": "api/drills/{ended}/report/organiser",
    "api/evaluations/<run>/photos/<name>": "api/evaluations/{running}/photos/" + "0" * 64,
    "static/anpei/<name>": "static/anpei/core/base.css",
    "static/widgets/<name>": "static/widgets/practice.js",
    "/": "",
}
"""Addresses that need other values than the usual ones."""


def path_of(house: House, route: Route) -> str:
    """An address that this route answers, of something there is."""
    path = SPECIAL.get(route.address, route.address).format(**{k: v for k, v in house.known.items() if " " not in k})
    for name, value in samples(house).items():
        path = path.replace(f"<{name}>", value)
    path = path.replace("<name>", "nosuch.js").replace("<path>", "nosuch.css").replace("<law>", "xiaofang")
    assert re.fullmatch(route.pattern, path), (route.address, path)
    return path


def expected(rule: Access, who: str, house: House) -> bool:
    """Whether the table lets somebody in."""
    if who == "stranger":
        return rule.strangers
    if who in KIOSKS:
        return rule.strangers or rule.kiosks
    person = house.read(lambda session: staff.find(session, PEOPLE[who]))
    return rule.admits(person.roles)


def settled(house: House) -> None:
    """Mark what has been handed in, as the background does."""

    def mark(session: Session) -> None:
        for attempt in records.unmarked(session):
            records.mark_attempt(session, attempt, clock.now())

    house.write(mark)


def somebody(route: Route) -> str:
    """Somebody whom the route lets in to look."""
    return "admin" if route.rule("GET").admits({"admin"}) else KIOSKS[0]
