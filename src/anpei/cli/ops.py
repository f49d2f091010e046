"""``anpei doctor``: what whoever keeps the platform running asks first."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from anpei.cli.checks import examine
from anpei.cli.console import SiteOption, out, say
from anpei.cli.databases import Check

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
