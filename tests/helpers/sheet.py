"""What an evaluator does with a form, and anybody with a field to sign in."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

__all__ = ["camera_picture", "opened", "rate", "saved", "sign", "write_name"]


def rate(page: Page, text: str, word: str) -> None:
    """Rate an item, also one whose question hasn't come yet."""
    item = page.locator(".evaluator-item", has_text=text)
    opened(item)
    item.get_by_role("button", name=word, exact=True).click()


def opened(item: Locator) -> None:
    """Open an item before its question does; in one go, for the question may come meanwhile."""
    item.locator(".evaluator-early").evaluate("(early) => early.hidden || early.click()")


def saved(page: Page) -> None:
    expect(page.locator(".outbox-line")).to_have_attribute("data-tone", "ok")


def sign(page: Page) -> None:
    page.click(".evaluator-signed .evaluator-sign")
    write_name(page, ".evaluator-dialog")
    page.click(".evaluator-dialog .is-primary")


def write_name(page: Page, dialog: str) -> None:
    """A zigzag on the dialog's pad, which is as good as a name."""
    box = page.locator(f"{dialog} .anpei-pad").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 20 + step * 20, box["y"] + 60 + step % 3 * 15)
    page.mouse.up()


def camera_picture(path: Path) -> Path:
    """What a camera gives: large, lying on its side, with notes."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SECRET-CAMERA", 6
    out = io.BytesIO()
    Image.linear_gradient("L").resize((3200, 2400)).convert("RGB").save(out, "JPEG", exif=exif)
    path.write_bytes(out.getvalue())
    return path
