"""Running text of questions, pasted or from Word: ``1. 题干（  ） A. … 答案：…``, line by line, none forgotten.

A line begins a question, is an option, a key, an explanation or another field, a heading, goes on with what stands
above it, or is left over. Keys may stand in brackets, below the question, or all at the end, for each section anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from anpei.exchange.keys import short, split_options
from anpei.exchange.model import Doubt, Leftover, Line, QuestionSource, SourceQuestion
from anpei.exchange.words import answer_word, cell_text, halfwidth, section_kind

__all__ = ["lines_of", "read_lines"]

_NUMBERED = re.compile(
    r"^(?:第\s*)?(\d{1,4})\s*(?:题\s*[.、:：．]?|[.．、）)](?!\d)|[:：]|\s(?=\S*[\u4e00-\u9fff]))\s*"
)
_IN_BRACKETS = re.compile(r"^[（(【\[]\s*(\d{1,4})\s*[)）】\]]\s*[.、．]?\s*")
_OPTION = re.compile(r"^[（(]?([A-La-lＡ-Ｌａ-ｌ])(?:[)）.、．:：]\s*|\s+)(?=\S)")
_FIELDS = {
    "key": "答案 正确答案 标准答案 参考答案 本题答案 答",
    "explanation": "解析 答案解析 试题解析 题目解析 分析 解答",
    "difficulty": "难度 难易度 难易程度",
    "topic": "知识点 考点 主题",
    "chapter": "章节",
    "points": "分值",
    "cites": "依据 法规依据 法律依据 出处 来源",
    "kind": "题型",
}
_FIELD = re.compile(
    r"^[【\[（(]?\s*(" + "|".join(sorted(" ".join(_FIELDS.values()).split(), key=len, reverse=True)) + r")\s*"
    r"(?:[】\]）)]\s*[:：]?|[:：])\s*(.*)$",
    re.DOTALL,
)
_NAMED = {word: name for name, words in _FIELDS.items() for word in words.split()}
_INLINE = re.compile(r"[\s　]+(?=[【\[]?(?:正确|标准|参考)?答案(?:解析)?[】\]]?\s*[:：]|【解析】|解析\s*[:：])")
_KEYS_HEAD = re.compile(r"^[【\[]?(?:附[:：]?)?\s*(?:参考|标准|正确)?答案(?:与解析|及解析|汇总|表)?[】\]]?\s*[:：]?$")
_RANGE = re.compile(r"(\d{1,4})\s*[-—–~～至]\s*(\d{1,4})\s*[.、:：．题]?\s*((?:[A-La-lＡ-Ｌ√×✓✗对错]\s*)+)")
_ONE = re.compile(r"(?<!\d)(\d{1,4})\s*[.、:：．)）]?\s*([A-La-lＡ-Ｌ]{1,12}(?![A-Za-z])|[√×✓✗]|正确|错误|对|错)")
_CHAPTER = re.compile(r"^第\s*[一二三四五六七八九十\d]{1,4}\s*[章节篇单元部分]+\s*\S{0,40}$")


def lines_of(text: str) -> list[Line]:
    """A text as numbered lines, without those that say nothing."""
    rows = ((number, cell_text(row)) for number, row in enumerate(text.split("\n"), 1))
    return [Line(number, row) for number, row in rows]


@dataclass
class _Open:
    """The question that is being read."""

    line: int
    number: str
    section: int
    says: dict[str, str]
    options: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    last: str = "stem"
    """What a line that says nothing of its own goes on with: stem, option, or a field's name."""

    @property
    def complete(self) -> bool:
        return bool(self.options) or "key" in self.says


class _TextReader:
    """Reads lines one after the other; which kind of numbers begins a question is settled beforehand."""

    def __init__(self, path: str, lines: Sequence[Line]) -> None:
        self.path, self.lines = path, lines
        self.numbered = any(_NUMBERED.match(line.text) for line in lines)
        self.bracketed = not self.numbered and any(_IN_BRACKETS.match(line.text) for line in lines)
        self.open: list[_Open] = []
        self.leftovers: list[Leftover] = []
        self.passed: list[Leftover] = []
        self.keys: dict[int, dict[str, tuple[str, int]]] = {}
        """Keys that stand at the end: of which section, which number."""
        self.section, self.kind, self.chapter = 0, "", ""
        self.kinds: list[str] = [""]
        self.at_end = False
        self.key_section = 0
        self.blank = True

    def read(self) -> QuestionSource:
        for place, line in enumerate(self.lines):
            if not line.text and not line.picture:
                self.blank = True
                continue
            self.line(place, line)
            if line.picture and self.open:
                self.open[-1].lost.append(f"第 {line.number} 行的图片")
            self.blank = False
        self.give_keys()
        questions = tuple(self.closed(question) for question in self.open)
        return QuestionSource(self.path, "text", questions, tuple(self.leftovers), tuple(self.passed))

    def line(self, place: int, line: Line) -> None:
        text = line.text
        if not text:
            if not self.open:
                self.leftovers.append(Leftover(line.number, "（图片）"))
        elif _KEYS_HEAD.match(text) and (self.blank or self.open) and not self.asks_below(place):
            self.at_end, self.key_section = True, 0
            self.passed.append(Leftover(line.number, text))
        elif (kind := section_kind(text)) is not None and not _OPTION.match(text) and not _FIELD.match(text):
            self.heading(line, kind)
        elif self.at_end:
            self.end_line(line)
        elif (parts := _INLINE.split(text)) and len(parts) > 1:
            for part in parts:
                self.line(place, replace(line, text=part.strip(), picture=False))
        else:
            self.question_line(place, line)

    def asks_below(self, place: int) -> bool:
        """Whether a lone 答案： belongs to the question above, its key on the next line, and questions follow."""
        open_one = self.open[-1] if self.open else None
        if open_one is None or "key" in open_one.says or self.at_end:
            return False
        return any(_OPTION.match(line.text) or _FIELD.match(line.text) for line in self.lines[place + 1 :])

    def heading(self, line: Line, kind: str) -> None:
        self.passed.append(Leftover(line.number, line.text))
        if self.at_end:
            following = [n for n in range(self.key_section + 1, len(self.kinds)) if self.kinds[n] == kind]
            self.key_section = following[0] if following else -1
            rest = re.sub(r"[（(][^（()）]*[)）]", "", line.text)
            first = re.search(r"\d", rest)
            if first and (_RANGE.search(rest) or _ONE.search(rest)):
                self.passed.pop()
                self.end_line(replace(line, text=rest[first.start() :]))
            return
        self.section += 1
        self.kind = kind
        self.kinds.append(kind)

    def question_line(self, place: int, line: Line) -> None:
        text = line.text
        current = self.open[-1] if self.open else None
        begun = self.begins(text, current)
        named = _FIELD.match(text)
        if begun is not None:
            self.begin(line, begun[0], begun[1])
        elif named and current is not None and (named[1] != "答" or current.last != "key"):
            self.field(current, _NAMED[named[1]], named[2], line)
        elif current is not None and _OPTION.match(text) and self.option_fits(text, current):
            self.add_options(text, current, line)
        elif _CHAPTER.match(text):
            self.chapter = text
            self.passed.append(Leftover(line.number, text))
        elif self.unnumbered_begins(place, current):
            self.begin(line, "", text)
        elif current is not None and (not self.blank or (current.last == "stem" and not current.complete)):
            self.go_on(current, text)
        else:
            self.leftovers.append(Leftover(line.number, text[:200]))

    def begins(self, text: str, current: _Open | None) -> tuple[str, str] | None:
        """Number and rest of a line that begins a question; numbers go up, or begin anew with a section."""
        match = _NUMBERED.match(text) if self.numbered else _IN_BRACKETS.match(text) if self.bracketed else None
        if match is None or not text[match.end() :].strip():
            return None
        number, last = int(match[1]), self.open[-1].number if self.open else ""
        fresh = current is None or current.section != self.section
        onward = last.isdigit() and int(last) < number <= int(last) + 20
        if fresh or onward or not last or (number == 1 and current is not None and current.complete):
            return match[1], text[match.end() :].strip()
        return None

    def begin(self, line: Line, number: str, stem: str) -> None:
        says = {"kind": self.kind, "chapter": self.chapter}
        question = _Open(line.number, number, self.section, {key: word for key, word in says.items() if word})
        if self.numbered and not number:
            question.doubts.append(Doubt("unnumbered", "这一题没有题号，可能是上一题的一部分，请补上题号或删去空行。"))
        self.open.append(question)
        kind = re.match(r"^[【\[(（]\s*([^】\])）]{2,8})\s*[】\])）]\s*", stem)
        if kind and section_kind(kind[1]) is not None:
            question.says["kind"] = kind[1]
            stem = stem[kind.end() :]
        at = re.search(r"(?:(?<=[\s。？?）)])|^)[(（]?[AＡ][)）.、．:：]\s*(?=\S)", stem)
        question.says["stem"] = stem
        if at and re.search(r"(?<![A-Za-z0-9])[BＢ][)）.、．:：]", stem[at.end() :]):
            question.says["stem"] = stem[: at.start()].strip()
            self.add_options(stem[at.start() :], question, line)

    def option_fits(self, text: str, current: _Open) -> bool:
        """Whether an option is the next one: its letter follows, or the first begins the options."""
        match = _OPTION.match(text)
        letter = halfwidth(match[1]).upper() if match else ""
        return ord(letter or " ") - ord("A") == len(current.options) and "key" not in current.says

    def add_options(self, text: str, current: _Open, line: Line) -> None:
        first = _OPTION.match(text)
        offset = len(current.options)
        body = text
        if offset and first:  # split_options wants letters from A on: read the rest of the line as such
            shifted = re.sub(
                r"(?<![A-Za-z0-9])([A-LＡ-Ｌ])([)）.、．:：])",
                lambda m: chr(ord(halfwidth(m[1])) - offset) + m[2],
                text,
            )
            body = shifted if shifted[:1] == "A" else text
        options, doubt = split_options(body) if re.search(r"[B-LＢ-Ｌ][)）.、．:：]", body[1:]) else ((), None)
        if doubt is not None:
            current.doubts.append(doubt)
        if len(options) > 1:
            current.options += options
        elif first:
            current.options.append(text[first.end() :].strip())
        current.last = "option"

    def field(self, current: _Open, name: str, text: str, line: Line) -> None:
        if current.says.get(name) and name in ("key", "explanation"):
            if name == "key":
                current.doubts.append(
                    Doubt("key-twice", f"第 {line.number} 行又写了一个答案“{short(text)}”，请删去一个。")
                )
            current.says[name] += f"\n{text}"
        else:
            current.says[name] = text
        current.last = name

    def go_on(self, current: _Open, text: str) -> None:
        """A line that says nothing of its own goes on with what stands above it."""
        if current.last == "option":
            current.options[-1] += f"\n{text}"
        else:
            held = current.says.get(current.last, "")
            current.says[current.last] = f"{held}\n{text}" if held else text

    def unnumbered_begins(self, place: int, current: _Open | None) -> bool:
        """A line without a number begins a question if options or a key follow and the one above is complete."""
        if current is not None and not (current.complete and (self.blank or current.last in ("option", "key"))):
            return False
        for line in self.lines[place + 1 : place + 6]:
            if _OPTION.match(line.text):
                return halfwidth(line.text).lstrip("(")[:1].upper() == "A"
            if named := _FIELD.match(line.text):
                return _NAMED[named[1]] == "key"
            if _NUMBERED.match(line.text) and self.numbered:
                return False
        return False

    def end_line(self, line: Line) -> None:
        """Keys at the end: ``1.A 2.B``, ``1-5 ABCDA``; whatever else stands there is left over."""
        found: list[tuple[str, str]] = []
        rest = line.text
        for match in _RANGE.finditer(rest):
            signs = re.findall(r"[A-La-lＡ-Ｌ√×✓✗对错]", match[3])
            first, last = int(match[1]), int(match[2])
            if len(signs) == last - first + 1:
                found += [(str(first + n), sign) for n, sign in enumerate(signs)]
                rest = rest.replace(match[0], " ", 1)
        for match in _ONE.finditer(rest):
            found.append((match[1], match[2]))
        rest = _ONE.sub("", rest)
        if re.sub(r"[\s,，;；。.、|]+", "", rest) or not found:
            self.leftovers.append(Leftover(line.number, line.text[:200]))
            if not found:
                return
        else:
            self.passed.append(Leftover(line.number, line.text[:200]))
        keys = self.keys.setdefault(self.key_section, {})
        for number, key in found:
            keys[number] = ("", line.number) if number in keys and keys[number][0] != key else (key, line.number)

    def give_keys(self) -> None:
        """Each key at the end goes to its question; where numbers begin anew and no heading says which, to none."""
        numbered: dict[str, list[_Open]] = {}
        for question in self.open:
            numbered.setdefault(question.number, []).append(question)
        for section, keys in self.keys.items():
            for number, (key, line) in keys.items():
                fitting = [q for q in numbered.get(number, ()) if section in (0, q.section)]
                if len(fitting) == 1 and key and section >= 0:
                    question = fitting[0]
                    if question.says.get("key") and not _same_key(question.says["key"], key):
                        words = f"题里的答案是“{short(question.says['key'])}”，最后的答案是“{key}”，请改成一致。"
                        question.doubts.append(Doubt("key-twice", words))
                    question.says.setdefault("key", key)
                elif fitting:
                    words = f"第 {line} 行的答案“{number}.{key}”说不准是哪一部分的第 {number} 题，请在答案前写上题型。"
                    for question in fitting:
                        question.doubts.append(Doubt("keys-at-end", words))
                else:
                    self.leftovers.append(Leftover(line, f"{number}.{key}（没有第 {number} 题）"))

    def closed(self, question: _Open) -> SourceQuestion:
        options = tuple(option.strip() for option in question.options)
        return SourceQuestion(
            question.line, "", question.number, question.says, options,
            lost=tuple(question.lost), doubts=tuple(dict.fromkeys(question.doubts)),
        )  # fmt: skip


def _same_key(one: str, other: str) -> bool:
    meant, said = answer_word(one), answer_word(other)
    if meant is not None or said is not None:
        return meant is said
    return halfwidth(one).upper().strip() == halfwidth(other).upper().strip()


def read_lines(lines: Iterable[Line], path: str) -> QuestionSource:
    """The questions of running text; every line is in one, among the headings, or left over."""
    return _TextReader(path, list(lines)).read()
