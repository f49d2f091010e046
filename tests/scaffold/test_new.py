"""What ``anpei new`` writes passes the checks, tells its author what to write, and never touches what is there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from anpei import bank, courses, scaffold
from anpei.cli.content import findings_of
from anpei.content import Shelves, adopt, bundled
from anpei.errors import AnpeiError

NEW_ITEMS = {f"fire-90{number}": kind for number, kind in enumerate(scaffold.KINDS, 1)}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def shelves(workspace: Path) -> Shelves:
    return Shelves([workspace, bundled()])


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one of everything that ``anpei new`` writes, and an item of each kind."""
    workspace = tmp_path_factory.mktemp("workspace")
    shelves = Shelves([workspace, bundled()])
    scaffold.course(workspace, shelves, "hot-work", "动火作业：先办票，再点火")
    scaffold.chapter(workspace, shelves, "hot-work/02-permit", "谁来签字")
    for name, kind in NEW_ITEMS.items():
        scaffold.item(workspace, shelves, name, kind=kind)
    scaffold.paper(workspace, shelves, "fire-monthly", title="消防: 月考")
    scaffold.drill(workspace, shelves, "pump-room")
    return workspace


def test_everything_new_passes_the_checks(furnished: Path) -> None:
    """Two decisions are few, and drafts are alike among themselves: that is all there is to say."""
    found = findings_of(Shelves([furnished, bundled()]), date(2026, 11, 23))
    told = [finding for finding in found if finding.path.startswith(str(furnished))]
    assert {(Path(finding.path).parent.name, finding.rule) for finding in told} == {
        ("pump-room", "too-thin"),
        ("bank", "near-duplicate"),
    }
    alike = [finding.message for finding in told if finding.rule == "near-duplicate"]
    assert all(any(name in message for name in NEW_ITEMS) for message in alike), alike


def test_a_new_chapter_joins_its_course(furnished: Path) -> None:
    course = courses.load(Shelves([furnished, bundled()])).courses["hot-work"]
    assert course.title == "动火作业：先办票，再点火"
    assert [chapter.title for chapter in course.chapters] == ["第一章写一个场面", "谁来签字"]
    assert "# 写好后" in (furnished / "courses/hot-work/course.yaml").read_text(encoding="utf-8"), "comments stay"


def test_new_items_are_not_examined_and_hide_no_bundled_one(furnished: Path) -> None:
    before, items = (
        bank.load(Shelves([bundled()])).items,
        bank.load(Shelves([furnished, bundled()])).items,
    )
    assert set(items) == {*before, *NEW_ITEMS}
    assert {name: (items[name].use, items[name].public.kind) for name in NEW_ITEMS} == {
        name: ("practice", kind) for name, kind in NEW_ITEMS.items()
    }


def test_a_new_drill_brings_its_schema(furnished: Path) -> None:
    assert (furnished / "drills/scenario.schema.json").is_file()


def test_a_bundled_course_gets_a_chapter_once_it_is_adopted(workspace: Path, shelves: Shelves) -> None:
    with pytest.raises(AnpeiError, match="anpei content adopt courses/fire-escape"):
        scaffold.chapter(workspace, shelves, "fire-escape/05-own")
    adopt(bundled(), workspace, "courses/fire-escape")
    scaffold.chapter(workspace, shelves, "fire-escape/05-own")
    assert courses.load(shelves).courses["fire-escape"].chapter("05-own") is not None


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
