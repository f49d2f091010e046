"""Counting heads, pure: entries in, standing and times out. The same entries in any order of arrival give the same.

One person's entries alone say where that person stands (:func:`person`); the whole is no more than all of them.
"""

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

__all__ = ["RollCallEntry", "RollCallTally", "count", "listed", "of_people", "person", "stopwatch", "wardens"]


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
class RollCallTally:
    """What is known of one person while entries are read; ``since`` is from when on they have been accounted for."""

    points: dict[str, int] = field(default_factory=dict)
    excuse: tuple[State, int, str, str] | None = None
    by: str = ""
    note: str = ""
    since: int | None = None

    def take(self, entry: RollCallEntry) -> None:
        self._note(entry)
        if not self.points and self.excuse is None:
            self.since = None
        elif self.since is None:
            self.since = entry.at

    def _note(self, entry: RollCallEntry) -> None:
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


def person(entries: Iterable[RollCallEntry]) -> RollCallTally:
    """Where one person's entries put them."""
    tally = RollCallTally()
    for entry in _ordered(entries, "check"):
        tally.take(entry)
    return tally


def _tallies(entries: Iterable[RollCallEntry]) -> dict[str, RollCallTally]:
    theirs: dict[str, list[RollCallEntry]] = {}
    for entry in entries:
        theirs.setdefault(entry.key, []).append(entry)
    return {key: person(found) for key, found in theirs.items()}


def _ordered(entries: Iterable[RollCallEntry], *kinds: str) -> list[RollCallEntry]:
    return sorted((e for e in entries if e.kind in kinds), key=lambda e: (e.at, e.seq))


def listed(expected: Sequence[ExpectedPerson], entries: Iterable[RollCallEntry]) -> list[ExpectedPerson]:
    """Who is expected: the list as it was at the alarm, and whoever was put on it since."""
    known = {who.key: who for who in expected}
    for entry in sorted((one for one in entries if one.kind == "add"), key=lambda one: one.seq):
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
    tallies, nothing = _tallies(entries), RollCallTally()
    people = tuple(tallies.get(who.key, nothing).status(who) for who in listed(expected, entries))
    return of_people(people, points, wardens(entries), seq)


def of_people(
    people: tuple[Status, ...], points: Sequence[Point], watching: Sequence[Warden], seq: int
) -> RollCallStanding:
    """The standing that these people make."""
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
    tallies, nothing = _tallies(entries), RollCallTally()
    people = [tallies.get(who.key, nothing) for who in listed(expected, entries)]
    since = [tally.since for tally in people]
    complete = [alarm, *(moment for moment in since if moment is not None)]
    seen = [max(min(tally.points.values()), alarm) for tally in people if tally.points]
    everybody = max(complete) if people and None not in since else None
    return Times(alarm, min(seen, default=None), max(seen, default=None), everybody)
