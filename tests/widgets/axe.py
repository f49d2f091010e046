"""WCAG 2.2 AA as axe sees it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
# a colour on its way to another is neither: axe looks once every transition has arrived
SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})))"""


def faults(page: Page, options: dict[str, Any] = RULES) -> list[str]:
    """What axe finds wrong, one line a finding with the elements it means."""
    page.evaluate(SETTLED)
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]


def faults_by_day_and_night(page: Page) -> list[str]:
    """What axe finds in the light page, and in the dark one, which differs by its colours alone."""
    found = []
    for scheme, options in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme}: {fault}" for fault in faults(page, options)]
    return found


def too_wide(page: Page) -> list[str]:
    """By how much the page scrolls sideways, if it does."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
