"""A database with people, a paper assigned to all of them, and short words for sitting it."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import attempts, bank, grading, papers, plans, records, staff
from anpei.attempts.tables import AttemptRow
from anpei.clock import DAY
from anpei.database import Base, Database
from anpei.papers import ReviewPolicy
from tests.helpers import databases, quiz_shelf

NOW = 1_795_000_000_000
ZONE = "Asia/Shanghai"
SECRET = b"s" * 32
ROSTER = """工号,姓名,部门,岗位
E1,林晓岚,生产部,机长
E2,周启明,生产部,司机
E3,阿依古丽,仓储部,司机
T1,沈知行,安环部,培训师
"""
ROOMS = ("staff", "plans", "attempts", "records")


def new_database(folder: Path) -> Database:
    """An empty database with the tables of the rooms below the bridges, and four people."""
    for room in ROOMS:
        importlib.import_module(f"anpei.{room}.tables")
    db = Database(databases.url_in(folder))
    Base.metadata.create_all(db.engine)
    roster = staff.read_roster(ROSTER.encode())
    records.import_roster(db, roster, now=NOW)
    return db


@dataclass
class Exam:
    """One paper (``quiz``), its bank, and a database in which everybody has to sit it within a week."""

    db: Database
    paper: papers.Paper
    bank: bank.Bank
    shelf: Path
    uuids: Any = field(default_factory=itertools.count)

    @classmethod
    def set_up(cls, folder: Path, paper: str = quiz_shelf.PAPER, questions: str = quiz_shelf.BANK) -> Exam:
        sheets, items = quiz_shelf.load(folder, paper, questions)
        assert sheets.findings == []
        exam = cls(new_database(folder), sheets.papers["quiz"], items, folder)
        exam.db.write(
            lambda s: plans.assign(s, "paper", "quiz", "everyone", due=NOW + 7 * DAY, by="T1", now=NOW)
        ).result()
        return exam

    def person(self, staff_no: str) -> staff.Person:
        with self.db.read() as session:
            person = staff.find(session, staff_no)
        assert person is not None
        return person

    def start(self, staff_no: str = "E1", now: int = NOW, kind: attempts.AttemptKind = "exam") -> attempts.Attempt:
        person = self.person(staff_no)
        return self.db.write(
            lambda s: attempts.start(s, self.paper, self.bank, person, now, SECRET, kind, zone=ZONE)
        ).result()  # fmt: skip

    def put(
        self, attempt: int, slot: str, value: Any, base: int = 0, now: int = NOW, who: str = "E1", uuid: str = ""
    ) -> attempts.AnswerAck:
        uuid = uuid or f"uuid-{next(self.uuids):08d}"
        return self.db.write(lambda s: attempts.record(s, attempt, slot, who, uuid, base, value, now)).result()

    def hand_in(self, attempt: int, now: int = NOW, who: str = "E1") -> records.Result:
        def work(session: Any) -> records.Result:
            attempts.hand_in(session, attempt, who, now)
            return records.mark_attempt(session, attempt, now)

        return self.db.write(work).result()

    def slots(self, attempt: int) -> dict[str, attempts.SlotState]:
        with self.db.read() as session:
            return {state.slot: state for state in attempts.slots(session, attempt)}

    def sheet(self, attempt: int) -> dict[str, Any]:
        with self.db.read() as session:
            return attempts.sheet(session, attempts.find(session, attempt), NOW)

    def key(self, state: attempts.SlotState) -> Any:
        """The right answer to a slot, in the letters it is displayed with."""
        return grading.right_value(self.bank.items[state.item_id], state.order)

    def answer_all(self, attempt: int, wrong: int = 0, now: int = NOW, who: str = "E1") -> None:
        """Answer every slot right, but leave the first ``wrong`` blank."""
        for state in list(self.slots(attempt).values())[wrong:]:
            value = "先报警，再疏散。" if state.kind == "case" else self.key(state)
            self.put(attempt, state.slot, value, now=now, who=who)

    def rules(self, **changes: Any) -> None:
        """Change the paper for attempts begun from now on."""
        self.paper = replace(self.paper, **changes)


def keys_at_once(db: Database, staff_no: str) -> None:
    """This person's attempts were begun on papers whose keys are shown at once."""

    def write(session: Session) -> None:
        for row in session.scalars(select(AttemptRow).where(AttemptRow.staff_no == staff_no)):
            row.rules = row.rules | {"review": ReviewPolicy(when="after_hand_in").model_dump(mode="json")}

    db.write(write).result()


def work_off(db: Database, now: int) -> None:
    """What the server's periodic work has done by now: attempts ran out, and what was handed in is marked."""
    with db.read() as session:
        late = attempts.timed_out(session, now)
    for attempt in late:
        db.write(lambda s, attempt=attempt: attempts.hand_in_timed_out(s, attempt, now)).result()
    with db.read() as session:
        waiting = records.unmarked(session)
    for attempt in waiting:
        db.write(lambda s, attempt=attempt: records.mark_attempt(s, attempt, now)).result()
