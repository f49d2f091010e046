"""What becomes of an answer, as a pure function: time first, then form, then whether it knew the current revision."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from anpei.attempts import GRACE, AttemptStanding, Decision, Incoming, decide

DEADLINE = 1_000_000


def standing(value: Any = None, revision: int = 0, handed_in: int | None = None) -> AttemptStanding:
    return AttemptStanding("single", 4, value, revision, DEADLINE, handed_in)


def arrive(state: AttemptStanding, value: Any, base: int = 0, now: int = 0) -> Decision:
    return decide(state, Incoming("uuid-0001", base, value), now)


def test_an_answer_on_the_current_revision_is_the_next_revision() -> None:
    assert arrive(standing("a", 3), "b", base=3) == Decision("accepted", 4, "b")


def test_an_answer_on_an_older_revision_is_kept_but_does_not_count() -> None:
    assert arrive(standing("a", 3), "b", base=2) == Decision("conflict", 3, "b")


def test_the_same_value_from_two_devices_is_no_conflict() -> None:
    assert arrive(standing("a", 3), "a", base=0) == Decision("accepted", 3, "a")


def test_a_client_that_knows_more_than_a_restored_server_is_believed() -> None:
    assert arrive(standing("a", 3), "b", base=9) == Decision("accepted", 10, "b")


def test_clearing_is_an_answer_too() -> None:
    assert arrive(standing("a", 1), None, base=1) == Decision("accepted", 2, None)


def test_the_deadline_has_a_little_grace_for_travel() -> None:
    assert arrive(standing(), "a", now=DEADLINE + GRACE).outcome == "accepted"
    assert arrive(standing(), "a", now=DEADLINE + GRACE + 1).outcome == "late"


def test_late_answers_keep_their_value_and_a_reason() -> None:
    decision = arrive(standing("a", 3, handed_in=5), "b", base=3, now=6)
    assert (decision.outcome, decision.value, decision.revision) == ("late", "b", 3)
    assert "已经交了" in decision.reason


def test_an_unfit_value_is_told_why_and_not_kept() -> None:
    decision = arrive(standing(), "z")
    assert (decision.outcome, decision.value) == ("invalid", None)
    assert "选项" in decision.reason


@given(st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 4), st.booleans())))
def test_revisions_only_grow_and_only_accepted_answers_move_the_slot(
    arrivals: list[tuple[str | None, int, bool]],
) -> None:
    state = standing()
    for value, base, late in arrivals:
        decision = arrive(state, value, base, now=DEADLINE * 2 if late else 0)
        assert decision.revision >= state.revision
        if decision.outcome == "accepted":
            state = standing(decision.value, decision.revision)
        else:
            assert decision.revision == state.revision
