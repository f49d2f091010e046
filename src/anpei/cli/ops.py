"""``anpei doctor``, ``backup`` and ``restore``: what whoever keeps the platform running needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from anpei import clock
from anpei.cli import archive, restoring
from anpei.cli.checks import examine
from anpei.cli.console import SiteOption, out, say
from anpei.cli.databases import Check
from anpei.settings import open_site

app = typer.Typer()
MARKS = {"ok": ("正常", "green"), "warning": ("提醒", "yellow"), "error": ("错误", "bold red")}


@app.command("doctor")
def doctor(site: SiteOption, as_json: bool = typer.Option(False, "--json", help="输出 JSON。")) -> None:
    """检查本机和站点是否一切正常，并说明怎么解决。"""
    found = examine(site)
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=1))
    else:
        out.print(_table(found))
        say(_verdict(found))
    if any(check.level == "error" for check in found):
        raise typer.Exit(1)


def _table(found: list[Check]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("检查", "结果", "说明"):
        table.add_column(title, overflow="fold", no_wrap=title != "说明")
    for check in found:
        words, style = MARKS[check.level]
        text = Table.grid()
        text.add_row(Text(check.message))
        if check.way_out:
            text.add_row(Text(f"→ {check.way_out}", style="dim"))
        table.add_row(Text(check.name), Text(words, style=style), text)
    return table


def _verdict(found: list[Check]) -> str:
    errors = sum(check.level == "error" for check in found)
    warnings = sum(check.level == "warning" for check in found)
    return f"{errors} 个错误，{warnings} 个提醒。" if errors or warnings else "一切正常。"


@app.command("backup")
def backup(
    site: SiteOption,
    file: Path = typer.Argument(None, metavar="[文件]", help="备份文件；不写就在当前文件夹里按时间取名。"),
) -> None:
    """把数据库、设置、内容和密钥备份成一个文件；平台可以照常运行。"""
    opened, now = open_site(site), clock.now()
    target = file or Path(f"anpei-{clock.local(now, opened.zone):%Y%m%d-%H%M%S}.tar.gz")
    with _progress("备份") as progress:
        done = archive.back_up(opened, target, now, progress)
    for name in done.skipped:
        say(f"没有备份 {name}：它不是普通文件。")
    say(f"已备份到 {target.resolve()}（{done.files} 个文件，{decimal(target.stat().st_size)}）。")
    say("文件里有密钥和成绩，请妥善保管，不要放在别人能读的地方。")


@app.command("restore")
def restore(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="anpei backup 生成的文件。"),
    force: bool = typer.Option(False, "--force", help="站点已有内容也恢复；旧站点改名保留。"),
) -> None:
    """从备份恢复站点：先完整检查，再整体替换。"""
    with _progress("恢复") as progress:
        done = restoring.restore(file, site, clock.now(), force=force, progress=progress)
    made = f"{done.created:%Y-%m-%d %H:%M}"
    say(f"已恢复到 {done.root}：{made} 的备份，{done.files} 个文件。")
    if done.kept:
        say(f"原来的站点保留在 {done.kept}，确认无误后可以删除。")


@contextmanager
def _progress(title: str) -> Iterator[archive.Progress]:
    """A bar of bytes done; a plain log gets none."""
    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TextColumn("{task.fields[name]}", markup=False))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(title, total=None, name="")

        def tell(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name[-40:])

        yield tell
