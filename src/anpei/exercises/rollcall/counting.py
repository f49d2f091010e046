"""Counting heads, pure: entries in, standing and times out. The same entries in any order of arrival give the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from anpei.exercises.rollcall.model import (
    ExpectedPerson,
    Point,
    PointStanding,
    RollCallStanding,
    State,
    Status,
    Times,
    Warden,
)

__all__ = ["RollCallEntry", "count", "listed", "stopwatch", "wardens"]


@dataclass(frozen=True)
class RollCallEntry:
    """A line of the log as counting needs it; ordered by the moment of the tap, then by number."""

    seq: int
    at: int
    kind: str
    point: str
    key: str
    state: str
    by: str
    name: str
    note: str = ""
    extra: dict[str, str] = field(default_factory=dict)
    late: int = 0


@dataclass
class _Tally:
    """What is known of one person while entries are read."""

    points: dict[str, int] = field(default_factory=dict)
    excuse: tuple[State, int, str, str] | None = None
    by: str = ""
    note: str = ""

    def take(self, entry: RollCallEntry) -> None:
        if entry.state == "present":
            if not self.points:
                self.by = entry.name
            self.points.setdefault(entry.point, entry.at)
            self.note = entry.note or self.note
        elif entry.state == "missing":
            self._drop(entry)
        else:
            self.excuse = (
                "elsewhere" if entry.state == "elsewhere" else "absent_known",
                entry.at,
                entry.name,
                entry.note,
            )

    def _drop(self, entry: RollCallEntry) -> None:
        """An untick at a point takes that point's tick back; without a point it takes everything back."""
        if entry.point:
            self.points.pop(entry.point, None)
        else:
            self.points.clear()
            self.excuse = None
        self.note = entry.note

    def status(self, who: ExpectedPerson) -> Status:
        if self.points:
            return Status(who, "present", tuple(self.points), min(self.points.values()), self.by, self.note)
        if self.excuse:
            state, at, by, note = self.excuse
            return Status(who, state, (), at, by, note)
        return Status(who, "missing", note=self.note)


def _ordered(entries: Iterable[RollCallEntry], *kinds: str) -> list[RollCallEntry]:
    return sorted((e for e in entries if e.kind in kinds), key=lambda e: (e.at, e.seq))


def listed(expected: Sequence[ExpectedPerson], entries: Iterable[RollCallEntry]) -> list[ExpectedPerson]:
    """Who is expected: the list as it was at the alarm, and whoever was put on it since."""
    known = {who.key: who for who in expected}
    for entry in _ordered(entries, "add"):
        extra = entry.extra
        who = ExpectedPerson(entry.key, extra["name"], extra.get("place", ""), extra.get("group", "extra"))
        known.setdefault(entry.key, who)
    return list(known.values())


def wardens(entries: Iterable[RollCallEntry]) -> list[Warden]:
    """Who may tick now; the newest word on each counts."""
    found: dict[str, Warden] = {}
    for entry in _ordered(entries, "warden"):
        found.pop(entry.key, None)
        if entry.state == "named":
            found[entry.key] = Warden(entry.key, entry.extra["name"], entry.point)
    return list(found.values())


def count(
    expected: Sequence[ExpectedPerson], points: Sequence[Point], entries: Sequence[RollCallEntry], seq: int = 0
) -> RollCallStanding:
    """The standing after all these entries."""
    tallies: dict[str, _Tally] = {}
    for entry in _ordered(entries, "check"):
        tallies.setdefault(entry.key, _Tally()).take(entry)
    people = tuple(tallies.get(who.key, _Tally()).status(who) for who in listed(expected, entries))
    watching = wardens(entries)
    return RollCallStanding(
        expected=len(people),
        accounted=sum(1 for status in people if status.accounted),
        missing=tuple(status for status in people if not status.accounted),
        points=tuple(_point(point, people, [w.name for w in watching if w.point == point.id]) for point in points),
        people=people,
        doubled=tuple(status for status in people if status.doubled),
        seq=seq,
    )


def _point(point: Point, people: Sequence[Status], names: list[str]) -> PointStanding:
    return PointStanding(point, sum(1 for status in people if point.id in status.points), tuple(names))


def stopwatch(alarm: int, expected: Sequence[ExpectedPerson], entries: Sequence[RollCallEntry]) -> Times:
    """The times, read off the entries; ``all_accounted`` is None again as soon as somebody turns out to be missing."""
    tallies = {who.key: _Tally() for who in expected}
    missing = set(tallies)
    complete: int | None = alarm if not missing else None
    for entry in _ordered(entries, "add", "check"):
        if entry.kind == "add" and entry.key not in tallies:
            tallies[entry.key] = _Tally()
            missing.add(entry.key)
        elif entry.kind == "check" and entry.key in tallies:
            tallies[entry.key].take(entry)
            gone = tallies[entry.key].points or tallies[entry.key].excuse
            (missing.discard if gone else missing.add)(entry.key)
        complete = None if missing else complete or max(entry.at, alarm)
    seen = [max(min(tally.points.values()), alarm) for tally in tallies.values() if tally.points]
    return Times(alarm, min(seen, default=None), max(seen, default=None), complete if tallies else None)
