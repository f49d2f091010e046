"""``anpei new``: begin a course, chapter, item, paper or drill with a file that already passes the checks."""

from __future__ import annotations

import typer

from anpei import scaffold
from anpei.cli.console import SiteOption, say
from anpei.scaffold import Made
from anpei.settings import open_site

app = typer.Typer()
TitleOption = typer.Option("", "--title", metavar="标题", help="不写就先占位。")
TopicOption = typer.Option("", "--topic", metavar="主题", help="quizzes/topics.yaml 里的主题；不写就看名字的开头。")


@app.command("course")
def course(
    site: SiteOption, name: str = typer.Argument(..., metavar="课程", help="如 hot-work。"), title: str = TitleOption
) -> None:
    """新建一门课，带一章。"""
    opened = open_site(site)
    _tell(scaffold.course(opened.workspace, opened.shelves, name, title))


@app.command("chapter")
def chapter(
    site: SiteOption,
    name: str = typer.Argument(..., metavar="课程/章节", help="如 hot-work/02-permit。"),
    title: str = TitleOption,
) -> None:
    """给一门课添一章。"""
    opened = open_site(site)
    _tell(scaffold.chapter(opened.workspace, opened.shelves, name, title))


@app.command("item")
def item(
    site: SiteOption,
    name: str = typer.Argument(..., metavar="题号", help="如 fire-901。"),
    topic: str = TopicOption,
    kind: str = typer.Option("single", "--kind", metavar="题型", help=f"哪一种：{'、'.join(scaffold.KINDS)}。"),
) -> None:
    """新建一道题；先是练习题，写好了再改成考试题。"""
    opened = open_site(site)
    _tell(scaffold.item(opened.workspace, opened.shelves, name, topic, kind))


@app.command("paper")
def paper(
    site: SiteOption,
    name: str = typer.Argument(..., metavar="试卷", help="如 fire-monthly。"),
    topic: str = TopicOption,
    title: str = TitleOption,
) -> None:
    """新建一份试卷，从一个主题里抽题。"""
    opened = open_site(site)
    _tell(scaffold.paper(opened.workspace, opened.shelves, name, topic, title))


@app.command("drill")
def drill(
    site: SiteOption, name: str = typer.Argument(..., metavar="情景", help="如 pump-room。"), title: str = TitleOption
) -> None:
    """新建一个演练情景，带两个决策和一张平面图。"""
    opened = open_site(site)
    _tell(scaffold.drill(opened.workspace, opened.shelves, name, title))


def _tell(made: Made) -> None:
    for path in made.paths:
        say(f"已写好 {path}")
    say(made.way_on)
