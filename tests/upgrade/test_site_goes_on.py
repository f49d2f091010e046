"""The platform of today started on the site of before: addresses answer, exams, drills and roll calls go on.

One platform for each kind of database; each test takes something of its own that was under way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx
import nbformat
import pytest
from sqlalchemy import text

from anpei import assignments, clock, records
from anpei.assignments import NbgraderCourse, gradebook, old_config
from anpei.assignments.shapes import shapes
from anpei.database import Database
from anpei.settings import open_site
from tests.helpers import databases
from tests.helpers.live_shelf import shown
from tests.helpers.platform import Platform, start
from tests.helpers.processes import wait_for
from tests.upgrade.before_upgrade import unpacked

pytestmark = pytest.mark.machines
COURSE, PAPER = "plant-rules", "plant-quiz"
UUIDS = count(1)
_AUTO = """SELECT count(*) FROM grade g JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND g.auto_score IS NOT NULL"""
_MARK = """UPDATE grade SET manual_score = 7, needs_manual_grade = false WHERE id = (SELECT g.id FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND b.name = 'c01')"""


def fact(**values: Any) -> dict[str, Any]:
    """A body with a uuid of its own, as a browser sends it."""
    now = clock.now()
    return {"uuid": f"after-{next(UUIDS):06d}", "tapped": now, "sent": now, **values}


@dataclass
class Upgraded:
    """The running platform, and what people of before had in their hands."""

    platform: Platform
    facts: dict[str, Any]
    answers: dict[tuple[str, str], httpx.Response] = field(default_factory=dict)

    def client(self, who: str) -> httpx.Client:
        """A person with the password of before, ``kiosk:<name>`` with its cookie of before, or anybody."""
        if who.startswith("kiosk:"):
            return self.tablet(who.partition(":")[2])
        return self.platform.client(who, self.facts["password"]) if who else self.platform.stranger()

    def tablet(self, name: str) -> httpx.Client:
        client = self.platform.stranger()
        client.cookies.set("anpei-device", self.facts["kiosks"][name], domain="127.0.0.1")
        client.get("kiosk/enrol")
        client.headers["X-XSRFToken"] = client.cookies["_xsrf"]
        return client

    def ask(self, statement: str, **values: object) -> int:
        """Something about the gradebook, which nbgrader owns."""
        url = self.platform.site.gradebook_url
        with gradebook.engine(url).begin() as connection:
            found = connection.execute(text(statement), values)
            number = int(found.scalar_one()) if found.returns_rows else found.rowcount
        gradebook.forget(url)
        return number


@pytest.fixture(scope="module", params=databases.KINDS)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """The platform on the old site. Every old address is opened at once, before any test changes what it shows."""
    before = unpacked(request.param, tmp_path_factory.mktemp("upgraded"))
    with (before.site.nbgrader / old_config.NAME).open("a") as config:  # as its owner could have added
        config.write("c.LimitOutput.max_lines = 50\nc.Autograde.pre_convert_hook = 'plant.hook'\n")
    running = Upgraded(start(before.site, "--no-lab"), before.facts)
    try:
        for asked in before.facts["addresses"]:
            with running.client(asked["who"]) as client:
                running.answers[asked["who"], asked["path"]] = client.get(asked["path"], follow_redirects=True)
        yield running
    finally:
        running.platform.stop()


def test_every_address_of_before_answers_or_leads_on(upgraded: Upgraded) -> None:
    wrong = {}
    for asked in upgraded.facts["addresses"]:
        answer = upgraded.answers[asked["who"], asked["path"]]
        kind = answer.headers.get("content-type", "").partition(";")[0]
        if (answer.status_code, kind) != (200, asked["kind"]):
            wrong[asked["who"], asked["path"]] = (answer.status_code, kind, answer.text[:300])
        elif asked["path"] != "login" and urlsplit(str(answer.url)).path.endswith("/login"):
            wrong[asked["who"], asked["path"]] = "asks to sign in"
    assert wrong == {}


def test_nbgraders_settings_of_before_go_on_and_its_program_is_not_run(upgraded: Upgraded) -> None:
    site = open_site(upgraded.platform.site.root)
    assert site.settings.nbgrader.given() == {"LimitOutput": {"max_lines": 50}}
    assert not (site.nbgrader / old_config.NAME).exists() and old_config.kept_at(site).is_file()
    [left] = old_config.left_out(site)
    assert "plant.hook" in left.message and left.message in upgraded.platform.said()


def test_assignments_of_before_are_the_first_version_and_both_books_agree(upgraded: Upgraded) -> None:
    site = upgraded.platform.site
    assert [(shape.assignment, shape.version) for shape in shapes(NbgraderCourse(site), PAPER)] == [(PAPER, 1)]
    with Database(site.database_url) as db:
        assert assignments.differences(assignments.GradingContext(site, db)) == []
    gradebook.forget(site.gradebook_url)


def test_records_say_what_they_said(upgraded: Upgraded) -> None:
    runs, attempts = upgraded.facts["runs"], upgraded.facts["attempts"]

    def told(who: str, path: str) -> str:
        return upgraded.answers[who, path].text

    assert "写得好，少了清点人数。" in told("E1001", f"exam/{attempts['published']}/result")
    assert "林晓岚" in told("T2001", "record/E1001") and "孙立" in told("T2001", "record/E1005")
    assert "其中 1 章按旧规则学完" in told("T2001", "record/E1001")
    assert "还没有人" not in told("D3001", f"api/drills/runs/{runs['paused']}")
    assert "东门堵着" in told("E1001", "drills/actions")
    assert "马德里" in told("kiosk:仓储区入口", "visitors")
    live = f"muster/{upgraded.facts['musters']['live']}/record"
    assert "都在了" in told("D3001", live) and "路过的人" in told("D3001", live)
    assert "条文修改" in told("T2001", "board/reviews")
    assert "照片在档案柜" in told("D3001", "drills/calendar")


def test_a_signed_report_is_still_the_one_that_was_signed(upgraded: Upgraded) -> None:
    report = upgraded.answers["D3001", f"drills/{upgraded.facts['drilled']}/report"].text
    assert upgraded.facts["report_sha"] in report
    assert "可能被改动过" not in report and "缺失或被改动" not in report and "录像为证" in report


def test_the_open_attempt_goes_on_is_graded_and_published(upgraded: Upgraded) -> None:
    """Answers stand, further ones are taken over them, nbgrader grades by the site's own configuration of before."""
    number, who = upgraded.facts["attempts"]["open"], "E1003"
    with upgraded.client(who) as learner:
        sheet = upgraded.answers[who, f"api/attempts/{number}"].json()
        assert standing(sheet) == standing(upgraded.facts["open_sheet"])
        for slot, value, base in (("q01", "a", 1), ("q03", False, 1), ("q05", "119", 0), ("c01", "先报警。", 0)):
            sent = learner.put(f"api/attempts/{number}/answers/{slot}", json=fact(base=base, value=value))
            assert sent.status_code == 200, sent.text
        assert learner.post(f"api/attempts/{number}/hand-in", json=fact()).status_code == 200
        wait_for(lambda: upgraded.ask(_AUTO, who=who) >= 5, seconds=240)
        assert upgraded.ask(_MARK, who=who) == 1
        with Database(upgraded.platform.site.database_url) as db:
            wait_for(
                lambda: db.write(lambda s: assignments.publish(s, PAPER, clock.now(), "T2001", number)).result(),
                seconds=240,
            )
        assert learner.get(f"exam/{number}/result").status_code == 200
    with Database(upgraded.platform.site.database_url) as db, db.read() as session:
        marked = {slot.slot: slot for slot in records.result_for(session, number).slots}
    assert (marked["c01"].state, marked["c01"].points) == ("published", 7)
    feedback = upgraded.platform.site.nbgrader / "feedback" / who / PAPER
    wait_for(lambda: list(feedback.glob("*.html")), seconds=240)


def standing(sheet: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What stands in each question: its kind, the order of its choices, the answer and its revision."""
    return [
        (slot["slot"], slot["spec"]["kind"], slot["spec"].get("choices"), slot["value"], slot["revision"], slot["flag"])
        for slot in sheet["slots"]
    ]


def test_a_scene_half_tapped_and_a_second_try_are_handed_in(upgraded: Upgraded) -> None:
    for who, name in (("E1002", "spots"), ("E1001", "second_try")):
        number = upgraded.facts["attempts"][name]
        with upgraded.client(who) as learner:
            assert learner.post(f"api/attempts/{number}/hand-in", json=fact()).status_code == 200
            assert learner.get(f"exam/{number}/result").status_code == 200


def test_a_quiz_opened_in_the_lab_is_still_the_trainers(upgraded: Upgraded) -> None:
    with upgraded.client("T2001") as trainer:
        assert trainer.get(f"api/papers/{PAPER}/notebook").json()["attempt"] == upgraded.facts["attempts"]["notebook"]


def test_what_is_due_for_practice_is_still_due(upgraded: Upgraded) -> None:
    with upgraded.client("E1001") as learner:
        item = re.findall(r'"item": ?"([a-z0-9-]+)"', learner.get("refresh").text.replace("&#34;", '"'))[0]
        assert item != upgraded.facts["practised"]
        spec = learner.get(f"api/practice/{item}").json()["spec"]
        value = {"single": "a", "multiple": ["a"], "truefalse": True, "short": "119"}.get(spec["kind"])
        assert value is not None, spec["kind"]
        assert learner.post(f"api/refresh/{item}", json=fact(value=value)).status_code == 200


def decide(client: httpx.Client, run: int) -> dict[str, Any]:
    """Answer whatever is asked until it is over; the last view."""
    while True:
        view = wait_for(lambda: next_view(client, run), seconds=180)
        if view["status"] == "ended":
            return view
        body = fact(node=view["node"]["id"], option="a", elapsed=900)
        assert client.post(f"api/drills/runs/{run}/decisions", json=body).status_code == 200


def next_view(client: httpx.Client, run: int) -> dict[str, Any] | None:
    """The kiosk's view once there is something to do or it is over."""
    view: dict[str, Any] = client.get(f"api/drills/runs/{run}", params={"as": "kiosk"}).json()["view"]
    return view if view["node"] or view["status"] == "ended" else None


def test_the_drill_half_played_goes_on_where_it_was_paused(upgraded: Upgraded) -> None:
    run = upgraded.facts["runs"]["paused"]
    with upgraded.client("D3001") as director, upgraded.tablet("一车间东门") as tablet:
        view = director.get(f"api/drills/runs/{run}").json()["view"]
        kept = upgraded.facts["paused_view"]
        assert (view["status"], view["clock"], view["seq"]) == ("paused", kept["clock"], kept["seq"])
        for action in ({"action": "resume"}, {"action": "speed", "factor": 20}):
            assert director.post(f"api/drills/runs/{run}/actions", json=fact(**action)).status_code == 200
        ended = decide(tablet, run)
        assert ended["done"] == ended["total"] and ended["debrief"]
        signed = director.post(f"api/drills/runs/{run}/signature", json={"name": "郑指挥", "path": "", "remark": ""})
        assert signed.status_code == 200
    with upgraded.client("E1001") as player:
        assert player.get(f"record/drills/{run}").status_code == 200


def test_the_drill_whose_clock_ran_on_goes_on_at_its_tablet(upgraded: Upgraded) -> None:
    run = upgraded.facts["runs"]["running"]
    with upgraded.client("D3001") as director, upgraded.tablet("仓储区入口") as tablet:
        faster = fact(action="speed", factor=20)
        assert director.post(f"api/drills/runs/{run}/actions", json=faster).status_code == 200
        assert decide(tablet, run)["status"] == "ended"


def test_a_drill_that_waits_is_begun_with_a_badge_printed_before(upgraded: Upgraded) -> None:
    run = upgraded.facts["runs"]["waiting"]
    with upgraded.client("D3001") as director, upgraded.tablet("会议室") as tablet:
        assert tablet.post("api/kiosk/tap-in", json={"badge": upgraded.facts["badge"]}).json() == {
            "name": "林晓岚",
            "needs_pin": True,
        }
        tap = {"staff_no": "N1004", "pin": upgraded.facts["pin"]}
        assert tablet.post("api/kiosk/tap-in", json=tap).status_code == 422, "who has no PIN isn't let in"
        stop = fact(action="stop")
        assert director.post(f"api/drills/runs/{run}/actions", json=stop).status_code == 200


def test_tablets_are_still_kiosks_and_one_taken_out_of_service_is_not(upgraded: Upgraded) -> None:
    with upgraded.tablet("一车间东门") as tablet, upgraded.tablet("旧平板") as old, upgraded.client("") as stranger:
        assert tablet.get("api/kiosk/state").json()["device"]["name"] == "一车间东门"
        assert [who.get("api/kiosk/state").status_code for who in (old, stranger)] == [401, 401]
        link = stranger.get("kiosk/enrol", params={"token": upgraded.facts["unused_link"]})
        assert link.status_code == 200, "a link printed before opens; whether its day is over is said at the press"


def test_codes_printed_for_a_roll_call_make_a_warden_and_it_ends(upgraded: Upgraded) -> None:
    going = upgraded.facts["musters"]["going"]
    path, _, code = upgraded.facts["muster_code"].partition("?code=")
    with upgraded.client("E1003") as warden, upgraded.client("D3001") as director:
        assert warden.get("muster/at/1").headers["location"].endswith(f"/muster/{going}/1"), "the sheet on the wall"
        assert warden.post(path, data={"code": code}).status_code in (302, 303)
        check = fact(person="E1001", point="2", state="present")
        assert warden.post(f"api/musters/{going}/checks", json=check).status_code == 200
        view = director.get(f"api/musters/{going}").json()
        states = {who["key"]: who.get("state", "missing") for who in view["people"]}
        assert (states["E1001"], states["E1003"]) == ("present", "present")
        assert director.post(f"api/musters/{going}/end", json=fact(note="好了")).status_code == 200


def test_a_corrective_action_and_a_visit_come_to_their_end(upgraded: Upgraded) -> None:
    with upgraded.client("D3001") as director, upgraded.client("A9001") as admin:
        step = director.post("drills/actions", data={"act": "verified", "action": "1", "note": "看过"})
        assert step.status_code in (302, 303), step.text[-2000:]
        assert admin.post("visitors", data={"act": "leave", "leave": "1"}).status_code in (302, 303)


def test_own_chapters_are_built_and_served(upgraded: Upgraded) -> None:
    """A chapter of before, changed by its author after the upgrade; and one with a kernel behind it."""
    site = upgraded.platform.site
    path = site.workspace / "courses" / COURSE / "02-forklift.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("print(6 * 7, '号门')"))
    nbformat.write(notebook, path)
    with upgraded.client("T2001") as trainer, upgraded.client("E1001") as learner:
        assert trainer.post("board/content").status_code == 303
        wait_for(lambda: "42 号门" in learner.get(f"courses/{COURSE}/02-forklift").text)
        assert "extinguisher_chooser" in learner.get(f"courses/{COURSE}/02-forklift").text
    with upgraded.client("E1001") as learner:
        assert "21 秒以后" in shown(learner, f"live/{COURSE}/03-smoke")


def test_nobody_is_told_of_a_fault_while_all_this_goes_on(upgraded: Upgraded) -> None:
    assert "Traceback" not in upgraded.platform.log() + upgraded.platform.log("worker")
