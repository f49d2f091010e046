"""Two people at two tablets, each in roles of their own, and a third tablet when one of the two fails."""

from __future__ import annotations

from playwright.sync_api import expect

from anpei import clock, drills
from anpei.content import Shelves, bundled
from tests.browser.drills.floor import Floor, Tablet
from tests.helpers.processes import wait_for
from tests.widgets.axe import faults

LEADERS = ("command", "fire", "medic")


def call_team(floor: Floor, first: Tablet, second: Tablet) -> int:
    """A director has called two tablets to the shipped drill."""
    script = drills.load(Shelves([bundled()])).get("workshop-fire")
    others = tuple(role for role in script.roles if role not in LEADERS)
    seats = [drills.Seat(first.device.device_id, "", LEADERS), drills.Seat(second.device.device_id, "", others)]
    return floor.db.write(
        lambda s: drills.create(s, script, seats, by="D3001", origin="director", seed="team", now=clock.now())
    ).result()


def answer(tablet: Tablet) -> str:
    """Take the first option of the question on the screen; its id."""
    question = tablet.asked()
    tablet.choose(tablet.page.locator(".drill-option-text").first.inner_text())
    return question


def test_two_play_a_drill_and_one_goes_on_at_a_third_tablet(floor: Floor) -> None:
    first, second = floor.tablet("八号终端"), floor.tablet("九号终端")
    run = call_team(floor, first, second)
    expect(first.page.locator(".kiosk-kept")).to_contain_text("指挥、医疗救护、灭火")
    first.tap_in("E1001")
    expect(first.page.locator(".drill-room-lead")).to_contain_text("还缺：疏散引导、通讯联络、警戒")
    assert faults(first.page) == []
    second.tap_in("E1002")

    began = first.asked()
    expect(second.page.locator(".drill-mate.is-deciding")).to_contain_text("林晓岚")
    expect(second.page.locator(".drill-waiting")).to_contain_text("带人走最近的安全出口")
    assert second.page.query_selector(".drill-question") is None
    assert faults(second.page) == []
    answer(first)
    asked = answer(second)
    wait_for(lambda: {began, asked} <= {node for node, _ in floor.decisions(run)})

    first.context.set_offline(True)  # a decision made at a tablet that has lost its network …
    lost = first.asked(began)
    first.choose(first.page.locator(".drill-option-text").first.inner_text())
    expect(first.page.locator(".drill-link")).to_contain_text("已保存 1 条")
    third = floor.tablet("十号终端")
    third.tap_in("E1001")  # … while its player goes on at another one, at the same question
    assert third.asked() == lost
    first.context.set_offline(False)
    assert third.asked(lost) != lost
    first.page.wait_for_selector(".kiosk-start")
    made = [event for event in floor.events(run) if event.payload.get("node") == lost and event.type == "decision.made"]
    assert [(event.actor, event.device) for event in made] == [("E1001", first.device.device_id)]

    third.page.reload()
    assert third.asked() != lost
    third.page.click("text=离开演练")
    third.page.click("text=队友会继续")
    third.page.wait_for_selector(".kiosk-start")
    expect(second.page.locator(".drill-mate.is-away")).to_contain_text("林晓岚")
    third.tap_in("E1001")
    expect(second.page.locator(".drill-mate.is-away")).to_have_count(0)


def test_nobody_sends_what_somebody_else_decided(floor: Floor) -> None:
    first, second = floor.tablet("甲号终端"), floor.tablet("乙号终端")
    run = call_team(floor, first, second)
    first.tap_in("E1001")
    second.tap_in("E1002")
    node = first.asked()
    decision = {"uuid": "u-forged", "node": node, "option": "a", "elapsed": 1}
    with second.client() as client:
        as_mate = client.post(f"api/drills/runs/{run}/decisions?as=kiosk", json={**decision, "person": "E1001"})
        as_self = client.post(f"api/drills/runs/{run}/decisions?as=kiosk", json={**decision, "person": "E1002"})
    assert as_mate.status_code == 403
    assert (as_self.status_code, as_self.json()["reason"]) == (409, "role")
    assert floor.decisions(run) == []
