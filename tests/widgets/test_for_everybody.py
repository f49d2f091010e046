"""Every widget for everybody: axe, light and dark, a narrow screen, no motion, forced colours."""

from __future__ import annotations

from typing import Any

import anpei_widgets as aw
import pytest

from tests.widgets.axe import faults_by_day_and_night, too_wide
from tests.widgets.conftest import Show
from tests.widgets.examples import EVERY, REVIEW, SINGLE

ALL = [
    *EVERY,
    ("risk_matrix", aw.risk_matrix().spec),
    ("risk_matrix", aw.risk_matrix("lec").spec),
    ("choice", {**SINGLE, "mode": "review", "review": REVIEW, "value": "b"}),
]
NAMES = [f"{name}-{i}" for i, (name, _) in enumerate(ALL)]

SMALL = """all => all
  .filter((button) => button.offsetParent && (button.offsetHeight < 44 || button.offsetWidth < 36))
  .map((button) => button.outerHTML)"""


@pytest.mark.parametrize(("name", "spec"), ALL, ids=NAMES)
def test_a_widget_is_for_everybody(show: Show, name: str, spec: dict[str, Any]) -> None:
    page = show(name, spec).page
    assert faults_by_day_and_night(page) == []
    assert page.eval_on_selector_all("#place button", SMALL) == []
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []
