"""Every widget for everybody: axe, light and dark, a narrow screen, no motion, forced colours."""

from __future__ import annotations

from typing import Any, Literal

import anpei_widgets as aw
import pytest
from playwright.sync_api import Browser

from tests.widgets.axe import faults
from tests.widgets.conftest import Show
from tests.widgets.examples import EVERY, REVIEW, SINGLE

ALL = [
    *EVERY,
    ("risk_matrix", aw.risk_matrix().spec),
    ("risk_matrix", aw.risk_matrix("lec").spec),
    ("choice", {**SINGLE, "mode": "review", "review": REVIEW, "value": "b"}),
]
NAMES = [f"{name}-{i}" for i, (name, _) in enumerate(ALL)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "spec"), ALL, ids=NAMES)
def test_axe_finds_nothing(
    show: Show, browser: Browser, name: str, spec: dict[str, Any], scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, locale="zh-CN")
    shown = show(name, spec, on=context.new_page())
    found = faults(shown.page)
    context.close()
    assert found == []


@pytest.mark.parametrize(("name", "spec"), ALL, ids=NAMES)
def test_nothing_scrolls_sideways_at_320(show: Show, browser: Browser, name: str, spec: dict[str, Any]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, forced_colors="active", locale="zh-CN")
    shown = show(name, spec, on=context.new_page())
    over = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert over <= 0


@pytest.mark.parametrize(("name", "spec"), ALL, ids=NAMES)
def test_every_control_has_a_size_for_a_thumb(show: Show, name: str, spec: dict[str, Any]) -> None:
    shown = show(name, spec)
    small = shown.page.eval_on_selector_all(
        "#place button",
        "all => all.filter(b => b.offsetParent && (b.offsetHeight < 44 || b.offsetWidth < 36)).map(b => b.outerHTML)",
    )
    assert small == []
