"""The schema's history leads to what the rooms declare, from nothing and over again."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

import anpei.migrations
from anpei import attempts, staff
from anpei.database import Database, upgrade
from anpei.exercises import evaluation, rollcall
from anpei.migrations.models import metadata
from tests.helpers import databases

pytestmark = pytest.mark.both_databases
APART = multiprocessing.get_context("forkserver")
APART.set_forkserver_preload(["alembic.command", "anpei.database"])


def test_the_history_leads_to_the_declared_tables(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    upgrade(url)
    with Database(url) as db, db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_two_processes_upgrading_at_once_agree(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    processes = [APART.Process(target=upgrade, args=(url,)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    with Database(url) as db:
        assert "person" in inspect(db.engine).get_table_names()


def test_upgrading_again_only_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = databases.url_in(tmp_path)
    upgrade(url)
    monkeypatch.delattr("alembic.command.upgrade")
    upgrade(url)
    with Database(url) as db:
        assert "person" in inspect(db.engine).get_table_names()


def before(url: str, revision: str) -> None:
    """The database as it was at a revision."""
    upgrade(url)
    config = Config()
    config.set_main_option("script_location", str(Path(anpei.migrations.__file__).parent))
    config.attributes["url"] = url
    command.downgrade(config, revision)


def test_muster_points_of_before_have_no_regular_wardens(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    before(url, "0009")
    with Database(url) as db:
        db.write(
            lambda s: s.execute(text("INSERT INTO muster_point (name, place, retired) VALUES ('东门', '', false)"))
        ).result()
    upgrade(url)
    with Database(url) as db, db.read() as session:
        assert rollcall.regulars(session) == {"1": []}


PERSON = """INSERT INTO person
(staff_no, name, department_id, roles, active, stamp, must_change_password, created, updated)
VALUES ('E1001', '林晓岚', 1, 'learner', true, 's', false, 1, 1)"""
OLD = (
    "INSERT INTO department (name) VALUES ('生产部')",
    PERSON,
    "INSERT INTO badge (staff_no, stamp, issued) VALUES ('E1001', 's', 1)",
    "INSERT INTO device (device_id, name, site_area, token_hash, enrolled) VALUES ('k-1', '东门', '', 'h', 1)",
)


def test_people_of_before_keep_their_badges_and_are_in_no_team(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    before(url, "0010")
    with Database(url) as db:
        db.write(lambda s: [s.execute(text(words)) for words in OLD]).result()
    upgrade(url)
    with Database(url) as db, db.read() as session:
        person = staff.find(session, "E1001")
        assert person is not None and (person.team, staff.teams(session)) == (None, [])
        assert staff.badge_of(session, "E1001", b"secret") is not None
        assert [device.gate for device in staff.devices(session)] == [False]


def test_a_standing_signature_of_before_closes_its_evaluation_and_one_taken_back_does_not(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    before(url, "0012")
    with Database(url) as db:
        for run, kind in ((1, "signed"), (2, "signed"), (2, "reopened")):
            signed = f"VALUES ({run}, '{kind}', 'D', '郑', 5, '', '')"
            told = text(f'INSERT INTO report_sign (run_id, kind, "by", name, at, sha, note) {signed}')
            db.write(lambda s, told=told: s.execute(told)).result()
    upgrade(url)
    with Database(url) as db, db.read() as session:
        assert [evaluation.closed(session, run) for run in (1, 2)] == [True, False]


GHOST = """INSERT INTO attempt (paper, paper_sha, title, course, rules, staff_no, kind, number, started, handed_in, how)
VALUES ('quiz', 'sha', '小测', '', '{"minutes": 5, "pass_mark": 80, "attempts": 1, "review": {"when": "never"}}',
'kiosk:k-1', 'exam', 1, 1, 2, 'learner')"""


def test_what_a_kiosk_handed_in_is_no_exam_of_anybody(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    before(url, "0014")
    with Database(url) as db:
        db.write(lambda s: [s.execute(text(sql)) for sql in (GHOST, GHOST.replace("kiosk:k-1", "E1"))]).result()
    upgrade(url)
    with Database(url) as db, db.read() as session:
        assert [len(attempts.attempts_of(session, who)) for who in ("kiosk:k-1", "E1")] == [0, 1]
        assert attempts.find(session, 1).kind == "kiosk", "it is kept, as what it was"
