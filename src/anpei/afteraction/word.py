"""The report as a Word file: real headings, repeated table heads, and Chinese fonts that Word and WPS have."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from functools import singledispatch
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from anpei.afteraction.fonts import visible
from anpei.afteraction.layout import Block, Facts, Heading, Note, Pictures, Prose, Signatures, Table
from anpei.afteraction.model import Report
from anpei.afteraction.pdf import HEADING

__all__ = ["word"]

WIDTH_CM = 16.4
GREY, BLUE = RGBColor(0x55, 0x60, 0x6C), RGBColor(0x1B, 0x4F, 0x8F)
SERIF, SANS = "宋体", "黑体"
Photo = Callable[[str], bytes | None]


def word(told: Report, content: Iterable[Block], *, photo: Photo) -> bytes:
    """The file's bytes."""
    paper = Document()
    _dress(paper, told)
    for text, size in ((told.enterprise, 11), (HEADING, 20), (told.title, 12)):
        line = paper.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, text, size=size, bold=size == 20, sans=size == 20)
    for block in content:
        _write(block, paper, photo)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _dress(paper: Any, told: Report) -> None:
    """Page, fonts of the styles, footer with page numbers, and what the file says of itself."""
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    for name in ("Normal", "Heading 1", "Heading 2", "Caption"):
        style, heading = paper.styles[name], name != "Normal"
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SANS if heading else SERIF)
        style.font.color.rgb = BLUE if heading else None
        language = OxmlElement("w:lang")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.get_or_add_rPr().append(language)
    paper.styles["Normal"].font.size = Pt(10.5)
    paper.styles["Heading 1"].font.size, paper.styles["Heading 2"].font.size = Pt(14), Pt(11.5)
    paper.core_properties.title, paper.core_properties.author = f"{told.title} {HEADING}", told.enterprise
    foot = section.footer.paragraphs[0]
    _run(foot, f"演练编号 {told.script['slug']} 第 {told.run_id} 次　第 ", size=8.5)
    _field(foot, "PAGE")
    _run(foot, " 页", size=8.5)


def _run(
    line: Any, text: str, *, size: float = 10.5, bold: bool = False, sans: bool = False, grey: bool = False
) -> None:
    run = line.add_run("".join(filter(visible, text)))
    run.font.size, run.bold = Pt(size), bold
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SANS if sans else SERIF)
    if grey:
        run.font.color.rgb = GREY


def _field(line: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        line.add_run()._element.append(element)


@singledispatch
def _write(block: Any, paper: Any, photo: Photo) -> None:
    raise TypeError(type(block).__name__)


@_write.register
def _(block: Heading, paper: Any, photo: Photo) -> None:
    paper.add_heading(block.text, block.level)


@_write.register
def _(block: Note, paper: Any, photo: Photo) -> None:
    _run(paper.add_paragraph(), block.text, size=9.5, grey=True)


@_write.register
def _(block: Prose, paper: Any, photo: Photo) -> None:
    paper.add_heading(block.title, 2)
    for text in block.text.split("\n"):
        _run(paper.add_paragraph(), text)


@_write.register
def _(block: Facts, paper: Any, photo: Photo) -> None:
    _table(paper, (), block.rows, (3, 8))


@_write.register
def _(block: Table, paper: Any, photo: Photo) -> None:
    line = paper.add_paragraph()
    line.paragraph_format.keep_with_next = True
    _run(line, block.title, size=10, bold=True, sans=True)
    _table(paper, block.heads, block.rows, block.widths)


@_write.register
def _(block: Signatures, paper: Any, photo: Photo) -> None:
    paper.add_paragraph()
    for label, name, path in block.rows:
        line = paper.add_paragraph()
        _run(line, f"{label}：{name}　", size=10.5)
        drawn = _hand(path)
        if drawn:
            line.add_run().add_picture(io.BytesIO(drawn), height=Cm(1.4))
        else:
            _run(line, "签字：________________　日期：____________", grey=True)


@_write.register
def _(block: Pictures, paper: Any, photo: Photo) -> None:
    for name, text in block.rows:
        body = photo(name)
        if body is not None:
            _picture(paper, body)
            _run(paper.add_paragraph(), text, size=9.5, grey=True)


def _picture(paper: Any, body: bytes) -> None:
    """A photo in a frame of 12 by 9 cm, on one page with its caption."""
    shape = paper.add_picture(io.BytesIO(body), width=Cm(12))
    if shape.height > Cm(9):
        shape.width, shape.height = round(shape.width * Cm(9) / shape.height), Cm(9)
    paper.paragraphs[-1].paragraph_format.keep_with_next = True


def _table(paper: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    table = paper.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(WIDTH_CM * width / sum(widths))
    for n, values in enumerate([heads, *rows] if heads else rows):
        cells = table.add_row().cells
        for cell, value, width in zip(cells, values, widths, strict=True):
            cell.width = Cm(WIDTH_CM * width / sum(widths))
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before, shape.space_after, shape.line_spacing = Pt(2), Pt(2), 1.15
            _run(cell.paragraphs[0], value, size=9, bold=bool(heads) and n == 0, grey=bool(heads) and n == 0)
    if heads:
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
    paper.add_paragraph().paragraph_format.space_after = Pt(2)


def _hand(path: str) -> bytes | None:
    """A drawn signature (``M x y L x y …``) as PNG."""
    from PIL import Image, ImageDraw

    if not path or set(path) - set("ML 0123456789"):
        return None
    picture = Image.new("RGB", (600, 200), "white")
    pen = ImageDraw.Draw(picture)
    for stroke in path.split("M")[1:]:
        numbers = [int(text) for text in stroke.replace("L", " ").split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(points) > 1:
            pen.line(points, fill="#17212b", width=4, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
