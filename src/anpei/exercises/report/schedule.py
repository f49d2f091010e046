"""The drill calendar, pure: what each rule asks of us, when it was last met, and until when it must be met again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from anpei import clock
from anpei.exercises.report.frequency import Enterprise, Frequencies, FrequencyRule, PlanEntry

__all__ = ["SOON", "CalendarSlot", "Drilled", "DutyChange", "add_months", "calendar", "duty_changes"]

SOON = 30 * clock.DAY
STATES = {"overdue": "已逾期", "never": "没有记录", "soon": "快到期", "ok": "正常", "unnumbered": "法规未定次数"}


@dataclass(frozen=True)
class Drilled:
    """A drill held that counts: ``key`` as filings name it; ``plan`` only of one entered by hand, ``form`` of a run."""

    key: str
    when: int
    title: str
    scenario: str = ""
    plan: str = ""
    note: str = ""
    filed: str = ""
    form: str = ""


@dataclass(frozen=True)
class CalendarSlot:
    """One duty: a rule for one plan, or for any of several; ``due`` in ms, None where nothing can be said.

    ``filing`` is ``""`` where nothing has to be reported, else 待报送 while any drill waits for it, then 已报送;
    ``unfiled`` are those that wait, the newest first; ``each``: it is asked of this one plan.
    """

    rule: FrequencyRule
    plans: tuple[PlanEntry, ...]
    months: int
    last: Drilled | None
    due: int | None
    state: str
    filing: str = ""
    own: str = ""
    unfiled: tuple[Drilled, ...] = ()
    each: bool = False

    @property
    def key(self) -> str:
        """The same for the same duty, whatever is asked of it."""
        return f"{self.rule.id}:{self.plans[0].id}" if self.each else self.rule.id

    @property
    def word(self) -> str:
        return STATES[self.state]


def calendar(
    frequencies: Frequencies, enterprise: Enterprise, drilled: Sequence[Drilled], now: int, zone: str
) -> list[CalendarSlot]:
    """Every duty of this enterprise, the most pressing first."""
    found: list[CalendarSlot] = []
    for rule in frequencies.rules:
        if not set(rule.applies) & {"all", *enterprise.kinds}:
            continue
        concerned = [plan for plan in enterprise.plans if plan.kind in rule.plans]
        over = enterprise.overrides.get(rule.id)
        scope = (over.scope if over else None) or rule.scope
        groups = [(plan,) for plan in concerned] if scope == "each" else [tuple(concerned)] if concerned else []
        months = (over.months if over else None) or rule.months
        why = f"本单位口径：{over.why}" if over else ""
        found += [_slot(rule, group, months, drilled, now, zone, why, each=scope == "each") for group in groups]
    order = {state: n for n, state in enumerate(STATES)}
    return sorted(found, key=lambda slot: (order[slot.state], slot.due or 0))


@dataclass(frozen=True)
class DutyChange:
    """A duty before and after a change of the enterprise's profile; None where it isn't asked."""

    before: CalendarSlot | None
    after: CalendarSlot | None


def duty_changes(before: Iterable[CalendarSlot], after: Iterable[CalendarSlot]) -> list[DutyChange]:
    """What a change makes of the calendar, the most pressing first, then what is no longer asked."""
    was, becomes = {slot.key: slot for slot in before}, {slot.key: slot for slot in after}
    changed = [DutyChange(was.get(key), slot) for key, slot in becomes.items() if _asked(was.get(key)) != _asked(slot)]
    return [*changed, *(DutyChange(slot, None) for key, slot in was.items() if key not in becomes)]


def _asked(slot: CalendarSlot | None) -> object:
    """What a person plans by."""
    return slot and (slot.months, slot.due, slot.state, slot.filing, {plan.id for plan in slot.plans})


def _slot(
    rule: FrequencyRule,
    plans: tuple[PlanEntry, ...],
    months: int,
    drilled: Iterable[Drilled],
    now: int,
    zone: str,
    own: str,
    *,
    each: bool,
) -> CalendarSlot:
    mine = [one for one in drilled if any(one.plan == p.id or one.scenario in p.scenarios for p in plans)]
    last = max(mine, key=lambda one: one.when, default=None)
    asked = [plan.months for plan in plans if plan.months]
    if asked and min(asked) < (months or 1 << 30):
        months, own = min(asked), own or "本单位预案规定的次数更密"
    due = _due(last, plans, months, zone)
    unfiled = _unfiled(rule, mine)
    filing = "" if not rule.file_with or last is None else "待报送" if unfiled else "已报送"
    return CalendarSlot(rule, plans, months, last, due, _state(last, due, months, now), filing, own, unfiled, each)


def _due(last: Drilled | None, plans: tuple[PlanEntry, ...], months: int, zone: str) -> int | None:
    """The end of the day on which the interval ends: since the last drill, or since the plan came into force."""
    if not months:
        return None
    begun = [plan.since for plan in plans if plan.since]
    start = clock.local(last.when, zone).date() if last else min(begun) if begun else None
    if start is None:
        return None
    end = datetime.combine(add_months(start, months), time(23, 59, 59), ZoneInfo(zone))
    return int(end.timestamp() * 1000)


def _state(last: Drilled | None, due: int | None, months: int, now: int) -> str:
    if not months:
        return "unnumbered"
    if due is None:
        return "never"
    if now > due:
        return "overdue"
    return "soon" if due - now <= SOON else "ok"


def _unfiled(rule: FrequencyRule, mine: Iterable[Drilled]) -> tuple[Drilled, ...]:
    """Every drill that should have been reported and wasn't: a newer one doesn't settle it."""
    waiting = [one for one in mine if not one.filed] if rule.file_with else []
    return tuple(sorted(waiting, key=lambda one: -one.when))


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))
