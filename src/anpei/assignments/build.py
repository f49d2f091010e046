"""A paper becomes an nbgrader assignment: our source notebook, nbgrader's own ``generate_assignment``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from sqlalchemy import text
from traitlets.config import Config

from anpei.assignments.config import configure
from anpei.assignments.course import COURSE_ID, NbgraderCourse, prepare
from anpei.assignments.gradebook import engine
from anpei.assignments.notebooks import read, rendered
from anpei.assignments.source import CellSlot, notebook, slots_of
from anpei.errors import Conflict, NotFound
from anpei.papers import Paper
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["build_assignment", "converter", "release"]

_SUBMITTED = """SELECT COUNT(*) FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id
    WHERE a.name = :paper"""
_KNOWN = """SELECT COUNT(*) FROM notebook n JOIN assignment a ON a.id = n.assignment_id WHERE a.name = :paper"""


def build_assignment(site: Site, paper: Paper) -> bool:
    """Write the source notebook and release it; False if it already was as it should be.

    Raises :class:`Conflict` if slots or points changed after somebody handed in, and for foreign files in ``source/``.
    """
    course = prepare(site)
    slots = [CellSlot(slot.slot, slot.points, slot.manual) for slot in paper.slots]
    path = course.source(paper.slug) / f"{paper.slug}.ipynb"
    _refuse_strays(course, paper.slug, path)
    wanted = rendered(notebook(paper.slug, paper.title, slots))
    known = _count(course, _KNOWN, paper.slug) == 1 and course.released(paper.slug).is_file()
    if known and path.is_file() and path.read_text(encoding="utf-8") == wanted:
        return False
    if _count(course, _SUBMITTED, paper.slug) and _slots_at(path) != slots:
        raise Conflict(
            f"“{paper.title}”已经有人交卷，不能再增删题位或改分值。", way_out="请另建一张试卷；改题目文字不受影响。"
        )
    write_atomic(path, wanted)
    _generate(site, paper.slug)
    return True


def converter(site: Site, kind: type, paper: str, learner: str = "*", **settings: Any) -> Any:
    """One of nbgrader's converters over the site's course, for one paper and learner."""
    config = Config()
    configure(config, site.root)
    course = CourseDirectory(config=config, assignment_id=paper, student_id=learner)
    return kind(coursedir=course, config=config, **settings)


def release(site: Site, papers: Sequence[str]) -> None:
    """Put released notebooks where ``nbgrader fetch_assignment`` finds them; an earlier release is replaced."""
    config = Config()
    configure(config, site.root)
    for paper in papers:
        if not NbgraderCourse(site).released(paper).is_file():
            raise NotFound(f"试卷 {paper} 还没有生成。", way_out=f"先运行 anpei assignments build {paper}")
        factory = ExchangeFactory(config=config)
        course = CourseDirectory(config=config, assignment_id=paper, course_id=COURSE_ID)
        exchange = factory.ReleaseAssignment(coursedir=course, config=config)
        exchange.force = True
        try:
            exchange.start()
        except ExchangeError as error:
            raise Conflict(f"发放 {paper} 失败：{error}。", way_out="请检查 var/exchange 的权限。") from error


def _generate(site: Site, paper: str) -> None:
    generate = converter(site, GenerateAssignment, paper)
    generate.force = True
    try:
        generate.start()
    except NbGraderException as error:
        raise Conflict(f"nbgrader 没有生成 {paper}：{error}。", way_out="请看上面的记录。") from error


def _refuse_strays(course: NbgraderCourse, paper: str, path: Path) -> None:
    """Whatever lies in ``source/`` would be released to everybody and put over the learner's file of that name."""
    strays = [each.name for each in course.source(paper).glob("*") if each != path and not each.name.startswith(".")]
    if strays:
        names = "、".join(sorted(strays))
        way_out = "请移走：它们会发给每个人，并盖掉员工的同名文件。"
        raise Conflict(f"source/{paper} 里有多余的文件：{names}。", way_out=way_out)


def _slots_at(path: Path) -> list[CellSlot] | None:
    return slots_of(read(path)) if path.is_file() else None


def _count(course: NbgraderCourse, query: str, paper: str) -> int:
    with engine(course.gradebook_url).connect() as connection:
        return int(connection.execute(text(query), {"paper": paper}).scalar() or 0)
