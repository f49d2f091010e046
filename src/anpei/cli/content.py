"""``anpei content``: check, build and adopt what people write."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import typer
from rich.progress import track
from rich.text import Text

from anpei import assignments, authoring, bank, clock, courses, laws, publishing, statements
from anpei.cli import content_history
from anpei.cli.console import SiteOption, out, print_findings, say, zone_of
from anpei.cli.guessing import tables, told
from anpei.cli.noting import note_command
from anpei.content import SHELVES, Shelves, adopt, bundled
from anpei.database import Database
from anpei.exercises import scenarios, validation
from anpei.findings import Finding, errors_only, sort
from anpei.settings import Settings, Site, open_site

app = typer.Typer()
for _command in (content_history.log, content_history.diff, content_history.restore):
    app.command()(_command)
COMMAND_LINE = "命令行"
SHOWN = 8


def findings_of(shelves: Shelves, today: date) -> list[Finding]:
    """What every room finds in its shelf, and what only shows when all questions are compared with each other."""
    registry, _ = laws.load(shelves)
    drills = validation.check(shelves, registry)  # also those that came with the platform
    compared = bank.check(bank.load(shelves, registry, on=today))
    return sort([*publishing.survey(shelves, today).findings, *compared, *drills])


@app.command("check")
def check(
    site: SiteOption,
    only_bundled: bool = typer.Option(False, "--bundled", help="只检查自带内容，不需要站点。"),
    guessing: bool = typer.Option(False, "--guessing", help="不查别的，只列出不懂也能猜到多少分。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """检查课程、题库、试卷、演练和法规登记。"""
    shelves = Shelves([bundled()]) if only_bundled else open_site(site).shelves
    if guessing:
        show_guessing(bank.load(shelves), as_json=as_json)
        return
    zone = Settings().site.timezone if only_bundled else zone_of(site)
    print_findings(findings_of(shelves, clock.day(clock.now(), zone)), as_json=as_json)


def show_guessing(items: bank.Bank, *, as_json: bool) -> None:
    """What each way to guess earns in each bank and use; bold where it is 5 points more than chance."""
    results = bank.play_guesses(items)
    if as_json:
        typer.echo(json.dumps(told(results), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n\n".join(tables(results, items.topics)) or "还没有可以猜的题。")


@app.command("build")
def build(site: SiteOption) -> None:
    """检查并发布内容，生成课程页面和阅卷作业；服务运行时也可以做，不用重启。"""
    opened = open_site(site)
    with out.status("正在检查…"):
        note_command(opened)
        done, found = publishing.publish(opened, COMMAND_LINE, clock.now(), ready=_reviewed(opened))
    tell(done)
    content = publishing.ContentReader(opened).content()
    findings = [*errors_only(found.findings), *content.findings]
    for course in track(list(content.catalog.courses.values()), description="课程", console=out):
        findings += courses.build(opened, course, content.registry)
    for paper in track(list(content.papers.papers.values()), description="试卷", console=out):
        assignments.build_assignment(opened, paper)
    print_findings(findings, as_json=False)


def _reviewed(site: Site) -> Callable[[publishing.Candidate], bool] | None:
    """What another person has reviewed, where the site asks for that."""
    if not site.settings.content.second_reader:
        return None
    with Database(site.database_url) as db, db.read() as session:
        return authoring.ready(authoring.Authoring(site), authoring.approvals(session))


def tell(done: publishing.Publication) -> None:
    """What an act of publishing changed, kind by kind."""
    for words, entries in (("发布了", done.published), ("撤下了", done.withdrawn)):
        for kind, title in publishing.KINDS.items():
            if slugs := [entry.slug for entry in entries if entry.kind == kind]:
                shown = "、".join(slugs[:SHOWN]) + ("…" if len(slugs) > SHOWN else "")
                say(f"{words} {len(slugs)} 项{title}：{shown}")
    if done.held:
        names = "、".join(f"{publishing.KINDS[each.kind]} {each.slug}" for each in done.held[:SHOWN])
        say(f"{len(done.held)} 项有问题，没有发布，仍用上一次发布的：{names}")
    if not done:
        say("没有新的内容要发布。")


@app.command("sample")
def sample(
    site: SiteOption,
    seed: int = typer.Option(..., "--seed", metavar="数", help="随机种子，如 20261128；同一个数抽出同一批。"),
    count: int = typer.Option(60, "--count", min=1, metavar="条", help="抽几条。"),
    only_bundled: bool = typer.Option(False, "--bundled", help="只抽自带内容，不需要站点。"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON。"),
) -> None:
    """随机抽出若干条说法，供人对照法规原文核对；按课程、题库、演练、模拟分层。"""
    shelves = Shelves([bundled()]) if only_bundled else open_site(site).shelves
    population = statements.statements(bank.load(shelves), courses.load(shelves), scenarios.load(shelves))
    drawn = statements.sample(population, count, seed)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in drawn], ensure_ascii=False, indent=1))
        return
    for number, one in enumerate(drawn, 1):
        out.print(Text(f"{number}. {one.ref}  {one.part}  {' '.join(one.cites)}", style="bold"))
        out.print(Text(f"   {one.plain}"))
    kinds = Counter(one.ref.partition(":")[0] for one in population)
    counts = "，".join(f"{laws.KINDS[kind]} {number}" for kind, number in kinds.items())
    say(f"全部 {len(population)} 条说法（{counts}），抽出 {len(drawn)} 条，种子 {seed}。")


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
