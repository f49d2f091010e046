"""Who came and who didn't; what the director made up; how the drill was held; and what proves the scenario."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from anpei.database import Database
from anpei.errors import Refused
from anpei.exercises import report, runs
from anpei.exercises.report import Report, Table
from anpei.exercises.report.attendance import attendance_of
from anpei.exercises.runs import ExerciseType, Seat
from tests.helpers.played import NOW, the_script

REAL = ExerciseType(content="单项演练", form="实战演练", purpose="示范性演练", notice="不事先通知（双盲）")
MADE_UP = {"text": "记者到了门口", "from": "门卫", "expect": "请他到接待处等统一答复"}


def order(db: Database, run: int, action: str, at: int, **what: Any) -> None:
    db.write(
        lambda s: runs.act(s, run, director="D3001", uuid=f"{action}{at}", action=action, what=what, now=at)
    ).result()


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Two seats, one kept for somebody who never comes; begun by hand, with one message nobody had planned."""
    from tests.helpers.platform import make_site

    site = make_site(tmp_path_factory.mktemp("held") / "site")
    with Database(site.database_url) as db:
        run = begin(db)
        order(db, run, "start", NOW + 1_000)
        order(db, run, "message", NOW + 2_000, **MADE_UP)
        order(db, run, "message", NOW + 3_000, text="又来一位")
        order(db, run, "stop", NOW + 4_000)
        db.write(
            lambda s: runs.sign(s, run, by="D3001", name="郑指挥", path="", remark="下次换夜班演", now=NOW + 5_000)
        ).result()
        with db.read() as session:
            return report.compose_report(session, run, enterprise="甲", cite=lambda _text: None, zone="Asia/Shanghai")


def begin(db: Database) -> int:
    script = the_script()
    first, *others = script.roles
    seats = [Seat("k-1", "", (first,)), Seat("k-2", "E1002", tuple(others))]

    def write(session: Any) -> int:
        run = runs.create(session, script, seats, by="D3001", origin="director", seed="s", now=NOW)
        runs.set_exercise_type(session, run, REAL, by="D3001", now=NOW)
        runs.set_exercise_type(session, run, REAL.model_copy(update={"form": "桌面演练"}), by="D3001", now=NOW)
        runs.join(session, run, person="E1001", name="林晓岚", device="k-1", now=NOW)
        return run

    return db.write(write).result()


def test_who_changes_kiosks_or_leaves_is_counted_once_at_the_seat_that_was_planned(db: Database) -> None:
    """林晓岚 goes on at the other open seat, 周启明 takes hers; 阿依古丽 was expected, came and left."""
    script, at = the_script(), {"now": NOW}
    first, second, *others = script.roles
    seats = [Seat("k-1", "", (first,)), Seat("k-2", "", (second,)), Seat("k-3", "E1003", tuple(others))]
    run = db.write(lambda s: runs.create(s, script, seats, by="D3001", origin="director", seed="s", now=NOW)).result()
    for person, name, device in (
        ("E1001", "林晓岚", "k-1"),
        ("E1001", "林晓岚", "k-2"),
        ("E1002", "周启明", "k-1"),
        ("E1003", "阿依古丽", "k-3"),
    ):
        told = {"person": person, "name": name, "device": device, **at}
        db.write(lambda s, told=told: runs.join(s, run, **told)).result()
    db.write(lambda s: runs.leave(s, run, person="E1003", now=NOW + 1)).result()
    with db.read() as session:
        rows = attendance_of(runs.run_record(session, run), {"E1003": "阿依古丽"})
    assert [(row.expected, row.came) for row in rows] == [("", "林晓岚"), ("", "周启明"), ("阿依古丽", "阿依古丽")]


def table(told: Report, title: str) -> Table:
    return next(b for b in report.blocks(told) if isinstance(b, Table) and b.title == title)


def test_a_seat_kept_for_somebody_who_did_not_come_says_so(held: Report) -> None:
    came, missing = held.attendance
    assert (came.expected, came.came, came.word, came.joined) == ("", "林晓岚", "全程参演", NOW)
    assert (missing.expected, missing.came, missing.word) == ("周启明", "", "缺席")
    assert [row[-1] for row in table(held, "签到与缺席").rows] == ["全程参演", "缺席"]
    assert {row[2] for row in held.roles} == {"林晓岚", "（缺席：周启明）"}


def test_how_it_was_held_is_what_the_director_said_and_not_the_scenario(held: Report) -> None:
    assert held.kinds == ("实战演练", "单项演练", "示范性演练", "不事先通知（双盲）")
    assert any("实战演练 · 单项演练" in moment.text for moment in held.timeline)


def test_what_the_director_made_up_stands_with_its_expectation_and_what_followed(held: Report) -> None:
    first, second = [row for row in held.expected if row.adhoc]
    assert (first.number, first.expect, first.source) == ("临1", MADE_UP["expect"], "门卫")
    assert second.expect == ""
    rows = {row[0]: row for row in table(held, "按情景信息对照").rows}
    assert rows["临1"][1:5] == ("临时", "00:01", "—", MADE_UP["expect"])
    assert rows["临2"][4] == "没有写明"
    assert MADE_UP["text"] in {row[3] for row in table(held, "关键事件").rows}
    assert any(f"（期望：{MADE_UP['expect']}）" in moment.text for moment in held.timeline)


def test_the_directors_remark_is_printed(held: Report) -> None:
    facts = [row for b in report.blocks(held) if isinstance(b, report.Facts) for row in b.rows]
    assert ("导调备注", "下次换夜班演") in facts


def test_goals_tell_who_when_what_by_which_standard_to_what_effect(held: Report) -> None:
    goals = table(held, "演练目标")
    assert goals.heads == ("由谁", "什么条件下", "完成什么任务", "依据什么标准", "取得什么效果")
    assert all(all(cell for cell in row) for row in goals.rows)


def test_a_run_of_which_nobody_said_how_falls_back_on_its_scenario(told: Report) -> None:
    assert told.kinds == ("桌面演练", "综合演练", "检验性演练")


@pytest.mark.parametrize("asked", ["x", {"form": "空中演练"}, {**REAL.model_dump(), "more": 1}])
def test_a_kind_that_does_not_exist_is_refused(asked: Any) -> None:
    with pytest.raises(Refused, match="演练类型"):
        ExerciseType.asked(asked)


def test_the_scenario_of_a_run_proves_itself_and_makes_a_working_plan(
    archive: tuple[Database, int], told: Report
) -> None:
    db, run = archive
    with db.read() as session:
        story = runs.run_record(session, run)
    whole = story.script.source.encode() + b"\0" + story.script.plan.encode()
    assert hashlib.sha256(whole).hexdigest() == story.run.sha
    rows = report.msel(story.script)
    assert len(rows) == len(story.script.scenario.injects)
    titles = [b.title for b in report.work_plan(told, story).blocks if isinstance(b, Table)]
    assert titles == ["演练目标", "角色", "情景信息（MSEL）", "决策点", "情景评估项"]
