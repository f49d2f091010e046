"""Roll calls over HTTP: who may look, who may tick, codes, badges, printed sheets, the gate."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest

from anpei import clock, records, staff
from anpei.exercises import rollcall, runs
from tests.helpers.plant import Plant, fact, status
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.machines


def check(who: str = "", **values: str) -> dict[str, object]:
    return fact(person=who, point=values.pop("point", "1"), state=values.pop("state", "present"), **values)


def test_who_is_missing_is_not_for_everybody(plant: Plant) -> None:
    muster = plant.muster()
    with plant.platform.client("E1001") as learner:
        assert status(learner.get(f"api/musters/{muster}")) == (403, "not_warden")
        assert status(learner.post(f"api/musters/{muster}/checks", json=check("E1002"))) == (403, "not_warden")
        assert learner.get(f"muster/{muster}").status_code == 403
        assert learner.get("musters").status_code == 403
        assert learner.get("visitors").status_code == 403
    with plant.platform.client("T2001") as trainer:
        watched = trainer.get(f"api/musters/{muster}").json()
        assert trainer.post(f"api/musters/{muster}/checks", json=check("E1002")).status_code == 403
    assert watched["expected"] == 10
    assert all(not who.get("phone") for who in watched["people"])


def test_a_named_warden_ticks_and_a_removed_one_does_not(plant: Plant) -> None:
    muster = plant.muster()
    with plant.platform.client("D3001") as director, plant.platform.client("E1002") as warden:
        naming = fact(key="E1002", point="1", named=True)
        assert director.post(f"api/musters/{muster}/wardens", json=naming).status_code == 200
        body = check("E1001")
        first, again = (warden.post(f"api/musters/{muster}/checks", json=body).json() for _ in range(2))
        assert first == again
        view = warden.get(f"api/musters/{muster}").json()
        assert view["accounted"] == 1
        assert warden.get(f"api/musters/{muster}?seq={view['seq']}").json()["same"]
        director.post(f"api/musters/{muster}/wardens", json=fact(key="E1002", point="1", named=False))
        assert warden.post(f"api/musters/{muster}/checks", json=check("E1003")).status_code == 403


def test_a_badge_is_as_good_as_a_number(plant: Plant) -> None:
    muster, secret = plant.muster(), plant.platform.site.secret(staff.BADGE_KEY)
    badge = staff.issue_badges(plant.db, ["E1003"], secret, now=clock.now())[0]
    with plant.platform.client("D3001") as director:
        path = f"api/musters/{muster}/checks"
        assert director.post(path, json=check(badge=badge.code)).json()["name"] == "阿依古丽"
        assert director.post(path, json=check(badge="e1001")).json()["name"] == "林晓岚"
        assert status(director.post(path, json=check(badge="1" * 24))) == (422, "badge")


def test_the_code_on_the_screen_makes_one_warden(plant: Plant) -> None:
    muster = plant.muster("drill")
    with plant.platform.client("D3001") as director:
        link = director.post(f"api/musters/{muster}/codes", json={"point": "2"}).json()["link"]
    path, code = re.fullmatch(r"https?://[^/]+/(.+)\?code=(.+)", link).groups()  # type: ignore[union-attr]
    with plant.platform.client("E1001") as first, plant.platform.client("E1002") as second:
        assert "我来清点" in first.get(path, params={"code": code}).text
        assert first.get(f"api/musters/{muster}").status_code == 403, "looking at a code changes nothing"
        assert first.post(path, data={"code": code}).status_code == 302
        assert first.get(f"api/musters/{muster}").status_code == 200
        assert second.post(path, data={"code": code}).status_code == 422
        assert second.post(path, data={"code": ""}).status_code == 422, "in a drill nobody names themselves"


def test_the_sheet_on_the_wall_leads_to_what_goes_on_a_real_one_first(plant: Plant) -> None:
    with plant.platform.client("E1001") as somebody:
        assert somebody.get("muster/at/1").status_code == 404
        plant.muster("drill")
        live = plant.muster("live")
        plant.muster("test")
        assert somebody.get("muster/at/1").headers["location"].endswith(f"/muster/{live}/1")
        assert somebody.post(f"muster/{live}/1", data={"code": ""}).status_code == 302
        assert somebody.post(f"api/musters/{live}/checks", json=check("E1002")).status_code == 200
    with plant.platform.client("D3001") as director:
        sheets = director.get("musters/sheets").text
    assert sheets.count("<section") == 2
    assert "东门停车场" in sheets


def test_a_kiosk_may_be_a_warden(plant: Plant) -> None:
    muster, now = plant.muster(), clock.now()
    token = plant.write(lambda s: staff.enrol_link(s, "东门终端", now=now))
    with plant.platform.stranger() as kiosk, plant.platform.client("D3001") as director:
        page = kiosk.get("kiosk/enrol", params={"token": token})
        xsrf = kiosk.cookies["_xsrf"]
        kiosk.headers["X-XSRFToken"] = xsrf
        assert page.status_code == 200
        kiosk.post("kiosk/enrol", data={"token": token, "_xsrf": xsrf})
        device = plant.read(lambda s: next(d for d in staff.devices(s) if d.name == "东门终端"))
        key = f"kiosk:{device.device_id}"
        assert kiosk.get(f"api/musters/{muster}").status_code == 403
        director.post(f"api/musters/{muster}/wardens", json=fact(key=key, point="1", named=True))
        assert kiosk.post(f"api/musters/{muster}/checks", json=check("E1001")).status_code == 200
        called = {"muster": muster, "id": "1", "point": "东门停车场", "kind": "测试"}
        told = kiosk.get("api/kiosk/state").json()["calls"]
        assert [{**call, "started": 0} for call in told] == [{**called, "started": 0}], "its start screen leads there"
        assert "回到演练终端" in kiosk.get(f"muster/{muster}/1").text
        plant.write(lambda s: rollcall.finish(s, muster, by="D3001", note="", now=clock.now()))
        assert kiosk.get("api/kiosk/state").json()["calls"] == []
        allow = {"act": "gate", "device": device.device_id, "on": "1"}
        assert kiosk.get("visitors").status_code == 403, "not a gate desk before an administrator says so"
        assert director.post("admin", data=allow).status_code == 403
        with plant.platform.client("A9001") as admin:
            assert "现在是访客登记台" in admin.post("admin", data=allow).text
            assert kiosk.get("api/kiosk/state").json()["device"]["gate"]
            assert "回到演练终端" in kiosk.get("visitors").text
            admin.post("admin", data={**allow, "on": "0"})
        assert kiosk.post("visitors", data={"name": "送货司机", "uuid": "g"}).status_code == 403
    assert "东门终端" in [line.by for line in plant.read(lambda s: rollcall.lines(s, muster))]


def test_starting_from_the_hub_takes_departments_and_the_gate(plant: Plant) -> None:
    department = plant.read(lambda s: next(d.id for d in staff.departments(s) if d.name == "生产部"))
    form = {"act": "start", "kind": "test", "point": ["1", "2"], "department": [str(department)], "visitors": "1"}
    with plant.platform.client("D3001") as director:
        answers = [director.post("musters", data={**form, "uuid": "once"}) for _ in range(2)]
        assert answers[0].headers["location"] == answers[1].headers["location"]
        number = int(answers[0].headers["location"].rsplit("/", 1)[1])
        empty = director.post("musters", data={"act": "start", "kind": "test", "point": "1"})
        assert empty.status_code == 422
        assert "应到名单是空的" in empty.text
    standing = plant.read(lambda s: rollcall.standing(s, number))
    assert [status.who.name for status in standing.people] == ["林晓岚", "周启明", "马德里"]
    assert plant.read(lambda s: rollcall.head(s, number)).of == "生产部；访客和承包商"


def shifts(plant: Plant, first: str) -> None:
    """林晓岚 in this team, 周启明 in none."""
    roster = staff.read_roster(f"工号,姓名,部门,班组\nE1001,林晓岚,生产部,{first}\n".encode(), "班组.csv")
    records.import_roster(plant.db, roster, now=clock.now())


def test_the_form_says_how_many_it_means_and_a_team_alone_is_called(plant: Plant) -> None:
    department = str(plant.read(lambda s: next(d.id for d in staff.departments(s) if d.name == "生产部")))
    form = {"act": "start", "kind": "test", "point": "1", "department": department}
    with plant.platform.client("D3001") as director, plant.platform.client("E1001") as learner:
        assert 'name="team"' not in director.get("musters").text, "a plant without shifts isn't asked"
        shifts(plant, "甲班")
        try:
            team = str(plant.read(staff.teams)[0].id)
            assert 'name="team"' in director.get("musters").text
            assert director.get("api/drills/runs").json()["roll"]["teams"] == [
                {"id": team, "name": "甲班", "people": 1}
            ]
            asked = {"department": department, "visitors": "0"}
            assert learner.get("api/musters/expected", params=asked).status_code == 403
            told = [
                director.get("api/musters/expected", params={**asked, **more}).json()["staff"]
                for more in ({}, {"team": team}, {"teamless": "0"})
            ]
            assert told == [2, 2, 1], "who is in no team is left out only when somebody says so"
            number = int(director.post("musters", data={**form, "team": team}).headers["location"].rsplit("/", 1)[1])
        finally:
            shifts(plant, "无")
        assert director.get(f"api/musters/{number}").json()["of"] == "生产部；甲班"
    assert [one.who.name for one in plant.read(lambda s: rollcall.standing(s, number)).people] == ["林晓岚"]


def test_regular_wardens_are_kept_by_those_who_call_the_roll(plant: Plant) -> None:
    keep, token = (
        {"act": "keep", "point": "1"},
        plant.write(lambda s: staff.enrol_link(s, "东门旧终端", now=clock.now())),
    )
    device, _ = plant.write(lambda s: staff.enrol(s, token, now=clock.now()))
    plant.write(lambda s: staff.revoke_device(s, device.device_id, now=clock.now()))
    with plant.platform.client("T2001") as trainer, plant.platform.client("D3001") as director:
        assert trainer.post("musters", data={**keep, "key": "E1002"}).status_code == 403
        for key, words in (("E9999", "没有这个工号"), (f"kiosk:{device.device_id}", "终端“东门旧终端”已停用")):
            refused = director.post("musters", data={**keep, "key": key})
            assert refused.status_code == 422 and words in refused.text
        assert director.post("musters", data={**keep, "key": "e1002"}).headers["location"].endswith("#point-1")
        offered = {point["name"]: point["kept"] for point in director.get("api/drills/runs").json()["roll"]["points"]}
        assert offered == {"东门停车场": True, "西门篮球场": False}
        assert "周启明" in trainer.get("musters").text
        assert director.post("musters", data={"act": "release", "point": "1", "key": "E1002"}).status_code == 302
    assert not any(plant.read(rollcall.regulars).values())


def test_the_gate_signs_in_and_out(plant: Plant) -> None:
    with plant.platform.client("A9001") as guard:
        guest = {"name": "送货司机", "firm": "顺达", "host": "", "phone": "", "group": "visitor", "uuid": "d1"}
        assert [guard.post("visitors", data=guest).status_code for _ in range(2)] == [302, 302]
        inside = plant.read(lambda s: [v for v in rollcall.visitors(s, present=True) if v.name == "送货司机"])
        assert len(inside) == 1
        guard.post("visitors", data={"leave": str(inside[0].visitor_id)})
        assert guard.post("visitors", data={"name": "", "group": "visitor", "uuid": "d2"}).status_code == 422
    assert "送货司机" not in [v.name for v in plant.read(lambda s: rollcall.visitors(s, present=True))]


def test_who_was_never_signed_out_stands_apart_and_leaves_with_others(plant: Plant) -> None:
    def arrive(name: str, at: int) -> str:
        guest = {"name": name, "firm": "宏达检修", "host": "", "phone": "", "group": "contractor"}
        return str(plant.write(lambda s: rollcall.sign_in(s, **guest, by="A9001", uuid="", now=at)).visitor_id)

    long = clock.now() - rollcall.LONG - 1000
    gone = [arrive("昨日甲", long), arrive("昨日乙", long)]
    stays = [arrive("昨日丙", long), arrive("今日丁", clock.now())]
    with plant.platform.client("A9001") as guard:
        page, apart = guard.get("visitors").text.split('id="long"')
        assert "今日丁" in page and "昨日甲" not in page and "昨日甲" in apart
        assert "超过 24 小时" in guard.get("musters").text
        assert guard.post("visitors", data={"act": "leave"}).status_code == 422, "nobody was ticked"
        assert guard.post("visitors", data={"act": "leave", "leave": gone}).status_code == 302
        found = guard.get("visitors", params={"q": "昨日"}).text
        assert "昨日丙" in found and "今日丁" not in found.split("最近离厂")[0]
        assert guard.post("visitors", data={"leave": stays}).status_code == 302


def test_the_record_is_for_who_may_watch_and_holds_no_phone(plant: Plant) -> None:
    muster = plant.muster("live")
    with plant.platform.client("E1001") as learner:
        assert [learner.get(f"muster/{muster}/record{end}").status_code for end in ("", ".xlsx")] == [403, 403]
    with plant.platform.client("D3001") as director:
        director.post(f"api/musters/{muster}/checks", json=check("E1002"))
        page = director.get(f"muster/{muster}/record").text
        file = director.get(f"muster/{muster}/record.xlsx").content
    assert "真实险情。这不是演练。" in page and "13800000000" not in page
    book = openpyxl.load_workbook(io.BytesIO(file))
    rows = {row[1]: row for row in book["名单"].iter_rows(min_row=2, values_only=True)}
    assert book.sheetnames == ["清点", "名单", "经过"]
    assert rows["周启明"][4:6] == ("到达", "东门停车场") and rows["林晓岚"][4] == "未到"
    assert "13800000000" not in str(rows)


def test_a_real_emergency_begins_one_real_roll_call_in_one_tap(plant: Plant) -> None:
    forgotten = plant.muster("live")
    raised = plant.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", clock.now() + 1))
    try:
        with plant.platform.client("D3001") as director, plant.platform.client("V5001") as evaluator:
            offered = director.get("api/emergency").json()["emergency"]["roll"]
            everybody = len(plant.read(staff.people))
            assert (offered["state"], offered["expected"]) == ("none", everybody), "whoever the last one was of"
            assert offered["older"]["muster"] == forgotten
            old = fact(key="V5001", point="1", named=True)
            director.post(f"api/musters/{forgotten}/wardens", json=old)
            assert evaluator.get("api/emergency").json()["emergency"]["watch"] is None, "that list is not of this one"
            assert evaluator.get("api/emergency").json()["emergency"]["roll"] is None
            assert evaluator.post("api/emergency/muster", json={"id": raised.id}).status_code == 403
            assert status(director.post("api/emergency/muster", json={"id": raised.id + 1})) == (409, "cleared")
            begun = [director.post("api/emergency/muster", json={"id": raised.id}).json() for _ in range(2)]
            assert begun[0] == begun[1]
            assert begun[0]["muster"] != forgotten
            going = director.get("api/emergency").json()["emergency"]["roll"]
            assert (going["state"], going["of"]) == ("open", "全部部门；访客和承包商")
            named = fact(key="V5001", point="1", named=True)
            director.post(f"api/musters/{begun[0]['muster']}/wardens", json=named)
            watch = {"muster": begun[0]["muster"], "id": "1", "point": "东门停车场"}
            assert evaluator.get("api/emergency").json()["emergency"]["watch"] == watch
            director.headers.pop("X-XSRFToken")
            assert director.post("api/emergency/muster", json={"id": raised.id}).status_code == 403
    finally:
        plant.write(lambda s: runs.emergency.clear(s, "D3001", clock.now(), ident=raised.id))
    head = plant.read(lambda s: rollcall.head(s, begun[0]["muster"]))
    assert (head.kind, head.title, head.started) == ("live", "二号车间起火", raised.raised)


def test_a_drill_with_an_alarm_calls_the_roll_by_itself(plant: Plant) -> None:
    """Planned with the drill over HTTP; from there on it's the server's own doing, within a second or two."""
    token = plant.write(lambda s: staff.enrol_link(s, "西门终端", now=clock.now()))
    device, _ = plant.write(lambda s: staff.enrol(s, token, now=clock.now()))
    begin = {"scenario": "workshop-fire", "seats": [{"device": device.device_id, "staff_no": "E1002"}]}
    with plant.platform.client("D3001") as director:
        offered = director.get("api/drills/runs").json()["roll"]
        nobody = {"point": ["1"], "department": [], "visitors": False}
        assert status(director.post("api/drills/runs", json={**begin, "roll_call": nobody})) == (422, "nobody")
        alarmless = {**begin, "scenario": "confined-space-rescue", "roll_call": offered["choice"]}
        assert status(director.post("api/drills/runs", json=alarmless)) == (422, "bad_roll")
        asked = {**begin, "uuid": "started", "roll_call": offered["choice"]}
        run = director.post("api/drills/runs", json=asked).json()["run"]
        assert director.post("api/drills/runs", json=asked).json() == {"run": run}, "asked again without an answer"
        assert director.post("api/drills/runs", json={**asked, "uuid": "other"}).status_code == 409
        plant.write(
            lambda s: runs.join(s, run, person="E1002", name="周启明", device=device.device_id, now=clock.now())
        )
        assert director.get(f"api/drills/runs/{run}").json()["view"]["roll"]["state"] == "waiting"
        order = {"uuid": "alarm", "action": "inject", "id": "i_alarm"}
        assert director.post(f"api/drills/runs/{run}/actions", json=order).status_code == 200
        wait_for(lambda: director.get(f"api/drills/runs/{run}").json()["view"]["roll"]["state"] == "open")
        roll = director.get(f"api/drills/runs/{run}").json()["view"]["roll"]
        director.post(f"api/drills/runs/{run}/actions", json={"uuid": "stop", "action": "stop"})
    story = plant.read(lambda s: runs.run_record(s, run))
    alarm = next(e.ts for e in story.events if e.key == "inject:i_alarm")
    assert plant.read(lambda s: rollcall.head(s, roll["muster"])).started == alarm
    assert roll["missing"] == roll["expected"] > 0
