"""Kernels are few: who goes, who waits where, and whose place lapses."""

from __future__ import annotations

from anpei.server.live.kernel_queue import LAPSE, KernelQueue, QueueAnswer

NOW = 1_000_000


def tickets(total: int = 2, per_owner: int = 2, queue: int = 3) -> KernelQueue:
    return KernelQueue(total, per_owner, queue)


def test_a_free_kernel_is_given_at_once() -> None:
    assert tickets().ask("E1", "a", NOW) == QueueAnswer("go")


def test_when_all_are_held_people_wait_in_the_order_they_came() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    assert desk.ask("E2", "a", NOW) == QueueAnswer("wait", 1)
    assert desk.ask("E3", "a", NOW) == QueueAnswer("wait", 2)


def test_asking_again_keeps_the_place() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    desk.ask("E2", "a", NOW)
    desk.ask("E3", "a", NOW)
    assert desk.ask("E2", "a", NOW + 1) == QueueAnswer("wait", 1)


def test_the_first_in_the_queue_goes_when_a_kernel_is_free() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    desk.ask("E2", "a", NOW)
    desk.ask("E3", "a", NOW)
    desk.release("k1")
    assert [desk.ask(owner, "a", NOW).state for owner in ("E3", "E2")] == ["wait", "go"]


def test_a_newcomer_does_not_overtake_the_queue() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    desk.ask("E2", "a", NOW)
    desk.release("k1")
    assert desk.ask("E9", "a", NOW) == QueueAnswer("wait", 2)


def test_a_place_lapses_when_its_page_stops_asking() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    desk.ask("E2", "a", NOW)
    assert desk.ask("E3", "a", NOW + LAPSE + 1) == QueueAnswer("wait", 1)


def test_nobody_holds_more_than_their_share() -> None:
    desk = tickets(total=5, per_owner=1)
    desk.hold("k1", "E1")
    assert desk.ask("E1", "b", NOW) == QueueAnswer("close_one")
    assert desk.ask("E2", "b", NOW) == QueueAnswer("go")


def test_nobody_fills_the_queue_alone() -> None:
    desk = tickets(total=0, per_owner=2, queue=3)
    assert [desk.ask("E1", page, NOW).state for page in "abc"] == ["wait", "wait", "close_one"]
    assert desk.ask("E2", "a", NOW) == QueueAnswer("wait", 3)


def test_a_full_queue_says_so() -> None:
    desk = tickets(total=0, queue=1)
    desk.ask("E1", "a", NOW)
    assert desk.ask("E2", "a", NOW) == QueueAnswer("full")


def test_holding_leaves_the_queue() -> None:
    desk = tickets(total=1)
    desk.hold("k1", "E1")
    desk.ask("E2", "a", NOW)
    desk.release("k1")
    desk.hold("k2", "E2", "a")
    assert desk.ask("E3", "a", NOW) == QueueAnswer("wait", 1)
    assert desk.owner("k2") == "E2"
