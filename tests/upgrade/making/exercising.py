"""What happens on the floor: tablets, visitors, roll calls, drills, what evaluators see, what the director signs."""

from __future__ import annotations

import io
import re
from typing import Any

import httpx
from making.learning import DRILL
from making.plant import Plant, fact, ok, post, tablet
from PIL import Image

from anpei import clock, staff
from anpei.clock import DAY
from tests.helpers.platform import PIN
from tests.helpers.processes import wait_for

PLACES = {"一车间东门": "一车间", "仓储区入口": "仓储区", "会议室": "办公楼", "旧平板": "一车间", "备用": "库房"}
HAND = "M10 20L30 40L50 60L70 80"


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

        body = fact(node=wait_for(asked, seconds=240)["id"], option="a", elapsed=900)
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
