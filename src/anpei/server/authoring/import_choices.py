"""What somebody decides about a file of questions, as a page sends it and as it asks for it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from anpei import exchange
from anpei.exchange import Choices
from anpei.server.core.requests import Code, Flag, Line, Number, RequestModel

__all__ = ["ImportChoice", "ImportLookRequest", "asked_of", "plain_import_words"]

USES = {"exam": "考试题，答案保密", "practice": "练习题，学员看得到答案"}
KINDS = {kind: words[0] for kind, words in exchange.KIND_WORDS.items() if kind not in ("match", "cloze", "choice")}
TRUTHS = {"1": "对", "0": "错"}
DIGITS = {"option": "第几个选项"}
AMOUNTS = {"number": "带单位的数", "text": "照字面判"}
LEFT_OUT = "-"
COLUMNS = {
    LEFT_OUT: "不要这一列",
    **exchange.LABELS,
    **{f"option-{n}": f"选项 {letter}" for n, letter in enumerate("ABCDEFGHIJKL")},
}
LONGEST, MOST = 40, 40
"""Signs of a word, and words, that are asked for; a file with more of them is mended as a file."""


class ImportLookRequest(RequestModel):
    """How a file is to be read: ``kind:word``, ``truth:word`` and ``column:head`` stand in ``rest``.

    ``again`` looks at the bank anew; ``outcome`` and ``page`` are what of the questions is shown.
    """

    topic: Code = ""
    use: Code = ""
    sheet: Line = ""
    header: Number = 0
    digits: Code = ""
    amounts: Code = ""
    outcome: Code = ""
    page: Number = 1
    again: Flag = False
    rest: dict[str, Line] = Field(default_factory=dict)

    def _named(self, lead: str, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for name, value in self.rest.items():
            if name.startswith(f"{lead}:") and value in known:
                yield name.partition(":")[2], value

    def choices(self, topics: Mapping[str, str]) -> Choices:
        """What is decided; whatever no page sends is not."""
        columns = {word: "" if value == LEFT_OUT else value for word, value in self._named("column", COLUMNS)}
        return Choices(
            sheet=self.sheet, header=self.header, columns=columns, kinds=dict(self._named("kind", KINDS)),
            truefalse={word: value == "1" for word, value in self._named("truth", TRUTHS)},
            digits="option" if self.digits in DIGITS else "",
            amounts=self.amounts if self.amounts in ("text", "number") else "",  # type: ignore[arg-type]
            topic=self.topic if self.topic in topics else "",
            use="practice" if self.use == "practice" else "exam",
        )  # fmt: skip

    def fields(self) -> list[tuple[str, str]]:
        """The same decisions once more, as the fields of a form."""
        own = {"topic": self.topic, "use": self.use, "sheet": self.sheet, "digits": self.digits}
        own |= {"amounts": self.amounts, "header": str(self.header) if self.header else ""}
        return [(name, value) for name, value in (own | self.rest).items() if value]


@dataclass(frozen=True)
class ImportChoice:
    """One question to the person: its field, the words, what may be chosen, what is, and how many questions wait."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str = ""
    none: str = ""
    waiting: int = 0
    column: bool = False


def asked_of(look: Mapping[str, Any], choices: Choices, topics: Mapping[str, str]) -> list[ImportChoice]:
    """What is asked about this file: always topic and use, and what its doubts, sheets and heads call for."""
    doubts = [doubt for question in look["questions"] for doubt in question["doubts"]]
    codes = Counter(doubt["code"] for doubt in doubts)
    asked = [
        ImportChoice("topic", "没写主题的题放进", topics, choices.topic, "还没有选", codes["topic"]),
        ImportChoice("use", "都作为", USES, choices.use),
    ]
    if len(look["sheets"]) > 1:
        asked.append(
            ImportChoice("sheet", "读哪张工作表", {n: n for n in look["sheets"]}, choices.sheet, "没有隐藏的都读")
        )
    kinds = _words(doubts, ("kind-code", "kind-unknown"), choices.kinds)
    asked += [
        ImportChoice(f"kind:{word}", f"题型“{word}”是", KINDS, choices.kinds.get(word, ""), "还没有选", count)
        for word, count in kinds.items()
    ]
    truths = _words(doubts, ("truefalse-letter",), choices.truefalse)
    asked += [
        ImportChoice(
            f"truth:{word}", f"判断题的答案“{word.upper()}”是", TRUTHS, _truth(choices, word), "还没有选", count
        )
        for word, count in truths.items()
    ]
    if codes["key-digits"] or choices.digits:
        asked.append(
            ImportChoice("digits", "选择题的答案写数字，是", DIGITS, choices.digits, "还没有选", codes["key-digits"])
        )
    if codes["amount"] or choices.amounts:
        asked.append(
            ImportChoice("amounts", "“2.5 米”一类的答案是", AMOUNTS, choices.amounts, "还没有选", codes["amount"])
        )
    return asked + _columns(look["heads"], choices)


def _words(doubts: Sequence[Mapping[str, Any]], codes: Sequence[str], decided: Mapping[str, Any]) -> Counter[str]:
    """The file's words that wait for a decision or have one, and how many questions wait."""
    waiting = Counter(doubt["about"] for doubt in doubts if doubt["code"] in codes and len(doubt["about"]) <= LONGEST)
    found: Counter[str] = Counter(dict(waiting.most_common(MOST)))
    found.update({word: 0 for word in decided if len(word) <= LONGEST})
    return found


def _truth(choices: Choices, word: str) -> str:
    return "" if word not in choices.truefalse else "1" if choices.truefalse[word] else "0"


def _columns(heads: Sequence[str], choices: Choices) -> list[ImportChoice]:
    found = []
    for head in dict.fromkeys(heads[:MOST]):
        word = exchange.head_word(head)
        if len(head) > LONGEST or not word:
            continue
        meant = choices.columns.get(word)
        chosen = exchange.field_of_head(head) if meant is None else meant or LEFT_OUT
        found.append(ImportChoice(f"column:{word}", f"“{head}”", COLUMNS, chosen, "不认识，没有读", column=True))
    return found


_BY_OPTION = re.compile(r"，如 --.*?(?=。$)|（--[^（）]*）|，或用 --column 说明")
_INSTEAD = {
    "导入时说明": "在“怎样读”里选",
    "导入时指定放进哪个主题": "在“怎样读”里选放进哪个主题",
    "要读它就指定工作表": "要读它就在“怎样读”里选",
    "列名不一样就说明": "列名不一样就在“怎样读”里指定哪一列是什么",
    "要读就说明": "要读就在“怎样读”里指定",
}
"""What a command line is told, and what a page says."""


def plain_import_words(message: str) -> str:
    """What is said about a question or a file, for who chooses on a page."""
    text = _BY_OPTION.sub("", message)
    for command, page in _INSTEAD.items():
        text = text.replace(command, page)
    return text
