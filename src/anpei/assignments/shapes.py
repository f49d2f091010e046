"""The shapes of a paper: which slots, of how many points, marked by whom. Each is an nbgrader assignment of its own.

nbgrader knows one set of cells an assignment, so an attempt stays with the shape it was drawn from. The first shape of
``fire-exam`` is the assignment ``fire-exam``, the second ``fire-exam.v2``; no paper has a full stop in its name. Which
assignments are papers is written into the gradebook, where no trainer's file reaches; any other is nbgrader's own.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, text

from anpei import publishing
from anpei.assignments.course import NbgraderCourse
from anpei.assignments.gradebook import engine
from anpei.assignments.notebooks import read
from anpei.assignments.source import CellSlot, slots_of
from anpei.settings import open_site

__all__ = [
    "Shape",
    "assignment_name",
    "assignments_of",
    "is_paper",
    "label",
    "note_shape",
    "paper_of",
    "shapes",
    "titles",
]

_CELLS = """SELECT a.name AS assignment, b.name AS slot, g.max_score AS points, g.cell_type AS kind
    FROM grade_cells g JOIN base_cell b ON b.id = g.id JOIN notebook n ON n.id = b.notebook_id
    JOIN assignment a ON a.id = n.assignment_id
    WHERE a.name IN (SELECT assignment FROM anpei_shape WHERE paper = :paper)"""
_KNOWN = "SELECT assignment, version FROM anpei_shape WHERE paper = :paper ORDER BY version"
_NOTE = "INSERT INTO anpei_shape VALUES (:assignment, :paper, :version) ON CONFLICT (assignment) DO NOTHING"


class Shape(NamedTuple):
    """One shape of a paper and the assignment that has it; ``version`` counts from 1."""

    assignment: str
    paper: str
    version: int
    slots: frozenset[CellSlot]


def assignment_name(paper: str, version: int) -> str:
    """What a shape is called in nbgrader."""
    return paper if version == 1 else f"{paper}.v{version}"


def label(title: str, version: int) -> str:
    """A shape's name for people; the first one is the paper."""
    return title if version == 1 else f"{title}（第 {version} 版）"


def shapes(course: NbgraderCourse, paper: str) -> list[Shape]:
    """The shapes of a paper that the gradebook has, the first one first."""
    with engine(course.gradebook_url).begin() as connection:
        _adopt(course, connection, paper)
        known = connection.execute(text(_KNOWN), {"paper": paper}).all()
        cells: dict[str, set[CellSlot]] = {}
        for assignment, slot, points, kind in connection.execute(text(_CELLS), {"paper": paper}):
            cells.setdefault(assignment, set()).add(CellSlot(slot, float(points), kind == "markdown"))
    return [Shape(name, paper, version, frozenset(cells.get(name, ()))) for name, version in known]


def note_shape(course: NbgraderCourse, paper: str, version: int) -> None:
    """Say that the paper has a shape of this number."""
    values = {"assignment": assignment_name(paper, version), "paper": paper, "version": version}
    with engine(course.gradebook_url).begin() as connection:
        connection.execute(text(_NOTE), values)


def assignments_of(course: NbgraderCourse, paper: str) -> list[str]:
    """A paper's assignments, the first one first."""
    return [shape.assignment for shape in shapes(course, paper)]


def paper_of(course: NbgraderCourse, assignment: str) -> tuple[str, int] | None:
    """The paper and the version an assignment stands for; None when it's no paper of ours."""
    with engine(course.gradebook_url).begin() as connection:
        _adopt(course, connection, assignment)
        query = text("SELECT paper, version FROM anpei_shape WHERE assignment = :assignment")
        row = connection.execute(query, {"assignment": assignment}).one_or_none()
    return None if row is None else (str(row[0]), int(row[1]))


def is_paper(root: str, assignment: str) -> bool:
    """Whether an assignment is one of ours: published, built once, or with files that say so."""
    reader = _content(root)
    if assignment in reader.content().papers.papers:
        return True
    course = NbgraderCourse(reader.site)
    return paper_of(course, assignment) is not None or _says_so(course, assignment)


def titles(root: str) -> dict[str, str]:
    """What people call each assignment that is a paper's."""
    reader = _content(root)
    course, papers = NbgraderCourse(reader.site), reader.content().papers.papers
    found = {slug: paper.title for slug, paper in papers.items()}
    with engine(course.gradebook_url).connect() as connection:
        rows = connection.execute(text("SELECT assignment, paper, version FROM anpei_shape")).all()
    for assignment, paper, version in rows:
        if paper in papers:
            found[assignment] = label(papers[paper].title, version)
        elif (path := course.released(assignment)).is_file():
            found[assignment] = str(read(path).metadata.get("anpei", {}).get("title", assignment))
    return found


def _adopt(course: NbgraderCourse, connection: Connection, assignment: str) -> None:
    """An assignment that was built before shapes were counted is its paper's first."""
    known = "SELECT 1 FROM assignment WHERE name = :name AND name NOT IN (SELECT assignment FROM anpei_shape)"
    if not connection.execute(text(known), {"name": assignment}).first():
        return
    if _says_so(course, assignment):
        connection.execute(text(_NOTE), {"assignment": assignment, "paper": assignment, "version": 1})


def _says_so(course: NbgraderCourse, assignment: str) -> bool:
    files = (course.released(assignment), course.source(assignment) / f"{assignment}.ipynb")
    return any(slots_of(read(path)) is not None for path in files if path.is_file())


@functools.lru_cache(maxsize=8)
def _content(root: str) -> publishing.ContentReader:
    return publishing.ContentReader(open_site(Path(root)))
