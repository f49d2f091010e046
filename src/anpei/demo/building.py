"""Builds the demo site beside its place and moves it there when it is complete: an interrupted build leaves nothing."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from anpei import clock, publishing, records, staff
from anpei.clock import DAY
from anpei.content import adopt, bundled
from anpei.database import Database, upgrade
from anpei.demo.people import ROSTER, DemoAccounts, accounts, invent, remember
from anpei.errors import SettingsError
from anpei.exercises import rollcall
from anpei.settings import Site, create_site

NAME = "江岸精密包装有限公司"
COURSE, PAPER, DRILL = "fire-escape", "fire-basics", "workshop-fire"
LAW_COURSE, LEADERS_COURSE = "life-first", "double-prevention"
MUSTER_POINT = ("东门停车场", "出一车间东门右转 50 米，沿围墙站成两排")
KIOSKS = (("一车间东门", "一车间"), ("仓储区入口", "仓储区"))
TRAINER = "T0001"
SETTINGS = (
    f'# 演示站点，企业和人员均为虚构。全部设置及说明：anpei help settings。\n[site]\nname = "{NAME}"\n\n'
    '[backup]\nat = ""\n\n[server]\n'
)

Say = Callable[[str], None]


def build(
    folder: Path,
    now: int,
    say: Say = lambda words: None,
    chance: random.Random | None = None,
    server: str = "lan = true\n",
) -> DemoAccounts:
    """Make a demo site as of ``now`` in a folder that is new or empty; a folder with something in it is refused.

    ``server`` are the lines of its ``[server]`` section: open to the local network, so that a phone can have a look.
    """
    root = folder.resolve()
    if root.exists() and any(root.iterdir()):
        raise SettingsError(f"{root} 里已有内容。", way_out="请换一个文件夹，或先把它移走。")
    root.parent.mkdir(parents=True, exist_ok=True)
    holder = Path(tempfile.mkdtemp(dir=root.parent, prefix=f".{root.name}.building-"))
    try:
        site = create_site(holder / "site", SETTINGS + server)
        made = _furnish(site, now, say, chance or random.SystemRandom())
        site.root.rename(root)
    finally:
        shutil.rmtree(holder, ignore_errors=True)
    return made


def kiosk_links(site: Site, now: int) -> list[tuple[str, str]]:
    """Name and a fresh enrolment token of every demo kiosk that no browser has become yet; none on a real site."""
    if not accounts(site).accounts:
        return []
    upgrade(site.database_url)
    with Database(site.database_url) as db:
        return db.write(lambda session: _links(session, now)).result()


def rows(site: Site, home: str, now: int) -> list[tuple[str, str, str]]:
    """What to print at every start: the accounts, and a link for each kiosk; ``home`` is the platform's address."""
    links = [(name, f"{home}kiosk/enrol?token={token}") for name, token in kiosk_links(site, now)]
    return [*accounts(site).rows(), *((f"演练终端“{name}”", "打开一次即登记", link) for name, link in links)]


def _links(session: Session, now: int) -> list[tuple[str, str]]:
    enrolled = {device.name for device in staff.devices(session) if device.revoked is None}
    return [
        (name, staff.enrol_link(session, name, now=now, site_area=area))
        for name, area in KIOSKS
        if name not in enrolled
    ]


def _furnish(site: Site, now: int, say: Say, chance: random.Random) -> DemoAccounts:
    say("正在放入课程和题库…")
    for shelf in ("courses", "quizzes"):
        adopt(bundled(), site.workspace, shelf)
    say("正在建立人员名册…")
    upgrade(site.database_url)
    with Database(site.database_url) as db:
        names = _hire(db, now - 30 * DAY)
        say("正在发放演示账号…")
        made = invent(names, chance)
        _give_secrets(db, made, now)
        db.write(lambda session: _assign(session, now, site.zone)).result()
        db.write(lambda session: rollcall.add_point(session, *MUSTER_POINT)).result()
    publishing.settle(site, now)
    remember(site, made)
    return made


def _hire(db: Database, now: int) -> dict[str, str]:
    roster = staff.read_roster(ROSTER)
    report = records.import_roster(db, roster, now=now)
    assert report.ok, report.findings
    return {row.staff_no: row.name for row in roster.rows}


def _give_secrets(db: Database, made: DemoAccounts, now: int) -> None:
    for one in made.accounts:
        staff.set_password(db, one.staff_no, one.password, now=now, must_change=one.must_change)
        if one.pin is not None:
            staff.set_pin(db, one.staff_no, one.pin, now=now)


def _assign(session: Session, now: int, zone: str) -> None:
    """What is due: kind, target, audience, made so many days ago, due in so many days (one is past)."""
    production = str(next(place.id for place in staff.departments(session) if place.name == "生产部"))
    posts = {post.name: str(post.id) for post in staff.posts(session)}
    drivers = posts["叉车司机"]
    for kind, target, audience_kind, audience, ago, ahead in (
        ("course", COURSE, "everyone", "", 7, 14),
        ("course", LAW_COURSE, "everyone", "", 7, 28),
        ("course", LEADERS_COURSE, "post", posts["班组长"], 5, 21),
        ("course", LEADERS_COURSE, "post", posts["车间主任"], 5, 21),
        ("paper", PAPER, "department", production, 3, 10),
        ("paper", PAPER, "post", drivers, 3, 5),
        ("paper", PAPER, "person", "E1004", 16, -2),
        ("drill", DRILL, "department", production, 1, 21),
        ("drill", DRILL, "post", drivers, 1, 21),
    ):
        records.assign(
            session, kind, target, audience_kind, audience,
            due=_end_of_day(clock.local(now, zone), ahead), by=TRAINER, now=now - ago * DAY,
        )  # fmt: skip


def _end_of_day(now: datetime, days: int) -> int:
    day = now + timedelta(days=days)
    return int(day.replace(hour=23, minute=59, second=0, microsecond=0).timestamp() * 1000)
