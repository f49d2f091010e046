"""What a file of questions says before anybody has decided what it means: questions, leftovers, doubts.

Readers give a :class:`QuestionSource`. Every line of a file is in one of three places: in a question, among ``passed``
(headings, titles), or among ``leftovers``, which are shown. What can be read two ways is a :class:`Doubt` that names
the decision a person has to take; nothing is guessed in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from anpei.findings import Finding

__all__ = ["Choices", "Doubt", "Leftover", "Line", "QuestionSource", "SourceQuestion"]

Use = Literal["exam", "practice"]
Digits = Literal["", "option"]
Amounts = Literal["", "text", "number"]


@dataclass(frozen=True)
class Choices:
    """What a person has decided about one file; empty where the file shall speak for itself.

    ``columns``: heads of the file as :func:`head_word` writes them, and the field each means (empty: pass it over).
    ``kinds``: words or codes of the file and the kind each means. ``truefalse``: what stands for 对 and for 错.
    ``digits``: ``option`` when 1, 2, 3 as a key mean the options in their order. ``amounts``: whether ``2.5 米`` as a
    key is a text or a number with a unit. ``topic``: where a question goes whose own words name no topic.
    """

    sheet: str = ""
    header: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    truefalse: Mapping[str, bool] = field(default_factory=dict)
    digits: Digits = ""
    amounts: Amounts = ""
    topic: str = ""
    use: Use = "exam"


@dataclass(frozen=True)
class Doubt:
    """What can be read two ways; ``code`` names the rule, ``message`` ends with the way out.

    ``about`` is the file's word that one decision settles wherever it stands, where it is one.
    """

    code: str
    message: str
    about: str = ""


@dataclass(frozen=True)
class Leftover:
    """A line of which no question was made."""

    line: int
    text: str
    part: str = ""


@dataclass(frozen=True)
class Line:
    """A line of running text; a Word file's has its rebuilt number in it and may have held a picture."""

    number: int
    text: str
    picture: bool = False


@dataclass(frozen=True)
class SourceQuestion:
    """One question as the file says it.

    ``says`` are the file's own words by field (kind, stem, key, explanation, difficulty, topic, tags, points, cites);
    ``item`` is what a structured format leaves no doubt about, in the keys of a bank file. ``lost`` names what the file
    has and the bank can't keep.
    """

    line: int
    part: str = ""
    number: str = ""
    says: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    item: Mapping[str, Any] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unusable: str = ""
    """Why the bank has no place for it, whatever anybody decides."""


@dataclass(frozen=True)
class QuestionSource:
    """A file as it was read; with an error among ``findings`` it couldn't be, and has no questions."""

    path: str
    format: str
    questions: tuple[SourceQuestion, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    passed: tuple[Leftover, ...] = ()
    findings: tuple[Finding, ...] = ()
    heads: tuple[str, ...] = ()
    """The heads of the columns of a table, for whoever maps them by hand."""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook, hidden ones, too."""
