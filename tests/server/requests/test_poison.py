"""Half a character that an older door let into a log takes no page away: it shows as �, and the log goes on."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any
from uuid import uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from anpei import clock
from anpei.exercises import evaluation, rollcall, runs
from anpei.taps import Tap
from tests.helpers.poison import WORDS, poison
from tests.server.requests.conftest import ROUTES, Asked, House, drill, kiosk_in, path_of, roll_call, somebody

pytestmark = pytest.mark.machines


@pytest.fixture(scope="module")
def poisoned(house: House) -> dict[str, Any]:
    """A drill that goes on, one that is over and a real roll call, each with poison wherever a person may write."""
    now = clock.now()
    device, cookies = kiosk_in(house, "毒终端")
    house.cookies["poisoned kiosk"] = cookies
    found: dict[str, Any] = {"device": device, "roll call": roll_call(house.db, now, kind="live")}
    stop = {"director": "D3001", "uuid": uuid4().hex, "action": "stop", "what": {}}

    def write(session: Session) -> None:
        """All in one go: the platform is running, and must never have seen these drills sound."""
        for name, place in (("running", device), ("ended", "k-elsewhere-too")):
            found[name] = drill(session, place, now, person="E1002")
            _write_into(session, found[name], house, now)
        runs.act(session, found["ended"], **stop, now=now)
        _write_into_call(session, found["roll call"], now)
        poison(session)

    house.write(write)
    return found


def _write_into(session: Session, run: int, house: House, now: int) -> None:
    script = runs.run_record(session, run).script
    message = {"text": WORDS, "to": [], "from": WORDS, "expect": WORDS, "channel": "radio", "set": {}}
    runs.act(session, run, director="D3001", uuid=uuid4().hex, action="message", what=message, now=now)
    runs.observe(session, run, by="D3001", uuid=uuid4().hex, text=WORDS, node="", member="E1002", now=now)
    evaluation.open_form(session, run, script, house.known["families"], now=now)
    tap = Tap("V5001", "顾言", uuid4().hex, now)
    evaluation.note(session, run, tap, house.known["item"], WORDS)


def _write_into_call(session: Session, muster: int, now: int) -> None:
    stranger = rollcall.ExpectedPerson("x:poison", WORDS, WORDS, "extra")
    rollcall.put_on_list(session, muster, stranger, by="D3001", uuid=uuid4().hex, now=now)
    point = rollcall.head(session, muster).points[0].id
    state = {"name": "周启明", "note": WORDS}
    rollcall.check(session, muster, point, "E1003", "present", "E1002", uuid4().hex, now, **state)


def test_every_page_and_file_of_a_poisoned_drill_opens(house: House, poisoned: dict[str, Any]) -> None:
    numbers = {"running": poisoned["running"], "ended": poisoned["ended"], "roll call": poisoned["roll call"]}
    there = House(house.platform, house.db, house.cookies, house.known | numbers)
    routes = [r for r in ROUTES if "GET" in r.methods and ("<run>" in r.address or "<muster>" in r.address)]
    asked = [Asked(somebody(route), "GET", path_of(there, route)) for route in routes]
    run, muster = poisoned["ended"], poisoned["roll call"]
    asked += [Asked("director", "GET", f"drills/{run}/{name}") for name in ("report.pdf", "report.docx", "records.zip")]
    asked += [
        Asked("poisoned kiosk", "GET", f"api/drills/runs/{poisoned['running']}{end}?as=kiosk")
        for end in ("", "/events")
    ]
    asked += [Asked("director", "GET", f"api/drills/runs/{run}"), Asked("evaluator", "GET", f"api/evaluations/{run}")]
    asked += [Asked("warden", "GET", f"api/musters/{muster}"), Asked("director", "GET", f"evaluate/{run}/reconcile")]
    answers = house.ask([*asked, Asked("poisoned kiosk", "GET", "api/kiosk/state"), Asked("director", "GET", "drills")])
    assert [(a.asked.path, a.status) for a in answers if a.status >= 500] == []
    wanted = (f"api/musters/{muster}", f"muster/{muster}/record", f"drills/{run}/report", f"api/drills/runs/{run}")
    shown = {a.asked.path: a.text for a in answers if a.asked.path in wanted}
    assert shown.keys() == {*wanted}
    assert [path for path, text in shown.items() if "看到�了" not in text] == []


def test_the_files_say_what_was_seen(house: House, poisoned: dict[str, Any]) -> None:
    with house.platform.client("D3001") as director:
        pack = zipfile.ZipFile(io.BytesIO(director.get(f"drills/{poisoned['ended']}/records.zip").content))
        assert "看到�了" in pack.read("log.json").decode()
        report = zipfile.ZipFile(io.BytesIO(pack.read("report.docx")))
        assert "看到�了" in report.read("word/document.xml").decode()
        book = load_workbook(io.BytesIO(director.get(f"muster/{poisoned['roll call']}/record.xlsx").content))
        assert any(
            "看到�了" in str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
        )


def test_a_poisoned_log_goes_on(house: House, poisoned: dict[str, Any]) -> None:
    run, muster = poisoned["running"], poisoned["roll call"]
    note = json.dumps({"uuid": uuid4().hex, "text": "还在\ud800继续"}).encode()
    with house.platform.client("D3001") as director:
        assert director.post(f"api/drills/runs/{run}/observations", content=note).status_code == 200
        told = director.get(f"api/drills/runs/{run}").json()["view"]["events"]
        assert any("还在继续" in str(line) for line in told), "cleaned at the door"
        assert director.post(f"api/musters/{muster}/end", json={"uuid": uuid4().hex, "note": ""}).status_code == 200
        assert director.get(f"muster/{muster}/record").status_code == 200
        signing = {"act": "sign", "_xsrf": director.cookies["_xsrf"]}
        assert director.post(f"drills/{poisoned['ended']}/report", data=signing).status_code < 500
