"""Two people at two tablets, each in a role of their own, and a third tablet when one of the two fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from anpei import clock
from anpei.content import Shelves
from anpei.exercises import runs, scenarios
from tests.browser.drills import quick_drill
from tests.browser.drills.floor import Floor, Tablet
from tests.helpers.processes import wait_for
from tests.helpers.taps import confirm
from tests.widgets.axe import faults


@pytest.fixture
def script(tmp_path: Path) -> scenarios.CompiledScenario:
    quick_drill.lay_for_two(tmp_path)
    return scenarios.load(Shelves([tmp_path])).get("quick-two")


def call(floor: Floor, script: scenarios.CompiledScenario, first: Tablet, second: Tablet) -> int:
    """A director has called two tablets: the first leads, the second guides."""
    seats = [runs.Seat(first.device.device_id, "", ("one",)), runs.Seat(second.device.device_id, "", ("two",))]
    return floor.db.write(
        lambda s: runs.create(s, script, seats, by="D3001", origin="director", seed="team", now=clock.now())
    ).result()


def test_two_play_a_drill_and_one_goes_on_at_a_third_tablet(floor: Floor, script: scenarios.CompiledScenario) -> None:
    first, second, third = (floor.tablet(f"{name}号终端") for name in "八九十")
    run = call(floor, script, first, second)
    expect(first.page.locator(".kiosk-kept")).to_contain_text("指挥")
    first.tap_in("E1001")
    expect(first.page.locator(".drill-room-lead")).to_contain_text("还缺：疏散引导")
    assert faults(first.page) == []
    second.tap_in("E1002")
    assert (first.asked(), second.asked()) == ("q1", "q2")
    expect(first.page.locator(".drill-mate.is-deciding")).to_contain_text(["你", "周启明"])
    second.choose_best("q2")
    second.choose_best("q4")
    expect(second.page.locator(".drill-mate.is-deciding")).to_contain_text(["林晓岚"])
    expect(second.page.locator(".drill-waiting")).to_contain_text("带人走最近的安全出口")
    assert faults(second.page) == []
    first.choose_best("q1")
    floor.skip("q1")

    assert first.asked("q1") == "q3"
    first.context.set_offline(True)  # a decision made at a tablet that has lost its network …
    first.choose_best("q3")
    expect(first.page.locator(".drill-link")).to_contain_text("已保存 1 条")
    third.tap_in("E1001")  # … while its player goes on at another one, at the same question
    assert third.asked() == "q3"
    first.context.set_offline(False)
    floor.skip("q3")
    assert third.asked("q3") == "q5"
    first.page.wait_for_selector(".kiosk-start")
    assert made(floor, run, "q3") == [("E1001", first.device.device_id)]

    third.page.reload()
    assert third.asked() == "q5"
    assert "队友会继续" in confirm(third.page.get_by_role("button", name="离开演练"))
    third.page.wait_for_selector(".kiosk-start")
    expect(second.page.locator(".drill-mate.is-away")).to_contain_text("林晓岚")
    third.tap_in("E1001")
    expect(second.page.locator(".drill-mate.is-away")).to_have_count(0)
    third.choose_best("q5")
    floor.skip("q5")
    second.page.wait_for_selector(".debrief")
    expect(second.page.locator(".debrief-part").first).to_contain_text("你的部分：2 步，答对 2 步")
    expect(second.page.locator(".debrief-step.is-team")).to_have_count(3)
    assert faults(second.page) == []


def made(floor: Floor, run: int, node: str) -> list[tuple[str, str]]:
    """By whom and at which tablet a question was answered."""
    events = [event for event in floor.events(run) if event.type == "decision.made"]
    return [(event.actor, event.device) for event in events if event.payload["node"] == node]


def test_nobody_sends_what_somebody_else_decided(floor: Floor, script: scenarios.CompiledScenario) -> None:
    first, second = floor.tablet("甲号终端"), floor.tablet("乙号终端")
    run = call(floor, script, first, second)
    first.tap_in("E1001")
    second.tap_in("E1002")
    wait_for(lambda: any(event.payload.get("node") == "q1" for event in floor.events(run)))
    decision = {"uuid": "u-forged", "node": "q1", "option": "a", "elapsed": 1}
    with second.client() as client:
        as_mate = client.post(f"api/drills/runs/{run}/decisions?as=kiosk", json={**decision, "person": "E1001"})
        as_self = client.post(f"api/drills/runs/{run}/decisions?as=kiosk", json={**decision, "person": "E1002"})
    assert as_mate.status_code == 403
    assert (as_self.status_code, as_self.json()["reason"]) == (409, "role")
    assert floor.decisions(run) == []
