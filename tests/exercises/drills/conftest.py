"""The shipped scenario, the register of laws, and a run in a real database."""

from __future__ import annotations

import pytest

from anpei import laws
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.exercises.runs import Seat, create, join
from anpei.exercises.scenarios import CompiledScenario, load
from tests.exercises.drills.plays import PERSON

NOW = 1_800_000_000_000
KIOSK = "k-1"


@pytest.fixture(scope="session")
def shelves() -> Shelves:
    return Shelves([bundled()])


@pytest.fixture(scope="session")
def registry(shelves: Shelves) -> laws.Registry:
    return laws.load(shelves)[0]


@pytest.fixture(scope="session")
def script(shelves: Shelves) -> CompiledScenario:
    return load(shelves).get("workshop-fire")


@pytest.fixture
def run(db: Database, script: CompiledScenario) -> int:
    """A solo run of one person at one kiosk, begun at NOW."""
    seat = Seat(KIOSK, PERSON, tuple(script.roles))

    def begin(session: object) -> int:
        number = create(session, script, [seat], by=PERSON, origin="self", seed="seed", now=NOW)  # type: ignore[arg-type]
        join(session, number, person=PERSON, name="林晓岚", device=KIOSK, now=NOW)  # type: ignore[arg-type]
        return number

    return db.write(begin).result()
