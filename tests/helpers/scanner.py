"""A badge scanner as one is plugged in: to the browser it is a keyboard, with a pace that no fingers have."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page

__all__ = ["scan"]

EVERY = 0.005
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}


def scan(page: Page, code: str) -> None:
    """Every digit, then Enter. The keys bear the scanner's own times, whatever the pace of this machine."""
    browser, at = page.context.new_cdp_session(page), time.time()
    keys = [{"key": digit, "code": f"Digit{digit}", "windowsVirtualKeyCode": ord(digit)} for digit in code]
    for number, key in enumerate([*keys, ENTER]):
        text: dict[str, Any] = {"text": "\r" if key is ENTER else key["key"]}
        when = {"timestamp": at + number * EVERY}
        browser.send("Input.dispatchKeyEvent", {"type": "keyDown", **key, **text, **when})
        browser.send("Input.dispatchKeyEvent", {"type": "keyUp", **key, **when})
    browser.detach()
