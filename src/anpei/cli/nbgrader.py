"""``anpei nbgrader``: nbgrader's own command, with the site's settings and no other."""

from __future__ import annotations

import typer

from anpei.cli.console import SiteOption
from anpei.cli.noting import note_command
from anpei.settings import open_site

app = typer.Typer()
ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command("nbgrader", context_settings=ANYTHING)
def nbgrader(context: typer.Context, site: SiteOption) -> None:
    """运行 nbgrader 自己的命令，用这个站点的设置；例如 anpei nbgrader --site site autograde 试卷。"""
    from anpei.assignments.command import run

    opened = open_site(site)
    note_command(opened)
    run(opened, context.args)
