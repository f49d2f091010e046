"""Counting heads: the same entries in any order of arrival give the same people, places and times."""

from __future__ import annotations

import random

import pytest

from anpei.exercises.rollcall import ExpectedPerson, Point, Times
from anpei.exercises.rollcall.counting import RollCallEntry, count, stopwatch

LIST = [ExpectedPerson("E1", "甲"), ExpectedPerson("E2", "乙"), ExpectedPerson("v:1", "司机", group="visitor")]
POINTS = [Point("1", "东门"), Point("2", "西门")]
ALARM = 1_000


def said(seq: int, at: int, key: str, state: str = "present", point: str = "1", note: str = "") -> RollCallEntry:
    return RollCallEntry(seq, at, "check", point, key, state, "W", "清点员", note)


def missing(*entries: RollCallEntry) -> list[str]:
    return [status.who.key for status in count(LIST, POINTS, entries).missing]


def times(*entries: RollCallEntry) -> Times:
    return stopwatch(ALARM, LIST, entries)


def test_nobody_is_there_before_somebody_said_so() -> None:
    assert missing() == ["E1", "E2", "v:1"]
    assert times() == Times(ALARM)


def test_a_tick_accounts_for_one_person_at_one_point() -> None:
    standing = count(LIST, POINTS, [said(1, 5_000, "E1")])
    assert (standing.expected, standing.accounted) == (3, 1)
    assert [point.count for point in standing.points] == [1, 0]


def test_two_wardens_who_tick_the_same_person_count_once_and_the_first_time_holds() -> None:
    standing = count(LIST, POINTS, [said(1, 6_000, "E1"), said(2, 5_000, "E1")])
    assert standing.accounted == 1
    assert standing.people[0].at == 5_000
    assert standing.doubled == ()


def test_a_person_at_two_points_is_pointed_out_until_one_tick_is_taken_back() -> None:
    twice = [said(1, 5_000, "E1"), said(2, 6_000, "E1", point="2")]
    assert [status.who.key for status in count(LIST, POINTS, twice).doubled] == ["E1"]
    back = [*twice, said(3, 7_000, "E1", "missing", point="1")]
    standing = count(LIST, POINTS, back)
    assert standing.doubled == ()
    assert standing.people[0].points == ("2",)


def test_a_reason_accounts_for_somebody_who_is_not_there() -> None:
    standing = count(LIST, POINTS, [said(1, 5_000, "E1", "absent_known", point="", note="调休")])
    assert (standing.people[0].state, standing.people[0].note, standing.accounted) == ("absent_known", "调休", 1)


def test_whoever_comes_after_all_is_present() -> None:
    entries = [said(1, 5_000, "E1", "absent_known", point="", note="调休"), said(2, 9_000, "E1")]
    assert count(LIST, POINTS, entries).people[0].state == "present"


def test_the_times_take_themselves() -> None:
    found = times(
        said(1, 20_000, "E1"), said(2, 45_000, "E2"), said(3, 60_000, "v:1", "elsewhere", point="", note="医务室")
    )
    assert found == Times(ALARM, 20_000, 45_000, 60_000)
    assert found.seconds(found.all_accounted) == 59


def test_a_tick_taken_back_makes_the_count_incomplete_again() -> None:
    done = [said(1, 2_000, "E1"), said(2, 3_000, "E2"), said(3, 4_000, "v:1")]
    assert times(*done).all_accounted == 4_000
    undone = [*done, said(4, 5_000, "E2", "missing")]
    assert times(*undone).all_accounted is None
    assert times(*undone, said(5, 8_000, "E2")).all_accounted == 8_000


def test_somebody_nobody_expected_is_counted_too() -> None:
    guest = RollCallEntry(1, 5_000, "add", "", "x:9", "", "W", "清点员", extra={"name": "送货司机"})
    standing = count(LIST, POINTS, [guest, said(2, 5_000, "x:9")])
    assert (standing.expected, standing.accounted) == (4, 1)


def test_a_tick_that_was_offline_counts_by_when_it_was_made() -> None:
    late = said(9, 3_000, "E1")
    assert times(said(1, 4_000, "E2"), late).first_out == 3_000


@pytest.mark.parametrize("seed", range(30))
def test_arrival_makes_no_difference(seed: int) -> None:
    chance = random.Random(seed)
    entries = [
        said(
            n, n * 100, chance.choice(LIST).key, chance.choice(["present", "missing", "elsewhere"]), chance.choice("12")
        )
        for n in range(1, 60)
    ]
    mixed = chance.sample(entries, len(entries))
    assert count(LIST, POINTS, mixed) == count(LIST, POINTS, entries)
    assert stopwatch(ALARM, LIST, mixed) == stopwatch(ALARM, LIST, entries)
