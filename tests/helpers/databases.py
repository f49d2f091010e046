"""Which database a test runs on: SQLite in its own folder, or a throw-away PostgreSQL that syncs like a real one.

``ANPEI_TEST_DATABASE=postgres`` runs everything on PostgreSQL; a test marked ``both_databases`` runs on both anyway.
The cluster is this process's own: a folder, a Unix socket in it, no TCP port, gone when the tests end. Its collation is
a dictionary's (ICU), so that nothing may rely on text being sorted by bytes.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from anpei.database import upgrade
from tests import prepare
from tests.helpers.processes import wait_for

ROOM = 3_000_000_000
Fill = Callable[[str], None]
KINDS = ("sqlite", "postgres")
DEFAULT = os.environ.get("ANPEI_TEST_DATABASE", "sqlite")
_chosen = [DEFAULT]
_numbers = count(1)


def choose(kind: str) -> str:
    """Run on ``kind`` from now on; the choice before is returned."""
    before, _chosen[0] = _chosen[0], kind
    return before


def chosen() -> str:
    return _chosen[0]


def url_in(folder: Path) -> str:
    """The address of an empty database for a test that keeps its files in ``folder``."""
    return f"sqlite:///{folder / 'anpei.db'}" if chosen() == "sqlite" else cluster().new_database("template1")


def settings(like: str = "migrated", fill: Fill = upgrade) -> str:
    """The [database] section of a new site; on PostgreSQL its database is a copy of the one ``fill`` made first."""
    if chosen() == "sqlite":
        return ""
    server = cluster()
    ours, marks = server.new_database(server.template(like, fill)), server.new_database()
    return f'[database]\nurl = "{ours}"\ngradebook = "{marks}"\n'


class Cluster:
    """A PostgreSQL server of our own."""

    def __init__(self, binaries: Path) -> None:
        self.binaries, self.folder = binaries, Path(tempfile.mkdtemp(prefix="anpei-pg-", dir=_quick_folder()))
        self.process: subprocess.Popen[bytes] | None = None
        self._templates: set[str] = set()
        self._owner = _unprivileged()
        if self._owner:
            shutil.chown(self.folder, self._owner, pwd.getpwnam(self._owner).pw_gid)
        choices = ["--auth=trust", "--username=anpei", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        collation = ["--locale-provider=icu", "--icu-locale=zh-Hans-CN"]
        self._run("initdb", f"--pgdata={self.data}", *choices, *collation)
        self.start()

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, name: str) -> str:
        return f"postgresql://anpei@/{name}?host={self.folder}"

    def start(self) -> None:
        """Start and wait until it answers."""
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}", "-c", "fsync=on"]
        with (self.folder / "log").open("ab") as log:
            command = [str(self.binaries / "postgres"), "-D", str(self.data), *options, "-c", "max_connections=200"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self._as_owner())
        wait_for(self._answers, every=0.05)

    def crash(self) -> None:
        """Gone in mid-sentence: no checkpoint, no farewell; what isn't in the write-ahead log by now is lost."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)
            self.process = None

    def remove(self) -> None:
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self, template: str = "template1") -> str:
        """The address of a new database, a copy of ``template``."""
        name = f"t{next(_numbers)}"
        self.ask(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def template(self, name: str = "migrated", fill: Fill = upgrade) -> str:
        """The name of a database to copy from, filled once; without more it has the newest schema."""
        if name not in self._templates:
            self.ask(f"CREATE DATABASE {name}")
            fill(self.url(name))
            self._templates.add(name)
        return name

    def ask(self, statement: str, name: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            found = connection.execute(statement)  # type: ignore[call-overload]
            return list(found.fetchall()) if found.description else []

    def _answers(self) -> bool:
        try:
            return bool(self.ask("SELECT 1"))
        except psycopg.OperationalError:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()) from None
            return False

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.binaries / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self._as_owner())

    def _as_owner(self) -> dict[str, object]:
        return (
            {"user": self._owner, "group": pwd.getpwnam(self._owner).pw_gid, "extra_groups": []} if self._owner else {}
        )


def _quick_folder() -> str | None:
    """Memory, where there is some: what a killed process or server leaves is the same there, only power cuts differ."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


def _unprivileged() -> str:
    """PostgreSQL refuses to run as root: the user Debian's package makes, else nobody."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@lru_cache(maxsize=1)
def cluster() -> Cluster:
    """This process's cluster, started when first asked for; where there is no PostgreSQL the test is skipped."""
    binaries = prepare.postgres()
    if binaries is None:
        pytest.skip("没有 PostgreSQL（no PostgreSQL binaries）：sudo apt-get install postgresql")
    made = Cluster(binaries)
    atexit.register(made.remove)
    return made


def name_of(url: str) -> str:
    """The database an address leads to."""
    return str(make_url(url).database)
