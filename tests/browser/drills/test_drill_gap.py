"""A gap in the network, a tablet without room: what was chosen in time counts, and the screen says what it knows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.drills.floor import Floor, Tablet
from tests.browser.drills.quick_drill import SHORT, SHORTEST
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.browser
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"


def kinds(floor: Floor, question: str) -> list[str]:
    return [event.type for event in floor.events() if event.payload.get("node") == question]


def chosen_offline(floor: Floor, tablet: Tablet, title: str) -> str:
    """The first question, answered while the tablet has no network; the server has long given up waiting."""
    tablet.tap_in("E1001")
    tablet.play_alone(title)
    question = tablet.asked()
    tablet.context.set_offline(True)
    tablet.choose_best(question)
    expect(tablet.page.locator(".drill-offline")).to_contain_text("1 条决定")
    floor.order("speed", factor=20)  # which the tablet can't know
    wait_for(lambda: "node.timeout" in kinds(floor, question))
    return question


def test_an_answer_in_time_counts_after_a_gap(floor: Floor) -> None:
    tablet = floor.tablet()
    question = chosen_offline(floor, tablet, SHORT)
    floor.order("speed", factor=1)
    expect(tablet.page.locator(".drill-offline")).to_contain_text("已存在本机，恢复后自动送出，按点选时刻计")
    tablet.context.set_offline(False)
    wait_for(lambda: "decision.delayed" in kinds(floor, question))
    expect(tablet.page.locator(".drill-radio")).to_contain_text("的决定因网络中断迟到，按点选时刻计，现场不变")
    assert tablet.outbox() == []
    (kept,) = (event for event in floor.events() if event.type == "decision.delayed")
    assert kept.payload["option"] == "good" and kept.payload["tapped"] < kept.ts


def test_a_full_tablet_delivers_after_the_end_and_shows_the_score_anew(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.page.add_init_script(FULL)
    tablet.page.reload()
    question = chosen_offline(floor, tablet, SHORTEST)
    expect(tablet.page.locator(".drill-offline")).to_contain_text(
        "本机存不下，1 条决定还没有送出，请不要关闭或刷新本页"
    )
    wait_for(lambda: floor.events()[-1].type == "run.ended")
    tablet.context.set_offline(False)
    wait_for(lambda: "decision.delayed" in kinds(floor, question))
    step = tablet.page.locator(".debrief-step").first
    expect(step).to_contain_text("做得对")
    expect(step).to_contain_text("网络中断，按点选时刻计；现场当时按超时发展")
    expect(tablet.page.locator(".drill-offline")).to_be_hidden()
