"""How a connection to each of the two databases begins: what it promises about the disk, and whose turn to write it is.

SQLite lets one writer in at a time, and the rooms rely on it: they look, decide and write as if alone. On PostgreSQL
the same law is one advisory lock, taken as every write begins and given back by its commit. So numbers taken within a
write appear in their order, and whoever reads a log on from the last number misses nothing. Readers see one snapshot.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, InterfaceError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from anpei import storage
from anpei.cleantext import mended_all
from anpei.errors import Refused, SettingsError, Unavailable

__all__ = [
    "AWAY",
    "BUSY_MS",
    "News",
    "await_turn",
    "on_postgres",
    "parse",
    "plain_engine",
    "read_json",
    "reading_engine",
    "translate_error",
    "unavailable",
    "writing_engine",
]

BUSY_MS = 30_000
STALLED_MS = 60_000  # a process that stands still in the middle of a write must not keep everybody else waiting
TURN = 0x616E706569  # "anpei": the advisory lock of whoever writes
_TAKE_TURN = f"SELECT pg_advisory_xact_lock({TURN})"
_UNSOUND_ESCAPE = re.compile(r"\\u(?:00[01]|[dD][89a-fA-F])")
AWAY = (OperationalError, InterfaceError)
"""The database is not there, has gone away, or is held by somebody for too long."""

SQLITE = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}")
POSTGRES = (
    # only the one value that acknowledges before the disk is refused; a stricter one is the operator's choice
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
    f"SET lock_timeout = {BUSY_MS}",
    f"SET idle_in_transaction_session_timeout = {STALLED_MS}",
)
HOW = "留空就是 SQLite；用 PostgreSQL 写 postgresql://用户@主机/库名。"
# a server that vanished without a word is noticed within a minute
KEEP_ALIVE = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def parse(url: str) -> URL:
    """A database's address; ``postgresql://`` means psycopg 3, anything but the two databases is a SettingsError."""
    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsError("[database] 的地址写法不对。", way_out=HOW) from None
    backend = made.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return made.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise SettingsError(f"不支持数据库“{backend}”。", way_out=HOW)
    return made


def read_json(stored: str | bytes) -> Any:
    """JSON of a column; texts an older version let in with half a character or control characters come out mended."""
    text = stored.decode() if isinstance(stored, bytes) else stored
    value = json.loads(text)
    return mended_all(value) if _UNSOUND_ESCAPE.search(text) else value


def on_postgres(url: str) -> bool:
    return parse(url).get_backend_name() == "postgresql"


def plain_engine(url: str, **options: Any) -> Engine:
    """An engine that syncs every commit and replaces connections the server dropped; no driver is a SettingsError."""
    address = parse(url)
    postgres = address.get_backend_name() == "postgresql"
    options.setdefault("pool_pre_ping", True)
    options.setdefault("json_deserializer", read_json)
    options.setdefault("hide_parameters", True)  # an error that is logged holds nobody's answer or password
    if postgres:
        options["connect_args"] = {"application_name": "anpei", **KEEP_ALIVE}
    try:
        engine = create_engine(address, **options)
    except (ImportError, NoSuchModuleError):
        way_out = "请在安培的环境里运行 pip install 'psycopg[binary]'。"
        raise SettingsError("缺少 PostgreSQL 的驱动。", way_out=way_out) from None
    event.listen(engine, "connect", _prepare_postgres if postgres else _prepare_sqlite)
    return engine


def reading_engine(url: str) -> Engine:
    """Each transaction sees the database as it was at its first look."""
    if on_postgres(url):
        return plain_engine(url, isolation_level="REPEATABLE READ")
    return _beginning(plain_engine(url), "BEGIN")


def writing_engine(url: str) -> Engine:
    """One connection whose transactions begin by waiting for their turn, and then see all that was written before."""
    one: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    if on_postgres(url):
        engine = plain_engine(url, isolation_level="READ COMMITTED", **one)
        return _beginning(engine, _TAKE_TURN)
    return _beginning(plain_engine(url, **one), "BEGIN IMMEDIATE")


class News:
    """Whether anybody may have committed something since the last look: microseconds where a query costs a millisecond.

    SQLite counts what other connections commit. PostgreSQL has no such number, so there may always be something.
    """

    def __init__(self, *urls: str) -> None:
        looking = [] if any(map(on_postgres, urls)) else [plain_engine(url, poolclass=NullPool) for url in urls]
        self._looking = [engine.raw_connection() for engine in looking]
        self._looks: list[Any] = [look.driver_connection for look in self._looking]
        self._seen: tuple[int, ...] | None = None

    def state(self) -> tuple[int, ...] | None:
        """A value that is another one once somebody has committed; None where nobody can tell."""
        if not self._looking:
            return None
        try:
            return tuple([look.execute("PRAGMA data_version").fetchone()[0] for look in self._looks])
        except Exception:  # it doesn't answer: whoever really looks will hear why
            return None

    def changed(self) -> bool:
        before, self._seen = self._seen, self.state()
        return self._seen is None or self._seen != before

    def forget(self) -> None:
        """Whatever was there at the last look counts as news, for it couldn't be taken in."""
        self._seen = None

    def close(self) -> None:
        for look in self._looking:
            look.close()
        self._looking, self._looks = [], []


def await_turn(connection: Connection) -> None:
    """Let one process at a time make tables, which "if not exists" alone doesn't; SQLite sees to that itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_TAKE_TURN)


def translate_error(error: Exception) -> Exception:
    """The error a person may meet in place of a database's own, which stays its cause; any other stays as it is."""
    if isinstance(error, AWAY) or getattr(error, "connection_invalidated", False):
        made: Exception = unavailable(error)
    elif isinstance(error, DataError):
        way_out = "请缩短或改正后再试。"
        made = Refused("内容太长，或含有存不下的字符或数字。", code="unfit", way_out=way_out)
    else:
        return error
    made.__cause__ = error
    return made


def unavailable(error: Exception) -> Unavailable:
    """The database doesn't answer, or its disk refuses, in words for a person; the driver's own error is the cause."""
    disk = storage.refusal(error)
    if disk is not None:
        return disk
    made = Unavailable("数据库暂时没有回应，这一步没有完成。", way_out="请稍后再试；显示过“已保存”的内容不会丢。")
    made.__cause__ = error
    return made


def _beginning(engine: Engine, statement: str) -> Engine:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say
    cursor = connection.cursor()
    for pragma in SQLITE:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_postgres(connection: Any, _record: Any) -> None:
    for statement in POSTGRES:
        connection.execute(statement)
    connection.commit()
