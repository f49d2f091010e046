"""Makes the site the upgrade test begins with, by using the platform as people do; run once, on the house of before.

The old house does it all: this file is given to a checkout of the old commit and its environment (README.md says how),
and imports nothing of the house beside it. What it leaves is a folder with the site, on SQLite or as two dumps of
PostgreSQL, a backup, and ``facts.json``: what people had in their hands (passwords, cookies of tablets, printed codes)
and what every address answered.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from sqlalchemy import create_engine, func, select, text

from anpei import assignments, attempts, bank, clock, grading, laws, staff
from anpei.assignments import gradebook
from anpei.citing import mentions, read_library
from anpei.clock import DAY
from anpei.database import Database
from anpei.migrations.models import metadata
from anpei.settings import Site
from tests.browser.drills import quick_drill
from tests.helpers import databases, played
from tests.helpers.platform import COMMAND, PASSWORD, PIN, Platform, make_site, start
from tests.helpers.processes import wait_for

HERE = Path(__file__).parent
COMMIT = "467490c"
MORE = """工号,姓名,部门,岗位,班组,角色,状态
E1001,林晓岚,生产部,模切机长,甲班,,在职
E1002,周启明,生产部,叉车司机,乙班,,在职
E1005,孙立,生产部,叉车司机,乙班,,离职
V5001,顾言,安全环保部,评估员,,评估员,在职
V5002,韩松,安全环保部,评估员,,评估员,在职
"""
PLACES = {"一车间东门": "一车间", "仓储区入口": "仓储区", "会议室": "办公楼", "旧平板": "一车间", "备用": "库房"}
COURSE, PAPER, DRILL = "plant-rules", "plant-quiz", "chain"
SPOTS, LAW = "hazard-walk", "xiaofang#44"
HAND = "M10 20L30 40L50 60L70 80"
UUIDS = count(1)
_MARK = """UPDATE grade SET manual_score = 6, needs_manual_grade = false WHERE id = (SELECT g.id FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND b.name = 'c01')"""
_COMMENT = _MARK.replace(
    "grade SET manual_score = 6, needs_manual_grade = false", "comment SET manual_comment = :words"
)
_COMMENT = _COMMENT.replace("SELECT g.id FROM grade g", "SELECT g.id FROM comment g")
_GRADED = """SELECT count(*) FROM grade g JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND g.auto_score IS NOT NULL"""


def fact(**values: Any) -> dict[str, Any]:
    """A body with a uuid of its own, as a browser sends it."""
    now = clock.now()
    return {"uuid": f"before-{next(UUIDS):06d}", "tapped": now, "sent": now, **values}


@dataclass
class Plant:
    """The running platform of before, and what is written down about it on the way."""

    platform: Platform
    db: Database
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.platform.site

    def client(self, who: str) -> httpx.Client:
        return self.platform.client(who)

    def write(self, work: Callable[[Any], Any]) -> Any:
        return self.db.write(work).result()

    def ask(self, statement: str, **values: Any) -> int:
        """A statement about the gradebook, as formgrader makes them."""
        with gradebook.engine(self.site.gradebook_url).begin() as connection:
            found = connection.execute(text(statement), values)
            return int(found.scalar_one()) if found.returns_rows else found.rowcount


def ok(answer: httpx.Response) -> Any:
    """The answer's JSON, or its text; anything but success ends the making."""
    words = re.sub(r"<[^>]+>|\s+", " ", answer.text.partition("<main")[2] or answer.text)[:600]
    assert answer.status_code in (200, 201, 302, 303), f"{answer.request.url}: {answer.status_code} {words}"
    return answer.json() if "json" in answer.headers.get("content-type", "") else answer.text


def post(client: httpx.Client, path: str, **form: Any) -> httpx.Response:
    answer = client.post(path, data=form)
    ok(answer)
    return answer


# --- before the first start: people, shelves, a drill of last week ---------------------------------------------------


def furnish(folder: Path) -> Site:
    """The site with its people and its own shelves; nothing is running yet."""
    site = make_site(folder)
    shutil.copytree(HERE / "shelf", site.workspace, dirs_exist_ok=True)
    quick_drill.lay_chain(site, 6)
    roster = staff.read_roster(MORE.encode(), "名册.csv")
    now = clock.now()
    with Database(site.database_url) as db:
        db.write(lambda s: staff.import_roster(s, roster, now=now)).result()
        for who in ("V5001", "V5002"):
            staff.set_password(db, who, PASSWORD, now=now, must_change=False)
    for command in (["content", "build"], ["assignments", "release", PAPER]):
        subprocess.run([*COMMAND, *command, "--site", str(site.root)], check=True, capture_output=True)
    return site


def drill_of_last_week(db: Database) -> int:
    """A bundled drill with two misses, played by two, over and signed by the director."""
    then = clock.now() - 6 * DAY
    missed = {"d02": "worst", "d04": "late"}
    return played.play(db, played.the_script(), missed=missed, mate=("E1002", "周启明"), now=then)


# --- what people do -------------------------------------------------------------------------------------------------


def assign(plant: Plant) -> None:
    with plant.client("T2001") as trainer:
        due = clock.local(clock.now() + 7 * DAY).date().isoformat()
        for what, kind, who in (
            (f"course:{COURSE}", "everyone", {}),
            (f"paper:{PAPER}", "everyone", {}),
            (f"paper:{SPOTS}", "everyone", {}),
            (f"drill:{DRILL}", "department", {"department": "1"}),
            ("paper:fire-basics", "person", {"person": "E1003"}),
            ("course:fire-escape", "post", {"post": "1"}),
        ):
            post(trainer, "board/assign", what=what, audience_kind=kind, due=due, **who)
        post(trainer, "board/assign", cancel="6")


def begin(client: httpx.Client, paper: str) -> int:
    answer = post(client, f"papers/{paper}", _xsrf=client.cookies["_xsrf"])
    return int(answer.headers["location"].rstrip("/").split("/")[-1])


def answers(plant: Plant, attempt: int) -> Iterator[tuple[str, Any]]:
    """Every slot with what is right there."""
    items = bank.load(plant.site.shelves).items
    with plant.db.read() as session:
        slots = attempts.slots(session, attempt)
    for one in slots:
        yield (
            one.slot,
            "先报警，再叫人走。" if one.kind == "case" else grading.right_value(items[one.item_id], one.order),
        )


def say(client: httpx.Client, attempt: int, slot: str, value: Any, base: int = 0, status: int = 200) -> None:
    sent = client.put(f"api/attempts/{attempt}/answers/{slot}", json=fact(base=base, value=value))
    assert sent.status_code == status, sent.text


def sit(plant: Plant) -> None:
    """One attempt published, one waiting to be marked, three open: half answered, a tapped scene, in a notebook."""
    kept: dict[str, Any] = plant.facts.setdefault("attempts", {})
    with plant.client("E1001") as learner:
        kept["published"] = number = begin(learner, PAPER)
        right = dict(answers(plant, number))
        for slot, value in right.items():
            say(learner, number, slot, value)
        wrong, other = [letter for letter in "abcd" if letter != right["q01"]][:2]
        say(learner, number, "q01", wrong, base=1)
        say(learner, number, "q01", other, base=1, status=409)
        ok(learner.post(f"api/attempts/{number}/hand-in", json=fact()))
        say(learner, number, "q01", "a", base=2, status=410)
        kept["second_try"] = number = begin(learner, PAPER)
        say(learner, number, "q01", "a")
    with plant.client("E1002") as learner:
        kept["unmarked"] = number = begin(learner, PAPER)
        for slot, value in answers(plant, number):
            say(learner, number, slot, value)
        ok(learner.post(f"api/attempts/{number}/hand-in", json=fact()))
        kept["spots"] = number = begin(learner, SPOTS)
        slot, value = next(answers(plant, number))
        say(learner, number, slot, [value[0]] if isinstance(value, list) else value)
    with plant.client("E1003") as learner:
        kept["open"] = number = begin(learner, PAPER)
        for slot, value in list(answers(plant, number))[:3]:
            say(learner, number, slot, value)
        say(learner, number, "q02", ["a"], base=1)
        ok(learner.put(f"api/attempts/{number}/flags/q04", json={"flag": True}))
        plant.facts["open_sheet"] = ok(learner.get(f"api/attempts/{number}"))
    with plant.client("T2001") as trainer:
        kept["notebook"] = ok(trainer.get(f"api/papers/{PAPER}/notebook"))["attempt"]


def mark(plant: Plant) -> None:
    """nbgrader grades, a trainer marks in the gradebook and publishes one of the two; feedback is written."""
    for who in ("E1001", "E1002"):
        wait_for(lambda who=who: plant.ask(_GRADED, who=who) >= 5, seconds=240)
    assert plant.ask(_MARK, who="E1001") == 1
    assert plant.ask(_COMMENT, who="E1001", words="写得好，少了清点人数。") == 1
    number = plant.facts["attempts"]["published"]

    def publish() -> list[int]:
        return plant.write(lambda s: assignments.publish(s, PAPER, clock.now(), "T2001", number))

    wait_for(publish, seconds=240)
    feedback = plant.site.nbgrader / "feedback/E1001" / PAPER
    wait_for(lambda: list(feedback.glob("*.html")), seconds=240)


def read(plant: Plant) -> None:
    """A chapter finished, a place kept, active time; a question of the reader answered."""
    chapter = f"{COURSE}/01-gate"
    with plant.client("E1001") as learner:
        for kind in ("opened", "activity", "finished"):
            ok(learner.post(f"api/progress/{chapter}", json=fact(kind=kind, data={"block": 1})))
        ok(learner.post(f"api/active/{chapter}", json=fact(seconds=30)))
        ok(learner.put(f"api/place/{COURSE}/02-forklift", json={"block": 1}))
    with plant.client("T2001") as trainer:
        page = ok(trainer.get("board/hours"))
        category = re.findall(r'name="category"[^>]*value="([^"]+)"', page)[-1]
        post(trainer, "board/hours", person=["E1002"], category=category)
        plant.facts["category"] = category


def practise(plant: Plant) -> None:
    """What was missed comes back; one card is answered."""
    with plant.client("E1001") as learner:

        def card() -> str:
            found = re.findall(r'"item": ?"([a-z0-9-]+)"', learner.get("refresh").text.replace("&#34;", '"'))
            return found[0] if found else ""

        item = wait_for(card, seconds=120)
        version = bank.load(plant.site.shelves).items[item]
        right = grading.right_value(version, bank.practice_order(version))
        ok(learner.post(f"api/refresh/{item}", json=fact(value=right)))
        plant.facts["practised"] = item


def review_a_law(plant: Plant) -> None:
    listed = mentions(read_library(plant.site.shelves))

    def opened(session: Any) -> laws.Review:
        return laws.open_review(session, LAW, listed, by="T2001", why="条文修改", now=clock.now())

    review = plant.write(opened)
    with plant.client("T2001") as trainer:
        post(trainer, "board/reviews", review=str(review.id), ref=review.items[0].ref, note="看过，不用改。")


def enrol(plant: Plant) -> None:
    """Three tablets in use, one taken out of service, one link not used yet; with the cookies they hold."""
    kiosks = {}
    with plant.client("A9001") as admin:
        for name, area in PLACES.items():
            page = ok(admin.post("admin", data={"act": "enrol", "name": name, "area": area}))
            kiosks[name] = re.search(r"kiosk/enrol\?token=([A-Za-z0-9_-]+)", page)[1]  # type: ignore[index]
        cookies: dict[str, str] = {}
        for name, token in list(kiosks.items())[:-1]:
            with plant.platform.stranger() as tablet:
                ok(tablet.get("kiosk/enrol", params={"token": token}))
                post(tablet, "kiosk/enrol", token=token, _xsrf=tablet.cookies["_xsrf"])
                cookies[name] = tablet.cookies["anpei-device"]
        with plant.db.read() as session:
            ids = {device.name: device.device_id for device in staff.devices(session)}
        post(admin, "admin", act="revoke", device=ids["旧平板"])
        post(admin, "admin", act="gate", device=ids["仓储区入口"], on="1")
        post(admin, "admin/badges", act="department", department="")
        post(admin, "admin/badges", act="revoke", staff_no="E1003")
    secret = plant.site.secret(staff.BADGE_KEY)
    with plant.db.read() as session:
        badge = staff.badge_of(session, "E1001", secret)
    assert badge is not None
    plant.facts |= {"kiosks": cookies, "devices": ids, "unused_link": kiosks["备用"], "badge": badge.code}


def tablet(plant: Plant, name: str) -> httpx.Client:
    """The browser of an enrolled tablet."""
    client = plant.platform.stranger()
    client.cookies.set("anpei-device", plant.facts["kiosks"][name], domain="127.0.0.1")
    ok(client.get("kiosk/enrol"))
    client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
    return client


def gate_and_points(plant: Plant) -> None:
    """Visitors in and out, muster points with regular wardens, one given up."""
    with tablet(plant, "仓储区入口") as gate:
        for name in ("马德里", "送货司机"):
            form = {"name": name, "firm": "迅达电梯", "host": "林晓岚", "phone": "13800000000", "group": "contractor"}
            post(gate, "visitors", uuid=f"guest-{name}", _xsrf=gate.cookies["_xsrf"], **form)
        post(gate, "visitors", act="leave", leave="2", _xsrf=gate.cookies["_xsrf"])
    with plant.client("D3001") as director:
        for name in ("东门停车场", "西门篮球场", "旧水塔"):
            post(director, "musters", act="point", name=name, place="空地")
        post(director, "musters", act="retire", point="3")
        post(director, "musters", act="keep", point="1", key="E1002")
        post(director, "musters", act="keep", point="2", key=f"kiosk:{plant.facts['devices']['一车间东门']}")


def call_rolls(plant: Plant) -> None:
    """A real emergency with its roll call, over; a test call that still goes on, with codes printed for it."""
    kept: dict[str, int] = plant.facts.setdefault("musters", {})
    with plant.client("D3001") as director, plant.client("E1002") as warden, plant.client("E1001") as other:
        told = ok(director.post("api/emergency", json={"text": "成品库真的着火了"}))["emergency"]
        kept["live"] = live = ok(director.post("api/emergency/muster", json={"id": told["id"]}))["muster"]
        check = fact(person="E1001", point="1", state="present")
        ok(warden.post(f"api/musters/{live}/checks", json=check))
        ok(
            director.post(
                f"api/musters/{live}/checks", json=fact(badge=plant.facts["badge"], point="1", state="present")
            )
        )
        ok(director.post(f"api/musters/{live}/people", json=fact(name="路过的人", place="门外", point="2")))
        ok(director.post(f"api/musters/{live}/end", json=fact(note="都在了")))
        ok(director.request("DELETE", "api/emergency", json={"id": told["id"]}))
        form = {"act": "start", "kind": "test", "point": ["1", "2"], "department": ["1", "2", "3"], "visitors": "1"}
        answer = director.post("musters", data={**form, "teamless": "1", "uuid": "going-on"})
        kept["going"] = going = int(answer.headers["location"].rsplit("/", 1)[1])
        codes = [ok(director.post(f"api/musters/{going}/codes", json={"point": point}))["link"] for point in "12"]
        codes = [link.split("/", 3)[3] for link in codes]
        path, _, code = codes[0].partition("?code=")
        post(other, path, code=code)
        ok(
            other.post(
                f"api/musters/{going}/checks", json=fact(person="E1003", point="1", state="present", note="轻伤")
            )
        )
        plant.facts["muster_code"] = codes[1]


def decide(client: httpx.Client, run: int, times: int) -> None:
    """Answer so many questions with whatever stands first."""
    for _ in range(times):

        def asked() -> dict[str, Any] | None:
            view = ok(client.get(f"api/drills/runs/{run}", params={"as": "kiosk"}))["view"]
            return view.get("node")

        body = fact(node=wait_for(asked, seconds=120)["id"], option="a", elapsed=900)
        ok(client.post(f"api/drills/runs/{run}/decisions", json=body))


def drills(plant: Plant) -> None:
    """Half played and paused with a director; half played alone, its clock running; one waiting; one stopped."""
    kept: dict[str, int] = plant.facts.setdefault("runs", {})
    devices = plant.facts["devices"]

    def order(director: httpx.Client, run: int, action: str, **what: Any) -> None:
        ok(director.post(f"api/drills/runs/{run}/actions", json=fact(action=action, **what)))

    with (
        plant.client("D3001") as director,
        tablet(plant, "一车间东门") as east,
        tablet(plant, "仓储区入口") as store,
    ):
        seats = [{"device": devices["一车间东门"], "staff_no": "E1001", "roles": []}]
        kept["paused"] = run = ok(director.post("api/drills/runs", json={"scenario": DRILL, "seats": seats}))["run"]
        ok(east.post("api/kiosk/tap-in", json={"staff_no": "E1001", "pin": PIN}))
        order(director, run, "start")
        order(director, run, "speed", factor=2)
        decide(east, run, 2)
        order(director, run, "inject", id="extra")
        order(director, run, "message", text="请报一下人数")
        ok(director.post(f"api/drills/runs/{run}/observations", json=fact(text="回答得很快")))
        order(director, run, "pause")
        plant.facts["paused_view"] = ok(director.get(f"api/drills/runs/{run}"))["view"]
        ok(store.post("api/kiosk/tap-in", json={"staff_no": "E1002", "pin": PIN}))
        kept["running"] = run = ok(store.post("api/kiosk/start", json={"scenario": DRILL}))["run"]
        decide(store, run, 2)
        seats = [{"device": devices["会议室"], "staff_no": "", "roles": []}]
        roll = {"point": ["1"], "department": ["1"], "teamless": True, "visitors": True}
        wanted = {"scenario": "workshop-fire", "seats": seats, "roll_call": roll}
        kept["stopped"] = run = ok(director.post("api/drills/runs", json=wanted))["run"]
        order(director, run, "stop")
        kept["waiting"] = ok(director.post("api/drills/runs", json={"scenario": DRILL, "seats": seats}))["run"]
        for _ in range(2):
            ok(east.post("api/kiosk/quiz", json={}))
        drawn = ok(east.post("api/kiosk/quiz", json={}))["items"][0]
        ok(east.post(f"api/kiosk/quiz/{drawn['item']}", json={"value": first_value(drawn["spec"]), "last": True}))


def first_value(spec: dict[str, Any]) -> Any:
    """Some answer that may be given to a question of this kind."""
    letters = [chr(97 + n) for n in range(len(spec.get("choices", ())))]
    return {"single": "a", "multiple": ["a"], "truefalse": True, "order": letters, "short": "119"}[spec["kind"]]


def evaluate(plant: Plant, run: int) -> None:
    """Two sheets that differ, with a photo, signed; settled, the report written, signed, and what follows from it."""
    for who, rating in (("V5001", "done"), ("V5002", "not")):
        with plant.client(who) as one:
            ok(one.get(f"api/evaluations/{run}"))
            entries = f"api/evaluations/{run}/entries"
            ok(one.post(entries, json=fact(kind="rate", item="report_1", value=rating)))
            ok(one.post(entries, json=fact(kind="note", item="report_1", value="听见了")))
            ok(one.post(entries, json=fact(kind="remark", value="good:互相提醒")))
            if who == "V5001":
                query = {"uuid": fact()["uuid"], "item": "report_1"}
                sent = one.post(f"api/evaluations/{run}/photos", params=query, content=jpeg())
                plant.facts["photo"] = ok(sent)["photo"]
            ok(one.post(entries, json=fact(kind="sign", value=HAND)))
    with plant.client("D3001") as director:
        settled = {"item": "report_1", "rating": "partly", "reason": "录像为证", "uuid": "settled"}
        post(director, f"evaluate/{run}/reconcile", **settled)
        for part in ("preparation", "plan_fit", "resources", "coordination", "self_review", "grade"):
            words = "良好" if part == "grade" else f"{part}：已由评估组写明。"
            body = {"uuid": f"words-{part}", "base": 0, "text": words}
            ok(director.put(f"api/drills/{run}/report/{part}", json=body))
        due = clock.local(clock.now() + 30 * DAY).date().isoformat()
        action = {"problem": "东门堵着", "measure": "清空东门", "owner": "E1001", "due": due, "uuid": "action"}
        post(director, "drills/actions", act="open", run=str(run), **action)
        post(director, f"drills/{run}/report", act="sign", **{"why-plans": "没有登记预案。"})
        today = clock.local(clock.now()).date().isoformat()
        post(director, "drills/calendar", act="held", plan="pit", held=today, note="照片在档案柜", uuid="held")
        filed = {
            "drill": f"run:{run}",
            "authority": "区消防大队",
            "reference": "2026-1",
            "filed": today,
            "uuid": "filed",
        }
        post(director, "drills/calendar", act="file", **filed)
        report = ok(director.get(f"drills/{run}/report"))
        plant.facts["report_sha"] = re.findall(r"[0-9a-f]{16}(?=…)", report)[0]
    with plant.client("E1001") as owner:
        post(owner, "drills/actions", act="done", action="1", note="清空了")


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#a40").save(out, "JPEG")
    return out.getvalue()


def simulate(plant: Plant) -> None:
    """A question to the evacuation model, answered; another taken back."""
    with plant.client("D3001") as director:
        asked = ok(director.get("api/evacuation/plans/workshop-fire"))["inputs"]
        few = {**asked, "seeds": 1, "people": dict.fromkeys(asked["people"], 2)}
        run = ok(director.post("api/evacuation/runs", json={"slug": "workshop-fire", "inputs": few}))["run"]
        wait_for(lambda: ok(director.get(f"api/evacuation/runs/{run}"))["state"] == "done", seconds=400)
        plant.facts["evacuation"] = run
        asked = ok(director.post("api/evacuation/runs", json={"slug": "workshop-fire", "inputs": {**few, "seeds": 7}}))
        ok(director.post(f"api/evacuation/runs/{asked['run']}/cancel", json={}))


def mistype(plant: Plant) -> None:
    with plant.platform.stranger() as somebody:
        somebody.get("login")
        form = {"staff_no": "N1004", "password": "not-mine-2026", "_xsrf": somebody.cookies["_xsrf"]}
        assert somebody.post("login", data=form).status_code != 302


# --- what is written down ---------------------------------------------------------------------------------------------


def addresses(plant: Plant, drilled: int) -> list[dict[str, Any]]:
    """Every page and file people may have kept the address of, who opens it, and what it answered."""
    runs, kept, rolls = plant.facts["runs"], plant.facts["attempts"], plant.facts["musters"]
    points = f"muster/{rolls['going']}"
    listed = {
        "": ["login"],
        "E1001": [
            "", "my", "password", f"courses/{COURSE}", f"courses/{COURSE}/01-gate", f"courses/{COURSE}/02-forklift",
            f"live/{COURSE}/03-smoke",
            "courses/fire-escape", "courses/fire-escape/01-first-minute", f"papers/{PAPER}",
            f"exam/{kept['published']}/result", f"exam/{kept['second_try']}",
            "record", "my/drills/workshop-fire", f"my/drills/{DRILL}",
            f"record/drills/{drilled}", "laws/xiaofang", "laws/xiaofang/44", "refresh", "drills/actions",
            f"{points}/1", f"api/attempts/{kept['published']}",
        ],
        "E1002": [f"exam/{kept['unmarked']}/result", f"exam/{kept['spots']}", f"record/drills/{drilled}"],
        "E1003": [f"exam/{kept['open']}", "muster/at/1", f"api/attempts/{kept['open']}"],
        "T2001": [
            "board", "board/export.xlsx", "board/assign", "board/reviews", "board/doubts.xlsx", "board/hours",
            "record/E1001", "record/E1005",
        ],
        "A9001": ["admin", "admin/badges?staff_no=E1001"],
        "V5001": ["evaluate", f"evaluate/{drilled}", f"evaluate/{drilled}/reconcile", f"api/evaluations/{drilled}",
                  f"api/evaluations/{drilled}/photos/{plant.facts['photo']}"],
        "D3001": [
            "director", "musters", "musters/sheets", f"muster/{rolls['live']}", f"muster/{rolls['live']}/record",
            f"muster/{rolls['live']}/record.xlsx", points, "visitors", "evacuation",
            "drills", "drills/archive", "drills/calendar", "drills/calendar.xlsx", "drills/calendar.ics",
            f"drills/{drilled}/hotwash", f"drills/{drilled}/report", f"drills/{drilled}/report.pdf",
            f"drills/{drilled}/report.docx", f"drills/{drilled}/records.zip", "api/drills/runs", "api/emergency",
            *(f"api/drills/runs/{run}" for run in runs.values()), f"api/musters/{rolls['going']}",
            f"api/musters/{rolls['live']}", f"api/evacuation/runs/{plant.facts['evacuation']}",
            f"api/evacuation/runs/{plant.facts['evacuation']}/tracks",
        ],
        "kiosk:仓储区入口": ["kiosk", "visitors", "api/kiosk/state"],
    }  # fmt: skip
    found = []
    for who, paths in listed.items():
        for path in paths:
            with client_of(plant, who) as client:
                answer = client.get(path, follow_redirects=True)
            kind = answer.headers.get("content-type", "").partition(";")[0]
            assert answer.status_code == 200, (who, path, answer.status_code, answer.text[:300])
            found.append({"who": who, "path": path, "kind": kind})
    return found


def client_of(plant: Plant, who: str) -> httpx.Client:
    if not who:
        return plant.platform.stranger()
    return tablet(plant, who.partition(":")[2]) if who.startswith("kiosk:") else plant.client(who)


def no_table_is_empty(plant: Plant) -> None:
    """A table without a row would be upgraded untried."""
    with plant.db.read() as session:
        counts = {
            name: session.scalar(select(func.count()).select_from(table)) for name, table in metadata.tables.items()
        }
    empty = [name for name, rows in counts.items() if not rows]
    assert not empty, f"nothing in {empty}"
    plant.facts["rows"] = counts


# --- what is kept -----------------------------------------------------------------------------------------------------


def not_kept(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Without logs and locks, and of the chapters built only those that are the site's own."""
    name = info.name.partition("/")[2]
    built = name.startswith("var/built/courses/") and not name.startswith(f"var/built/courses/{COURSE}")
    gone = name.startswith(("var/logs/", "var/run/")) or name.endswith((".db-wal", ".db-shm", "serve.out"))
    info.uid = info.gid = 0
    info.uname = info.gname = "anpei"
    return None if built or gone or "__pycache__" in name else info


def dump(url: str, target: Path) -> None:
    """A database as statements that any PostgreSQL takes."""
    program = str(databases.cluster().binaries / "pg_dump")
    found = subprocess.run([program, "--inserts", "--no-owner", url], check=True, capture_output=True, text=True).stdout
    lines = [line for line in found.split("\n") if not line.startswith(("\\", "SET transaction_timeout"))]
    target.write_text("\n".join(lines), encoding="utf-8")


def pack(plant: Plant, target: Path) -> None:
    site, folder = plant.site, plant.site.root.parent
    (folder / "facts.json").write_text(json.dumps(plant.facts, ensure_ascii=False, indent=1), encoding="utf-8")
    kind = databases.chosen()
    names = ["site", "facts.json"]
    if kind == "postgres":
        for name, url in (("anpei.sql", site.database_url), ("gradebook.sql", site.gradebook_url)):
            dump(url.replace("+psycopg", ""), folder / name)
            names.append(name)
    else:
        for name in ("anpei.db", "gradebook.db"):
            with closing(create_engine(f"sqlite:///{site.var / name}").raw_connection()) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        command = [*COMMAND, "backup", str(folder / "backup.tar.gz"), "--site", str(site.root)]
        subprocess.run(command, check=True)
        shutil.move(folder / "backup.tar.gz", target / "backup.tar.gz")
    with tarfile.open(target / f"{kind}.tar.xz", "w:xz") as archive:
        for name in names:
            archive.add(folder / name, name, filter=not_kept)


def main(target: Path, work: Path) -> None:
    site = furnish(work / "site")
    with Database(site.database_url) as db:
        drilled = drill_of_last_week(db)
        platform = start(site)
        plant = Plant(platform, db, {"commit": COMMIT, "password": PASSWORD, "pin": PIN, "made": clock.now()})
        try:
            for step in (assign, sit, read, enrol, gate_and_points, call_rolls, review_a_law, simulate, mark, practise):
                print(step.__name__, flush=True)  # noqa: T201 (a person runs this and waits)
                step(plant)
            evaluate(plant, drilled)
            plant.facts["drilled"] = drilled
            drills(plant)
            mistype(plant)
            plant.facts["addresses"] = addresses(plant, drilled)
            no_table_is_empty(plant)
            plant.facts["stopped"] = clock.now()
        finally:
            platform.stop()
    pack(plant, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
