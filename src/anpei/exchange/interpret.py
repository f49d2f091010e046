"""What a question of a file becomes in the bank: the kind by its word or by options and key, the key by the kind.

Words of the file are read by one rule each; what a structured format is sure of is taken as it is. Where a person has
to decide, there is no item but the doubts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from anpei import bank
from anpei.exchange.keys import amount, letters_of, right_options, short, split_options, truth
from anpei.exchange.model import Choices, Doubt, SourceQuestion
from anpei.exchange.words import answer_word, difficulty_word, halfwidth, kind_word, squeezed
from anpei.laws import Citation, Registry

__all__ = ["Interpretation", "interpret"]

BLANK = re.compile(r"_{2,}|＿{2,}|[（(]\s*[)）]|【\s*】|\[\s*\]")
IN_BRACKETS = re.compile(r"[（(【\[]\s*([^（()）【】\[\]]{1,12}?)\s*[)）】\]]")
_LED_OPTION = re.compile(r"^[(（]?([A-La-lＡ-Ｌａ-ｌ])[)）.、．:：]\s*(?=\S)")
_ARTICLE = re.compile(r"《([^》]{2,40})》\s*第?\s*([0-9０-９一二三四五六七八九十百零〇]{1,9})\s*条")
WRITTEN_IN = frozenset("√ ✓ ✔ × ✗ ✘ 对 错 正确 错误 t f".split())  # noqa: SIM905 - a line
"""How 对 and 错 are written into the brackets of a stem; 是 or 高 stand there for other reasons."""
_NUMERALS = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
LONGEST_ITEM = 40_000
"""Signs of everything that is written of an item: a case of 3,000 has room for its answers."""
UNSUPPORTED = {"match": "配对", "cloze": "选词填空"}


@dataclass
class Interpretation:
    """An item in the keys of a bank file (without id), or nothing and the doubts that stand against it.

    ``unusable`` says why no item can be made, whatever anybody decides; ``notes`` what was assumed and is to be seen.
    """

    item: dict[str, Any] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unusable: str = ""


def interpret(question: SourceQuestion, choices: Choices, registry: Registry) -> Interpretation:
    """The item a question of a file becomes, as far as nothing has to be decided."""
    made = Interpretation(doubts=list(question.doubts), lost=list(question.lost), unusable=question.unusable)
    if question.item:
        made.item = dict(question.item)
    elif (not made.doubts and not made.unusable) or question.says.get("key"):
        _Reader(question, choices, made).read()
    _common(question.says, choices, registry, made)
    if len(made.item.get("options") or made.item.get("steps") or ()) > len(bank.LETTERS):
        made.unusable = f"选项超过 {len(bank.LETTERS)} 个，请拆成几道题。"
    elif len(repr(made.item)) > LONGEST_ITEM:
        made.unusable = "这一题太长，请拆成几道题。"
    if made.doubts or made.unusable:
        made.item = {}
    return made


def no_such_kind(what: str) -> str:
    """What is said of a question whose kind the bank hasn't got."""
    return f"题库里没有“{what}”这种题型，请拆成几道选择题，或在题库里重写。"


class _Reader:
    """Reads the words of one question."""

    def __init__(self, question: SourceQuestion, choices: Choices, made: Interpretation) -> None:
        self.choices, self.made = choices, made
        self.says = question.says
        self.stem = self.says.get("stem", "")
        self.key = self.says.get("key", "")
        self.options = self.options_of(question)

    def doubt(self, code: str, message: str, about: str = "") -> None:
        self.made.doubts.append(Doubt(code, message, about))

    def options_of(self, question: SourceQuestion) -> tuple[str, ...]:
        """The options without letters of their own; empty ones keep their place, so that letters still fit."""
        options = question.options
        if not options and self.says.get("options"):
            options, doubt = split_options(self.says["options"])
            if doubt is not None:
                self.made.doubts.append(doubt)
        while options and not options[-1]:
            options = options[:-1]
        led = [_LED_OPTION.match(option) for option in options]
        if options and all(led):
            places = [ord(halfwidth(m[1]).upper()) - ord("A") for m in led if m]
            if places == list(range(len(options))):
                return tuple(option[m.end() :] for option, m in zip(options, led, strict=True) if m)
            self.doubt("options-letters", "选项自己写的字母和所在的列对不上，请改正。")
        return options

    def read(self) -> None:
        if not self.stem:
            self.made.unusable = "没有题干。"
            return
        self.key_from_stem()
        kind = self.kind()
        if self.made.doubts:
            return
        if kind in UNSUPPORTED:
            self.made.unusable = no_such_kind(UNSUPPORTED[kind])
            return
        if not self.key:
            self.no_key(kind)
            return
        {
            "single": self.choice, "multiple": self.choice, "truefalse": self.truefalse, "order": self.order,
            "short": self.blank, "case": self.case, "numeric": self.number,
        }[kind](kind)  # fmt: skip

    def key_from_stem(self) -> None:
        """A key in the brackets of the stem is the key, if only one bracket can be it."""
        found = [m for m in IN_BRACKETS.finditer(self.stem) if self.may_be_key(m[1])]
        if not found:
            return
        if self.key:
            if len(found) == 1 and squeezed(found[0][1]) == squeezed(self.key):
                self.stem = self.stem[: found[0].start()] + "（　）" + self.stem[found[0].end() :]
            elif found and found[-1].end() == len(self.stem.rstrip("。.？?！! ")):
                words = f"题干括号里是“{short(found[-1][1])}”，另写的答案是“{short(self.key)}”，请改成一致。"
                self.doubt("key-twice", words)
        elif len(found) > 1:
            words = f"题干有几个括号可能是答案（{'、'.join(short(m[1]) for m in found[:4])}），请另写“答案：”。"
            self.doubt("key-several-brackets", words)
        else:
            self.key = found[0][1]
            self.stem = (self.stem[: found[0].start()] + "（　）" + self.stem[found[0].end() :]).strip()

    def may_be_key(self, text: str) -> bool:
        if not self.options:
            return squeezed(text) in WRITTEN_IN
        letters = letters_of(text)
        return (
            letters is not None and bool(self.options) and len(text.strip()) <= 12 and max(letters) < len(self.options)
        )

    def kind(self) -> str:
        """One of the bank's kinds or of :data:`UNSUPPORTED`; what only can be guessed is noted."""
        word = self.says.get("kind", "")
        told = {squeezed(one): kind for one, kind in self.choices.kinds.items()}
        kind = told.get(squeezed(word), "") or kind_word(word)
        if word and not kind:
            code = (
                "kind-code" if re.fullmatch(r"[A-Za-z]?\d{1,3}|[A-Za-z]", halfwidth(word).strip()) else "kind-unknown"
            )
            self.doubt(code, f"不认识的题型“{short(word)}”。导入时说明，如 --kind {short(word)}=单选。", squeezed(word))
            return ""
        if kind == "blank":
            return "short"
        if kind == "choice" or not kind:
            return self.guessed(kind)
        return kind

    def guessed(self, kind: str) -> str:
        """The kind by options and key, where these are clear."""
        if self.made.doubts:
            return ""
        real = [option for option in self.options if option]
        if len(real) >= 2:
            if not kind and sorted(str(answer_word(option)) for option in real) == ["False", "True"]:
                self.made.notes.append("题型没有写，按选项定为判断题。")
                return "truefalse"
            if not self.key:
                return "single"
            places, doubt = right_options(self.key, self.options, self.choices)
            if doubt is not None:
                self.made.doubts.append(doubt)
                return ""
            self.made.notes.append(f"题型没有写，按答案定为{'单选' if len(places) == 1 else '多选'}题。")
            return "single" if len(places) == 1 else "multiple"
        if kind == "choice":
            self.doubt("options-missing", "选择题没有选项，请补上。")
            return ""
        if self.key and answer_word(self.key) is not None:
            self.made.notes.append("题型没有写，按答案定为判断题。")
            return "truefalse"
        if self.key and BLANK.search(self.stem) and len(self.key) <= 40:
            self.made.notes.append("题型没有写，按题干里的空定为填空题。")
            return "short"
        words = "题型没有写，从选项和答案也看不出来，请在文件里写上题型。"
        self.doubt("kind-missing", words)
        return ""

    def no_key(self, kind: str) -> None:
        """A question for people to mark needs none; any other is nothing without."""
        if kind == "case":
            self.case(kind)
        else:
            self.doubt("key-missing", "没有答案，请补上。")

    def choice(self, kind: str) -> None:
        real = [option for option in self.options if option]
        if len(real) < 2:
            self.doubt("options-missing", "选择题的选项少于两个，请补上。")
            return
        places, doubt = right_options(self.key, self.options, self.choices)
        if doubt is not None:
            self.made.doubts.append(doubt)
        elif kind == "single" and len(places) > 1:
            words = f"写的是单选题，答案却是“{short(self.key)}”，请改题型或答案。"
            self.doubt("key-against-kind", words)
        else:
            rows: list[dict[str, Any]] = []
            for place, text in enumerate(self.options):
                if text:
                    rows.append({"text": text} | ({"right": True} if place in places else {}))
            if len(real) < len(self.options):
                self.made.notes.append("中间的空选项略去了，答案仍指原来的选项。")
            self.made.item = {"kind": kind, "stem": self.stem, "options": rows}

    def truefalse(self, kind: str) -> None:
        answer, doubt = truth(self.key, self.options, self.choices)
        if doubt is not None:
            self.made.doubts.append(doubt)
        others = [option for option in self.options if option and answer_word(option) is None]
        if others:
            self.doubt("key-against-kind", f"写的是判断题，却有选项“{short(others[0])}”，请改题型。")
        self.made.item = {"kind": kind, "stem": self.stem, "answer": answer}

    def order(self, kind: str) -> None:
        places, doubt = right_options(self.key, self.options, self.choices)
        if doubt is not None:
            self.made.doubts.append(doubt)
        elif sorted(places) != [n for n, text in enumerate(self.options) if text]:
            self.doubt("key-against-kind", f"排序题的答案“{short(self.key)}”没有把每一步各写一次，请改正。")
        self.made.item = {"kind": kind, "stem": self.stem, "steps": [self.options[n] for n in places]}

    def blank(self, kind: str) -> None:
        self.made.item = {"kind": "short", "stem": self.stem}
        if len(BLANK.findall(self.stem)) > 1:
            self.made.unusable = "一题有几个空，题库的填空只有一个，请拆成几道题。"
            return
        measured = amount(self.key)
        if measured is None or (measured.unit and self.choices.amounts == "text"):
            accept = [part.strip() for part in re.split(r"[|｜;；\n]", self.key) if part.strip()]
            self.made.item["accept"] = list(dict.fromkeys(accept))
        elif measured.unit and not self.choices.amounts:
            words = f"答案“{short(self.key)}”是带单位的数，还是照字面判？导入时说明（--amounts number 或 text）。"
            self.doubt("amount", words)
        else:
            self.number("numeric" if measured.unit else kind)

    def number(self, kind: str) -> None:
        measured = amount(self.key)
        if measured is None:
            self.doubt("key-unknown", f"数值题的答案“{short(self.key)}”不是一个数（可以带单位），请改正。")
            return
        numeric: dict[str, Any] = {"value": bank.plain_number(measured.value)}
        unit = {"unit": measured.unit} if measured.unit else {}
        self.made.item = {"kind": kind, "stem": self.stem, "numeric": numeric | unit}

    def case(self, kind: str) -> None:
        if any(self.options):
            self.doubt("key-against-kind", f"写的是{self.says.get('kind', '简答')}，却有选项，请改题型。")
        self.made.item = {"kind": "case", "stem": self.stem}
        if self.key:
            self.made.item["model_answer"] = self.key


def _common(says: Mapping[str, str], choices: Choices, registry: Registry, made: Interpretation) -> None:
    """What every kind has: use, difficulty, points, explanation, citation, tags."""
    item = made.item
    if choices.use != "exam":
        item["use"] = choices.use
    if says.get("difficulty"):
        level = difficulty_word(says["difficulty"])
        if level:
            item["difficulty"] = level
        else:
            made.lost.append(f"难度“{short(says['difficulty'])}”（不知道是什么尺度，按中等）")
    if says.get("points"):
        _points(says["points"], made)
    if says.get("explanation"):
        item["explanation"] = says["explanation"]
    if says.get("cites"):
        _cited(says["cites"], registry, made)
    tags = [tag for key in ("tags", "chapter") for tag in re.split(r"[,，、;；|\n]+", says.get(key, "")) if tag.strip()]
    if tags:
        item["tags"] = list(dict.fromkeys(tag.strip()[:30] for tag in tags))[:8]


def _points(text: str, made: Interpretation) -> None:
    measured = amount(text)
    if measured is None or measured.unit not in ("", "分") or not 0 < measured.value <= 100:
        made.lost.append(f"分值“{short(text)}”（不是 0 到 100 的数）")
    else:
        made.item["points"] = bank.plain_number(measured.value)


def _cited(text: str, registry: Registry, made: Interpretation) -> None:
    """Citations as the register writes them, or as people do where the register knows law and article."""
    written = [part for part in re.split(r"[\s,，;；、]+", text) if Citation.parse(part) is not None]
    known = [part for part in written if registry.known(part) is not None]
    for match in _ARTICLE.finditer(text):
        known += _registered(match[1], _number(match[2]), registry)
    if known:
        made.item["cites"] = list(dict.fromkeys(known))
    else:
        made.item["source"] = " ".join(text.split())[:200]


def _registered(name: str, article: int, registry: Registry) -> list[str]:
    plain = name.removeprefix("中华人民共和国")
    fitting = [law for law in registry.laws.values() if plain in (law.short, law.name.removeprefix("中华人民共和国"))]
    cites = [f"{law.id}#{article}" for law in fitting]
    return [cite for cite in cites if registry.known(cite) is not None]


def _number(text: str) -> int:
    """A number in digits or in Chinese, up to 九百九十九."""
    plain = halfwidth(text)
    if plain.isdigit():
        return int(plain)
    total, digit = 0, 0
    for sign in plain:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS.get(sign, 0)
    return total + digit


def question_texts(item: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    """The stem of an item and the texts of its options, steps, places or pairs."""
    rows = item.get("options") or item.get("steps") or item.get("regions") or item.get("pairs") or ()
    named = ("text", "label", "left", "right")
    texts = [
        " ".join(str(row[key]) for key in named if isinstance(row.get(key), str)) if isinstance(row, Mapping) else row
        for row in rows
    ]
    return str(item.get("stem") or ""), [str(text) for text in texts]
