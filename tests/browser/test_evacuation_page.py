"""A director reckons an evacuation: run, cancel, run again, watch people move, read the range; everybody can use it."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from anpei.exercises import evacuation
from tests.browser.walking import device
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for
from tests.widgets.axe import faults
from tests.widgets.test_evacuation_map import PAUSE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not evacuation.available(), reason="JuPedSim 没有装上（anpei evacuation install）"),
]
MAP = ".evac-canvas"
SCRUBBER = ".evac-controls input[type=range]"


def picture_at(page: Page, second: int) -> str:
    """The people's places as drawn for this second, which the page says in the same moment as it draws them."""
    page.locator(SCRUBBER).fill(str(second))
    expect(page.locator(".evac-time")).to_have_text(re.compile(f"^{second // 60}:{second % 60:02}"))
    pixels = page.evaluate(f"document.querySelector('{MAP}').toDataURL()")
    return hashlib.sha256(pixels.encode()).hexdigest()


def pause(page: Page) -> None:
    """Stop the people, if they have not arrived."""
    page.locator(".evac-play").evaluate(PAUSE)
    expect(page.locator(".evac-play")).to_have_text("播放")


def test_run_cancel_run_and_watch(server: Platform, browser: Browser) -> None:
    page = device(browser, server, "D3001", "desk")
    page.goto(server.url("evacuation?plan=workshop-fire"))
    page.wait_for_selector(MAP)
    page.select_option("#evac-seeds", "30")
    page.fill("[name=people][data-id=line2]", "140")
    page.click("text=运行")
    expect(page.locator("[data-said]")).to_have_text(re.compile("已算 [1-9]"))
    page.click("[data-cancel]")
    expect(page.get_by_role("button", name="运行")).to_be_visible()
    page.select_option("#evac-seeds", "5")
    page.fill("[name=people][data-id=line2]", "12")
    page.select_option("[data-id=east_way] [name=how]", "start")
    page.click("text=运行")
    expect(page.locator(".evac-result")).to_contain_text("全部走到集合点")
    expect(page.locator("[data-result]")).to_contain_text("至")
    expect(page.locator(".evac-time")).not_to_have_text(re.compile("^0:00"))  # people move by themselves
    pause(page)
    half = int(page.locator(SCRUBBER).get_attribute("max").partition(".")[0]) // 2  # type: ignore[union-attr]
    assert picture_at(page, 0) != picture_at(page, half)
    expect(page.locator(".evac-counts")).to_contain_text("里面还有")
    assert faults(page) == []
    address = page.url
    page.reload()
    expect(page.locator(".evac-result")).to_contain_text("全部走到集合点")
    assert page.url == address and page.locator("[data-id=east_way] [name=how]").input_value() == "start"
    page.context.close()


def test_what_was_cancelled_is_not_shown_as_running_again(server: Platform, browser: Browser) -> None:
    """An answer that was on its way when somebody cancelled tells of a moment that is over."""
    page = device(browser, server, "T2001", "desk")
    page.goto(server.url("evacuation?plan=workshop-fire"))
    page.wait_for_selector(MAP)
    page.select_option("#evac-seeds", "30")
    page.fill("[name=people][data-id=line2]", "130")
    page.click("text=运行")
    expect(page.locator("[data-said]")).to_have_text(re.compile("已算 [1-9]"))
    on_its_way: list[Route] = []
    page.route(re.compile(r"api/evacuation/runs/\d+$"), lambda route: on_its_way.append(route))
    wait_for(lambda: page.title() and on_its_way)
    older = on_its_way[0].fetch()
    assert older.json()["state"] == "running"
    page.click("[data-cancel]")
    expect(page.get_by_role("button", name="运行")).to_be_visible()
    on_its_way[0].fulfill(response=older)
    page.evaluate("async () => { await fetch(location.href); }")  # what came before it has been heard
    assert page.get_by_role("button", name="运行").is_visible()
    page.context.close()


def test_it_is_for_directors_and_trainers(server: Platform) -> None:
    with server.client("E1001") as learner:
        asked = [
            learner.get("evacuation"),
            learner.get("api/evacuation/plans/workshop-fire"),
            learner.post("api/evacuation/runs", json={"slug": "workshop-fire", "inputs": {"people": {"line1": 1}}}),
            learner.get("api/evacuation/runs/1"),
            learner.get("api/evacuation/runs/1/tracks"),
            learner.post("api/evacuation/runs/1/cancel", json={}),
            learner.post("api/evacuation/drills/1", json={}),
        ]
    assert [answer.status_code for answer in asked] == [403] * len(asked)
    with server.client("T2001") as trainer:
        inputs = {"people": {"line1": 1}, "cues": [{"median": 90, "p95": 3}]}
        refused = trainer.post("api/evacuation/runs", json={"slug": "workshop-fire", "inputs": inputs})
        assert refused.status_code == 422 and "起身" in refused.json()["error"]["message"]
        assert trainer.post("api/evacuation/runs", json={"slug": "nosuch", "inputs": {}}).status_code == 404
