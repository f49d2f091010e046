"""``anpei backup`` and ``restore``: one checked file of a whole site, for a recovery key that isn't on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from anpei import backups, clock
from anpei.cli.console import SiteOption, out, say
from anpei.cli.databases import exists
from anpei.cli.noting import note_command
from anpei.errors import Refused, SettingsError
from anpei.settings import Site, open_site

__all__ = ["app", "show_new_key"]

app = typer.Typer()
KEPT_AWAY = "请现在就抄下或存到别处（密码管理器、保险柜），不要放在这台机器上：没有它，备份打不开，谁也帮不了。"


@app.command("backup")
def backup(
    site: SiteOption,
    file: Path | None = typer.Argument(None, metavar="[文件]", help="备份文件；不写就在当前文件夹里按时间取名。"),
    verify: Path | None = typer.Option(None, "--verify", metavar="文件", help="只检查一个备份文件能不能恢复。"),
    key: Path | None = typer.Option(None, "--key", metavar="文件", help="检查时用的恢复密钥在这个文件里。"),
    new_key: bool = typer.Option(False, "--new-key", help="换一把恢复密钥（没有的就新建），只显示一次。"),
    daily: bool = typer.Option(False, "--daily", help="像平台每天自己做的那样：放进备份文件夹，并删掉过旧的。"),
) -> None:
    """把数据库、设置、内容和密钥备份成一个加密的文件；平台可以照常运行。"""
    if verify is not None:
        _verify(verify, _given_key(key))
        return
    opened, now = open_site(site), clock.now()
    if exists(opened):
        note_command(opened)
    if new_key:
        show_new_key(opened, told_again=bool(backups.recipients(opened)))
        return
    with _progress("备份") as progress:
        if daily:
            done = backups.back_up_daily(opened, now)
        else:
            target = file or Path(f"anpei-{clock.local(now, opened.zone):%Y%m%d-%H%M%S}.tar")
            done = backups.back_up(opened, target, now, progress)
    for name in done.skipped:
        say(f"没有备份 {name}：它不是普通文件。")
    if done.staging.parent != opened.var / "run":
        say(f"站点所在的盘空间不够，数据库的副本临时放在 {done.staging.parent}，已经删掉。")
    size = decimal(done.path.stat().st_size)
    say(f"已备份到 {done.path.resolve()}（{done.files} 个文件，{size}），检查过，可以恢复。")
    say(_sealed_words(done.sealed))


def _sealed_words(sealed: bool) -> str:
    if sealed:
        return "文件已加密，恢复时要用恢复密钥。"
    return (
        "文件没有加密：谁拿到它都能读到成绩和密码的散列，请妥善保管。密钥没有放进去，恢复以后胸卡要重新打印。"
        "要加密，运行一次 anpei backup --new-key。"
    )


def show_new_key(site: Site, *, told_again: bool = False) -> None:
    """Make a recovery key, keep its public half on the site and show the other one."""
    made = backups.new_key()
    backups.set_recipient(site, made.public)
    say("\n备份的恢复密钥（只显示这一次）：")
    say(f"\n    {made.secret}\n")
    say(KEPT_AWAY)
    if told_again:
        say("从现在起的备份用这一把；以前的备份仍要用以前的那一把，两把都要留着。")


def _verify(file: Path, key: backups.RecoveryKey | None) -> None:
    with _progress("检查") as progress:
        found = backups.verify(file, key, progress)
    if found.files is None:
        say(f"{file} 完整，和写下时一样（{_about(found.head)}）。")
        say("没有给恢复密钥，所以没有打开看里面；加 --key 文件，就解开来从头到尾检查一遍。")
    else:
        say(f"{file} 可以恢复：{found.files} 个文件，数据库逐页检查过（{_about(found.head)}）。")


def _about(head: backups.Head) -> str:
    made = f"安培 {head.anpei} 生成，结构 {head.schema_version or '未写明'}" if head.anpei else "旧版本生成"
    return f"{made}，{'已加密' if head.sealed else '没有加密'}"


@app.command("restore")
def restore(
    site: SiteOption,
    file: Path = typer.Argument(..., metavar="文件", help="anpei backup 生成的文件。"),
    force: bool = typer.Option(False, "--force", help="站点已有内容也恢复；旧站点改名保留。"),
    key: Path | None = typer.Option(None, "--key", metavar="文件", help="恢复密钥在这个文件里；不写就问。"),
) -> None:
    """从备份恢复站点：先完整检查，再整体替换。"""

    def ask(head: backups.Head) -> backups.RecoveryKey:
        return _given_key(key) or _asked_key(head)

    with _progress("恢复") as progress:
        done = backups.restore(file, site, clock.now(), ask, force=force, progress=progress)
    note_command(open_site(done.root))
    say(f"已恢复到 {done.root}：{done.created:%Y-%m-%d %H:%M} 的备份，{done.files} 个文件。")
    say("登录用的密钥是新的：每个人要重新登录一次，终端要重新登记。")
    if not done.badges:
        say("这个备份里没有胸卡的密钥：已经打印的胸卡不能用了，请在“人员设备”重新打印。")
    if not done.sealed:
        say("这个备份没有加密。以后的备份要加密，运行一次 anpei backup --new-key。")
    if done.kept:
        say(f"原来的站点保留在 {done.kept}，确认无误后可以删除。")


def _given_key(file: Path | None) -> backups.RecoveryKey | None:
    """The key in a file, else in the environment; None when neither is given."""
    if file is not None:
        try:
            return backups.parse_key(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"读不了恢复密钥的文件 {file}（{error}）。", way_out="请检查路径。") from None
    text = os.environ.get(backups.KEY_VARIABLE, "")
    return backups.parse_key(text) if text else None


def _asked_key(head: backups.Head) -> backups.RecoveryKey:
    """Asked on the terminal; without one it has to be given another way."""
    if not sys.stdin.isatty():
        raise Refused(
            "这个备份是加密的，要用恢复密钥。",
            code="no_key",
            way_out=f"加 --key 文件，或设环境变量 {backups.KEY_VARIABLE}。",
        )
    say(f"这个备份是加密的（公钥 {'、'.join(head.recipients)}）。")
    return backups.parse_key(typer.prompt("恢复密钥", hide_input=True))


@contextmanager
def _progress(title: str) -> Iterator[backups.Progress]:
    """A bar of bytes done; a plain log gets none."""
    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TextColumn("{task.fields[name]}", markup=False))
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(title, total=None, name="")

        def tell(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=name[-40:])

        yield tell
