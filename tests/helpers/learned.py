"""Time that somebody has spent in a chapter, without a test having to wait for it."""

from __future__ import annotations

from uuid import uuid4

from anpei import clock
from anpei.database import Database
from anpei.hours.tables import ActiveRow
from tests.helpers.platform import Platform

__all__ = ["spend"]


def spend(platform: Platform, staff_no: str, course: str, chapter: str, seconds: int) -> None:
    row = ActiveRow(
        staff_no=staff_no, course=course, chapter=chapter, at=clock.now(), seconds=seconds, uuid=uuid4().hex
    )
    with Database(platform.site.database_url) as db:
        db.write(lambda session: session.add(row)).result()
