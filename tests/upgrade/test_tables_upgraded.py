"""Every row of every table of before is still there after the upgrade, with the values it had."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, MetaData, create_engine, select, text

from anpei import clock, engines, records, tasks
from anpei.assignments.jobs import queued
from anpei.cli.checks import examine
from anpei.database import Database, upgrade
from anpei.exercises import report, rollcall, runs
from anpei.exercises.rollcall.counting import count, stopwatch
from anpei.exercises.rollcall.log import entries
from anpei.migrations.models import metadata
from anpei.settings import open_site
from tests.helpers import databases
from tests.helpers.platform import COMMAND
from tests.upgrade.before_upgrade import ARCHIVES, unpacked

MOVED: dict[str, str] = {
    f"grading_job.{column}": "task_failure, like every row of periodic work that failed"
    for column in ("tries", "not_before", "trouble")
} | {"muster.expected": "muster_person, with where each stands"}
"""What a migration has taken out of its place since: ``table`` or ``table.column`` and where it went. Whoever adds a
line here adds the test that it arrived."""
OUR_OWN = ("alembic_version",)

Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
BY_PLACE = {"signin_failure"}
"""Tables whose key tells a place since then; what was there before has none."""


def rows_of(url: str) -> Rows:
    """Everything in a database by table and primary key, whatever the house now thinks of it."""
    engine: Engine = create_engine(engines.parse(url))
    found, known = {}, MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        for name, table in known.tables.items():
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            found[name] = {tuple(row[column.name] for column in table.primary_key): row for row in rows}
    engine.dispose()
    return {name: rows for name, rows in found.items() if name not in OUR_OWN}


def lost(before: Rows, after: Rows) -> list[str]:
    """Tables, rows and values that are not there any more, but for those of :data:`MOVED`."""
    gone = [name for name in before if name not in after and name not in MOVED]
    for name in before.keys() & after.keys():
        for key, row in before[name].items():
            key = (*key, "") if name in BY_PLACE else key
            if key not in after[name]:
                gone.append(f"{name} {key}")
                continue
            now = after[name][key]
            gone += [
                f"{name}.{column} of {key}: {value!r} → {now.get(column)!r}"
                for column, value in row.items()
                if f"{name}.{column}" not in MOVED and (column not in now or now[column] != value)
            ]
    return gone


@pytest.mark.parametrize("kind", databases.KINDS)
def test_no_row_is_lost_or_changed(kind: str, tmp_path: Path) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    before = rows_of(url)
    assert not [name for name, rows in before.items() if not rows], "an empty table would be upgraded untried"
    upgrade(url)
    assert lost(before, rows_of(url)) == []


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_grading_job_that_was_given_up_is_tried_again_and_its_failure_told(kind: str, tmp_path: Path) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    engine = create_engine(engines.parse(url))
    with engine.begin() as connection:
        failed = "UPDATE grading_job SET state = 'failed', tries = 8, trouble = :why WHERE kind = 'grade'"
        jobs = connection.execute(text(failed), {"why": "试卷还没有生成。" * 50}).rowcount
    engine.dispose()
    upgrade(url)
    with Database(url) as db, db.read() as session:
        kept, waiting = tasks.failures(session), queued(session, "grade")
    assert jobs and {(one.task, one.tries) for one in kept} == {("grading", 8)}
    assert [one.row for one in kept] == [str(attempt) for attempt in waiting] and len(waiting) == jobs
    assert all(one.again <= clock.now() and one.trouble.startswith("试卷还没有生成。") for one in kept)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_the_lists_of_roll_calls_arrive_with_where_the_log_put_each(kind: str, tmp_path: Path) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    before = rows_of(url)["muster"]
    upgrade(url)
    assert any(row["last_seq"] > 3 for row in before.values())
    with Database(url) as db, db.read() as session:
        for (number,), row in before.items():
            listed = [rollcall.ExpectedPerson(**who) for who in row["expected"]]
            log, points = entries(session, number), rollcall.head(session, number).points
            assert rollcall.standing(session, number) == count(listed, points, log, row["last_seq"])
            assert rollcall.times(session, number) == stopwatch(row["started"], listed, log)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_chapters_of_before_stay_finished_and_say_by_which_rule(kind: str, tmp_path: Path) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    finished = [row for row in rows_of(url)["progress_event"].values() if row["kind"] == "finished"]
    upgrade(url)
    rules = {(row["kind"], row["rule"]) for row in rows_of(url)["progress_event"].values()}
    assert finished and rules == {("opened", None), ("activity", None), ("finished", "old")}
    with Database(url) as db, db.read() as session:
        for row in finished:
            known = records.course_progress(session, row["staff_no"], row["course"])[row["chapter"]]
            assert (known.finished, known.old_rule) == (row["at"], True)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_drills_of_before_are_numbered_by_year_and_signed_reports_keep_their_one_hand(
    kind: str, tmp_path: Path
) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    upgrade(url)
    made: dict[int, list[str]] = {}
    for row in sorted(rows_of(url)["drill_run"].values(), key=lambda row: (row["created"], row["run_id"])):
        assert (row["number"] is None) == (row["origin"] == "self")
        if row["number"]:
            made.setdefault(clock.local(row["created"], "Asia/Shanghai").year, []).append(row["number"])
    assert made
    for year, numbers in made.items():
        assert numbers == [f"{year}-{n:03d}" for n in range(1, len(numbers) + 1)]
    reports = [row["run_id"] for row in rows_of(url)["report_sign"].values() if row["kind"] == "signed"]
    with Database(url) as db, db.read() as session:
        for run in reports:
            sealed = report.sealed(session, run)
            assert sealed is not None and sealed.whole
            hands = [row for b in sealed.paper().blocks if isinstance(b, report.Signatures) for row in b.rows]
            assert [label for label, _, _ in hands][:2] == ["导调", "报告定稿"]
            assert report.part_signatures(session, run) == {} and set(report.signers(session, run)) == {"direction"}
            assert report.to_sign(session, runs.called_by(session, run)) == []
    assert reports


@pytest.mark.parametrize("kind", databases.KINDS)
def test_the_tables_are_those_the_rooms_declare_and_every_row_can_be_read(kind: str, tmp_path: Path) -> None:
    url = unpacked(kind, tmp_path).site.database_url
    upgrade(url)
    with Database(url) as db, db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for table in metadata.sorted_tables:
            connection.execute(select(table)).all()


def test_a_backup_of_before_is_restored_and_upgraded(tmp_path: Path) -> None:
    """With the commands an operator types; what is ill afterwards the doctor would say."""
    root = tmp_path / "restored"
    command = [*COMMAND, "restore", str(ARCHIVES / "backup.tar.gz"), "--site", str(root)]
    subprocess.run(command, check=True, capture_output=True)
    site = open_site(root)
    before = rows_of(site.database_url)
    facts = json.loads((unpacked("sqlite", tmp_path / "made").site.root.parent / "facts.json").read_text())
    assert {name: len(rows) for name, rows in before.items()} == facts["rows"]
    upgrade(site.database_url)
    assert lost(before, rows_of(site.database_url)) == []
    ill = [check for check in examine(root) if check.level == "error" and check.name != "端口"]
    assert ill == []
    assert (site.nbgrader / "feedback/E1001/plant-quiz/plant-quiz.html").is_file()
