"""Every run there was, in lists: what goes on first, drills a director called apart from what people practise alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from anpei import records
from anpei.clock import DAY
from anpei.exercises.runs.numbering import run_label
from anpei.exercises.runs.results import COUNTED
from anpei.exercises.runs.sight import seen_by
from anpei.exercises.runs.tables import DrillEvent, DrillRun
from anpei.staff import Person

__all__ = [
    "LEAST",
    "ArchiveFilter",
    "ArchivedRun",
    "archive",
    "closings",
    "ended_among",
    "ended_runs",
    "ended_since",
    "first_made",
    "going",
    "how_many",
    "list_runs",
    "run_titles",
    "titles",
]

LEAST = 2
"""So many people have to take part in what is a drill held by law; one alone practises."""

Standing = Literal["", "open", "unsigned", "signed", "cut"]

_END, _SIGN = aliased(DrillEvent), aliased(DrillEvent)
_HOW = _END.payload["how"].as_string()


@dataclass(frozen=True)
class ArchivedRun:
    """A run as the archive knows it: ``ended`` (ms UTC) None while it goes on, ``signed_by`` empty until then.

    ``people`` is how many took part, known of runs played to their end.
    """

    run_id: int
    scenario_id: str
    title: str
    origin: str
    created: int
    status: str
    ended: int | None = None
    how: str = ""
    signed_by: str = ""
    people: int = 0
    number: str = ""

    @property
    def label(self) -> str:
        """Its number, or what it is instead of a numbered drill."""
        return run_label(self.number, self.origin)

    @property
    def when(self) -> int:
        """When it ended, or was made while it goes on (ms)."""
        return self.created if self.ended is None else self.ended

    @property
    def called(self) -> bool:
        """Whether a director called it; otherwise somebody practised alone."""
        return self.origin == "director"

    @property
    def finished(self) -> bool:
        """Whether it was played to its end."""
        return self.how in COUNTED

    @property
    def counts(self) -> bool:
        """Whether it is a drill held, as the calendar asks for it."""
        return not self.why_not

    @property
    def why_not(self) -> str:
        """Why it is no drill held; empty when it is one."""
        if not self.called:
            return "单人练习不是单位组织的演练"
        if self.status != "ended":
            return "还没有结束"
        if not self.finished:
            return "没有演完"
        if self.people < LEAST:
            return f"参演的不足 {LEAST} 人"
        return "" if self.signed_by else "导调还没有签字"


@dataclass(frozen=True)
class ArchiveFilter:
    """What of the archive: runs of this origin and scenario, made from ``since`` until before ``until`` (ms).

    ``looker`` sees no more than they may know of; nobody named: everything.
    """

    origin: str = ""
    scenario: str = ""
    standing: Standing = ""
    since: int | None = None
    until: int | None = None
    looker: Person | None = None


def _rows() -> Select[Any]:
    """Every run with its end and its signature, as far as it has them."""
    run = (
        DrillRun.run_id,
        DrillRun.scenario_id,
        DrillRun.title,
        DrillRun.origin,
        DrillRun.created,
        DrillRun.status,
        DrillRun.number,
    )
    return (
        select(*run, _END.ts.label("ended"), _HOW.label("how"), _SIGN.payload["name"].as_string().label("signed_by"))
        .outerjoin(_END, and_(_END.run_id == DrillRun.run_id, _END.key == "run:end"))
        .outerjoin(_SIGN, and_(_SIGN.run_id == DrillRun.run_id, _SIGN.key == "run:sign"))
    )


def _filed(session: Session, query: Select[Any]) -> list[ArchivedRun]:
    found = session.execute(query).all()
    if not found:
        return []
    people = records.people_in_drills(session, since=min(row.run_id for row in found))
    return [
        ArchivedRun(
            row.run_id,
            row.scenario_id,
            row.title,
            row.origin,
            row.created,
            row.status,
            row.ended,
            row.how or "",
            row.signed_by or "",
            people.get(row.run_id, 0),
            row.number or "",
        )
        for row in found
    ]


def archive(session: Session, asked: ArchiveFilter, *, offset: int, limit: int) -> list[ArchivedRun]:
    """A page of what is asked for, unfinished runs first, then the newest."""
    query = _rows().where(*_conditions(asked)).order_by(DrillRun.status == "ended", DrillRun.run_id.desc())
    return _filed(session, query.offset(offset).limit(limit))


def how_many(session: Session, asked: ArchiveFilter) -> int:
    """How many runs there are of what is asked for."""
    query = _rows().where(*_conditions(asked))
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _conditions(asked: ArchiveFilter) -> list[ColumnElement[bool]]:
    over = DrillRun.status == "ended"
    standings: dict[str, ColumnElement[bool]] = {
        "open": ~over,
        "unsigned": and_(over, _HOW.in_(COUNTED), _SIGN.run_id.is_(None), DrillRun.origin == "director"),
        "signed": _SIGN.run_id.is_not(None),
        "cut": and_(over, or_(_HOW.is_(None), _HOW.not_in(COUNTED))),
    }
    found = [seen_by(asked.looker), *([standings[asked.standing]] if asked.standing else [])]
    found += [DrillRun.origin == asked.origin] if asked.origin else []
    found += [DrillRun.scenario_id == asked.scenario] if asked.scenario else []
    found += [DrillRun.created >= asked.since] if asked.since is not None else []
    return found + ([DrillRun.created < asked.until] if asked.until is not None else [])


def titles(session: Session) -> dict[str, str]:
    """Scenario → the title of its newest run, of everything that was ever run."""
    newest = select(func.max(DrillRun.run_id)).group_by(DrillRun.scenario_id)
    query = select(DrillRun.scenario_id, DrillRun.title).where(DrillRun.run_id.in_(newest)).order_by(DrillRun.title)
    return {row.scenario_id: row.title for row in session.execute(query)}


def run_titles(session: Session, run_ids: Iterable[int]) -> dict[int, str]:
    """What these runs are called, by number."""
    query = select(DrillRun.run_id, DrillRun.title).where(DrillRun.run_id.in_(list(run_ids)))
    return {row.run_id: row.title for row in session.execute(query)}


def first_made(session: Session) -> int | None:
    """When the oldest run was made (ms)."""
    return session.scalar(select(func.min(DrillRun.created)))


def closings(
    session: Session, newest: int | None = None, *, origin: str = "", looker: Person | None = None
) -> list[ArchivedRun]:
    """Every ended run the looker may know of, or the ``newest`` so many, the latest first."""
    ended = _rows().where(DrillRun.status == "ended", *_conditions(ArchiveFilter(origin, looker=looker)))
    return _filed(session, ended.order_by(DrillRun.run_id.desc()).limit(newest))


def ended_runs(session: Session, *only: Callable[[SQLColumnExpression[int]], ColumnElement[bool]]) -> list[int]:
    """The runs that are over, the oldest first; ``only`` are conditions another room makes of a run's number."""
    query = select(DrillRun.run_id).where(DrillRun.status == "ended", *(make(DrillRun.run_id) for make in only))
    return list(session.scalars(query.order_by(DrillRun.run_id)))


def ended_among(session: Session, runs: Collection[int]) -> list[int]:
    """Those of these runs that are over."""
    return list(session.scalars(select(DrillRun.run_id).where(DrillRun.run_id.in_(runs), DrillRun.status == "ended")))


def ended_since(session: Session, moment: int) -> list[int]:
    """The runs that ended at this moment or later, the oldest first; one never goes on for longer than a month."""
    ending = (DrillEvent.run_id == DrillRun.run_id, DrillEvent.type == "run.ended", DrillEvent.ts >= moment)
    over = select(DrillEvent.run_id).where(*ending).exists()
    query = select(DrillRun.run_id).where(DrillRun.status == "ended", DrillRun.created >= moment - 30 * DAY, over)
    return list(session.scalars(query.order_by(DrillRun.run_id)))


def going(session: Session) -> list[int]:
    """The runs whose clock is going: started, not paused, not ended."""
    return list(session.scalars(select(DrillRun.run_id).where(DrillRun.status == "running")))


def list_runs(
    session: Session, *, limit: int = 20, origin: str = "director", looker: Person | None = None
) -> list[dict[str, Any]]:
    """Every unfinished run, then the latest so many ended ones, newest first: what the director's list shows."""
    query = select(DrillRun).where(*_conditions(ArchiveFilter(origin, looker=looker))).order_by(DrillRun.run_id.desc())
    found = [
        *session.scalars(query.where(DrillRun.status != "ended")),
        *session.scalars(query.where(DrillRun.status == "ended").limit(limit)),
    ]
    return [
        {
            "run": row.run_id,
            "title": row.title,
            "scenario": row.scenario_id,
            "status": row.status,
            "label": run_label(row.number or "", row.origin),
            "origin": row.origin,
            "created": row.created,
            "seats": row.seats,
        }
        for row in found
    ]
