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
from anpei.assignments.shapes import Shape, assignment_name, assignments_of, label, note_shape, shapes
from anpei.assignments.source import CellSlot, notebook, slots_of
from anpei.errors import Conflict, NotFound
from anpei.papers import Paper
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["build_assignment", "build_shape", "converter", "release"]

_SUBMITTED = """SELECT COUNT(*) FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id
    WHERE a.name = :assignment"""


def build_assignment(site: Site, paper: Paper) -> bool:
    """Write the source notebook and release it; False if it already was as it should be.

    Slots or points that changed after somebody handed in make a new assignment, the paper's next shape. Raises
    :class:`Conflict` for foreign files in ``source/`` and for a code assignment of the paper's name.
    """
    slots = [CellSlot(slot.slot, slot.points, slot.manual) for slot in paper.slots]
    return build_shape(site, paper.slug, paper.title, slots)[1]


def build_shape(site: Site, paper: str, title: str, slots: Sequence[CellSlot]) -> tuple[Shape, bool]:
    """The assignment for just these slots, built where it is lacking or old; and whether anything was done."""
    course = prepare(site)
    known = shapes(course, paper)
    found = next((shape for shape in known if shape.slots == frozenset(slots)), None)
    version = found.version if found else _next_version(course, known)
    assignment = assignment_name(paper, version)
    path = course.source(assignment) / f"{assignment}.ipynb"
    _refuse_others(course, assignment, path)
    wanted = rendered(notebook(paper, label(title, version), slots))
    built = found is not None and course.released(assignment).is_file()
    if not built or not path.is_file() or path.read_text(encoding="utf-8") != wanted:
        write_atomic(path, wanted)
        _generate(site, assignment)
        note_shape(course, paper, version)
        return Shape(assignment, paper, version, frozenset(slots)), True
    return Shape(assignment, paper, version, frozenset(slots)), False


def _next_version(course: NbgraderCourse, known: Sequence[Shape]) -> int:
    """The last one again as long as nobody handed it in, else one more."""
    if not known:
        return 1
    last = known[-1]
    return last.version + bool(_count(course, _SUBMITTED, last.assignment))


def converter(site: Site, kind: type, paper: str, learner: str = "*", **settings: Any) -> Any:
    """One of nbgrader's converters over the site's course, for one paper and learner."""
    config = Config()
    configure(config, site.root)
    course = CourseDirectory(config=config, assignment_id=paper, student_id=learner)
    return kind(coursedir=course, config=config, **settings)


def release(site: Site, papers: Sequence[str]) -> None:
    """Put papers, as they are now, where ``nbgrader fetch_assignment`` finds them; an earlier release is replaced."""
    config = Config()
    configure(config, site.root)
    nbgrader = NbgraderCourse(site)
    for name in papers:
        known = assignments_of(nbgrader, name)
        paper = known[-1] if known else name
        if not nbgrader.released(paper).is_file():
            raise NotFound(f"试卷 {name} 还没有生成。", way_out=f"先运行 anpei assignments build {name}")
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


def _refuse_others(course: NbgraderCourse, assignment: str, path: Path) -> None:
    """Whatever lies in ``source/`` would be released to everybody and put over the learner's file of that name."""
    if path.is_file() and slots_of(read(path)) is None:
        raise Conflict(
            f"source/{assignment} 是一份代码作业，和试卷同名。", way_out="请给代码作业换个名字，或给试卷文件换个名字。"
        )
    there = course.source(assignment).glob("*")
    strays = [each.name for each in there if each != path and not each.name.startswith(".")]
    if strays:
        names = "、".join(sorted(strays))
        way_out = "请移走：它们会发给每个人，并盖掉员工的同名文件。"
        raise Conflict(f"source/{assignment} 里有多余的文件：{names}。", way_out=way_out)


def _count(course: NbgraderCourse, query: str, assignment: str) -> int:
    with engine(course.gradebook_url).connect() as connection:
        return int(connection.execute(text(query), {"assignment": assignment}).scalar() or 0)
