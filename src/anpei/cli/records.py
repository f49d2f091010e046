"""``anpei records``: what is kept of people's training; the platform may be running."""

from __future__ import annotations

import typer

from anpei import clock, courses, records
from anpei.cli.console import SiteOption, bring_up_to_date, out, say
from anpei.database import Database
from anpei.records import Syllabus
from anpei.settings import open_site

app = typer.Typer()


@app.callback()
def _group() -> None:
    """培训档案。"""


@app.command("rebuild")
def rebuild(site: SiteOption) -> None:
    """按学习、考试、演练的原始记录，把培训看板和“我的培训”用的汇总重新算一遍；平台不用停。"""
    opened = open_site(site)
    bring_up_to_date(opened)
    syllabi = [Syllabus.of(course) for course in courses.load(opened.shelves).courses.values()]
    with Database(opened.database_url) as db, out.status("正在重新汇总…") as status:
        people = records.rebuild(
            db, syllabi, clock.now(), lambda done, total: status.update(f"正在重新汇总：{done} / {total} 人…")
        )
    say(f"已重新汇总 {people} 人的培训情况。")
