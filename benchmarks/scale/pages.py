"""What is asked of the platform, and by whom: every page and call that is about more than one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import httpx

from benchmarks import crowd

__all__ = ["PAGES", "Page"]

LEARNER, TRAINER, DIRECTOR, ADMIN = "P000001", crowd.TRAINER, "D3001", "A9001"
Ask = Callable[[httpx.Client, int], httpx.Response]


@dataclass(frozen=True)
class Page:
    """A name for the table, who asks, and how; the number is the roll call's."""

    name: str
    who: str
    ask: Ask


def get(who: str, path: str) -> Page:
    return Page(path, who, lambda client, roll: client.get(path.format(roll=roll)))


def ticked(client: httpx.Client, roll: int) -> int:
    """A warden ticks somebody; the number of the entry."""
    fact = {"uuid": uuid4().hex, "point": "1", "person": LEARNER, "state": "present", "note": ""}
    return int(client.post(f"api/musters/{roll}/checks", json=fact).raise_for_status().json()["seq"])


def tick(client: httpx.Client, roll: int) -> httpx.Response:
    """A screen that has everything else asks what is new after a tick."""
    return client.get(f"api/musters/{roll}", params={"seq": ticked(client, roll) - 1})


def unchanged(client: httpx.Client, roll: int) -> httpx.Response:
    """A screen that has the tick already asks again."""
    return client.get(f"api/musters/{roll}", params={"seq": ticked(client, roll)})


PAGES = (
    get(LEARNER, "my"),
    get(LEARNER, f"courses/{crowd.COURSE}"),
    get(TRAINER, "board"),
    get(TRAINER, "board?status=逾期"),
    get(TRAINER, "board?q=00001"),
    get(TRAINER, "board/hours"),
    get(TRAINER, "board/assign"),
    get(TRAINER, "board/reviews"),
    get(TRAINER, f"record/{LEARNER}"),
    get(TRAINER, "api/people?q=00001"),
    get(ADMIN, "admin"),
    get(ADMIN, "admin?q=00001"),
    get(DIRECTOR, "api/drills/runs"),
    get(DIRECTOR, "drills"),
    get(DIRECTOR, "drills/actions"),
    get(DIRECTOR, "drills/calendar"),
    get(DIRECTOR, "drills/archive"),
    get(DIRECTOR, "evaluate"),
    get(DIRECTOR, "visitors"),
    get(DIRECTOR, "musters"),
    get(DIRECTOR, "muster/{roll}"),
    get(DIRECTOR, "muster/{roll}/1"),
    Page("a tick and the news of it", DIRECTOR, tick),
    Page("a tick and no news of it", DIRECTOR, unchanged),
)
