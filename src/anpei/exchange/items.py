"""Items of the bank as they are taken out: which of them, in the keys of a bank file, and what a format can't hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anpei import bank

__all__ = ["Exported", "OutItem", "Writer", "choose", "key_letters"]


@dataclass(frozen=True)
class OutItem:
    """An item with its topic's title; ``raw`` is what its file says of it."""

    item_id: str
    topic: str
    title: str
    raw: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.raw["kind"])

    def text(self, key: str) -> str:
        return str(self.raw.get(key) or "").strip()

    def texts(self, key: str) -> list[str]:
        return [str(text).strip() for text in self.raw.get(key) or ()]

    @property
    def slack(self) -> float:
        """What a number may be missed by."""
        numeric = self.raw.get("numeric") or {}
        return float(numeric.get("tolerance") or abs(numeric["value"]) * (numeric.get("percent") or 0) / 100)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Left and right of a matching, then what is there to distract."""
        rows = [(str(row["left"]), str(row["right"])) for row in self.raw.get("pairs") or ()]
        return rows + [("", text) for text in self.texts("extra")]

    @property
    def options(self) -> list[tuple[str, bool, str]]:
        """Text, whether it is right, and what who takes it is told."""
        rows = self.raw.get("options") or ()
        return [(str(row["text"]).strip(), row.get("right") is True, str(row.get("feedback") or "")) for row in rows]


@dataclass(frozen=True)
class Exported:
    """A file's bytes, how many items are in it, and what of which item is not."""

    data: bytes
    count: int
    lost: tuple[tuple[str, str], ...] = ()


Writer = Callable[[Sequence[OutItem]], Exported]


def choose(items: bank.Bank, topics: Iterable[str] = (), *, drafts: bool = False) -> list[OutItem]:
    """The usable items of these topics (of all where none is named), in the order of the files."""
    wanted = set(topics)
    return [
        OutItem(name, version.topic, items.topics.get(version.topic, version.topic), items.written[name])
        for name, version in items.items.items()
        if (not wanted or version.topic in wanted) and (drafts or name not in items.drafts)
    ]


def key_letters(item: OutItem) -> str:
    """The letters of the right options, as they are laid out."""
    return "".join(chr(ord("A") + n) for n, (_, right, _) in enumerate(item.options) if right)
