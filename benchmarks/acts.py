"""What single acts cost that everybody pays for: who asks, what a request says, what an exam draws.

Each in this process, over a crowd, in microseconds of CPU: the median of several rounds.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from anpei import attempts, bank, clock, papers, staff
from anpei.database import Database
from anpei.server.core.requests import from_json
from anpei.server.exams.api import AnswerRequest
from benchmarks import crowd
from benchmarks.frame import Row, median, save
from tests.helpers.platform import make_site

PEOPLE, ITEMS, ROUNDS = 10_000, 5000, 7


def cost(act: Callable[[], Any], times: int) -> float:
    """µs of CPU of one act."""
    act()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        for _ in range(times):
            act()
        rounds.append((time.process_time() - begun) / times * 1e6)
    return round(median(rounds), 1)


def grown(items: bank.Bank, count: int) -> bank.Bank:
    """The same bank with copies of its items under other numbers, until there are so many."""
    known, more = list(items.items.values()), dict(items.items)
    for number in range(count - len(known)):
        item = known[number % len(known)]
        name = f"{item.item_id}-{number:04d}"
        more[name] = item.model_copy(update={"item_id": name})
    return replace(items, items=more)


def run(*, quick: bool) -> None:
    people, count = (1000, 1000) if quick else (PEOPLE, ITEMS)
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder) / "site")
        crowd.lay(site, people)
        items = bank.load(site.shelves)
        large, paper = grown(items, count), papers.load(site.shelves, items).papers[crowd.PAPER]
        body = json.dumps({"uuid": "x" * 32, "base": 3, "value": ["a", "c"]}).encode()
        with Database(site.database_url) as db, db.read() as session:
            lookup, who = staff.StaffLookup(db), crowd.number(9)
            login = db.write(
                partial(staff.begin_login, staff_no=who, browser="", address="", now=clock.now(), days=7)
            ).result()
            person = staff.find(session, who)
            assert person is not None
            secret = site.secret("draw")

            def draw(of: bank.Bank) -> attempts.PreparedDraw | None:
                return attempts.prepare(session, paper, of, person, secret)

            found = {
                "identity": cost(lambda: lookup.signed_in(login), 500),
                "request": cost(lambda: from_json(body, AnswerRequest), 500),
                "draw": cost(lambda: draw(items), 20),
                "draw_large": cost(lambda: draw(large), 20),
            }
    rows = [
        Row(
            "who asks: a signed-in person's row, by the token of the login",
            "",
            f"{found['identity']:.0f} µs",
            "",
            "≤ 30 µs",
        ),
        Row("what a request says: an answer's JSON, cleaned and checked", "", f"{found['request']:.0f} µs", ""),
        Row(f"an exam of 21 questions drawn from {len(items.items)} items", "", f"{found['draw'] / 1000:.1f} ms", ""),
        Row(
            f"the same from {count}, before the writer is asked",
            "",
            f"{found['draw_large'] / 1000:.1f} ms",
            f"{found['draw_large'] / found['draw']:.1f} ×",
            "≤ 5 ms",
        ),
    ]
    print(found)
    save("acts", f"Single acts, CPU, {people} people on the roster", rows, found)
