"""The list of questions as values: one row an item, what it is narrowed by, and the page that is shown. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from urllib.parse import urlencode

from anpei.server.authoring.forms import DIFFICULTIES, FORMS, USES

__all__ = ["PER_PAGE", "STATES", "ItemFilter", "ItemRow", "facets", "matching"]

PER_PAGE = 50
DAY = 24 * 3600 * 1000
STATES = {"draft": "草稿", "in_review": "待审", "published": "已发布", "changed": "有改动未发布", "retired": "停用"}
LAST = {"never": "从没用过", "30": "30 天内用过", "over180": "半年以上没用"}
FACILITY = {"hard": "不到三成答对", "fit": "三成到九成", "easy": "九成以上答对", "none": "还没有人答过"}
TROUBLE = {"error": "有错误", "warning": "有提醒", "unsure": "依据待核", "review": "法规待复核"}


@dataclass(frozen=True)
class ItemRow:
    """What the list knows of a question. ``changed``: what is written differs from what learners see."""

    slug: str
    stem: str
    kind: str
    topic: str
    state: str
    published: bool = False
    changed: bool = False
    origin: str = "own"
    difficulty: str = "medium"
    use: str = "exam"
    tags: tuple[str, ...] = ()
    laws: frozenset[str] = frozenset()
    papers: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    unsure: bool = False
    review: bool = False
    asked: int = 0
    facility: float | None = None
    last: int = 0
    version: str = ""

    @property
    def shown_state(self) -> str:
        """Its state, or that something of it isn't published yet."""
        return "changed" if self.state == "published" and self.changed else self.state


@dataclass(frozen=True)
class ItemFilter:
    """What is asked for; every part may be empty. ``batch`` is what the ids of one import have in them."""

    q: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""
    difficulty: str = ""
    use: str = ""
    law: str = ""
    paper: str = ""
    tag: str = ""
    last: str = ""
    facility: str = ""
    trouble: str = ""
    batch: str = ""

    def query(self, **changes: str) -> str:
        """The query string with some parts changed; empty parts are left out."""
        parts = {each.name: getattr(self, each.name) for each in fields(self)} | changes
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def _last(row: ItemRow, wanted: str, now: int) -> bool:
    if wanted == "never":
        return not row.last
    days = (now - row.last) / DAY
    return bool(row.last) and ((wanted == "30" and days <= 30) or (wanted == "over180" and days > 180))


def _facility(row: ItemRow, wanted: str) -> bool:
    if row.facility is None:
        return wanted == "none"
    return wanted == ("hard" if row.facility < 0.3 else "easy" if row.facility >= 0.9 else "fit")


def _trouble(row: ItemRow, wanted: str) -> bool:
    told = {"error": row.errors, "warning": row.warnings, "unsure": row.unsure, "review": row.review}
    return bool(told.get(wanted))


def _tests(asked: ItemFilter, now: int) -> list[Callable[[ItemRow], bool]]:
    equal = [name for name in ("topic", "kind", "difficulty", "use") if getattr(asked, name)]
    found: list[Callable[[ItemRow], bool]] = []
    if equal:
        found.append(lambda row: all(getattr(row, name) == getattr(asked, name) for name in equal))
    if asked.state:
        found.append(lambda row: row.shown_state == asked.state)
    if asked.batch:
        found.append(lambda row: f"-{asked.batch}-" in row.slug)
    if asked.law:
        found.append(lambda row: asked.law in row.laws)
    if asked.paper:
        found.append(lambda row: asked.paper in row.papers if asked.paper != "none" else not row.papers)
    if asked.tag:
        found.append(lambda row: asked.tag in row.tags)
    if asked.last:
        found.append(lambda row: _last(row, asked.last, now))
    if asked.facility:
        found.append(lambda row: _facility(row, asked.facility))
    if asked.trouble:
        found.append(lambda row: _trouble(row, asked.trouble))
    return found


def matching(rows: Sequence[ItemRow], asked: ItemFilter, found: Iterable[str], now: int) -> list[ItemRow]:
    """The rows that fit; ``found`` are the ids that the words lead to, asked only where there are words."""
    tests = _tests(asked, now)
    kept = rows
    if asked.q.strip():
        known = set(found)
        kept = [row for row in rows if row.slug in known]
    return [row for row in kept if all(test(row) for test in tests)]


@dataclass(frozen=True)
class Facet:
    """One choice of the filter: its values with their words and how many rows have each."""

    name: str
    label: str
    options: list[tuple[str, str, int]] = field(default_factory=list)


def facets(
    rows: Sequence[ItemRow], topics: Mapping[str, str], laws: Mapping[str, str], papers: Mapping[str, str], now: int
) -> list[Facet]:
    """What the list can be narrowed by; only what some row has, counted over the whole bank."""
    return [
        _facet("topic", "主题", topics, Counter(row.topic for row in rows)),
        _facet("kind", "题型", {kind: form.label for kind, form in FORMS.items()}, Counter(row.kind for row in rows)),
        _facet("state", "状态", STATES, Counter(row.shown_state for row in rows)),
        _facet("trouble", "要处理的", TROUBLE, {key: sum(_trouble(row, key) for row in rows) for key in TROUBLE}),
        _facet("use", "用途", USES, Counter(row.use for row in rows)),
        _facet("difficulty", "难度", DIFFICULTIES, Counter(row.difficulty for row in rows)),
        _facet("law", "法规", laws, Counter(law for row in rows for law in row.laws)),
        _facet("paper", "用在", {**papers, "none": "没有试卷用它"},
               Counter(paper for row in rows for paper in row.papers or ("none",))),
        _facet("tag", "标签", {}, Counter(tag for row in rows for tag in row.tags)),
        _facet("last", "上次用", LAST, {key: sum(_last(row, key, now) for row in rows) for key in LAST}),
        _facet("facility", "答对率", FACILITY, {key: sum(_facility(row, key) for row in rows) for key in FACILITY}),
    ]  # fmt: skip


def _facet(name: str, label: str, words: Mapping[str, str], counts: Mapping[str, int]) -> Facet:
    """Known values in their own order, then the others, the most frequent first."""
    known = [(key, words[key], counts[key]) for key in words if counts.get(key)]
    rest = [(key, count) for key, count in counts.items() if count and key not in words]
    others = sorted(rest, key=lambda one: (-one[1], one[0]))
    return Facet(name, label, [*known, *((key, key, n) for key, n in others if key)])
