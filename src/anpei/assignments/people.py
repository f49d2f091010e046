"""Who is who in the gradebook: people by their name alone; older versions wrote the department as a first name."""

from __future__ import annotations

from sqlalchemy import text

from anpei import staff
from anpei.assignments.context import GradingContext
from anpei.assignments.gradebook import engine

__all__ = ["name_people"]

_OTHERWISE = "SELECT id FROM student WHERE first_name IS NOT NULL AND first_name <> ''"
_NAME = text("UPDATE student SET last_name = :name, first_name = '' WHERE id = :id")


def name_people(context: GradingContext) -> int:
    """Give everybody of the roster whom the gradebook calls otherwise their name; how many those were."""
    with engine(context.course.gradebook_url).begin() as connection:
        known = list(connection.scalars(text(_OTHERWISE)))
        with context.db.read() as session:
            names = staff.names(session, known)
        if names:
            connection.execute(_NAME, [{"id": number, "name": name} for number, name in names.items()])
    return len(names)
