"""``anpei serve`` on PostgreSQL: signed in, an exam sat while server and database are killed, marked, told."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import text

from anpei import assignments, attempts, backups, clock, records
from anpei.assignments import gradebook
from anpei.cli.checks import examine
from anpei.database import Database
from tests.helpers import databases, school
from tests.helpers.platform import COMMAND, Platform, start
from tests.helpers.processes import wait_for

pytestmark = [pytest.mark.machines, pytest.mark.long]
LEARNER, CASE = "L01", "c01"
_MARK = """UPDATE grade SET manual_score = 6, needs_manual_grade = false WHERE id = (SELECT g.id FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND b.name = :slot)"""
_AUTO = """SELECT count(*) FROM grade g JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND g.auto_score IS NOT NULL"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory, cluster: databases.Cluster) -> Iterator[Platform]:
    running = start(school.make_school(tmp_path_factory.mktemp("postgres") / "site"), "--no-lab")
    yield running
    running.stop()


@dataclass
class Phone:
    """A learner's page with its outbox: the same answer under the same number until it is acknowledged."""

    client: httpx.Client
    attempt: int
    saved: dict[str, int] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    enough: threading.Event = field(default_factory=threading.Event)

    def go_on_answering(self) -> None:
        base = 0
        for number in itertools.count():
            uuid = f"uuid-{number:08d}"
            body = {"uuid": uuid, "base": base, "value": "abcd"[number % 4]}
            while uuid not in self.saved:
                if self.enough.is_set():
                    return
                self._send(uuid, body)
            base = self.saved[uuid]

    def _send(self, uuid: str, body: dict[str, Any]) -> None:
        try:
            answer = self.client.put(f"api/attempts/{self.attempt}/answers/q01", json=body)
        except httpx.TransportError:
            self.enough.wait(0.2)
            return
        self.statuses.add(answer.status_code)
        if answer.status_code == 200:
            self.saved[uuid] = answer.json()["revision"]
        else:
            self.enough.wait(0.2)

    def more(self) -> None:
        """Wait until five more answers are acknowledged."""
        before = len(self.saved)
        wait_for(lambda: len(self.saved) >= before + 5)


def kill_the_server(platform: Platform) -> None:
    children = psutil.Process(platform.process.pid).children()
    [learner] = [child for child in children if child.cmdline()[3:4] == ["learner"]]
    os.kill(learner.pid, signal.SIGKILL)


def begin(client: httpx.Client) -> int:
    answer = client.post("papers/quiz", data={"_xsrf": client.cookies["_xsrf"]})
    assert answer.status_code in (302, 303), answer.text[:500]
    return int(answer.headers["location"].rstrip("/").split("/")[-1])


def test_an_exam_outlives_server_and_database_and_its_marks_come_back(
    platform: Platform, cluster: databases.Cluster
) -> None:
    with platform.client(LEARNER) as client, platform.client("L02") as visitor:
        phone = Phone(client, begin(client))
        answering = threading.Thread(target=phone.go_on_answering)
        answering.start()
        phone.more()
        kill_the_server(platform)
        phone.more()
        cluster.crash()
        away = [visitor.get(page) for page in ("", "api/attempts/1", "papers/quiz")]
        cluster.start()
        phone.more()
        phone.enough.set()
        answering.join()
        assert {answer.status_code for answer in away} == {503}
        assert "数据库暂时没有回应" in away[0].text and away[1].json()["error"]["code"] == "unavailable"
        assert phone.statuses <= {200, 503}
        kept_is_what_was_acknowledged(platform, phone)
        marks_come_back(platform, phone)


def kept_is_what_was_acknowledged(platform: Platform, phone: Phone) -> None:
    with Database(platform.site.database_url) as db, db.read() as session:
        kept = {fact.uuid: fact.revision for fact in attempts.history(session, phone.attempt)}
    assert phone.saved.items() <= kept.items() and len(phone.saved) >= 15


def marks_come_back(platform: Platform, phone: Phone) -> None:
    """Hand in, let the worker's nbgrader grade, mark by hand in the gradebook, publish, read the result."""
    case = {"uuid": "uuid-case", "base": 0, "value": "先报警，再疏散。"}
    assert phone.client.put(f"api/attempts/{phone.attempt}/answers/{CASE}", json=case).status_code == 200
    done = phone.client.post(f"api/attempts/{phone.attempt}/hand-in", json={"uuid": "uuid-end"})
    assert done.status_code == 200, done.text
    engine = gradebook.engine(platform.site.gradebook_url)

    def ask(statement: str, **values: object) -> int:
        with engine.begin() as connection:
            found = connection.execute(text(statement), {"who": LEARNER, **values})
            return int(found.scalar_one()) if found.returns_rows else found.rowcount

    wait_for(lambda: ask(_AUTO) == 8)
    assert ask(_MARK, slot=CASE) == 1
    with Database(platform.site.database_url) as db:
        wait_for(lambda: db.write(lambda s: assignments.publish(s, "quiz", clock.now(), "T2001")).result())
        with db.read() as session:
            slots = {slot.slot: slot for slot in records.result_for(session, phone.attempt).slots}
    gradebook.forget(platform.site.gradebook_url)
    assert (slots[CASE].state, slots[CASE].points) == ("published", 6)
    assert phone.client.get(f"exam/{phone.attempt}/result").status_code == 200


def test_the_doctor_finds_it_well_and_says_when_it_is_not(platform: Platform, cluster: databases.Cluster) -> None:
    def told(*names: str) -> dict[str, str]:
        return {check.name: check.level for check in examine(platform.site.root) if check.name in names}

    assert told("数据库", "成绩库") == {"数据库": "ok", "成绩库": "ok"}
    cluster.ask("ALTER SYSTEM SET full_page_writes = off")
    cluster.ask("SELECT pg_reload_conf()")
    wait_for(lambda: told("数据库", "成绩库") == {"数据库": "error", "成绩库": "error"})
    cluster.ask("ALTER SYSTEM RESET full_page_writes")
    cluster.ask("SELECT pg_reload_conf()")


def test_a_backup_of_a_running_platform_can_be_restored(platform: Platform, tmp_path: Path) -> None:
    target = tmp_path / "b.tar"
    command = [*COMMAND, "backup", str(target), "--site", str(platform.site.root)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0 and "已备份到" in done.stdout
    assert backups.verify(target, None).head.database == "postgresql"
