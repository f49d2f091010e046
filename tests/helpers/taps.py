"""What a finger does on a screen that asks back."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

__all__ = ["confirm"]

BOTH = "(button) => { button.click(); const asked = button.textContent; button.click(); return asked; }"


def confirm(button: Locator) -> str:
    """Both taps on a button that asks first; what it asked. In one breath, for it asks for a few seconds only."""
    expect(button).to_be_enabled()
    return str(button.evaluate(BOTH))
