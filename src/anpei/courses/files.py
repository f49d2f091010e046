"""courses/<slug>/course.yaml → the catalog, with findings for what a person has to put right."""

from __future__ import annotations

import unicodedata
from functools import partial
from pathlib import Path

from anpei.content import Shelves
from anpei.courses.model import Catalog, Chapter, Course, CourseFile, chapter_slug
from anpei.findings import Finding, errors_only, sort
from anpei.plainfiles import Document, parse, read_yaml, safely

__all__ = ["load"]


def load(shelves: Shelves) -> Catalog:
    """Read every course; one with errors is left out of ``courses`` and explained in ``findings``."""
    courses: dict[str, Course] = {}
    findings: list[Finding] = []
    for path in shelves.glob("courses/*/course.yaml"):
        course, problems = safely(path, partial(_read, path), lambda finding: (None, [finding]))
        findings += problems
        if course is not None:
            courses[course.slug] = course
    return Catalog(courses, tuple(sort(findings)))


def _read(path: Path) -> tuple[Course | None, list[Finding]]:
    document, findings = read_yaml(path)
    if document is None:
        return None, findings
    parsed, findings = parse(document, (), CourseFile)
    if parsed is None:
        return None, findings
    findings = [*_chapters(document, parsed, path.parent), *_unlisted(document, parsed, path.parent)]
    if errors_only(findings):
        return None, findings
    return _course(parsed, path.parent), findings


def _course(parsed: CourseFile, folder: Path) -> Course:
    chapters = tuple(
        Chapter(
            chapter_slug(Path(entry.file).stem), entry.title, entry.minutes, entry.mode,
            _notebook(folder, entry.file), entry.state != "published",
        )  # fmt: skip
        for entry in parsed.chapters
    )
    return Course(
        folder.name, parsed.title, parsed.summary, parsed.audience, parsed.minutes, parsed.cites, parsed.paper,
        chapters, folder, parsed.seed, parsed.state != "published",
    )  # fmt: skip


def _notebook(folder: Path, name: str) -> Path:
    """The file of this name; some systems write an accent as a sign of its own, which is the same name."""
    path = folder / name
    if name.isascii() or path.exists():
        return path
    wanted = unicodedata.normalize("NFC", name)
    return next((one for one in folder.glob("*.ipynb") if unicodedata.normalize("NFC", one.name) == wanted), path)


def _chapters(document: Document, parsed: CourseFile, folder: Path) -> list[Finding]:
    """Each chapter's file exists, unless it is still a draft, and is named once."""
    findings, seen = [], set()
    for index, entry in enumerate(parsed.chapters):
        where = ("chapters", index, "file")
        slug = chapter_slug(Path(entry.file).stem)
        if slug in seen:
            findings.append(document.finding(where, "chapter-twice", f"章节“{entry.file}”列了两次，请删去一个。"))
        seen.add(slug)
        if entry.state == "published" and not _notebook(folder, entry.file).is_file():
            findings.append(
                document.finding(where, "chapter-missing", f"找不到章节文件“{entry.file}”，请补上文件或删去这一行。")
            )
    return findings


def _unlisted(document: Document, parsed: CourseFile, folder: Path) -> list[Finding]:
    """A notebook beside course.yaml that no chapter names would never be read."""
    listed = {_notebook(folder, entry.file).name for entry in parsed.chapters}
    return [
        document.warning(("chapters",), "chapter-unlisted", f"“{path.name}”没有列入 chapters，员工看不到它。")
        for path in sorted(folder.glob("*.ipynb"))
        if path.name not in listed
    ]
