"""The director starts a drill on a chosen tablet, watches it, sends news, and stops it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from anpei.staff.tables import PersonRow
from tests.browser.drills.floor import Floor, Tablet
from tests.browser.drills.quick_drill import TITLE
from tests.helpers.platform import Platform
from tests.widgets.axe import faults

DESK = {"width": 1440, "height": 900}


@pytest.fixture
def console(floor: Floor) -> Page:
    context = floor.context(viewport=DESK)
    with floor.platform.client("D3001") as client:
        context.add_cookies(
            [{"name": c.name, "value": c.value or "", "url": floor.platform.url()} for c in client.cookies.jar]
        )
    page = context.new_page()
    page.goto(floor.platform.url("director"))
    page.wait_for_selector(".console-first")
    return page


def begin(console: Page, tablet: Tablet) -> None:
    console.check(f".console-scenario:has-text('{TITLE}') input")
    console.check(f"[id='k-{tablet.device.device_id}']")
    console.click("text=开始演练")
    console.wait_for_selector(".console-run")


def test_a_drill_is_started_watched_and_stopped(floor: Floor, console: Page) -> None:
    tablet = floor.tablet("四号终端")
    console.wait_for_selector(f"[id='k-{tablet.device.device_id}']")
    begin(console, tablet)
    tablet.page.wait_for_selector("text=导调已准备好")
    tablet.tap_in("E1002")
    expect(console.locator(".console-members")).to_contain_text("周启明")
    tablet.asked()
    tablet.choose_best("q1")
    expect(console.locator(".console-node").first).to_contain_text("马上做q1")
    console.click(".console-inject:has-text('司机') button")
    expect(tablet.page.locator(".drill-radio")).to_contain_text("还有一名司机没出来")
    console.fill("textarea", "风向变了")
    console.click(".console-message button")
    expect(tablet.page.locator(".drill-radio")).to_contain_text("风向变了")
    console.click("text=暂停")
    expect(tablet.page.locator(".drill-side")).to_contain_text("演练暂停")
    console.click("text=继续")
    console.click("text=终止演练")
    console.click(".console-dialog .is-danger")
    tablet.page.wait_for_selector("text=演练已由导调终止")
    expect(console.locator(".console-head")).to_contain_text("导调终止")
    assert floor.events()[-1].payload["how"] == "stopped"
    tablet.page.wait_for_selector(".kiosk-start")


def test_the_console_is_for_everybody(floor: Floor, console: Page) -> None:
    tablet = floor.tablet("五号终端")
    console.wait_for_selector(f"[id='k-{tablet.device.device_id}']")
    assert faults(console) == []
    begin(console, tablet)
    assert faults(console) == []
    console.click("text=终止演练")
    console.click(".console-dialog .is-danger")


@pytest.fixture
def learner(drill_platform: Platform) -> Iterator[httpx.Client]:
    with drill_platform.client("E1003") as client:
        yield client


def test_a_learner_directs_nothing_and_sees_no_run(floor: Floor, learner: httpx.Client) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1001")
    tablet.play_alone()
    run = floor.last_run()
    asked = [
        learner.get("api/drills/runs"),
        learner.post("api/drills/runs", json={"scenario": "quick"}),
        learner.get(f"api/drills/runs/{run}"),
        learner.get(f"api/drills/runs/{run}/events"),
        learner.post(f"api/drills/runs/{run}/actions", json={"uuid": "u", "action": "stop"}),
        learner.post(f"api/drills/runs/{run}/decisions", json={"uuid": "u", "node": "q1", "option": "a"}),
        learner.get("apps/director"),
        learner.get("apps/kiosk"),
    ]
    assert [answer.status_code for answer in asked] == [403] * len(asked)


def test_a_tablet_sees_its_own_run_and_no_secret(floor: Floor) -> None:
    first, second = floor.tablet("六号终端"), floor.tablet("七号终端")
    first.tap_in("E1001")
    first.play_alone()
    first.asked()
    run = floor.last_run()
    with second.client() as client:
        assert client.get(f"api/drills/runs/{run}").status_code == 409
        second.tap_in("E1002")
        assert client.get(f"api/drills/runs/{run}").status_code == 403
    with first.client() as client:
        answer = client.get(f"api/drills/runs/{run}")
        assert not any(word in answer.text for word in ('"score"', '"best"', "不能等", "更大的火"))
        assert client.get("my").status_code in (302, 403)
        forged = client.post(f"api/drills/runs/{run}/decisions", json={"uuid": "u"}, headers={"X-XSRFToken": "x"})
        assert forged.status_code == 403


def test_events_go_on_after_the_last_one_heard(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1003")
    tablet.play_alone()
    tablet.asked()
    with tablet.client() as client:
        client.headers["Last-Event-ID"] = "1"
        with client.stream("GET", f"api/drills/runs/{floor.last_run()}/events") as stream:
            lines = (line for line in stream.iter_lines() if line.startswith("data:"))
            view = json.loads(next(lines).removeprefix("data:"))
            assert view["node"]["id"] == "q1"
            assert "clock" in json.loads(next(lines).removeprefix("data:"))


def test_whoever_leaves_hears_no_more_of_a_run_they_watch(own_floor: Floor) -> None:
    tablet = own_floor.tablet()
    tablet.tap_in("E1003")
    tablet.play_alone()
    tablet.asked()
    address = f"api/drills/runs/{own_floor.last_run()}/events"
    with own_floor.platform.client("D3001") as director, director.stream("GET", address) as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("data:") for line in lines)
        own_floor.db.write(lambda session: setattr(session.get(PersonRow, "D3001"), "active", False)).result()
        deadline = time.monotonic() + 60
        assert all(time.monotonic() < deadline for _ in lines)
