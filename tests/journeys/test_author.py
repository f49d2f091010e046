"""An author's way: change a stem, check, rebuild; new attempts see it, open ones don't, and nothing is restarted."""

from __future__ import annotations

import httpx
import pytest

from tests.journeys.conftest import Enterprise, anpei

BANK = "quizzes/bank/fire.yaml"
MARK = "（本企业改过）"


def stems(client: httpx.Client, attempt: int) -> list[str]:
    return [slot["spec"]["stem"] for slot in client.get(f"api/attempts/{attempt}").json()["slots"]]


def begin(client: httpx.Client) -> int:
    return int(client.post("papers/fire-basics").headers["Location"].rsplit("/", 1)[1])


def test_a_changed_stem_reaches_new_attempts_only(enterprise: Enterprise) -> None:
    site = enterprise.platform.site
    bank = site.workspace / BANK
    with enterprise.client("E1024") as early, enterprise.client("E1025") as late:
        attempt = begin(early)
        before = stems(early, attempt)
        bank.write_text(bank.read_text("utf-8").replace("    stem: ", f"    stem: {MARK}"), encoding="utf-8")
        checked = anpei("content", "check", "--site", str(site.root))
        assert "0 个错误" in checked.stdout or "没有问题" in checked.stdout, checked.stdout
        built = anpei("content", "build", "--site", str(site.root))
        assert built.returncode == 0, built.stdout + built.stderr
        assert stems(early, attempt) == before
        assert any(stem.startswith(MARK) for stem in stems(late, begin(late)))


@pytest.mark.long
def test_a_mistake_is_named_with_file_line_and_rule(enterprise: Enterprise) -> None:
    site = enterprise.platform.site
    broken = site.workspace / "quizzes/bank/own.yaml"
    broken.write_text(
        "topic: fire\nitems:\n  - id: own-001\n    kind: singel\n    stem: 谁先报警？\n", encoding="utf-8"
    )
    try:
        checked = anpei("content", "check", "--site", str(site.root))
    finally:
        broken.unlink()
    assert checked.returncode == 1
    assert "own.yaml:4: 错误" in checked.stdout
