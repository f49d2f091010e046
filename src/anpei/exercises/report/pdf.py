"""The report as a PDF/A file with its fonts inside; made here, without system fonts, programs or the internet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from anpei import colours
from anpei.exercises.report import fonts
from anpei.exercises.report.blocks import Pictures, ReportBlock, ReportDocument, Signatures

__all__ = ["pdf", "text_of"]

TEMPLATE = Path(__file__).parent / "report.typ"
STANDARD: Literal["a-2a"] = "a-2a"
COLOURS = {
    "ink": colours.INK,
    "grey": colours.GREY,
    "line": colours.LINE,
    "soft": colours.SUNKEN,
    "mark": colours.PALE_RED,
    "blue": colours.BLUE,
    "ok": colours.GREEN,
    "warn": colours.AMBER,
    "danger": colours.RED,
}
Photo = Callable[[str], bytes | None]


def pdf(paper: ReportDocument, *, photo: Photo, more_fonts: tuple[Path, ...] = ()) -> bytes:
    """The file's bytes, the same for the same document and fonts; what no font can draw is shown as ``〓``.

    ``photo`` gives a photo's JPEG by name.
    """
    folders = (fonts.FONTS, *(folder for folder in more_fonts if folder.is_dir()))
    with tempfile.TemporaryDirectory(prefix="anpei-report-") as place:
        root = Path(place)
        (root / "report.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        plain = [told_block for block in paper.blocks if (told_block := _plain(block, root, photo))]
        data = {
            "heading": paper.heading,
            "title": paper.title,
            "enterprise": paper.enterprise,
            "footer": paper.footing,
            "mark": paper.mark,
            "fonts": [fonts.FAMILY],
            "colours": COLOURS,
            "blocks": plain,
        }
        made: bytes = typst.compile(
            str(root / "report.typ"),
            root=str(root),
            font_paths=[str(folder) for folder in folders],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_cleaned(data, folders), ensure_ascii=False)},
            pdf_standards=[STANDARD],
            timestamp=paper.made // 1000,
        )
    return made


def _cleaned(value: Any, folders: tuple[Path, ...]) -> Any:
    """The same with every string made drawable."""
    if isinstance(value, str):
        return fonts.drawable(value, folders)
    if isinstance(value, dict):
        return {key: _cleaned(each, folders) for key, each in value.items()}
    return [_cleaned(each, folders) for each in value] if isinstance(value, list | tuple) else value


def text_of(content: Iterable[ReportBlock]) -> str:
    """Every word of the blocks, for asking the fonts."""
    return "".join(str(list(asdict(block).values())) for block in content)


def _plain(block: ReportBlock, root: Path, photo: Photo) -> dict[str, Any]:
    """A block as the template reads it; pictures are laid beside it as files."""
    kind = type(block).__name__.lower()
    if isinstance(block, Signatures):
        rows = [{"label": a, "name": b, "picture": _hand(root, n, path)} for n, (a, b, path) in enumerate(block.rows)]
        return {"kind": kind, "rows": rows}
    if isinstance(block, Pictures):
        shown = [{"caption": text, "picture": _laid(root, name, photo(name))} for name, text in block.rows]
        return {"kind": kind, "rows": [row for row in shown if row["picture"]]}
    return {"kind": kind, **asdict(block)}


def _hand(root: Path, number: int, path: str) -> str:
    """A drawn signature as a file; the path holds only M, L and whole numbers, which its own room has made sure of."""
    if not path or set(path) - set("ML 0123456789"):
        return ""
    name = f"hand-{number}.svg"
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 200">'
        f'<path d="{path}" fill="none" stroke="{colours.INK}" stroke-width="4" stroke-linecap="round"/></svg>'
    )
    (root / name).write_text(drawn, encoding="utf-8")
    return name


def _laid(root: Path, name: str, body: bytes | None) -> str:
    if body is None or not body.startswith(b"\xff\xd8"):
        return ""
    (root / f"{name}.jpg").write_bytes(body)
    return f"{name}.jpg"
