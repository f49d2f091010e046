"""The course simulations: what a learner does and sees, in a plain page and from Python."""

from __future__ import annotations

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import expect

from tests.widgets.axe import NARROW, faults_by_day_and_night, too_wide
from tests.widgets.conftest import Show

TRIED = {"fire": 4, "tool": "water", "first": False, "tried": {"E-water": "harm", "A-water": "good", "F-lid": "weak"}}
SMOKE = aw.smoke_layer("fast", 90)
SHOWN = {
    "extinguisher": ("extinguisher_chooser", aw.extinguisher_chooser().spec, TRIED, {}),
    "smoke": ("smoke_layer", SMOKE.spec, None, SMOKE.state),
    "smoke without a kernel": ("smoke_layer", SMOKE.spec, None, {}),
}


@pytest.mark.parametrize("which", SHOWN)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(show: Show, which: str) -> None:
    name, spec, value, state = SHOWN[which]
    page = show(name, spec, value=value, state=state).page
    page.set_viewport_size(NARROW)
    assert [*faults_by_day_and_night(page), *too_wide(page)] == []


def test_water_on_burning_oil_makes_it_worse(show: Show) -> None:
    shown = show("extinguisher_chooser", aw.extinguisher_chooser().spec)
    shown.page.get_by_role("radio", name="B 类").click()
    shown.page.get_by_role("radio", name="清水").click()
    expect(shown.page.get_by_text("更危险").first).to_be_visible()
    assert shown.value["tried"] == {"B-water": "harm"}


def test_gas_is_shut_off_before_the_flame_is_fought(show: Show) -> None:
    shown = show("extinguisher_chooser", aw.extinguisher_chooser().spec)
    shown.page.get_by_role("radio", name="C 类").click()
    shown.page.get_by_role("radio", name="ABC 干粉").click()
    expect(shown.page.get_by_text("“先关瓶阀”还没有做。")).to_be_visible()
    shown.page.get_by_role("button", name="先关瓶阀").click()
    shown.page.get_by_role("radio", name="ABC 干粉").click()
    expect(shown.page.locator(".anpei-says")).to_have_text("灭住了")


def test_every_fire_has_an_answer_and_every_tool_a_word() -> None:
    spec = aw.extinguisher_chooser().spec
    tools = {tool["id"] for tool in spec["tools"]}
    for fire in spec["fires"]:
        assert set(fire["effects"]) == tools
        assert "good" in {effect["tone"] for effect in fire["effects"].values()}


def test_a_choice_that_is_none_is_refused() -> None:
    widget = aw.extinguisher_chooser(only="AB")
    with pytest.raises(traitlets.TraitError, match="没有这种火"):
        widget.value = {"fire": 2}


def test_a_changed_condition_is_reckoned_at_once() -> None:
    widget = aw.smoke_layer("fast")
    widget.value = {**widget.spec["start"], "delay": 90}
    assert widget.state["run"]["outcome"] == "caught"
    with pytest.raises(traitlets.TraitError, match="超出了范围"):
        widget.value = {**widget.spec["start"], "distance": 9999}


def test_without_a_kernel_the_first_run_is_shown_and_said_so(show: Show) -> None:
    shown = show("smoke_layer", aw.smoke_layer().spec)
    expect(shown.page.get_by_text("还没有连上计算")).to_be_visible()
    expect(shown.page.get_by_role("radio", name="马上走")).to_be_disabled()
    expect(shown.page.get_by_role("img", name="烟层下沿离地高度")).to_be_visible()


def test_the_learner_asks_for_another_run(show: Show) -> None:
    widget = aw.smoke_layer("fast")
    shown = show("smoke_layer", widget.spec, state=widget.state)
    shown.page.get_by_role("radio", name="回去拿手机和包").click()
    widget.value = shown.value
    shown.update("state", widget.state)
    expect(shown.page.locator(".anpei-smoke-says")).to_contain_text("没走出来")
