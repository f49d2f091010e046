"""A drill played to its end in a real database: everything best, except what the test wants missed."""

from __future__ import annotations

from collections.abc import Mapping

from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises import runs, scenarios
from anpei.exercises.runs import Seat
from anpei.exercises.scenarios import CompiledScenario
from anpei.taps import Tap

NOW = 1_800_000_000_000
DEVICE, PERSON, NAME = "k-1", "E1001", "林晓岚"
STEP = 1_000


def the_script(slug: str = "workshop-fire") -> CompiledScenario:
    return scenarios.load(Shelves([bundled()])).get(slug)


def play(
    db: Database,
    script: CompiledScenario,
    *,
    missed: Mapping[str, str] | None = None,
    signed: bool = True,
    now: int = NOW,
    person: tuple[str, str] = (PERSON, NAME),
    director: str = "D3001",
    device: str = DEVICE,
    mate: tuple[str, str] | None = None,
) -> int:
    """The run's number. ``missed`` maps a node to what is chosen instead: ``worst``, or ``late`` for nothing at all.

    The person has every role and decides everything; a mate has one role, too, and is there to the end.
    """
    missed = missed or {}
    staff_no, name = person
    seats = [Seat(device, staff_no, tuple(script.roles))]
    seats += [Seat(f"{device}-mate", mate[0], tuple(script.roles)[-1:])] if mate else []

    def begin(session: object) -> int:
        number = runs.create(session, script, seats, by=director, origin="director", seed="seed", now=now)
        runs.join(session, number, person=staff_no, name=name, device=device, now=now)
        if mate:
            runs.join(session, number, person=mate[0], name=mate[1], device=f"{device}-mate", now=now)
        return number

    run = db.write(begin).result()
    at = now
    while True:
        with db.read() as session:
            story = runs.run_record(session, run)
        if story.state.status == "ended":
            break
        node = next((n for n in story.state.open_nodes() if missed.get(n) != "late"), "")
        at += (4 if node else 12) * STEP
        if node:
            _choose(db, script, story, run, node, missed, at, staff_no, device)
        else:
            db.write(lambda s, at=at: runs.tick(s, run, at)).result()
    if signed:
        db.write(lambda s: runs.sign(s, run, by=director, name="郑指挥", path="", remark="", now=at + STEP)).result()
    return run


def _choose(
    db: Database, script: CompiledScenario, story: runs.RunRecord, run: int, node: str, missed: Mapping[str, str],
    at: int, staff_no: str, device: str,
) -> None:  # fmt: skip
    options = {option.id: option for option in script.nodes[node].options}
    worst = min(options.values(), key=lambda o: (not o.forbidden, o.score)).id
    chosen = worst if missed.get(node) == "worst" else script.nodes[node].best.id
    letter = "abcd"[story.state.nodes[node].order.index(chosen)]
    sent = runs.SentDecision(Tap(staff_no, staff_no, f"u{run}{node}", at), device, node, letter, elapsed=4000)
    db.write(lambda s: runs.decide(s, run, sent)).result()
