"""The drill calendar as an Excel sheet and as a calendar file for phones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from anpei import clock
from anpei.cells import harmless
from anpei.server.core.workbooks import begun, saved

__all__ = ["ics", "xlsx"]

HEADS = ("演练要求", "预案", "频次", "上次", "下次截止", "状态", "报送", "依据", "依据状态", "说明")
WIDTHS = (28, 28, 20, 14, 14, 10, 10, 30, 10, 40)
FOLD = 73


def xlsx(slots: Sequence[dict[str, Any]], enterprise: str, now: int, zone: str) -> bytes:
    """One row a duty."""
    book, sheet = begun("演练日历", f"{enterprise} 演练日历（{clock.show_date(now, zone)}）", HEADS, WIDTHS)
    for slot in slots:
        last = clock.show_date(slot["last"].when, zone) if slot["last"] else ""
        due = clock.show_date(slot["due"], zone) if slot["due"] else ""
        row = (slot["title"], slot["plans"], slot["every"], last, due, slot["word"], _filing(slot), slot["basis"],
               "待核" if slot["doubt"] else "现行", " ".join(filter(None, [slot["own"], slot["note"]])))  # fmt: skip
        sheet.append([harmless(text) for text in row])
    return saved(book)


def _filing(slot: dict[str, Any]) -> str:
    return f"{slot['filing']} {len(slot['unfiled'])} 次" if slot["unfiled"] else str(slot["filing"])


def ics(slots: Sequence[dict[str, Any]], enterprise: str, now: int, zone: str) -> bytes:
    """All-day events on the days by which something is due, each with a reminder two weeks before."""
    stamp = datetime.fromtimestamp(now / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Anpei//Drills//ZH",
        f"X-WR-CALNAME:{_plain(enterprise)} 演练日历",
    ]
    for slot in slots:
        if slot["due"]:
            day = clock.local(slot["due"], zone).strftime("%Y%m%d")
            lines += [
                "BEGIN:VEVENT", f"UID:{slot['id']}@anpei", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day}",
                f"SUMMARY:{_plain('演练截止：' + slot['plans'])}",
                f"DESCRIPTION:{_plain(slot['title'] + '，' + slot['every'] + '。依据：' + slot['basis'])}",
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P14D", f"DESCRIPTION:{_plain(slot['title'])}", "END:VALARM",
                "END:VEVENT",
            ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _plain(text: str) -> str:
    for char, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(char, escaped)
    return text


def _folded(line: str) -> list[str]:
    """Lines of at most 75 bytes, never cut inside a character."""
    parts, part = [], ""
    for char in line:
        if len((part + char).encode()) > FOLD:
            parts.append(part)
            part = " "
        part += char
    return [*parts, part]
