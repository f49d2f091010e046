"""What an import would do, question by question, before anything is written: new, already there, undecided, unusable.

A plan is plain data (:meth:`ImportPlan.to_json`), for the command line and for a page alike.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import chain, count
from typing import Any, Literal

from anpei import bank, laws
from anpei.content import Shelves
from anpei.exchange.interpret import interpret, question_texts
from anpei.exchange.keys import short
from anpei.exchange.model import Choices, Doubt, Leftover, QuestionSource, SourceQuestion
from anpei.exchange.words import halfwidth, squeezed
from anpei.findings import Finding, errors_only, sort

__all__ = ["WORDS", "ImportPlan", "Outcome", "PlannedQuestion", "batch_of", "plan_import"]

Outcome = Literal["new", "duplicate", "landed", "undecided", "unusable"]
WORDS: dict[Outcome, str] = {
    "new": "成为草稿",
    "duplicate": "题库里已有",
    "landed": "上次已导入",
    "undecided": "要人决定",
    "unusable": "导不进来",
}
ALIKE = 85
MOST_NOTES = 5
MOST_TOLD = 500
"""Lines left over that are told one by one."""
FILLED_LATER = {"explanation-missing": "补解析", "law-without-cites": "补法规引用", "rubric-missing": "补评分要点"}
"""What files of questions never hold, in few words; every other broken rule says itself what is to be mended."""
_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class PlannedQuestion:
    """One question and what will come of it.

    ``needs`` is what has to be filled in before it can be published; ``lost`` what the bank can't keep of it; ``notes``
    what was assumed; ``of`` the item it repeats.
    """

    line: int
    part: str
    number: str
    stem: str
    outcome: Outcome
    item_id: str = ""
    topic: str = ""
    item: Mapping[str, Any] = field(default_factory=dict)
    of: str = ""
    needs: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """A file, by the hash of what is in it, and what an import of it would do."""

    path: str
    sha: str
    format: str
    questions: tuple[PlannedQuestion, ...]
    leftovers: tuple[Leftover, ...]
    findings: tuple[Finding, ...]
    heads: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def new(self) -> list[PlannedQuestion]:
        return [question for question in self.questions if question.outcome == "new"]

    @property
    def counts(self) -> dict[Outcome, int]:
        counted = Counter(question.outcome for question in self.questions)
        return {outcome: counted[outcome] for outcome in WORDS}

    @property
    def readable(self) -> bool:
        return not errors_only(self.findings) or bool(self.questions)

    def told(self) -> list[Finding]:
        """Everything a person should see, by line: what can't be used, what is to be decided, lost, left over."""
        found = list(self.findings)
        for question in self.questions:
            found += _told(self.path, question)
        for left in self.leftovers[:MOST_TOLD]:
            where = f"{left.part}：" if left.part else ""
            words = f"{where}这一行没有成为题目：{short(left.text)}"
            found.append(Finding(self.path, left.line, "import-leftover", words, "warning"))
        if rest := self.leftovers[MOST_TOLD:]:
            words = f"从这里起还有 {len(rest)} 行没有成为题目。"
            found.append(Finding(self.path, rest[0].line, "import-leftover", words, "warning"))
        return sort(found)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"counts": self.counts}


def _told(path: str, question: PlannedQuestion) -> Iterable[Finding]:
    where = f"{question.part}：" if question.part else ""
    name = f"{where}“{short(question.stem)}”"
    if question.why:
        yield Finding(path, question.line, "import-unusable", f"{name}{question.why}", "error")
    for doubt in question.doubts:
        yield Finding(path, question.line, f"import-{doubt.code}", f"{name}{doubt.message}", "error")
    if question.outcome == "duplicate":
        yield Finding(path, question.line, "import-duplicate", f"{name}与 {question.of} 相同，不再导入。", "warning")
    if question.outcome == "new":
        if question.lost:
            words = f"{name}带不进来的：{'、'.join(question.lost)}。"
            yield Finding(path, question.line, "import-lost", words, "warning")
        for note in question.notes:
            yield Finding(path, question.line, "import-note", f"{name}{note}", "warning")


def plan_import(
    source: QuestionSource,
    sha: str,
    shelves: Shelves,
    choices: Choices,
    landed: Mapping[str, str] | None = None,
) -> ImportPlan:
    """What an import of the file would do now; ``landed`` are marks of questions that an earlier one brought in."""
    registry = laws.load(shelves)[0]
    known = bank.load(shelves, registry)
    planner = _Planner(shelves, registry, known, choices, sha, landed or {})
    questions = tuple(planner.question(n, question) for n, question in enumerate(source.questions, 1))
    alike = planner.alike(questions)
    return ImportPlan(
        source.path, sha, source.format, alike, source.leftovers, source.findings, source.heads, source.sheets
    )


class _Planner:
    """Decides about one question after the other, and remembers those of the same file."""

    def __init__(
        self, shelves: Shelves, registry: laws.Registry, known: bank.Bank, choices: Choices, sha: str,
        landed: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.shelves, self.registry, self.known, self.choices = shelves, registry, known, choices
        self.sha, self.landed = sha, landed
        self.world = bank.world_of(shelves, registry, None)
        self.there = {mark_of(raw): (item_id, key_of(raw)) for item_id, raw in known.written.items()}
        self.texts = {item_id: _compared(raw) for item_id, raw in known.written.items()}
        self.taken = set(known.origins)
        self.titles = {squeezed(title): slug for slug, title in known.topics.items()}
        self.titles |= {slug: slug for slug in known.topics}
        self.here: dict[str, tuple[str, str]] = {}

    def question(self, ordinal: int, question: SourceQuestion) -> PlannedQuestion:
        made = interpret(question, self.choices, self.registry)
        topic, doubt, tag = self.topic(question)
        stem = made.item.get("stem") or question.says.get("stem") or ""
        doubts = [*made.doubts, *([doubt] if doubt is not None and not made.unusable else [])]
        about: dict[str, Any] = {
            "line": question.line,
            "part": question.part,
            "number": question.number,
            "stem": str(stem),
        }
        about |= {"lost": tuple(made.lost), "notes": tuple(made.notes), "topic": topic}
        if made.unusable:
            return PlannedQuestion(**about, outcome="unusable", why=made.unusable)
        if made.item:
            if same := self.same(made.item):
                outcome, of, key = same
                if key != key_of(made.item):
                    words = f"与 {of} 题目相同、答案不同，请看哪一个对，改好后再导入。"
                    return PlannedQuestion(**about, outcome="undecided", of=of, doubts=(Doubt("key-differs", words),))
                return PlannedQuestion(**about, outcome=outcome, of=of, item=made.item)
            self.here[mark_of(made.item)] = (f"本文件第 {question.line} 行", key_of(made.item))
        if doubts:
            return PlannedQuestion(**about, outcome="undecided", doubts=tuple(doubts))
        if tag:
            made.item["tags"] = [*made.item.get("tags", ()), tag]
        item_id = self.free_id(topic, ordinal)
        return PlannedQuestion(
            **about,
            outcome="new",
            item_id=item_id,
            item=made.item,
            needs=self.needs(made.item | {"id": item_id}, topic),
        )

    def free_id(self, topic: str, ordinal: int) -> str:
        """An id by file and place, so that the same file gives the same ids; one that is taken is never given again."""
        numbers = chain((ordinal,), count(len(self.taken) + 1))
        made = (f"{topic}-{batch_of(self.sha)}-{number:03d}" for number in numbers)
        item_id = next(each for each in made if each not in self.taken)
        self.taken.add(item_id)
        return item_id

    def same(self, item: Mapping[str, Any]) -> tuple[Outcome, str, str] | None:
        """Which question it repeats (brought in before, in the bank, or in the file above), and that one's key."""
        mark = mark_of(item)
        if mark in self.there:
            item_id, key = self.there[mark]
            return ("landed" if self.landed.get(mark) == item_id else "duplicate"), item_id, key
        if mark in self.landed:
            return "landed", self.landed[mark], key_of(item)
        return ("duplicate", *self.here[mark]) if mark in self.here else None

    def topic(self, question: SourceQuestion) -> tuple[str, Doubt | None, str]:
        """The topic by the file's word, else the chosen one; with a word nobody knows, which becomes a tag."""
        for key in ("topic", "chapter"):
            word = question.says.get(key, "")
            for part in reversed([word, *re.split(r"[/\\>]", word)]):
                if slug := self.titles.get(squeezed(part)):
                    return slug, None, ""
        word = " ".join(question.says.get("topic", "").split())[:30]
        if self.choices.topic:
            return self.choices.topic, None, word
        words = f"知识点“{short(word)}”不是题库的主题。" if word else "没有写属于哪个主题。"
        return "", Doubt("topic", f"{words}导入时指定放进哪个主题（--topic）。"), ""

    def needs(self, item: Mapping[str, Any], topic: str) -> tuple[str, ...]:
        """What is to be filled in or mended before the draft can be published."""
        broken = errors_only(bank.examine(item, topic, self.world)[1])
        told = (FILLED_LATER.get(found.rule, found.message.removeprefix(f"{item['id']}：")) for found in broken)
        return tuple(dict.fromkeys(told))

    def alike(self, questions: Sequence[PlannedQuestion]) -> tuple[PlannedQuestion, ...]:
        """New questions that nearly repeat an item of the bank, with a note that says which."""
        new = [n for n, question in enumerate(questions) if question.outcome == "new"]
        names = [*self.texts, *(f"本文件第 {questions[n].line} 行" for n in new)]
        texts = [*self.texts.values(), *(_compared(questions[n].item) for n in new)]
        told = dict(enumerate(questions))
        for later, earlier, score in bank.alike_pairs(texts):
            if later >= len(self.texts) and score >= ALIKE:
                note = f"与 {names[earlier]} 很像（{score:.0f}% 相同），请看是不是同一道题。"
                place = new[later - len(self.texts)]
                told[place] = _noted(told[place], note)
        return tuple(told.values())


def _noted(question: PlannedQuestion, note: str) -> PlannedQuestion:
    return replace(question, notes=(*question.notes, note)[:MOST_NOTES])


def _compared(item: Mapping[str, Any]) -> str:
    stem, texts = question_texts(item)
    return _SIGNS.sub("", halfwidth(stem + "".join(sorted(texts)))).lower()


def batch_of(sha: str) -> str:
    """What the ids and files of everything that came from one file have in them."""
    return sha[:6]


def mark_of(item: Mapping[str, Any]) -> str:
    """What tells one question from another: its words without signs, and in no order its options."""
    stem, texts = question_texts(item)
    words = [_SIGNS.sub("", halfwidth(text)).lower() or text for text in (stem, *sorted(texts))]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def key_of(item: Mapping[str, Any]) -> str:
    """What is right of an item, the same for the same key in another order of the options."""
    rows = [row for row in item.get("options") or () if isinstance(row, Mapping)]
    right = sorted(squeezed(str(row.get("text"))) for row in rows if row.get("right") is True)
    numeric = item.get("numeric")
    value = numeric.get("value") if isinstance(numeric, Mapping) else None
    accept = sorted(squeezed(str(text)) for text in item.get("accept") or ())
    return repr((right, item.get("answer"), [str(step) for step in item.get("steps") or ()], value, accept))
