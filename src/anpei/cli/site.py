"""``anpei init``: make one enterprise's folder, with what the platform brings already published in it."""

from __future__ import annotations

from pathlib import Path

import typer

from anpei import clock, publishing
from anpei.cli.backups import show_new_key
from anpei.cli.console import say
from anpei.content import SHELVES, adopt, bundled
from anpei.database import upgrade
from anpei.settings import create_site

app = typer.Typer()


def settings_text(name: str) -> str:
    """A settings file with one line filled in; everything else has a default."""
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'# 全部设置及说明：anpei help settings；没写的用默认值。\n[site]\nname = "{quoted}"\n'


@app.command("init")
def init(
    folder: Path = typer.Argument(..., help="站点文件夹，不存在就新建。"),
    name: str = typer.Option("我的企业", "--name", help="企业名称。"),
    with_content: bool = typer.Option(False, "--with-content", help="把自带课程、题库、演练复制进来供修改。"),
) -> None:
    """新建一个企业站点。"""
    site = create_site(folder, settings_text(name))
    upgrade(site.database_url)
    if with_content:
        for shelf in SHELVES:
            adopt(bundled(), site.workspace, shelf)
    publishing.settle(site, clock.now())
    say(f"已建好站点 {site.root}。")
    show_new_key(site)
    say(f"下一步：anpei staff import 名册.xlsx --site {site.root}，然后 anpei serve {site.root}")
