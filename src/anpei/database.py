"""One writer, many readers: what a write acknowledges is on disk, and a batch of writes shares one commit.

Every write is a function of a session. A single thread runs them in batches inside one transaction, each in its own
savepoint, commits to the disk and only then answers: an acknowledged fact survives a power cut, and two hundred people
answering at once cost a handful of disk flushes. What takes its time and can wait (hand-ins, sweeps, mass changes) says
so and stands in a lane of its own: a transaction of that lane ends after :data:`SLICE`, and the others have their turn:
no answer waits for a thousand hand-ins. Other processes queue for their turn (:mod:`anpei.engines`). A write that found
the database away is not tried again here, because nobody can know whether its commit arrived; whoever asked for it
hears :class:`Unavailable` and asks again under the same key.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine, MetaData, Select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import NullPool

from anpei import engines, schemas
from anpei.errors import Unavailable

__all__ = ["Base", "Database", "Progress", "RowLookup", "alongside", "upgrade"]

Result = TypeVar("Result")
Row = TypeVar("Row")
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
alongside: ContextVar[Callable[[Session], None] | None] = ContextVar("alongside", default=None)
"""What whoever asks for a write wants written along with it, in the same savepoint (:mod:`anpei.audit`)."""
BATCH = 256
SLICE = 0.025
"""So many seconds of writes that give way share one commit; the one that crosses the line is ended."""

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
    along: Callable[[Session], None] | None

    def do(self, session: Session) -> Result:
        session.info["alongside"] = self.along
        result = self.work(session)
        if self.along is not None:
            self.along(session)
        return result


def _prepare_file(url: str) -> None:
    name = engines.parse(url).database
    if engines.on_postgres(url) or not name:
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=True)


class Database:
    """A site's database: ``read()`` anywhere, ``write()`` through the one writer thread."""

    def __init__(self, url: str, *, slice_seconds: float = SLICE) -> None:
        schemas.require_known(url)
        _prepare_file(url)
        self.url, self._slice = url, slice_seconds
        self._readers = engines.reading_engine(url)
        self._writer = engines.writing_engine(url)
        self._prompt: deque[_Write[Any]] = deque()
        self._patient: deque[_Write[Any]] = deque()
        self._waiting = threading.Condition()
        self._lookups: list[RowLookup] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="anpei-writer", daemon=True)
        self._thread.start()

    @property
    def engine(self) -> Engine:
        """The readers' engine, for tools that inspect the schema."""
        return self._readers

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent snapshot; nothing it changes is kept. Raises Unavailable."""
        try:
            with Session(self._readers, expire_on_commit=False) as session:
                yield session
                session.rollback()
        except SQLAlchemyError as error:
            raise engines.translate_error(error) from error.__cause__

    def write(self, work: Callable[[Session], Result], *, gives_way: bool = False) -> Future[Result]:
        """Queue ``work``; the future resolves once the commit is on disk, or fails with what ``work`` raised.

        With ``gives_way`` whatever else is written meanwhile comes before it, and it comes in its turn all the same.
        """
        future: Future[Result] = Future()
        with self._waiting:
            if self._closed:
                raise Unavailable("数据库已经关闭。", way_out="请重新启动平台。")
            (self._patient if gives_way else self._prompt).append(_Write(work, future, alongside.get()))
            self._waiting.notify()
        return future

    async def awrite(self, work: Callable[[Session], Result], *, gives_way: bool = False) -> Result:
        return await asyncio.wrap_future(self.write(work, gives_way=gives_way))

    def write_in_steps(
        self,
        rows: Sequence[Row],
        work: Callable[[Session, Sequence[Row]], Result],
        *,
        step: int,
        gives_way: bool = True,
        progress: Progress = lambda done, total: None,
    ) -> list[Result]:
        """Do ``work`` for all of these, ``step`` of them at a write that gives way (or not); what each gave, in order.

        The next write is asked for once the one before is on disk, so that nobody waits for more than one. A process
        that dies on the way leaves whole writes: ``work`` is to be such that asked for again it completes them.
        """
        done: list[Result] = []
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            done.append(self.write(partial(_with_rows, work=work, rows=some), gives_way=gives_way).result())
            progress(start + len(some), len(rows))
        return done

    def lookup(self, query: Select[*tuple[Any, ...]]) -> RowLookup:
        """A quick way to one row of ``query``, whose one parameter is called ``key``; closed with the database."""
        made = RowLookup(self.url, query)
        self._lookups.append(made)
        return made

    def close(self) -> None:
        """Finish what is queued, then let go of every connection."""
        with self._waiting:
            if self._closed:
                return
            self._closed = True
            self._waiting.notify()
        self._thread.join()
        for lookup in self._lookups:
            lookup.close()
        self._readers.dispose()
        self._writer.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        lane: deque[_Write[Any]] | None = None
        while (lane := self._next_lane(lane)) is not None:
            batch: list[_Write[Any]] = []
            try:
                self._commit(lane, batch)
            except Exception as error:
                for write in batch or list(self._take(lane)):
                    _fail(write, error)

    def _next_lane(self, before: deque[_Write[Any]] | None) -> deque[_Write[Any]] | None:
        """Wait until somebody waits, and say in which lane: by turns where both do. None at the end."""
        with self._waiting:
            self._waiting.wait_for(lambda: self._closed or self._prompt or self._patient)
            lanes = [lane for lane in (self._prompt, self._patient) if lane]
        return next((lane for lane in lanes if lane is not before), lanes[0] if lanes else None)

    def _take(self, lane: deque[_Write[Any]]) -> Iterator[_Write[Any]]:
        """Those who wait in a lane, and whoever joins them meanwhile, as far as one commit goes."""
        begun = time.monotonic()
        for taken in range(BATCH):
            if not lane or (taken and lane is self._patient and time.monotonic() - begun >= self._slice):
                return
            yield lane.popleft()

    def _commit(self, lane: deque[_Write[Any]], batch: list[_Write[Any]]) -> None:
        done: list[tuple[_Write[Any], Any]] = []
        with Session(self._writer, expire_on_commit=False) as session:
            session.connection()  # our turn, or nobody's of those who wait
            for write in self._take(lane):
                batch.append(write)
                if not write.future.set_running_or_notify_cancel():
                    continue
                try:
                    with session.begin_nested():
                        result = write.do(session)
                except Exception as error:
                    if getattr(error, "connection_invalidated", False):
                        raise  # with the connection went what the batch had done before
                    _fail(write, error)
                else:
                    done.append((write, result))
            session.commit()
        for write, result in done:
            write.future.set_result(result)


class RowLookup:
    """One row by its key for what the driver alone costs, microseconds: what every request asks for.

    It has a connection of its own without a transaction, and so always sees what was committed last, by whomever.
    """

    def __init__(self, url: str, query: Select[*tuple[Any, ...]]) -> None:
        self._engine = engines.plain_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._statement = str(query.compile(dialect=self._engine.dialect))
        self._named = engines.on_postgres(url)
        self._connection: Any = None
        self._lock = threading.Lock()

    def __call__(self, key: str) -> tuple[Any, ...] | None:
        """The row of this key; None when there is none. Raises Unavailable."""
        with self._lock:
            if self._connection is not None:
                try:
                    return self._row(key)
                except Exception:  # the server went away, or is there again: once more with a new connection
                    self._drop()
            try:
                self._connection = self._engine.raw_connection()
                return self._row(key)
            except Exception as error:
                self._drop()
                raise engines.unavailable(error) from error

    def _row(self, key: str) -> tuple[Any, ...] | None:
        parameters: Any = {"key": key} if self._named else (key,)
        rows: list[tuple[Any, ...]] = self._connection.driver_connection.execute(self._statement, parameters).fetchall()
        return rows[0] if rows else None

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.invalidate()
            self._connection = None

    def close(self) -> None:
        with self._lock:
            self._drop()
            self._engine.dispose()


def _with_rows(session: Session, work: Callable[[Session, Sequence[Row]], Result], rows: Sequence[Row]) -> Result:
    return work(session, rows)


def _fail(write: _Write[Any], error: Exception) -> None:
    if not write.future.done():
        write.future.set_exception(engines.translate_error(error))


def upgrade(url: str) -> None:
    """Bring a database to the newest schema; a new one is created, one that is there already is only looked at.

    One of a newer version is refused (:mod:`anpei.schemas`).
    """
    if schemas.require_known(url) == schemas.newest():
        return  # without the second that importing Alembic takes
    _prepare_file(url)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(schemas.MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")
