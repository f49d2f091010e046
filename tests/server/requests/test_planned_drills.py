"""A drill that asks for approval: refused until the named person has approved its plan, then held as the plan says."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from anpei import clock
from anpei.exercises import preparation, runs
from tests.helpers.platform import PASSWORD
from tests.server.requests.conftest import House, planned

pytestmark = pytest.mark.machines
SLUG = "chemical-leak"


def test_a_start_waits_for_the_approval_that_its_plan_asks_for(house: House) -> None:
    today = f"{clock.day(clock.now(), house.platform.site.zone):%Y-%m-%d}"
    said: dict[str, Any] = {"day": today, "needs_approval": True, "approver": "E1002", "notice": runs.NOTICES[1]}
    number = house.write(lambda session: planned(session, clock.now(), **said))
    seat = {"device": house.known["spare kiosk"], "staff_no": "", "roles": []}
    start: dict[str, Any] = {"scenario": SLUG, "seats": [seat], "uuid": uuid4().hex}
    with house.platform.client("D3001") as director, house.platform.client("E1002") as approver:
        offered = next(one for one in director.get("api/drills/runs").json()["plans"] if one["id"] == number)
        assert offered["scenario"] == SLUG and offered["due"] and not offered["ready"] and "待审批" in offered["words"]
        for chosen, sentence in ((0, "开始前要有审批"), (number, "待审批")):
            refused = director.post("api/drills/runs", json=start | {"planned": chosen})
            assert refused.status_code == 409 and sentence in refused.json()["error"]["message"]
            assert refused.json()["error"]["way_out"]
        assert "演练方案等你审批" in approver.get("my").text
        page = approver.get(f"drills/planned/{number}").text
        form = dict(re.findall(r'name="(act|seen|uuid)" value="([^"]+)"', page.partition('id="approval"')[2])[:3])
        form |= {"method": "typed", "name": "周启明", "password": PASSWORD}
        assert director.post(f"drills/planned/{number}", data=form).status_code == 403
        assert approver.post(f"drills/planned/{number}", data=form).status_code == 303
        made = director.post("api/drills/runs", json=start | {"planned": number})
        assert made.status_code == 200, made.text
        run = made.json()["run"]
        assert director.post("api/drills/runs", json=start | {"planned": number}).json()["run"] == run, "asked again"
        stop = {"uuid": uuid4().hex, "action": "stop"}
        assert director.post(f"api/drills/runs/{run}/actions", json=stop).status_code == 200
        assert "已经演过" in director.get(f"drills/planned/{number}").text
    assert house.read(lambda session: runs.exercise_type(session, run)).blind, "held as the plan says"
    assert house.read(lambda session: preparation.begun_with(session, run, lambda _slug: None)).id == number
