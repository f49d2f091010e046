"""What formats with a grammar share: options with a part of the marks, texts in HTML, what is sure of an item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from anpei import bank
from anpei.exchange.interpret import no_such_kind
from anpei.exchange.model import Doubt, SourceQuestion
from anpei.exchange.words import cell_text, plain_html

__all__ = ["Building", "Share", "plain"]


@dataclass(frozen=True)
class Share:
    """An option or accepted answer, how many of a hundred marks it is worth, and what who takes it is told."""

    text: str
    percent: float
    feedback: str = ""


def plain(text: str, *, html: bool, lost: list[str]) -> str:
    """A text as the bank keeps it; what HTML says beyond that is told in ``lost``."""
    if not html:
        return cell_text(text)
    shown, gone = plain_html(text)
    lost += gone
    return shown


@dataclass
class Building:
    """One question of such a format while it is read."""

    line: int
    part: str = ""
    number: str = ""
    stem: str = ""
    says: dict[str, str] = field(default_factory=dict)
    item: dict[str, Any] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unusable: str = ""

    def doubt(self, code: str, message: str) -> None:
        self.doubts.append(Doubt(code, message))

    def give(self, kind: str, **fields: Any) -> None:
        self.item = {"kind": kind, "stem": self.stem, **fields}

    def choice(self, shares: Sequence[Share], *, multiple: bool) -> None:
        """Options whose shares say which are right; what they say beyond that is for people to decide."""
        right = [share for share in shares if share.percent > 0]
        if not right:
            self.doubt("key-missing", "没有标出正确的选项，请补上。")
        elif not multiple and (len(right) > 1 or right[0].percent < 99):
            self.doubt("weights", "单选题有几个选项给分，或正确的选项不给满分，请在原来的平台里改成只有一个正确。")
        elif multiple and max(share.percent for share in right) - min(share.percent for share in right) > 1:
            self.doubt("weights", "各个正确选项给的分不一样多，题库里每个一样多，请在原来的平台里改成一样。")
        elif any(share.percent < 0 for share in shares):
            self.lost.append("错选倒扣的比例")
        rows = []
        for share in shares:
            row: dict[str, Any] = {"text": share.text}
            if share.percent > 0:
                row["right"] = True
            if share.feedback:
                row["feedback"] = share.feedback
            rows.append(row)
        self.give("multiple" if multiple else "single", options=rows)

    def accept(self, shares: Sequence[Share]) -> None:
        """Answers that count whole; a partly right one is for people to decide."""
        if any(0 < share.percent < 99 for share in shares):
            self.doubt("weights", "有的答案只给一部分分，题库里只有对和错，请在原来的平台里改掉。")
        self.feedback(shares)
        texts = list(dict.fromkeys(share.text for share in shares if share.percent >= 99 and share.text))
        if not texts:
            self.doubt("key-missing", "没有可接受的答案，请补上。")
        if any("*" in text for text in texts):
            self.lost.append("答案里的通配符 *（照字面判）")
        self.give("short", accept=texts)

    def number_of(self, value: float, tolerance: float, unit: str = "") -> None:
        numeric: dict[str, Any] = {"value": bank.plain_number(value)}
        if tolerance:
            numeric["tolerance"] = bank.plain_number(tolerance)
        self.give("numeric", numeric=numeric | ({"unit": unit} if unit else {}))

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Left and right of a matching; what has nothing on its left is there to distract."""
        fields: dict[str, Any] = {"pairs": [{"left": left, "right": right} for left, right in rows if left]}
        extra = [right for left, right in rows if not left]
        self.give("matching", **fields, **({"extra": extra} if extra else {}))

    def feedback(self, shares: Sequence[Share]) -> None:
        if any(share.feedback for share in shares):
            self.lost.append("各答案的反馈")

    def unsupported(self, what: str) -> None:
        """A question of a kind there is none of in the bank."""
        self.item, self.unusable = {}, no_such_kind(what)

    def done(self) -> SourceQuestion:
        says = {key: text for key, text in self.says.items() if text}
        says.setdefault("stem", self.stem)
        lost, doubts = tuple(dict.fromkeys(self.lost)), tuple(self.doubts)
        unusable = self.unusable if self.stem else "没有题干。"
        return SourceQuestion(self.line, self.part, self.number, says, (), self.item, lost, doubts, unusable)
