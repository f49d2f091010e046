"""Rules on what is common to all kinds: identity, wording, points, media."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import cast

from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.bank.kinds import KINDS, OWN, Kind
from anpei.bank.shape import COMMON
from anpei.promises import promises

ID_FORM = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")
ID_LENGTH = 64
STEM_LENGTH = {"case": 3000}
STEM_LENGTH_DEFAULT = 600
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
SEED_ROWS = 45
LONGEST_PARAGRAPH = 220


def id_form(entry: BankEntry, world: World) -> Iterable[Problem]:
    """An id is lower-case letters, digits and hyphens, like ``fire-001``."""
    if entry.item_id and (len(entry.item_id) > ID_LENGTH or not ID_FORM.match(entry.item_id)):
        yield ("id",), f"题号“{entry.item_id}”的写法不对：小写字母、数字和连字符，如 fire-001。"


def unknown_kind(entry: BankEntry, world: World) -> Iterable[Problem]:
    """The kind is one of those there are."""
    if entry.text("kind") and not entry.kind:
        yield ("kind",), f"不认识的题型“{entry.text('kind')}”，可用：{'、'.join(KINDS)}。"


def field_not_for_kind(entry: BankEntry, world: World) -> Iterable[Problem]:
    """An item has no fields of another kind: an ordering task has no options."""
    if not entry.kind:
        return
    allowed = COMMON | OWN[cast(Kind, entry.kind)]
    for key in entry.raw:
        if key not in allowed and any(key in own for own in OWN.values()):
            yield (key,), f"“{key}”不属于题型 {entry.kind}。"


def stem_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """There is a question."""
    if not entry.text("stem"):
        yield ("stem",), "题干（stem）是空的。"


def stem_too_long(entry: BankEntry, world: World) -> Iterable[Problem]:
    """The question is at most 600 characters long, a case 3000."""
    limit = STEM_LENGTH.get(entry.kind, STEM_LENGTH_DEFAULT)
    if len(entry.text("stem")) > limit:
        yield ("stem",), f"题干有 {len(entry.text('stem'))} 字，最多 {limit} 字。"


def markup(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Text is plain, with **bold** in pairs; tags would be shown as they are."""
    fields = [("stem", entry.text("stem")), ("explanation", entry.text("explanation"))]
    for key, text in fields:
        if TAG.search(text):
            yield (key,), "不要写 HTML 标签，它会原样显示；只可用 **加粗** 和空行分段。"
        elif text.count("**") % 2:
            yield (key,), "加粗的星号 ** 没有成对。"


def explanation_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """There is an explanation: whoever was wrong wants to know why."""
    if not entry.text("explanation"):
        yield ("explanation",), "解析（explanation）是空的，学员答错后需要知道为什么。"


def points_range(entry: BankEntry, world: World) -> Iterable[Problem]:
    """An item is worth more than nothing and at most a hundred points."""
    points = entry.raw.get("points")
    if isinstance(points, int | float) and not isinstance(points, bool) and not 0 < points <= 100:
        yield ("points",), f"分值 {points} 不在 0 到 100 之间。"


def seed_row(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A row of the seed map is one there is."""
    for n, row in enumerate(entry.rows("seed")):
        if isinstance(row, int) and not 1 <= row <= SEED_ROWS:
            yield ("seed", n), f"选题表里没有第 {row} 行（1 到 {SEED_ROWS}）。"


def media_without_alt(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A picture says in words what it shows: whoever can't see it must be able to answer."""
    media = entry.raw.get("media")
    if isinstance(media, dict) and not str(media.get("alt") or "").strip():
        yield ("media",), "图片缺少文字说明（alt），看不见图的人也要能答题。"


def media_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A picture lies under ``quizzes/media`` in a format every browser shows."""
    media = entry.raw.get("media")
    src = media.get("src") if isinstance(media, dict) else None
    if not isinstance(src, str):
        return
    path = PurePosixPath(src or "?")
    if path.suffix not in PICTURES or path.parts[0] != "media" or ".." in path.parts:
        yield ("media", "src"), f"图片路径“{src}”不可用：应如 media/x.svg，格式为 svg、png、jpg 或 webp。"
    elif world.shelves.find(f"quizzes/{src}") is None:
        yield ("media", "src"), f"找不到图片 quizzes/{src}。"


WORD_RULES: tuple[ItemRule, ...] = (
    id_form,
    unknown_kind,
    field_not_for_kind,
    stem_missing,
    stem_too_long,
    markup,
    explanation_missing,
    points_range,
    seed_row,
    media_without_alt,
    media_missing,
)


def paragraph_long(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A paragraph fits a phone's screen."""
    for key in ("stem", "explanation", "model_answer"):
        longest = max(len(part) for part in entry.text(key).split("\n\n"))
        if longest > LONGEST_PARAGRAPH:
            yield (key,), f"有一段长 {longest} 字，手机上读着累，请用空行拆成 {LONGEST_PARAGRAPH} 字以内的几段。"


def absolute_promise(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Nothing we say ourselves promises safety; wrong options have ``option-absolute``, quoted speech is free."""
    texts: list[tuple[tuple[str | int, ...], str]] = [((key,), entry.text(key)) for key in ("stem", "explanation")]
    texts += [(("options", n), entry.options[n]) for n in entry.right]
    texts += [(("steps", n), text) for n, text in enumerate(entry.texts("steps"))]
    for where, text in texts:
        for word in promises(text):
            yield where, f"“{word}”说得太满，安全里没有绝对，请换成能做到的说法。"


WORD_HINTS: tuple[ItemRule, ...] = (paragraph_long, absolute_promise)
