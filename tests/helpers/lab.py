"""JupyterLab's own words about its kernels."""

from __future__ import annotations

from playwright.sync_api import Page, expect

__all__ = ["until_idle"]


def until_idle(page: Page) -> None:
    """Until the status bar says that the open notebook's kernel is there and at rest; the toolbar says so too early."""
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| 空闲")
