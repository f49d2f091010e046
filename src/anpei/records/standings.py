"""The table of standings: who stands where with what, written by every act that changes it, in the same transaction.

A row has two halves. What somebody did (``state``, best attempt, progress) is reckoned again, for the people and the
thing an act touched, by the functions of :mod:`anpei.records.board`; so the table can't say anything they don't. What
is due (``plan_id``) is laid by statements over the roster. Nothing in a row depends on the date, and nobody's row has
to be written because a day ended.

A plan for thousands of people is laid in steps (:func:`lay`) while it isn't in force, and then counts for all of them
at once (:func:`enforce`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, literal, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from anpei import plans, staff
from anpei.plans import Plan, PlanRow
from anpei.records.board import standings
from anpei.records.model import Standing, Syllabus
from anpei.records.tables import StandingRow, SyllabusRow
from anpei.staff import PersonRow

__all__ = ["STANDINGS_A_WRITE", "Thing", "assign", "enforce", "lay", "refresh", "tidy", "unlaid", "untidy", "withdraw"]

STANDINGS_A_WRITE = 500
"""People whose rows are written in one go; everybody's answers wait while it lasts, which is some milliseconds."""
Thing = tuple[str, str]
"""What is to be done: a kind and its slug."""
FACTS = (
    "state", "percent", "attempts", "open_attempt",
    "best_attempt", "best_score", "best_max", "best_decided", "best_awaiting", "done_at",
)  # fmt: skip
KEY = (StandingRow.staff_no, StandingRow.kind, StandingRow.target)
UNSYNCED = {"synchronize_session": False}


def refresh(session: Session, staff_nos: Collection[str], kind: str, target: str) -> None:
    """Write where these few people stand with one thing now; of a paper also with its courses."""
    session.flush()
    things = [(kind, target)]
    if kind == "paper":
        things += [("course", course) for course in courses_of(session, target)]
    homes = staff.homes(session, staff_nos)
    for thing in things:
        found = reckon(session, thing, homes)
        upsert(session, [fact_row(who, thing, homes[who], stands) for who, stands in found.items()], FACTS)


def reckon(session: Session, thing: Thing, staff_nos: Iterable[str]) -> dict[str, Standing]:
    """Where these people stand with one thing, reckoned from the facts; without a due date it is so on every day."""
    kind, target = thing
    syllabus = syllabus_of(session, target) if kind == "course" else None
    return standings(session, kind, target, dict.fromkeys(staff_nos), 0, syllabus)


def syllabus_of(session: Session, course: str) -> Syllabus | None:
    """What finishing a course takes, as it was last noted; None for one that was never read."""
    row = session.get(SyllabusRow, course)
    return Syllabus(course, tuple(row.chapters), row.paper) if row is not None else None


def courses_of(session: Session, paper: str) -> list[str]:
    """The courses a paper finishes."""
    return list(session.scalars(select(SyllabusRow.course).where(SyllabusRow.paper == paper)))


def fact_row(who: str, thing: Thing, home: staff.Home, stands: Standing) -> dict[str, Any]:
    """A row that nothing makes due yet."""
    return {
        "staff_no": who,
        "kind": thing[0],
        "target": thing[1],
        "department_id": home.department_id,
        "post_id": home.post_id,
        "plan_id": None,
        **_facts(stands),
    }


def upsert(session: Session, rows: Sequence[dict[str, Any]], changing: Collection[str]) -> None:
    """Write rows; of those that are there already only the columns that are ``changing``."""
    if rows:
        statement = _inserting(session)
        newer = {name: statement.excluded[name] for name in changing}
        written = statement.on_conflict_do_update(index_elements=list(KEY), set_=newer)
        session.connection().execute(written, list(rows))


def _inserting(session: Session) -> Any:
    """An INSERT that knows what to do about a row that is there: each database has its own construct for it."""
    made = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return made(StandingRow)


def _facts(stands: Standing) -> dict[str, Any]:
    """A standing as the columns that keep it; reckoned without a due date it is the same on every day."""
    best = stands.best
    return {
        "state": stands.status,
        "percent": stands.percent,
        "attempts": stands.attempts,
        "open_attempt": stands.open_attempt,
        "best_attempt": best.attempt if best else None,
        "best_score": best.score if best else None,
        "best_max": best.max if best else None,
        "best_decided": best.decided if best else None,
        "best_awaiting": best.awaiting if best else None,
        "done_at": stands.done_at,
    }


def nothing_done(kind: str) -> Standing:
    """Where somebody stands who has done nothing for it yet."""
    return Standing("未开始", None, False, 0.0 if kind == "course" else None)


def assign(
    session: Session,
    kind: str,
    target: str,
    audience_kind: str,
    audience: str = "",
    *,
    due: int,
    by: str,
    now: int,
    course_first: bool = False,
) -> Plan:
    """Make something due (:func:`anpei.plans.assign`) and lay it; one for many people is only begun with.

    A plan that isn't in force afterwards is to be laid on in steps: :func:`lay`, then :func:`enforce`.
    """
    rules = {"effective": False, "course_first": course_first}
    plan = plans.assign(session, kind, target, audience_kind, audience, due=due, by=by, now=now, **rules)
    if plan.in_force:
        return plan
    if lay(session, plan, "") is None:
        enforce(session, plan, now)
    return plans.find(session, plan.id)


def lay(session: Session, plan: Plan, after: str) -> str | None:
    """Give the next of a plan's people, by staff number, a row for it; the last one's number, None when all have one.

    Whoever has to do the same thing under a plan in force keeps that one until this one comes into force.
    """
    chosen = select(PersonRow.staff_no).where(plans.audience(plan), PersonRow.staff_no > after)
    upto = list(session.scalars(chosen.order_by(PersonRow.staff_no).limit(STANDINGS_A_WRITE)))
    if upto:
        _lay(session, plan, and_(PersonRow.staff_no > after, PersonRow.staff_no <= upto[-1]), ~_held())
    return upto[-1] if len(upto) == STANDINGS_A_WRITE else None


def enforce(session: Session, plan: Plan, now: int) -> None:
    """Let a plan that is laid count from now on; it takes over from plans that are due later."""
    if plans.find(session, plan.id).cancelled is not None:
        return  # withdrawn while it was being laid
    plans.enforce(session, plan.id, now=now)
    due_before = tuple_(PlanRow.due, PlanRow.id) < tuple_(literal(plan.due), literal(plan.id))
    session.execute(
        update(StandingRow)
        .where(
            StandingRow.kind == plan.kind,
            StandingRow.target == plan.target,
            StandingRow.staff_no.in_(select(PersonRow.staff_no).where(plans.audience(plan))),
            or_(StandingRow.plan_id.is_(None), StandingRow.plan_id != plan.id),
            ~_held(due_before),
        )
        .values(plan_id=plan.id),
        execution_options=UNSYNCED,
    )


def _held(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row's plan is in force (and ``which``)."""
    in_force = (PlanRow.effective.is_not(None), PlanRow.cancelled.is_(None))
    return exists().where(PlanRow.id == StandingRow.plan_id, *in_force, *which)


def _lay(session: Session, plan: Plan, people: ColumnElement[bool], free: ColumnElement[bool]) -> None:
    """A row of the plan for those of its people; one that is there already takes the plan where it is ``free``."""
    nothing = nothing_done(plan.kind)
    laid: dict[str, Any] = {
        "staff_no": PersonRow.staff_no,
        "kind": literal(plan.kind),
        "target": literal(plan.target),
        "department_id": PersonRow.department_id,
        "post_id": PersonRow.post_id,
        "plan_id": literal(plan.id),
        "state": literal(nothing.status),
        "percent": literal(nothing.percent, StandingRow.percent.type),
        "attempts": literal(nothing.attempts),
    }
    rows = select(*laid.values()).where(plans.audience(plan), people)
    statement = _inserting(session).from_select(list(laid), rows)
    newer = {"plan_id": statement.excluded.plan_id}
    session.execute(statement.on_conflict_do_update(index_elements=list(KEY), set_=newer, where=free))


def withdraw(session: Session, plan_id: int, *, by: str, now: int) -> Plan:
    """Withdraw a plan (:func:`anpei.plans.cancel`); whoever another plan wants to do the same stays with that one.

    The rows it leaves count for nobody from this moment; :func:`tidy` clears them away.
    """
    plan = plans.cancel(session, plan_id, by=by, now=now)
    others = [other for other in plans.plans(session, plan.kind, plan.target) if other.in_force]
    for other in others:  # by due date: the first that wants somebody gets them
        people = select(PersonRow.staff_no).where(plans.audience(other))
        session.execute(
            update(StandingRow)
            .where(StandingRow.plan_id == plan.id, StandingRow.staff_no.in_(people))
            .values(plan_id=other.id),
            execution_options=UNSYNCED,
        )
    return plan


def untidy(session: Session) -> bool:
    """Whether there is something for :func:`tidy` to clear."""
    left = select(StandingRow.staff_no).join(PlanRow, PlanRow.id == StandingRow.plan_id)
    return session.scalar(left.where(PlanRow.cancelled.is_not(None)).limit(1)) is not None


def tidy(session: Session) -> int:
    """Clear up to :data:`STANDINGS_A_WRITE` rows that withdrawn plans left; how many there were."""
    left = select(*KEY, StandingRow.state).join(PlanRow, PlanRow.id == StandingRow.plan_id)
    rows = session.execute(left.where(PlanRow.cancelled.is_not(None)).limit(STANDINGS_A_WRITE)).all()
    begun = [row[:3] for row in rows if row.state != "未开始"]
    empty = [row[:3] for row in rows if row.state == "未开始"]
    if empty:
        session.execute(delete(StandingRow).where(tuple_(*KEY).in_(empty)), execution_options=UNSYNCED)
    if begun:
        kept = update(StandingRow).where(tuple_(*KEY).in_(begun)).values(plan_id=None)
        session.execute(kept, execution_options=UNSYNCED)
    return len(rows)


def unlaid(session: Session) -> list[Plan]:
    """Plans that were made and are not in force yet, the oldest first."""
    return sorted((plan for plan in plans.plans(session) if plan.effective is None), key=lambda plan: plan.id)
