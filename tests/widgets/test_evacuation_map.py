"""The evacuation map: people move when played, keys and scrubber work, and a table says the same; for everybody."""

from __future__ import annotations

import anpei_widgets as aw
import pytest
from playwright.sync_api import expect

from tests.widgets.axe import NARROW, faults_by_day_and_night, too_wide
from tests.widgets.conftest import Show

pytestmark = pytest.mark.browser
SPEC = aw.evacuation_map().spec
PAUSE = "(button) => button.textContent === '暂停' && button.click()"
"""Who has arrived in between stands still already, and the same button would start them again."""
PIXELS = "document.querySelector('.evac-canvas').toDataURL()"


def test_people_walk_out_and_a_table_says_so(show: Show) -> None:
    page = show("evacuation_map", SPEC).page
    expect(page.locator(".evac-counts")).to_contain_text("里面还有 36 人")
    before = page.evaluate(PIXELS)
    page.click(".evac-play")
    expect(page.locator(".evac-news")).to_contain_text("东门口的烟")
    assert page.evaluate(PIXELS) != before
    page.locator(".evac-play").evaluate(PAUSE)
    expect(page.locator(".evac-play")).to_have_text("播放")
    page.focus(".evac-controls input")
    page.keyboard.press("End")
    expect(page.locator(".evac-counts")).to_contain_text("里面还有 0 人")
    page.click("text=用表格看")
    rows = page.locator(".evac-table tbody tr")
    expect(rows.first).to_contain_text("36")
    expect(rows.last.locator("td").first).to_have_text("0")


def test_it_is_for_everybody(show: Show) -> None:
    page = show("evacuation_map", SPEC).page
    page.set_viewport_size(NARROW)
    expect(page.locator(".evac-counts")).to_contain_text("里面还有")
    assert [*faults_by_day_and_night(page), *too_wide(page)] == []
