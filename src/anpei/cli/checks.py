"""``anpei doctor``'s questions: one small function each, answering in a sentence and with the way out."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import ssl
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path

from sqlalchemy.engine import make_url

from anpei import backups, clock, confinement, staff
from anpei.assignments import old_config
from anpei.cli.addresses import addresses
from anpei.cli.databases import (
    Answers,
    Check,
    Level,
    audit_log,
    books,
    database,
    failed_tasks,
    gradebook,
    read,
    soundness,
)
from anpei.confinement import cgroup
from anpei.errors import AnpeiError, SettingsError, Unavailable
from anpei.exercises import evacuation
from anpei.server.processes.log_lines import Head, head_of, one_line
from anpei.server.processes.network import answers, require_free
from anpei.server_settings import PORTS
from anpei.settings import Site, open_site, open_to
from anpei.version import version

PACKAGES = ("jupyterlab", "voila", "nbgrader", "anywidget", "sqlalchemy", "argon2-cffi")
OLDEST = (3, 11)
LOW_DISK, NO_DISK = 2_000_000_000, 300_000_000
LOOK = "能设的 nbgrader 设置见 anpei help settings；看过以后删掉那个文件。"
MUCH_LOG, LOG_TAIL = 150_000_000, 500_000


def examine(folder: Path) -> list[Check]:
    """Ask everything; without a readable site only what doesn't need one."""
    found = [check for ask in (anpei, python, packages, simulation) for check in ask()]
    try:
        site = open_site(folder)
    except AnpeiError as error:
        return [*found, Check("站点", "error", error.message, error.way_out)]
    found.append(Check("站点", "ok", f"{site.settings.site.name}（{site.root}）"))
    for question in QUESTIONS:
        found += question(site)
    return found


def anpei() -> Answers:
    yield Check("安培", "ok", version())


def python() -> Answers:
    ours = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < OLDEST:
        yield Check("Python", "error", f"Python {ours} 太旧。", "请安装 Python 3.11 或更新的版本。")
    else:
        yield Check("Python", "ok", f"{ours}，SQLite {sqlite3.sqlite_version}")


def packages() -> Answers:
    missing = [name for name in PACKAGES if _version(name) is None]
    if missing:
        yield Check("软件包", "error", f"缺少 {'、'.join(missing)}。", "请照 anpei help install 重新安装。")
    else:
        yield Check("软件包", "ok", "，".join(f"{name} {_version(name)}" for name in PACKAGES[:3]))


def simulation() -> Answers:
    """The evacuation model is an extra; everything else works without it."""
    engine = evacuation.engine_version()
    yield Check("疏散推演", "ok", f"JuPedSim {engine}" if evacuation.available() else evacuation.why_not())


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def folders(site: Site) -> Answers:
    for path in (site.root, site.workspace, site.var):
        if not path.is_dir():
            yield Check("文件夹", "error", f"缺少 {path}。", "请从备份恢复，或用 anpei init 新建站点。")
        elif os.statvfs(path).f_flag & os.ST_RDONLY:
            way_out = "多半是磁盘出错以后系统自己改的：看 dmesg，修好以后 mount -o remount,rw。"
            yield Check("文件夹", "error", f"{path} 所在的磁盘是只读的。", way_out)
        elif not os.access(path, os.W_OK | os.X_OK):
            yield Check(
                "文件夹", "error", f"{path} 不能写入。", f"请把它的所有者改为运行平台的用户：chown -R 用户 {path}"
            )
        else:
            continue
        return
    yield Check("文件夹", "ok", "workspace 和 var 都能写入")


def permissions(site: Site) -> Answers:
    """Keys, databases and the folder they lie in belong to one user alone."""
    loose = [path for path in _confidential(site) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in loose:
        mode = "700" if path.is_dir() else "600"
        yield Check("权限", "error", f"{path} 可被其他用户读取。", f"chmod {mode} {path}")
    if site.workspace.is_dir() and open_to(site):
        way_out = f"chmod o-rwx,g-rwx {site.workspace}；anpei serve 启动时也会自己收紧。"
        yield Check("权限", "warning", f"{site.workspace} 可被其他用户读取，里面有题目和答案。", way_out)
    if not loose:
        yield Check("权限", "ok", "密钥和数据库只有本用户能读")


def _confidential(site: Site) -> Iterator[Path]:
    yield from (path for path in (site.var, site.private) if path.exists())
    yield from sorted(path for path in site.private.rglob("*") if path.is_file())
    if (site.var / "anpei.db").exists():
        yield site.var / "anpei.db"  # nbgrader makes its own as it likes; nobody else enters var/
    key = site.settings.server.tls_key
    if key and (site.root / key).exists():
        yield site.root / key


def walls(site: Site) -> Answers:
    """Which walls around kernels this machine has, and who the kernels are."""
    version, user = confinement.abi(), site.settings.kernels.user
    words = confinement.told(version)
    bounded = "" if cgroup.delegated() else "，内存只按地址空间限制"
    if user and not _known(user):
        yield Check("内核隔离", "error", f"没有系统用户“{user}”，内核启动不了。", f"建一个：useradd --system {user}")
    elif confinement.shortage(version, user):
        yield Check(
            "内核隔离", "error", words, "请升级到 Linux 6.2 或更新，或按 anpei help service 给内核另一个系统用户。"
        )
    elif words:
        yield Check("内核隔离", "warning", words, "请升级到 Linux 6.12 或更新。")
    else:
        yield Check("内核隔离", "ok", f"完整（Landlock {version}）{bounded}")
    url = make_url(site.database_url)
    if url.get_backend_name() == "postgresql" and not url.host:
        words = "平台经本机套接字连接 PostgreSQL：若不要密码（peer），培训师的代码也连得上。"
        yield Check(
            "内核隔离", "warning", words, "请改为 postgresql://…@127.0.0.1/…，用密码登录，或给内核另一个系统用户。"
        )


def _known(user: str) -> bool:
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def people(site: Site) -> Answers:
    """Somebody can administer, and everybody can sign in."""
    everybody = read(site, staff.people)
    if everybody is None:
        return
    if not any(person.has("admin") and person.has_password for person in everybody):
        yield Check(
            "人员", "warning", "没有能登录的管理员。", "导入名册时角色写“管理员”，再用 anpei staff reset 发密码。"
        )
    without = sum(not person.has_password for person in everybody)
    if without:
        yield Check("人员", "warning", f"{without} 人还没有密码。", "用 anpei staff passwords 一次发放初始密码。")
    else:
        yield Check("人员", "ok", f"在职 {len(everybody)} 人")


def disk(site: Site) -> Answers:
    free = shutil.disk_usage(site.root).free
    words = f"剩余 {free / 1e9:.1f} GB"
    if free < NO_DISK:
        yield Check("磁盘", "error", f"{words}，快要存不下答卷了。", "请尽快清理磁盘，或把站点移到更大的盘。")
    elif free < LOW_DISK:
        yield Check("磁盘", "warning", f"{words}，不多了。", "请清理磁盘。")
    else:
        yield Check("磁盘", "ok", words)


def saved(site: Site) -> Answers:
    """The last backup is good and young, encrypted, and not on the very disk that it is a backup of."""
    found, now = backups.state(site), clock.now()
    worry = backups.worry(site, now)
    if worry:
        yield Check("备份", "warning", worry, "看看原因，再运行一次 anpei backup；安排见 [backup] 的设置。")
    elif found.good is None:
        yield Check("备份", "ok", "还没有到第一次备份的时间" if site.settings.backup.at else "没有安排平台自己备份")
    else:
        yield Check("备份", "ok", f"{clock.show(found.good.at, site.zone)}，{found.good.path}")
    if not backups.recipients(site):
        yield Check("备份", "warning", "备份没有加密。", "运行一次 anpei backup --new-key，把恢复密钥存到别处。")


def logs(site: Site) -> Answers:
    """Where they are, that they are small, and what has kept failing since yesterday."""
    files = [path for path in sorted(site.logs.glob("*")) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    words, way_out = f"{site.logs}，共 {size / 1e6:.1f} MB", "旧版本留下的 *.old.log 不再写入，可以删掉。"
    yield Check("日志", "warning", f"{words}，偏多。", way_out) if size > MUCH_LOG else Check("日志", "ok", words)
    for path in files:
        if path.suffix == ".log" and (found := _failing(path)) is not None:
            words = f"{path.name} 最近一天里反复出现：{one_line(found.message, 200)}"
            yield Check("日志", "warning", words, f"详情见 {path}；排除原因后会自己停下。")


def _failing(path: Path) -> Head | None:
    """The newest error of the last day that the log tells as repeated."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LOG_TAIL))
        lines = file.read().decode("utf-8", "replace").splitlines()
    for head in filter(None, map(head_of, reversed(lines))):
        if datetime.fromisoformat(head.time).timestamp() < clock.now() / 1000 - 24 * 3600:
            return None
        if head.level in ("ERROR", "CRITICAL") and head.message.startswith("repeated "):
            return head
    return None


def ports(site: Site) -> Answers:
    """Free, or held by this very site."""
    server = site.settings.server
    if backups.running(site.root):
        level: Level = "ok" if answers(site, "learner") else "error"
        words = "平台正在运行" if level == "ok" else "平台在运行，但没有回应。"
        yield Check(
            "端口", level, words, "" if level == "ok" else f"原因见 {site.logs / 'learner.log'}，可重启 anpei serve。"
        )
        return
    for name in PORTS:
        try:
            require_free(server.bind, getattr(server, name), name)
        except (Unavailable, SettingsError) as error:
            yield Check("端口", "error", error.message, error.way_out)
        except (OSError, socket.gaierror) as error:
            yield Check("端口", "error", f"地址 {server.bind} 不能用（{error}）。", "请检查 [server] 的 host。")
        else:
            yield Check("端口", "ok", f"{getattr(server, name)} 空闲")


def encryption(site: Site) -> Answers:
    """Both TLS settings or none; a password never crosses a network in the clear unnoticed."""
    server = site.settings.server
    cert, key = server.tls_cert, server.tls_key
    if bool(cert) != bool(key):
        yield Check("加密", "error", "tls_cert 和 tls_key 只设了一个。", "请两个都设，或都留空。")
    elif cert:
        try:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(site.root / cert, site.root / key)
        except (OSError, ssl.SSLError) as error:
            reason = error.strerror or "证书与私钥不匹配"
            yield Check("加密", "error", f"证书或私钥不能用：{reason}。", "请检查 [server] 里的两个路径。")
        else:
            yield Check("加密", "ok", "HTTPS 已启用")
    elif server.https:
        yield Check("加密", "ok", "HTTPS 由反向代理提供")
    elif server.external_url or server.bind not in ("127.0.0.1", "localhost", "::1"):
        yield Check(
            "加密", "warning", "局域网里的密码未加密传输。", "请设置 tls_cert 和 tls_key，或让反向代理提供 HTTPS。"
        )
    else:
        yield Check("加密", "ok", "只在本机访问，不需要")


def marking(site: Site) -> Answers:
    """What nbgrader is told stands in the site's settings; a file of its own has no say any more, and that is said."""
    stray = site.nbgrader / old_config.NAME
    left = old_config.left_out(site)
    for finding in left:
        yield Check("阅卷", "warning", f"{finding.path} 第 {finding.line} 行{finding.message}", LOOK)
    if stray.exists():
        words = f"{stray} 不起作用：nbgrader 的设置写在 anpei.toml 的 [nbgrader] 里。"
        yield Check("阅卷", "warning", words, "重新启动 anpei serve 会把它并进来，再把它移走。")
    elif not (site.nbgrader / "source").is_dir():
        yield Check("阅卷", "warning", "还没有阅卷课程。", f"运行 anpei content build --site {site.root}。")
    elif not left:
        yield Check("阅卷", "ok", "nbgrader 只按 anpei.toml 运行")


QUESTIONS: tuple[Callable[[Site], Answers], ...] = (
    folders, permissions, walls, database, gradebook, soundness, books, audit_log, failed_tasks, people, disk, saved,
    logs, ports, encryption, addresses, marking,
)  # fmt: skip
