"""One item as written, right or wrong: whatever a rule asks for is there, empty when left out or botched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anpei.bank.kinds import KINDS
from anpei.content import Shelves
from anpei.laws import Registry
from anpei.plainfiles import Document, Where

Problem = tuple[Where, str]
"""Where in the item, and what is wrong there, in Chinese."""


@dataclass(frozen=True)
class World:
    """What an item may refer to outside its own file."""

    topics: Mapping[str, str]
    registry: Registry
    shelves: Shelves
    on: date | None
    """The day for which authors are told what isn't in force; None: nobody asks."""


@dataclass(frozen=True)
class BankEntry:
    document: Document
    where: Where
    raw: Mapping[str, Any]
    topic: str

    @property
    def kind(self) -> str:
        """The kind, or nothing when there is no such kind."""
        kind = self.text("kind")
        return kind if kind in KINDS else ""

    @property
    def item_id(self) -> str:
        return self.text("id")

    def text(self, key: str) -> str:
        value = self.raw.get(key)
        return value.strip() if isinstance(value, str) else ""

    def rows(self, key: str) -> list[Any]:
        value = self.raw.get(key)
        return value if isinstance(value, list) else []

    def texts(self, key: str) -> list[str]:
        return [value.strip() if isinstance(value, str) else "" for value in self.rows(key)]

    @property
    def has_options(self) -> bool:
        return self.kind in ("single", "multiple")

    @property
    def options(self) -> list[str]:
        """The options' texts, in the author's order."""
        return [_text_of(row) for row in self.rows("options")]

    @property
    def right(self) -> list[int]:
        rows = self.rows("options")
        return [n for n, row in enumerate(rows) if isinstance(row, dict) and row.get("right") is True]

    @property
    def regions(self) -> list[Mapping[str, Any]]:
        """A scene's places as written; what is no mapping is an empty one."""
        return [row if isinstance(row, dict) else {} for row in self.rows("regions")]

    @property
    def cited(self) -> list[tuple[Where, str]]:
        """Every citation of the item and its places, with where it stands."""
        own: list[tuple[Where, str]] = [(("cites", n), text) for n, text in enumerate(self.texts("cites"))]
        for n, region in enumerate(self.regions):
            cites = region.get("cites")
            texts = [text for text in cites if isinstance(text, str)] if isinstance(cites, list) else []
            own += [(("regions", n, "cites", m), text.strip()) for m, text in enumerate(texts)]
        return own


def _text_of(row: Any) -> str:
    value = row.get("text") if isinstance(row, dict) else None
    return value.strip() if isinstance(value, str) else ""


ItemRule = Callable[[BankEntry, World], Iterable[Problem]]
"""A rule about one item; its function's name, with hyphens, is the name authors see."""
