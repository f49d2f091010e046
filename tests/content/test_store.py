"""What is published is on the disk whole or not at all, and whatever is read is what was written."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from anpei.publishing import DamagedObject, Entry, Store
from tests.helpers.processes import wait_for


def entry(slug: str, sha: str) -> Entry:
    return Entry("item", slug, slug, sha, "published", 1, "T2001", "quizzes/bank/fire.yaml", 3, "site")


def keep(store: Store, *texts: str) -> list[str]:
    with store.changing() as change:
        shas = [change.put(text.encode()) for text in texts]
        for text, sha in zip(texts, shas, strict=True):
            change.entries[f"item/{text}"] = entry(text, sha)
    return shas


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "published")


def test_an_empty_store_has_an_empty_index(store: Store) -> None:
    assert (store.index().number, dict(store.index().entries), store.stamp()) == (0, {}, None)


def test_an_object_is_named_after_its_bytes_and_read_by_any_process(store: Store) -> None:
    (sha,) = keep(store, "甲")
    again = Store(store.folder)
    assert sha == hashlib.sha256("甲".encode()).hexdigest()
    assert again.read(sha).decode() == "甲"
    assert again.index().entries["item/甲"] == entry("甲", sha)


def test_a_change_that_fails_changes_nothing(store: Store) -> None:
    keep(store, "甲")
    before, stamp = store.index(), store.stamp()
    with pytest.raises(RuntimeError), store.changing() as change:
        change.entries.clear()
        raise RuntimeError
    assert (store.index(), store.stamp()) == (before, stamp)


def test_a_change_of_nothing_writes_nothing(store: Store) -> None:
    keep(store, "甲")
    stamp = store.stamp()
    keep(store, "甲")
    assert store.stamp() == stamp


@pytest.mark.parametrize("damage", [b"", b"\x00" * 3, "乙".encode()])
def test_a_damaged_object_is_never_given_out_and_is_written_again(store: Store, damage: bytes) -> None:
    (sha,) = keep(store, "甲")
    store.path(sha).chmod(0o600)
    store.path(sha).write_bytes(damage)
    with pytest.raises(DamagedObject):
        store.read(sha)
    keep(store, "甲")
    assert store.read(sha).decode() == "甲"


def test_a_damaged_index_gives_way_to_the_one_before(store: Store) -> None:
    keep(store, "甲")
    keep(store, "甲", "乙")
    (store.folder / "index.json").write_bytes((store.folder / "index.json").read_bytes()[:-5])
    assert set(store.index().entries) == {"item/甲"}
    keep(store, "甲", "丙")
    assert set(store.index().entries) == {"item/甲", "item/丙"}
    (store.folder / "index.json").write_bytes(b"")  # and so once more, before anything else was kept
    assert set(store.index().entries) == {"item/甲"}


WRITER = """
import sys
from pathlib import Path
from anpei.publishing import Store
from tests.content.test_store import keep
store, number = Store(Path(sys.argv[1])), 0
while True:
    number += 1
    keep(store, *(f"{number}.{part}" for part in range(20)))
"""


def test_killed_at_any_moment_the_store_is_whole(store: Store, tmp_path: Path) -> None:
    """A process writes without end and is killed; what the index names is there, and a change is there whole."""
    seen = 0
    for _ in range(3):
        program = [sys.executable, "-c", WRITER, str(store.folder)]
        with subprocess.Popen(program, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL) as process:
            wait_for(lambda seen=seen: store.index().number > seen + 2)  # type: ignore[misc]
            os.kill(process.pid, signal.SIGKILL)
        index = store.index()
        seen = index.number
        assert all(store.sound(each.sha) for each in index.entries.values())
        assert len(index.entries) % 20 == 0
        keep(store, *[key.removeprefix("item/") for key in index.entries])  # the next process goes on
