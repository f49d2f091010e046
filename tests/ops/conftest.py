"""A small real site on disk, and the command line as whoever keeps it running types it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anpei import records, staff
from anpei.cli import backups as backup_commands
from anpei.cli import bank as bank_commands
from anpei.cli import ops
from anpei.cli import secrets as secret_commands
from anpei.cli import staff as staff_commands
from anpei.cli.console import complain
from anpei.database import Database, upgrade
from anpei.errors import AnpeiError
from anpei.settings import Site, create_site
from tests.helpers.platform import free_ports

NOW = 1_795_000_000_000
ROSTER = "工号,姓名,部门,角色\nE1001,林晓岚,生产部,\nA0001,秦望舒,安全环保部,管理员\n"


@dataclass(frozen=True)
class Told:
    """How a command ended and what it said."""

    code: int
    text: str


Command = Callable[..., Told]
APPS = {
    "bank": bank_commands.app,
    "staff": staff_commands.app,
    "secrets": secret_commands.app,
    "backup": backup_commands.app,
    "restore": backup_commands.app,
}


@cache
def _database() -> Path:
    """The database that every site begins with, made once in a test process."""
    path = Path(tempfile.mkdtemp(prefix="anpei-ops-")) / "anpei.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    url = f"sqlite:///{path}"
    upgrade(url)
    with Database(url) as db:
        roster = staff.read_roster(ROSTER.encode())
        records.import_roster(db, roster, now=NOW)
        staff.set_password(db, "A0001", "guanli-yuan-2026", now=NOW)
    return path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two people, a key, some content."""
    port, lab_port, live_port = free_ports(3)
    server = f"[server]\nport = {port}\nlab_port = {lab_port}\nlive_port = {live_port}\n"
    site = create_site(tmp_path / "site", f'[site]\nname = "测试厂"\n{server}')
    shutil.copy(_database(), site.var / "anpei.db")
    site.secret("cookie")
    (site.workspace / "quizzes/bank").mkdir(parents=True)
    (site.workspace / "quizzes/bank/自编.yaml").write_text("topic: fire\n", encoding="utf-8")
    return site


@pytest.fixture
def anpei(site: Site) -> Command:
    """Type a command about the site; an error a person can meet is told as the real command tells it."""

    def anpei(*words: object, folder: Path | None = None) -> Told:
        typed = [str(word) for word in words]
        app = APPS.get(typed[0], ops.app)
        typed = typed if typed[0] in ("backup", "restore") else typed[1:]
        result = CliRunner().invoke(app, [*typed, "--site", str(folder or site.root)])
        if isinstance(result.exception, AnpeiError):
            complain(result.exception)
            return Told(1, result.output + str(result.exception))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Told(result.exit_code, result.output)

    return anpei
