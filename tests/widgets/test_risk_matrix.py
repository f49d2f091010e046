"""The risk matrix: walking the cells, what they mean, what measures change."""

from __future__ import annotations

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import BrowserContext, expect

from tests.widgets.conftest import Show


def test_a_cell_says_what_it_means(show: Show) -> None:
    shown = show("risk_matrix", aw.risk_matrix().spec)
    shown.page.get_by_role("gridcell", name="可能性 4 多见，严重性 4 严重").click()
    for words in ("较大风险", "限期整改", "每年都有", "重伤或留下残疾"):
        expect(shown.root.get_by_text(words).first).to_be_visible()
    assert shown.value["at"] == {"l": 4, "s": 4}


def test_arrows_walk_and_enter_picks(show: Show) -> None:
    shown = show("risk_matrix", aw.risk_matrix(hazards=[]).spec)
    shown.page.keyboard.press("Tab")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "ArrowDown", "ArrowDown", "Enter"):
        shown.page.keyboard.press(key)
    assert shown.value["at"] == {"l": 1, "s": 3}


def test_measures_move_the_risk(show: Show, touch: BrowserContext) -> None:
    shown = show("risk_matrix", aw.risk_matrix().spec, on=touch.new_page())
    shown.page.get_by_role("gridcell", name="可能性 5 频繁，严重性 4 严重").tap()
    shown.page.get_by_role("checkbox", name="搬走纸箱").tap()
    expect(shown.root.get_by_text("采取措施后")).to_be_visible()
    expect(shown.page.locator("#anpei-announce")).to_contain_text("一般风险")
    assert shown.value["measures"] == [0]


def test_another_hazard_starts_afresh(show: Show) -> None:
    shown = show("risk_matrix", aw.risk_matrix().spec, value={"hazard": 0, "at": {"l": 2, "s": 2}, "measures": [1]})
    shown.page.get_by_role("radio", name="叉车与行人").check()
    assert shown.value == {"hazard": 1, "at": {}, "measures": []}


def test_lec_multiplies_three(show: Show) -> None:
    shown = show("risk_matrix", aw.risk_matrix("lec").spec)
    for name in ("3 可能", "6 每天", "15 一人死亡"):
        shown.page.get_by_role("radio", name=name).check()
    expect(shown.root.get_by_text("270")).to_be_visible()
    expect(shown.root.get_by_text("高度危险")).to_be_visible()


def test_python_refuses_what_does_not_fit() -> None:
    widget = aw.risk_matrix()
    widget.value = {"hazard": 0, "at": {"l": 3, "s": 5}, "measures": [0, 99]}
    assert widget.value["measures"] == [0]
    with pytest.raises(traitlets.TraitError, match="没有这个等级"):
        widget.value = {"at": {"l": 6}}
