"""``anpei help``: the guides, read in the terminal; nothing has to be looked for in a checkout."""

from __future__ import annotations

import typer
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from anpei import guides
from anpei.cli.console import out, say

app = typer.Typer()


@app.command("help")
def read_guide(
    name: str = typer.Argument("", help="手册的名字；不写就列出全部。"),
    raw: bool = typer.Option(False, "--raw", help="原样输出，便于存成文件。"),
) -> None:
    """看手册和设置说明：anpei help operate、anpei help settings。"""
    if not name:
        out.print(_contents())
        say("看其中一篇：anpei help 名字；存成文件：anpei help --raw settings > anpei.toml")
        return
    found = guides.guide(name)
    if found.is_prose and not raw:
        out.print(Markdown(found.text))
    else:
        typer.echo(found.text, nl=False)


def _contents() -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("名字", no_wrap=True)
    table.add_column("讲什么", overflow="fold")
    for one in guides.guides():
        table.add_row(Text(one.name), Text(one.title))
    return table
