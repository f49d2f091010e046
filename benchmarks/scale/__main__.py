"""``python -m benchmarks.scale``: lay both sites, ask everything, print the table; 1 if a bound is crossed."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import psutil
from sqlalchemy.orm import Session

from anpei import clock
from anpei.database import Database
from anpei.exercises import rollcall
from benchmarks import crowd
from benchmarks.scale.pages import PAGES, Page
from tests.helpers.platform import Platform, make_site, start

FEW, MANY = 60, 10_000
TIMES = 8
MOST_MS, MOST_BYTES = 100, 200_000
QUIET = 0.1
"""Seconds of CPU a second, with which a platform counts as doing nothing."""
GROWTH, MARGIN_MS = 2, 10
"""With ten thousand a page may cost twice what it costs with sixty, and as many milliseconds more."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU and bytes on the wire of one page."""

    cpu: float
    size: int


def call_roll(db: Database, people: int) -> int:
    """A roll call of everybody with one point, a third of them seen, and another one that is over."""
    point = db.write(lambda s: rollcall.add_point(s, "东门停车场", "")).result()
    with db.read() as session:
        points, expected = rollcall.gathered(session, rollcall.everybody(session))
    begin = partial(rollcall.start, db, kind="test", by="D3001", points=points, expected=expected, run_id=None)
    before = clock.now() - clock.DAY
    over = begin(now=before)
    db.write(lambda s: rollcall.finish(s, over, by="D3001", note="", now=before + clock.HOUR)).result()
    roll = begin(now=clock.now())

    def seen(session: Session) -> None:
        for which in range(2, people // 3):
            rollcall.check(session, roll, point.id, crowd.number(which), "present", "D3001", f"u{which}", clock.now())

    db.write(seen).result()
    return roll


def spent(platform: Platform) -> float:
    """Seconds of CPU that the platform's processes have used so far, those that are over included."""
    top = psutil.Process(platform.process.pid)
    times = [each.cpu_times() for each in (top, *top.children(recursive=True))]
    return sum(each.user + each.system for each in times) + times[0].children_user + times[0].children_system


def cost(platform: Platform, client: httpx.Client, page: Page, roll: int, idle: float) -> Cost:
    """What one page costs, when the first look at it is over: templates are read and lists are known."""
    answer = page.ask(client, roll)
    assert answer.status_code == 200, f"{page.name}: {answer.status_code} {answer.text[:200]}"
    used, begun = spent(platform), time.monotonic()
    sizes = [page.ask(client, roll).num_bytes_downloaded for _ in range(TIMES)]
    beside = idle * (time.monotonic() - begun)
    return Cost(max(0.0, spent(platform) - used - beside) / TIMES * 1000, max(sizes))


def visitor(platform: Platform, cookie: str) -> httpx.Client:
    headers = {"Cookie": cookie, "X-XSRFToken": crowd.XSRF}
    return httpx.Client(base_url=platform.base, headers=headers, timeout=60, trust_env=False)


def settled(platform: Platform) -> float:
    """Wait until what was read for the first pages is read, for a minute at most; what the platform uses then."""
    for _ in range(60):
        if (idle := idleness(platform, 1)) < QUIET:
            break
    return min(idle, idleness(platform))


def idleness(platform: Platform, seconds: float = 5) -> float:
    """Seconds of CPU per second that the platform uses while nobody asks anything."""
    used = spent(platform)
    time.sleep(seconds)
    return (spent(platform) - used) / seconds


def costs(people: int, folder: Path) -> dict[str, Cost]:
    """What every page costs on a site of so many people."""
    site = make_site(folder)
    crowd.lay(site, people)
    with Database(site.database_url) as db:
        roll = call_roll(db, people)
        cookies = {page.who: crowd.cookie(site, db, page.who) for page in PAGES}
    platform = start(site, "--no-lab")
    try:
        clients = {who: visitor(platform, cookies[who]) for who in cookies}
        for page in PAGES:
            page.ask(clients[page.who], roll)
        idle = settled(platform)
        return {f"{page.who} {page.name}": cost(platform, clients[page.who], page, roll, idle) for page in PAGES}
    finally:
        platform.stop()


def judged(few: Cost, many: Cost) -> str:
    """What is wrong with a page; nothing for one that is as it should be."""
    wrong = []
    if many.cpu > MOST_MS:
        wrong.append(f"over {MOST_MS} ms")
    if many.size > MOST_BYTES:
        wrong.append(f"over {MOST_BYTES // 1000} kB")
    if many.cpu > GROWTH * few.cpu + MARGIN_MS:
        wrong.append(f"grows: over {GROWTH} × {few.cpu:.0f} + {MARGIN_MS} ms")
    return ", ".join(wrong)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="anpei-scale-") as folder:
        few = costs(FEW, Path(folder) / "few")
        many = costs(MANY, Path(folder) / "many")
    print(f"{'who and what':<44}{FEW:>8}{MANY:>14} people, ms of CPU and kB")
    bad = 0
    for name, cost in many.items():
        wrong = judged(few[name], cost)
        bad += bool(wrong)
        size = f"{few[name].size / 1000:.0f} kB → {cost.size / 1000:.0f} kB"
        print(f"{name:<44}{few[name].cpu:>8.1f}{cost.cpu:>14.1f}   {size:<18}{wrong}")
    print(f"{bad} of {len(many)} cross a bound" if bad else f"all {len(many)} stay flat")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
