"""WCAG 2.2 AA as axe sees it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# a colour on its way to another is neither: axe looks once every transition has arrived
SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})))"""


def faults(page: Page) -> list[str]:
    """What axe finds wrong, one line a finding with the elements it means."""
    page.evaluate(SETTLED)
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {v['help']} {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
