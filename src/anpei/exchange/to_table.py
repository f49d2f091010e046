"""Items as a workbook that :mod:`tables` reads again; every cell is text, so that nothing in it is a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from anpei.exchange.items import Exported, OutItem, key_letters
from anpei.exchange.words import EASY, HARD, KIND_WORDS, MEDIUM

__all__ = ["HEADS", "MOST_OPTIONS", "to_workbook"]

MOST_OPTIONS = 12
HEADS = (
    *("题型", "题干"),
    *(f"选项{chr(ord('A') + n)}" for n in range(MOST_OPTIONS)),
    *("答案", "解析", "难度", "知识点", "分值", "依据", "标签", "编号"),
)
LEVELS = {"easy": EASY[0], "medium": MEDIUM[0], "hard": HARD[0]}
KINDS = {"short": "填空题", "numeric": "数值题", "case": "简答题"} | {
    kind: f"{KIND_WORDS[kind][0]}题" for kind in ("single", "multiple", "truefalse", "order")
}


def to_workbook(items: Sequence[OutItem]) -> Exported:
    """One row an item; kinds that no table can hold are left out and told."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("题库")
    sheet.freeze_panes = "C2"
    lost: list[tuple[str, str]] = []
    kept = [item for item in items if item.kind in KINDS]
    lost += [(item.item_id, f"题型 {item.kind}") for item in items if item.kind not in KINDS]
    for number, row in enumerate((HEADS, *map(_row, kept))):
        cells = [WriteOnlyCell(sheet, value=text or None) for text in row]
        for cell in cells:
            cell.number_format = "@"
            if cell.value is not None:
                cell.data_type = "s"
            if not number:
                cell.font = Font(bold=True)
        sheet.append(cells)
    for item in kept:
        lost += [(item.item_id, words) for words in _lost(item)]
    out = io.BytesIO()
    book.save(out)
    return Exported(out.getvalue(), len(kept), tuple(lost))


def _row(item: OutItem) -> list[str]:
    options = [text for text, _, _ in item.options] or item.texts("steps")
    cites = item.texts("cites") or [item.text("source")]
    points = item.raw.get("points")
    return [
        KINDS[item.kind], item.text("stem"), *options, *[""] * (MOST_OPTIONS - len(options)), _key(item),
        item.text("explanation"), LEVELS[item.text("difficulty") or "medium"], item.title,
        "" if points is None else f"{points:g}", " ".join(cites), "、".join(item.texts("tags")), item.item_id,
    ]  # fmt: skip


def _key(item: OutItem) -> str:
    if item.kind == "truefalse":
        return "对" if item.raw["answer"] else "错"
    if item.kind == "order":
        return "".join(chr(ord("A") + n) for n in range(len(item.texts("steps"))))
    if item.kind == "case":
        return item.text("model_answer")
    numeric = item.raw.get("numeric")
    if numeric:
        return f"{numeric['value']:.12g} {numeric.get('unit') or ''}".strip()
    return "|".join(item.texts("accept")) or key_letters(item)


def _lost(item: OutItem) -> Iterable[str]:
    if any(feedback for _, _, feedback in item.options):
        yield "各选项的说明"
    if item.raw.get("media"):
        yield "图片"
    if item.raw.get("rubric"):
        yield "评分要点"
    if item.raw.get("numeric") and item.slack:
        yield "允许误差"
