"""Rows as an older door left them: half a character and control characters in every JSON column."""

from __future__ import annotations

from sqlalchemy import JSON, text
from sqlalchemy.orm import Session

from anpei.migrations.models import metadata

__all__ = ["WORDS", "poison"]

WORDS = "看到POISON了"
"""What a test writes; once poisoned it is shown as 看到�了."""
POISON = r"\ud800\u0000\u001b"
"""As it stands in a column: PostgreSQL's json, too, looks at no more than the four digits."""


def poison(session: Session) -> None:
    """Put it in place of every ``POISON`` in the database."""
    session.flush()
    sqlite = session.get_bind().dialect.name == "sqlite"
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                name = f'"{column.name}"'
                changed = f"replace({name}, :mark, :poison)"
                if not sqlite:
                    changed = f"CAST(replace(CAST({name} AS text), :mark, :poison) AS json)"
                change = f"UPDATE {table.name} SET {name} = {changed}"
                session.execute(text(change), {"mark": "POISON", "poison": POISON})
    for column in ("name", "place", "note"):  # mended when the lists of roll calls became a table
        mended = f'UPDATE muster_person SET "{column}" = replace("{column}", :mark, :mended)'
        session.execute(text(mended), {"mark": "POISON", "mended": "\ufffd"})
