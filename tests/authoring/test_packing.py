"""The history made small: nothing of it is lost, whoever reads or writes meanwhile, and whenever it is killed."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from anpei.authoring.history import History
from anpei.authoring.model import Author
from anpei.authoring.packing import pack
from anpei.authoring.places import Workspace
from tests.helpers.killing import killing

NAME = "quizzes/bank/x.yaml"
COMMITS = 15


def log_of(root: Path) -> History:
    (root / "workspace/quizzes/bank").mkdir(parents=True, exist_ok=True)
    return History(root / "var/history", Workspace(root / "workspace"))


def filled(root: Path) -> History:
    """A history in which one long file changes a little with each commit."""
    log, text = log_of(root), "".join(f"- 第 {n} 行，写得各不相同\n" for n in range(2000))
    for n in range(COMMITS):
        text = text.replace(f"第 {n * 7} 行", f"改过的第 {n * 7} 行")
        log.commit(
            {NAME: text.encode(), f"laws/{n % 3}.yaml": f"n: {n}\n".encode()}, Author("t1", "王"), f"改 {n}", n * 1000
        )
    return log


def size(root: Path) -> int:
    return sum(path.stat().st_size for path in (root / "var/history/objects").rglob("*") if path.is_file())


def whole(log: History) -> bool:
    return [step.sentence for step in log.steps(NAME, log.head()) if log.content(step.blob)] == [
        f"改 {n}" for n in reversed(range(COMMITS))
    ]


def test_packed_it_is_small_and_whole_for_who_has_it_open_and_who_comes_later(tmp_path: Path) -> None:
    log = filled(tmp_path)
    before, reader = size(tmp_path), log_of(tmp_path)
    assert whole(reader)
    assert pack(log) and size(tmp_path) * 3 < before
    assert whole(log) and whole(reader) and whole(log_of(tmp_path))
    reader.commit({"laws/new.yaml": b"1"}, Author("t1", "王"), "后来", 99_000)
    assert pack(log_of(tmp_path)) and len(list((tmp_path / "var/history/objects/pack").glob("*.pack"))) == 1
    assert whole(log) and whole(reader) and log.blob_at(log.head(), "laws/new.yaml")


def test_while_a_backup_is_made_nothing_is_packed(tmp_path: Path) -> None:
    log = filled(tmp_path)
    held = os.open(log.folder, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_SH)
    assert pack(log) == 0
    os.close(held)
    assert pack(log) > 0


def test_killed_while_packing_it_stays_whole(tmp_path: Path) -> None:
    filled(tmp_path / "before")
    root = tmp_path / "site"
    shutil.copytree(tmp_path / "before", root)
    imports = (
        "from pathlib import Path\nfrom anpei.authoring.packing import pack\n"
        "from anpei.authoring.history import History\nfrom anpei.authoring.places import Workspace\n"
        f"root = Path({str(root)!r})"
    )
    with killing(imports, "pack(History(root / 'var/history', Workspace(root / 'workspace')))") as packing:
        steps = len(packing.steps())
        for last in range(1, steps + 1, max(1, steps // 6)):
            shutil.rmtree(root)
            shutil.copytree(tmp_path / "before", root)
            packing.kill_at(last)
            assert whole(log_of(root)), last
    assert pack(log_of(root)) and whole(log_of(root))
