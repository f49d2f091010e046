"""``quizzes/papers/*.yaml`` read into papers; a broken rule is one finding, a paper with an error is left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, FiniteFloat, ValidationError

from anpei.bank import Bank, ItemVersion, MultiplePolicy, fingerprint
from anpei.bank import Kind as ItemKind
from anpei.content import Shelves, State
from anpei.findings import Finding, errors_only, sort
from anpei.papers.drawing import match
from anpei.papers.model import Paper, Papers, ReviewPolicy, Slot
from anpei.plainfiles import Document, Plain, parse, read_yaml, safely

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
SLUG_LENGTH = 64
MOST_SLOTS = 99
Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]
Kinds = Annotated[tuple[ItemKind, ...], BeforeValidator(lambda value: [value] if isinstance(value, str) else value)]


class PoolFile(Plain):
    """What an item must have to be drawn; an empty criterion excludes nothing."""

    topics: Words = ()
    kinds: Kinds = ()
    difficulty: Words = ()
    tags: Words = ()
    items: Words = ()

    def takes(self, version: ItemVersion) -> bool:
        """Whether an item may be drawn; case questions only where they are asked for by kind or id."""
        return (
            version.use == "exam"
            and (not self.topics or version.topic in self.topics)
            and (not self.difficulty or version.difficulty in self.difficulty)
            and (not self.tags or bool(set(self.tags) & set(version.tags)))
            and (not self.items or version.item_id in self.items)
            and (version.public.kind in self.kinds if self.kinds else self._by_default(version))
        )

    def _by_default(self, version: ItemVersion) -> bool:
        return version.public.kind != "case" or version.item_id in self.items


class SlotFile(Plain):
    """Either a pool drawn from ``count`` times, or one item."""

    pool: PoolFile | None = None
    item: str = ""
    count: int = Field(1, ge=1, le=MOST_SLOTS)
    points: FiniteFloat | None = Field(None, gt=0, le=1000)

    @property
    def named(self) -> tuple[str, ...]:
        return (self.item,) if self.item else self.pool.items if self.pool else ()

    def candidates(self, bank: Bank) -> list[ItemVersion]:
        pool = self.pool or PoolFile(items=(self.item,))
        known = bank.items.items()
        return [version for item, version in known if item not in bank.drafts and pool.takes(version)]


class PaperFile(Plain):
    title: str = Field(min_length=1, max_length=100)
    course: str = ""
    course_first: bool = False
    minutes: int = Field(ge=1, le=600)
    attempts: int = Field(1, ge=1, le=100)
    cool_down_hours: FiniteFloat = Field(0, ge=0, le=8760)
    pass_mark: FiniteFloat = Field(gt=0, le=100)
    review: ReviewPolicy = ReviewPolicy()
    multiple: MultiplePolicy = "net_correct"
    state: State = "published"
    slots: tuple[SlotFile, ...] = Field(min_length=1)


@dataclass(frozen=True)
class PaperSource:
    """A paper as its file asks for it, not yet held against a bank."""

    slug: str
    path: Path
    document: Document
    file: PaperFile

    @property
    def sha(self) -> str:
        """Changes when what is asked for does, not when the state or the bank does."""
        return _asked(self.file)


def _asked(file: PaperFile) -> str:
    """The usual policy of multiple choices is left out: papers written before there was another keep their hash."""
    usual = {"multiple"} if file.multiple == "net_correct" else set()
    return fingerprint(file.model_dump(mode="json", exclude={"state", "course_first", *usual}))


def asked_sha(value: Mapping[str, Any]) -> str:
    """The ``sha`` of a paper that is written so; empty while it can't be one."""
    try:
        return _asked(PaperFile.model_validate(value))
    except ValidationError:
        return ""


def load(shelves: Shelves, bank: Bank) -> Papers:
    """Read every paper against the bank."""
    sources, findings = read(shelves)
    papers = Papers(findings=findings)
    for slug, source in sources.items():
        paper, told = fit(source, shelves, bank)
        if paper is not None:
            papers.papers[slug] = paper
        papers.findings.extend(told)
    papers.findings[:] = sort(papers.findings)
    return papers


def read(shelves: Shelves) -> tuple[dict[str, PaperSource], list[Finding]]:
    """Every paper's file that can be read, by slug."""
    sources: dict[str, PaperSource] = {}
    findings: list[Finding] = []
    for path in shelves.glob("quizzes/papers/*.yaml"):
        file, told = safely(path, partial(_read, path), lambda finding: (None, [finding]))
        findings += told
        if file is not None:
            sources[file.slug] = file
    return sources, findings


def _read(path: Path) -> tuple[PaperSource | None, list[Finding]]:
    document, findings = read_yaml(path)
    if document is None:
        return None, findings
    file, findings = parse(document, (), PaperFile)
    return (PaperSource(path.stem, path, document, file) if file else None), findings


def examine(slug: str, document: Document, shelves: Shelves, bank: Bank | None) -> list[Finding]:
    """All that is wrong with a paper that is written so, held against a bank where there is one."""
    file, findings = parse(document, (), PaperFile)
    if file is None or bank is None:
        return findings
    path = shelves.roots[0] / f"quizzes/papers/{slug}.yaml"
    return fit(PaperSource(slug, path, document, file), shelves, bank)[1]


def fit(
    source: PaperSource, shelves: Shelves, bank: Bank, earlier: Paper | None = None
) -> tuple[Paper | None, list[Finding]]:
    """The paper with what it may draw from, and what is wrong with that; None when it can't be drawn.

    What was asked for earlier in the very same words goes on being asked: items that don't fit among its slots are left
    out, and as long as enough others remain the paper stands.
    """
    fitted = partial(_fit, source, shelves, bank)
    paper, findings = safely(source.path, fitted, lambda finding: (None, [finding]))
    if paper is None and earlier is not None and earlier.sha == source.sha:
        paper = _fit_again(source, bank, earlier)
    return paper, findings


def _fit(source: PaperSource, shelves: Shelves, bank: Bank) -> tuple[Paper | None, list[Finding]]:
    document, file = source.document, source.file
    faults = _faults(source.path, file, shelves, bank)
    findings = [document.finding(where, rule, message) for where, rule, message in faults]
    if errors_only(findings):
        return None, findings
    slots = tuple(_slots(file, bank))
    if match({slot.slot: slot.candidates for slot in slots}) is None:
        message = "各题位的题池互相重叠，合起来题目不够，抽不出不重复的一份。"
        return None, [*findings, document.finding(("slots",), "pools-overlap", message)]
    rules = {name: getattr(file, name) for name in PaperFile.model_fields if name not in ("slots", "state")}
    return Paper(slug=source.slug, slots=slots, sha=source.sha, draft=file.state != "published", **rules), findings


def _fit_again(source: PaperSource, bank: Bank, earlier: Paper) -> Paper | None:
    """The earlier paper's slots filled from today's bank with what is worth and marked as they are."""
    rows = [row for row in source.file.slots for _ in range(row.count)]
    slots = tuple(
        replace(slot, candidates=tuple(sorted(v.item_id for v in row.candidates(bank) if _fits(v, row, slot))))
        for row, slot in zip(rows, earlier.slots, strict=True)
    )
    if match({slot.slot: slot.candidates for slot in slots}) is None:
        return None
    file = source.file
    return replace(earlier, slots=slots, draft=file.state != "published", course_first=file.course_first)


def _fits(version: ItemVersion, row: SlotFile, slot: Slot) -> bool:
    if (version.public.kind == "case") != slot.manual:
        return False
    own = slot.manual or row.points is None
    return not own or math.isclose(version.points, slot.points)


Fault = tuple[tuple[str | int, ...], str, str]


def _faults(path: Path, file: PaperFile, shelves: Shelves, bank: Bank) -> Iterable[Fault]:
    if len(path.stem) > SLUG_LENGTH or not SLUG.match(path.stem):
        yield (), "slug-form", f"文件名“{path.stem}”只能用小写字母、数字和连字符。"
    if file.course_first and not file.course:
        yield ("course_first",), "course-first", "course_first 要先写明是哪门课程（course）。"
    if file.course and shelves.find(f"courses/{file.course}/course.yaml") is None:
        yield ("course",), "course-missing", f"没有课程“{file.course}”。"
    if sum(slot.count for slot in file.slots) > MOST_SLOTS:
        yield ("slots",), "slots-too-many", f"一份试卷最多 {MOST_SLOTS} 题。"
    for n, slot in enumerate(file.slots):
        for where, rule, message in _slot_faults(slot, bank):
            yield ("slots", n, *where), rule, message


def _slot_faults(slot: SlotFile, bank: Bank) -> Iterable[Fault]:
    if bool(slot.item) == (slot.pool is not None):
        yield (), "pool-or-item", "每个题位写 pool 或 item 其中一个。"
        return
    unfit = list(_naming_faults(slot, bank))
    yield from unfit
    candidates = slot.candidates(bank)
    if len(candidates) < slot.count and not unfit:
        yield (), "pool-too-small", f"要抽 {slot.count} 题，题库里符合条件的只有 {len(candidates)} 题。"
    cases = [version for version in candidates if version.public.kind == "case"]
    if cases and len(cases) < len(candidates):
        yield (), "case-mixed", "案例题要人工阅卷，不能和其他题型混在一个题池里，请分成两个题位。"
    worth = {version.points for version in candidates}
    if slot.points is None and len(worth) > 1:
        yield (), "points-uneven", "题池里的题分值不一，抽到的人总分会不同，请给题位写 points。"
    for version in cases:
        if slot.points is not None and not math.isclose(slot.points, version.points):
            message = f"{version.item_id} 的评分要点合计 {version.points:g} 分，与题位的 {slot.points:g} 分不一致。"
            yield ("points",), "case-points", message


def _naming_faults(slot: SlotFile, bank: Bank) -> Iterable[Fault]:
    for item in slot.named:
        if item not in bank.items or item in bank.drafts:
            reason = "还是草稿" if item in bank.drafts else "有错误，暂不可用" if item in bank.origins else "不存在"
            yield (), "item-missing", f"题库里的“{item}”{reason}。"
        elif bank.items[item].use == "practice":
            yield (), "practice-item", f"“{item}”是练习题，答案对学员公开，不能用于考试。"
    for topic in slot.pool.topics if slot.pool else ():
        if topic not in bank.topics:
            yield ("pool", "topics"), "unknown-topic", f"没有主题“{topic}”。"


def _slots(file: PaperFile, bank: Bank) -> Iterable[Slot]:
    """Expand the blueprint's rows into q01… and c01…."""
    numbers = {"q": 0, "c": 0}
    for row in file.slots:
        candidates = row.candidates(bank)
        manual = candidates[0].public.kind == "case"
        letter = "c" if manual else "q"
        points = candidates[0].points if row.points is None else row.points
        for _ in range(row.count):
            numbers[letter] += 1
            ids = tuple(sorted(version.item_id for version in candidates))
            yield Slot(f"{letter}{numbers[letter]:02d}", ids, points, manual)


RULES = {
    "slug-form": "A paper's file name is lower-case letters, digits and hyphens.",
    "course-missing": "The course a paper belongs to exists.",
    "slots-too-many": "A paper asks at most 99 questions.",
    "course-first": "A paper that demands its course names one.",
    "pool-or-item": "A slot draws from a pool or names one item, never both.",
    "item-missing": "A named item is in the bank, free of errors and no draft.",
    "practice-item": "No practice item is examined: its answer is public.",
    "unknown-topic": "A pool's topics stand in ``quizzes/topics.yaml``.",
    "pool-too-small": "A pool holds at least as many items as are drawn from it.",
    "case-mixed": "Cases, which people mark, are drawn apart from what is marked at once.",
    "points-uneven": "Whatever is drawn in a slot is worth the same.",
    "case-points": "A slot gives a case as many points as its criteria make.",
    "pools-overlap": "All slots together can be filled without a repeated item.",
}
HINTS = {"pool-outdated": "A paper can still be drawn without the items whose citations are superseded."}
