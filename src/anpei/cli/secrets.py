"""``anpei secrets``: another key where somebody may have got hold of the old one."""

from __future__ import annotations

import typer

from anpei import backups, staff
from anpei.cli.console import SiteOption, say
from anpei.cli.databases import exists
from anpei.cli.noting import note_command
from anpei.settings import open_site

app = typer.Typer()


@app.callback()
def secrets() -> None:
    """站点的密钥：登录和胸卡用的。"""


@app.command("rotate")
def rotate(
    site: SiteOption,
    badges: bool = typer.Option(False, "--badges", help="胸卡的密钥也换：已打印的胸卡全部作废。"),
    yes: bool = typer.Option(False, "--yes", help="不再问一次。"),
) -> None:
    """换掉登录用的密钥：每个人要重新登录，别人手里的旧登录全部作废。"""
    opened = open_site(site)
    if not yes:
        say("所有人要重新登录，演练终端要重新登记；作答到一半的，登录以后接着做。")
        if badges:
            say("已经打印的胸卡全部作废，要在“人员设备”重新打印、重新发。")
        typer.confirm("现在就换？", abort=True)
    if exists(opened):
        note_command(opened)
    opened.renew_secret("cookie")
    if badges:
        opened.renew_secret(staff.BADGE_KEY)
    say("已换上新的密钥。" + ("请重新启动平台，换上以后才生效。" if backups.running(opened.root) else ""))
    say("有人拿到过备份或旧密钥的，还要：换恢复密钥（anpei backup --new-key），让管理员和培训师改密码。")
