"""Copies of a site's databases as of one moment, each looked through before it counts: SQLite's page by page.

A database in PostgreSQL is dumped by its own ``pg_dump`` and the dump read through by ``pg_restore``.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from anpei import engines
from anpei.errors import Conflict, SettingsError, Unavailable
from anpei.settings import Site

__all__ = ["DUMPS", "Copied", "copy_databases", "load_dumps", "require_empty", "room_needed", "sound", "urls_of_dumps"]

DUMPS = "database"
"""The folder of an archive in which dumps lie, beside ``var`` with SQLite's files."""
INSTALL = "请安装 PostgreSQL 的客户端程序（Debian/Ubuntu：sudo apt-get install postgresql-client），再试一次。"


@dataclass(frozen=True)
class Copied:
    """Copies by their name in the archive, and the names of those that are broken."""

    files: dict[str, Path]
    damaged: tuple[str, ...]


def copy_databases(site: Site, folder: Path) -> Copied:
    """One consistent copy of each database; writers go on meanwhile.

    Our own first: a gradebook that knows one submission more does no harm, one less would.
    """
    files: dict[str, Path] = {}
    broken = []
    for name, url in urls_of_dumps(site).items():
        files[f"{DUMPS}/{name}"] = _dump(url, folder / name)
    for path in _files(site):
        copy = _copy(path, folder / path.name)
        files[f"var/{path.name}"] = copy
        if not sound(copy):
            broken.append(path.name)
    return Copied(files, tuple(broken))


def urls_of_dumps(site: Site) -> dict[str, str]:
    """Databases on a server by the name of their dump, our own first."""
    told = {"anpei.dump": site.database_url, "gradebook.dump": site.gradebook_url}
    for url in told.values():
        address = engines.parse(url)
        inside = address.get_backend_name() == "postgresql" or Path(address.database or "").resolve().parent == site.var
        if not inside:
            raise SettingsError(
                "有一个 SQLite 数据库不在站点的 var 里，这个命令备份不了它。",
                way_out="请改 [database] 的设置，或另外备份那个文件。",
            )
    return {name: url for name, url in told.items() if engines.on_postgres(url)}


def room_needed(site: Site) -> int:
    """Bytes that the copies may take."""
    size = sum(path.stat().st_size for path in site.var.glob("*.db*") if path.is_file())
    for url in urls_of_dumps(site).values():
        engine = engines.plain_engine(url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                size += int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        except SQLAlchemyError as error:
            raise engines.unavailable(error) from error
    return size


def _files(site: Site) -> list[Path]:
    """SQLite files in ``var``, our own first; ours is left out where it is a leftover beside PostgreSQL."""
    on_server = engines.on_postgres(site.database_url)
    own = site.var / "anpei.db"
    if not on_server and not own.exists():
        raise Unavailable("站点还没有数据库。", way_out=f"先运行 anpei serve {site.root} 建立它。")
    found = sorted(site.var.glob("*.db"), key=lambda path: (path != own, path.name))
    return [path for path in found if not (on_server and path == own)]


def _copy(path: Path, copy: Path) -> Path:
    """A copy in one step; of what SQLite itself can't read any more, the bytes as they lie there."""
    copy.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.OperationalError as error:
        raise Unavailable(f"复制 {path.name} 时出错：{error}。", way_out="请检查磁盘，再备份一次。") from None
    except sqlite3.DatabaseError:
        shutil.copyfile(path, copy)
    return copy


def sound(path: Path) -> bool:
    """Whether SQLite finds every page and every index of a copy whole."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _dump(url: str, file: Path) -> Path:
    """A dump of one database, read through to its end."""
    file.touch(mode=0o600)
    _run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={file}"])
    _run("pg_restore", "", ["--file=/dev/null", str(file)])
    return file


def load_dumps(site: Site, folder: Path) -> None:
    """Fill the site's empty databases from their dumps, each whole or not at all, our own last."""
    for name, url in reversed(urls_of_dumps(site).items()):
        _run("pg_restore", url, ["--single-transaction", "--no-owner", "--no-privileges", str(folder / name)])


def require_empty(urls: Iterable[str]) -> None:
    """Refuse databases with tables in them, which a restore would have to throw away."""
    for url in urls:
        engine = engines.plain_engine(url, poolclass=NullPool)
        try:
            with engine.connect() as connection:
                asked = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
                tables = connection.execute(text(asked)).scalar_one()
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise Unavailable(
                f"连不上要恢复到的数据库：{cause}。", way_out="请先建好备份的 [database] 里写的空库。"
            ) from None
        if tables:
            name = engines.parse(url).database
            raise Conflict(
                f"数据库 {name} 不是空的，没有动它。",
                way_out=f"把它改名留着（ALTER DATABASE {name} RENAME TO {name}_old），新建一个同名的空库，再恢复。",
            )


def _run(program: str, url: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's programs; no password is seen in the list of processes."""
    path = shutil.which(program)
    if path is None:
        raise Unavailable(f"这台机器上没有 {program}，备份和恢复 PostgreSQL 的库要用它。", way_out=INSTALL)
    environment = dict(os.environ)
    if url:
        address: URL = engines.parse(url).set(drivername="postgresql")
        if address.password:
            environment["PGPASSWORD"] = str(address.password)
            address = address.set(password=None)
        arguments = [f"--dbname={address.render_as_string(hide_password=False)}", *arguments]
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有说原因"])[-1]
        raise Unavailable(f"{program} 没有成功：{said}。", way_out="请排除这个原因，再试一次。")
