"""What a document is made of: the one text that page, Word file and PDF all show, each in its own dress."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Facts", "Heading", "Note", "Pictures", "Prose", "ReportBlock", "ReportDocument", "Signatures", "Table"]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Note:
    """A small sentence below or above something."""

    text: str


@dataclass(frozen=True)
class Prose:
    """A part people may write; ``field`` is its name, ``own`` whether a person wrote it."""

    field: str
    title: str
    text: str
    own: bool
    version: int
    by: str = ""


@dataclass(frozen=True)
class Facts:
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """``widths`` are relative; a ``tone`` a row colours its last cell on screens."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    tones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signatures:
    """Who signs what: the label, the typed name with date if signed, the drawn hand as an SVG path."""

    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Pictures:
    """Photos by name, with what they show."""

    rows: tuple[tuple[str, str], ...]


ReportBlock = Heading | Note | Prose | Facts | Table | Signatures | Pictures


@dataclass(frozen=True)
class ReportDocument:
    """A whole document; ``made`` (ms) dates the files, so that they come out the same whenever they are asked for.

    ``mark`` stands on every page of what isn't final; ``stamp`` is what the foot of a signed one says; ``foot`` stands
    there in place of the drill's number where there is none yet.
    """

    heading: str
    title: str
    enterprise: str
    number: str
    made: int
    blocks: tuple[ReportBlock, ...]
    mark: str = ""
    stamp: str = ""
    foot: str = ""

    @property
    def footing(self) -> str:
        return "　".join(filter(None, (self.foot or f"演练编号 {self.number}", self.stamp)))
