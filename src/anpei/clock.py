"""Time is an integer of milliseconds since 1970 UTC everywhere; only what people read becomes local.

Local is where the enterprise is (``[site] timezone``), never where the server, the browser or this code was made: so
every function that turns a moment into a day asks for the zone.
"""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["DAY", "HOUR", "MINUTE", "SECOND", "day", "local", "now", "show", "show_date", "span", "stretch"]

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now() -> int:
    """The server's clock, ms since 1970 UTC. The only place that asks for the time."""
    return time.time_ns() // 1_000_000


def local(ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


def day(ms: int, zone: str) -> date:
    """The calendar day of a moment."""
    return local(ms, zone).date()


def show(ms: int, zone: str) -> str:
    """``11月23日 20:52``, with the year when it isn't obvious from context left to :func:`show_date`."""
    at = local(ms, zone)
    return f"{at.month}月{at.day}日 {at:%H:%M}"


def show_date(ms: int, zone: str) -> str:
    return written(day(ms, zone))


def written(day: date) -> str:
    """A date as it stands in a text: 2021年4月29日."""
    return f"{day.year}年{day.month}月{day.day}日"


def stretch(ms: int) -> str:
    """A run's time as ``03:07``; an hour and more in minutes, too."""
    seconds = max(0, ms) // SECOND
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def span(ms: int) -> str:
    """A length of time in words: ``45 秒``, ``12 分钟``, ``3 小时 5 分钟``, ``2 天``."""
    if ms < MINUTE:
        return f"{max(0, ms) // SECOND} 秒"
    if ms < HOUR:
        return f"{ms // MINUTE} 分钟"
    if ms < DAY:
        minutes = ms % HOUR // MINUTE
        return f"{ms // HOUR} 小时" + (f" {minutes} 分钟" if minutes else "")
    return f"{ms // DAY} 天"
