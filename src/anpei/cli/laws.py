"""``anpei laws``: what is cited, and whether it may still be."""

from __future__ import annotations

from datetime import date, datetime

import typer
from rich.table import Table

from anpei import laws
from anpei.cli.console import SiteOption, out, report
from anpei.settings import open_site

app = typer.Typer()


@app.command("list")
def list_laws(
    site: SiteOption, on: datetime = typer.Option(None, "--on", formats=["%Y-%m-%d"], help="哪一天。")
) -> None:
    """列出登记的法规与当天状态。"""
    registry, findings = laws.load(open_site(site).shelves)
    day = on.date() if on else date.today()
    table = Table("编号", "名称", "版本", "状态", "核对", box=None)
    for law in registry.laws.values():
        version = law.version(None, day)
        assert version is not None
        table.add_row(law.id, law.name, version.id, law.status(version, day), law.certainty)
    out.print(table)
    report(findings, as_json=False)


@app.command("check")
def check(site: SiteOption, as_json: bool = typer.Option(False, "--json", help="输出 JSON。")) -> None:
    """检查法规登记文件。"""
    report(laws.load(open_site(site).shelves)[1], as_json=as_json)
