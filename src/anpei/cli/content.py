"""``anpei content``: check, build and adopt what people write."""

from __future__ import annotations

from pathlib import Path

import typer
from rich.progress import track

from anpei import (
    afteraction,
    assignments,
    bank,
    citing,
    clock,
    courses,
    drills,
    evacuation,
    evaluations,
    hours,
    laws,
    papers,
    refresh,
)
from anpei.cli.console import SiteOption, out, report, say
from anpei.content import SHELVES, Shelves, adopt, bundled
from anpei.findings import Finding
from anpei.settings import open_site

app = typer.Typer()


def findings_of(shelves: Shelves) -> list[Finding]:
    """What every room finds in its shelf."""
    registry, found = laws.load(shelves)
    items = bank.load(shelves)
    sheets = papers.load(shelves, items)
    outdated = citing.left_out(items, registry, clock.local(clock.now()).date())
    uses = {item_id: version.use for item_id, version in items.items.items()}
    chapters = {f"{c.slug}/{chapter.slug}" for c in courses.load(shelves).courses.values() for chapter in c.chapters}
    return [
        *found,
        *bank.check(items),
        *sheets.findings,
        *papers.thin(shelves, sheets, outdated),
        *courses.check(shelves, registry, practice=uses, papers=sheets.papers),
        *drills.check(shelves, registry),
        *evacuation.check(shelves),
        *evaluations.load(shelves)[1],
        *afteraction.load_drilling(shelves, registry).findings,
        *refresh.check(drills.load(shelves), items, chapters),
        *hours.load(shelves, registry)[1],
    ]


@app.command("check")
def check(
    site: SiteOption,
    only_bundled: bool = typer.Option(False, "--bundled", help="只检查自带内容，不需要站点。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """检查课程、题库、试卷、演练和法规登记。"""
    shelves = Shelves([bundled()]) if only_bundled else open_site(site).shelves
    report(findings_of(shelves), as_json=as_json)


@app.command("build")
def build(site: SiteOption) -> None:
    """生成课程页面和阅卷作业；服务运行时也可以做，不用重启。"""
    opened = open_site(site)
    sheets = papers.load(opened.shelves, bank.load(opened.shelves))
    found: list[Finding] = []
    for course in track(list(courses.load(opened.shelves).courses.values()), description="课程", console=out):
        found += courses.build(opened, course)
    for paper in track(list(sheets.papers.values()), description="试卷", console=out):
        assignments.build(opened, paper)
    report(found, as_json=False)


@app.command("adopt")
def adopt_shelf(
    site: SiteOption, path: str = typer.Argument("", help="如 courses/fire-escape；不写就是全部。")
) -> None:
    """把自带内容复制到本站点，供本企业修改。"""
    workspace = open_site(site).workspace
    copied: list[Path] = []
    for relative in [path] if path else list(SHELVES):
        copied += adopt(bundled(), workspace, relative.strip("/"))
    say(f"复制了 {len(copied)} 个文件到 {workspace}；已有的没有动。")
