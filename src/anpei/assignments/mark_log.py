"""What the house keeps in nbgrader's gradebook: whose attempts and papers it holds, and a log of every mark by hand.

The log is written by triggers, in SQLite and in PostgreSQL, whoever marked. A number in it is taken before its
transaction ends, and on PostgreSQL the later number may be seen first. Whoever marks therefore holds a lock together
with all others who mark, and the reader waits for a moment without any of them.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

__all__ = ["await_markers", "statements"]

MARKING = 0x6D61726B  # "mark": held in common by who marks, alone by who reads on
_HOLD = f"pg_advisory_xact_lock_shared({MARKING})"

_TABLES = (
    "CREATE TABLE IF NOT EXISTS anpei_attempt (submission_id VARCHAR(32) PRIMARY KEY, attempt BIGINT NOT NULL)",
    """CREATE TABLE IF NOT EXISTS anpei_mark_log (
        seq {seq}, at TIMESTAMP NOT NULL DEFAULT {utc}, attempt BIGINT,
        slot VARCHAR(128), kind VARCHAR(8) NOT NULL, row_id VARCHAR(32) NOT NULL, old TEXT, new TEXT,
        marker VARCHAR(128))""",
    "CREATE INDEX IF NOT EXISTS ix_anpei_mark_log_slot ON anpei_mark_log(attempt, slot)",
    """CREATE TABLE IF NOT EXISTS anpei_shape (assignment VARCHAR(128) PRIMARY KEY, paper VARCHAR(64) NOT NULL,
        version INTEGER NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS anpei_marker (row_id VARCHAR(32) PRIMARY KEY, marker VARCHAR(128) NOT NULL)",
)
_KINDS = {
    "sqlite": {"seq": "INTEGER PRIMARY KEY AUTOINCREMENT", "utc": "CURRENT_TIMESTAMP"},
    "postgresql": {"seq": "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "utc": "(now() AT TIME ZONE 'UTC')"},
}

# A mark by hand is the score nbgrader would show; no mark and no extra credit is none.
_SCORE = """CASE WHEN {row}.manual_score IS NULL AND {row}.extra_credit IS NULL THEN NULL
    ELSE COALESCE({row}.manual_score, {row}.auto_score, 0) + COALESCE({row}.extra_credit, 0) END"""
_LOG = """INSERT INTO anpei_mark_log (attempt, slot, kind, row_id, old, new, marker) SELECT
        (SELECT a.attempt FROM submitted_notebook n JOIN anpei_attempt a ON a.submission_id = n.assignment_id
         WHERE n.id = NEW.notebook_id),
        (SELECT name FROM base_cell WHERE id = NEW.cell_id), '{kind}', NEW.id, {old}, {new},
        (SELECT marker FROM anpei_marker WHERE row_id = NEW.id);
    DELETE FROM anpei_marker WHERE row_id = NEW.id;"""
_WHAT = {
    "grade": {
        "columns": "manual_score, extra_credit",
        "old": _SCORE.format(row="OLD"),
        "new": _SCORE.format(row="NEW"),
        "changed": "OLD.manual_score {differs} NEW.manual_score OR OLD.extra_credit {differs} NEW.extra_credit",
    },
    "comment": {
        "columns": "manual_comment",
        "old": "OLD.manual_comment",
        "new": "NEW.manual_comment",
        "changed": "OLD.manual_comment {differs} NEW.manual_comment",
    },
}


def statements(dialect: str) -> list[str]:
    """What makes the log where it is lacking, and leaves one that is there as it is."""
    made = [table.format_map(_KINDS[dialect]) if "{" in table else table for table in _TABLES]
    triggers = _on_sqlite if dialect == "sqlite" else _on_postgres
    return [*made, *(statement for table in _WHAT for statement in triggers(table))]


def await_markers(connection: Connection) -> None:
    """Wait until nobody is in the middle of marking; until this transaction ends nobody begins."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({MARKING})"))


def _on_sqlite(table: str) -> list[str]:
    what = _WHAT[table]
    return [
        f"""CREATE TRIGGER IF NOT EXISTS anpei_{table}_log AFTER UPDATE OF {what["columns"]} ON {table}
        WHEN {what["changed"].format(differs="IS NOT")}
        BEGIN {_LOG.format(kind=table, **_words(what))} END"""
    ]


def _on_postgres(table: str) -> list[str]:
    what = _WHAT[table]
    return [
        f"""CREATE OR REPLACE FUNCTION anpei_{table}_log() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM {_HOLD}; {_LOG.format(kind=table, **_words(what))} RETURN NULL; END $$""",
        f"""CREATE OR REPLACE TRIGGER anpei_{table}_log AFTER UPDATE OF {what["columns"]} ON {table}
        FOR EACH ROW WHEN ({what["changed"].format(differs="IS DISTINCT FROM")})
        EXECUTE FUNCTION anpei_{table}_log()""",
    ]


def _words(what: dict[str, str]) -> dict[str, str]:
    """The value before and after as text, in which a score and a comment are kept alike."""
    return {"old": f"CAST({what['old']} AS TEXT)", "new": f"CAST({what['new']} AS TEXT)"}
