"""``anpei content log``, ``diff``, ``restore``: what became of one piece of content, told by its fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from anpei import authoring, clock
from anpei.cli.console import SiteOption, say
from anpei.cli.noting import note_command
from anpei.errors import NotFound
from anpei.settings import open_site

__all__ = ["diff", "log", "restore"]

NAMED = typer.Argument(..., metavar="对象", help="种类/编号，如 item/fire-001、paper/fire、law/anquan。")
COMMIT = typer.Option("", "--at", metavar="版本", help="哪个版本，用 log 里的编号，写前几位就行。")
TAKEN = typer.Argument(..., metavar="版本", help="要恢复的版本，用 log 里的编号，写前几位就行。")
SHORT = 10
STATES = {"draft": "（草稿）", "retired": "（停用）"}


def log(site: SiteOption, named: str = NAMED, count: int = typer.Option(20, "--count", min=1, help="列几条。")) -> None:
    """谁在什么时候改过一道题、一份试卷、一门课、一部法规。"""
    desk, kind, slug = _opened(site, named)
    found = desk.history(kind, slug, count)
    for step in found:
        typer.echo(_line(step, desk.site.zone))
    if not found:
        say("还没有历史：它是平台自带的，没有改过。")


def diff(site: SiteOption, named: str = NAMED, at: str = COMMIT) -> None:
    """一个版本改了什么，按栏目列出；不写版本就看最近的一次。"""
    desk, kind, slug = _opened(site, named)
    step, before = _step(desk, kind, slug, at)
    changes = authoring.diff(before, desk.at(kind, slug, step.commit))
    typer.echo(_line(step, desk.site.zone))
    for change in changes:
        typer.echo(".".join(str(part + 1 if isinstance(part, int) else part) for part in change.where))
        for words, value in (("改前", change.before), ("改后", change.after)):
            if value is not None:
                typer.echo(f"  {words}：{_words(value)}")
    if not changes:
        say("内容没有变，变的是它的状态或位置。")


def restore(site: SiteOption, named: str = NAMED, at: str = TAKEN) -> None:
    """把一个版本恢复成现在的内容：是一次新的保存，发布以后学员才看到。"""
    desk, kind, slug = _opened(site, named)
    step, _ = _step(desk, kind, slug, at)
    note_command(desk.site)
    base = desk.get(kind, slug).version
    saved = desk.restore(kind, slug, step.commit, base=base, author=authoring.Author("", "命令行"))
    if saved.commit:
        say(f"恢复了 {named} 在 {clock.show(step.at, desk.site.zone)} 的内容，发布以后学员才看到：anpei content build")
    else:
        say(f"{named} 现在就是这个版本。")


def _opened(site: Path, named: str) -> tuple[authoring.Authoring, str, str]:
    desk = authoring.Authoring(open_site(site))
    kind, _, slug = named.partition("/")
    desk.get(kind, slug)
    return desk, kind, slug


def _line(step: authoring.Revision, zone: str) -> str:
    """When, who and why, and what state it was in then."""
    when = clock.show(step.at, zone)
    return f"{step.commit[:SHORT]}  {when}  {step.author.name}  {step.sentence}{STATES.get(step.state, '')}"


def _step(desk: authoring.Authoring, kind: str, slug: str, at: str) -> tuple[authoring.Revision, dict[str, Any] | None]:
    """A version by the beginning of its number, the newest without one, and what was there before it."""
    found = desk.history(kind, slug, 1000)
    for step, before in zip(found, [*found[1:], None], strict=True):
        if step.commit.startswith(at):
            return step, desk.at(kind, slug, before.commit) if before is not None else None
    raise NotFound(f"{kind}/{slug} 没有版本 {at}。", way_out=f"有哪些，请看：anpei content log {kind}/{slug}")


def _words(value: Any) -> str:
    """A value in one line: texts as they are, all else as it would be written."""
    if isinstance(value, str):
        return " ⏎ ".join(value.splitlines())
    return json.dumps(value, ensure_ascii=False, default=str)
