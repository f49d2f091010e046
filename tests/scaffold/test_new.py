"""What ``anpei new`` writes passes the checks, tells its author what to write, and never touches what is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anpei import bank, courses, scaffold
from anpei.cli.content import findings_of
from anpei.content import Shelves, adopt, bundled
from anpei.errors import AnpeiError
from anpei.findings import render_text


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def shelves(workspace: Path) -> Shelves:
    return Shelves([workspace, bundled()])


def wrong(shelves: Shelves, workspace: Path) -> str:
    """Errors and hints about files of the workspace."""
    return render_text([finding for finding in findings_of(shelves) if finding.path.startswith(str(workspace))])


def test_a_new_course_passes_the_checks(workspace: Path, shelves: Shelves) -> None:
    scaffold.course(workspace, shelves, "hot-work", "动火作业：先办票，再点火")
    assert wrong(shelves, workspace) == ""
    assert courses.load(shelves).courses["hot-work"].title == "动火作业：先办票，再点火"


def test_a_new_chapter_joins_its_course(workspace: Path, shelves: Shelves) -> None:
    scaffold.course(workspace, shelves, "hot-work")
    scaffold.chapter(workspace, shelves, "hot-work/02-permit", "谁来签字")
    assert wrong(shelves, workspace) == ""
    course = courses.load(shelves).courses["hot-work"]
    assert [chapter.title for chapter in course.chapters] == ["第一章写一个场面", "谁来签字"]
    assert "# 写好后" in (workspace / "courses/hot-work/course.yaml").read_text(encoding="utf-8"), "comments stay"


def test_a_bundled_course_gets_a_chapter_once_it_is_adopted(workspace: Path, shelves: Shelves) -> None:
    with pytest.raises(AnpeiError, match="anpei content adopt courses/fire-escape"):
        scaffold.chapter(workspace, shelves, "fire-escape/05-own")
    adopt(bundled(), workspace, "courses/fire-escape")
    scaffold.chapter(workspace, shelves, "fire-escape/05-own")
    assert courses.load(shelves).courses["fire-escape"].chapter("05-own") is not None


@pytest.mark.parametrize("kind", scaffold.KINDS)
def test_a_new_item_passes_the_checks_and_is_not_examined(workspace: Path, shelves: Shelves, kind: str) -> None:
    before = set(bank.load(shelves).items)
    scaffold.item(workspace, shelves, "fire-901", kind=kind)
    items = bank.load(shelves)
    assert wrong(shelves, workspace) == ""
    assert set(items.items) == {*before, "fire-901"}, "no bundled question is hidden"
    assert (items.items["fire-901"].use, items.items["fire-901"].public.kind) == ("practice", kind)


def test_a_new_paper_passes_the_checks(workspace: Path, shelves: Shelves) -> None:
    scaffold.paper(workspace, shelves, "fire-monthly", title="消防: 月考")
    assert wrong(shelves, workspace) == ""


def test_a_new_drill_can_be_played_to_the_end(workspace: Path, shelves: Shelves) -> None:
    scaffold.drill(workspace, shelves, "pump-room")
    hints = wrong(shelves, workspace).splitlines()
    assert len(hints) == 1, "two decisions are few, and that is all there is to say"
    assert "too-thin" in hints[0]
    assert (workspace / "drills/scenario.schema.json").is_file()


def test_a_chapter_is_a_notebook_without_outputs(workspace: Path, shelves: Shelves) -> None:
    made = scaffold.course(workspace, shelves, "hot-work")
    cells = json.loads(made.paths[1].read_text(encoding="utf-8"))["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "markdown", "code", "markdown"]
    assert all(not cell.get("outputs") for cell in cells)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("course", "Hot Work", "写法不对"),
        ("course", "../etc", "写法不对"),
        ("course", "fire-escape", "已经有了"),
        ("chapter", "nosuch/02-x", "没有课程"),
        ("chapter", "fire-escape/smoke", "写法不对"),
        ("item", "fire", "写法不对"),
        ("item", "fire-001", "已经用过"),
        ("item", "moon-001", "没有主题"),
        ("paper", "fire-basics", "已经有了"),
        ("paper", "moon", "没有主题"),
        ("drill", "workshop-fire", "已经有了"),
    ],
)
def test_a_refusal_says_the_way_out(workspace: Path, shelves: Shelves, kind: str, name: str, words: str) -> None:
    with pytest.raises(AnpeiError, match=words) as caught:
        getattr(scaffold, kind)(workspace, shelves, name)
    assert caught.value.way_out
    assert [path for path in workspace.rglob("*") if path.is_file()] == []
