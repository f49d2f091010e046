"""Shelves laid over one another: the first root's file counts, and no name leads out of its own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei.content import Shelves


@pytest.fixture
def shelves(tmp_path: Path) -> Shelves:
    for root, names in {
        "own": ("courses/fire/media/a.svg",), "bundled": ("courses/fire/media/a.svg", "quizzes/media/scene.svg"),
    }.items():  # fmt: skip
        for name in names:
            path = tmp_path / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(root, encoding="utf-8")
    (tmp_path / "secret.svg").write_text("outside", encoding="utf-8")
    (tmp_path / "own/courses/fire/media/link.svg").symlink_to(tmp_path / "secret.svg")
    return Shelves([tmp_path / "own", tmp_path / "bundled"])


def test_the_first_root_counts(shelves: Shelves) -> None:
    found = shelves.find("courses/fire/media/a.svg")
    assert found is not None and found.read_text() == "own"
    assert [path.read_text() for path in shelves.glob("*/*/media/*.svg")] == ["own"]


@pytest.mark.parametrize(
    "name",
    [
        "courses/fire/media/../../../quizzes/media/scene.svg", "courses/fire/media/../media/a.svg", "../secret.svg",
        "courses/fire/media/../../../../secret.svg", "courses/fire/media/link.svg", "/etc/passwd",
        "courses/fire/media/\0", "courses/fire/media/a.svg\0", "courses/fire/media/" + "长" * 90 + ".svg",
    ],
)  # fmt: skip
def test_no_name_leads_elsewhere(shelves: Shelves, name: str) -> None:
    assert shelves.find(name) is None
