"""The report as a Word file: real headings, repeated table heads, and Chinese fonts that Word and WPS have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from anpei import colours
from anpei.exercises.report.blocks import Facts, Heading, Note, Pictures, Prose, ReportDocument, Signatures, Table
from anpei.exercises.report.fonts import visible

__all__ = ["word"]

WIDTH_CM = 16.4
GREY, BLUE, RED = (RGBColor.from_string(colours.named(each)) for each in (colours.GREY, colours.BLUE, colours.RED))
SERIF, SANS = "宋体", "黑体"
Photo = Callable[[str], bytes | None]


def word(paper: ReportDocument, *, photo: Photo) -> bytes:
    """The file's bytes, the same for the same document."""
    file = Document()
    _dress(file, paper)
    for text, size in ((paper.enterprise, 11), (paper.heading, 20), (paper.title, 12)):
        line = file.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(line, text, size=size, bold=size == 20, sans=size == 20)
    for block in paper.blocks:
        _write(block, file, photo)
    out = io.BytesIO()
    file.save(out)
    return _dated(out.getvalue(), paper.made)


def _dated(body: bytes, made: int) -> bytes:
    """The same file with every entry dated ``made``, not the moment of saving."""
    stamp = datetime.fromtimestamp(made / 1000, UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as file, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for name in file.namelist():
            fresh.writestr(zipfile.ZipInfo(name, stamp), file.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _dress(file: Any, paper: ReportDocument) -> None:
    """Page, fonts of the styles, mark, footer with page numbers, and what the file says of itself."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    for name in ("Normal", "Heading 1", "Heading 2", "Caption"):
        style, heading = file.styles[name], name != "Normal"
        style.font.name = "Times New Roman"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SANS if heading else SERIF)
        style.font.color.rgb = BLUE if heading else None
        language = OxmlElement("w:lang")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.get_or_add_rPr().append(language)
    file.styles["Normal"].font.size = Pt(10.5)
    file.styles["Heading 1"].font.size, file.styles["Heading 2"].font.size = Pt(14), Pt(11.5)
    about, made = file.core_properties, datetime.fromtimestamp(paper.made / 1000, UTC)
    about.title, about.author, about.created, about.modified = (
        f"{paper.title} {paper.heading}", paper.enterprise, made, made,
    )  # fmt: skip
    if paper.mark:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(head, paper.mark, size=16, bold=True, sans=True, colour=RED)
    foot = section.footer.paragraphs[0]
    _run(foot, f"{paper.footing}　第 ", size=8.5)
    _field(foot, "PAGE")
    _run(foot, " 页", size=8.5)


def _run(
    line: Any,
    text: str,
    *,
    size: float = 10.5,
    bold: bool = False,
    sans: bool = False,
    colour: RGBColor | None = None,
) -> None:
    run = line.add_run("".join(filter(visible, text)))
    run.font.size, run.bold = Pt(size), bold
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SANS if sans else SERIF)
    if colour is not None:
        run.font.color.rgb = colour


def _field(line: Any, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        line.add_run()._element.append(element)


@singledispatch
def _write(block: Any, file: Any, photo: Photo) -> None:
    raise TypeError(type(block).__name__)


@_write.register
def _(block: Heading, file: Any, photo: Photo) -> None:
    file.add_heading(block.text, block.level)


@_write.register
def _(block: Note, file: Any, photo: Photo) -> None:
    _run(file.add_paragraph(), block.text, size=9.5, colour=GREY)


@_write.register
def _(block: Prose, file: Any, photo: Photo) -> None:
    file.add_heading(block.title, 2)
    for text in block.text.split("\n"):
        _run(file.add_paragraph(), text)


@_write.register
def _(block: Facts, file: Any, photo: Photo) -> None:
    _table(file, (), block.rows, (3, 8))


@_write.register
def _(block: Table, file: Any, photo: Photo) -> None:
    line = file.add_paragraph()
    line.paragraph_format.keep_with_next = True
    _run(line, block.title, size=10, bold=True, sans=True)
    _table(file, block.heads, block.rows, block.widths)


@_write.register
def _(block: Signatures, file: Any, photo: Photo) -> None:
    file.add_paragraph()
    for label, name, path in block.rows:
        line = file.add_paragraph()
        _run(line, f"{label}：{name}　", size=10.5)
        drawn = _hand(path)
        if drawn:
            line.add_run().add_picture(io.BytesIO(drawn), height=Cm(1.4))
        else:
            _run(line, "签字：________________　日期：____________", colour=GREY)


@_write.register
def _(block: Pictures, file: Any, photo: Photo) -> None:
    for name, text in block.rows:
        body = photo(name)
        if body is not None:
            _picture(file, body)
            _run(file.add_paragraph(), text, size=9.5, colour=GREY)


def _picture(file: Any, body: bytes) -> None:
    """A photo in a frame of 12 by 9 cm, on one page with its caption."""
    shape = file.add_picture(io.BytesIO(body), width=Cm(12))
    if shape.height > Cm(9):
        shape.width, shape.height = round(shape.width * Cm(9) / shape.height), Cm(9)
    file.paragraphs[-1].paragraph_format.keep_with_next = True


def _table(file: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    table = file.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(WIDTH_CM * width / sum(widths))
    for n, values in enumerate([heads, *rows] if heads else rows):
        cells = table.add_row().cells
        for cell, value, width in zip(cells, values, widths, strict=True):
            cell.width = Cm(WIDTH_CM * width / sum(widths))
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before, shape.space_after, shape.line_spacing = Pt(2), Pt(2), 1.15
            _run(
                cell.paragraphs[0],
                value,
                size=9,
                bold=bool(heads) and n == 0,
                colour=GREY if heads and n == 0 else None,
            )
    if heads:
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _hand(path: str) -> bytes | None:
    """A drawn signature (``M x y L x y …``) as PNG."""
    from PIL import Image, ImageDraw

    if not path or set(path) - set("ML 0123456789"):
        return None
    picture = Image.new("RGB", (600, 200), colours.WHITE)
    pen = ImageDraw.Draw(picture)
    for stroke in path.split("M")[1:]:
        numbers = [int(text) for text in stroke.replace("L", " ").split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        if len(points) > 1:
            pen.line(points, fill=colours.INK, width=4, joint="curve")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
