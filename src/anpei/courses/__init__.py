"""Courses: notebooks that teach, checked before anybody reads them and built once for everybody."""

from anpei.courses.activities import Activities, activities_of, keys_of
from anpei.courses.build import WIDGET_MIME, build, build_chapter, shelf, unrun
from anpei.courses.check import check, check_chapter
from anpei.courses.doubts import quiet, quiet_value
from anpei.courses.files import load
from anpei.courses.markdown import law_address, to_html
from anpei.courses.model import Block, Built, Catalog, Chapter, Course, CourseFile, LivePart, chapter_slug
from anpei.courses.outline import Section, in_order, outline, with_anchors
from anpei.courses.reading import Builder, cited_in, cites_by_chapter, markdown_of, read_built, widgets_of

__all__ = [
    "WIDGET_MIME",
    "Activities",
    "Block",
    "Builder",
    "Built",
    "Catalog",
    "Chapter",
    "Course",
    "CourseFile",
    "LivePart",
    "Section",
    "activities_of",
    "build",
    "build_chapter",
    "chapter_slug",
    "check",
    "check_chapter",
    "cited_in",
    "cites_by_chapter",
    "in_order",
    "keys_of",
    "law_address",
    "load",
    "markdown_of",
    "outline",
    "quiet",
    "quiet_value",
    "read_built",
    "shelf",
    "to_html",
    "unrun",
    "widgets_of",
    "with_anchors",
]
