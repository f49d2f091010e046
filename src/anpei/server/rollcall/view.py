"""A roll call as the screens that follow it are told: everything once, then what changed since the number they have.

A screen that applies one :func:`changed` after the other to its first :func:`head` and :func:`people` knows what it
would be told anew (``applied`` in the widget's ``rules.js``). So it may miss as many as it likes, ask another server
process, or find the server started again: the number it has says all that is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from anpei.exercises import rollcall

__all__ = ["changed", "head", "people", "since", "version"]

MISSED = 500
"""Entries a screen may have missed before the whole list is quicker to send."""
NOBODY_SAW = {"group": "staff", "state": "missing"}
"""What is not said of somebody, because it is so of most at the alarm."""


def version(head: rollcall.RollCallHead) -> int:
    """The number of the newest entry, negative once the roll call has ended: what a screen says it has."""
    return head.seq if head.ended is None else -head.seq


def since(asked: str, newest: int) -> int | None:
    """The number after which a screen wants the news; None where the whole is better: nothing known, too much missed,
    or a number that isn't there any more, because the site was restored from a backup."""
    number = asked.removeprefix("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return int(number) if newest - MISSED <= int(number) <= newest else None


def head(news: rollcall.RollCallNews, log: Sequence[rollcall.RollCallLine], calls: bool) -> dict[str, Any]:
    """All but the people; who doesn't call the roll gets no log."""
    told = news.head
    return {
        "id": told.muster_id,
        "kind": told.kind,
        "title": told.title,
        "of": told.of,
        "started": told.started,
        "run": told.run_id,
        "points": [asdict(point) for point in told.points],
        **_changing(news),
        "log": [asdict(line) for line in log] if calls else [],
    }


def changed(news: rollcall.RollCallNews, since: int, calls: bool) -> dict[str, Any]:
    """What a screen that has the entry ``since`` doesn't know yet."""
    log = [asdict(line) for line in news.lines] if calls else []
    return {"since": since, **_changing(news), "log": log, "people": people(news, calls)}


def _changing(news: rollcall.RollCallNews) -> dict[str, Any]:
    """What may change at any time and is short."""
    return {
        "seq": version(news.head),
        "ended": news.head.ended,
        "note": news.head.note,
        "expected": news.summary.expected,
        "accounted": news.summary.expected - news.summary.missing,
        "wardens": [asdict(warden) for warden in news.wardens],
        "times": asdict(news.summary.times),
    }


def people(news: rollcall.RollCallNews, phones: bool) -> list[dict[str, Any]]:
    """Each with what isn't so of most of them; phones are for who calls the roll."""
    return [_person(status, phones) for status in news.people]


def _person(status: rollcall.Status, phones: bool) -> dict[str, Any]:
    who = status.who
    told = {
        "key": who.key, "name": who.name, "place": who.place, "group": who.group, "post": who.post,
        "phone": who.phone if phones else "", "state": status.state, "at": status.at, "points": status.points,
        "note": status.note,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value and value != NOBODY_SAW.get(name)}
