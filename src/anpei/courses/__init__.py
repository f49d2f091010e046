"""Courses: notebooks that teach, checked before anybody reads them and built once for everybody."""

from anpei.courses.build import WIDGET_MIME, build, build_chapter, shelf, unrun
from anpei.courses.check import check, check_chapter
from anpei.courses.files import load
from anpei.courses.markdown import law_address, to_html
from anpei.courses.model import Block, Built, Catalog, Chapter, Course, LivePart, chapter_slug
from anpei.courses.reading import Builder, cited_in, cites_by_chapter, markdown_of, read_built, widgets_of

__all__ = [
    "WIDGET_MIME",
    "Block",
    "Builder",
    "Built",
    "Catalog",
    "Chapter",
    "Course",
    "LivePart",
    "build",
    "build_chapter",
    "chapter_slug",
    "check",
    "check_chapter",
    "cited_in",
    "cites_by_chapter",
    "law_address",
    "load",
    "markdown_of",
    "read_built",
    "shelf",
    "to_html",
    "unrun",
    "widgets_of",
]
