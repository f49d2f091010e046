"""WCAG 2.2 AA as axe sees it."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page

# what passed is not asked for: to write it down costs more than to look
_BRIEF: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], **_BRIEF}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **_BRIEF}
LOOK = """async (options) => {
  await Promise.all(document.getAnimations()
    .filter((one) => one instanceof CSSTransition).map((one) => one.finished.catch(() => {})));
  const found = (await axe.run(options)).violations;
  const html = (fault) => fault.nodes.slice(0, 3).map((node) => node.html.slice(0, 120));
  return found.map((fault) => `${fault.id}: ${fault.help} ${JSON.stringify(html(fault))}`);
}"""

LAYOUT = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}, **_BRIEF}
PHONE: Any = {"width": 390, "height": 844}
DESK: Any = {"width": 1280, "height": 800}
NARROW: Any = {"width": 320, "height": 844}
SMALL = """all => all
  .filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44))
  .map((one) => `under 44 px: ${one.outerHTML}`)"""


def faults(page: Page | Frame, options: dict[str, Any] = RULES) -> list[str]:
    """What axe finds wrong, one line a finding with the elements it means."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(LOOK, options)
    return found


AT_REST = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished.catch(() => {})))"""


def in_theme(page: Page, scheme: str) -> None:
    """The page as it stands on a light or dark device, once its colours have come to rest."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("(scheme) => { document.documentElement.dataset.theme = scheme }", scheme)
    page.evaluate(AT_REST)


def faults_by_day_and_night(page: Page) -> list[str]:
    """What axe finds in the light page, and in the dark one, which differs by its colours alone."""
    found = []
    for scheme, options in (("light", RULES), ("dark", COLOURS)):
        in_theme(page, scheme)
        found += [f"{scheme}: {fault}" for fault in faults(page, options)]
    return found


def faults_on_phone_and_desk(page: Page, by_night: dict[str, Any] = RULES) -> list[str]:
    """What is wrong with a page on a phone by day and on a desk by night, the two looks that cover all four."""
    found = []
    for name, size, scheme, options in (("phone", PHONE, "light", RULES), ("desk", DESK, "dark", by_night)):
        page.set_viewport_size(size)
        in_theme(page, scheme)
        found += [f"{name}, {scheme}: {fault}" for fault in [*faults(page, options), *too_wide(page)]]
    return found


def too_wide(page: Page) -> list[str]:
    """By how much the page scrolls sideways, if it does."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []


def too_small(page: Page, labels: str = "label") -> list[str]:
    """The widget's controls that a thumb can't hit, where colours are forced and borders drawn."""
    page.emulate_media(forced_colors="active")
    controls = f"#place :is(button, {labels}, summary, select, input[type=number], input[type=range])"
    small: list[str] = page.eval_on_selector_all(controls, SMALL)
    page.emulate_media(forced_colors="none")
    return small


def unfit(page: Page, labels: str = "label") -> list[str]:
    """Why the widget as it stands is not for everybody: what axe finds by day and night, its width, its controls."""
    return [*faults_by_day_and_night(page), *too_wide(page), *too_small(page, labels)]
