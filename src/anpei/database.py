"""One writer, many readers: what a write acknowledges is on disk, and a batch of writes shares one commit.

Every write is a function of a session. A single thread runs them in batches inside one transaction, each in its own
savepoint, commits with ``synchronous=FULL`` and only then answers: an acknowledged fact survives a power cut, and two
hundred people answering at once cost a handful of disk flushes. Other processes queue on SQLite's write lock.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import NullPool

from anpei.errors import Unavailable

__all__ = ["Base", "Database", "upgrade"]

Result = TypeVar("Result")
BATCH = 256
BUSY_MS = 30_000

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table; names of constraints are fixed, so that migrations can name them."""

    metadata = MetaData(naming_convention=_NAMES)


@dataclass
class _Write(Generic[Result]):
    work: Callable[[Session], Result]
    future: Future[Result]


def _engine(url: str, begin: str, **options: Any) -> Engine:
    """An engine whose transactions begin with ``begin`` on SQLite; elsewhere the server's default."""
    engine = create_engine(url, **options)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _prepare_file(url: str) -> None:
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not name:
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)


class Database:
    """A site's database: ``read()`` anywhere, ``write()`` through the one writer thread."""

    def __init__(self, url: str) -> None:
        _prepare_file(url)
        self.url = url
        pool: dict[str, Any] = {"pool_pre_ping": True}
        self._readers = _engine(url, "BEGIN", **pool)
        self._writer = _engine(url, "BEGIN IMMEDIATE", poolclass=NullPool)
        self._queue: queue.SimpleQueue[_Write[Any] | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="anpei-writer", daemon=True)
        self._thread.start()

    @property
    def engine(self) -> Engine:
        """The readers' engine, for tools that inspect the schema."""
        return self._readers

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent snapshot; nothing it changes is kept."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session
            session.rollback()

    def write(self, work: Callable[[Session], Result]) -> Future[Result]:
        """Queue ``work``; the future resolves once the commit is on disk, or fails with what ``work`` raised."""
        if self._closed:
            raise Unavailable("数据库已经关闭。", way_out="请重新启动平台。")
        future: Future[Result] = Future()
        self._queue.put(_Write(work, future))
        return future

    async def awrite(self, work: Callable[[Session], Result]) -> Result:
        return await asyncio.wrap_future(self.write(work))

    def close(self) -> None:
        """Finish what is queued, then let go of every connection."""
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        self._thread.join()
        self._readers.dispose()
        self._writer.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        connection: Connection | None = None
        while True:
            batch, last = self._gather()
            if batch:
                try:
                    connection = connection or self._writer.connect()
                    self._commit(connection, batch)
                except Exception as error:
                    _fail(batch, error)
                    _drop(connection)
                    connection = None
            if last:
                _drop(connection)
                return

    def _gather(self) -> tuple[list[_Write[Any]], bool]:
        """Wait for one write and take whatever else is already waiting."""
        first = self._queue.get()
        if first is None:
            return [], True
        batch = [first]
        while len(batch) < BATCH:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                break
            if item is None:
                return batch, True
            batch.append(item)
        return batch, False

    def _commit(self, connection: Connection, batch: list[_Write[Any]]) -> None:
        done: list[tuple[_Write[Any], Any]] = []
        with Session(connection, expire_on_commit=False) as session:
            for write in batch:
                if not write.future.set_running_or_notify_cancel():
                    continue
                try:
                    with session.begin_nested():
                        result = write.work(session)
                except Exception as error:
                    write.future.set_exception(error)
                else:
                    done.append((write, result))
            session.commit()
        for write, result in done:
            write.future.set_result(result)


def _fail(batch: list[_Write[Any]], error: Exception) -> None:
    for write in batch:
        if not write.future.done():
            write.future.set_exception(error)


def _drop(connection: Connection | None) -> None:
    """Let go of a connection that may already be broken."""
    if connection is not None:
        with suppress(SQLAlchemyError):
            connection.close()


def upgrade(url: str) -> None:
    """Bring a database to the newest schema; a new one is created."""
    from alembic import command
    from alembic.config import Config

    import anpei.migrations

    _prepare_file(url)
    config = Config()
    config.set_main_option("script_location", str(Path(anpei.migrations.__file__).parent))
    config.attributes["url"] = url
    command.upgrade(config, "head")
