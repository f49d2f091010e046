"""What a law's card says of the law that came after it."""

from __future__ import annotations

from anpei.server.laws.pages import onward


def test_a_successor_replaces_only_what_has_ended() -> None:
    assert onward("已被替代") == "替代它的"
    assert "替代" not in onward("待核") and "替代" not in onward("现行")
