"""A chapter built: the notebook run once, its outputs turned into blocks any page can show without a kernel.

Of a live chapter so its text and the activities that need no kernel; the rest is left to its readers' kernels, all of it
where the notebook can't be run for nobody in particular.

A build is a file named after the notebook's sha, written whole; a failed run leaves the last good build in place. Its
mark holds until something in the course's folder changes, for it may be a data file that was missing; a kernel that died
or a machine that failed leaves no mark, so that the run is tried again.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import nbformat

from anpei import laws
from anpei.courses.execute import KernelDied, NotebookFailed, execute
from anpei.courses.markdown import cites_of, to_html
from anpei.courses.model import Block, Built, Chapter, Course
from anpei.courses.notebook import fingerprint
from anpei.courses.tables_html import to_table
from anpei.findings import Finding
from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["WIDGET_MIME", "build", "build_chapter", "problem_of", "shelf", "unrun"]

WIDGET_MIME = "application/vnd.anpei.widget+json"
_IMAGES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


def build(site: Site, course: Course, registry: laws.Registry) -> list[Finding]:
    """Build every chapter whose notebook changed; what can't be built comes back as findings."""
    findings = []
    for chapter in course.chapters:
        if problem := build_chapter(site, course, chapter, registry):
            findings.append(Finding(str(chapter.path), 0, "notebook-run", problem))
    return findings


def build_chapter(site: Site, course: Course, chapter: Chapter, registry: laws.Registry) -> str:
    """Build one chapter unless today's notebook is built; the problem in words, or an empty string."""
    folder = shelf(site, course)
    try:
        sha = fingerprint(chapter.path, chapter.mode)
    except OSError:
        return "章节文件读不出来。"
    target = folder / f"{chapter.slug}.{sha}.json"
    if target.exists():
        return ""
    failed = folder / f"{chapter.slug}.{sha}.failed"
    try:
        blocks, cites = _run(site, chapter, registry, folder)
        built = {"cites": cites, "blocks": [asdict(block) for block in blocks]}
        write_atomic(target, json.dumps(built, ensure_ascii=False))
    except KernelDied as error:
        return str(error)
    except (OSError, RuntimeError) as error:
        return f"这台机器现在运行不了笔记本（{type(error).__name__}），稍后会再试。"
    except NotebookFailed as error:
        return _note(failed, str(error))
    except Exception as error:  # whatever a notebook makes a library raise, it is the notebook that can't be shown
        return _note(failed, f"笔记本打不开或运行不起来（{type(error).__name__}）。")
    _tidy(folder, chapter, target)
    return ""


def unrun(chapter: Chapter, registry: laws.Registry) -> Built:
    """A live chapter as it can be read before its notebook was ever run: its text, and a kernel for all the rest."""
    try:
        notebook = nbformat.reads(chapter.path.read_text(encoding="utf-8-sig"), as_version=4)
    except (OSError, ValueError):
        return Built("broken", problem="章节文件读不出来。")
    blocks, cites = _unrun(notebook, registry)
    return Built("updating", tuple(blocks), tuple(cites))


def _run(site: Site, chapter: Chapter, registry: laws.Registry, folder: Path) -> tuple[list[Block], list[str]]:
    """A live notebook that can't be run for nobody in particular is left to its readers' kernels."""
    live = chapter.mode != "static"
    try:
        return _blocks(execute(site, chapter.path), registry, lambda cell: _of_run(cell, folder, live))
    except KernelDied:
        raise
    except NotebookFailed:
        if not live:
            raise
        return _unrun(nbformat.reads(chapter.path.read_text(encoding="utf-8-sig"), as_version=4), registry)


def _unrun(notebook: Any, registry: laws.Registry) -> tuple[list[Block], list[str]]:
    return _blocks(notebook, registry, lambda cell: [Block("kernel", live=True)] if cell.source.strip() else [])


def shelf(site: Site, course: Course) -> Path:
    """Where the course's builds lie."""
    return site.built / "courses" / course.slug


def problem_of(site: Site, course: Course, chapter: Chapter, sha: str) -> str:
    """Why this notebook does not run, or "" if that is not known or what lies beside it has changed since."""
    failed = shelf(site, course) / f"{chapter.slug}.{sha}.failed"
    try:
        marked = failed.stat().st_mtime_ns
        changed = any(path.stat().st_mtime_ns > marked for path in (course.folder, *course.folder.rglob("*")))
        return "" if changed else failed.read_text(encoding="utf-8")
    except OSError:
        return ""


def _note(failed: Path, problem: str) -> str:
    write_atomic(failed, problem)
    return problem


def _tidy(folder: Path, chapter: Chapter, keep: Path) -> None:
    """Drop the chapter's older builds and failures; pictures are shared by content and stay."""
    for suffix in ("json", "failed"):
        for path in folder.glob(f"{chapter.slug}.*.{suffix}"):
            if path != keep:
                path.unlink(missing_ok=True)


def _blocks(
    notebook: Any, registry: laws.Registry, of_code: Callable[[Any], list[Block]]
) -> tuple[list[Block], list[str]]:
    """A notebook's text and what ``of_code`` makes of its code cells, each with its cell's number; and what is cited."""
    blocks: list[Block] = []
    cites: list[str] = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and cell.source.strip():
            blocks.append(Block("html", to_html(cell.source, registry), cell=number))
            cites += _known(cell.source, registry)
        elif cell.cell_type == "code":
            blocks += [replace(block, cell=number) for block in of_code(cell)]
    return blocks, list(dict.fromkeys(cites))


def _of_run(cell: Any, folder: Path, live: bool) -> list[Block]:
    """What a cell that ran put out; in a live chapter anything but widgets is a kernel's part."""
    alt = str(cell.metadata.get("anpei", {}).get("alt", ""))
    shown = [output for output in cell.outputs if output.get("name") != "stderr"]
    found = [block for output in shown if (block := _of_output(output, alt, folder))]
    if not live:
        return [replace(block, live=False) for block in found]
    alike = len(found) == len(shown) and all(block.kind == "widget" for block in found)
    return found if alike else [Block("kernel", live=True)]


def _known(text: str, registry: laws.Registry) -> list[str]:
    return [citation for citation, _ in cites_of(text) if registry.known(citation)]


def _of_output(output: Any, alt: str, folder: Path) -> Block | None:
    if output.output_type == "stream":
        return Block("text", str(output.text).rstrip()) if output.name == "stdout" else None
    data = output.get("data", {})
    if WIDGET_MIME in data:
        told = data[WIDGET_MIME]
        return Block("widget", name=str(told["widget"]), spec=dict(told["spec"]), live=bool(told.get("reckons")))
    for mime, suffix in _IMAGES.items():
        if mime in data:
            words = alt or str(output.get("metadata", {}).get(mime, {}).get("alt", ""))
            return Block("image", words, _keep_image(folder, data[mime], suffix))
    if table := to_table(str(data.get("text/html", ""))):
        return Block("html", table)
    text = str(data.get("text/plain", "")).strip()
    return Block("text", text) if text and output.output_type != "display_data" else None


def _keep_image(folder: Path, data: Any, suffix: str) -> str:
    """Store a picture under the hash of its bytes; the file's name."""
    text = data if isinstance(data, str) else "".join(data)
    raw = text.encode() if suffix == "svg" else base64.b64decode(text)
    name = f"{hashlib.sha256(raw).hexdigest()[:16]}.{suffix}"
    if not (folder / name).exists():
        write_atomic(folder / name, raw)
    return name
