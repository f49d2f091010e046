"""``anpei serve`` and ``anpei demo``: the whole platform in one terminal window; Ctrl-C ends it.

The process that stays here only watches the others, so the rooms it needs for no longer than a moment, or not at all,
are imported where they are needed.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import segno
import typer

from anpei import backups, clock, confinement
from anpei.cli.addresses import addresses
from anpei.cli.console import out, say
from anpei.errors import Conflict, SettingsError, Unavailable
from anpei.findings import render_text
from anpei.plainfiles import write_atomic
from anpei.server.core.addresses import outside
from anpei.server.processes.network import free_port
from anpei.server.processes.supervisor import Supervisor
from anpei.server_settings import PORTS
from anpei.settings import Site, close_workspace, open_site

app = typer.Typer()
ALL = ("learner", "lab", "worker")
FIRST_PORT = 8790


@app.command("serve")
def serve(
    folder: Path = typer.Argument(Path(), help="站点文件夹。"),
    lab: bool = typer.Option(True, help="同时启动培训师用的 JupyterLab。"),
    allow_root: bool = typer.Option(False, "--allow-root", help="允许以 root 运行（例如在容器里）。"),
    no_backup: bool = typer.Option(False, "--no-backup", help="升级数据库以前不备份（已经另外备份过）。"),
    new_database: bool = typer.Option(False, "--new-database", help="数据库丢了也启动，从一个空的开始。"),
) -> None:
    """启动平台；按 Ctrl-C 停止。"""
    site = open_site(folder)
    require_fit(site, root=allow_root)
    _upgrade(site, without_backup=no_backup, new_database=new_database)
    run(site, ALL if lab else ("learner", "worker"), accounts=[])


def _upgrade(site: Site, *, without_backup: bool, new_database: bool) -> None:
    """The newest schema; a database that is gone is asked about where somebody can answer."""
    if backups.running(site.root):
        raise Unavailable("这个站点已经在运行。", way_out="先停掉那一个（在它的窗口按 Ctrl-C）。")
    try:
        backups.upgrade_site(site, clock.now(), say, without_backup=without_backup, new_database=new_database)
    except Conflict as missing:
        if missing.code != "no_database" or not sys.stdin.isatty():
            raise
        say(missing.message)
        typer.confirm("从一个空的数据库开始？", abort=True)
        backups.upgrade_site(site, clock.now(), say, without_backup=without_backup, new_database=True)


@app.command("demo")
def demo(
    folder: Path = typer.Argument(Path("site"), help="演示站点文件夹，没有就新建。"),
    reset: bool = typer.Option(False, "--reset", help="删掉旧的演示数据，从头来过。"),
    port: int | None = typer.Option(None, help="端口；不写就用 8790，被占用就用下一个空闲的。"),
    lab_port: int | None = typer.Option(None, help="JupyterLab 的端口；不写就挑一个空闲的。"),
    lan: bool = typer.Option(True, help="新建时对局域网开放，手机可以扫码。"),
) -> None:
    """用一家虚构企业的数据启动演示。"""
    from anpei import demo as demonstration

    if reset:
        _remove(folder)
    if not (folder / "anpei.toml").exists():
        with out.status("正在建立演示站点…") as status:
            first = port or free_port(FIRST_PORT)
            second = lab_port or free_port(first + 1)
            third = free_port(second + 1, but=(first, second))
            server = f"lan = {str(lan).lower()}\nport = {first}\nlab_port = {second}\nlive_port = {third}\n"
            demonstration.build(folder, clock.now(), status.update, server=server)
    site = open_site(folder)
    site = _on_free_ports(site, port, lab_port)
    _upgrade(site, without_backup=False, new_database=False)
    with out.status("正在准备课程和试卷…") as status:
        _build(site, status.update)
    run(site, ALL, accounts=demonstration.rows(site, outside(site), clock.now()))


def _on_free_ports(site: Site, port: int | None, lab_port: int | None) -> Site:
    """A demo that is there already, on the ports asked for, or on others where somebody else took its own."""
    if backups.running(site.root):
        return site  # refused in a moment, and on its ports by right
    server = site.settings.server
    first = port or free_port(server.port, server.bind)
    lab_wanted = first + 1 if server.lab_port == first else server.lab_port
    second = lab_port or free_port(lab_wanted, server.bind, (first,))
    third = free_port(
        second + 1 if server.live_port in (first, second) else server.live_port, server.bind, (first, second)
    )
    before, now = tuple(getattr(server, name) for name in PORTS), (first, second, third)
    if now == before:
        return site
    words = "端口改为 {}、{} 和 {}（原来的 {}、{}、{} 被占用，或你要求改）。"
    say(words.format(*now, *before))
    path = site.root / "anpei.toml"
    text = path.read_text(encoding="utf-8")
    for name, value in zip(PORTS, now, strict=True):
        text, found = re.subn(rf"(?m)^{name}\s*=\s*\d+", f"{name} = {value}", text, count=1)
        if not found:
            text = re.sub(r"(?m)^\[server\]\s*$", f"[server]\n{name} = {value}", text, count=1)
    write_atomic(path, text)
    return open_site(site.root)


def require_fit(site: Site, *, root: bool) -> None:
    """Refuse a machine or a user on which a notebook's code could ruin what the platform keeps.

    The demo asks for neither: it holds nothing of anybody, and is to start on whatever there is.
    """
    if not root and hasattr(os, "geteuid") and os.geteuid() == 0:
        raise SettingsError(
            "平台不该以 root 运行：出了差错，坏的是整台机器。",
            way_out="请换一个普通用户（现成的单元：anpei help service）；确实要用，例如在容器里，加上 --allow-root。",
        )
    rules = site.settings.kernels
    short = confinement.shortage(confinement.abi(), rules.user)
    if short and not rules.accept_missing_walls:
        raise SettingsError(
            short,
            way_out="请升级到 Linux 6.2 或更新；或按 anpei help service 给内核另一个系统用户（[kernels] user）；"
            "只有自己人写教案，也可以在 [kernels] 里写 accept_missing_walls = true。",
        )


def _build(site: Site, say: Callable[[str], None]) -> None:
    """Everything built before the first visitor; what can't be built is told to trainers where they work."""
    from anpei import assignments, courses, publishing

    content = publishing.ContentReader(site).content()
    for course in content.catalog.courses.values():
        say(f"正在生成课程“{course.title}”…")
        courses.build(site, course, content.registry)
    for paper in content.papers.papers.values():
        say(f"正在生成试卷“{paper.title}”…")
        assignments.build_assignment(site, paper)


def run(site: Site, names: tuple[str, ...], accounts: list[tuple[str, str, str]]) -> None:
    """Start every process of a site whose database is up to date, and stay."""
    with out.status("正在准备…") as status:
        site = _carry_over(site)
        if close_workspace(site):
            say("workspace 以前这台机器上的其他用户也能读，现在只有平台的用户能进。")
        supervisor = Supervisor(site, names, say=lambda words: _tell(status, words))
        supervisor.run(ready=lambda: _welcome(status, site, accounts))


def _carry_over(site: Site) -> Site:
    """nbgrader's settings of an earlier site become the site's own; what couldn't be carried over is told."""
    from anpei.assignments import old_config

    left = old_config.carry_over(site)
    if left is None:
        return site
    say("nbgrader 的设置已并入 anpei.toml 的 [nbgrader]；workspace 里的 nbgrader_config.py 不再使用。")
    if left:
        say(render_text(left))
    return open_site(site.root)


def _tell(status: object, words: str) -> None:
    """Progress replaces the line before it; what happens later stays on the screen."""
    if words.startswith("正在"):
        status.update(words)  # type: ignore[attr-defined]
    say(words)


def _welcome(status: object, site: Site, accounts: list[tuple[str, str, str]]) -> None:
    """The one address, its QR code for phones, and the demo's accounts."""
    status.stop()  # type: ignore[attr-defined]
    address = outside(site)
    say(f"\n{site.settings.site.name} 已启动：{address}")
    if site.settings.server.lan or site.settings.server.external_url:
        say("手机扫这个码：\n" if site.settings.server.external_url else "同一网络里的手机扫这个码：\n")
        segno.make(address, micro=False).terminal(compact=True, border=2)
    else:
        say("只有这台电脑能打开。要让手机和其他电脑也能用，在 anpei.toml 的 [server] 里写 lan = true。")
    for check in addresses(site):
        if check.level != "ok":
            say(f"{check.message}{check.way_out}")
    if words := confinement.told(confinement.abi()):
        say(words)
    for role, staff_no, password in accounts:
        say(f"  {role}：{staff_no} / {password}")
    say("按 Ctrl-C 停止。\n")


def _remove(folder: Path) -> None:
    """Delete a demo site that doesn't run; any other folder, above all a real site, is left alone."""
    from anpei import demo as demonstration

    if not folder.exists():
        return
    if not (folder / "anpei.toml").exists() or not demonstration.accounts(open_site(folder)).accounts:
        raise SettingsError(f"{folder} 不是演示站点，不会删除它。", way_out="请换一个文件夹。")
    if backups.running(folder):
        raise SettingsError(f"{folder} 正在运行。", way_out="先停掉它（在它的窗口按 Ctrl-C）。")
    shutil.rmtree(folder)
