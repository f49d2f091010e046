"""nbgrader's gradebook as this house opens it.

One engine a process (nbgrader opens nine a submission), SQLite in WAL with a patient lock, the four indexes nbgrader
lacks, the attempt each submission was graded from, and a log of every mark and comment made by hand, whoever wrote it.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import nbgrader
from alembic.script import ScriptDirectory
from nbgrader import api
from nbgrader.utils import parse_utc
from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import scoped_session, sessionmaker

__all__ = ["Gradebook", "engine", "forget", "share"]

Gradebook = api.Gradebook
BUSY_MS = 30_000

_INDEXES = {
    "ix_anpei_grade_notebook": "grade(notebook_id)",
    "ix_anpei_comment_notebook": "comment(notebook_id)",
    "ix_anpei_submitted_notebook_assignment": "submitted_notebook(assignment_id)",
    "ix_anpei_submitted_assignment_student": "submitted_assignment(student_id)",
}

_OWN_TABLES = (
    "CREATE TABLE IF NOT EXISTS anpei_attempt (submission_id VARCHAR(32) PRIMARY KEY, attempt BIGINT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS anpei_mark_log (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, attempt BIGINT,
        slot VARCHAR(128), kind VARCHAR(8) NOT NULL, row_id VARCHAR(32) NOT NULL, old TEXT, new TEXT,
        marker VARCHAR(128))""",
    "CREATE INDEX IF NOT EXISTS ix_anpei_mark_log_slot ON anpei_mark_log(attempt, slot)",
    "CREATE TABLE IF NOT EXISTS anpei_marker (row_id VARCHAR(32) PRIMARY KEY, marker VARCHAR(128) NOT NULL)",
)

# A mark by hand is the score nbgrader would show; no mark and no extra credit is none.
_SCORE = """CASE WHEN {row}.manual_score IS NULL AND {row}.extra_credit IS NULL THEN NULL
    ELSE COALESCE({row}.manual_score, {row}.auto_score, 0) + COALESCE({row}.extra_credit, 0) END"""
_LOG = """INSERT INTO anpei_mark_log (attempt, slot, kind, row_id, old, new, marker) SELECT
        (SELECT a.attempt FROM submitted_notebook n JOIN anpei_attempt a ON a.submission_id = n.assignment_id
         WHERE n.id = NEW.notebook_id),
        (SELECT name FROM base_cell WHERE id = NEW.cell_id), '{kind}', NEW.id, {old}, {new},
        (SELECT marker FROM anpei_marker WHERE row_id = NEW.id);
    DELETE FROM anpei_marker WHERE row_id = NEW.id;"""
_TRIGGERS = (
    """CREATE TRIGGER IF NOT EXISTS anpei_grade_log AFTER UPDATE OF manual_score, extra_credit ON grade
    WHEN OLD.manual_score IS NOT NEW.manual_score OR OLD.extra_credit IS NOT NEW.extra_credit
    BEGIN """
    + _LOG.format(kind="grade", old=_SCORE.format(row="OLD"), new=_SCORE.format(row="NEW"))
    + " END",
    """CREATE TRIGGER IF NOT EXISTS anpei_comment_log AFTER UPDATE OF manual_comment ON comment
    WHEN OLD.manual_comment IS NOT NEW.manual_comment
    BEGIN """
    + _LOG.format(kind="comment", old="OLD.manual_comment", new="NEW.manual_comment")
    + " END",
)

_engines: dict[str, Engine] = {}
_lock = threading.Lock()


def engine(url: str) -> Engine:
    """This process's engine for a gradebook; the first call creates what the database lacks."""
    with _lock:
        if url not in _engines:
            _engines[url] = _prepared(url)
        return _engines[url]


def forget(url: str) -> None:
    """Let go of a gradebook, as when its file is to be replaced."""
    with _lock:
        if url in _engines:
            _engines.pop(url).dispose()


def share() -> None:
    """Let every ``Gradebook`` of this process use :func:`engine`; calling it again changes nothing."""
    api.Gradebook.__init__ = _open
    api.Gradebook.close = _close
    api.Gradebook.add_submission = _add_submission


def _open(book: Any, db_url: str, course_id: str = "default_course", authenticator: Any = None) -> None:
    book.engine = engine(db_url)
    book.db = scoped_session(sessionmaker(autoflush=True, bind=book.engine))
    book.course_id = course_id
    book.authenticator = authenticator


def _close(book: Any) -> None:
    book.db.remove()


def _add_submission(book: Any, assignment: str, student: str, **kwargs: Any) -> Any:
    """Create a submission with its empty grades and comments in one flush; nbgrader's own way warns and takes four."""
    if "timestamp" in kwargs:
        kwargs["timestamp"] = parse_utc(kwargs["timestamp"])
    parent = book.find_assignment(assignment)
    submission = api.SubmittedAssignment(
        id=api.new_uuid(), assignment_id=parent.id, student_id=book.find_student(student).id, **kwargs
    )
    rows: list[Any] = [submission]
    for notebook in parent.notebooks:
        sheet = api.SubmittedNotebook(id=api.new_uuid(), notebook_id=notebook.id, assignment_id=submission.id)
        rows.append(sheet)
        for cell in notebook.grade_cells + notebook.task_cells:
            rows.append(api.Grade(cell_id=cell.id, notebook_id=sheet.id))
        for cell in notebook.solution_cells + notebook.task_cells:
            rows.append(api.Comment(cell_id=cell.id, notebook_id=sheet.id))
    try:
        book.db.add_all(rows)
        book.db.commit()
    except IntegrityError as error:
        book.db.rollback()
        raise api.InvalidEntry(*error.args) from error
    return submission


def _prepared(url: str) -> Engine:
    made = create_engine(url, pool_pre_ping=True)
    sqlite = made.dialect.name == "sqlite"
    if sqlite:
        event.listen(made, "connect", _pragmas)
    fresh = not inspect(made).has_table("course")
    api.Base.metadata.create_all(made)
    with made.begin() as connection:
        if fresh:
            _stamp(connection)
        for name, columns in _INDEXES.items():
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}"))
        for statement in (*_OWN_TABLES, *(_TRIGGERS if sqlite else ())):
            connection.execute(text(statement))
        for course in ("anpei", "default_course"):
            connection.execute(text("INSERT INTO course (id) VALUES (:id) ON CONFLICT DO NOTHING"), {"id": course})
    return made


def _pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _stamp(connection: Any) -> None:
    """Note nbgrader's schema version, as nbgrader does by starting the alembic program, which may not be on PATH."""
    head = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
    connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": head})
