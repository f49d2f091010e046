"""The formats the bank is taken out in, by name; keys are in every one of them."""

from __future__ import annotations

from collections.abc import Sequence

from anpei.exchange.items import Exported, OutItem, Writer
from anpei.exchange.to_table import to_workbook
from anpei.exchange.to_text import to_gift
from anpei.exchange.to_xml import to_moodle, to_qti

__all__ = ["WRITERS", "write"]

WRITERS: dict[str, tuple[str, Writer]] = {
    "xlsx": (".xlsx", to_workbook),
    "gift": (".gift", to_gift),
    "moodle": (".xml", to_moodle),
    "qti": (".zip", to_qti),
}
"""By name: the ending a file of the format has, and what makes its bytes."""


def write(items: Sequence[OutItem], name: str) -> Exported:
    """The items in the format of that name."""
    return WRITERS[name][1](items)
