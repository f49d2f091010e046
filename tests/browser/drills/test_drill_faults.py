"""Whatever happens to tablet, network or server: a decision counts once, and the drill goes on where it was."""

from __future__ import annotations

import os
import signal

import psutil

from tests.browser.drills.floor import Floor, Tablet
from tests.helpers.processes import wait_for


def playing(floor: Floor, staff_no: str = "E1001") -> Tablet:
    """Somebody in front of the first question."""
    tablet = floor.tablet()
    tablet.tap_in(staff_no)
    tablet.play_alone()
    assert tablet.asked() == "q1"
    return tablet


def test_a_reload_in_the_same_tick_as_the_second_tap(floor: Floor) -> None:
    tablet = playing(floor)
    option = tablet.page.locator(".drill-option", has_text="马上做")
    tablet.page.wait_for_timeout(700)
    option.click()
    tablet.page.wait_for_timeout(500)
    option.evaluate("(button) => { button.click(); location.reload(); }")
    assert tablet.asked("q1") == "q2"
    assert floor.decisions() == [("q1", "good")]


def test_a_nervous_double_tap_decides_nothing(floor: Floor) -> None:
    tablet = playing(floor)
    tablet.page.wait_for_timeout(700)
    tablet.page.locator(".drill-option", has_text="马上做").dblclick()
    tablet.page.wait_for_selector(".drill-option.is-chosen")
    tablet.page.wait_for_timeout(1_000)
    assert floor.decisions() == []
    assert tablet.outbox() == []


def test_a_decision_made_offline_goes_out_when_the_network_is_back(floor: Floor) -> None:
    tablet = playing(floor)
    tablet.context.set_offline(True)
    tablet.choose_best("q1")
    tablet.page.wait_for_selector(".drill-link.is-off")
    tablet.page.wait_for_selector("text=已存在本机")
    assert [item["node"] for item in tablet.outbox()] == ["q1"]
    assert floor.decisions() == []
    tablet.context.set_offline(False)
    assert tablet.asked("q1") == "q2"
    wait_for(lambda: tablet.outbox() == [])
    assert floor.decisions() == [("q1", "good")]


def test_a_run_follows_its_player_to_another_tablet(floor: Floor) -> None:
    first = playing(floor)
    first.choose_best("q1")
    first.asked("q1")
    second = floor.tablet("二号终端")
    second.tap_in("E1001")
    assert second.asked() == "q2"
    second.choose_best("q2")
    assert second.asked("q2") == "q3"
    first.page.wait_for_selector(".kiosk-start")


def child(floor: Floor, words: tuple[str, ...]) -> psutil.Process:
    """A process of this platform whose command line has these words."""
    family = psutil.Process(floor.platform.process.pid).children(recursive=True)
    return next(p for p in family if all(any(word in part for part in p.cmdline()) for word in words))


def test_a_killed_kernel_is_not_noticed_by_the_drill(own_floor: Floor) -> None:
    tablet = playing(own_floor)
    os.kill(child(own_floor, ("ipykernel",)).pid, signal.SIGKILL)
    tablet.choose_best("q1")
    assert tablet.asked("q1") == "q2"
    tablet.choose_best("q2")
    assert tablet.asked("q2") == "q3"
    assert own_floor.decisions() == [("q1", "good"), ("q2", "good")]


def test_a_killed_server_comes_back_to_the_same_question(own_floor: Floor) -> None:
    tablet = playing(own_floor)
    before = own_floor.events()
    os.kill(child(own_floor, ("learner",)).pid, signal.SIGKILL)
    tablet.choose_best("q1")
    assert tablet.asked("q1") == "q2"
    tablet.choose_best("q2")
    assert tablet.asked("q2") == "q3"
    assert own_floor.decisions() == [("q1", "good"), ("q2", "good")]
    assert own_floor.events()[: len(before)] == before
