"""nbgrader's gradebook as this house opens it.

One engine a process (nbgrader opens nine a submission), SQLite in WAL with a patient lock or PostgreSQL, the four
indexes nbgrader lacks, the attempt each submission was graded from, and the log of marks by hand.
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
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, joinedload, scoped_session, sessionmaker

from anpei.assignments import mark_log
from anpei.assignments.model import MarkedSheet, credited
from anpei.engines import BUSY_MS, await_turn, on_postgres, plain_engine

__all__ = ["Gradebook", "engine", "forget", "graded_attempt", "save_sheet", "share"]

Gradebook = api.Gradebook

_INDEXES = {
    "ix_anpei_grade_notebook": "grade(notebook_id)",
    "ix_anpei_comment_notebook": "comment(notebook_id)",
    "ix_anpei_submitted_notebook_assignment": "submitted_notebook(assignment_id)",
    "ix_anpei_submitted_assignment_student": "submitted_assignment(student_id)",
}
PREPARING = 5
"""Tries to prepare a gradebook in which others are marking."""
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
    made = plain_engine(url, isolation_level="READ COMMITTED") if on_postgres(url) else _sqlite(url)
    for left in reversed(range(PREPARING)):
        try:
            _prepare(made)
        except OperationalError as error:  # somebody marks meanwhile, and each waits for a table of the other's
            if not left or "deadlock" not in str(error.orig):
                raise
        else:
            break
    return made


def _prepare(made: Engine) -> None:
    """What the database lacks; an index that is there isn't asked for, because even that waits for who writes."""
    with made.begin() as connection:
        await_turn(connection)
        fresh = not inspect(connection).has_table("course")
        api.Base.metadata.create_all(connection)
        if fresh:
            _stamp(connection)
        looked = inspect(connection)
        tables = {columns.partition("(")[0] for columns in _INDEXES.values()}
        there = {index["name"] for table in tables for index in looked.get_indexes(table)}
        for name, columns in _INDEXES.items():
            if name not in there:
                connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}"))
        for statement in mark_log.statements(made.dialect.name):
            connection.exec_driver_sql(statement)
        for course in ("anpei", "default_course"):
            connection.execute(text("INSERT INTO course (id) VALUES (:id) ON CONFLICT DO NOTHING"), {"id": course})


def _sqlite(url: str) -> Engine:
    """As the house's own, but for references, which nbgrader doesn't keep strictly."""
    made = create_engine(url, pool_pre_ping=True)
    event.listen(made, "connect", _pragmas)
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


NO_ANSWER = "未作答。"


def graded_attempt(session: Session, submission_id: str) -> int | None:
    """The attempt whose answers a submission's marks belong to."""
    found = session.execute(
        text("SELECT attempt FROM anpei_attempt WHERE submission_id = :id"), {"id": submission_id}
    ).scalar()
    return None if found is None else int(found)


def save_sheet(session: Session, notebook: api.SubmittedNotebook, sheet: MarkedSheet) -> None:
    """Write automatic marks and comments. Commits.

    Marks by hand that were given to another attempt make room for those that this one was given before, if any.

    The attempt is changed first: the log then books the clearing on the new attempt, not on the one that was marked.
    """
    changed = _promote(session, notebook.assignment_id, sheet.attempt)
    for grade in session.query(api.Grade).filter_by(notebook_id=notebook.id).options(joinedload(api.Grade.cell)):
        _grade(grade, sheet, changed)
    for comment in session.query(api.Comment).filter_by(notebook_id=notebook.id).options(joinedload(api.Comment.cell)):
        _comment(comment, sheet, changed)
    notebook.late_submission_penalty = None
    session.commit()


def _promote(session: Session, submission: str, attempt: int | None) -> bool:
    changed = graded_attempt(session, submission) != attempt
    if changed:
        session.execute(text("DELETE FROM anpei_attempt WHERE submission_id = :id"), {"id": submission})
    if changed and attempt is not None:
        values = {"id": submission, "attempt": attempt}
        session.execute(text("INSERT INTO anpei_attempt VALUES (:id, :attempt)"), values)
    return changed


def _grade(grade: Any, sheet: MarkedSheet, changed: bool) -> None:
    if changed:
        grade.manual_score, grade.extra_credit = sheet.by_hand.get(grade.cell.name, (None, ""))[0], None
    mark = sheet.marks.get(grade.cell.name)
    grade.auto_score = None if mark is None else credited(mark)
    grade.needs_manual_grade = grade.auto_score is None and grade.manual_score is None


def _comment(comment: Any, sheet: MarkedSheet, changed: bool) -> None:
    if changed:
        comment.manual_comment = sheet.by_hand.get(comment.cell.name, (None, ""))[1] or None
    mark = sheet.marks.get(comment.cell.name)
    blank = mark is not None and not mark.answer.strip()
    comment.auto_comment = NO_ANSWER if blank else (sheet.trouble or None)
