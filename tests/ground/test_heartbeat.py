"""A process that goes on is heard; silence is counted, but not the time in which the listener itself stood still."""

from __future__ import annotations

import os

import pytest

from anpei import heartbeat
from tests.helpers.processes import run_apart


def test_silence_is_counted_from_the_last_beat() -> None:
    listener = heartbeat.Listener()
    assert [listener.look(now) for now in (10.0, 10.5, 11.0)] == [0.0, 0.5, 1.0] and not listener.begun
    os.write(listener.writing, b"...")
    assert listener.look(11.5) == 0.0 and listener.begun
    assert listener.look(12.0) == 0.5
    assert listener.look(4000.0) == 1.5, "a machine that slept for an hour has hung nobody"
    listener.started()
    listener.close()


def test_an_event_loop_beats_and_a_listener_that_is_gone_harms_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = heartbeat.Listener()
    monkeypatch.setenv(heartbeat.VARIABLE, str(os.dup(listener.writing)))
    monkeypatch.setattr(heartbeat, "_pipe", [])
    heartbeat.follow()

    async def turn() -> None:
        heartbeat.keep_beating()

    run_apart(turn())
    assert listener.look(1.0) == 0.0 and listener.begun
    listener.started()
    listener.close()
    heartbeat.beat()
    os.close(heartbeat._pipe[0])
