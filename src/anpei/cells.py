"""Text in cells of tables that leave the house: none of it, typed by whomever, becomes a formula in a spreadsheet.

Every CSV file and every workbook passes here, heads and titles too. A cell of a workbook that is told to be text
(``data_type``) needs no apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

__all__ = ["harmless", "to_csv"]

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
BOM = "\ufeff"
"""Tells Excel that it is UTF-8."""


def harmless(value: object) -> str:
    """The text as a spreadsheet may show it: what would start a formula gets an apostrophe, control characters go."""
    text = "".join(char for char in ("" if value is None else str(value)) if char >= " " or char in "\t\r\n")
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def to_csv(rows: Iterable[Iterable[object]], *, begun: bool = False) -> str:
    """Rows as a CSV file that Excel reads as Chinese; numbers stay numbers. ``begun``: a further part of a file."""
    out = io.StringIO()
    csv.writer(out).writerows([cell if _number(cell) else harmless(cell) for cell in row] for row in rows)
    return out.getvalue() if begun else BOM + out.getvalue()


def _number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
