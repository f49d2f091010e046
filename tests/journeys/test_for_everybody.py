"""The pages that Jupyter draws are for everybody, too: axe finds nothing on a live chapter, in light and dark."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Enterprise
from tests.widgets.axe import DESK, PHONE, RULES, faults, faults_on_phone_and_desk, in_theme

PART = {**RULES, "rules": {"page-has-heading-one": {"enabled": False}}}  # the page around it has one


def test_a_live_chapter(enterprise: Enterprise) -> None:
    page = enterprise.sit_down("E1004")
    page.goto(enterprise.url("courses/fire-escape/03-smoke"))
    page.locator(".live-part").scroll_into_view_if_needed()
    expect(page.frame_locator(".live-frame").locator(".anpei-smoke_layer")).to_be_visible()
    assert faults_on_phone_and_desk(page) == []
    (part,) = [frame for frame in page.frames if "/part/" in frame.url]  # axe looks into no frame by itself
    for size, scheme in ((PHONE, "light"), (DESK, "dark")):
        page.set_viewport_size(size)
        in_theme(page, scheme)
        part.wait_for_function("scheme => document.documentElement.dataset.theme === scheme", arg=scheme)
        assert faults(part, PART) == []
