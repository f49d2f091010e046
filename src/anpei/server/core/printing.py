"""Sheets to print, badges and PIN letters: one HTML document that needs nothing else, so it can be a file too."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import segno
from markupsafe import Markup

from anpei import clock, colours, staff
from anpei.server.core.templates import template

__all__ = ["PIN_ADVICE", "badge_sheet", "pin_letters", "qr_svg"]

PIN_ADVICE = "登录网页后，可以在“修改密码”里换成自己记得住的 PIN 码。"


def qr_svg(text: str, title: str) -> Markup:
    """A QR code as inline SVG, dark on white in every theme, named for those who can't see it."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        buffer, kind="svg", border=3, dark=colours.INK, light=colours.WHITE, xmldecl=False, svgns=True, omitsize=True,
        title=title,
    )  # fmt: skip
    return Markup(buffer.getvalue().decode())  # noqa: S704 # segno's own drawing, which escapes the title


def badge_sheet(badges: Sequence[staff.Badge], site: str, *, script: str = "", back: str = "") -> str:
    """A4 pages of ten badges; ``script`` and ``back`` are addresses, only where a server shows the sheet."""
    cards = [(badge, qr_svg(badge.code, f"{badge.name}的胸卡")) for badge in badges]
    return template("staff/badge-sheet.html").render(cards=cards, site=site, script=script, back=back)


def pin_letters(
    people: Sequence[staff.Person], pins: Mapping[str, str], site: str, *, now: int, zone: str, script: str, back: str
) -> str:
    """One letter per person with a fold over the PIN; shown this once."""
    letters = [(person, pins[person.staff_no]) for person in people if person.staff_no in pins]
    day = clock.local(now, zone).strftime("%Y-%m-%d")
    return template("staff/pin-letters.html").render(
        letters=letters, site=site, zone=zone, day=day, advice=PIN_ADVICE, script=script, back=back
    )
