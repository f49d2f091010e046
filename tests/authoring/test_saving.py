"""Saving, merging, restoring: nothing that somebody wrote is lost, whoever else writes, and whatever is killed."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from anpei.authoring import Author, Authoring, SaveConflict
from anpei.authoring.history import Change, History
from anpei.authoring.places import Workspace
from anpei.errors import AnpeiError, Conflict, NotFound, Refused
from anpei.settings import Site, create_site
from tests.helpers.killing import killing

WANG, LI = Author("t1", "王老师"), Author("t2", "李老师")
BANK = """\
# 消防
topic: fire
items:
  - id: own-1   # 第一题
    kind: single
    stem: "甲？"
    options:
      - {text: "是", right: true}
      - {text: "否"}
    explanation: "因为。"
  - id: own-2
    kind: truefalse
    stem: "乙。"
    answer: true
"""


@pytest.fixture
def own(tmp_path: Path) -> Site:
    """A site with two questions of its own."""
    site = create_site(tmp_path / "own", "")
    path = site.workspace / "quizzes/bank/ours.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(BANK, encoding="utf-8")
    return site


@pytest.fixture
def a(own: Site) -> Authoring:
    return Authoring(own)


def text_of(site: Site, name: str = "quizzes/bank/ours.yaml") -> str:
    return (site.workspace / name).read_text(encoding="utf-8")


def test_a_save_changes_its_line_and_is_a_commit_by_its_author(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-1")
    assert (told.origin, told.topic, told.line) == ("own", "fire", 4)
    saved = a.save("item", "own-1", {**told.value, "stem": "新？"}, base=told.version, author=WANG, sentence="说清楚")
    assert text_of(own) == BANK.replace("甲？", "新？")
    first, *rest = a.history("item", "own-1")
    assert (first.author, first.sentence, first.commit) == (WANG, "说清楚", saved.commit)
    assert [step.sentence for step in rest] == ["开始记录"]
    assert a.at("item", "own-1", rest[0].commit) == told.value
    assert len(a.history("item", "own-2")) == 1


def test_saving_the_same_writes_nothing(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-1")
    assert a.save("item", "own-1", told.value, base=told.version, author=WANG).commit == ""
    assert len(a.history("item", "own-1")) == 1


def test_two_who_change_different_fields_both_have_their_way(own: Site, a: Authoring) -> None:
    told, other = a.get("item", "own-1"), Authoring(own)
    other.save("item", "own-1", {**told.value, "stem": "李的？"}, base=told.version, author=LI)
    saved = a.save("item", "own-1", {**told.value, "explanation": "王的。"}, base=told.version, author=WANG)
    assert saved.merged == ("stem",)
    assert (saved.object.value["stem"], saved.object.value["explanation"]) == ("李的？", "王的。")


def test_two_who_change_the_same_field_are_shown_both_versions(own: Site, a: Authoring) -> None:
    told, other = a.get("item", "own-1"), Authoring(own)
    other.save("item", "own-1", {**told.value, "stem": "李的？"}, base=told.version, author=LI)
    with pytest.raises(SaveConflict) as clash:
        a.save("item", "own-1", {**told.value, "stem": "王的？", "tags": ["x"]}, base=told.version, author=WANG)
    assert clash.value.fields == ("stem",)
    assert clash.value.base == told.value
    assert clash.value.theirs.value["stem"] == "李的？" and clash.value.mine["stem"] == "王的？"
    assert clash.value.merged["tags"] == ["x"]
    assert "李的？" in text_of(own) and "王的？" not in text_of(own)


def test_a_base_that_only_the_history_knows_is_found(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-1")
    a.save("item", "own-1", {**told.value, "stem": "李的？"}, base=told.version, author=LI)
    again = Authoring(own)  # another process, or after a restart
    saved = again.save("item", "own-1", {**told.value, "explanation": "王的。"}, base=told.version, author=WANG)
    assert saved.merged == ("stem",)
    with pytest.raises(SaveConflict) as clash:
        again.save("item", "own-1", told.value, base="nobody-knows", author=WANG)
    assert clash.value.base is None


def test_what_an_editor_saved_is_in_the_history_before_a_form_saves(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-1")
    a.pick_up()  # as at the first start
    (own.workspace / "quizzes/bank/ours.yaml").write_text(BANK.replace("乙。", "外面改的。"), encoding="utf-8")
    a.save("item", "own-1", {**told.value, "stem": "新？"}, base=told.version, author=WANG)
    assert text_of(own) == BANK.replace("甲？", "新？").replace("乙。", "外面改的。")
    assert [step.author.name for step in a.history("item", "own-2")] == ["外部编辑", "安培"]


def test_restoring_is_a_new_save(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-1")
    now = a.save("item", "own-1", {**told.value, "stem": "新？"}, base=told.version, author=WANG).object
    first = a.history("item", "own-1")[-1]
    a.restore("item", "own-1", first.commit, base=now.version, author=LI)
    assert text_of(own) == BANK
    assert [step.author for step in a.history("item", "own-1")][:2] == [LI, WANG]
    with pytest.raises(SaveConflict):
        a.restore("item", "own-1", first.commit, base="old", author=LI)


def test_what_came_with_the_platform_is_adopted_as_it_is_and_then_changed(own: Site, a: Authoring) -> None:
    told = a.get("item", "fire-001")
    assert told.origin == "bundled"
    saved = a.save("item", "fire-001", {**told.value, "stem": "我们的？"}, base=told.version, author=WANG)
    assert saved.object.origin == "changed" and a.get("item", "fire-002").origin == "bundled"
    assert [step.author.name for step in a.history("item", "fire-001")] == ["王老师", "安培"]
    shipped = a.shelf.bundled("quizzes/bank/fire.yaml").read_text(encoding="utf-8")
    mine, theirs = text_of(own, "quizzes/bank/fire.yaml").split("\n"), shipped.split("\n")
    assert sum(one != other for one, other in zip(mine, theirs, strict=True)) == 1


def test_new_ones_are_drafts_in_an_own_file_of_their_topic(own: Site, a: Authoring) -> None:
    saved = a.create("item", "", {"kind": "truefalse", "stem": "新。", "answer": True}, author=WANG, topic="fire")
    assert (saved.object.slug, saved.object.state, saved.object.path) == (
        "fire-n001",
        "draft",
        "quizzes/bank/ours.yaml",
    )
    other = a.create("item", "", {"kind": "truefalse", "stem": "新。"}, author=WANG, topic="first-aid").object
    assert text_of(own, other.path) == (
        'topic: first-aid\nitems:\n  - id: first-aid-n001\n    kind: truefalse\n    stem: "新。"\n    state: draft\n'
    )
    with pytest.raises(Conflict):
        a.create("item", "fire-001", {}, author=WANG, topic="fire")
    for slug in ("../x", "a b", "题"):
        with pytest.raises(Refused):
            a.create("item", slug, {}, author=WANG, topic="fire")
    with pytest.raises(AnpeiError):
        a.create("item", "x", {}, author=WANG, topic="../../x")
    with pytest.raises(AnpeiError):
        a.create("item", "x", {}, author=WANG, topic="fire", path="../../x.yaml")


def test_a_file_takes_four_hundred(own: Site, a: Authoring) -> None:
    many = [("", {"kind": "truefalse", "stem": f"第 {n} 题。", "answer": True}) for n in range(405)]
    saved = a.create_many("item", many, author=WANG, topic="fire", sentence="导入")
    counts = {place.path: place.count for place in a.files("item") if place.origin == "site"}
    assert counts == {"quizzes/bank/ours.yaml": 400, "quizzes/bank/fire-own.yaml": 7}
    assert len({each.commit for each in saved}) == 1 and len({each.object.slug for each in saved}) == 405


def test_one_goes_to_another_topic_and_its_history_with_it(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-2")
    moved = a.save("item", "own-2", told.value, base=told.version, author=WANG, topic="first-aid").object
    assert (moved.topic, moved.path) == ("first-aid", "quizzes/bank/first-aid-own.yaml")
    assert "own-2" not in text_of(own)
    steps = a.history("item", "own-2")
    assert [step.sentence for step in steps] == ["把题目 own-2移到主题“first-aid”", "开始记录"]
    assert a.at("item", "own-2", steps[-1].commit) == told.value


def test_only_what_was_never_published_is_deleted(own: Site, a: Authoring) -> None:
    told = a.create("item", "", {"kind": "truefalse", "stem": "新。"}, author=WANG, topic="fire").object
    a.delete("item", told.slug, base=told.version, author=WANG)
    assert text_of(own) == BANK
    with pytest.raises(NotFound):
        a.get("item", told.slug)
    with pytest.raises(Refused):
        a.delete("item", "fire-001", base=a.get("item", "fire-001").version, author=WANG)


def test_findings_are_told_at_their_fields_and_stop_nobody(a: Authoring) -> None:
    told = a.get("item", "own-1")
    wanted = {**told.value, "stem": "", "options": [{"text": "是", "right": True}, {"text": "是", "wrong": 1}]}
    saved = a.save("item", "own-1", wanted, base=told.version, author=WANG)
    where = {finding.where for finding in saved.findings if finding.level == "error"}
    assert {("options", 1, "wrong"), ("stem",)} <= where
    assert a.get("item", "own-1").value["stem"] == ""


def test_papers_and_laws_are_written_the_same_way(own: Site, a: Authoring) -> None:
    paper = a.get("paper", "cpr-aed")
    saved = a.save("paper", "cpr-aed", {**paper.value, "minutes": 40}, base=paper.version, author=WANG)
    assert "\nminutes: 40\n" in text_of(own, saved.object.path) and saved.object.origin == "changed"
    law = a.get("law", "anquan")
    gists = {**law.value["gists"], "3": "人民至上。"}
    a.save("law", "anquan", {**law.value, "gists": gists}, base=law.version, author=WANG)
    shipped = a.shelf.bundled("laws/registry.yaml").read_text(encoding="utf-8").split("\n")
    mine = text_of(own, "laws/registry.yaml").split("\n")
    a.create("topic", "night", {"title": "夜班"}, author=WANG, state="")
    assert a.get("topic", "night").value == {"title": "夜班"} and a.get("topic", "fire").origin == "bundled"
    assert [line.strip() for line in mine if line not in shipped] == ['"3": 人民至上。']


def test_a_move_that_the_disk_refuses_takes_nothing_away(own: Site, a: Authoring) -> None:
    told = a.get("item", "own-2")
    a.create("item", "", {"kind": "truefalse", "stem": "新。" * 5000}, author=WANG, topic="first-aid")
    with no_file_larger_than(10_000), pytest.raises(OSError, match="too large"):
        a.save("item", "own-2", told.value, base=told.version, author=WANG, topic="first-aid")
    assert "own-2" in text_of(own)
    assert a.save("item", "own-2", told.value, base=told.version, author=WANG, topic="first-aid").object.topic


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_and_a_folder_take_each_others_place(own: Site, a: Authoring) -> None:
    one, other = own.workspace / "courses/one", own.workspace / "courses/other"
    other.mkdir(parents=True)
    one.write_text("a", encoding="utf-8")
    (other / "text.md").write_text("b", encoding="utf-8")
    a.pick_up()
    one.unlink()
    one.mkdir()
    (one / "text.md").write_text("c", encoding="utf-8")
    shutil.rmtree(other)
    other.write_text("d", encoding="utf-8")
    a.pick_up()
    assert {"courses/one/text.md", "courses/other"} < set(a.log.listing())
    assert not {"courses/one", "courses/other/text.md"} & set(a.log.listing())
    told = a.get("item", "own-1")
    a.save("item", "own-1", {**told.value, "stem": "新？"}, base=told.version, author=WANG)
    assert len(a.history("item", "own-1")) == 2


def test_what_names_no_commit_is_not_found(a: Authoring) -> None:
    a.pick_up()
    blob = a.log.listing()["quizzes/bank/ours.yaml"]
    for name in ("z" * 40, " " * 40, blob, "0" * 40, a.log.head().upper(), ""):
        with pytest.raises(NotFound):
            a.at("item", "own-1", name)


def test_no_link_leads_out_of_the_workspace(own: Site, a: Authoring, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("topic: fire\nitems: []\n", encoding="utf-8")
    (own.workspace / "quizzes/bank/link.yaml").symlink_to(secret)
    (own.workspace / "quizzes/papers").symlink_to(tmp_path)
    a.pick_up()
    assert list(a.log.listing()) == ["quizzes/bank/ours.yaml"]
    with pytest.raises((OSError, AnpeiError)):
        a.create("paper", "x", {"title": "x"}, author=WANG)
    with pytest.raises(AnpeiError):
        a.create("item", "x", {}, author=WANG, topic="fire", path="quizzes/bank/link.yaml")
    assert secret.read_text(encoding="utf-8") == "topic: fire\nitems: []\n"


_MANY = """
import sys
from pathlib import Path
from anpei.authoring.history import Change, History
from anpei.authoring.model import Author
from anpei.authoring.places import Workspace
root, me = Path(sys.argv[1]), sys.argv[2]
log = History(root / "var/history", Workspace(root / "workspace"))
for n in range(15):
    log.record(Change(Author(me, me), f"{me} {n}", n * 1000, {f"quizzes/bank/{me}.yaml": f"n: {n}\\n".encode()}))
"""


def test_two_processes_that_commit_at_once_lose_nothing(tmp_path: Path) -> None:
    (tmp_path / "workspace/quizzes/bank").mkdir(parents=True)
    writers = [subprocess.Popen([sys.executable, "-c", _MANY, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    log = History(tmp_path / "var/history", Workspace(tmp_path / "workspace"))
    for name in ("a", "b"):
        steps = [step.sentence for step in log.steps(f"quizzes/bank/{name}.yaml", log.head())]
        assert steps == [f"{name} {n}" for n in reversed(range(15))]


_IMPORTS = """
from pathlib import Path
from anpei.authoring.history import Change, History
from anpei.authoring.model import Author
from anpei.authoring.places import Workspace
root = Path({root!r})
bank = "quizzes/bank/"
change = Change(Author("t1", "王"), "改", 5000, {{bank + "x.yaml": b"n: 2\\n", bank + "y.yaml": b"m: 1\\n"}})
"""
_ACT = "History(root / 'var/history', Workspace(root / 'workspace')).record(change)"


def test_killed_at_any_step_files_and_history_are_sound(tmp_path: Path) -> None:
    """Each file is the old or the new one; what was written has its author; and the next save goes through."""
    before = tmp_path / "before"
    _log(before).record(Change(LI, "先", 1000, {"quizzes/bank/x.yaml": b"n: 1\n"}))
    root = tmp_path / "site"
    with killing(_IMPORTS.format(root=str(root)), _ACT) as saving:
        shutil.copytree(before, root)
        steps = len(saving.steps())
        assert steps > 40
        for last in range(1, steps + 1, 3):
            shutil.rmtree(root)
            shutil.copytree(before, root)
            saving.kill_at(last)
            log = _log(root)
            log.pick_up(at=9000)
            x, y = (log.workspace.read(f"quizzes/bank/{name}.yaml") for name in "xy")
            assert (x, y) in ((b"n: 1\n", None), (b"n: 2\n", None), (b"n: 2\n", b"m: 1\n")), last
            for name, raw in (("x", x), ("y", y)):
                blob = log.listing().get(f"quizzes/bank/{name}.yaml")
                assert (log.content(blob) if blob else None) == raw, last
                people = [step.author for step in log.steps(f"quizzes/bank/{name}.yaml", log.head())]
                assert people in ([], [LI], [WANG_KILLED, LI], [WANG_KILLED]), last
            log.record(Change(LI, "再", 10_000, {"quizzes/bank/x.yaml": b"n: 3\n"}))
            assert next(log.steps("quizzes/bank/x.yaml", log.head())).sentence == "再"


WANG_KILLED = Author("t1", "王")


def _log(root: Path) -> History:
    (root / "workspace/quizzes/bank").mkdir(parents=True, exist_ok=True)
    return History(root / "var/history", Workspace(root / "workspace"))
