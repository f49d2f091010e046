"""Words of a report: versions stay, nobody overwrites anybody unseen, a signed report is closed."""

from __future__ import annotations

from typing import Any

import pytest

from anpei.database import Database
from anpei.errors import Conflict, Refused
from anpei.exercises import report
from anpei.exercises.report import Text
from tests.helpers.played import NOW, play, the_script

WHO = {"by": "D3001", "name": "郑指挥"}


@pytest.fixture
def run(db: Database) -> int:
    return play(db, the_script(), missed=dict.fromkeys(("d01", "d02"), "late"))


def write(db: Database, run: int, text: str, base: int = 0, uuid: str = "", field: str = "conclusion") -> Text:
    key = uuid or f"u-{text}"
    return db.write(lambda s: report.save_text(s, run, field, text, base=base, uuid=key, now=NOW, **WHO)).result()


def test_versions_stay_and_the_newest_counts(db: Database, run: int, cite: Any) -> None:
    write(db, run, "第一稿")
    write(db, run, "第二稿", base=1)
    write(db, run, "第二稿", base=1)  # the answer was lost, the page sent it again
    with db.read() as session:
        assert [t.text for t in report.history(session, run)] == ["第一稿", "第二稿"]
        told = report.compose_report(session, run, enterprise="甲", cite=cite, zone="Asia/Shanghai")
    assert (told.texts["conclusion"].text, told.texts["conclusion"].version) == ("第二稿", 2)
    with pytest.raises(report.Overtaken, match="别人刚改过") as error:
        write(db, run, "旧页面", base=1)
    assert (error.value.current.text, error.value.current.version) == ("第二稿", 2)
    write(db, run, " ", base=2)
    with db.read() as session:
        told = report.compose_report(session, run, enterprise="甲", cite=cite, zone="Asia/Shanghai")
    assert told.texts["conclusion"].text.startswith("情景评分")


def test_another_text_under_a_uuid_that_is_taken_is_not_called_saved(db: Database, run: int) -> None:
    write(db, run, "第一稿", uuid="u-1")
    for field, text in (("conclusion", "另一稿"), ("suggestions", "第一稿")):
        with pytest.raises(Refused):
            write(db, run, text, uuid="u-1", field=field)
    assert write(db, run, "第一稿", uuid="u-1").version == 1


@pytest.mark.parametrize(("field", "text"), [("nosuch", "x"), ("grade", "特优"), ("conclusion", "长" * 4001)])
def test_nonsense_is_refused_in_words(db: Database, field: str, text: str) -> None:
    with pytest.raises(Refused):
        write(db, 1, text, field=field)


def test_a_drill_still_going_has_no_report(db: Database, cite: Any) -> None:
    from anpei.exercises import runs
    from anpei.exercises.runs import Seat

    script = the_script()
    number = db.write(
        lambda s: runs.create(
            s, script, [Seat("k-9", "", tuple(script.roles))], by="D3001", origin="director", seed="s", now=NOW
        )
    ).result()
    with db.read() as session, pytest.raises(Conflict, match="还没有结束"):
        report.compose_report(session, number, enterprise="甲", cite=cite, zone="Asia/Shanghai")
