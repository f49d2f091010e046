"""``nbgrader export`` with nbgrader's columns, quoted: a comma in a name moves no column, no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from sqlalchemy import text

from anpei.cells import harmless

__all__ = ["QuotedCsv"]

COLUMNS = (
    "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
    "raw_score", "late_submission_penalty", "score", "max_score",
)  # fmt: skip

# Everybody and every assignment, also who handed in nothing: nbgrader counts that as zero.
_ROWS = """SELECT a.name, a.duedate, s.timestamp, t.id, t.last_name, t.first_name, t.email,
    COALESCE((SELECT SUM(COALESCE(g.manual_score, g.auto_score, 0) + COALESCE(g.extra_credit, 0)) FROM grade g
        JOIN submitted_notebook n ON n.id = g.notebook_id WHERE n.assignment_id = s.id), 0.0) AS score,
    COALESCE((SELECT SUM(n.late_submission_penalty) FROM submitted_notebook n
        WHERE n.assignment_id = s.id), 0.0) AS late,
    (SELECT SUM(c.max_score) FROM
        (SELECT id, max_score FROM grade_cells UNION ALL SELECT id, max_score FROM task_cells) c
        JOIN base_cell b ON b.id = c.id JOIN notebook m ON m.id = b.notebook_id
        WHERE m.assignment_id = a.id) AS max_score
    FROM assignment a CROSS JOIN student t
    LEFT JOIN submitted_assignment s ON s.assignment_id = a.id AND s.student_id = t.id
    ORDER BY a.name, t.last_name, t.first_name, t.id"""


class QuotedCsv(ExportPlugin):
    """UTF-8 with a mark, so that spreadsheets read Chinese names."""

    def export(self, gradebook: Any) -> None:
        with Path(self.to or "grades.csv").open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows(self._rows(gradebook))

    def _rows(self, gradebook: Any) -> Iterator[list[Any]]:
        papers, people = {str(each) for each in self.assignment}, {str(each) for each in self.student}
        for row in gradebook.db.execute(text(_ROWS)):
            name, due, at, student, last, first, mail, score, late, most = row
            if (not papers or name in papers) and (not people or student in people):
                words = [harmless(word) for word in (name, due, at, student, last, first, mail)]
                yield [*words, score, late, max(0.0, score - late), most]
