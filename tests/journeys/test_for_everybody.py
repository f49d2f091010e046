"""The pages that Jupyter draws are for everybody, too: axe finds nothing on a live chapter, in light and dark."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Enterprise
from tests.widgets.axe import faults_on_phone_and_desk


def test_a_live_chapter(enterprise: Enterprise) -> None:
    page = enterprise.sit_down("E1004")
    page.goto(enterprise.url("courses/fire-escape/03-smoke"))
    assert faults_on_phone_and_desk(page) == []
    page.goto(enterprise.url("live/fire-escape/03-smoke?frame=1"))  # axe looks into no frame
    expect(page.locator(".anpei-smoke_layer")).to_be_visible()
    assert faults_on_phone_and_desk(page) == []
