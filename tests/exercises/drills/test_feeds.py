"""What a process keeps in mind of the runs it follows: the ones that go on, and a few that are over."""

from __future__ import annotations

from anpei.database import Database
from anpei.exercises.runs import Feeds, Seat, act, create, join
from anpei.exercises.runs.feed import KEPT
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.conftest import NOW
from tests.helpers.processes import run_apart


def over(db: Database, script: CompiledScenario, number: int) -> int:
    """A run that was begun and stopped."""
    seat = Seat(f"k-{number}", "", tuple(script.roles))
    run = db.write(lambda s: create(s, script, [seat], by="D1", origin="director", seed="s", now=NOW)).result()
    db.write(lambda s: join(s, run, person=f"P{number}", name="甲", device=f"k-{number}", now=NOW)).result()
    db.write(lambda s: act(s, run, director="D1", uuid="x", action="stop", what={}, now=NOW)).result()
    return run


def test_ended_runs_are_forgotten_but_for_a_few(db: Database, script: CompiledScenario) -> None:
    feeds = Feeds(db, lambda: NOW)
    for run in [over(db, script, number) for number in range(KEPT + 4)]:
        assert feeds.get(run).state.status == "ended"
    assert len(feeds) == KEPT


def test_a_run_that_ends_while_watched_is_kept_only_with_the_others(
    db: Database, script: CompiledScenario, run: int
) -> None:
    async def watched() -> int:
        feeds = Feeds(db, lambda: NOW)
        feed = feeds.get(run)
        feed.watchers += 1
        await db.awrite(lambda s: act(s, run, director="D1", uuid="x", action="stop", what={}, now=NOW))
        while feed.state.status != "ended":
            await feed.after(feed.state.seq, 1)
        feed.watchers -= 1
        for number in range(KEPT + 1):
            feeds.get(over(db, script, number))
        return len(feeds)

    assert run_apart(watched()) == KEPT
