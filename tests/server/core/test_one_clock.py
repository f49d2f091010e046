"""One clock, one zone: whatever is shown, printed or filed says the time of the site's place, wherever the server is.

The same facts lie near midnight in a database; the platform runs over it in Lagos, then in Shanghai, its process in
Honolulu. Every route that shows something is asked, and no hour and no day of any other place may be in an answer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy.orm import Session

from anpei import attempts, bank, clock, hours, laws, papers, records, staff
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import evaluation, report, rollcall
from anpei.server.routes import Route
from anpei.settings import Site, open_site
from anpei.taps import Tap
from tests.helpers.platform import PASSWORD, make_site, start
from tests.helpers.played import play, the_script
from tests.server.requests.conftest import MORE, ROUTES, House, path_of, planned

pytestmark = pytest.mark.machines
ZONES = ("Africa/Lagos", "Asia/Shanghai")
SERVER = "Pacific/Honolulu"
EVENING = datetime(2025, 4, 14, 16, 29, 11, tzinfo=UTC)
"""Still the same day in Lagos, the next one in Shanghai."""
NIGHT = datetime(2025, 2, 17, 23, 47, 13, tzinfo=UTC)
"""The next day in both, and still the day before where the server is."""
MOMENTS = (NIGHT, EVENING)
ROSTER = MORE.replace(",生产部\n", ",\n")
SHOWN = {
    "admin", "board", "board/assign", "board/export.xlsx", "board/reviews", "drills", "drills/<run>/<name>",
    "drills/<run>/hotwash", "drills/<run>/report", "drills/<run>/sign", "drills/actions", "drills/planned/<planned>",
    "drills/archive", "drills/calendar", "drills/calendar.<ending>", "evacuation", "evaluate",
    "evaluate/<run>/reconcile", "exam/<attempt_id>/result", "muster/<muster>/record", "muster/<muster>/record.xlsx",
    "musters", "my", "my/drills/<slug>", "papers/<slug>", "record", "record/<staff_no>", "record/drills/<run>",
    "visitors",
}  # fmt: skip
"""Where the facts are told, so that a page without any time proves nothing."""
FILES = ("report.docx", "report.pdf", "records.zip")
NEVER = {"public", "kernel", "notebook", "seat"}
"""Reaches behind which the server draws nothing, or nothing with a time."""
QUERIES = {"evacuation": "?plan=workshop-fire", "drills/archive": "?year=2025"}


def ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def a_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with people who may do everything."""
    site = make_site(tmp_path_factory.mktemp("zones") / "site", "[visitors]\nkeep_days = 3650")
    roster = staff.read_roster(ROSTER.encode(), "评估员.csv")
    with Database(site.database_url) as db:
        now = clock.now()
        records.import_roster(db, roster, now=now)
        for row in roster.rows:
            staff.set_password(db, row.staff_no, PASSWORD, now=now)
    return site


def furnish(site: Site, db: Database, moment: datetime) -> dict[str, object]:
    """One of everything that has a time, at this moment; what takes a while takes seconds."""
    now, later, who = ms(moment), ms(moment) + 20_000, {NIGHT: "E1001", EVENING: "E1003"}[moment]
    before = now - 40 * clock.DAY
    with db.read() as session:
        person = staff.find(session, who)
    assert person is not None
    families, _ = evaluation.load(Shelves([bundled()]))
    attempt = db.write(lambda session: sat(session, site, person, now)).result()
    run = play(db, the_script(), now=now, person=(who, person.name), mate=("E1002", "周启明"), device=f"k-{who}")

    def evaluated(session: Session) -> None:
        evaluation.open_form(session, run, the_script(), families, now=now)
        evaluation.remark(session, run, Tap("V5001", "顾言", uuid4().hex, later), "good", "快")
        evaluation.sign(session, run, Tap("V5001", "顾言", uuid4().hex, later), "M1 1L2 2L3 3")
        opening = {"problem": "门堵了", "measure": "清开", "owner": who, "due": now, "by": "D3001"}
        report.open_action(session, run, **opening, uuid=uuid4().hex, now=before)
        text = {"base": 0, "by": "D3001", "name": "郑指挥", "uuid": uuid4().hex, "now": now}
        report.save_text(session, run, "organiser", "正文", **text)
        filing = {"authority": "局", "reference": "1", "filed": now, "by": "D3001", "uuid": uuid4().hex}
        report.file_drill(session, f"run:{run}", **filing, now=clock.now())

    db.write(evaluated).result()
    muster, point = called(db, run, who, now)
    plan = db.write(lambda session: planned(session, now)).result()
    return {
        "planned": plan,
        "staff_no": who,
        "attempt": attempt,
        "running": run,
        "ended": run,
        "roll call": muster,
        "point": point,
    }


def sat(session: Session, site: Site, person: staff.Person, now: int) -> int:
    """An exam handed in and marked, a chapter read, hours kept, duties laid on and the law reviewed."""
    who, before = person.staff_no, now - 40 * clock.DAY
    shelves = Shelves([bundled()])
    items = bank.load(shelves)
    paper = papers.load(shelves, items).papers["fire-basics"]
    for kind, target in (("paper", "fire-basics"), ("course", "fire-escape")):
        records.assign(session, kind, target, "person", who, due=now, by="T2001", now=before)
    attempt = attempts.start(session, paper, items, person, now, b"secret", zone=site.zone).id
    attempts.hand_in(session, attempt, person, now + 20_000)
    records.mark_attempt(session, attempt, now + 20_000)
    for kind in ("opened", "finished"):
        records.note_progress(session, who, "fire-escape", "01-first-minute", uuid4().hex, kind, now, {})
    hours.note_active(session, who, "fire-escape", "01-first-minute", uuid=uuid4().hex, seconds=60, now=now)
    mention = laws.Mention("chapter:fire-escape/01-first-minute", "课程", ("xiaofang",))
    review = laws.open_review(session, f"xiaofang#{person.staff_no[-1]}", [mention], by="T2001", why="改了", now=now)
    laws.close_item(session, review.id, mention.ref, by="T2001", note="看过", now=now)
    return attempt


def called(db: Database, run: int, who: str, now: int) -> tuple[int, str]:
    """A roll call of the drill, and a visitor who came and left."""
    with db.read() as session:
        known = rollcall.points(session)
        people = rollcall.on_shift(session, {each.id for each in staff.departments(session)}, ())
    point = known[0] if known else db.write(lambda s: rollcall.add_point(s, "东门停车场", "东门外")).result()
    asked: dict[str, Any] = {"by": "D3001", "points": [point], "expected": people, "now": now, "title": "测试"}
    muster = rollcall.start(db, kind="drill", run_id=run, **asked)
    db.write(lambda s: came_and_went(s, muster, point.id, who, now)).result()
    return muster, point.id


def came_and_went(session: Session, muster: int, point: str, who: str, now: int) -> None:
    rollcall.check(session, muster, point, who, "present", "D3001", uuid4().hex, now + 20_000)
    rollcall.finish(session, muster, by="D3001", note="", now=now + 20_000)
    staff.enrol(session, staff.enrol_link(session, "终端", now=now), now=now)
    visit = {"firm": "某厂", "host": "林晓岚", "phone": "1", "group": "visitor", "by": "D3001", "now": now}
    guests = [rollcall.sign_in(session, name=name, **visit, uuid=uuid4().hex) for name in ("走了", "还在")]
    rollcall.sign_out(session, guests[0].visitor_id, now=now + 20_000)


@dataclass(frozen=True)
class Shown:
    """What a route answered somebody, as plain text; ``present``: the minutes there from laying the site to the answer,
    which a page may tell of itself and of what the platform did meanwhile."""

    address: str
    path: str
    zone: str
    text: str
    present: frozenset[str]

    def wrong(self) -> list[str]:
        """Hours and days of the facts, as they are told anywhere else than in this place."""
        found = []
        for moment in MOMENTS:
            here = moment.astimezone(ZoneInfo(self.zone))
            others = {moment.astimezone(ZoneInfo(name)) for name in (*ZONES, SERVER, "UTC")}
            days = {day for each in others for day in words_of(each.date())} - {*words_of(here.date())}
            found += [day for day in days if re.search(rf"(?<!\d){re.escape(day)}(?!\d)", self.text)]
            hours = re.findall(rf"(?<![\d:])(\d?\d:{here:%M})(?!\d)", self.text)
            found += [hour for hour in hours if hour != f"{here:%H:%M}" and hour not in self.present]
        return found

    def right(self) -> bool:
        """Whether one of the facts is told as it was here."""
        heres = [moment.astimezone(ZoneInfo(self.zone)) for moment in MOMENTS]
        told = {word for here in heres for word in (*words_of(here.date()), f"{here:%H:%M}")}
        return any(re.search(rf"(?<!\d){re.escape(word)}(?!\d)", self.text) for word in told)


def minutes_since(begun: datetime, zone: str) -> frozenset[str]:
    """Every minute from then to now as a clock of that place tells it."""
    first, now = begun.replace(second=0, microsecond=0), datetime.now(UTC)
    count = int((now - first).total_seconds()) // 60 + 1
    return frozenset(f"{(first + timedelta(minutes=n)).astimezone(ZoneInfo(zone)):%H:%M}" for n in range(count))


def words_of(day: date) -> tuple[str, ...]:
    """A day in every way in which it is written somewhere."""
    return (f"{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%Y/%m/%d}")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Shown]:
    """Everything there is to look at, first in the one place, then in the other."""
    begun = datetime.now(UTC)
    site, found = a_site(tmp_path_factory), []
    settings = site.root / "anpei.toml"
    plain = settings.read_text("utf-8")
    with pytest.MonkeyPatch.context() as elsewhere, Database(site.database_url) as db:
        facts = [furnish(site, db, moment) for moment in MOMENTS]
        elsewhere.setenv("TZ", SERVER)
        for zone in ZONES:
            settings.write_text(plain.replace("[site]", f'[site]\ntimezone = "{zone}"'), encoding="utf-8")
            platform = start(open_site(site.root), "--no-lab")
            try:
                found += look(House(platform, db), facts, zone, begun)
            finally:
                platform.stop()
    return found


def look(house: House, facts: list[dict[str, object]], zone: str, begun: datetime) -> list[Shown]:
    """What every route says of these facts to whoever may see most of them there."""
    found: dict[tuple[str, str], Shown] = {}
    for known in facts:
        there, own = House(house.platform, house.db, known=known), str(known["staff_no"])
        with house.platform.client("A9001") as admin, house.platform.client(own) as learner:
            for route, path in paths_of(there, files=known is facts[-1]):
                who, client = (own, learner) if route.rule("GET").reach == "self" else ("A9001", admin)
                if (who, path) not in found:
                    answer = asked(client, path)
                    assert answer.status_code < 500, path
                    found[who, path] = Shown(route.address, path, zone, plain(answer), minutes_since(begun, zone))
    return list(found.values())


def asked(client: httpx.Client, path: str) -> httpx.Response:
    """The answer, whole; of a stream of events, which has no end, only its head."""
    with client.stream("GET", path) as answer:
        if "event-stream" not in answer.headers.get("Content-Type", ""):
            answer.read()
        return answer


def paths_of(house: House, files: bool) -> Iterator[tuple[Route, str]]:
    """Where to look; the files of a drill take seconds of work, and the later fact's day differs in each place."""
    for route in ROUTES:
        if "GET" in route.methods and route.rule("GET").reach not in NEVER:
            path = path_of(house, route)
            if not path.endswith("/report.docx"):
                yield route, path + QUERIES.get(path, "")
            elif files:
                yield from ((route, path.replace("report.docx", name)) for name in FILES)


def plain(answer: httpx.Response) -> str:
    """What a person reads of an answer, of a page, a workbook, a document or a folder of them."""
    if answer.status_code != 200 or not answer.is_stream_consumed:
        return ""
    kind = answer.headers.get("Content-Type", "")
    return text_of(answer.content, "page" if "html" in kind else kind)


def text_of(body: bytes, kind: str) -> str:
    if body[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(body))
        if "xl/workbook.xml" in archive.namelist():
            rows = (row for sheet in load_workbook(io.BytesIO(body)) for row in sheet.iter_rows(values_only=True))
            return " ".join(str(value) for row in rows for value in row if value is not None)
        if "word/document.xml" in archive.namelist():
            return re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())
        return " ".join(text_of(archive.read(name), name) for name in archive.namelist())
    if body[:4] == b"%PDF":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode("utf-8", "replace")


def test_every_hour_and_day_is_that_of_the_site(shown: list[Shown]) -> None:
    assert [(each.zone, each.path, each.wrong()) for each in shown if each.wrong()] == []


def test_the_facts_are_told_wherever_there_is_a_time(shown: list[Shown]) -> None:
    assert {each.address for each in shown if not each.right()} & SHOWN == set()
    assert {each.address for each in shown if each.right()} == SHOWN


def test_every_page_tells_its_scripts_the_zone(shown: list[Shown]) -> None:
    pages = [each for each in shown if "<body" in each.text]
    assert len(pages) > 60
    assert [each.path for each in pages if f'data-zone="{each.zone}"' not in each.text] == []
